/** Generator: drives the load program (load/main.c) and reads what it measured. */
import { createInterface } from "node:readline";
import type { Programs } from "./build.ts";
import { type Child, start } from "./children.ts";
import type { Server } from "./servers.ts";

/** What one line of the load program says; each mode has its own numbers (see load/*.c). */
export interface Figures {
  readonly [name: string]: number | boolean | string | undefined;
}

/** What it was asked for and could not do, in its words. */
export class LoadFailed extends Error {}

type Options = Readonly<Record<string, number | string>>;

function begin(programs: Programs, mode: string, server: Server, options: Options) {
  const all: Options = {
    port: server.port,
    pid: server.child.pid,
    atOnce: server.maker.atOnce,
    ...options,
  };
  const given = Object.entries(all).map(([name, value]) => `${name}=${value}`);
  const child = start("load", [programs.load, mode, ...given], true);
  const output = child.process.stdout;
  if (!output) throw new Error("the load program has no output");
  child.process.stdin?.on("error", () => {}); // it may be gone already; reading tells
  return { child, lines: createInterface({ input: output })[Symbol.asyncIterator]() };
}

async function nextFigures(child: Child, lines: AsyncIterator<string>): Promise<Figures> {
  const line = await lines.next();
  if (line.done) throw new LoadFailed(child.words() || "the load program ended early");
  return JSON.parse(line.value) as Figures;
}

/** Why a load did not come through, for the table. */
export function troubleOf(figures: Figures): string {
  if (figures["firstError"]) return String(figures["firstError"]).slice(0, 60);
  if (Number(figures["closed"]) > 0) return "connections were closed";
  return "not within the time";
}

/** One load from begin to end. */
export async function runOnce(
  programs: Programs,
  mode: "connects" | "idle" | "throughput" | "ping",
  server: Server,
  options: Options,
): Promise<Figures> {
  const { child, lines } = begin(programs, mode, server, options);
  try {
    return await nextFigures(child, lines);
  } finally {
    await child.stop(0);
  }
}

/** A room full of people, measured round by round. */
export interface Crowd {
  readonly server: Server;
  readonly joined: Figures;
  round(rate: number, seconds: number, warm: number): Promise<Figures>;
  leave(): Promise<void>;
}

/** Resolves when all have joined; throws LoadFailed when they cannot. */
export async function gather(
  programs: Programs,
  server: Server,
  clients: number,
  secondsMax: number,
  more: Options = {},
): Promise<Crowd> {
  const options = { clients, seconds: secondsMax, ...more };
  const { child, lines } = begin(programs, "fanout", server, options);
  const joined = await nextFigures(child, lines);
  const leave = () => child.stop(0);
  if (joined["ready"] !== true) {
    await leave();
    const how = `${joined["joined"]} of ${clients} joined in ${joined["joinSeconds"]} s`;
    throw new LoadFailed(`${how}: ${troubleOf(joined)}`);
  }
  return {
    server,
    joined,
    leave,
    async round(rate, seconds, warm) {
      child.process.stdin?.write(`round ${rate} ${seconds} ${warm}\n`);
      return nextFigures(child, lines);
    },
  };
}
