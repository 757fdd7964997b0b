/**
 * Outgoing: lines on their way to the server. A line waits until its room can be spoken in, is
 * sent, and stays here until the server has confirmed it: by its echo (by label where possible),
 * or, without echo-message, by the PONG to a PING sent after it. What a lost connection left
 * unconfirmed waits again, and is not sent again if the room's history shows that it arrived;
 * where there is no history to tell, it is offered to the person.
 */
import { place } from "./place.ts";
import type { Conversation } from "./state.ts";
import { conversation, find, has, isChannel } from "./state.ts";
import { lastMissed } from "./timeline.ts";
import type { Manner } from "./timeline.ts";
import type { Turn } from "./turn.ts";
import { pieces, wire } from "./wire.ts";

export interface Line {
  readonly id: number;
  readonly target: string;
  /** Of several lines only where the server takes such (draft/multiline). */
  readonly text: string;
  readonly manner: Manner;
  /** The msgid of what it answers. */
  readonly replyTo: string | null;
  readonly typedAt: number;
  /** The nick it was sent under; "" while it has never been sent. */
  nick: string;
  sentAt: number;
  /** It could not be sent at once. */
  late: boolean;
}

export interface Outgoing {
  waiting: Line[];
  sent: Line[];
  /** Perhaps said: offered to be said again. */
  doubtful: Line[];
  lastId: number;
  /** The id up to which a PING was sent, and not answered; 0 when none. */
  fence: number;
}

/** Unconfirmed lines at once: a paste of hundreds is no flood, and stdin is read as it drains. */
const sentMax = 10;
/** Confirmed by nothing for so long, a line is given up and said to be. */
const unconfirmedAfterMs = 60_000;
const fencePrefix = "banter-fence-";

export const newOutgoing = (): Outgoing => ({
  waiting: [],
  sent: [],
  doubtful: [],
  lastId: 0,
  fence: 0,
});

export const labelOf = (line: Line): string => `b${line.id}`;

/** Takes a text to say; it may become several messages. */
export function say(
  turn: Turn,
  target: string,
  text: string,
  manner: Manner,
  replyTo: string | null = null,
): void {
  const { state } = turn;
  const { outgoing } = state;
  for (const [index, piece] of pieces(state, target, text, manner).entries()) {
    outgoing.lastId += 1;
    const late = state.phase !== "ready" && state.before;
    // Only the first piece answers; the others go on from it.
    const to = index === 0 ? replyTo : null;
    const typed = { target, text: piece, manner, replyTo: to, typedAt: turn.at };
    outgoing.waiting.push({ ...typed, id: outgoing.lastId, nick: "", sentAt: 0, late });
    if (late) turn.tell({ type: "waits", at: turn.at, room: target, text: piece });
  }
  pump(turn);
}

/** Sends what can be sent now. */
export function pump(turn: Turn): void {
  const { outgoing } = turn.state;
  if (outgoing.waiting.length > 0) {
    const staying: Line[] = [];
    for (const line of outgoing.waiting) {
      const held = staying.some((other) => other.target === line.target);
      if (held || outgoing.sent.length >= sentMax || !speakable(turn, line)) staying.push(line);
      else send(turn, line);
    }
    outgoing.waiting = staying;
  }
  fence(turn);
}

function speakable(turn: Turn, line: Line): boolean {
  if (turn.state.phase !== "ready") return false;
  const to = find(turn.state, line.target);
  // What may have arrived is not said again before the history could tell.
  if (line.nick !== "" && to?.catching === true) return false;
  const membership = to?.membership ?? null;
  // A channel that we are about to be in is waited for; of others the server decides.
  return membership === null || !membership.wanted || membership.settled;
}

function send(turn: Turn, line: Line): void {
  const { state } = turn;
  line.nick = state.nick;
  line.sentAt = turn.at;
  state.outgoing.sent.push(line);
  const echoes = has(state, "echo-message");
  wire(turn, line, echoes && has(state, "labeled-response") ? labelOf(line) : "");
  if (!echoes) show(turn, line);
}

/** What stands in for an echo: the line as it will be seen by others. */
function show(turn: Turn, line: Line): void {
  const { state } = turn;
  const to = conversation(state, line.target);
  place(turn, to, {
    type: "said",
    at: turn.at,
    room: to.name,
    nick: state.nick,
    account: state.account,
    text: line.text,
    manner: line.manner,
    own: true,
    private: !isChannel(state, line.target),
    history: false,
    msgid: null,
    typedAt: line.late ? line.typedAt : null,
    replyTo: line.replyTo,
    mention: false,
    notes: null,
    version: 0,
  });
}

/** Without echoes, a PONG tells that everything before its PING has arrived. */
function fence(turn: Turn): void {
  const { outgoing } = turn.state;
  const last = outgoing.sent.at(-1);
  if (last === undefined || outgoing.fence !== 0 || has(turn.state, "echo-message")) return;
  outgoing.fence = last.id;
  turn.send("PING", [`${fencePrefix}${last.id}`]);
}

