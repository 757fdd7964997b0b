/** A person at the real server: a socket, and the text that has come over it. */
import assert from "node:assert/strict";
import { connect, type Socket } from "node:net";
import type { Test } from "./banter.ts";
import { Watched } from "./watched.ts";

export class Person {
  readonly socket: Socket;
  readonly heard = new Watched();

  constructor(t: Test, socket: Socket) {
    this.socket = socket;
    socket.on("data", (bytes: Buffer) => this.heard.add(bytes.toString()));
    socket.on("error", () => this.heard.end());
    socket.on("close", () => this.heard.end());
    t.after(() => socket.destroy());
  }

  say(...lines: string[]): void {
    this.socket.write(lines.map((line) => `${line}\r\n`).join(""));
  }

  /** Waits for a whole line that matches, and goes past it. */
  hears(pattern: RegExp | string): Promise<RegExpExecArray> {
    const [source, flags] =
      typeof pattern === "string" ? [escaped(pattern), ""] : [pattern.source, pattern.flags];
    return this.heard.next(new RegExp(`^${source}\\r?\\n`, `${flags}m`));
  }

  /** Somebody is in the lobby, too, whoever of both came first. Speaks IRC. */
  async meets(nick: string): Promise<void> {
    const listed = `353 \\S+ . #lobby :(?:.* )?[^\\w ]?${nick}[ \r]`;
    const comes = `:${nick}!\\S+ JOIN #lobby[ \r]`;
    assert.ok(await this.heard.until(new RegExp(`${listed}|${comes}`)), `${nick} has not come`);
  }

  /** All that has come so far has been read: what follows comes after it. Speaks IRC. */
  async fence(): Promise<void> {
    const word = `fence${++fences}`;
    this.say(`PING ${word}`);
    await this.heard.next(new RegExp(`PONG .*${word}\\r\\n`));
  }
}

let fences = 0;

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

/** Over plain lines, past the greeting. */
export async function plainPerson(t: Test, port: number, nick?: string): Promise<Person> {
  const person = new Person(t, connect(port, "127.0.0.1"));
  // A first line that says nothing: nobody waits for the silence to be noticed.
  person.say(nick === undefined ? "/away" : `/nick ${nick}`);
  await person.hears(/\* You are (in #lobby|back).*/);
  await person.hears(nick === undefined ? "* You are back." : `* You are ${nick} now.`);
  return person;
}

/** Over IRC, in the lobby. */
export async function ircPerson(
  t: Test,
  port: number,
  nick: string,
  { caps = "", room = "#lobby" } = {},
): Promise<Person> {
  const person = new Person(t, connect(port, "127.0.0.1"));
  if (caps !== "") person.say(`CAP REQ :${caps}`);
  person.say(`NICK ${nick}`, `USER ${nick} 0 * :${nick} of Test`);
  if (caps !== "") person.say("CAP END");
  if (room !== "") person.say(`JOIN ${room}`);
  await person.heard.next(room === "" ? / (?:422|376) / : / 366 /);
  await person.fence();
  return person;
}

export function assertSoon(ms: number, msMax: number, what: string): void {
  assert.ok(ms <= msMax, `${what} took ${Math.round(ms)} ms, ${msMax} at most`);
}
