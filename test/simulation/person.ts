/**
 * Person: a client with one connection to one node. It says what chance lets it say, and holds
 * every line that it reads against what the model says it should hear.
 */
import assert from "node:assert/strict";
import { parseMessage } from "../../src/protocol/message.ts";
import { msgidOf, placeOfMsgid, type Event } from "../../src/server/event.ts";
import type { Connection, Receiver } from "../../src/server/transport.ts";
import { arrivalLines } from "./account-speech.ts";
import { anyInvitation } from "./inviting.ts";
import { Lines } from "./lines.ts";
import type { SimulatedNode } from "./node.ts";
import { anyNick } from "./speech.ts";
import type { Simulation } from "./simulation.ts";

const alwaysWanted = ["message-tags", "batch", "server-time", "labeled-response"];
const sometimesWanted = [
  ..."away-notify chghost echo-message extended-join invite-notify multi-prefix setname".split(" "),
  ..."account-notify account-tag draft/channel-rename draft/metadata-3".split(" "),
  "draft/multiline",
  "draft/message-edit",
  "draft/relaymsg",
  "draft/message-redaction",
];

export class Person {
  readonly node: SimulatedNode;
  readonly plain: boolean;
  readonly capabilities: ReadonlySet<string>;
  session = "";
  /** By the server, with a last word. */
  ended = false;
  gone = false;
  private crashed = false;
  private readonly simulation: Simulation;
  private readonly receiver: Receiver;
  private readonly address: string;
  /** How many of the events meant for it have been heard. */
  private heard = 0;
  private last: Event | undefined;
  /** The last messages that it knows, as REDACT names them. */
  heardOf: readonly string[] = [];
  private readonly lines = new Lines();
  private unread = "";
  /** How often it tries another nick. */
  private patience = 3;

  constructor(simulation: Simulation, node: SimulatedNode) {
    const { chance } = simulation;
    this.simulation = simulation;
    this.node = node;
    this.plain = chance.oneIn(6);
    this.capabilities = new Set([
      ...alwaysWanted,
      ...sometimesWanted.filter(() => chance.oneIn(2)),
    ]);
    const { server } = node;
    assert.ok(server);
    this.address = `10.0.0.${1 + chance.below(3)}`;
    this.receiver = server.door.accept(this.connection());
    // Turned away at the door: it has had no session.
    if (this.ended) return;
    this.session = [...server.door.peers.keys()].at(-1) ?? "";
    simulation.sessionBegins(this.session);
    if (this.plain) this.receiver.silent();
    else this.register();
  }

  private register(): void {
    const { chance } = this.simulation;
    const name = anyNick(chance);
    const known = chance.oneIn(this.simulation.ofAccounts ? 2 : 20);
    if (chance.oneIn(6)) this.say(`PASS ${anyInvitation(chance, this.simulation.time.now)}`);
    this.say(...arrivalLines(chance, [...this.capabilities], known), `NICK ${name}`);
    this.say(`USER u${chance.below(3)} 0 * :${name}`, "CAP END");
  }

  private connection(): Connection {
    return {
      address: this.address,
      port: 1,
      secure: false,
      framing: "line",
      queuedBytes: 0,
      write: (bytes) => {
        if (!this.node.silent) this.read(Buffer.from(bytes).toString());
        return true;
      },
      pause() {},
      resume() {},
      end: () => {
        if (this.ended || this.gone) return;
        this.ended = true;
        this.simulation.soon(() => this.hangUp("Connection closed"));
      },
    };
  }

  get registered(): boolean {
    return !this.gone && this.userId !== 0;
  }
  get userId(): number {
    return this.node.server?.door.peers.get(this.session)?.user ?? 0;
  }

  say(...lines: readonly string[]): void {
    if (this.gone || this.ended) return;
    const bytes = Buffer.from(lines.map((line) => `${line}\r\n`).join(""));
    // Split anywhere; the rest comes at once, or a little later in its turn.
    const cut = this.simulation.chance.below(bytes.length);
    this.receiver.received(bytes.subarray(0, cut));
    if (!this.gone) this.receiver.received(bytes.subarray(cut));
  }

  hangUp(reason: string): void {
    if (this.gone) return;
    this.gone = true;
    this.node.people.delete(this);
    if (this.ended) this.checkAll();
    this.receiver.closed(reason);
  }

  /** The node has crashed. */
  cutOff(): void {
    this.gone = this.crashed = true;
    this.node.people.delete(this);
  }

  // ── Hearing ───────────────────────────────────────────────────────────────────────────────

  private read(text: string): void {
    assert.ok(!this.crashed, "a crashed node speaks");
    if (this.gone) return;
    const lines = (this.unread + text).split("\n");
    this.unread = lines.pop() ?? "";
    for (const line of lines) {
      if (this.plain) this.hearPlain(line);
      else this.hear(line.replace(/\r$/, ""));
    }
  }

