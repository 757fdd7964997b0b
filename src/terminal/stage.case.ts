/**
 * Stage: what the tests of `banter join` play on: a terminal in memory, a process, a small IRC
 * server, and ways to wait for what is to come.
 */
import { spawn } from "node:child_process";
import type { ChildProcessWithoutNullStreams } from "node:child_process";
import net from "node:net";
import type { AddressInfo, Socket } from "node:net";
import { PassThrough, Writable } from "node:stream";
import { pathToFileURL } from "node:url";
import path from "node:path";
import { ScreenModel } from "../../test/screen-model.ts";
import type { Io } from "./io.ts";

/** Something that grows, and may be waited on. */
export class Watched {
  #waiting: { found: () => boolean; resolve: () => void }[] = [];

  changed(): void {
    this.#waiting = this.#waiting.filter(({ found, resolve }) => {
      if (!found()) return true;
      resolve();
      return false;
    });
  }

  until(found: () => boolean): Promise<void> {
    if (found()) return Promise.resolve();
    return new Promise((resolve) => this.#waiting.push({ found, resolve }));
  }
}

/** So long a test waits for what it wants to see. */
const patienceMs = 15_000;
/** How many times faster than real the back-off of the client in memory is. */
export const haste = 20;

/** False when it has not happened after all that patience. */
async function soon(done: Promise<void>): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>();
  const timer = setTimeout(() => resolve(false), patienceMs);
  const happened = await Promise.race([done.then(() => true), promise]);
  clearTimeout(timer);
  return happened;
}

export class FakeTerminal {
  readonly model: ScreenModel;
  readonly stdin = Object.assign(new PassThrough(), {
    isTTY: true,
    raw: false,
    setRawMode(on: boolean): void {
      this.raw = on;
    },
  });
  readonly stdout: Writable & { isTTY: boolean; columns: number; rows: number };
  readonly io: Io;
  errors = "";
  /** Every state of the screen that could be seen, to find what stood there in between. */
  readonly frames: string[] = [];
  readonly #watched = new Watched();
  readonly #suspended = Promise.withResolvers<void>();
  /** The shell lets the program go on. */
  goesOn: () => void = () => undefined;

  constructor(columns = 80, rows = 24) {
    this.model = new ScreenModel(columns, rows);
    const show = (bytes: string): void => {
      this.model.write(bytes);
      this.frames.push(this.screen);
      this.#watched.changed();
    };
    const stdout = new Writable({
      decodeStrings: false,
      write(chunk: string | Buffer, _encoding, done) {
        show(String(chunk));
        done();
      },
    });
    this.stdout = Object.assign(stdout, { isTTY: true, columns, rows });
    const stderr = new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.errors += String(chunk);
        done();
      },
    });
    this.io = {
      stdin: this.stdin,
      stdout: this.stdout,
      stderr,
      env: { NO_COLOR: "1" },
      now: () => Date.now(),
      chance: () => 0,
      after(ms, run) {
        const timer = setTimeout(run, ms / haste);
        return () => clearTimeout(timer);
      },
      addresses: () => "",
      folder: null,
      onStop: () => () => undefined,
      suspend: (goesOn) => {
        this.goesOn = goesOn;
        this.#suspended.resolve();
      },
    };
  }

  get screen(): string {
    return this.model.seen.join("\n");
  }

  get suspended(): Promise<void> {
    return this.#suspended.promise;
  }

  resize(columns: number, rows: number): void {
    this.model.resize(columns, rows);
    Object.assign(this.stdout, { columns, rows });
    this.stdout.emit("resize");
  }

  type(keys: string): void {
    this.stdin.write(keys);
  }

  sees(text: string | RegExp): Promise<void> {
    const wanted = typeof text === "string" ? (screen: string) => screen.includes(text) : null;
    const found = wanted ?? ((screen: string) => (text as RegExp).test(screen));
    return this.#awaits(found, `${String(text)} is not on the screen`);
  }

  /** It stands there no more. */
  lacks(text: string): Promise<void> {
    return this.#awaits((screen) => !screen.includes(text), `${text} is still on the screen`);
  }

  async #awaits(found: (screen: string) => boolean, failure: string): Promise<void> {
    const done = this.#watched.until(() => found(this.screen));
    if (await soon(done)) return;
    throw new Error(`${failure}:\n${this.screen}`);
  }
}

