/** setname: https://ircv3.net/specs/extensions/setname */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

test("SETNAME tells those in common channels who have it, and who has asked, once", () =>
  play(`
    batman comes setname
    alice comes setname
    carol comes
    dave comes setname
    batman > JOIN #a,#b
    batman << 366 batman #b
    alice > JOIN #a,#b
    alice << 366 alice #b
    batman < …JOIN…
    batman < …JOIN…
    carol > JOIN #a
    carol << 366
    batman < …JOIN…
    alice < …JOIN…
    batman > SETNAME :Bruce Wayne <bruce@wayne.enterprises>
    batman < :batman!~batman@127.0.0.1 SETNAME :Bruce Wayne <bruce@wayne.enterprises>
    alice < :batman!~batman@127.0.0.1 SETNAME :Bruce Wayne <bruce@wayne.enterprises>
    batman > SETNAME Batman
    batman < :batman!~batman@127.0.0.1 SETNAME :Batman
    alice < :batman!~batman@127.0.0.1 SETNAME :Batman
    alice > WHOIS batman
    alice < :banter.test 311 alice batman ~batman 127.0.0.1 * :Batman
    alice << 318
  `));

test("without having asked for it SETNAME is heeded in silence", () =>
  play(`
    batman comes
    alice comes setname
    batman > JOIN #a
    batman << 366
    alice > JOIN #a
    alice << 366
    batman < …JOIN…
    batman > SETNAME :Bruce Wayne
    alice < :batman!~batman@127.0.0.1 SETNAME :Bruce Wayne
  `));

test("FAIL SETNAME INVALID_REALNAME: too long, or nothing at all; and nobody hears of it", () =>
  play(
    `
    batman comes setname
    alice comes setname
    carol comes
    batman > JOIN #a
    batman << 366
    alice > JOIN #a
    alice << 366
    batman < …JOIN…
    batman > SETNAME :${"z".repeat(31)}
    batman < :banter.test FAIL SETNAME INVALID_REALNAME :Realname is not valid
    batman > SETNAME :
    batman < :banter.test FAIL SETNAME INVALID_REALNAME :Realname is not valid
    batman > SETNAME
    batman < :banter.test 461 batman SETNAME :Not enough parameters
    batman > SETNAME :${"z".repeat(30)}
    batman < …SETNAME…
    alice < …SETNAME…
    -- the specification's FAIL comes to whoever has asked for nothing, too
    carol > SETNAME :${"é".repeat(16)}
    carol < :banter.test FAIL SETNAME INVALID_REALNAME :Realname is not valid
  `,
    { limits: { ...limitsDefault, realnameLengthMax: 30 } },
  ));

test("labeled, the answer is the SETNAME, or ACK where there is none to read", () =>
  play(`
    alice comes setname batch labeled-response
    bob comes batch labeled-response
    alice > @label=1 SETNAME :Alice
    alice < @label=1 :alice!~alice@127.0.0.1 SETNAME :Alice
    bob > @label=2 SETNAME :Bob
    bob < @label=2 :banter.test ACK
  `));
