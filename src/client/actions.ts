/**
 * Actions: what a person does with keys, mouse or fingers rather than by typing a line. One table
 * for all user interfaces.
 */
import { performForAccount } from "./account-actions.ts";
import type { AccountAction } from "./account-actions.ts";
import { askBans } from "./bans.ts";
import { askAround, askGap, askLatest, askOlder } from "./history.ts";
import { mayRule } from "./modes.ts";
import { say } from "./outgoing.ts";
import { watchPeople } from "./presence.ts";
import { readFrom, watch } from "./reading.ts";
import { search } from "./search.ts";
import type { ClientState, Conversation } from "./state.ts";
import { conversation, find, has, isChannel } from "./state.ts";
import type { Gap, Said } from "./timeline.ts";
import type { Turn } from "./turn.ts";
import { tellTyping, typingSent } from "./typing.ts";

export type Action =
  | {
      readonly type: "say";
      readonly name: string;
      readonly text: string;
      readonly replyTo?: string | null;
    }
  /** Typed lines go there; null: the server's own place. */
  | { readonly type: "go"; readonly name: string | null }
  /** The end of this conversation is before somebody's eyes; null: of none. */
  | { readonly type: "watch"; readonly name: string | null }
  /** Opens a conversation with a person. */
  | { readonly type: "open"; readonly name: string }
  /** Leaves it, and forgets it here. */
  | { readonly type: "close"; readonly name: string }
  | { readonly type: "older"; readonly name: string }
  | {
      readonly type: "gap";
      readonly name: string;
      readonly gap: Gap;
      readonly end: "newer" | "older";
    }
  | { readonly type: "around"; readonly name: string; readonly msgid: string }
  | { readonly type: "search"; readonly text: string; readonly room: string | null }
  | {
      readonly type: "react";
      readonly name: string;
      readonly msgid: string;
      readonly value: string;
      readonly on: boolean;
    }
  | {
      readonly type: "redact";
      readonly name: string;
      readonly msgid: string;
      readonly reason: string;
    }
  | { readonly type: "edit"; readonly name: string; readonly msgid: string; readonly text: string }
  | { readonly type: "typing"; readonly name: string; readonly active: boolean }
  /** Who is kept out of a room. */
  | { readonly type: "askBans"; readonly name: string }
  | AccountAction;

/** False when it could not be done. */
export function perform(turn: Turn, action: Action): boolean {
  const { state } = turn;
  switch (action.type) {
    case "say":
      typingSent(state);
      say(turn, action.name, action.text, "text", action.replyTo);
      return true;
    case "go":
      return go(state, action.name === null ? null : find(state, action.name));
    case "watch":
      watch(turn, action.name === null ? null : find(state, action.name));
      return true;
    case "open":
      return go(state, open(turn, action.name));
    case "close":
      return close(turn, find(state, action.name));
    case "askBans": {
      const of = find(state, action.name);
      return of !== null && askBans(turn, of);
    }
    case "older":
    case "gap": {
      const of = find(state, action.name);
      if (of === null) return false;
      if (action.type === "older") return askOlder(turn, of);
      return askGap(turn, of, action.gap, action.end);
    }
    case "around":
      askAround(turn, conversation(state, action.name), action.msgid);
      return true;
    case "search":
      search(turn, action.text, action.room);
      return true;
    case "react":
      return react(turn, action.name, action.msgid, action.value, action.on);
    case "redact":
      return redact(turn, action.name, action.msgid, action.reason);
    case "edit":
      return edit(turn, action.name, action.msgid, action.text);
    case "typing":
      tellTyping(turn, action.name, action.active);
      return true;
    default:
      return performForAccount(turn, action);
  }
}

/** Where reading stopped before is of no interest any more once one has gone on elsewhere. */
export function go(state: ClientState, to: Conversation | null): boolean {
  const from = state.active === null ? null : (state.conversations.get(state.active) ?? null);
  if (from !== null && from !== to && from.unread === 0) from.readLine = null;
  state.active = to === null ? null : state.fold(to.name);
  return true;
}

/** The conversation with this person, with what was said in it. */
export function open(turn: Turn, name: string): Conversation {
  const { state } = turn;
  const known = find(state, name);
  if (known !== null) return known;
  const made = conversation(state, name);
  if (made.kind !== "person" || state.phase !== "ready") return made;
  readFrom(turn, made);
  askLatest(turn, made);
  watchPeople(turn, made);
  return made;
}

export function close(turn: Turn, of: Conversation | null): boolean {
  const { state } = turn;
  if (of === null) return false;
  if (of.membership?.joined === true) turn.send("PART", [of.name]);
  const keys = [...state.conversations.keys()];
  const index = keys.indexOf(state.fold(of.name));
  state.conversations.delete(state.fold(of.name));
  if (state.active === state.fold(of.name))
    state.active = keys[index + 1] ?? keys[index - 1] ?? null;
  return true;
}

export const canReact = (state: ClientState): boolean => has(state, "message-tags");

export function react(
  turn: Turn,
  name: string,
  msgid: string,
  value: string,
  on: boolean,
): boolean {
  if (!canReact(turn.state)) return false;
  const what = on ? "+draft/react" : "+draft/unreact";
  const tags = new Map([["+draft/reply", msgid]]).set(what, value);
  turn.send("TAGMSG", [name], tags);
  return true;
}

export const canRedact = (state: ClientState): boolean => has(state, "draft/message-redaction");

/** Whether it is to be offered: others may have further rights, of which nothing is known here. */
export const mayRedact = (state: ClientState, of: Conversation, { own }: Said): boolean =>
  canRedact(state) && (own || mayRule(state, of));

export function redact(turn: Turn, name: string, msgid: string, reason: string): boolean {
  if (!canRedact(turn.state)) return false;
  turn.send("REDACT", reason === "" ? [name, msgid] : [name, msgid, reason]);
  return true;
}

export const canEdit = (state: ClientState): boolean =>
  has(state, "draft/message-edit", "message-tags");

/** Says otherwise what was said. */
export function edit(turn: Turn, name: string, msgid: string, text: string): boolean {
  if (!canEdit(turn.state) || text.trim() === "") return false;
  const tags = new Map([["draft/target-msgid", msgid]]).set("draft/edit-text", text);
  turn.send("EDIT", [name], tags);
  return true;
}

/** Whether a name can be spoken to at all. */
export const isPerson = (state: ClientState, name: string): boolean =>
  name !== "" && !isChannel(state, name);
