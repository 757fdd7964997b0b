/** A crowd at the real server: IRC clients by the hundreds that cost little. For hardship tests. */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { DatabaseSync } from "node:sqlite";
import path from "node:path";
import type { Test } from "./banter.ts";

/** A test that hangs says what it waited for. */
const patienceMs = 60_000;

/** Fulfilled when `look` is called and finds what it looks for. */
export class Until {
  readonly done: Promise<void>;
  private readonly found: () => boolean;
  private resolve: () => void = () => {};

  constructor(what: string, found: () => boolean, patience = patienceMs) {
    this.found = found;
    this.done = new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`waited in vain for ${what}`)), patience);
      this.resolve = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.look();
  }

  readonly look = (): void => {
    if (this.found()) this.resolve();
  };
}

export interface ClientWishes {
  readonly port: number;
  readonly nick: string;
  readonly rooms: readonly string[];
  readonly caps?: string;
  /** Each line as it comes, without its end. */
  readonly line?: (line: string) => void;
}

/** Speaks IRC, and nothing more than it must. */
export class Client {
  readonly socket: Socket;
  readonly nick: string;
  /** In all its rooms. */
  readonly ready: Promise<void>;
  readonly closed: Promise<void>;
  private line: ((line: string) => void) | undefined;
  private held = "";
  /** What it has heard last. */
  private last = "nothing heard";
  private joining: number;

  constructor(t: Test, { port, nick, rooms, caps, line }: ClientWishes) {
    this.nick = nick;
    this.line = line;
    this.joining = rooms.length;
    this.socket = connect(port, "127.0.0.1").setNoDelay(true).setEncoding("utf8");
    t.after(() => this.socket.destroy());
    this.closed = new Promise((resolve) => this.socket.once("close", () => resolve()));
    this.ready = new Promise((resolve, reject) => {
      this.socket.once("close", () => reject(new Error(`${nick} was not let in: ${this.last}`)));
      this.socket.on("error", ({ message }) => (this.last = message));
      this.socket.on("data", (text: string) => this.take(text, resolve));
    });
    this.ready.catch(() => {});
    const capabilities = caps === undefined ? [] : [`CAP REQ :${caps}`, "CAP END"];
    this.say(`NICK ${nick}`, `USER ${nick} 0 * :${nick}`, ...capabilities);
    this.say(...rooms.map((room) => `JOIN ${room}`));
  }

  say(...lines: string[]): void {
    this.socket.write(lines.map((line) => `${line}\r\n`).join(""));
  }

  private take(text: string, ready: () => void): void {
    if (this.joining === 0 && this.line === undefined) return;
    const lines = (this.held + text).split("\r\n");
    this.held = lines.pop() ?? "";
    this.last = lines.at(-1) ?? this.last;
    for (const line of lines) {
      if (this.joining > 0 && / 366 /.test(line) && --this.joining === 0) ready();
      if (line.startsWith("PING")) this.say(`PONG ${line.slice(5)}`);
      this.line?.(line);
    }
  }
}

/** So many at once, all of them in; named `name`0, `name`1, … */
export async function crowd(
  t: Test,
  count: number,
  wishes: Omit<ClientWishes, "nick"> & { readonly name: string },
): Promise<Client[]> {
  const clients = Array.from(
    { length: count },
    (_, n) => new Client(t, { ...wishes, nick: `${wishes.name}${n}` }),
  );
  await Promise.all(clients.map(({ ready }) => ready));
  return clients;
}

/** Every text that is kept, with how often. Of a server that has ended, or runs. */
export function keptTexts(data: string): Map<string, number> {
  const file = new DatabaseSync(path.join(data, "banter.db"), { readOnly: true });
  const rows = file.prepare("SELECT text FROM history WHERE said = 1").iterate();
  const texts = new Map<string, number>();
  for (const { text } of rows) texts.set(String(text), (texts.get(String(text)) ?? 0) + 1);
  file.close();
  return texts;
}

/** Of a process, in bytes. */
export function memoryOf(pid: number): number {
  const [, kilobytes] = /VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

export function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  const one = (name: string) => statSync(`${folder}/${name}`, { throwIfNoEntry: false });
  return readdirSync(folder).filter((name) => one(name)?.isSocket()).length;
}

/** What "/proc" is needed for cannot be seen elsewhere. */
export const needsProc = { skip: process.platform !== "linux" && "reads /proc" };

/** The value below which so many of a hundred lie. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
