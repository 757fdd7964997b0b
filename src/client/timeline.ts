/**
 * Timeline: what is known of one conversation, oldest first, and how more of it is put in its
 * place. What came twice is kept once (by msgid); where something may be missing stands a gap.
 * Plain data: knows no server, asks for nothing.
 */
import type { News } from "./news.ts";
import type { Notes } from "./notes.ts";

/** How a thing was said. */
export type Manner = "text" | "notice" | "action";

export interface Said {
  readonly type: "said";
  readonly at: number;
  /** The channel's name, or the nick of the person it was said with. */
  readonly room: string;
  readonly nick: string;
  /** Null when not logged in, or when the server does not tell (account-tag). */
  readonly account: string | null;
  /** Lines are separated by "\n" (draft/multiline). */
  text: string;
  readonly manner: Manner;
  readonly own: boolean;
  readonly private: boolean;
  /** It was said before we came; told by the server from what it has kept. */
  readonly history: boolean;
  msgid: string | null;
  /** When an own line was typed, if it could not be sent then. */
  readonly typedAt: number | null;
  /** The msgid of what it answers. */
  readonly replyTo: string | null;
  /** It is meant for us: our nick is in it, or it was said to us alone. */
  readonly mention: boolean;
  /** Reactions and what else came later; null while there is nothing. */
  notes: Notes | null;
  /** Another number after each change: whoever draws may keep what was drawn until then. */
  version: number;
}

/** Something else that happened, as news that tell it. */
export interface Happened {
  readonly type: "happened";
  readonly at: number;
  readonly msgid: string | null;
  readonly news: News;
}

/** Something that shows elsewhere, such as a reaction: only that it was told is kept, so that the
 * server can be asked for what came before and after it. */
export interface Mark {
  readonly type: "mark";
  readonly at: number;
  readonly msgid: string | null;
}

/** Here something may be missing that the server can be asked for. */
export interface Gap {
  readonly type: "gap";
  readonly at: number;
  /** It was asked for. */
  asked: boolean;
  /** We were away then: it is asked for unseen. */
  readonly missed: boolean;
}

/** What a server has told. */
export type Told = Said | Happened | Mark;
export type Item = Told | Gap;

export interface Timeline {
  log: Item[];
  byId: Map<string, Told>;
  /** Nothing earlier than the first item is to be had. */
  complete: boolean;
}

export const newTimeline = (): Timeline => ({ log: [], byId: new Map(), complete: false });

/** Own lines that came back without their msgid known: as far apart as clocks and lags are. */
const sameLineMs = 60_000;

/** What is told twice without a msgid, in the same millisecond, by the same, in the same words. */
function alike(one: Item, other: Item): boolean {
  if (one.at !== other.at || one.type !== other.type) return false;
  if (one.type === "said" && other.type === "said") {
    const same = one.nick === other.nick && one.text === other.text;
    return same && (one.msgid === null || other.msgid === null);
  }
  if (one.type !== "happened" || other.type !== "happened") return false;
  if (one.msgid !== null && other.msgid !== null) return false;
  const nickOf = ({ news }: Happened): string => ("nick" in news ? (news.nick ?? "") : "");
  return one.news.type === other.news.type && nickOf(one) === nickOf(other);
}

/** Puts an item at the end. False when it stands there already. */
export function append(to: Timeline, item: Told): boolean {
  if (item.msgid !== null && to.byId.has(item.msgid)) return false;
  to.log.push(item);
  enter(to, item);
  return true;
}

function enter(to: Timeline, item: Told): void {
  if (item.msgid !== null) to.byId.set(item.msgid, item);
}

/**
 * Puts a page, oldest first, in its place: beginning at index `from` of the log, what is new in it
 * before and after what is known, in the page's order. Gives the new items.
 */
export function merge(to: Timeline, page: readonly Told[], from: number): Told[] {
  const fresh: Told[] = [];
  let cursor = from;
  let run: Told[] = [];
  let after: Item | null = null;
  const flush = (): void => {
    to.log.splice(cursor, 0, ...run);
    cursor += run.length;
    run = [];
  };
  for (const item of page) {
    const known = knownAs(to, item);
    if (known !== null) {
      flush();
      const index = to.log.indexOf(known, cursor);
      if (index < 0) continue;
      refresh(known, item);
      // What the page tells as neighbours has nothing missing between it.
      const gaps = after === null ? 0 : dropGaps(to, cursor, index);
      cursor = index + 1 - gaps;
      after = known;
      continue;
    }
    run.push(item);
    after = item;
    enter(to, item);
    fresh.push(item);
  }
  flush();
  return fresh;
}

/** What is told again may have been reworded while we were away. */
function refresh(known: Item, item: Told): void {
  if (known.type !== "said" || item.type !== "said" || known.text === item.text) return;
  if (known.msgid === null || known.msgid !== item.msgid || known.notes?.edited) return;
  known.text = item.text;
  known.version += 1;
}

