/**
 * A crowd: many peers at once who say what they are given, in pieces; and every so often all is
 * judged. At the end they go, and nothing must be left of them.
 */
import assert from "node:assert/strict";
import type { Framing } from "../../src/server/transport.ts";
import { judgeAudiences, judgeEmpty, judgeState, judgeStore } from "./judge.ts";
import { mutate, pieces } from "./mutate.ts";
import type { Random } from "./random.ts";
import { type FuzzPeer, Stage } from "./stage.ts";

const peersMax = 12;
const linesARound = 8_000;
const addresses = ["127.0.0.1", "10.0.0.7", "::1", "2001:db8::7:1", "fe80::1"];
const reasons = ["Connection closed", "Read error: Connection reset by peer"];

export interface Speech {
  readonly framings: readonly Framing[];
  /** Some say nothing at first. */
  readonly silent: boolean;
  opening(random: Random): readonly string[];
  line(random: Random): string;
}

/** One round; answers how many lines and cuts between their bytes it took. */
export async function crowd(random: Random, speech: Speech): Promise<number> {
  const stage = new Stage(random, random.oneIn(12) ? "open" : undefined);
  let lines = 0;
  let cuts = 0;
  let before: Buffer = Buffer.alloc(0);
  try {
    for (let step = 0; lines < linesARound; step += 1) {
      if (stage.peers.length === 0 || (stage.peers.length < peersMax && random.oneIn(4))) {
        const peer = stage.connect(random.pick(addresses), random.pick(speech.framings));
        if (speech.silent && random.oneIn(2)) peer.receiver?.silent();
        cuts += send(random, peer, encode(random, speech.opening(random)));
      }
      const peer = random.pick(stage.peers);
      const said = Array.from({ length: 1 + random.few(60) }, () => speech.line(random));
      lines += said.length;
      let bytes = encode(random, said);
      if (random.oneIn(3)) bytes = mutate(random, bytes);
      if (random.oneIn(12)) bytes = splice(random, before, bytes);
      before = bytes;
      cuts += send(random, peer, bytes);
      if (random.oneIn(3)) await turn(random, stage);
      if (step % 40 === 0) {
        await stage.settle();
        judge(stage);
      }
    }
    await leave(random, stage);
    await serves(stage);
  } finally {
    stage.end();
  }
  return lines + cuts;
}

function encode(random: Random, lines: readonly string[]): Buffer {
  const end = random.pick(["\r\n", "\r\n", "\n", "\r\0"]);
  return Buffer.from(lines.map((line) => line + end).join(""));
}

/** The beginning of one and the end of another. */
function splice(random: Random, one: Buffer, other: Buffer): Buffer {
  const head = one.subarray(0, random.below(one.length + 1));
  return Buffer.concat([head, other.subarray(random.below(other.length + 1))]);
}

/** Answers in how many pieces more than one. */
function send(random: Random, peer: FuzzPeer, bytes: Buffer): number {
  const lines = () => bytes.toString("latin1").split("\n");
  const parts =
    peer.framing === "line"
      ? pieces(random, bytes)
      : // One message a line, as websocket.ts hands them over.
        lines().map((line) => Buffer.from(line, "latin1"));
  let sent = 0;
  for (const part of parts) {
    // One who has been paused is not read, and one who has ended is not heard.
    if (peer.paused || peer.ended || peer.receiver === undefined) break;
    if (part.length > 0) peer.receiver.received(part);
    sent += 1;
  }
  return peer.framing === "line" ? Math.max(0, sent - 1) : 0;
}

async function turn(random: Random, stage: Stage): Promise<void> {
  await stage.settle();
  if (random.oneIn(30)) {
    // A reader so slow that it goes with what is said next.
    const slow = stage.peers[random.below(stage.peers.length)];
    if (slow) slow.queuedBytes = 3_000_000;
  }
  if (random.oneIn(6) && stage.peers.length > 0)
    stage.close(random.pick(stage.peers), random.pick(reasons));
  if (random.oneIn(10)) stage.pass(random.pick([1, 100, 100, 1_000, 1_000, 40_000]));
  if (random.oneIn(2_000)) stage.pass(300_000);
  await stage.settle();
}

function judge({ server }: Stage): void {
  judgeState(server);
  judgeAudiences(server);
  judgeStore(server);
}

async function leave(random: Random, stage: Stage): Promise<void> {
  await stage.settle();
  judge(stage);
  for (const peer of stage.peers.slice()) {
    if (random.oneIn(3)) await stage.settle();
    if (peer.receiver) stage.close(peer, random.pick(reasons));
  }
  await stage.settle();
  // Who has left is heard out, at the pace of all.
  for (let n = 0; n < 6_000 && stage.server.door.peers.size > 0; n += 1) {
    stage.pass(100);
    await stage.settle();
  }
  judge(stage);
  judgeEmpty(stage.server);
}

/** After all that, an ordinary person comes and is heard. */
async function serves(stage: Stage): Promise<void> {
  const peer = stage.connect("192.0.2.1", "line");
  const bytes = "PASS open\r\nNICK zoe\r\nUSER zoe 0 * :Zoe\r\nCAP REQ :echo-message\r\n";
  peer.receiver?.received(Buffer.from(`${bytes}PRIVMSG zoe :still there?\r\n`));
  await stage.settle();
  assert.match(peer.lastRead, / PRIVMSG zoe :still there\?\r\n$/);
  stage.close(peer, "Connection closed");
  await stage.settle();
  judgeEmpty(stage.server);
}
