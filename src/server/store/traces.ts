/** Traces: what stays of people, in the database: since when they have known a channel, and how far
 * they have read. Beside sqlite.ts, as touched.ts: written once, as it is when a turn ends. */
import type { DatabaseSync } from "node:sqlite";
import type { Event, Renamed } from "../event.ts";
import { personKey } from "../history-keys.ts";
import type { ChannelKey, State, UserId } from "../state.ts";
import { type MarkKey, markKey, markKinds } from "../traces.ts";

export class Traces {
  private readonly statements;
  private readonly database: DatabaseSync;
  /** Each a channel and a person. */
  private readonly arrivals = new Map<string, readonly [channel: string, person: string]>();
  private readonly channels = new Set<ChannelKey>();
  /** Each a person and a key. */
  private readonly marks = new Map<string, readonly [person: string, key: string]>();
  private readonly persons = new Set<string>();
  /** Those of whom all marks are written anew. */
  private readonly renamedKeys = new Set<MarkKey>();
  /** Of the mark changed last. */
  private seq = 0;

  constructor(database: DatabaseSync) {
    this.database = database;
    this.statements = prepare(database);
  }

  load({ arrivals, marks }: State): void {
    const { database } = this;
    for (const { channel, person, time } of database
      .prepare("SELECT channel, person, time FROM arrivals")
      .iterate() as Iterable<{ channel: string; person: string; time: number }>)
      put(arrivals, channel, person, time);
    for (const { person, key, time, seq } of database
      .prepare("SELECT person, key, time, seq FROM marks ORDER BY seq")
      .iterate() as Iterable<{ person: string; key: string; time: number; seq: number }>) {
      put(marks, person, key, time);
      this.seq = seq;
    }
  }

  /** Takes an event that has just been applied. `channels` are those that it is told to. */
  note(state: State, event: Event, channels: readonly ChannelKey[]): void {
    switch (event.type) {
      case "joined":
        return this.touchArrival(event.key, personKey(state.fold, event.who));
      case "parted":
        return this.left(state, event.key, event.who.id);
      case "kicked":
        return this.left(state, event.key, event.target.id);
      case "quit":
        for (const key of channels) this.left(state, key, event.who.id);
        return void this.persons.add(guest(event.who.id));
      case "accountChanged":
        for (const channel of state.users.get(event.who.id)?.channels ?? [])
          this.touchArrival(
            channel,
            personKey(state.fold, { account: event.account, id: event.who.id }),
          );
        return;
      case "accountDropped":
        return void this.persons.add(event.key);
      case "renamed":
        return this.renamed(state, event);
      case "marked":
        if (!event.moved) return;
        for (const key of [...event.forgotten, markKey(event.kind, event.key)])
          this.touchMark(event.person, key);
        return;
      default:
    }
  }

  private renamed({ arrivals, marks }: State, { key, newKey }: Renamed): void {
    if (key === newKey) return;
    this.channels.add(key);
    for (const person of arrivals.get(newKey)?.keys() ?? []) this.touchArrival(newKey, person);
    for (const kind of markKinds) {
      const now = markKey(kind, newKey);
      for (const touched of [now, markKey(kind, key)]) this.renamedKeys.add(touched);
      for (const [person, own] of marks) if (own.has(now)) this.touchMark(person, now);
    }
  }

  /** The last touched is the last to be written. */
  private touchMark(person: string, key: MarkKey): void {
    this.marks.delete(`${person} ${key}`);
    this.marks.set(`${person} ${key}`, [person, key]);
  }

  private left(state: State, channel: ChannelKey, id: UserId): void {
    if (state.channels.has(channel)) this.touchArrival(channel, guest(id));
    else this.channels.add(channel);
  }

  private touchArrival(channel: ChannelKey, person: string): void {
    this.arrivals.set(`${channel} ${person}`, [channel, person]);
  }

  write(state: State): void {
    const { statements } = this;
    for (const channel of this.channels) statements.dropChannel.run(channel);
    for (const key of this.renamedKeys) statements.dropMarksAt.run(key);
    for (const person of this.persons) {
      statements.dropArrivals.run(person);
      statements.dropMarks.run(person);
    }
    for (const [channel, person] of this.arrivals.values()) {
      const time = state.arrivals.get(channel)?.get(person);
      if (time === undefined) statements.dropArrival.run(channel, person);
      else statements.putArrival.run(channel, person, time);
    }
    for (const [person, key] of this.marks.values()) {
      const time = state.marks.get(person)?.get(key);
      if (time === undefined) statements.dropMark.run(person, key);
      else statements.putMark.run(person, key, time, (this.seq += 1));
    }
    const { channels, persons, arrivals, marks, renamedKeys } = this;
    for (const touched of [channels, persons, arrivals, marks, renamedKeys]) touched.clear();
  }
}

/** The person key of one without an account. */
const guest = (id: UserId): string => personKey((text) => text, { account: null, id });

function put(
  all: Map<string, Map<string, number>>,
  first: string,
  second: string,
  time: number,
): void {
  const inner = all.get(first);
  if (inner) inner.set(second, time);
  else all.set(first, new Map([[second, time]]));
}

function prepare(database: DatabaseSync) {
  return {
    putArrival: database.prepare("INSERT OR REPLACE INTO arrivals VALUES (?, ?, ?)"),
    dropArrival: database.prepare("DELETE FROM arrivals WHERE channel = ? AND person = ?"),
    dropArrivals: database.prepare("DELETE FROM arrivals WHERE person = ?"),
    dropChannel: database.prepare("DELETE FROM arrivals WHERE channel = ?"),
    putMark: database.prepare("INSERT OR REPLACE INTO marks VALUES (?, ?, ?, ?)"),
    dropMark: database.prepare("DELETE FROM marks WHERE person = ? AND key = ?"),
    dropMarksAt: database.prepare("DELETE FROM marks WHERE key = ?"),
    dropMarks: database.prepare("DELETE FROM marks WHERE person = ?"),
  };
}
