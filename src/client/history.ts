/**
 * History: what was said before, asked of the server page by page (draft/chathistory) and put in
 * its place: the latest on joining, what was missed after a lost connection, what is earlier, what
 * a gap hides, what stands around one message. No gap is left and nothing comes twice.
 */
import type { Batch } from "./pages.ts";
import { adopt } from "./notes.ts";
import { doubt, pump } from "./outgoing.ts";
import { readFrom, recount } from "./reading.ts";
import { bound } from "./record.ts";
import type { ClientState, Conversation } from "./state.ts";
import { canAsk, conversation, find, isChannel } from "./state.ts";
import { formatTimestamp, parseTimestamp } from "../protocol/timestamp.ts";
import {
  closeGap,
  lastMissed,
  merge,
  openEnd,
  placeOf,
  pointFrom,
  putGap,
  putGapAtEnd,
} from "./timeline.ts";
import type { Gap, Item, Told } from "./timeline.ts";
import type { Heard, Turn } from "./turn.ts";

export interface Ask {
  readonly kind: "latest" | "older" | "newer-end" | "older-end" | "around";
  /** The known item next to which the page belongs; null for the latest of all. */
  readonly from: Told | null;
  readonly gap: Gap | null;
  readonly msgid: string | null;
  readonly limit: number;
  /** A person asked by a command, and is told if there was nothing. */
  readonly told: boolean;
}

/** Lines asked for at once where the server sets no bound. */
const pageLines = 100;
/** Pages fetched by themselves after a return; what is still missing then is fetched on sight. */
const catchUpPagesMax = 20;
/** How far servers' clocks may differ, as the specification advises. */
const fuzzMs = 10_000;
/** Direct messages that came before the first visit: as far back as they are looked for. */
const targetsDays = 30;
const targetsMax = 50;

/** The most lines one CHATHISTORY may ask for (ISUPPORT CHATHISTORY; 0 is no limit). */
export function historyLimit({ isupport }: ClientState): number {
  return Number(isupport.get("CHATHISTORY") ?? "") || pageLines;
}

const limitOf = (state: ClientState, lines = pageLines): number =>
  Math.max(1, Math.min(lines, historyLimit(state)));

/** How the server may be asked about this item. */
function selector({ isupport }: ClientState, item: Told): string {
  const kinds = (isupport.get("MSGREFTYPES") ?? "msgid,timestamp").split(",");
  if (item.msgid !== null && kinds.includes("msgid")) return `msgid=${item.msgid}`;
  return `timestamp=${formatTimestamp(item.at)}`;
}

function ask(turn: Turn, of: Conversation, what: Ask): void {
  of.asks.push(what);
  if (of.asks.length === 1) sendAsk(turn, of, what);
}

function sendAsk(turn: Turn, of: Conversation, what: Ask): void {
  const { state } = turn;
  const limit = String(what.limit);
  const point = what.from === null ? "*" : selector(state, what.from);
  const params: Record<Ask["kind"], () => string[]> = {
    latest: () => ["LATEST", of.name, point, limit],
    older: () => ["BEFORE", of.name, point, limit],
    "newer-end": () => ["BETWEEN", of.name, point, beyond(state, of, what, -1), limit],
    "older-end": () => ["BETWEEN", of.name, point, beyond(state, of, what, 1), limit],
    around: () => ["AROUND", of.name, `msgid=${what.msgid ?? ""}`, limit],
  };
  turn.send("CHATHISTORY", params[what.kind]());
}

/** What stands on the other side of the gap. */
function beyond(state: ClientState, of: Conversation, { gap }: Ask, step: 1 | -1): string {
  const index = gap === null ? -1 : of.log.indexOf(gap);
  const item = pointFrom(of, index + step, step);
  // Nothing that could be named: as far as there is.
  if (item === null) return `timestamp=${formatTimestamp(step < 0 ? 0 : 8e12)}`;
  return selector(state, item);
}