  private hear(line: string): void {
    const message = parseMessage(line);
    assert.ok(message, `not a line: ${line}`);
    const { tags, command, params } = message;
    if (command === "PING") return this.simulation.soon(() => this.say(`PONG ${params[0]}`));
    if (command === "433" || command === "432") return this.chooseAgain();
    const msgid = tags.get("msgid");
    const typing = tags.get("+typing");
    if (typing !== undefined) {
      assert.equal(msgid, undefined, "a signal has no msgid");
      return this.simulation.typing.hears(this.session, typing, params[0] ?? "");
    }
    if (msgid === undefined) {
      const { source } = message;
      if (source.includes("!") && !source.includes("@services.")) this.lines.goOn(message);
      return;
    }
    this.checkKept(placeOfMsgid(msgid)?.place ?? Infinity);
    const past = tags.get("batch")?.startsWith("h");
    const event = past ? this.simulation.words.withId(msgid) : this.nextEvent(msgid);
    if (event.type === "said") {
      if (past && this.simulation.words.hasOthers(msgid)) this.lines.passOver();
      else this.lines.begin(message, event);
      const relayedBy = this.capabilities.has("draft/relaymsg") ? event.relayedBy : undefined;
      assert.equal(tags.get("draft/relaymsg"), relayedBy, "by whom it was relayed");
      const { to, who } = event;
      const other = "user" in to && who.id === this.userId ? to.user : who;
      const named = "channel" in to ? to.channel : other.nick;
      // Its own are what it mostly takes back or changes.
      const times = who.id === this.userId ? 6 : 1;
      this.heardOf = [...this.heardOf, ...Array(times).fill(`${named} ${msgid}`)].slice(-9);
    } else this.lines.checkEnd();
  }

  /** The event of this line; one event may be several lines. */
  private nextEvent(msgid: string): Event {
    if (this.last && msgidOf(this.last) === msgid) return this.last;
    const next = this.nextExpected();
    assert.ok(next, `${this.session} hears what it must not: ${msgid}`);
    const { session } = this;
    assert.equal(msgid, msgidOf(next), `${session} does not hear ${JSON.stringify(next)}`);
    this.last = next;
    return next;
  }

  private nextExpected(): Event | undefined {
    const expected = this.simulation.model.heardBy(this.session);
    while (this.heard < expected.length) {
      const next = expected[this.heard] as Event;
      this.heard += 1;
      if (this.isRead(next)) return next;
    }
    return undefined;
  }

  /** What of all that is meant for a session has lines of its own with these capabilities. */
  private isRead(event: Event): boolean {
    const wants = (name: string): boolean => this.capabilities.has(name);
    if (this.plain) return event.type === "said" && isToken(event.text) && !this.isOwn(event);
    switch (event.type) {
      case "said":
        return !this.isOwn(event) || wants("echo-message") || isToSelf(event);
      case "edited":
      case "redacted":
        if (!wants(event.type === "edited" ? "draft/message-edit" : "draft/message-redaction"))
          return false;
        return event.session !== this.session || wants("echo-message") || isToSelf(event);
      case "awayChanged": // one's own is an answer, which bears no msgid
        return event.who.id !== this.userId && wants("away-notify");
      case "accountChanged":
        return wants("account-notify");
      case "userModesChanged": // other notices alone are told by a numeric
        return event.changes.length > 0;
      case "hostChanged": // others read a QUIT and JOINs, which bear no msgid
        return wants("chghost");
      case "realnameChanged":
        return wants("setname");
      case "renamed": // others read a PART and a JOIN, which bear no msgid
        return wants("draft/channel-rename");
      case "invited":
        if (event.target.id === this.userId) return event.who.id !== this.userId;
        return event.who.id !== this.userId && wants("invite-notify");
      default:
        return true;
    }
  }

  private isOwn = (event: Event): boolean =>
    event.type === "said" && event.session === this.session;

  private hearPlain(line: string): void {
    const token = /^(?:#\S+ )?[<-].*?[>-] (w\d+w)\b/.exec(line)?.[1];
    // What was said before cannot be told from what is said now.
    if (token === undefined || this.simulation.linesOnJoin > 0) return;
    const next = this.nextExpected();
    assert.ok(next?.type === "said", `${this.session} hears what it must not: ${line}`);
    assert.equal(token, /w\d+w/.exec(next.text)?.[0], "said out of order, twice, or not at all");
    this.checkKept(next.place);
  }

  private checkKept(place: number): void {
    assert.ok(place <= this.node.keptPlace, `${place} is shown before it is kept`);
  }

  private chooseAgain(): void {
    if (this.registered || this.ended || this.patience === 0) return;
    this.patience -= 1;
    this.simulation.soon(() => this.say(`NICK ${anyNick(this.simulation.chance)}`));
  }

  /** Nothing is left that it should have heard. */
  checkAll(): void {
    if (this.plain && this.simulation.linesOnJoin > 0) return;
    this.lines.checkEnd();
    const missed = this.nextExpected();
    assert.equal(missed, undefined, `${this.session} has not heard ${JSON.stringify(missed)}`);
  }
}

const isToken = (text: string): boolean => /^w\d+w/.test(text);
const isToSelf = (event: Event): boolean =>
  "to" in event && "user" in event.to && event.to.user.id === event.who.id;
