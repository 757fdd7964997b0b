/**
 * Simulated log: several nodes over one order, on a clock of its own. Appends take their time to
 * arrive, every node follows with its own lag, and a node may crash and come back. All that chance
 * decides comes from one seed, so a run can be had again exactly. For tests: nothing here waits.
 */
import type { Follower, Listener, Log } from "../log.ts";
import type { Entry, Request, Signal } from "../request.ts";
import type { NodeId, SessionId } from "../state.ts";

/** Chance that can be had again: the same seed, the same numbers. */
export class Chance {
  private state: number;

  constructor(seed: number) {
    this.state = seed >>> 0;
  }

  /** A whole number from 0 to `bound` - 1. */
  below(bound: number): number {
    return Math.floor(this.next() * bound);
  }

  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)] as T;
  }

  /** mulberry32, by Tommy Ettinger; in the public domain. From 0 up to 1. */
  private next(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let mixed = this.state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }
}

/** A clock that only moves when it is told to, and what is to be done by it. */
export class VirtualTime {
  /** Milliseconds since the epoch. */
  now: number;
  private readonly due: { readonly at: number; readonly action: () => void }[] = [];

  constructor(now: number) {
    this.now = now;
  }

  /** What is due at the same time is done in the order in which it was asked for. */
  at(at: number, action: () => void): void {
    const before = this.due.findLastIndex((other) => other.at <= at);
    this.due.splice(before + 1, 0, { at, action });
  }

  /** Does all that is due until then, and what that brings. */
  runUntil(until: number): void {
    for (let next = this.due[0]; next && next.at <= until; next = this.due[0]) {
      this.due.shift();
      this.now = Math.max(this.now, next.at);
      next.action();
    }
    this.now = Math.max(this.now, until);
  }

  /** Until nothing is left to be done. */
  runOut(): void {
    for (let next = this.due[0]; next; next = this.due[0]) this.runUntil(next.at);
  }
}

export interface SimulatedOptions {
  readonly chance: Chance;
  readonly time: VirtualTime;
  /** The most that an append takes to arrive, and that a node lags behind. */
  readonly delayMsMax: number;
  readonly lagMsMax: number;
}

/** One start of a node, until it crashes or closes. */
interface Run {
  readonly node: NodeId;
  readonly follower: Follower;
  readonly listener: Listener;
  /** What it has not been given yet has been forgotten: it cannot go on. */
  readonly leftBehind: () => void;
  alive: boolean;
  /** How many entries it has been given, and whether the next is on its way. */
  given: number;
  coming: boolean;
  started: boolean;
  /** What has not arrived, in the order in which it was appended. */
  inFlight: Flight[];
  /** When the last append of each session arrives: the next one comes no sooner. */
  readonly lanes: Map<SessionId, number>;
}

interface Flight {
  readonly session: SessionId;
  readonly request: Request;
  readonly at: number;
  /** The node's first: without it the others are lost too. */
  readonly first: boolean;
}

/** The one order itself, which outlives every node. */
export class SimulatedOrder {
  readonly entries: Entry[] = [];
  private readonly options: SimulatedOptions;
  private readonly runs = new Map<NodeId, Run>();
  /** Before this nothing of a node arrives: what it asked for when it ran last comes first. */
  private readonly floors = new Map<NodeId, number>();
  /** The first entry that has not been forgotten, counted from 1. */
  first = 1;

  constructor(options: SimulatedOptions) {
    this.options = options;
  }

  /** How many entries there have been up to and with that place. */
  seqOf(place: number): number {
    return this.entries.findLastIndex((entry) => entry.place <= place) + 1;
  }

  /** Forgets what comes before that entry. */
  trim(before: number): void {
    this.first = Math.max(this.first, before);
  }

  /** A node begins, or begins again: the follower gets what comes after that place. */
  open(
    node: NodeId,
    place: number,
    follower: Follower,
    listener: Listener = () => {},
    leftBehind: () => void = () => {},
  ): Log {
    if (this.runs.get(node)?.alive) throw new Error(`node ${node} is running`);
    const run: Run = {
      node,
      follower,
      listener,
      leftBehind,
      alive: true,
      given: this.seqOf(place),
      coming: false,
      started: false,
      inFlight: [],
      lanes: new Map(),
    };
    const { time } = this.options;
    this.runs.set(node, run);
    this.giveNext(run);
    return {
      node,
      reachable: true,
      unprovenMs: 0,
      prove() {},
      now: () => Math.max(this.entries.at(-1)?.time ?? 0, time.now),
      append: (session, request) => this.append(run, session, request),
      signal: (signal) => this.signal(run, signal),
      close: () => this.end(run),
    };
  }

