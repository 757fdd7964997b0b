/**
 * Bans: who is kept out of a room, or may not speak in it. Asked for by whoever shows a list of
 * them, and kept in step from then on. What the server answers is in answers.ts.
 */
import type { Change } from "./modes.ts";
import { same } from "./state.ts";
import type { ClientState, Conversation, Membership } from "./state.ts";
import type { Heard, Turn } from "./turn.ts";

export interface Ban {
  readonly mask: string;
  readonly by: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export function askBans(turn: Turn, { name, membership }: Conversation): boolean {
  if (membership?.joined !== true) return false;
  // Once is enough: a second answer would be told as if somebody had typed for it.
  if (membership.listing !== null) return true;
  membership.listing = [];
  turn.send("MODE", [name, "+b"]);
  return true;
}

/** Takes up what was changed since. */
export function takeBans(
  state: ClientState,
  membership: Membership,
  changes: readonly Change[],
  { nick: by, time: at }: Heard,
): void {
  for (const { adds, letter, param: mask } of changes) {
    if (letter !== "b" || membership.bans === null) continue;
    const others = membership.bans.filter((ban) => !same(state, ban.mask, mask));
    membership.bans = adds ? [...others, { mask, by, at }] : others;
  }
}
