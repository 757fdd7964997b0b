/**
 * Stage: the people of a world at the real server, over the in-memory pair. What they do is done
 * one thing after another, each at a time of its own; who is refused is a fault of the test.
 */
import assert from "node:assert/strict";
import { type CapabilityName, capabilityNames } from "../../src/protocol/capabilities.ts";
import type { Account } from "../../src/server/account.ts";
import { type Event, msgidOf } from "../../src/server/event.ts";
import type { Parts } from "../../src/server/parts.ts";
import type { MemoryPeer } from "../../src/server/transport/memory.ts";
import { TestRoom } from "../room.ts";
import type { Asking } from "./secrets.ts";
import { type Person, type Plan, World } from "./world.ts";

/** What the server is made of, and what is done to it when it stands. */
export interface Broken {
  readonly parts?: Partial<Parts>;
  readonly cloaks?: false;
  readonly breaks?: (room: TestRoom) => void;
}

/** Each asks for all that there is; the two drafts of metadata are not had together. */
export const everyCapability = capabilityNames.filter(
  (name) => !["sts", "draft/metadata-2"].includes(name),
);

export const outsiderNick = "outsider";

export class Stage {
  readonly world: World;
  readonly room: TestRoom;
  readonly peers = new Map<Person, MemoryPeer>();
  outsider!: MemoryPeer;
  /** The id of what was said last. */
  said = "";
  private addresses = 0;

  constructor(plan: Plan, { parts = {}, cloaks, breaks }: Broken = {}) {
    this.world = new World(plan);
    const { readers, since } = plan;
    const config = {
      server: { lobby: "#hall", defaultUserModes: "" },
      operators: [{ name: "weak", passwordHash: "hash of weak", rights: [], masks: [] }],
      cloak: { enabled: cloaks !== false },
      login: { attemptsMax: 100_000, accountAttemptsMax: 100_000 },
      history: { readers, since },
      webServices: [{ name: "*", secret: "not known to them", seconds: 30 }],
      metadata: { restricted: ["private.*"] },
      limits: { metadataChangesMax: 100_000, metadataSyncMs: 1, channelRenamesMax: 100 },
    };
    const observer = { connected() {}, left() {}, happened: (event: Event) => this.note(event) };
    this.room = new TestRoom(config, { observer, ...parts });
    breaks?.(this.room);
  }

  /** Ids and times of what is said are as secret as the words. */
  private note(event: Event): void {
    if (event.type !== "said") return;
    this.said = msgidOf(event);
    const { world } = this;
    const { msgid, time } = { msgid: this.said, time: new Date(event.time).toISOString() };
    const own = event.who.nick === outsiderNick;
    const mayRead = (): boolean => {
      if (own || ("user" in event.to && event.to.user.nick === outsiderNick)) return true;
      const room = world.rooms.find(({ messages }) =>
        messages.some((each) => each.msgid === msgid),
      );
      const message = room?.messages.find((each) => each.msgid === msgid);
      if (!room || !message) return "key" in event.to && event.to.channel === "#hall";
      return world.readsMessage(room, message);
    };
    world.secrets.keep(`msgid=${msgid}`, "the id of a message", mayRead);
    world.secrets.keep(time, "the time of a message", mayRead);
  }

  /** The id that the next thing will have when it is said. */
  get next(): string {
    return msgidOf({ place: this.room.server.state.place + 1, index: 0 });
  }

  async comes(person: Person, { alwaysOn }: { alwaysOn?: true } = {}): Promise<void> {
    const { world, room } = this;
    const address = `10.7.0.${(this.addresses += 1)}`;
    world.secrets.keep(address, `the address of ${person.called}`, () => false);
    this.makeAccount(person.account, alwaysOn ?? null);
    const peer = room.connect({ address });
    room.newest.account = person.account;
    this.peers.set(person, peer);
    peer.write(`${asks(everyCapability)}NICK ${person.nick}\r\n`);
    peer.write(`USER someone 0 * :${world.ofPerson(person, "real name")}\r\nCAP END\r\n`);
    await room.settled();
    assert.match(peer.take(), / 376 | 422 /);
    if (person.invisible) await this.does(person, `MODE ${person.nick} +i`);
  }

  /** With an address for mail, which is nobody else's business. */
  private makeAccount(name: string, alwaysOn: boolean | null): void {
    const { state } = this.room.server;
    this.room.account(name, alwaysOn);
    const account = state.accounts.get(name) as Account;
    const email = `${this.world.hidden("an e-mail address")}@example.org`;
    state.accounts.set(name, { ...account, email });
  }

  async does(person: Person, ...lines: readonly string[]): Promise<void> {
    const { room } = this;
    const peer = this.peers.get(person) as MemoryPeer;
    room.now += 1_337;
    peer.write(lines.map((line) => `${line}\r\n`).join(""));
    await room.settled();
    const refused = peer
      .take()
      .split("\r\n")
      .find((line) => /^(@\S+ )?:banter\.test ((4(?!22)|5)\d\d|FAIL|696) /.test(line));
    assert.equal(refused, undefined, `${person.called} > ${lines.join("\n")}`);
  }

  async goes(person: Person): Promise<void> {
    this.peers.get(person)?.destroy();
    await this.room.settled();
  }

  // ── The outsider ──────────────────────────────────────────────────────────────────────────

  async outsiderComes(): Promise<MemoryPeer> {
    const { room, world } = this;
    const { plain, account, capabilities, operator } = world.plan;
    const peer = room.connect({ address: "192.0.2.9" });
    if (account) {
      room.account(outsiderNick);
      room.newest.account = outsiderNick;
    }
    if (plain) {
      peer.silence();
      await room.settled();
      peer.write(`/nick ${outsiderNick}\n`);
    } else {
      peer.write(`${asks(capabilities)}NICK ${outsiderNick}\r\nUSER x 0 * :x\r\nCAP END\r\n`);
      peer.write("JOIN #hall\r\n");
      if (operator) peer.write("OPER weak weak\r\n");
      if (capabilities.includes("draft/metadata-3"))
        peer.write("METADATA * SUB mood private.note\r\n");
    }
    await room.settled();
    return peer;
  }

  /** Sends it and reads what comes of it. */
  async outsiderAsks(line: string): Promise<string> {
    this.outsider.take();
    this.outsider.write(this.world.plan.plain ? `${line}\n` : `${line}\r\n`);
    await this.room.settled();
    return this.outsider.take();
  }

  check(heard: string, asking: Asking): void {
    const leaked = this.world.secrets.leaked(heard, asking);
    assert.equal(leaked, undefined, `the outsider reads ${leaked}`);
  }
}

const asks = (capabilities: readonly CapabilityName[]): string =>
  ["LS 302", ...capabilities.map((name) => `REQ :${name}`)]
    .map((words) => `CAP ${words}\r\n`)
    .join("");
