/**
 * Reading: what was read, what is unread and how much of that is meant for us; kept in step with
 * the person's other devices where the server helps (draft/read-marker).
 */
import type { ClientState, Conversation } from "./state.ts";
import { find, has } from "./state.ts";
import { formatTimestamp, parseTimestamp } from "../protocol/timestamp.ts";
import type { Said } from "./timeline.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";

/** The server is told of reading at most so often. */
const tellEveryMs = 2000;

const cap = "draft/read-marker";

/** It counts as something to read. */
const counts = (said: Said): boolean => !said.own && (said.notes?.redacted ?? null) === null;

/** Whether it is being read as it comes. */
export const isWatched = (state: ClientState, of: Conversation): boolean =>
  state.watched !== null && state.watched === state.fold(of.name);

/** Something new was said, and stands at the end. */
export function cameNew(turn: Turn, of: Conversation, said: Said): void {
  const { state } = turn;
  if (said.at <= of.readAt && said.history) return;
  // Who speaks has read what stands before it, when nothing new did.
  if (isWatched(state, of) || (said.own && of.unread === 0)) return read(turn, of, said.at);
  if (said.own) return;
  // The server's clock went back, or is not that of whoever told of it; it is new all the same.
  of.readAt = Math.min(of.readAt, said.at - 1);
  of.toldReadAt = Math.min(of.toldReadAt, of.readAt);
  if (of.unread === 0) of.readLine = of.readAt;
  of.unread += 1;
  if (said.mention) of.mentions += 1;
}

/** Counts anew what is unread: the marker has moved, or a page has come. */
export function recount(state: ClientState, of: Conversation): void {
  of.unread = 0;
  of.mentions = 0;
  for (let index = of.log.length - 1; index >= 0; index -= 1) {
    const item = of.log[index];
    if (item === undefined || item.at <= of.readAt) break;
    if (item.type !== "said" || !counts(item)) continue;
    of.unread += 1;
    if (item.mention) of.mentions += 1;
  }
  if (of.unread > 0 && of.readLine === null && !isWatched(state, of)) of.readLine = of.readAt;
}

/** All up to this time was read here. */
function read(turn: Turn, of: Conversation, at: number): void {
  of.readAt = Math.max(of.readAt, at);
  of.readHere = true;
  of.unread = 0;
  of.mentions = 0;
  tell(turn, of);
}

/** Somebody sees the end of this conversation, or, with null, of none. */
export function watch(turn: Turn, of: Conversation | null): void {
  const { state } = turn;
  state.watched = of === null ? null : state.fold(of.name);
  if (of === null) return;
  const last = of.log.findLast((item) => item.type === "said");
  if (last === undefined) return;
  if (of.unread > 0 || last.at > of.readAt) read(turn, of, last.at);
}

/** Tells the server what was read, now or soon. */
function tell(turn: Turn, of: Conversation): void {
  const { state } = turn;
  if (of.kind === "server" || of.readAt <= of.toldReadAt) return;
  if (state.phase !== "ready" || !has(state, cap)) return;
  if (turn.at - of.toldAt < tellEveryMs) return;
  of.toldAt = turn.at;
  of.toldReadAt = of.readAt;
  turn.send("MARKREAD", [of.name, `timestamp=${formatTimestamp(of.readAt)}`]);
}

/** From time to time: tells what could not be told at once. */
export function tellAll(turn: Turn): void {
  for (const of of turn.state.conversations.values()) tell(turn, of);
}

/** A person's conversation has been opened: what was read of it before? */
export function readFrom(turn: Turn, of: Conversation): void {
  const { state } = turn;
  if (has(state, cap) && of.kind === "person") turn.send("MARKREAD", [of.name]);
  else readBefore(of, turn.at + state.clockAhead);
}

/** Entering a channel for the first time: what was said before we knew of it is not new to us. A
 * server that knows better says so. */
export function readBefore(of: Conversation, at: number): void {
  if (of.readAt !== 0) return;
  of.readAt = at;
  of.toldReadAt = at;
}

/** MARKREAD target timestamp=…, or "*" when the server knows of no reading. */
function marked(turn: Turn, heard: Heard): void {
  const [name = "", stamp = ""] = heard.params;
  const of = find(turn.state, name);
  const at = parseTimestamp(stamp.replace(/^timestamp=/, ""));
  if (of === null || at === undefined) return;
  of.toldReadAt = Math.max(of.toldReadAt, at);
  // Before anything was read here the server alone knows, and may be behind the hour.
  if (at < of.readAt && of.readHere) return;
  of.readAt = at;
  if (!isWatched(turn.state, of)) of.readLine = null;
  recount(turn.state, of);
}

export const readingHandlers: Handlers = { MARKREAD: marked };
