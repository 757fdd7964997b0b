/**
 * Pane: `banter join` in tmux, as a person has it: keys go in, a screen comes out. A tmux server of
 * its own for each test process. What is waited for is looked for whenever something was drawn.
 */
import { type ChildProcess, execFile, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import path from "node:path";
import { root, scratchFolder, type Test } from "../process/banter.ts";

const run = promisify(execFile);
const patienceMs = 30_000;
const launcher = path.join(root, "bin/banter.js");

const tmuxFolder = scratchFolder();
const server = ["-L", `banter-pane-${process.pid}`, "-f", "/dev/null"];
/** What a program has left behind, and how it ended, stays to be seen. */
const staying = '"$@"; echo "[ended $?]"; exec cat';
const env = {
  PATH: process.env["PATH"],
  LANG: "C.UTF-8",
  TERM: "screen-256color",
  TZ: "UTC",
  TMUX_TMPDIR: tmuxFolder,
};

const tmux = (args: readonly string[], home = tmuxFolder) =>
  run("tmux", [...server, ...args], { env: { ...env, HOME: home, XDG_CONFIG_HOME: home } });
let sessions = 0;
/** A session that stays: a server that ends with its last one refuses the next test's first. */
let keeper: Promise<unknown> | null = null;
// Before the folder in which its socket lies is gone.
process.prependOnceListener("exit", () => {
  if (keeper !== null) spawnSync("tmux", [...server, "kill-server"], { env });
});

export class Pane {
  readonly home: string;
  private readonly session: string;
  private readonly watcher: ChildProcess;
  private readonly news: Readable;

  private constructor(session: string, home: string, watcher: ChildProcess & { stdout: Readable }) {
    this.session = session;
    this.home = home;
    this.watcher = watcher;
    this.news = watcher.stdout.resume();
  }

  /** Runs `banter join` with these arguments, and ends it after the test. */
  static async join(
    t: Test,
    args: readonly string[],
    { columns = 80, rows = 24, home = scratchFolder() } = {},
  ): Promise<Pane> {
    keeper ??= tmux(["new-session", "-d", "-s", "keeper", "cat"]);
    await keeper;
    const session = `p${++sessions}`;
    const size = ["-x", String(columns), "-y", String(rows)];
    const folders = ["-e", `XDG_CONFIG_HOME=${home}`, "-e", `HOME=${home}`];
    const program = [process.execPath, launcher, "join", ...args];
    const command = ["sh", "-c", staying, "sh", ...program];
    await tmux(["new-session", "-d", "-s", session, ...size, ...folders, ...command], home);
    const attach = [...server, "-C", "attach", "-t", session, "-f", "ignore-size"];
    const watcher = spawn("tmux", attach, { env, stdio: ["pipe", "pipe", "ignore"] });
    // tmux 3.3a itself ends when a session begins while somebody else is just attaching.
    await once(watcher.stdout, "data");
    const pane = new Pane(session, home, watcher);
    t.after(() => pane.close());
    return pane;
  }

  /** What stands there, row by row. */
  async rows(): Promise<string[]> {
    const { stdout } = await tmux(["capture-pane", "-p", "-t", this.session]);
    return stdout.replace(/\n$/, "").split("\n");
  }

  /** Keys by tmux's names: "Enter", "C-k", "M-Up", "PageUp". */
  async keys(...names: readonly string[]): Promise<void> {
    await tmux(["send-keys", "-t", this.session, ...names]);
  }

  async type(text: string): Promise<void> {
    await tmux(["send-keys", "-t", this.session, "-l", text]);
  }

  async line(text: string): Promise<void> {
    await this.type(text);
    await this.keys("Enter");
  }

  /** As a terminal does it: in brackets, when the program has asked for them. */
  async paste(text: string): Promise<void> {
    await tmux(["set-buffer", "-b", this.session, text]);
    await tmux(["paste-buffer", "-p", "-d", "-b", this.session, "-t", this.session]);
  }

  async resize(columns: number, rows: number): Promise<void> {
    await tmux(["resize-window", "-t", this.session, "-x", String(columns), "-y", String(rows)]);
  }

  /** Waits until the screen is so. */
  async until(what: string, is: (screen: string) => boolean): Promise<string> {
    const over = new AbortController();
    const signal = AbortSignal.any([AbortSignal.timeout(patienceMs), over.signal]);
    try {
      for (;;) {
        // In control mode tmux tells of all that the program writes.
        const changed = once(this.news, "data", { signal }).then(
          () => true,
          () => false,
        );
        const screen = (await this.rows()).join("\n");
        if (is(screen)) return screen;
        if (!(await changed)) throw new Error(`${what}:\n${screen}`);
      }
    } finally {
      over.abort();
    }
  }

  shows(pattern: RegExp): Promise<string> {
    return this.until(`${pattern} is not on the screen`, (screen) => pattern.test(screen));
  }

  lacks(pattern: RegExp): Promise<string> {
    return this.until(`${pattern} is still on the screen`, (screen) => !pattern.test(screen));
  }

  /** The program has ended well; gives what it has left on the screen. */
  ended(): Promise<string> {
    return this.shows(/\[ended 0\]/);
  }

  private async close(): Promise<void> {
    this.watcher.kill();
    await tmux(["kill-session", "-t", this.session]).catch(() => {});
  }
}
