/** draft/pre-away: AWAY before the registration is complete. */
import { test } from "node:test";
import { play } from "../journey.ts";

const asked = `
    bob comes
    alice comes raw
    alice > CAP REQ :draft/pre-away
    alice < … CAP * ACK draft/pre-away
    alice > NICK alice
`;

test("with the capability AWAY is accepted before registration, and holds from its beginning", () =>
  play(`
    ${asked}
    alice > AWAY :Gone to lunch.  Back in 5
    alice < … 306 * :You have been marked as being away
    alice > USER alice 0 * :Alice
    alice > CAP END
    alice << 422
    bob > PRIVMSG alice :there?
    alice < :bob!… PRIVMSG alice :there?
    bob < … 301 bob alice :Gone to lunch.  Back in 5
  `));

test("AWAY without a text says again that one is there", () =>
  play(`
    ${asked}
    alice > AWAY :asleep
    alice << 306
    alice > AWAY
    alice < … 305 * :You are no longer marked as being away
    alice > USER alice 0 * :Alice
    alice > CAP END
    alice << 422
    bob > PRIVMSG alice :there?
    alice < :bob!… PRIVMSG alice :there?
  `));

test("AWAY * is a device that nobody looks at: for an unspecified reason, told in words", () =>
  play(`
    ${asked}
    alice > AWAY *
    alice << 306
    alice > USER alice 0 * :Alice
    alice > CAP END
    alice << 422
    bob > PRIVMSG alice :there?
    alice < :bob!… PRIVMSG alice :there?
    bob < … 301 bob alice :Not here at the moment
  `));

test("such a device is as if it were not there: another's words stay", () =>
  play(`
    bob comes away-notify
    bob > JOIN #a
    bob << 366
    alice comes account alice
    alice > JOIN #a
    alice << 366
    bob < :alice!… JOIN #a
    fetch comes account alice as alice draft/pre-away
    fetch << 366
    fetch > AWAY *
    fetch << 306
    alice > AWAY :at lunch
    alice << 306
    bob < :alice!… AWAY :at lunch
    alice goes
    bob < :alice!… AWAY :Not here at the moment
  `));

test("coming without looking does not make an absent person present", () =>
  play(`
    bob comes away-notify
    bob > JOIN #a
    bob << 366
    alice comes always alice
    alice > JOIN #a
    alice << 366
    bob < :alice!… JOIN #a
    alice goes
    bob < :alice!… AWAY :Not here at the moment
    fetch comes account alice away * as alice draft/pre-away
    fetch << 366
    fetch goes
  `));

test("without the capability there is no AWAY before registration", () =>
  play(`
    alice comes raw
    alice > CAP LS
    alice <+ …LS…
    alice > AWAY :early
    alice < … 451 * :You have not registered
  `));
