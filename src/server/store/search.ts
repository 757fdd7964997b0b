/**
 * Search: the full-text index of what was said. Beside sqlite.ts. Messages are put into it some
 * hundred at a time, which costs half as much as one by one; whoever asks waits for those that are
 * left. The index holds no text, only words and the numbers of rows.
 */
import type { DatabaseSync } from "node:sqlite";
import type { Event } from "../event.ts";
import { personsOf } from "../history-keys.ts";
import type { Search, Source } from "../store.ts";
import type { Pages } from "./pages.ts";
import { type PastRow, pastEvent } from "./rows.ts";
import {
  type Begun,
  expressionOf,
  hasPrefix,
  nickWord,
  personWord,
  targetWord,
  wordsOf,
} from "./search-words.ts";

/** So many are put into the index together: some 3 ms of work. */
const atOnce = 250;
/** So many words that begin alike are looked for one by one. */
const begunMax = 16;
/** Of what is found and not wanted so much is passed over, then the search ends. */
const passedOverMax = 5_000;

export class SearchIndex {
  private readonly statements;
  private readonly pages: Pages;
  /** Rows up to here are in the index, save those that a database from before it had. */
  private upTo: number;
  /** Rows up to here are not. */
  private downTo: number;
  /** Rows that may be waiting. */
  private waiting: number;

  constructor(database: DatabaseSync, pages: Pages) {
    this.pages = pages;
    this.statements = prepare(database);
    const { upTo, downTo, newest } = this.statements.bounds.get() as Record<string, number>;
    this.upTo = upTo ?? 0;
    this.downTo = downTo ?? 0;
    this.waiting = (newest ?? 0) - this.upTo;
  }

  /** Something has been said. */
  added(): void {
    this.waiting += 1;
  }

  get isDue(): boolean {
    return this.waiting >= atOnce;
  }

  get isBehind(): boolean {
    return this.waiting > 0 || this.downTo > 0;
  }

  /** Puts what waits into the index; of what was there before it a part. To be called within a
   * transaction. */
  catchUp(): void {
    const { following, preceding } = this.statements;
    for (let rows = atOnce; rows === atOnce && this.waiting > 0;) {
      rows = this.put(following.all(this.upTo, atOnce) as unknown as IndexedRow[]);
      this.waiting = rows === atOnce ? this.waiting : 0;
    }
    if (this.downTo > 0) {
      const rows = preceding.all(this.downTo, atOnce * 2) as unknown as IndexedRow[];
      this.put(rows.reverse());
      this.downTo = rows.length < atOnce * 2 ? 0 : (rows[0]?.seq ?? 1) - 1;
    }
    this.putBounds();
  }

  private put(rows: readonly IndexedRow[]): number {
    for (const { seq, target, key, nick, text } of rows) {
      const persons = personsOf(key) ?? [];
      const scope = [targetWord(target), nickWord(nick), ...persons.map(personWord)];
      this.statements.add.run(seq, wordsOf(text), scope.join(" "));
      this.upTo = Math.max(this.upTo, seq);
    }
    return rows.length;
  }

  /** The row is no more. To be called within a transaction. */
  remove(seq: number): void {
    if (seq <= this.upTo && seq > this.downTo) this.statements.remove.get(seq);
  }

  /** The row has other words. To be called within a transaction. */
  changed(seq: number): void {
    if (seq > this.upTo || seq <= this.downTo) return; // they are read when its turn comes
    this.statements.remove.get(seq);
    this.put([this.statements.row.get(seq) as unknown as IndexedRow]);
  }

  /** Rows have been removed; when they were the newest, their numbers will be given again. */
  removed(): void {
    // FTS5 leaves a row number of its own behind as the last inserted one, and it is too large for
    // node:sqlite to tell after whatever comes next.
    this.statements.scratch.run();
    const newest = Number(this.statements.newestRow.get()?.["seq"] ?? 0);
    if (newest >= this.upTo) return;
    this.upTo = newest;
    this.downTo = Math.min(this.downTo, newest);
    this.putBounds();
  }

  private putBounds(): void {
    this.statements.putMeta.run("indexed", this.upTo, "unindexed", this.downTo);
  }

  /** Oldest first. */
  search(asked: Search): Event[] {
    const exact = this.found(asked);
    // Whole words come first; and a word that is said often would be the beginning of too many.
    if (exact.length >= asked.count || !hasPrefix(asked.text)) return exact;
    return this.found(asked, (beginning) => this.begun(beginning));
  }