export function ponged(turn: Turn, token: string): void {
  const { outgoing } = turn.state;
  if (!token.startsWith(fencePrefix)) return;
  const id = Number(token.slice(fencePrefix.length));
  outgoing.fence = 0;
  outgoing.sent = outgoing.sent.filter((line) => line.id > id);
  pump(turn);
}

/** The echo of a sent line: takes it off the list. Null when it answers none of ours. */
export function confirm(turn: Turn, label: string, target: string, text: string): Line | null {
  const { outgoing, fold } = turn.state;
  return takeFrom(outgoing.sent, (line) =>
    label !== ""
      ? labelOf(line) === label
      : fold(line.target) === fold(target) && line.text === text,
  );
}

/** A refusal that names a target, or a label: the first line that it can mean. */
export function refused(turn: Turn, label: string, target: string): Line | null {
  const { outgoing, fold } = turn.state;
  return takeFrom(outgoing.sent, (line) =>
    label !== "" ? labelOf(line) === label : fold(line.target) === fold(target),
  );
}

/** An own line in the history: it had arrived before the connection was lost. */
export function arrived(turn: Turn, nick: string, target: string, text: string): Line | null {
  const { outgoing, fold } = turn.state;
  const meant = (line: Line): boolean =>
    line.nick !== "" &&
    fold(line.nick) === fold(nick) &&
    line.text === text &&
    fold(line.target) === fold(target);
  return takeFrom(outgoing.waiting, meant) ?? takeFrom(outgoing.doubtful, meant);
}

function takeFrom(lines: Line[], meant: (line: Line) => boolean): Line | null {
  const index = lines.findIndex(meant);
  return index === -1 ? null : (lines.splice(index, 1)[0] ?? null);
}

/** A room could not be entered: what waits for it is given back. */
export function giveUp(turn: Turn, target: string): Line[] {
  const { outgoing, fold } = turn.state;
  const given = outgoing.waiting.filter((line) => fold(line.target) === fold(target));
  outgoing.waiting = outgoing.waiting.filter((line) => !given.includes(line));
  return given;
}

/** The connection is lost: what was not confirmed waits again, before what came later. */
export function unsend(turn: Turn): void {
  const { outgoing } = turn.state;
  for (const line of outgoing.sent) line.late = true;
  outgoing.waiting = [...outgoing.sent, ...outgoing.waiting];
  outgoing.sent = [];
  outgoing.fence = 0;
}

/** We are back, and all is told that will be by itself: what may have arrived is offered, unless
 * the history would have shown it. */
export function doubt(turn: Turn, of: Conversation): void {
  const { outgoing, fold } = turn.state;
  if (turn.options.resends === true || of.catching) return;
  if (of.replayed && lastMissed(of) === null) return;
  const meant = (line: Line): boolean => line.nick !== "" && fold(line.target) === fold(of.name);
  const doubtful = outgoing.waiting.filter(meant);
  if (doubtful.length === 0) return;
  outgoing.waiting = outgoing.waiting.filter((line) => !meant(line));
  outgoing.doubtful.push(...doubtful);
  for (const { text } of doubtful) {
    turn.tell({ type: "doubtful", at: turn.at, room: of.name, text });
  }
}

/** The person wants what is in doubt said again, or forgotten. False when there is nothing. */
export function settleDoubts(turn: Turn, target: string, again: boolean): boolean {
  const { outgoing, fold } = turn.state;
  const meant = outgoing.doubtful.filter((line) => fold(line.target) === fold(target));
  outgoing.doubtful = outgoing.doubtful.filter((line) => !meant.includes(line));
  for (const line of meant) line.nick = "";
  if (again) outgoing.waiting.push(...meant);
  pump(turn);
  return meant.length > 0;
}

/** Gives up what the server has left unconfirmed for too long. */
export function overdue(turn: Turn): void {
  const { outgoing } = turn.state;
  const late = outgoing.sent.filter((line) => turn.at - line.sentAt > unconfirmedAfterMs);
  if (late.length === 0) return;
  outgoing.sent = outgoing.sent.filter((line) => !late.includes(line));
  for (const { target, text } of late) {
    turn.tell({ type: "unconfirmed", at: turn.at, room: target, text });
  }
  pump(turn);
}

/** What of a conversation is not confirmed yet, in order: for whoever draws it. */
export function pendingOf(
  { waiting, sent, doubtful }: Outgoing,
  fold: (name: string) => string,
  target: string,
): { line: Line; state: "doubtful" | "sent" | "waiting" }[] {
  const folded = fold(target);
  const of = (lines: readonly Line[], state: "doubtful" | "sent" | "waiting") =>
    lines.filter((line) => fold(line.target) === folded).map((line) => ({ line, state }));
  return [...of(doubtful, "doubtful"), ...of(sent, "sent"), ...of(waiting, "waiting")];
}
