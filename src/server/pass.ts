/**
 * PASS: what a connection's password says: the server's own, and an account with its password, for
 * clients that know no SASL. Beside host.ts, when the registration is complete.
 *
 *   the server has no password     PASS alice:secret
 *   it has one                     PASS open-sesame, or PASS open-sesame/alice:secret
 */
import { samePassword } from "./password.ts";
import type { Peer } from "./peer.ts";
import { refuse } from "./refusal.ts";
import type { Server } from "./server.ts";

/** Between the server's password and the account. */
const between = "/";

/** Whether it has said the server's password, if there is one; if not, it is told so, and goes. */
export function mayComeIn(server: Server, peer: Peer): boolean {
  const { config, door, host } = server;
  const expected = config.server.password;
  if (expected === undefined) return true;
  if (!door.admission.mayGuess(peer.address, config, host.now())) {
    door.drop(peer, "Too many wrong passwords; try again later");
    return false;
  }
  if (saysPassword(peer.password, expected)) return true;
  door.admission.guessedWrong(peer.address, host.now());
  server.refused(peer, refuse("passwordMismatch"), "PASS");
  door.drop(peer, "Bad password");
  return false;
}

export function saysPassword(given: string | null, expected: string): boolean {
  if (given === null) return false;
  const begins = given.startsWith(between, expected.length);
  return samePassword(begins ? given.slice(0, expected.length) : given, expected);
}

/** The account and its password, if there are any in it. */
export function loginIn(given: string | null, expected: string | undefined) {
  if (given === null || given === expected) return undefined;
  const said = expected === undefined ? given : given.slice(expected.length + between.length);
  const colon = said.indexOf(":");
  if (colon <= 0) return undefined;
  return { account: said.slice(0, colon), password: said.slice(colon + 1) };
}
