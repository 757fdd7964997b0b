/**
 * Journeys: transcripts that the server is held to. Whatever is heard and not written fails.
 *
 *   alice comes [capability …]     connects, registers as alice, reads the welcome
 *   alice comes from 10.0.0.7 …    from that address; "secure" is over TLS
 *   alice comes account alice …    logged in to that account, which is made when it is not there;
 *                                  "always alice" for one whose user stays without a device
 *   alice comes certificate HEX …  over TLS, with a certificate of that fingerprint
 *   phone comes as alice …         under that nick: what a transcript calls them may differ
 *   phone comes away lunch …       and has said so before (pre-away)
 *   alice comes raw                connects and says nothing
 *   nina comes plain               a silent peer, greeted after 300 ms
 *   alice > JOIN #lobby            sends a line; \xFF is that byte
 *   alice < :alice!… JOIN #lobby   the next line that she reads; … is anything
 *   alice <+ :…005…                one line like that or more
 *   alice <caps batch !sts …       a list of capabilities: this is in it, no "sts" with any value
 *   alice << 376                   reads on to the next line with that in it
 *   time passes 60                 seconds
 *   time sweeps                    what the server does now and then is done (sweep.ts)
 *   alice goes                     her connection breaks
 *   alice <>                       her connection has been ended by the server
 *   -- words                       a remark
 */
import assert from "node:assert/strict";
import type { Config } from "../src/server/config.ts";
import { sweep } from "../src/server/sweep.ts";
import type { MemoryPeer } from "../src/server/transport/memory.ts";
import { type DeepPartial, TestRoom } from "./room.ts";

/** The whole of it in a room of its own. */
export async function play(transcript: string, config: DeepPartial<Config> = {}): Promise<void> {
  const room = new TestRoom(config);
  await journey(room, transcript);
  room.close();
}

export async function journey(room: TestRoom, transcript: string): Promise<void> {
  const player = new Player(room);
  let number = 0;
  for (const raw of transcript.split("\n")) {
    number += 1;
    const line = raw.trim();
    if (line === "" || line.startsWith("--")) continue;
    try {
      await player.play(line);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new assert.AssertionError({
        message: `line ${number}: ${line}\n${words}`,
        stackStartFn: journey,
      });
    }
  }
  player.nothingLeft();
}

const players = new WeakMap<TestRoom, Map<string, { peer: MemoryPeer; unread: string[] }>>();

class Player {
  private readonly room: TestRoom;
  private readonly people;

  constructor(room: TestRoom) {
    this.room = room;
    this.people = players.get(room) ?? new Map<string, { peer: MemoryPeer; unread: string[] }>();
    players.set(room, this.people);
  }

  async play(line: string): Promise<void> {
    const [, name = "", what = "", rest = ""] = /^(\S+) +(\S+)(?: (.*))?$/.exec(line) ?? [];
    if (what === "<") return this.hears(name, rest.trim());
    if (what === "<+") return this.hears(name, rest.trim(), true);
    if (what === "<caps") return this.readsCapabilities(name, rest.trim().split(" "));
    if (what === "<>") return assert.ok(this.person(name).peer.ended, "the connection is open");
    if (what === "<<") return this.readsOn(name, rest.trim());
    this.nothingLeft();
    if (what === "passes") this.room.now += Number(rest) * 1000;
    else if (what === "sweeps") sweep(this.room.server);
    else if (what === "comes") await this.comes(name, rest.split(" ").filter(Boolean));
    else if (what === ">") this.person(name).peer.write(bytesOf(`${rest.trim()}\r\n`));
    else if (what === "goes") this.person(name).peer.destroy();
    else throw new Error(`a journey knows no "${what}"`);
    await this.read();
  }

