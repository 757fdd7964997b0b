/**
 * Pages: reads the history, a part at a time. Beside sqlite.ts. Each of several sources is read in
 * its own order by the index, and they are put together here: so a page costs what it holds.
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Event } from "../event.ts";
import type { PersonKey, TargetKey } from "../history-keys.ts";
import type { Correspondent, History, Moment, Page, Place, Source, Was } from "../store.ts";
import { type PastRow, pastEvent } from "./rows.ts";
import type { Targets } from "./targets.ts";

/** Rows read at once of one source. */
const chunkRows = 100;
/** Of what is not wanted so much is passed over, then the page ends. */
const passedOverMax = 5_000;

const everything = Number.MAX_SAFE_INTEGER;

export class Pages implements Omit<History, "search" | "own"> {
  private readonly statements;
  private readonly targets: Targets;
  /** A row that is there only until it is forgotten. */
  isHidden: (row: PastRow) => boolean = () => false;

  constructor(database: DatabaseSync, targets: Targets) {
    this.statements = prepare(database);
    this.targets = targets;
  }

  page(sources: readonly Source[], page: Page): Event[] {
    const { count, from, wanted, ranOut } = page;
    const rows = this.rowsOf(sources, page);
    const events: Event[] = [];
    let passedOver = 0;
    while (events.length < count && passedOver < passedOverMax) {
      const next = from === "newest" ? last(rows) : first(rows);
      if (next === undefined) {
        ranOut?.();
        break;
      }
      const event = this.isHidden(next.row) ? undefined : pastEvent(next.row, next.source);
      if (event && (wanted?.(event) ?? true)) events.push(event);
      else passedOver += 1;
    }
    return from === "newest" ? events.reverse() : events;
  }

  private rowsOf(sources: readonly Source[], page: Page): Rows[] {
    const { after, before, from, events } = page;
    const low = after ? this.placeAfter(after) : { place: -1, index: -1 };
    const high = before ? this.placeBefore(before) : { place: everything, index: 0 };
    const { said, rest } = this.statements;
    return sources.flatMap((source) => {
      const target = this.targets.find(source.key);
      if (target === undefined) return [];
      const kinds = events ? [said[from], rest[from]] : [said[from]];
      return kinds.map((statement) => new Rows(statement, source, target, { low, high, ...page }));
    });
  }

  /** What is at the moment itself is not after it. */
  private placeAfter(moment: Moment): Place {
    if ("place" in moment) return moment;
    // The times of one entry's events are the same.
    return { place: this.placeFrom(moment.time + 1), index: -1 };
  }

  private placeBefore(moment: Moment): Place {
    if ("place" in moment) return moment;
    return { place: this.placeFrom(moment.time), index: 0 };
  }

  placeFrom(time: number): number {
    return this.firstRow((row) => row.time >= time).place;
  }

  /** The first row of which it is true, as it then is of all that follow. Places and times go up
   * with the numbers of rows: they need no index of their own. */
  firstRow(isIt: (row: RowAt) => boolean): RowAt {
    const { rowFrom, seqMax } = this.statements;
    let low = 1;
    let high = Number(seqMax.get()?.["seq"] ?? 0);
    let found: RowAt = { seq: everything, place: everything, idx: 0, time: everything };
    while (low <= high) {
      const middle = Math.floor((low + high) / 2);
      const row = rowFrom.get(middle) as unknown as RowAt | undefined;
      if (row === undefined || isIt(row)) {
        if (row) found = row;
        high = middle - 1;
      } else low = row.seq + 1;
    }
    return found;
  }

  targetOf({ key }: Source): number | undefined {
    return this.targets.find(key);
  }

  message(sources: readonly Source[], { place, index }: Place): Event | undefined {
    for (const source of sources) {
      const target = this.targets.find(source.key);
      if (target === undefined) continue;
      const { saidAt, restAt } = this.statements;
      const row = saidAt.get(target, place, index) ?? restAt.get(target, place, index);
      if (row === undefined || this.isHidden(row as unknown as PastRow)) continue;
      const event = pastEvent(row as unknown as PastRow, source);
      if (event.type === "said") return event;
    }
    return undefined;
  }

  latest(target: TargetKey): number | undefined {
    this.targets.write();
    const latest = Number(this.statements.latest.get(target)?.["latest"] ?? 0);
    return latest === 0 ? undefined : latest;
  }

  correspondents(
    person: PersonKey,
    { after, before, count, from }: Parameters<History["correspondents"]>[1],
  ): Correspondent[] {
    this.targets.write();
    const rows = this.statements.correspondents[from].all(person, after, before, count);
    return rows as unknown as Correspondent[];
  }

  namesakes(person: PersonKey, foldedNick: string, count: number): Correspondent[] {
    this.targets.write();
    const rows = this.statements.namesakes.all(person, foldedNick, count);
    return rows as unknown as Correspondent[];
  }

