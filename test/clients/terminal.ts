/**
 * A terminal for programs that draw one: tmux, with a server of its own. What is waited for is
 * looked for whenever the program has written something, and in what then stands on its screen.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable } from "node:stream";
import { promisify } from "node:util";
import { scratchFolder, type Test } from "../process/banter.ts";

const run = promisify(execFile);
const patienceMs = 20_000;
const [columns, rows] = [150, 60];

/** Neither the user's tmux nor that of another test. */
const server = ["-L", `banter-test-${process.pid}`, "-f", "/dev/null"];
const env = {
  PATH: process.env["PATH"],
  LANG: "C.UTF-8",
  TERM: "screen",
  TZ: "UTC",
  TMUX_TMPDIR: scratchFolder(),
};
const tmux = (args: readonly string[], home = env.TMUX_TMPDIR) =>
  run("tmux", [...server, ...args], { env: { ...env, HOME: home } });
let sessions = 0;

export class Terminal {
  private readonly session: string;
  private readonly watcher: ChildProcess;
  private readonly news: Readable;

  private constructor(session: string, watcher: ChildProcess & { stdout: Readable }) {
    this.session = session;
    this.watcher = watcher;
    this.news = watcher.stdout.resume();
  }

  /** Runs the program, and ends it after the test. */
  static async open(t: Test, command: readonly string[], home: string): Promise<Terminal> {
    const session = `s${++sessions}`;
    const size = ["-x", String(columns), "-y", String(rows)];
    await tmux(["new-session", "-d", "-s", session, ...size, ...command], home);
    const attach = [...server, "-C", "attach", "-t", session, "-f", "ignore-size"];
    const watcher = spawn("tmux", attach, { env, stdio: ["pipe", "pipe", "ignore"] });
    const terminal = new Terminal(session, watcher);
    t.after(() => terminal.close());
    return terminal;
  }

  async screen(): Promise<string> {
    const { stdout } = await tmux(["capture-pane", "-p", "-t", this.session]);
    return stdout;
  }

  /** Types a line. */
  async type(line: string): Promise<void> {
    await tmux(["send-keys", "-t", this.session, "-l", line]);
    await tmux(["send-keys", "-t", this.session, "Enter"]);
  }

  /** Waits until the screen shows this. */
  async shows(pattern: RegExp): Promise<RegExpExecArray> {
    const signal = AbortSignal.timeout(patienceMs);
    for (;;) {
      // In control mode tmux tells of all that the program writes.
      const changed = once(this.news, "data", { signal }).then(
        () => true,
        () => false,
      );
      const screen = await this.screen();
      const found = pattern.exec(screen);
      if (found !== null) return found;
      if (!(await changed)) throw new Error(`${pattern} is not on the screen:\n${screen}`);
    }
  }

  private async close(): Promise<void> {
    this.watcher.kill();
    // With its last session the server ends too.
    await tmux(["kill-session", "-t", this.session]).catch(() => {});
  }
}