  /** The words of the index that begin so; undefined when there are many. The first row of each is
   * asked for, and then the next word: to list them FTS5 would count all their rows. */
  private begun(beginning: string): string[] | undefined {
    const words: string[] = [];
    for (let next = beginning; words.length <= begunMax;) {
      const term = this.statements.wordFrom.get(next)?.["term"];
      if (typeof term !== "string" || !term.startsWith(beginning)) return words;
      words.push(term);
      next = `${term}\0`;
    }
    return undefined;
  }

  private found(asked: Search, begun?: Begun): Event[] {
    const { text, nick, sources, persons, count, from, wanted } = asked;
    const byTarget = new Map<number, Source>();
    for (const source of sources) {
      const target = this.pages.targetOf(source);
      if (target !== undefined) byTarget.set(target, source);
    }
    const scopes = [...[...byTarget.keys()].map(targetWord), ...persons.map(personWord)];
    const expression = expressionOf(text, scopes, nick, begun);
    if (expression === undefined) return [];
    const { after = 0, before } = asked;
    const low = this.pages.firstRow(({ time }) => time >= after).seq;
    const high = this.pages.firstRow(({ time }) => time > before).seq;
    const events: Event[] = [];
    let passedOver = 0;
    for (const { rowid } of this.statements[from].iterate(expression, low, high)) {
      const row = this.statements.row.get(Number(rowid)) as unknown as FoundRow | undefined;
      const source = row && (byTarget.get(row.target) ?? conversation(row, asked));
      const event = row && source && !this.pages.isHidden(row) && pastEvent(row, source);
      if (event && wanted(event)) events.push(event);
      else passedOver += 1;
      if (events.length >= count || passedOver >= passedOverMax) break;
    }
    return from === "newest" ? events.reverse() : events;
  }
}

/** The index knows words only: whose conversation it is, is looked at again. */
function conversation({ key }: FoundRow, { persons }: Search): Source | undefined {
  const own = personsOf(key)?.some((person) => persons.includes(person)) === true;
  return own ? { key, name: "" } : undefined;
}

interface IndexedRow {
  readonly seq: number;
  readonly target: number;
  readonly key: string;
  readonly nick: string;
  readonly text: string;
}
type FoundRow = PastRow & { readonly key: string };

function prepare(database: DatabaseSync) {
  database.exec(`
    CREATE TEMP TABLE scratch (id INTEGER PRIMARY KEY) STRICT;
    CREATE VIRTUAL TABLE temp.search_words USING fts5vocab(main, search, instance);
  `);
  const ofMeta = (key: string): string => `(SELECT value FROM meta WHERE key = '${key}')`;
  const rows = `SELECT seq, target, key, nick, text FROM history JOIN targets ON id = target
    WHERE said = 1 AND seq`;
  const found = (direction: "ASC" | "DESC"): string =>
    `SELECT rowid FROM search WHERE search MATCH ? AND rowid >= ? AND rowid < ?
     ORDER BY rowid ${direction}`;
  return {
    bounds: database.prepare(
      `SELECT ${ofMeta("indexed")} AS upTo, ${ofMeta("unindexed")} AS downTo,
         (SELECT max(seq) FROM history) AS newest`,
    ),
    scratch: database.prepare("INSERT OR REPLACE INTO temp.scratch VALUES (1)"),
    newestRow: database.prepare("SELECT max(seq) AS seq FROM history"),
    putMeta: database.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?), (?, ?)"),
    following: database.prepare(`${rows} > ? ORDER BY seq LIMIT ?`),
    preceding: database.prepare(`${rows} <= ? ORDER BY seq DESC LIMIT ?`),
    add: database.prepare("INSERT INTO search (rowid, text, scope) VALUES (?, ?, ?)"),
    remove: database.prepare("DELETE FROM search WHERE rowid = ?"),
    wordFrom: database.prepare("SELECT term FROM temp.search_words WHERE term >= ? LIMIT 1"),
    oldest: database.prepare(found("ASC")),
    newest: database.prepare(found("DESC")),
    row: database.prepare(
      "SELECT history.*, key FROM history JOIN targets ON id = target WHERE seq = ?",
    ),
  };
}
