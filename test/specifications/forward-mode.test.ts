/** ircv3 forward-mode (a draft without a capability): the FORWARD token and the mode it names. */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

test("FORWARD names the letter by which a channel sends people on; it takes a channel", () =>
  play(`
    alice comes
    alice > VERSION
    alice << FORWARD=f
    alice <+ …005…
    alice > JOIN #a,#b
    alice << #b :End
    alice > MODE #a +if #b
    alice < :alice!~alice@127.0.0.1 MODE #a +if #b
    alice > MODE #a
    alice < :banter.test 324 alice #a +intf #b
    alice < …329…
  `));

/** What keeps a person out, and how it is set. */
const closings = [
  ["full", "+l 1"],
  ["for the invited", "+i"],
  ["closed to the banned", "+b *!*@*"],
  ["under a key", "+k secret"],
  ["for people with an account", "+R"],
  ["entered too often", "+j 1:10"],
] as const;

for (const [what, modes] of closings)
  test(`ERR_LINKCHANNEL instead of the other numeric, then as if JOIN had been sent: ${what}`, () =>
    play(`
      alice comes
      bob comes
      zoe comes
      alice > JOIN #a,#b
      alice << #b :End
      alice > MODE #a +f #b
      alice < …
      alice > MODE #a ${modes}
      alice < …
      alice > INVITE zoe #a
      alice < …
      zoe < …
      ${modes === "+j 1:10" ? "zoe > JOIN #a\nzoe << 366\nalice < …" : ""}
      bob > JOIN #a
      bob < :banter.test 470 bob #a #b :Forwarding to another channel
      bob < :bob!~bob@127.0.0.1 JOIN #b
      bob < :banter.test 353 bob = #b :@alice bob
      bob < :banter.test 366 bob #b :End of /NAMES list
      alice < :bob!~bob@127.0.0.1 JOIN #b
    `));

test("whether one may join where one is sent is asked there, as if one had come by oneself", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a,#b,#c
    alice << #c :End
    alice > MODE #a +if #b
    alice < …
    alice > MODE #b +lf 1 #c
    alice < …
    bob > JOIN #a
    bob < :banter.test 470 bob #a #b :Forwarding to another channel
    bob < :banter.test 470 bob #b #c :Forwarding to another channel
    bob < :bob!~bob@127.0.0.1 JOIN #c
    bob << 366
    alice < …
    bob > PART #c
    bob < …
    alice < …
    -- no key is taken along
    alice > MODE #c +k secret
    alice < …
    bob > JOIN #a secret
    bob < …470…
    bob < …470…
    bob < :banter.test 475 bob #c :Cannot join channel (+k)
  `));

test("a ring ends somewhere, with the numeric of where it ends and a NOTICE in words", () =>
  play(
    `
    alice comes
    bob comes
    alice > JOIN #a,#b
    alice << #b :End
    alice > MODE #a +if #b
    alice < …
    alice > MODE #b +if #a
    alice < …
    bob > JOIN #a
    bob < :banter.test 470 bob #a #b :Forwarding to another channel
    bob < :banter.test 470 bob #b #a :Forwarding to another channel
    bob < :banter.test 473 bob #a :Cannot join channel (+i)
    bob < :banter.test NOTICE bob :You have been sent … too often; #a is where it ends.
    bob > JOIN #b
    bob << NOTICE bob :You have been sent
  `,
    { limits: { ...limitsDefault, forwardsMax: 2 } },
  ));

test("who may come in, or is there, is sent nowhere; nor where there is nothing any more", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a,#b
    alice << #b :End
    alice > MODE #a +if #b
    alice < …
    bob > JOIN #a
    bob < …470…
    bob << 366
    alice < …
    -- a second time there is nothing to be told but where one is sent
    bob > JOIN #a
    bob < :banter.test 470 bob #a #b :Forwarding to another channel
    alice > INVITE bob #a
    alice < …
    bob < …
    bob > JOIN #a
    bob << 366
    alice < …
    bob > PART #a,#b
    bob < …
    bob < …
    alice < …
    alice < …
    alice > PART #b
    alice < …
    bob > JOIN #a
    bob < :banter.test 473 bob #a :Cannot join channel (+i)
  `));

test("a target that has been given another name is found", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a,#b
    alice << #b :End
    alice > MODE #a +if #b
    alice < …
    alice > RENAME #b #bb
    alice << 366
    bob > JOIN #a
    bob < :banter.test 470 bob #a #bb :Forwarding to another channel
    bob < :bob!~bob@127.0.0.1 JOIN #bb
    bob << 366
    alice < …
  `));
