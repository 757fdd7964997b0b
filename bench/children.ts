/**
 * Children: the processes of the benchmark, each on its core, none left behind.
 * It knows how to start and end a process, not what it is for.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { availableParallelism } from "node:os";

/** Servers have one core, whoever makes load the other. On one core all share it. */
export type Core = "server" | "load";

export interface Child {
  readonly process: ChildProcess;
  readonly pid: number;
  /** The last of what it wrote to its standard error, and of the output unless that is piped. */
  words(): string;
  /** Asks it to end, insists after `graceMs`, and waits until it is gone. */
  stop(graceMs?: number): Promise<void>;
}

const wordsMax = 2_000; // characters
const running = new Set<ChildProcess>();

const has = (tool: string, args: string[]) => spawnSync(tool, args).status === 0;
export const pinned = availableParallelism() > 1 && has("taskset", ["-c", "1", "true"]);
/** kill -9 of the benchmark ends its children too. */
const followsParent = has("setpriv", ["--pdeathsig", "KILL", "true"]);

/** The command line with what puts it on its core; each step replaces the one before (exec). */
function placed(core: Core, line: string[]): string[] {
  const pin = pinned ? ["taskset", "-c", core === "server" ? "0" : "1"] : [];
  return [...pin, ...(followsParent ? ["setpriv", "--pdeathsig", "KILL"] : []), ...line];
}

/** `piped` leaves standard input and output to the caller. */
export function start(core: Core, line: string[], piped = false): Child {
  const [command = "", ...args] = placed(core, line);
  const child = spawn(command, args, { stdio: [piped ? "pipe" : "ignore", "pipe", "pipe"] });
  let words = "";
  const listen = (chunk: Buffer) => (words = (words + chunk.toString()).slice(-wordsMax));
  child.stderr?.on("data", listen);
  if (!piped) child.stdout?.on("data", listen);
  running.add(child);
  const ended = new Promise<void>((resolve) => {
    child.once("exit", () => (running.delete(child), resolve()));
    child.once("error", (error) => ((words += error.message), running.delete(child), resolve()));
  });
  return {
    process: child,
    pid: child.pid ?? 0,
    words: () => words.trim(),
    async stop(graceMs = 3_000) {
      if (!running.has(child)) return;
      child.kill("SIGTERM");
      const insist = setTimeout(() => child.kill("SIGKILL"), graceMs);
      await ended;
      clearTimeout(insist);
    },
  };
}

export const isRunning = (child: Child): boolean => running.has(child.process);

/** Puts this process, which probes and waits, beside the load. */
export function placeSelf(): void {
  if (pinned) spawnSync("taskset", ["-a", "-cp", "1", String(process.pid)]);
}

/** What is started meanwhile may run on any core. */
export async function anywhere<T>(work: () => Promise<T>): Promise<T> {
  if (pinned) spawnSync("taskset", ["-a", "-cp", "0,1", String(process.pid)]);
  try {
    return await work();
  } finally {
    placeSelf();
  }
}

/** However the benchmark ends, nothing it started goes on. */
export function endAllAtExit(cleanUp: () => void): void {
  process.on("exit", () => {
    for (const child of running) child.kill("SIGKILL");
    cleanUp();
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => process.exit(130));
}