  whowas(foldedNick: string, count: number): Was[] {
    return this.statements.whowas.all(foldedNick, count) as unknown as Was[];
  }
}

/** Where a row is. */
interface RowAt {
  readonly seq: number;
  readonly place: number;
  readonly idx: number;
  readonly time: number;
}

/** The rows of one kind of one source, in one direction. */
class Rows {
  readonly source: Source;
  private readonly statement: StatementSync;
  private readonly target: number;
  private readonly from: Page["from"];
  private readonly atOnce: number;
  private low: Place;
  private high: Place;
  private chunk: PastRow[] = [];
  private at = 0;
  private ended = false;

  constructor(
    statement: StatementSync,
    source: Source,
    target: number,
    { low, high, from, count }: Pick<Page, "from" | "count"> & { low: Place; high: Place },
  ) {
    this.statement = statement;
    this.source = source;
    this.target = target;
    this.low = low;
    this.high = high;
    this.from = from;
    this.atOnce = Math.min(count, chunkRows);
  }

  get next(): PastRow | undefined {
    if (this.at === this.chunk.length && !this.ended) this.read();
    return this.chunk[this.at];
  }

  take(): void {
    this.at += 1;
  }

  private read(): void {
    const { low, high, target } = this;
    const bounds = [low.place, low.index, high.place, high.index];
    this.chunk = this.statement.all(target, ...bounds, this.atOnce) as unknown as PastRow[];
    this.at = 0;
    this.ended = this.chunk.length < this.atOnce;
    const end = this.chunk.at(-1);
    if (!end) return;
    if (this.from === "newest") this.high = { place: end.place, index: end.idx };
    else this.low = { place: end.place, index: end.idx };
  }
}

interface Next {
  readonly row: PastRow;
  readonly source: Source;
}

const order = (a: PastRow, b: PastRow): number => a.place - b.place || a.idx - b.idx;

function first(all: readonly Rows[]): Next | undefined {
  return taken(all, (a, b) => order(a, b) < 0);
}

function last(all: readonly Rows[]): Next | undefined {
  return taken(all, (a, b) => order(a, b) > 0);
}

function taken(
  all: readonly Rows[],
  comesFirst: (a: PastRow, b: PastRow) => boolean,
): Next | undefined {
  let best: Rows | undefined;
  let row: PastRow | undefined;
  for (const rows of all) {
    const { next } = rows;
    if (next === undefined || (row !== undefined && !comesFirst(next, row))) continue;
    best = rows;
    row = next;
  }
  if (!best || !row) return undefined;
  best.take();
  return { row, source: best.source };
}

const columns =
  "seq, target, place, idx, time, said, type, person, nick, userhost, account, text, more";

/** Exported so that a test can ask how each is carried out. */
export const queries = {
  page: (said: 0 | 1, from: Page["from"]): string => {
    const direction = from === "newest" ? "DESC" : "ASC";
    return `SELECT ${columns} FROM history WHERE said = ${said} AND target = ?
      AND (place, idx) > (?, ?) AND (place, idx) < (?, ?)
      ORDER BY place ${direction}, idx ${direction} LIMIT ?`;
  },
  at: (said: 0 | 1): string =>
    `SELECT ${columns} FROM history WHERE said = ${said} AND target = ? AND place = ? AND idx = ?`,
  rowFrom: "SELECT seq, place, idx, time FROM history WHERE seq >= ? ORDER BY seq LIMIT 1",
  seqMax: "SELECT max(seq) AS seq FROM history",
  latest: "SELECT latest FROM targets WHERE key = ?",
  correspondents: (from: Page["from"]): string =>
    `SELECT person, other, nick, latest FROM correspondents
     WHERE person = ? AND latest > ? AND latest < ?
     ORDER BY latest ${from === "newest" ? "DESC" : "ASC"} LIMIT ?`,
  namesakes: `SELECT person, other, nick, latest FROM correspondents
     WHERE person = ? AND folded = ? ORDER BY latest DESC LIMIT ?`,
  whowas: `SELECT nick, username, host, realname, time FROM whowas
     WHERE folded = ? ORDER BY seq DESC LIMIT ?`,
};

function prepare(database: DatabaseSync) {
  const sql = (text: string): StatementSync => database.prepare(text);
  const both = (of: (from: Page["from"]) => string) => ({
    oldest: sql(of("oldest")),
    newest: sql(of("newest")),
  });
  return {
    said: both((from) => queries.page(1, from)),
    rest: both((from) => queries.page(0, from)),
    saidAt: sql(queries.at(1)),
    restAt: sql(queries.at(0)),
    rowFrom: sql(queries.rowFrom),
    seqMax: sql(queries.seqMax),
    latest: sql(queries.latest),
    correspondents: both(queries.correspondents),
    namesakes: sql(queries.namesakes),
    whowas: sql(queries.whowas),
  };
}
