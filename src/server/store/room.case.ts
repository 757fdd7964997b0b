/**
 * A room for the tests of stores: the core over a database, with no server and nobody to tell.
 */
import assert from "node:assert/strict";
import { walk } from "../decide.ts";
import type { Event } from "../event.ts";
import type { Request } from "../request.ts";
import { emptyState, type State } from "../state.ts";
import type { Moment } from "../store.ts";
import { SqliteStore } from "./sqlite.ts";

/** What is asked is decided, applied and kept; with commit() for good. */
export class Room {
  readonly store: SqliteStore;
  readonly state: State = emptyState();
  now = Date.UTC(2026, 10, 22);

  constructor(file = ":memory:") {
    this.store = new SqliteStore({ file, durability: "process" });
    this.store.load(this.state);
  }

  ask(session: string, request: Request): Event[] {
    const events: Event[] = [];
    this.now = Math.max(this.now, this.state.time);
    const entry = { place: this.state.place + 1, time: this.now, node: "a", session, request };
    walk(this.state, entry, {
      told: (event, to) => {
        this.store.keep(this.state, event, to.channels);
        events.push(event);
      },
      refused: ({ reason }) => assert.fail(reason),
    });
    return events;
  }

  connect(nick: string): void {
    const request = { type: "connect", nick, username: nick, realname: `${nick} of Test` } as const;
    const from = { host: "10.0.0.1", address: "10.0.0.1", secure: false, salt: 1 };
    this.ask(nick, { ...request, ...from, account: null, away: null });
  }
  join(nick: string, channel: string): void {
    this.ask(nick, { type: "join", channel, password: "" });
  }
  say(nick: string, target: string, text: string): void {
    this.ask(nick, { type: "say", kind: "PRIVMSG", target, text, tags: {} });
  }
  commit(): void {
    this.store.commit(this.state);
  }

  /** What was said last in a channel. */
  said(channel: string, count = 1_000, before?: Moment): Event[] {
    const page = { count, from: "newest", events: false, ...(before && { before }) } as const;
    return this.store.history.page([{ key: channel, name: channel }], page);
  }

  words(channel: string, count?: number): string[] {
    return this.said(channel, count).map((event) =>
      event.type === "said" ? event.text : event.type,
    );
  }

  /** Every count in the database is that of its rows. */
  checkCounts(): void {
    const { database } = this.store;
    const wrong = database.prepare(
      `SELECT * FROM targets WHERE
         lines <> (SELECT count(*) FROM history WHERE target = targets.id AND said = 1) OR
         others <> (SELECT count(*) FROM history WHERE target = targets.id AND said = 0)`,
    );
    assert.deepEqual(wrong.all(), []);
    const indexed = database.prepare(
      `SELECT seq FROM history WHERE said = 1 AND
         seq <= (SELECT value FROM meta WHERE key = 'indexed') AND
         seq > (SELECT value FROM meta WHERE key = 'unindexed') ORDER BY seq`,
    );
    const inIndex = database.prepare("SELECT rowid AS seq FROM search ORDER BY rowid").all();
    assert.deepEqual(inIndex, indexed.all(), "the rows in the index");
    const { rows } = database.prepare("SELECT count(*) AS rows FROM history").get() as {
      rows: number;
    };
    assert.equal(this.store.rows, rows);
  }
}
