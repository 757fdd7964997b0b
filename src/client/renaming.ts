/**
 * Renaming: people take other nicks, channels other names; what was said with them stays with
 * them. Handlers only.
 */
import { profileMoved } from "./profiles.ts";
import { regain } from "./registration.ts";
import type { ClientState, Conversation } from "./state.ts";
import { find, roomsOf } from "./state.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";

function renamed(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const [to = ""] = heard.params;
  const { nick, own, time: at } = heard;
  const rooms = roomsOf(state, nick);
  for (const { membership } of state.conversations.values()) {
    const member = membership?.members.get(state.fold(nick));
    if (!membership || member === undefined) continue;
    membership.members.delete(state.fold(nick));
    member.nick = to;
    membership.members.set(state.fold(to), member);
  }
  profileMoved(state, nick, to);
  if (own) state.nick = to;
  else follow(turn, nick, to);
  turn.tell({ type: "renamed", at, nick, to, own, rooms }, heard.msgid);
  if (!own) regain(turn, nick);
}

/** A conversation goes on with a person who has another nick now. */
function follow({ state }: Turn, nick: string, to: string): void {
  const person = find(state, nick);
  if (person?.kind !== "person" || find(state, to) !== null) return;
  rename(state, person, to);
}

function rename(state: ClientState, of: Conversation, to: string): void {
  const [was, is] = [state.fold(of.name), state.fold(to)];
  of.name = to;
  // In its place: the order of conversations is that of their coming.
  const all = [...state.conversations].map(
    ([key, each]) => [each === of ? is : key, each] as const,
  );
  state.conversations = new Map(all);
  if (state.active === was) state.active = is;
  if (state.watched === was) state.watched = is;
}

/** RENAME old new :reason (draft/channel-rename). */
function moved(turn: Turn, heard: Heard): void {
  const [from = "", to = "", reason = ""] = heard.params;
  const room = find(turn.state, from);
  if (room === null || to === "") return;
  rename(turn.state, room, to);
  const { nick, time: at } = heard;
  turn.tell({ type: "moved", at, room: to, from, nick, reason }, heard.msgid);
}

export const renamingHandlers: Handlers = { NICK: renamed, RENAME: moved };
