/** AWAY, away-notify, setname, extended-join, account-tag: what channels hear of people. */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

test("AWAY is acknowledged, told to who speaks to one, and cut", () =>
  play(
    `
    alice comes
    bob comes
    alice > AWAY :${"z".repeat(60)}
    alice < :banter.test 306 alice :You have been marked as being away
    bob > PRIVMSG alice :there?
    bob < :banter.test 301 bob alice :${"z".repeat(50)}
    alice < …PRIVMSG…
    alice > AWAY
    alice < :banter.test 305 alice :You are no longer marked as being away
    bob > PRIVMSG alice :there?
    alice < …PRIVMSG…
    alice > AWAY :
    alice < :banter.test 305 alice :You are no longer marked as being away
  `,
    { limits: { ...limitsDefault, awayLengthMax: 50 } },
  ));

test("away-notify: set, changed, removed, and on joining", () =>
  play(`
    alice comes away-notify
    bob comes
    carol comes away-notify
    eve comes away-notify
    alice > JOIN #a,#b
    alice << 366 alice #b
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    bob > AWAY :out
    bob < …306…
    bob > JOIN #a,#b
    bob << 366 bob #b
    alice < :bob!~bob@127.0.0.1 JOIN #a
    alice < :bob!~bob@127.0.0.1 AWAY :out
    alice < :bob!~bob@127.0.0.1 JOIN #b
    alice < :bob!~bob@127.0.0.1 AWAY :out
    carol < :bob!~bob@127.0.0.1 JOIN #a
    carol < :bob!~bob@127.0.0.1 AWAY :out
    bob > AWAY
    bob < …305…
    alice < :bob!~bob@127.0.0.1 AWAY
    carol < :bob!~bob@127.0.0.1 AWAY
    -- one's own is acknowledged alone, on joining too
    carol > AWAY :me
    carol < :banter.test 306 …
    alice < :carol!~carol@127.0.0.1 AWAY :me
    carol > JOIN #b
    carol < :carol!~carol@127.0.0.1 JOIN #b
    carol < …353…
    carol < …366…
    alice < …JOIN #b
    alice < :carol!~carol@127.0.0.1 AWAY :me
    bob < …JOIN #b
  `));

test("setname: those hear it who can; FAIL says why not", () =>
  play(
    `
    alice comes setname
    bob comes
    carol comes setname
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN…
    carol > JOIN #a
    carol << 366
    alice < …JOIN…
    bob < …JOIN…
    alice > SETNAME :Alice A.
    alice < :alice!~alice@127.0.0.1 SETNAME :Alice A.
    carol < :alice!~alice@127.0.0.1 SETNAME :Alice A.
    alice > SETNAME Alice
    alice < :alice!~alice@127.0.0.1 SETNAME :Alice
    carol < :alice!~alice@127.0.0.1 SETNAME :Alice
    bob > SETNAME :Robert
    alice < :bob!~bob@127.0.0.1 SETNAME :Robert
    carol < :bob!~bob@127.0.0.1 SETNAME :Robert
    bob > WHOIS bob
    bob < :banter.test 311 bob bob ~bob 127.0.0.1 * :Robert
    bob << 318
    alice > SETNAME
    alice < :banter.test 461 alice SETNAME :Not enough parameters
    alice > SETNAME :
    alice < :banter.test FAIL SETNAME INVALID_REALNAME :Realname is not valid
    alice > SETNAME :${"x".repeat(31)}
    alice < :banter.test FAIL SETNAME INVALID_REALNAME :Realname is not valid
    bob > SETNAME :
    bob < :banter.test FAIL SETNAME INVALID_REALNAME :Realname is not valid
  `,
    { limits: { ...limitsDefault, realnameLengthMax: 30 } },
  ));

test("extended-join tells account and realname; a long realname is cut", () =>
  play(
    `
    alice comes extended-join
    bob comes
    alice > JOIN #a
    alice < :alice!~alice@127.0.0.1 JOIN #a * :alice of Test
    alice < …353…
    alice < …366…
    eve comes raw
    eve > NICK eve
    eve > USER eve 0 * :${"e".repeat(40)}
    eve << 422
    eve > JOIN #a
    eve < :eve!~eve@127.0.0.1 JOIN #a
    eve << 366
    alice < :eve!~eve@127.0.0.1 JOIN #a * :${"e".repeat(30)}
  `,
    { limits: { ...limitsDefault, realnameLengthMax: 30 } },
  ));
