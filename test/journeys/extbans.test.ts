/** Masks that mute, and masks of people without an account. */
import { test } from "node:test";
import { play } from "../journey.ts";

const three = `
  alice comes
  bob comes
  carol comes account carol
  alice > JOIN #a
  alice << 366
  bob > JOIN #a
  bob << 366
  alice < …
  carol > JOIN #a
  carol << 366
  alice < …
  bob < …
`;
const set = (line: string, shown = line) => `
  alice > MODE #a ${line}
  alice < :alice!~alice@127.0.0.1 MODE #a ${shown}
  bob < …MODE #a ${shown}
  carol < …MODE #a ${shown}
`;

test("m: whoever is meant comes in and is not heard", () =>
  play(`
    ${three}
    ${set("+b m:bob", "+b m:bob!*@*")}
    bob > PRIVMSG #a :hello
    bob < :banter.test 404 bob #a :Cannot send to channel
    bob > NOTICE #a :hello
    carol > PRIVMSG #a :I may
    alice < …I may
    bob < …I may
    bob > PART #a
    bob < …
    alice < …
    carol < …
    bob > JOIN #a
    bob << 366
    bob < …I may
    alice < …
    carol < …
    -- with a voice one speaks
    ${set("+v bob")}
    bob > PRIVMSG #a :with a voice
    alice < …with a voice
    carol < …
    ${set("-v bob")}
    bob > PRIVMSG #a :without
    bob < …404…
    ${set("-b mute:BOB", "-b m:bob!*@*")}
    bob > PRIVMSG #a :again
    alice < …again
    carol < …
  `));

test("e: an exception from bans is one from mutes; m: in it one from mutes alone", () =>
  play(`
    ${three}
    ${set("+b m:*", "+b m:*!*@*")}
    bob > PRIVMSG #a :mute
    bob < …404…
    ${set("+e m:bob", "+e m:bob!*@*")}
    bob > PRIVMSG #a :speaks
    alice < …speaks
    carol < …
    carol > PRIVMSG #a :mute
    carol < …404…
    ${set("+e a:carol")}
    carol > PRIVMSG #a :speaks
    alice < …speaks
    bob < …
    ${set("+b *!*@*")}
    bob > PRIVMSG #a :banned
    bob < …404…
    carol > PRIVMSG #a :neither
    alice < …
    bob < …
  `));

test("m: with an account, or with none", () =>
  play(`
    ${three}
    ${set("+b m:a:carol")}
    carol > PRIVMSG #a :mute
    carol < …404…
    bob > PRIVMSG #a :speaks
    alice < …
    carol < …
    ${set("+b-b m:U: m:a:carol", "+b-b m:U:*!*@* m:a:carol")}
    carol > PRIVMSG #a :speaks
    alice < …
    bob < …
    bob > PRIVMSG #a :mute
    bob < …404…
  `));

test("U: people without an account, all or those of a mask", () =>
  play(`
    ${three}
    dave comes from 10.0.0.7
    dora comes account dora from 10.0.0.7
    ${set("+b U:10.0.0.0/8", "+b U:*!*@10.0.0.0/8")}
    dave > JOIN #a
    dave < …474…
    dora > JOIN #a
    dora << 366
    alice < …
    bob < …
    carol < …
    bob > PRIVMSG #a :from elsewhere
    alice < …
    carol < …
    dora < …
  `));

test("with U the operators hear who is muted", () =>
  play(`
    ${three}
    ${set("+Ub m:bob", "+Ub m:bob!*@*")}
    bob > PRIVMSG #a :hello
    alice < :bob!~bob@127.0.0.1 PRIVMSG #a :hello
  `));

test("what is no mask, or not of this list, is refused", () =>
  play(`
    alice comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +b a:
    alice < :banter.test 696 alice #a b a: :Not a mask
    alice > MODE #a +b m:
    alice < :banter.test 696 alice #a b m: :Not a mask
    alice > MODE #a +b m:m:bob
    alice < …696…
    alice > MODE #a +b ~a:bob
    alice < …696…
    alice > MODE #a +b $a
    alice < …MODE #a +b $a!*@*
    alice > MODE #a +b r:*spam*
    alice < …696…
    alice > MODE #a +I m:bob
    alice < :banter.test 696 alice #a I m:bob :That is for b and e
    alice > MODE #a +b a:${"x".repeat(149)}
    alice < …696…
    -- addresses are none of these
    alice > MODE #a +bb a::1 2001:db8::/32
    alice < …MODE #a +bb *!*@a::1 *!*@2001:db8::/32
  `));
