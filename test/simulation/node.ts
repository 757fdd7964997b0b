/**
 * Node: a real server with a disk that outlives it. The disk is a database in memory that the
 * simulation keeps open; a crash closes the server's own connection to it, and with that rolls
 * back what was not committed, as the end of a process does.
 */
import assert from "node:assert/strict";
import type { StatementSync } from "node:sqlite";
import { walk } from "../../src/server/decide.ts";
import { irc } from "../../src/server/dialect/irc.ts";
import { plain } from "../../src/server/dialect/plain.ts";
import { testCredentials } from "../room.ts";
import { msgidOf, type Event } from "../../src/server/event.ts";
import { rulesOf } from "../../src/server/parts.ts";
import { Server } from "../../src/server/server.ts";
import { emptyState, nodeOf, type State } from "../../src/server/state.ts";
import type { Store } from "../../src/server/store.ts";
import { SqliteStore } from "../../src/server/store/sqlite.ts";
import { sweep } from "../../src/server/sweep.ts";
import { frame } from "../../src/server/transport/websocket.ts";
import { Disk, type Keeping, wholeKeeping } from "./archive.ts";
import { canonical, checkInvariants } from "./canonical.ts";
import { compare } from "./compare.ts";
import type { Kept } from "./kept.ts";
import type { Model } from "./model.ts";
import type { Person } from "./person.ts";
import type { Simulation } from "./simulation.ts";

/** What a server is made of: a test may put something broken in its place. */
export interface Parts {
  readonly walk: typeof walk;
  readonly store: (store: SqliteStore) => Store;
  readonly keeping: Keeping;
}

export const wholeParts: Parts = { walk, store: (store) => store, keeping: wholeKeeping };

/** The store, with something else in the place of some of its methods. */
export function instead(store: Store, other: Partial<Store>): Store {
  return {
    load: (state) => store.load(state),
    keep: (state, event, channels) => store.keep(state, event, channels),
    commit: (state) => store.commit(state),
    trim: (state, retention, now) => store.trim(state, retention, now),
    history: store.history,
    trail: store.trail,
    close: () => store.close(),
    ...other,
  };
}

export class SimulatedNode {
  readonly name: string;
  readonly people = new Set<Person>();
  private readonly simulation: Simulation;
  disk = new Disk();
  silent = false;
  private placeOnDisk: StatementSync | undefined;
  private running: { readonly server: Server; readonly store: SqliteStore } | undefined;
  /** The state as it was last committed; undefined when it was not looked at. */
  private committed: string | undefined;

  constructor(simulation: Simulation, name: string) {
    this.simulation = simulation;
    this.name = name;
  }

  get server(): Server | undefined {
    return this.running?.server;
  }

  get state(): State {
    assert.ok(this.running);
    return this.running.server.state;
  }

  start(): void {
    const { simulation } = this;
    const { chance, time, order, config, parts } = simulation;
    const store = new SqliteStore({ file: this.disk.file, durability: "process" });
    this.placeOnDisk ??= this.disk.database.prepare("SELECT value FROM meta WHERE key = 'place'");
    const loaded = emptyState(rulesOf(config));
    store.load(loaded);
    if (this.committed !== undefined)
      assert.equal(
        canonical(loaded),
        this.committed,
        `${this.name} has not kept what it committed`,
      );
    const here = { ended: false };
    const server: Server = new Server({
      config,
      store: this.observed(parts.store(store), () => server.state),
      makeLog: ({ place }, follower, listener) =>
        order.open(this.name, place, follower, listener, () => simulation.lives.fallBehind(this)),
      dialects: { irc, plain },
      frame,
      name: "banter.test",
      version: "banter-test",
      now: () => time.now,
      random: () => chance.below(2 ** 31),
      ...testCredentials,
      // SCRAM is what takes its time.
      makeCredentials: (password) =>
        Promise.resolve({ passwordHash: `hash of ${password}`, scram: null }),
      reload: () => Promise.resolve({ config: simulation.otherConfig(), needsRestart: [] }),
      atEndOfTurn: (end) => time.at(time.now + chance.below(4), () => here.ended || end()),
      cannotKeep(error) {
        if (!here.ended) throw error;
      },
      walk: (state, entry, walker) => simulation.decided(this, state, entry, walker),
    });
    // Time comes by steps here; a sweep by the clock would write in the midst of a copy.
    clearInterval(server.sweeper);
    this.running = { server, store };
    this.end = (kindly) => {
      if (kindly) server.stop("The server is ending");
      here.ended = true;
      order.crash(this.name);
      store.close();
      if (kindly) return;
      this.silent = true; // a process that is gone says nothing; its timers end
      server.stop("");
      this.silent = false;
    };
  }
  private end: (kindly: boolean) => void = () => {};

  /** By SIGTERM; or kindly not, at any moment, also between keeping and committing. */
  stop(kindly: boolean): void {
    this.end(kindly);
    this.running = undefined;
    for (const person of this.people) person.cutOff();
  }

  close(): void {
    if (this.running) this.end(false);
    this.disk.database.close();
  }

