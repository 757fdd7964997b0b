/**
 * Typing: who is writing where (the typing client tag), and telling others that we are. Times
 * are those of the specification.
 */
import type { ClientState, Conversation } from "./state.ts";
import { conversation, find, has, isChannel, same } from "./state.ts";
import type { Heard, Turn } from "./turn.ts";

const activeMs = 6000;
const pausedMs = 30_000;
/** One notice at most in so long. */
const tellEveryMs = 3000;

export function typingHeard(turn: Turn, heard: Heard, room: string): void {
  const { state } = turn;
  const status = heard.message.tags.get("+typing") ?? heard.message.tags.get("+draft/typing");
  if (status === undefined || heard.own || heard.history) return;
  const of = find(state, isChannel(state, room) ? room : heard.nick);
  if (of === null) return;
  const lasts = status === "active" ? activeMs : status === "paused" ? pausedMs : 0;
  const key = state.fold(heard.nick);
  if (lasts === 0) of.typing.delete(key);
  else of.typing.set(key, { nick: heard.nick, until: turn.at + lasts });
}

/** Who is writing there now. */
export function typists({ typing }: Conversation, now: number): string[] {
  return [...typing.values()].filter(({ until }) => until > now).map(({ nick }) => nick);
}

/** Forgets who has stopped. True when somebody has. */
export function stopTyping(state: ClientState, now: number): boolean {
  let stopped = false;
  for (const { typing } of state.conversations.values()) {
    for (const [key, { until }] of typing)
      if (until <= now) stopped = typing.delete(key) || stopped;
  }
  return stopped;
}

/** The person is writing to a conversation, or (text gone, nothing sent) no longer is. */
export function tellTyping(turn: Turn, target: string, active: boolean): void {
  const { state } = turn;
  if (state.phase !== "ready" || !has(state, "message-tags") || isDenied(state)) return;
  const told = state.typingTold;
  const again = told !== null && same(state, told.target, target);
  if (!active && (!again || !told.active)) return;
  if (active && again && told.active && turn.at - told.at < tellEveryMs) return;
  if (again && turn.at - told.at < tellEveryMs) return;
  if (conversation(state, target).membership?.joined === false) return;
  state.typingTold = { at: turn.at, target, active };
  turn.send("TAGMSG", [target], new Map([["+typing", active ? "active" : "done"]]));
}

/** What was being written has been sent: that says itself that the writing is over. */
export function typingSent(state: ClientState): void {
  if (state.typingTold !== null) state.typingTold = { ...state.typingTold, active: false, at: 0 };
}

/** CLIENTTAGDENY: "*" denies all but those with "-". */
function isDenied({ isupport }: ClientState): boolean {
  const denied = (isupport.get("CLIENTTAGDENY") ?? "").split(",");
  return denied.includes("typing") || (denied.includes("*") && !denied.includes("-typing"));
}