/** Takes out the gaps of a part of the log; says how many there were. */
function dropGaps({ log }: Timeline, from: number, to: number): number {
  const kept = log.slice(from, to).filter((item) => item.type !== "gap");
  log.splice(from, to - from, ...kept);
  return to - from - kept.length;
}

/** The item that stands for it already. One that had no msgid takes it over. */
function knownAs(to: Timeline, item: Told): Item | null {
  const byId = item.msgid === null ? undefined : to.byId.get(item.msgid);
  if (byId !== undefined) return byId;
  // Around its time only: they stand nearly in the order of time.
  for (let index = behind(to, item.at + 2 * sameLineMs); index >= 0; index -= 1) {
    const other = to.log[index];
    if (other === undefined || other.at < item.at - sameLineMs) return null;
    if (!alike(other, item) && !isOwnLine(other, item)) continue;
    if (other.type === "said" && item.type === "said" && other.msgid === null) {
      other.msgid = item.msgid;
      enter(to, other);
    }
    return other;
  }
  return null;
}

/** The index of the last that is not later. */
function behind({ log }: Timeline, at: number): number {
  let [from, to] = [0, log.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if ((log[middle]?.at ?? 0) > at) to = middle;
    else from = middle + 1;
  }
  return from - 1;
}

/** Without echo-message own lines are shown before the server has given them a msgid. */
function isOwnLine(shown: Item, told: Item): boolean {
  if (shown.type !== "said" || told.type !== "said" || !shown.own || !told.own) return false;
  return shown.msgid === null && shown.text === told.text && shown.at <= told.at + sameLineMs;
}

/** Where a page that begins at that time belongs: behind everything earlier. */
export function placeOf({ log }: Timeline, at: number): number {
  let index = log.length;
  while (index > 0 && (log[index - 1]?.at ?? 0) >= at) index -= 1;
  return index;
}

/** Marks that something may be missing before index. One gap there is enough. */
export function putGap({ log }: Timeline, index: number): void {
  const [before, after] = [log[index - 1], log[index]];
  if (before === undefined || after === undefined) return;
  if (before.type === "gap" || after.type === "gap") return;
  log.splice(index, 0, { type: "gap", at: after.at, asked: false, missed: false });
}

/** Marks that something may have been missed behind all that is known. */
export function putGapAtEnd({ log }: Timeline, at: number): Gap {
  const gap: Gap = { type: "gap", at, asked: false, missed: true };
  log.push(gap);
  return gap;
}

export function closeGap({ log }: Timeline, gap: Gap): void {
  const index = log.indexOf(gap);
  if (index >= 0) log.splice(index, 1);
}

/** Lets the oldest go, so that so many stay. */
export function trim(of: Timeline, most: number): void {
  const gone = of.log.splice(0, Math.max(0, of.log.length - most));
  for (const item of gone)
    if (item.type !== "gap" && item.msgid !== null) of.byId.delete(item.msgid);
  while (of.log[0]?.type === "gap") of.log.shift();
  if (gone.length > 0) of.complete = false;
}

/** Lets go what is far from an item and from the end; it can be asked for again. */
export function thin(of: Timeline, from: Item, around: number, newest: number): void {
  const { log } = of;
  const index = log.lastIndexOf(from);
  if (index < 0) return;
  const start = index + around;
  const gone = log.splice(start, Math.max(0, log.length - newest - start));
  if (gone.length > 0) putGap(of, start);
  const before = log.splice(0, Math.max(0, index - around));
  if (before.length > 0) of.complete = false;
  for (const item of [...before, ...gone])
    if (item.type !== "gap" && item.msgid !== null) of.byId.delete(item.msgid);
  while (log[0]?.type === "gap") log.shift();
}

/** A point of the history that a server can be asked about: the nearest one from `index` on, in
 * steps of `step`; a gap ends the search. */
export function pointFrom({ log }: Timeline, index: number, step: 1 | -1): Told | null {
  for (let at = index; at >= 0 && at < log.length; at += step) {
    const item = log[at];
    if (item === undefined || item.type === "gap") return null;
    if (item.msgid !== null) return item;
  }
  return null;
}

/** The last that a server can be asked about, and the first gap behind it of what was missed. */
export function openEnd({ log }: Timeline): { last: Told | null; gap: Gap | null } {
  let gap: Gap | null = null;
  for (let index = log.length - 1; index >= 0; index -= 1) {
    const item = log[index];
    if (item?.type === "gap") gap = item.missed ? item : gap;
    else if (item !== undefined && item.msgid !== null) return { last: item, gap };
  }
  return { last: null, gap };
}

/** The last gap of what was missed. */
export function lastMissed({ log }: Timeline): Gap | null {
  return log.findLast((item): item is Gap => item.type === "gap" && item.missed) ?? null;
}

/** The last of them that passes. */
export function findLast(of: Timeline, passes: (said: Said) => boolean): Said | null {
  for (let index = of.log.length - 1; index >= 0; index -= 1) {
    const item = of.log[index];
    if (item?.type === "said" && passes(item)) return item;
  }
  return null;
}
