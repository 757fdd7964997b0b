/**
 * Io: the world around `banter join` as it is handed in: streams, the clock, chance, signals.
 * The real one is made here; tests hand in another.
 */
import { homedir, networkInterfaces } from "node:os";
import path from "node:path";
import process from "node:process";

export interface Input extends NodeJS.ReadableStream {
  readonly isTTY?: boolean | undefined;
  setRawMode?(on: boolean): unknown;
  ref?(): unknown;
  unref?(): unknown;
}

export interface Output extends NodeJS.WritableStream {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
  /** Written, and not taken yet. */
  readonly writableNeedDrain?: boolean;
}

export interface Io {
  readonly stdin: Input;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Milliseconds since the epoch. */
  now(): number;
  /** From 0 to below 1. */
  chance(): number;
  /** Runs something later; the result takes it back. */
  after(ms: number, run: () => void): () => void;
  /** The addresses of this machine, as one text: another text, another network. */
  addresses(): string;
  /** Where this machine's user keeps settings; null: nothing is kept. */
  readonly folder: string | null;
  /** Somebody asks the process to end; the result stops listening. */
  onStop(run: () => void): () => void;
  /** Stops the process until the shell lets it go on, where there is such a thing. */
  suspend?(goesOn: () => void): void;
}

/** The XDG base directory specification; on Windows, its own. */
function folderOf(env: NodeJS.ProcessEnv): string {
  const windows = process.platform === "win32" ? env["APPDATA"] : undefined;
  const base = env["XDG_CONFIG_HOME"] || windows || path.join(homedir(), ".config");
  return path.join(base, "banter");
}

export const processIo: Io = {
  stdin: process.stdin,
  stdout: process.stdout,
  stderr: process.stderr,
  env: process.env,
  now: () => Date.now(),
  chance: () => Math.random(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  addresses: () =>
    Object.values(networkInterfaces())
      .flatMap((each) => each ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith("fe80"))
      .map(({ address }) => address)
      .toSorted()
      .join(),
  folder: folderOf(process.env),
  onStop(run) {
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;
    for (const signal of signals) process.on(signal, run);
    return () => {
      for (const signal of signals) process.off(signal, run);
    };
  },
  ...(process.platform === "win32"
    ? {}
    : {
        suspend(goesOn: () => void) {
          process.once("SIGCONT", goesOn);
          process.kill(process.pid, "SIGTSTP");
        },
      }),
};

/** Stops reading, so that an open stdin does not keep the process. */
export function rest(stdin: Input): void {
  stdin.pause();
  stdin.unref?.();
}
