/**
 * Deeds: what commands do where the person is: say, enter, leave, keep order.
 */
import { go } from "./actions.ts";
import { say, settleDoubts } from "./outgoing.ts";
import { active, conversation, find, isChannel, roomName } from "./state.ts";
import type { Conversation } from "./state.ts";
import type { Manner } from "./timeline.ts";
import { hint } from "./turn.ts";
import type { Turn } from "./turn.ts";

export function modes(
  turn: Turn,
  room: Conversation,
  change: string,
  param: string | undefined,
): void {
  turn.send("MODE", param === undefined ? [room.name, change] : [room.name, change, param]);
}

export const maskOf = (who: string): string => (/[!@*:]/.test(who) ? who : `${who}!*@*`);

/** Says it where the person is. False when there is no such place. */
export function here(turn: Turn, text: string, manner: Manner): boolean {
  const to = active(turn.state);
  if (to === null) {
    nowhere(turn);
    return false;
  }
  say(turn, to.name, text, manner);
  return true;
}

export function nowhere(turn: Turn): true {
  hint(turn, "You are in no room; /rooms lists them, /join ROOM enters one.");
  return true;
}

export function inRoom(turn: Turn, work: (room: Conversation) => void): true {
  const room = active(turn.state);
  if (room?.kind !== "channel") return nowhere(turn);
  work(room);
  return true;
}

export function doubts(turn: Turn, again: boolean): true {
  const of = active(turn.state);
  if (of === null || !settleDoubts(turn, of.name, again)) hint(turn, "Nothing is in doubt here.");
  return true;
}

export function joinRoom(turn: Turn, _: string, [given, key = ""]: readonly string[]): boolean {
  const { state } = turn;
  if (given === undefined) return false;
  const room = conversation(state, roomName(given));
  go(state, room);
  const { membership } = room;
  if (membership === null || membership.joined) {
    // Whoever looks at it sees where they are.
    if (state.watched === null) hint(turn, `You now speak in ${room.name}.`);
    return true;
  }
  membership.wanted = true;
  membership.key = key;
  turn.send("JOIN", key === "" ? [room.name] : [room.name, key]);
  return true;
}

export function partRoom(turn: Turn, rest: string, [first]: readonly string[]): boolean {
  const { state } = turn;
  const named = first !== undefined && isChannel(state, first);
  const room = named ? find(state, first) : active(state);
  if (!room?.membership?.joined) return nowhere(turn);
  const reason = named ? rest.slice(first.length).trim() : rest;
  turn.send("PART", reason === "" ? [room.name] : [room.name, reason]);
  return true;
}