/**
 * On entering a room, or on the return to a person's conversation: what is new since the last that
 * is known, else the last. What comes meanwhile stands behind a gap, so that a connection lost in
 * the middle of it loses nothing.
 */
export function askLatest(turn: Turn, of: Conversation): void {
  const { state, options } = turn;
  const lines = options.historyLines ?? 0;
  if (!canAsk(state) || lines <= 0) return;
  if (of.asks.some(({ kind }) => kind === "latest")) return;
  // Nothing that could be asked about may have come since the last loss: it is the same gap still.
  // And that nothing had been said yet is something known, too.
  const { last: from, gap: open } = openEnd(of);
  const known = from !== null || of.complete;
  const gap = known ? (open ?? putGapAtEnd(of, turn.at + state.clockAhead)) : null;
  // After a loss as much as there is; at first a screen full.
  const limit = limitOf(state, known ? undefined : lines);
  of.catching = known;
  ask(turn, of, { kind: "latest", from, gap, msgid: null, limit, told: false });
}

/** The page before what is known. False when there is none to be had, or it is on its way. */
export function askOlder(turn: Turn, of: Conversation, lines?: number, told = false): boolean {
  if (!canAsk(turn.state) || of.complete || of.asks.length > 0) return false;
  // Before we are in, it would only be refused.
  if (of.membership?.joined === false) return false;
  const limit = limitOf(turn.state, lines);
  const from = pointFrom(of, 0, 1) ?? of.log.find((item) => item.type === "said") ?? null;
  const kind = from === null ? "latest" : "older";
  ask(turn, of, { kind, from, gap: null, msgid: null, limit, told });
  return true;
}

/** What a gap hides, from its newer or its older end on. */
export function askGap(turn: Turn, of: Conversation, gap: Gap, end: "newer" | "older"): boolean {
  if (!canAsk(turn.state) || of.asks.length > 0) return false;
  const index = of.log.indexOf(gap);
  const step = end === "newer" ? 1 : -1;
  const from = pointFrom(of, index + step, step);
  if (index < 0 || from === null) return false;
  gap.asked = true;
  const kind = end === "newer" ? "newer-end" : "older-end";
  ask(turn, of, { kind, from, gap, msgid: null, limit: limitOf(turn.state), told: false });
  return true;
}

/** What stands around one message, to jump there. */
export function askAround(turn: Turn, of: Conversation, msgid: string): void {
  if (!canAsk(turn.state) || of.byId.has(msgid)) return;
  const limit = limitOf(turn.state);
  ask(turn, of, { kind: "around", from: null, gap: null, msgid, limit, told: false });
}

/** A page has come whole. */
export function pageCame(turn: Turn, page: Batch): void {
  const { state } = turn;
  const of = find(state, page.params[0] ?? "");
  if (of === null) return;
  of.replayed = true;
  const asked = of.asks.shift() ?? null;
  const fresh = merge(of, page.items, startOf(of, page.items, asked));
  for (const item of fresh) {
    if (item.type !== "said") continue;
    adopt(of.orphans, item);
    turn.tell(item);
  }
  if (asked !== null) judge(of, page, asked, fresh);
  if (asked?.told === true) tellCount(turn, of, fresh.length);
  recount(state, of);
  if (of.held !== null) bound(state, of);
  const next = of.asks[0];
  if (next === undefined) caughtUp(turn, of);
  else sendAsk(turn, of, next);
}

function tellCount(turn: Turn, of: Conversation, count: number): void {
  turn.tell({ type: "history", at: turn.at, room: of.name, count });
}

/** Where in the log the page begins. */
function startOf(of: Conversation, items: readonly Item[], asked: Ask | null): number {
  if (asked?.kind === "older") return 0;
  const gap = asked?.gap === null || asked === null ? -1 : of.log.indexOf(asked.gap);
  if (gap < 0) return placeOf(of, items[0]?.at ?? 0);
  return asked?.kind === "older-end" ? gap : gap + 1;
}

