/**
 * Pane: a client in a terminal (tmux, with a server of its own, in control mode): how much it
 * draws, how soon after a key, and what it costs. It knows no particular client.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { pinned } from "./children.ts";

const tmux = ["-L", `banter-bench-${process.pid}`, "-f", "/dev/null"];
const ticksPerSecond = 100; // USER_HZ, on every Linux
let sessions = 0;
/** Where a client runs: on the servers' core, to be measured, or wherever there is room. */
export type Room = "server's core" | "anywhere";

export interface Cost {
  /** Of a core, in percent. */
  readonly cpu: number;
  /** To the terminal and the server, a second. */
  readonly bytes: number;
}

function openTerminal(): void {
  spawnSync("tmux", [...tmux, "new-session", "-d", "-s", "keeper", "cat"]);
  process.once("exit", () => spawnSync("tmux", [...tmux, "kill-server"]));
}

/** Columns and rows. */
export type PaneSize = readonly [number, number];

export class Pane {
  readonly #watcher: ChildProcess;
  readonly #session: string;
  readonly #began: number;
  #pid = 0;
  #rest = "";
  /** The last that was drawn, to be searched for what is split between two pieces of news. */
  #drawn = "";
  #waiting: { readonly text: string; readonly seen: () => void } | undefined;

  constructor(command: readonly string[], env: readonly string[], size: PaneSize, where: Room) {
    // A terminal that is open already, as a person's is.
    if (sessions === 0) openTerminal();
    this.#session = `s${(sessions += 1)}`;
    const [columns, rows] = size;
    const cells = ["-x", String(columns), "-y", String(rows)];
    const cores = where === "anywhere" ? `0-${availableParallelism() - 1}` : "0";
    const core = pinned ? ["taskset", "-c", cores] : [];
    const own = env.flatMap((each) => ["-e", each]);
    const line = ["new-session", "-s", this.#session, ...cells, ...own, ...core, ...command];
    const all = [...tmux, "-C", ...line];
    this.#began = performance.now();
    this.#watcher = spawn("tmux", all, {
      env: { ...process.env, LANG: "C.UTF-8", TERM: "screen-256color" },
      stdio: ["pipe", "pipe", "ignore"],
    });
    this.#watcher.stdout?.setEncoding("latin1").on("data", (chunk: string) => this.#read(chunk));
  }

  /** `%output %1 …`: what the program has written; controls and the backslash in octal. */
  #read(chunk: string): void {
    const lines = (this.#rest + chunk).split("\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) {
      if (!line.startsWith("%output ")) continue;
      this.#drawn = (this.#drawn + line.slice(line.indexOf(" ", 8) + 1)).slice(-100_000);
      const { seen, text } = this.#waiting ?? {};
      if (text === undefined || !this.#drawn.includes(text)) continue;
      this.#waiting = undefined;
      seen?.();
    }
  }

  /** Until this is drawn; false when it is not within the time. */
  async draws(text: string, msMax = 30_000): Promise<boolean> {
    const wanted = Buffer.from(text).toString("latin1");
    if (this.#drawn.includes(wanted)) return true;
    return new Promise((resolve) => {
      const timer = setTimeout(() => resolve(false), msMax);
      const seen = (): void => {
        clearTimeout(timer);
        resolve(true);
      };
      this.#waiting = { text: wanted, seen };
    });
  }

  /** Until this is drawn for the first time, in ms from the start. */
  async starts(text: string): Promise<number> {
    if (!(await this.draws(text))) throw new Error(`no first screen: ${this.#drawn.slice(-200)}`);
    return performance.now() - this.#began;
  }

  get #process(): number {
    const asked = ["display-message", "-p", "-t", this.#session, "#{pane_pid}"];
    this.#pid ||= Number(spawnSync("tmux", [...tmux, ...asked], { encoding: "utf8" }).stdout);
    return this.#pid;
  }

  /** What was drawn until now is not looked at again. */
  forget(): void {
    this.#drawn = "";
  }

  /** By tmux's names of keys. */
  key(name: string): void {
    this.#watcher.stdin?.write(`send-keys -t ${this.#session} ${name}\n`);
  }

  get memoryMb(): number {
    const status = readFileSync(`/proc/${this.#process}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1_000;
  }

  /** Measures until the result is called. */
  measure(): () => Cost {
    const [at, cpu, bytes] = [performance.now(), this.#cpuSeconds, this.#bytes];
    return () => {
      const seconds = (performance.now() - at) / 1_000;
      return {
        cpu: ((this.#cpuSeconds - cpu) / seconds) * 100,
        bytes: (this.#bytes - bytes) / seconds,
      };
    };
  }

  /** proc(5): utime and stime, of all threads. */
  get #cpuSeconds(): number {
    const stat = readFileSync(`/proc/${this.#process}/stat`, "utf8");
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
  }

  get #bytes(): number {
    return Number(/wchar: (\d+)/.exec(readFileSync(`/proc/${this.#process}/io`, "utf8"))?.[1]);
  }

  close(): void {
    spawnSync("tmux", [...tmux, "kill-session", "-t", this.#session]);
    this.#watcher.kill();
  }
}