  // ── Its folder ────────────────────────────────────────────────────────────────────────────

  /** Another, with what is in it. */
  takeFolder(disk: Disk): void {
    this.disk.database.close();
    this.disk = disk;
    this.placeOnDisk = undefined;
    this.committed = undefined;
  }

  loseFolder(): void {
    this.takeFolder(new Disk());
  }

  /** Up to which place its folder has what happened; 0 for an empty one. */
  get placeHad(): number {
    const { database } = this.disk;
    const isEmpty = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get();
    if (isEmpty === undefined) return 0;
    return Number(
      database.prepare("SELECT value FROM meta WHERE key = 'place'").get()?.["value"] ?? 0,
    );
  }

  /** It has something, and is not writing. */
  get mayBeCopied(): boolean {
    return this.running?.store.database.isTransaction === false && this.placeHad > 0;
  }

  /** What time brings. */
  sweep(): void {
    if (this.running) sweep(this.running.server);
  }

  private observed(store: Store, state: () => State): Store {
    const commit = (now: State): void => {
      store.commit(now);
      // Not each time: it is what costs most here.
      this.committed = now.place % 4 === 0 ? canonical(state()) : undefined;
    };
    return instead(store, { commit });
  }

  /** The place up to which the disk knows what happened: what is shown must not be beyond it. The
   * disk cannot be read while something is being kept, which is no time to show anything. */
  get keptPlace(): number {
    assert.ok(!this.running?.store.database.isTransaction, "it is shown before it is kept");
    return Number(this.placeOnDisk?.get()?.["value"] ?? 0);
  }

  // ── Held against the others, the disk, and the model ──────────────────────────────────────

  /** Everything is quiet and all has been followed. */
  check(model: Model): void {
    const { running } = this;
    if (!running) return;
    const { server, store } = running;
    checkInvariants(server.state);
    compare(model, server.state);
    model.traces.compare(server.state);
    const loaded = emptyState();
    store.load(loaded);
    assert.equal(canonical(loaded), canonical(server.state), `${this.name}: what the store loads`);
    const { peers } = server.door;
    for (const user of server.state.users.values())
      for (const { id: session } of user.sessions)
        if (nodeOf(session) === this.name)
          assert.equal(
            peers.get(session)?.user,
            user.id,
            `${user.nick} is there without a session`,
          );
    for (const peer of peers.values()) {
      assert.equal(peer.pending, undefined, "a request has had no answer");
      assert.ok(!peer.blocked && peer.todo === undefined, "a line has not been taken");
      assert.ok(
        peer.gone || peer.user === 0 || server.state.users.has(peer.user),
        "a lost session",
      );
    }
    for (const person of this.people) person.checkAll();
  }

  /** The history is what happened and was told, all of it and nothing else. */
  checkHistory(model: Model, said: readonly Extract<Event, { type: "said" }>[]): void {
    assert.ok(this.running, `${this.name} does not come any more`);
    const { store } = this.running;
    const unbounded = { perTarget: false, of: () => assert.fail("asked"), linesTotalMax: 0 };
    while (store.trim(this.state, unbounded, 0)); // what is to be forgotten, and the index
    const rows = store.database
      .prepare(
        `SELECT key, place, idx, time, type, nick, account, text
         FROM history JOIN targets ON id = target
         ORDER BY place, idx, key`,
      )
      .all() as unknown as (Omit<Kept, "msgid"> & { place: number; idx: number })[];
    assert.deepEqual(
      rows.map(({ place, idx, ...row }): Kept => {
        return { ...row, msgid: msgidOf({ place, index: idx }) };
      }),
      model.kept,
      `${this.name}: the history`,
    );
    assert.equal(store.rows, rows.length, "the rows counted");
    assert.deepEqual(
      store.trail.read(1_000_000, "*").map((row) => [row.action, row.nick, row.target, row.reason]),
      model.audits.toReversed(),
      `${this.name}: what operators have done`,
    );
    for (const key of model.rooms.keys()) {
      const left = new Set(model.kept.map(({ msgid }) => msgid));
      const inRoom = said.filter(
        (event) =>
          "key" in event.to &&
          event.to.key === key &&
          event.kind !== "TAGMSG" &&
          left.has(msgidOf(event)),
      );
      assert.deepEqual(
        store.history
          .page([{ key, name: key }], { count: 100, from: "newest", events: false })
          .map(wordsOf),
        inRoom.slice(-100).map(wordsOf),
        `${this.name}: what was said in ${key}`,
      );
    }
  }

  /** Who was here, as WHOWAS tells it. */
  get whowas(): string {
    const rows = this.running?.store.database.prepare("SELECT * FROM whowas ORDER BY seq").all();
    return JSON.stringify(rows);
  }
}

function wordsOf(event: Event): unknown {
  if (event.type !== "said" || !("key" in event.to)) return undefined;
  const { place, index, time, who, kind, text, tags, joints, to } = event;
  const { id: _, ...name } = who;
  return { place, index, time, name, kind, text, joints, tags: { ...tags }, rank: to.rank };
}
