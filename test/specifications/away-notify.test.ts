/** away-notify: https://ircv3.net/specs/extensions/away-notify */
import { test } from "node:test";
import { play } from "../journey.ts";

test("who shares a channel is told when somebody goes away, says otherwise, and is back", () =>
  play(`
    alice comes away-notify
    carol comes
    dave comes away-notify
    bob comes
    alice > JOIN #a,#b
    alice << 366 alice #b
    carol > JOIN #a
    carol << 366
    alice < …JOIN…
    bob > JOIN #a,#b
    bob << 366 bob #b
    alice < …JOIN…
    alice < …JOIN…
    carol < …JOIN…
    bob > AWAY :at lunch
    bob < :banter.test 306 bob :You have been marked as being away
    -- once, whatever is shared; carol has not asked, dave shares nothing
    alice < :bob!~bob@127.0.0.1 AWAY :at lunch
    bob > AWAY :at tea
    bob < …306…
    alice < :bob!~bob@127.0.0.1 AWAY :at tea
    bob > AWAY
    bob < :banter.test 305 bob :You are no longer marked as being away
    alice < :bob!~bob@127.0.0.1 AWAY
  `));

test("who joins and is away is told of too; who is not away is not", () =>
  play(`
    alice comes away-notify
    carol comes
    bob comes
    dave comes
    alice > JOIN #a
    alice << 366
    carol > JOIN #a
    carol << 366
    alice < …JOIN…
    bob > AWAY :at lunch
    bob < …306…
    bob > JOIN #a
    bob << 366
    alice < :bob!~bob@127.0.0.1 JOIN #a
    alice < :bob!~bob@127.0.0.1 AWAY :at lunch
    carol < :bob!~bob@127.0.0.1 JOIN #a
    dave > JOIN #a
    dave << 366
    alice < :dave!~dave@127.0.0.1 JOIN #a
    carol < …JOIN…
    bob < …JOIN…
  `));

test("nobody is sent an AWAY of their own, neither on joining nor on other devices", () =>
  play(`
    laptop comes account alice as alice away-notify
    laptop > JOIN #a
    laptop << 366
    laptop > AWAY :out
    laptop < …306…
    laptop > JOIN #b
    laptop < :alice!~alice@127.0.0.1 JOIN #b
    laptop << 366
    phone comes account alice as alice away-notify
    phone << 366 alice #a
    phone << 366 alice #b
    phone > AWAY :out too
    phone < …306…
    phone > AWAY
    phone < …305…
  `));

test("WHO tells who is away when one joins", () =>
  play(`
    bob comes
    bob > JOIN #a
    bob << 366
    bob > AWAY :out
    bob < …306…
    alice comes away-notify
    alice > JOIN #a
    bob < …JOIN…
    alice << 366
    alice > WHO #a %nf
    alice < :banter.test 354 alice bob G@
    alice < :banter.test 354 alice alice H
    alice < …315…
  `));
