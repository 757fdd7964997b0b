/**
 * Blocks: the log of a conversation as one reads it, in blocks of rows: a message, comings and
 * goings in a row as one, with the lines for a new day and for where reading stopped above them.
 * Blocks are made when they come into sight, and kept until what is in them changes.
 */
import type { News } from "../../client/news.ts";
import type { Conversation } from "../../client/state.ts";
import type { Item, Said } from "../../client/timeline.ts";
import { happened } from "../happened.ts";
import type { Continued, Measure, Row, Rows } from "./rows.ts";
import type { Style, Styles } from "./styles.ts";

export interface Block {
  /** Indices into the log. */
  readonly first: number;
  readonly last: number;
  /** The last item of it, by which it is known when indices have moved. */
  readonly item: Item;
  readonly rows: readonly Row[];
}

/** What the same person says within so long is one speech. */
const speechMs = 5 * 60_000;
/** Comings and goings that become one row. */
const groupMax = 40;

/** Blocks that are kept: many screens full. */
const keptMax = 2000;

type Happening = Exclude<News, { type: "said" }>;

export interface Reader {
  readonly nick: string;
  readonly now: number;
  /** What stands above the first of all that is known; "" for nothing. */
  readonly top: string;
}

export class Blocks {
  readonly #rows: Rows;
  readonly #styles: Styles;
  #kept = new WeakMap<Item, { key: string; rows: readonly Row[] }>();
  #count = 0;

  constructor(rows: Rows, styles: Styles) {
    this.#rows = rows;
    this.#styles = styles;
  }

  /** Everything is drawn anew, such as after a change of what is known of people. */
  forget(): void {
    this.#kept = new WeakMap();
    this.#count = 0;
  }

