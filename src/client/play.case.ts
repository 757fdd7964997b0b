/**
 * Play: transcripts of clients' sessions at the real server, over the in-memory pair. What a
 * client's timelines hold and is not written fails.
 *
 *   alice comes [#room …]       a client that wants to be in these rooms; #lobby when none is named
 *   alice comes to ACCOUNT      … and logs in, "with PASSWORD" if not "ACCOUNT's"; "as NICK"
 *   alice says the password is X     when she is asked; "none" goes on without an account
 *   alice is asked WHY          for the password; "" for no reason
 *   alice . words               types a line; \n is a line break in it
 *   alice | <bob> hi            the next that she has not seen where she is; -- before what is no
 *                               message, … for anything, ⋯ for a gap
 *   alice #dev | <bob> hi       the same elsewhere; "server" is the server's own place
 *   alice | 3 times <bob> …     three of that kind
 *   alice says line 1 to 9      nine lines: "line 1", …; bob shows in order 9: all of them, once
 *   alice shows <bob> hi [x]    it stands somewhere where she is, as it is now
 *   alice goes #dev             where typed lines go; alice watches #dev, alice looks away
 *   alice counts #dev 3 1       unread, and of those mentions
 *   alice hears of bob          bob is writing where she is; alice writes, alice stops writing
 *   alice is cut off            alice returns
 *   time passes 60              seconds
 *   -- words                    a remark
 */
import assert from "node:assert/strict";
import { createHash, createHmac } from "node:crypto";
import { testCredentials, TestRoom, type DeepPartial } from "../../test/room.ts";
import type { Config } from "../server/config.ts";
import { scramWith } from "../protocol/scram.ts";
import { Client } from "./client.case.ts";
import type { SessionOptions } from "./session.ts";
import { active } from "./state.ts";
import { typists } from "./typing.ts";

const scram = scramWith({
  hash: (data: Uint8Array) => createHash("sha256").update(data).digest(),
  hmac: (key: Uint8Array, data: Uint8Array) => createHmac("sha256", key).update(data).digest(),
});

export async function playClients(
  transcript: string,
  config: DeepPartial<Config> = {},
): Promise<void> {
  const stage = new Stage(config);
  let number = 0;
  for (const raw of transcript.split("\n")) {
    number += 1;
    const line = raw.trim();
    if (line === "" || line.startsWith("--")) continue;
    try {
      await stage.play(line);
    } catch (error) {
      const words = error instanceof Error ? error.message : String(error);
      throw new assert.AssertionError({
        message: `line ${number}: ${line}\n${words}`,
        stackStartFn: playClients,
      });
    }
  }
  stage.close();
}

class Stage {
  readonly room: TestRoom;
  readonly people = new Map<string, Client>();
  readonly accounts = new Set<string>();
  #unread = new Map<string, string[]>();

  constructor(config: DeepPartial<Config>) {
    this.room = new TestRoom(config);
  }

  async play(line: string): Promise<void> {
    const [, name = "", rest = ""] = /^(\S+) (.*)$/.exec(line) ?? [];
    if (name === "time") {
      this.room.now += Number(rest.split(" ")[1]) * 1000;
      for (const client of this.people.values()) client.carry(client.session.tick(this.room.now));
      return this.settle();
    }
    const [, place = "", pattern] = /^(?:(\S+) )?\| (.*)$/.exec(rest) ?? [];
    const [, count = "1", words = pattern] = /^(\d+) times (.*)$/.exec(pattern ?? "") ?? [];
    if (words !== undefined) {
      for (let n = 0; n < Number(count); n += 1) this.sees(name, place, words);
      return;
    }
    if (rest.startsWith("shows in order ")) return this.inOrder(name, Number(rest.split(" ")[3]));
    if (rest.startsWith("shows ")) return this.shows(name, rest.slice(6));
    if (rest.startsWith("counts ")) return this.counts(name, rest.split(" ").slice(1));
    if (rest.startsWith("is asked")) return this.isAsked(name, rest.slice("is asked ".length));
    if (rest.startsWith("hears of ")) return this.hearsOf(name, rest.split(" ").slice(2));
    this.nothingLeft(name);
    await this.does(name, rest);
    return this.settle();
  }

  async does(name: string, what: string): Promise<void> {
    if (/^comes\b/.test(what)) return this.comes(name, what.split(" ").slice(1));
    const client = this.person(name);
    const { session } = client;
    const at = this.room.now;
    const [verb = "", object = ""] = what.split(" ");
    const here = active(session.state)?.name ?? "";
    if (verb === ".") {
      const { taken } = ((outcome) => (client.carry(outcome), outcome))(
        session.typed(what.slice(2).replaceAll("\\n", "\n"), at),
      );
      assert.ok(taken, "it was given back");
    } else if (what.startsWith("says the password is ")) {
      const word = what.slice("says the password is ".length);
      const password = word === "none" ? null : word;
      client.carry(session.act({ type: "password", password }, at));
    } else if (verb === "says") {
      const [, , from, , to] = what.split(" ").map(Number);
      for (let n = from ?? 0; n <= (to ?? 0); n += 1) client.carry(session.typed(`line ${n}`, at));
    } else if (verb === "goes") client.carry(session.act({ type: "go", name: object }, at));
    else if (verb === "watches") client.carry(session.act({ type: "watch", name: object }, at));
    else if (what === "looks away") client.carry(session.act({ type: "watch", name: null }, at));
    else if (verb === "writes")
      client.carry(session.act({ type: "typing", name: here, active: true }, at));
    else if (what === "stops writing")
      client.carry(session.act({ type: "typing", name: here, active: false }, at));
    else if (verb === "scrolls") client.carry(session.act({ type: "older", name: here }, at));
    else if (verb === "returns") client.connect();
    else if (what === "is cut off") {
      client.peer?.destroy();
      client.peer = null;
      client.carry(session.lost(at));
    } else throw new Error(`nobody can "${what}"`);
  }