/** What the page says about what is still missing. Counted are all lines of it, which may be more
 * than the messages that the limit counts: too many requests do no harm, too few would. */
function judge(of: Conversation, page: Batch, asked: Ask, fresh: readonly Told[]): void {
  const whole = page.count < asked.limit;
  const [first, last] = [page.items[0], page.items.at(-1)];
  switch (asked.kind) {
    case "older":
      of.complete ||= whole || fresh.length === 0;
      return;
    case "newer-end":
    case "older-end":
      if (asked.gap !== null) asked.gap.asked = false;
      if (asked.gap !== null && (whole || fresh.length === 0)) closeGap(of, asked.gap);
      return;
    case "latest":
      if (asked.gap === null) of.complete ||= whole;
      else if (whole) closeGap(of, asked.gap);
      return;
    case "around":
      if (last !== undefined && fresh.includes(last)) putGap(of, of.log.indexOf(last) + 1);
      if (first !== undefined && fresh.includes(first)) putGap(of, of.log.indexOf(first));
      return;
    default:
      asked.kind satisfies never;
  }
}

/** After a return: fetches what is still missing; when nothing is, what waited may be sent. */
function caughtUp(turn: Turn, of: Conversation): void {
  if (!of.catching) return;
  const gap = lastMissed(of);
  if (gap !== null && of.catchUpPages < catchUpPagesMax) {
    of.catchUpPages += 1;
    if (askGap(turn, of, gap, "newer")) return;
  }
  of.catching = false;
  of.catchUpPages = 0;
  doubt(turn, of);
  pump(turn);
}

/** FAIL CHATHISTORY code command target …: what was asked is not to be had. True: it was ours. */
export function askFailed(turn: Turn, heard: Heard): boolean {
  const name = heard.params.slice(1, -1).find((param) => find(turn.state, param) !== null);
  const of = name === undefined ? null : find(turn.state, name);
  const asked = of?.asks.shift();
  if (of === null || asked === undefined) return false;
  if (asked.kind === "older" || asked.from === null) of.complete = true;
  if (asked.kind === "latest" && asked.gap !== null) closeGap(of, asked.gap);
  if (asked.told) tellCount(turn, of, 0);
  of.catching = false;
  doubt(turn, of);
  pump(turn);
  const next = of.asks[0];
  if (next !== undefined) sendAsk(turn, of, next);
  return true;
}

/** With whom something was said while we were not here. */
export function askTargets(turn: Turn, since: number | null): void {
  const { state, options } = turn;
  if (!canAsk(state) || (options.historyLines ?? 0) <= 0 || options.attentive !== true) return;
  const now = turn.at + state.clockAhead;
  const from = since === null ? now - targetsDays * 86_400_000 : since - fuzzMs;
  const times = [now + fuzzMs, from].map((at) => `timestamp=${formatTimestamp(at)}`);
  turn.send("CHATHISTORY", ["TARGETS", ...times, String(limitOf(state, targetsMax))]);
}

/** CHATHISTORY TARGETS name time, a line of the answer. */
export function target(_: Turn, heard: Heard): void {
  const [verb = "", name = "", time = ""] = heard.params;
  if (verb.toUpperCase() !== "TARGETS" || heard.batch?.kind !== "targets") return;
  heard.batch.targets.push({
    name,
    at: parseTimestamp(time.replace(/^timestamp=/, "")) ?? heard.time,
  });
}

export function targetsCame(turn: Turn, page: Batch): void {
  const { state } = turn;
  // The latest first: as the list of conversations is to begin.
  for (const { name, at } of page.targets.toSorted((one, other) => other.at - one.at)) {
    if (isChannel(state, name)) continue;
    const known = find(state, name);
    if (known !== null) {
      // They spoke before we knew that there was more.
      if (!known.replayed && at > 0) askOlder(turn, known);
      continue;
    }
    const person = conversation(state, name);
    readFrom(turn, person);
    askLatest(turn, person);
  }
}