  private async comes(name: string, given: readonly string[]): Promise<void> {
    const words = [...given];
    const from = words.indexOf("from");
    const address = from < 0 ? "127.0.0.1" : (words.splice(from, 2)[1] ?? "");
    const tls = words.indexOf("secure");
    const secure = tls >= 0 && words.splice(tls, 1).length > 0;
    const taken = (word: string): string | undefined => {
      const at = words.indexOf(word);
      return at < 0 ? undefined : words.splice(at, 2)[1];
    };
    const [always, nick = name, away] = [taken("always"), taken("as"), taken("away")];
    const account = always ?? taken("account");
    const fingerprint = taken("certificate");
    const peer = this.room.connect({
      address,
      secure: secure || fingerprint !== undefined,
      ...(fingerprint !== undefined && { fingerprint }),
    });
    if (account !== undefined) {
      this.room.account(account, always === undefined ? null : true);
      this.room.newest.account = account;
    }
    if (away !== undefined) this.room.newest.away = away;
    this.people.set(name, { peer, unread: [] });
    if (words[0] === "plain") return peer.silence();
    if (words[0] === "raw") return;
    if (words.length > 0) peer.write(`CAP REQ :${words.join(" ")}\r\n`);
    peer.write(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick} of Test\r\n`);
    if (words.length > 0) peer.write("CAP END\r\n");
    await this.room.settled();
    const [, after] = /^[^]* (?:376|422) .*\r\n([^]*)$/.exec(peer.take()) ?? [];
    assert.ok(after !== undefined, "no welcome");
    // A further device reads where it is.
    if (account !== undefined) this.people.get(name)?.unread.push(...linesOf(after));
  }

  private async read(): Promise<void> {
    await this.room.settled();
    for (const { peer, unread } of this.people.values()) unread.push(...linesOf(peer.take()));
  }

  private hears(name: string, pattern: string, often = false): void {
    const { unread } = this.person(name);
    const heard = unread.shift();
    assert.ok(heard !== undefined, `${name} heard nothing more`);
    const parts = pattern.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
    const expression = new RegExp(`^${parts.join(".*")}$`);
    assert.match(heard, expression, `${name} heard: ${heard}`);
    while (often && unread[0] !== undefined && expression.test(unread[0])) unread.shift();
  }

  private readsCapabilities(name: string, words: readonly string[]): void {
    const { unread } = this.person(name);
    const listed: string[] = [];
    for (let more = true; more;) {
      const line = unread.shift() ?? "";
      const [, marked, list] = /^:\S+ CAP \S+ (?:LS|LIST) (\* )?:?(.*)$/.exec(line) ?? [];
      assert.ok(list !== undefined, `${name} heard no list of capabilities: ${line}`);
      listed.push(...list.split(" "));
      // Below CAP 302 lines that are followed by others bear no mark.
      more = marked !== undefined || / CAP \S+ (?:LS|LIST) /.test(unread[0] ?? "");
    }
    for (const word of words) {
      const absent = word.startsWith("!");
      const like = (each: string): boolean => each.split("=")[0] === word.slice(1);
      const there = absent ? listed.some(like) : listed.includes(word);
      assert.equal(there, !absent, `${word} in ${listed.join(" ")}`);
    }
  }

  private readsOn(name: string, text: string): void {
    const { unread } = this.person(name);
    const found = unread.findIndex((line) => line.includes(text));
    assert.ok(found >= 0, `${name} heard only:\n${unread.join("\n")}`);
    unread.splice(0, found + 1);
  }

  private person(name: string) {
    const person = this.people.get(name);
    assert.ok(person, `who is ${name}?`);
    return person;
  }

  nothingLeft(): void {
    const left = [...this.people].flatMap(([name, { unread }]) =>
      unread.map((line) => `  ${name} < ${line}`),
    );
    assert.equal(left.join("\n"), "", `heard and not expected:\n${left.join("\n")}`);
  }
}

const linesOf = (text: string): string[] => text.split(/\r?\n/).filter((line) => line !== "");

const bytesOf = (line: string): Buffer =>
  Buffer.concat(
    line
      .split(/(\\x[0-9A-F]{2})/)
      .map((part, n) => (n % 2 === 1 ? Buffer.from(part.slice(2), "hex") : Buffer.from(part))),
  );