  private async comes(name: string, words: readonly string[]): Promise<void> {
    const rooms = words.filter((word) => word.startsWith("#"));
    const after = (word: string): string | undefined =>
      words.includes(word) ? words[words.indexOf(word) + 1] : undefined;
    const account = after("to");
    if (account !== undefined) await this.register(account);
    const options: SessionOptions = {
      nick: after("as") ?? name,
      rooms: rooms.length > 0 || words[0] === "nowhere" ? rooms : ["#lobby"],
      historyLines: 50,
      attentive: true,
      scram,
      nonce: () => "0123456789abcdef",
      ...(account === undefined
        ? {}
        : { credentials: { account, password: after("with") ?? `${account}'s` } }),
    };
    const client = new Client(this.room, options);
    this.people.set(name, client);
    client.connect();
    await this.settle();
    client.unseen(client.session.state.server);
    this.#unread.delete(`${name} server`);
  }

  /** Once; its password is "NAME's". */
  private async register(name: string): Promise<void> {
    if (this.accounts.has(name)) return;
    this.accounts.add(name);
    const credentials = await testCredentials.makeCredentials(`${name}'s`);
    const rest = { fingerprints: [], email: null, verification: null };
    this.room.server.log.append("", { type: "registerAccount", name, credentials, ...rest });
  }

  /** Until nobody sends anything more. */
  async settle(): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet += 1) {
      await this.room.settled();
      for (const client of this.people.values()) if (client.read()) quiet = -1;
    }
    for (const [name, client] of this.people) {
      const { conversations, server } = client.session.state;
      for (const of of [server, ...conversations.values()]) {
        const key = `${name} ${of === server ? "server" : of.name}`;
        const known = this.#unread.get(key) ?? [];
        this.#unread.set(key, [...known, ...client.unseen(of)]);
      }
    }
  }

  private sees(name: string, place: string, pattern: string): void {
    const client = this.person(name);
    const of = place === "" ? active(client.session.state) : client.place(place);
    const key = `${name} ${place === "server" || of === null ? "server" : of.name}`;
    const words = this.#unread.get(key)?.shift();
    assert.ok(words !== undefined, `${name} sees nothing more there`);
    assert.match(words, patternOf(pattern), `${name} sees: ${words}`);
  }

  private shows(name: string, pattern: string): void {
    const client = this.person(name);
    const of = active(client.session.state) ?? client.session.state.server;
    const shown = of.log.map((item) => client.words(item, of));
    assert.ok(
      shown.some((words) => patternOf(pattern).test(words)),
      `shown is:\n${shown.join("\n")}`,
    );
  }

  private inOrder(name: string, count: number): void {
    const of = active(this.person(name).session.state);
    const said = of?.log.flatMap((item) => (item.type === "said" ? [item.text] : [])) ?? [];
    assert.deepEqual(
      said,
      Array.from({ length: count }, (_, n) => `line ${n + 1}`),
    );
  }

  private counts(name: string, [place = "", unread, mentions]: readonly string[]): void {
    const of = this.person(name).place(place);
    assert.deepEqual([of.unread, of.mentions], [Number(unread), Number(mentions)]);
  }

  private isAsked(name: string, why: string): void {
    const asked = this.person(name).news.findLast((each) => each.type === "password");
    assert.equal(asked?.why ?? "not asked", why);
  }

  private hearsOf(name: string, nicks: readonly string[]): void {
    const of = active(this.person(name).session.state);
    assert.ok(of);
    assert.deepEqual(
      typists(of, this.room.now),
      nicks.filter((nick) => nick !== "nobody"),
    );
  }

  person(name: string): Client {
    const client = this.people.get(name);
    assert.ok(client, `who is ${name}?`);
    return client;
  }

  private nothingLeft(name?: string): void {
    const left = [...this.#unread].flatMap(([key, lines]) =>
      lines
        .filter(() => name === undefined || key.startsWith(`${name} `))
        .map((line) => `  ${key} | ${line}`),
    );
    assert.equal(left.join("\n"), "", `seen and not expected:\n${left.join("\n")}`);
  }

  close(): void {
    this.nothingLeft();
    this.room.close();
  }
}

function patternOf(words: string): RegExp {
  const parts = words.split("…").map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`);
}
