/** Client: a session at the real server, over the in-memory pair, and what has been seen of it in
 * words. For the tests of the client's state; transcripts of several are in play.case.ts. */
import assert from "node:assert/strict";
import { pbkdf2Sync } from "node:crypto";
import type { TestRoom } from "../../test/room.ts";
import type { MemoryPeer } from "../server/transport/memory.ts";
import { happened } from "../terminal/happened.ts";
import type { News } from "./news.ts";
import { tally } from "./notes.ts";
import { Session } from "./session.ts";
import type { Outcome, SessionOptions } from "./session.ts";
import { find } from "./state.ts";
import type { Conversation } from "./state.ts";
import type { Item, Said } from "./timeline.ts";

export class Client {
  readonly session: Session;
  readonly room: TestRoom;
  readonly news: News[] = [];
  readonly seen = new Set<Item>();
  peer: MemoryPeer | null = null;
  #rest = "";

  constructor(room: TestRoom, options: SessionOptions) {
    this.room = room;
    this.session = new Session(options);
  }

  connect(): void {
    this.peer = this.room.connect({ secure: true });
    this.#rest = "";
    this.carry(this.session.opened(this.room.now, true));
  }

  /** True when something came. */
  read(): boolean {
    const lines = (this.#rest + (this.peer?.take() ?? "")).split("\r\n");
    this.#rest = lines.pop() ?? "";
    for (const line of lines) this.carry(this.session.received(line, this.room.now));
    return lines.length > 0;
  }

  carry({ send, news }: Outcome): void {
    for (const line of send) this.peer?.write(`${line}\r\n`);
    this.news.push(...news);
    for (const each of news) {
      if (each.type !== "salting") continue;
      const { password, salt, iterations } = each;
      const salted = pbkdf2Sync(password, salt, iterations, 32, "sha256");
      this.carry(this.session.act({ type: "salted", salted }, this.room.now));
    }
  }

  place(name: string): Conversation {
    const { state } = this.session;
    const of = name === "server" ? state.server : find(state, name);
    assert.ok(of, `there is no conversation ${name}`);
    return of;
  }

  unseen(of: Conversation): string[] {
    const items = of.log.filter((item) => item.type !== "mark" && !this.seen.has(item));
    for (const item of items) this.seen.add(item);
    return items.map((item) => this.words(item, of));
  }

  words(item: Item, of: Conversation): string {
    if (item.type === "gap") return "⋯";
    if (item.type === "said") return saidWords(item, of);
    if (item.type === "mark") return "";
    const view = { now: this.room.now, here: of.name, nick: this.session.state.nick };
    return `-- ${happened(item.news, view) ?? item.news.type}`;
  }
}

function saidWords(said: Said, of: Conversation): string {
  const { nick, text, manner, notes, replyTo, mention } = said;
  const shown = text.replaceAll("\n", "\\n");
  const by = manner === "action" ? `* ${nick}` : manner === "notice" ? `-${nick}-` : `<${nick}>`;
  const answered = replyTo === null ? undefined : of.byId.get(replyTo);
  const marks = [
    ...(mention ? ["!"] : []),
    ...(answered?.type === "said"
      ? [`to ${answered.nick}: ${answered.text.replaceAll("\n", "\\n")}`]
      : []),
    ...(notes?.edited ? ["edited"] : []),
    ...(notes?.redacted ? [`deleted by ${notes.redacted.by}`] : []),
    ...tally(said).map(({ value, nicks }) => `${value} ${nicks.join(",")}`),
  ];
  return [`${by} ${shown}`, ...marks.map((mark) => `[${mark}]`)].join(" ");
}
