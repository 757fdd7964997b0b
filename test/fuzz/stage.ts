/**
 * Stage: the real server for a fuzz, with peers that judge all they read. Nothing runs by itself:
 * the turn of the event loop ends, and time passes, when the fuzz says so; so a seed tells all.
 */
import assert from "node:assert/strict";
import { mock } from "node:test";
import { formatMessage, parseMessage } from "../../src/protocol/message.ts";
import type { Config } from "../../src/server/config.ts";
import { consoleObserver } from "../../src/server/console.ts";
import type { Dialect } from "../../src/server/dialect.ts";
import { irc } from "../../src/server/dialect/irc.ts";
import { plain } from "../../src/server/dialect/plain.ts";
import { testCredentials } from "../room.ts";
import { localLog } from "../../src/server/log/local.ts";
import { Server } from "../../src/server/server.ts";
import { SqliteStore } from "../../src/server/store/sqlite.ts";
import type { Connection, Framing, Receiver } from "../../src/server/transport.ts";
import { frame } from "../../src/server/transport/websocket.ts";
import { configWith, type DeepPartial, startOfTime } from "../room.ts";
import { IrcReader, judgePlain, judgeUtf8, noteGiven } from "./judge.ts";
import type { Random } from "./random.ts";

/** What has been judged, for one reader or all: events come to many in one shared buffer. */
const judged = new WeakSet<Uint8Array>();

export class FuzzPeer implements Connection {
  readonly address: string;
  readonly port = 40_000;
  readonly secure = false;
  readonly framing: Framing;
  queuedBytes = 0;
  paused = false;
  ended = false;
  receiver: Receiver | undefined = undefined;
  linesRead = 0;
  lastRead = "";
  private readonly reader = new IrcReader();

  constructor(address: string, framing: Framing) {
    this.address = address;
    this.framing = framing;
  }

  write(bytes: Uint8Array): boolean {
    assert.ok(!this.ended, "nothing is written after the end");
    if (judged.has(bytes)) return true;
    judged.add(bytes);
    if (this.framing === "line") this.lines(bytes);
    else for (const line of messagesOf(bytes)) this.reader.line(line);
    return this.queuedBytes === 0;
  }

  private lines(bytes: Uint8Array): void {
    judgeUtf8(bytes);
    const text = Buffer.from(bytes).toString();
    this.lastRead = text;
    assert.ok(text.endsWith("\n"), "whole lines");
    for (const line of text.slice(0, -1).split("\n")) {
      this.linesRead += 1;
      if (line.endsWith("\r")) this.reader.line(line.slice(0, -1));
      else judgePlain(line);
    }
  }

  pause(): void {
    this.paused = true;
  }
  resume(): void {
    this.paused = false;
  }
  end(): void {
    this.ended = true;
  }
}

/** Each message within server-to-client frames. */
function* messagesOf(bytes: Uint8Array): Generator<string> {
  const all = Buffer.from(bytes);
  for (let at = 0; at < all.length;) {
    let length = (all[at + 1] ?? 0) & 0x7f;
    at += 2;
    if (length === 126) {
      length = all.readUInt16BE(at);
      at += 2;
    }
    assert.ok(length < 126 || at + length <= all.length, "a whole frame");
    judgeUtf8(all.subarray(at, at + length));
    yield all.toString("utf8", at, at + length);
    at += length;
  }
}

/** What a client reads is what was meant: no param has become two, or none. */
const exact: Dialect = {
  ...irc,
  write(told, session, view) {
    const text = irc.write(told, session, view);
    const body = parseMessage(text.slice(0, -2));
    const whole = Buffer.byteLength(formatMessage({ ...told, tags: new Map() })) <= 510;
    if (whole) assert.equal(body?.params.length, told.params.length, text);
    return text;
  },
};

const configs: readonly DeepPartial<Config>[] = [
  {},
  { server: { casemapping: "rfc1459", motd: ["be kind"], defaultUserModes: "" } },
  { plain: { names: "address", times: "all" }, history: { linesOnJoin: 3, linesMax: 50 } },
  {
    limits: {
      channelsPerUserMax: 3,
      channelsMax: 6,
      maskListMax: 10,
      invitesPerUserMax: 2,
      historyPageLinesMax: 10,
      listRepliesMax: 10,
      receiveQueueBytesMax: 16_384,
    },
  },
  { flood: { linesBurst: 30, linesPerSecond: 400, exempt: [] } },
];

export class Stage {
  readonly server: Server;
  readonly peers: FuzzPeer[] = [];
  private readonly store: SqliteStore;
  private turnEnds: (() => void) | undefined = undefined;

  constructor(random: Random, password?: string) {
    mock.timers.enable({ apis: ["setInterval", "setTimeout", "Date"], now: startOfTime });
    const over = random.pick(configs);
    const flood = over.flood ?? { linesBurst: 1e9, linesPerSecond: 1e9, exempt: [] };
    const operators = [{ name: "boss", passwordHash: "secret", rights: ["*"], masks: [] }];
    const config = configWith({ ...over, flood, operators } as DeepPartial<Config>);
    const settings = { ...config, server: { ...config.server, password } };
    const printed = consoleObserver(judgePlain, () => settings, true);
    this.store = new SqliteStore({ file: ":memory:", durability: "process" });
    this.server = new Server({
      config: settings,
      store: this.store,
      makeLog: ({ place, time }, follower) =>
        localLog({ node: "a", place, time, now: Date.now }, follower),
      dialects: { irc: exact, plain },
      frame,
      name: "banter.test",
      version: "banter-test",
      now: Date.now,
      random: () => random.below(2 ** 31),
      ...testCredentials,
      verifyPassword: (said, hash) => Promise.resolve(said === hash),
      reload: () => Promise.resolve({ config: settings, needsRestart: [] }),
      atEndOfTurn: (end) => void (this.turnEnds = end),
      cannotKeep: (error) => {
        throw error;
      },
      // What others say reaches the terminal of whoever runs the server.
      observer: {
        ...printed,
        happened(event, here) {
          noteGiven(event);
          printed.happened(event, here);
        },
      },
    });
  }

  connect(address: string, framing: Framing): FuzzPeer {
    const peer = new FuzzPeer(address, framing);
    this.peers.push(peer);
    peer.receiver = this.server.door.accept(peer);
    return peer;
  }

  /** All that has been sent has its effects; the transport tells of what has ended. */
  async settle(): Promise<void> {
    // Promises are through by then, however long their chain (a password, and then another).
    await new Promise(setImmediate);
    while (this.turnEnds !== undefined) {
      const end = this.turnEnds;
      this.turnEnds = undefined;
      end();
      for (const peer of this.peers.filter(({ ended }) => ended))
        this.close(peer, "Connection closed");
      await new Promise(setImmediate);
    }
  }

  close(peer: FuzzPeer, reason: string): void {
    const { receiver } = peer;
    peer.receiver = undefined;
    this.peers.splice(this.peers.indexOf(peer), 1);
    receiver?.closed(reason);
  }

  pass(ms: number): void {
    mock.timers.tick(ms);
  }

  end(): void {
    // What is still on its way is nobody's any more.
    for (const peer of this.peers) peer.write = () => true;
    this.server.stop("Over");
    this.store.close();
    mock.timers.reset();
  }
}
