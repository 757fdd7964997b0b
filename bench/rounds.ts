/**
 * Rounds: servers side by side, loaded in turn, so that a noisy machine hits all alike; of the
 * rounds the median counts. It knows no particular load.
 */
import { join } from "node:path";
import type { Programs } from "./build.ts";
import { type Figures, LoadFailed, troubleOf } from "./generator.ts";
import { type Maker, type Name, serve, type Server } from "./servers.ts";
import type { Row, Value } from "./table.ts";

export interface Plan {
  readonly programs: Programs;
  readonly makers: readonly Maker[];
  /** Everything that is written goes here. */
  readonly folder: string;
  readonly seconds: number;
  readonly rounds: number;
  /** Seconds of load before anything is measured: V8 compiles at full load for some ten. */
  readonly warm: number;
  readonly quick: boolean;
  /** Tells people what is going on. */
  readonly say: (words: string) => void;
}

export interface Measurement {
  readonly name: string;
  run(plan: Plan): Promise<Row[]>;
}

export type PerServer<T> = Map<Name, T | string>; // a string: why there is none
export type Values = Partial<Record<Name, Value>>;

let folders = 0;
export const newFolder = (plan: Plan, name: string) =>
  join(plan.folder, `${name}-${(folders += 1)}`);

export const median = (numbers: readonly number[]): number => {
  const sorted = numbers.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
};

export const quantile = (numbers: readonly number[], part: number): number =>
  numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length * part)] ?? NaN;

/** Words in place of a figure for what a server or the load could not do; a bug goes on up. */
export async function orWords<T>(work: () => Promise<T>): Promise<T | string> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof TypeError || !(error instanceof Error)) throw error;
    return error.message.split("\n")[0] ?? "failed";
  }
}

/** Starts all that can run here, one after the other. */
export async function serveAll(plan: Plan, only?: readonly Name[]): Promise<PerServer<Server>> {
  const servers: PerServer<Server> = new Map();
  for (const maker of plan.makers) {
    if (only && !only.includes(maker.name)) continue;
    const missing = maker.missing();
    const folder = newFolder(plan, maker.name);
    servers.set(maker.name, missing ?? (await orWords(() => serve(maker, folder))));
  }
  return servers;
}

export async function stopAll(servers: PerServer<Server>): Promise<void> {
  for (const server of servers.values()) if (typeof server !== "string") await server.child.stop();
}

/** Round robin over the servers, each round beginning with another one. */
export async function interleave<T>(
  over: PerServer<T>,
  rounds: number,
  work: (one: T, round: number) => Promise<Figures>,
): Promise<PerServer<Figures[]>> {
  const all: PerServer<Figures[]> = new Map();
  for (const [name, one] of over) all.set(name, typeof one === "string" ? one : []);
  for (let round = 0; round < rounds; round += 1) {
    const names = [...over.keys()];
    for (const name of [
      ...names.slice(round % names.length),
      ...names.slice(0, round % names.length),
    ]) {
      const one = over.get(name);
      const figures = all.get(name);
      if (one === undefined || typeof one === "string" || !Array.isArray(figures)) continue;
      const found = await orWords(() => work(one, round));
      if (typeof found === "string") all.set(name, found);
      else figures.push(found);
    }
  }
  return all;
}

/** The median of one figure over the rounds, or the words. */
export function values(all: PerServer<Figures[]>, of: (figures: Figures) => number): Values {
  const found: Values = {};
  for (const [name, figures] of all)
    found[name] = typeof figures === "string" ? figures : median(figures.map(of));
  return found;
}

export const field = (name: string) => (figures: Figures) => Number(figures[name]);

export function complete(figures: Figures): Figures {
  if (figures["complete"] !== true) throw new LoadFailed(troubleOf(figures));
  return figures;
}