  /** The node ends without a word. Of what it appended, each session's first few still arrive. */
  crash(node: NodeId): void {
    const run = this.runs.get(node);
    if (!run?.alive) return;
    const { chance } = this.options;
    const lost = new Set<SessionId>();
    run.inFlight = run.inFlight.filter(({ session, first }) => {
      if (lost.has("*") || lost.has(session) || chance.oneIn(3)) lost.add(first ? "*" : session);
      return !lost.has("*") && !lost.has(session);
    });
    this.end(run);
  }

  /** What is on its way arrives; nothing else does, until the node begins again. */
  private end(run: Run): void {
    run.alive = false;
    this.raiseFloor(run.node, Math.max(0, ...run.inFlight.map(({ at }) => at)));
  }

  private append(run: Run, session: SessionId, request: Request): void {
    if (!run.alive) return;
    const { time, chance, delayMsMax } = this.options;
    const soonest = Math.max(this.floors.get(run.node) ?? 0, run.lanes.get(session) ?? 0);
    const at = Math.max(time.now + chance.below(delayMsMax + 1), soonest);
    run.lanes.set(session, at);
    // The node's first request says that it has begun: the others come after it.
    const first = !run.started;
    run.started = true;
    if (first) this.raiseFloor(run.node, at);
    // On its way it is bytes: no node can change what another reads.
    const bytes = JSON.stringify(request);
    const flight = { session, request: frozen(JSON.parse(bytes) as Request), at, first };
    run.inFlight.push(flight);
    time.at(at, () => this.arrive(run, flight));
  }

  /** To each other node on a way of its own; one in four is lost. */
  private signal(from: Run, signal: Signal): void {
    if (!from.alive) return;
    const { time, chance, delayMsMax, lagMsMax } = this.options;
    const bytes = JSON.stringify(signal);
    for (const run of this.runs.values()) {
      if (run === from || !run.alive || chance.oneIn(4)) continue;
      const at = time.now + chance.below(delayMsMax + lagMsMax + 1);
      time.at(at, () => {
        if (run.alive) run.listener(frozen(JSON.parse(bytes) as Signal));
      });
    }
  }

  private raiseFloor(node: NodeId, at: number): void {
    this.floors.set(node, Math.max(this.floors.get(node) ?? 0, at));
  }

  private arrive(run: Run, flight: Flight): void {
    const index = run.inFlight.indexOf(flight);
    if (index < 0) return;
    run.inFlight.splice(index, 1);
    const { chance, time } = this.options;
    const last = this.entries.at(-1);
    const { session, request } = flight;
    this.entries.push(
      Object.freeze({
        // There may be gaps, and the clocks of two machines differ.
        place: (last?.place ?? 0) + 1 + (chance.oneIn(8) ? chance.below(3) : 0),
        time: Math.max(last?.time ?? 0, time.now + chance.below(5)),
        node: run.node,
        session,
        request,
      }),
    );
    for (const other of this.runs.values()) this.giveNext(other);
  }

  private giveNext(run: Run): void {
    if (!run.alive || run.coming || run.given >= this.entries.length) return;
    const { time, chance, lagMsMax } = this.options;
    run.coming = true;
    // Mostly at once, so that many are taken in one turn.
    const lag = chance.oneIn(3) ? chance.below(lagMsMax + 1) : 0;
    time.at(time.now + lag, () => {
      run.coming = false;
      if (!run.alive) return;
      if (run.given < this.first - 1) return run.leftBehind();
      const entry = this.entries[run.given] as Entry;
      run.given += 1;
      run.follower(entry);
      this.giveNext(run);
    });
  }
}

function frozen<T>(data: T): T {
  if (typeof data !== "object" || data === null) return data;
  Object.values(data).forEach(frozen);
  return Object.freeze(data);
}
