/**
 * Banter as a process: starts the real command, reads what it prints, stops it. For the tests in
 * this folder; those who connect are in person.ts.
 */
import assert from "node:assert/strict";
import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Watched } from "./watched.ts";

export const root = path.join(import.meta.dirname, "../..");
const launcher = path.join(root, "bin/banter.js");

/** Whatever frees what a test took: node:test's context. */
export interface Test {
  after(clean: () => unknown): void;
}

const scratch: string[] = [];
process.once("exit", () => {
  for (const folder of scratch) rmSync(folder, { recursive: true, force: true });
});

/** Gone when all tests of the file are over, and with them those who write there. */
export function scratchFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-process-"));
  scratch.push(folder);
  return folder;
}

/** Nobody's own rooms and settings are read, let alone written. */
process.env["XDG_CONFIG_HOME"] = scratchFolder();

export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** From the asking to the end. */
  readonly ms: number;
}

/** A program with what it has printed so far. */
export class Program {
  readonly child: ChildProcess;
  readonly out = new Watched();
  readonly err = new Watched();
  readonly ended: Promise<Omit<Ended, "ms">>;

  constructor(child: ChildProcess) {
    this.child = child;
    child.stdout?.on("data", (bytes: Buffer) => this.out.add(bytes.toString()));
    child.stderr?.on("data", (bytes: Buffer) => this.err.add(bytes.toString()));
    // Not a failed write to a program that has gone.
    child.stdin?.on("error", () => {});
    this.ended = new Promise((resolve) => {
      child.once("close", (code, signal) => {
        this.out.end();
        this.err.end();
        resolve({ code, signal });
      });
    });
  }

  get running(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  async stop(signal: NodeJS.Signals = "SIGTERM"): Promise<Ended> {
    const asked = performance.now();
    if (this.running) this.child.kill(signal);
    return { ...(await this.ended), ms: performance.now() - asked };
  }
}

export function banter(args: readonly string[], options: SpawnOptions = {}): Program {
  return new Program(spawn(process.execPath, [launcher, ...args], options));
}

/** Runs to its end. */
export async function run(args: readonly string[], input = "", options: SpawnOptions = {}) {
  const program = banter(args, options);
  program.child.stdin?.end(input);
  const { code } = await program.ended;
  return { code, out: program.out.text, err: program.err.text };
}

export interface Serving extends Program {
  readonly port: number;
  readonly data: string;
  /** Where the text of its configuration lies. */
  readonly config: string;
}

export interface ServeWishes {
  /** TOML. */
  readonly config?: string;
  readonly data?: string;
  readonly args?: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  /** In its place, the listener of the configuration. */
  readonly place?: readonly string[];
  /** A program that starts it, with its arguments. */
  readonly under?: readonly string[];
  /** How long it may take to be there for people. */
  readonly patienceMs?: number;
}

/** Nothing that a test does to the server is slowed unless it is about that. */
export const noFlood = "[flood]\nlines_burst = 100000\nlines_per_second = 1000\n";

/** A server on a free port of 127.0.0.1, ready for people. It is killed after the test. */
export async function serve(t: Test, wishes: ServeWishes = {}): Promise<Serving> {
  const { place = ["127.0.0.1", "0"], args = [], env = {} } = wishes;
  const folder = scratchFolder();
  const data = wishes.data ?? path.join(folder, "data");
  const config = path.join(folder, "banter.toml");
  writeFileSync(config, wishes.config ?? noFlood);
  const own = [launcher, "serve", ...place, "--data", data, "--config", config, ...args];
  const [program, ...before] = [...(wishes.under ?? []), process.execPath];
  const child = spawn(program!, [...before, ...own], { env: { ...process.env, ...env } });
  const server = new Program(child);
  t.after(() => server.stop("SIGKILL"));
  const ready = /\/connect (?:-tls )?\S+ (\d+)[^]*Ctrl-C/;
  const match = await server.out.until(ready, wishes.patienceMs);
  assert.ok(match, `it has not started: ${server.err.text}`);
  return Object.assign(server, { port: Number(match[1]), data, config });
}
