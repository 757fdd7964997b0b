/** ircv3 account-extban (draft): bans of people by the account that they are logged in to. */
import { test } from "node:test";
import { play } from "../journey.ts";

test("ACCOUNTEXTBAN names the type, beside EXTBAN", () =>
  play(`
    alice comes
    alice > VERSION
    alice < …351…
    alice < …005 alice ACCOUNTEXTBAN=a,account …EXTBAN=,Uam…
    alice <+ …005…
  `));

for (const type of ["a", "account"])
  test(`an exact account name is matched, by "${type}", whatever the nick and the host`, () =>
    play(`
      alice comes
      bob comes account bob
      carol comes account carol
      alice > JOIN #a
      alice << 366
      alice > MODE #a +b ${type}:bob
      alice < :alice!~alice@127.0.0.1 MODE #a +b a:bob
      bob > JOIN #a
      bob < :banter.test 474 bob #a :Cannot join channel (+b)
      bob > NICK robert
      bob < …
      bob > JOIN #a
      bob < …474…
      phone comes account bob as phone from 10.0.0.9
      phone > JOIN #a
      phone < …474…
      carol > JOIN #a
      carol << 366
      alice < …
      -- the list says it as it was set
      alice > MODE #a b
      alice < :banter.test 367 alice #a a:bob alice!~alice@127.0.0.1 …
      alice < …368…
      alice > MODE #a -b ${type}:BOB
      alice < …MODE #a -b a:bob
      carol < …
      bob > JOIN #a
      bob << 366
      alice < …JOIN #a
      carol < …JOIN #a
    `));

test("upper and lower case are one; wildcards are understood (MAY)", () =>
  play(`
    alice comes
    bob comes account Bob
    carol comes account carol
    alice > JOIN #a
    alice << 366
    alice > MODE #a +b a:B*
    alice < …MODE #a +b a:B*
    bob > JOIN #a
    bob < …474…
    carol > JOIN #a
    carol << 366
    alice < …
    alice > MODE #a +b a:*
    alice < …
    carol < …
    carol > PRIVMSG #a :banned now
    carol < …404…
    dave comes
    dave > JOIN #a
    dave << 366
    alice < …
    carol < …
  `));

test("as an exception from bans and for the invited only", () =>
  play(`
    alice comes
    bob comes account bob
    carol comes account carol
    alice > JOIN #a
    alice << 366
    alice > MODE #a +be *!*@* a:bob
    alice < …
    carol > JOIN #a
    carol < …474…
    bob > JOIN #a
    bob << 366
    alice < …
    bob > PART #a
    bob < …
    alice < …
    alice > MODE #a +i
    alice < …
    bob > JOIN #a
    bob < …473…
    alice > MODE #a +I account:bob
    alice < …MODE #a +I a:bob
    bob > JOIN #a
    bob << 366
    alice < …
  `));

test("who logs in is meant from then on", () =>
  play(`
    alice comes
    bob comes account bob
    dave comes sasl
    alice > JOIN #a
    alice << 366
    dave > JOIN #a
    dave << 366
    alice < …
    alice > MODE #a +b a:bob
    alice < …
    dave < …
    dave > PRIVMSG #a :who am I?
    alice < …
    dave > AUTHENTICATE PLAIN
    dave < AUTHENTICATE +
    dave > AUTHENTICATE AGJvYgBib2Incw==
    dave << 903
    dave > PRIVMSG #a :am I heard?
    dave < :banter.test 404 dave #a :Cannot send to channel
  `));