/** A process whose output can be waited on. */
export class Program {
  readonly child: ChildProcessWithoutNullStreams;
  out = "";
  err = "";
  readonly ended: Promise<number | null>;
  readonly #watched = new Watched();

  constructor(command: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
    this.child = spawn(command, args, {
      env: { ...process.env, ...env },
    });
    this.child.stdout.on("data", (chunk: Buffer) => {
      this.out += String(chunk);
      this.#watched.changed();
    });
    this.child.stderr.on("data", (chunk: Buffer) => {
      this.err += String(chunk);
      this.#watched.changed();
    });
    this.child.stdin.on("error", () => undefined);
    this.ended = new Promise((resolve) => {
      this.child.on("close", (code) => {
        resolve(code);
        this.#watched.changed();
      });
    });
  }

  /** Waits until it has written this, to either stream. */
  says(text: string): Promise<void> {
    return this.#watched.until(() => this.out.includes(text) || this.err.includes(text));
  }
}

/** Nobody's own rooms and settings are read, let alone written. */
const home = path.join(import.meta.dirname, "no-such-folder");

/** `banter join …` as a process. */
export function joinProcess(...args: string[]): Program {
  const from = (file: string): string => pathToFileURL(path.join(import.meta.dirname, file)).href;
  const code = `
    import { join } from "${from("join.ts")}";
    import { parseJoin } from "${from("join-options.ts")}";
    const parsed = parseJoin(process.argv.slice(1));
    if (parsed.type !== "options") throw new Error(JSON.stringify(parsed));
    process.exitCode = await join(parsed.options);`;
  const node = ["--input-type=module", "-e", code, "--"];
  return new Program(process.execPath, [...node, ...args], { XDG_CONFIG_HOME: home });
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** An IRC server of one room: enough to come, speak, be echoed, and be cut off. */
export class SmallServer {
  readonly server = net.createServer((socket) => this.#accept(socket));
  readonly heard: string[] = [];
  readonly people = new Map<Socket, string>();
  readonly #watched = new Watched();

  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    return (this.server.address() as AddressInfo).port;
  }

  async hears(line: string): Promise<void> {
    if (await soon(this.#watched.until(() => this.heard.includes(line)))) return;
    throw new Error(`"${line}" was not heard:\n${this.heard.join("\n")}`);
  }

  /** Says lines of IRC to everybody. */
  say(...lines: readonly string[]): void {
    const all = lines.map((line) => `${line}\r\n`).join("");
    for (const socket of this.people.keys()) socket.write(all);
  }

  /** Cuts everybody off and listens no more. */
  async stop(): Promise<void> {
    const closed = new Promise((resolve) => this.server.close(resolve));
    for (const socket of this.people.keys()) socket.destroy();
    await closed;
  }

  #accept(socket: Socket): void {
    this.people.set(socket, "*");
    socket.on("error", () => undefined);
    socket.on("close", () => this.people.delete(socket));
    let held = "";
    socket.on("data", (chunk) => {
      const lines = (held + String(chunk)).split("\r\n");
      held = lines.pop() ?? "";
      for (const line of lines) this.#take(socket, line);
      this.#watched.changed();
    });
  }

  #take(socket: Socket, line: string): void {
    this.heard.push(line);
    const [command = "", first = "", ...more] = line.replace(/^@\S+ /, "").split(" ");
    const nick = this.people.get(socket) ?? "*";
    const tag = /^@\S+/.exec(line)?.[0] ?? "";
    const answers: Record<string, () => string[]> = {
      CAP: () => {
        if (first === "LS")
          return [":s CAP * LS :echo-message labeled-response message-tags batch"];
        return first === "REQ" ? [`:s CAP * ACK ${more.join(" ")}`] : [];
      },
      NICK: () => {
        this.people.set(socket, first);
        return [];
      },
      USER: () => [`:s 001 ${nick} :Welcome`, `:s 422 ${nick} :No message of the day`],
      JOIN: () => [
        `:${nick}!u@h JOIN ${first}`,
        `:s 353 ${nick} = ${first} :${nick}`,
        `:s 366 ${nick} ${first} :End`,
      ],
      PING: () => [`:s PONG s ${first}`],
      PRIVMSG: () => [`${tag} :${nick}!u@h PRIVMSG ${first} ${more.join(" ")}`.trimStart()],
      QUIT: () => {
        socket.end("ERROR :Bye\r\n");
        return [];
      },
    };
    for (const answer of answers[command]?.() ?? []) socket.write(`${answer}\r\n`);
  }
}