  /** The block that ends at index, or before it when nothing of it is shown. */
  endingAt(of: Conversation, index: number, measure: Measure, reader: Reader): Block | null {
    const { log } = of;
    let last = index;
    while (last >= 0 && isNothing(log[last], reader)) last -= 1;
    const item = log[last];
    if (item === undefined) return null;
    let first = last;
    if (isPassing(item)) {
      // The rows of a group are those of its last item: so it must end where the run ends.
      for (let at = last; at >= 0 && last - at < groupMax; at -= 1) {
        const each = log[at];
        if (isNothing(each, reader)) continue;
        if (each === undefined || !isPassing(each) || !sameDay(each, item)) break;
        first = at;
      }
    }
    return { first, last, item, rows: this.#rowsOf(of, first, last, measure, reader) };
  }

  /** The block that begins at index, or behind it. */
  beginningAt(of: Conversation, index: number, measure: Measure, reader: Reader): Block | null {
    const { log } = of;
    let first = index;
    while (first < log.length && isNothing(log[first], reader)) first += 1;
    const item = log[first];
    if (item === undefined) return null;
    let last = first;
    if (isPassing(item)) {
      for (let at = first; at < log.length && at - first < groupMax; at += 1) {
        const each = log[at];
        if (isNothing(each, reader)) continue;
        if (each === undefined || !isPassing(each) || !sameDay(each, item)) break;
        last = at;
      }
    }
    const end = log[last] ?? item;
    return { first, last, item: end, rows: this.#rowsOf(of, first, last, measure, reader) };
  }

  #rowsOf(
    of: Conversation,
    first: number,
    last: number,
    measure: Measure,
    reader: Reader,
  ): readonly Row[] {
    const item = of.log[last];
    if (item === undefined) return [];
    const before = previous(of, first, reader);
    const begins = of.log[first] ?? item;
    const day = before === null || !sameDay(before, begins);
    const line = of.readLine;
    const reading = line !== null && item.at > line && isFirstSince(of, last, line);
    const continued = day || reading ? "no" : goesOn(before, item);
    const version = item.type === "said" ? `${item.version}${replyVersion(of, item)}` : "";
    const asked = item.type === "gap" ? String(item.asked) : "";
    const { columns, nick } = measure;
    const shape = [columns, nick, first - last, continued, day, reading];
    const top = before === null ? reader.top : "";
    const key = `${shape.join()},${version},${asked},${top}`;
    const kept = this.#kept.get(item);
    if (kept?.key === key) return kept.rows;
    const rows = [
      ...(top === "" ? [] : [this.#rows.rule(top, this.#styles.of("line"), measure)]),
      ...(day ? [this.#rows.rule(dayOf(begins.at), this.#styles.of("line"), measure)] : []),
      ...(reading ? [this.#rows.rule("new", this.#styles.of("readLine"), measure)] : []),
      ...this.#body(of, first, last, measure, reader, continued),
    ];
    if ((this.#count += 1) > keptMax) this.forget();
    this.#kept.set(item, { key, rows });
    return rows;
  }

  #body(
    of: Conversation,
    first: number,
    last: number,
    measure: Measure,
    reader: Reader,
    continued: Continued,
  ): Row[] {
    const item = of.log[last];
    if (item === undefined || item.type === "mark") return [];
    if (item.type === "said") return this.#rows.said(item, of, measure, continued);
    if (item.type === "gap") {
      const words = item.asked ? "loading …" : "more was said here";
      return [this.#rows.rule(words, this.#styles.of("line"), measure)];
    }
    const view = { now: reader.now, here: of.name, nick: reader.nick };
    const group = of.log
      .slice(first, last + 1)
      .flatMap((each) => (each.type === "happened" ? [each.news] : []));
    if (group.length > 1) {
      const words = passing(group);
      return this.#rows.happened(item.at, "·", words, this.#styles.of("dim"), measure);
    }
    const words = happened(item.news, view) ?? "";
    const [sign, style] = this.#look(item.news as Happening);
    return this.#rows.happened(item.at, sign, words, style, measure);
  }

  #look({ type }: Happening): [string, Style] {
    const dim = this.#styles.of("dim");
    switch (type) {
      case "joined":
        return ["→", dim];
      case "parted":
      case "quit":
      case "kicked":
        return ["←", dim];
      case "refused":
      case "unconfirmed":
        return ["!", this.#styles.of("error")];
      case "told":
        return ["", this.#styles.of("notice")];
      default:
        return ["·", dim];
    }
  }
}

/** Someone comes or goes, and it is not us. */
function isPassing(item: Item | undefined): boolean {
  if (item?.type !== "happened") return false;
  const { news } = item;
  return (news.type === "joined" || news.type === "parted" || news.type === "quit") && !news.own;
}

const isNothing = (item: Item | undefined, { nick, now }: Reader): boolean =>
  item?.type === "mark" ||
  (item?.type === "happened" && happened(item.news, { now, here: null, nick }) === null);

function previous({ log }: Conversation, index: number, reader: Reader): Item | null {
  for (let at = index - 1; at >= 0; at -= 1)
    if (!isNothing(log[at], reader)) return log[at] ?? null;
  return null;
}

function sameDay(one: Item, other: Item): boolean {
  if (Math.abs(one.at - other.at) >= 86_400_000) return false;
  return new Date(one.at).getDate() === new Date(other.at).getDate();
}

/** Whether it needs no name: the same person has just spoken. */
function goesOn(before: Item | null, item: Item): Continued {
  if (before?.type !== "said" || item.type !== "said") return "no";
  if (item.manner !== "text" || before.manner !== "text" || item.replyTo !== null) return "no";
  if (item.nick !== before.nick || item.at - before.at >= speechMs || item.mention) return "no";
  return Math.floor(item.at / 60_000) === Math.floor(before.at / 60_000) ? "minute" : "yes";
}

/** Of what was said, it is the first after that time. */
function isFirstSince({ log }: Conversation, index: number, line: number): boolean {
  if (log[index]?.type !== "said") return false;
  for (let at = index - 1; at >= 0; at -= 1) {
    const item = log[at];
    if (item?.type === "said") return item.at <= line;
  }
  return true;
}

/** What is answered may have changed, or have been told only now. */
function replyVersion(of: Conversation, { replyTo }: Said): string {
  if (replyTo === null) return "";
  const answered = of.byId.get(replyTo);
  return answered?.type === "said" ? `/${answered.version}` : "/?";
}

/** "ann, bob joined · carol left · dave came and went" */
function passing(group: readonly News[]): string {
  const came = new Set<string>();
  const went = new Set<string>();
  const both = new Set<string>();
  const back = new Set<string>();
  for (const news of group) {
    if (news.type === "joined") {
      if (went.delete(news.nick)) back.add(news.nick);
      else if (!back.has(news.nick)) came.add(news.nick);
      both.delete(news.nick);
    } else if (news.type === "parted" || news.type === "quit") {
      if (came.delete(news.nick)) both.add(news.nick);
      else went.add(news.nick);
      back.delete(news.nick);
    }
  }
  const list = (nicks: Set<string>, verb: string): string[] =>
    nicks.size === 0 ? [] : [`${[...nicks].join(", ")} ${verb}`];
  return [
    ...list(came, "joined"),
    ...list(went, "left"),
    ...list(both, "came and went"),
    ...list(back, "left and came back"),
  ].join(" · ");
}

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months =
  "January February March April May June July August September October November December".split(
    " ",
  );

export function dayOf(at: number): string {
  const then = new Date(at);
  const month = months[then.getMonth()] ?? "";
  return `${days[then.getDay()] ?? ""}, ${then.getDate()} ${month} ${then.getFullYear()}`;
}
