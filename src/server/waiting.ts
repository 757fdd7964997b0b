/**
 * Waiting: lines and messages that cannot be taken yet, for want of a token or of the answer to an
 * earlier request. Beside the journey; the order in which a session asked is kept.
 */
import type { LineFault } from "../protocol/lines.ts";
import type { Message } from "../protocol/message.ts";
import type { Config } from "./config.ts";
import { Flood, floodTickMs } from "./flood.ts";
import type { Peer } from "./peer.ts";
import { Slices } from "./slices.ts";

/** How the journey goes on with what has waited. */
export interface Onward {
  understand(peer: Peer, line: string, fault: LineFault | undefined): void;
  performAll(peer: Peer, messages: readonly Message[]): void;
  read(peer: Peer, bytes: Buffer): void;
  readonly door: { decideDialect(peer: Peer, line: string): void; heardOut(peer: Peer): void };
  readonly outboxes: { bytesOf(peer: Peer): number };
}

/** What a line that waits costs besides its text, in bytes: or a flood of empty ones were free. */
const lineBytes = 100;

/** The most of each tick that goes to those who wait; the rest is for all others. */
const tickMsMax = 40;

export class Waiting {
  private readonly onward: Onward;
  private readonly now: () => number;
  private readonly peers = new Set<Peer>();
  readonly slices: Slices<Peer>;
  private readonly timer;
  private config: Config;
  private flood: Flood;

  constructor(onward: Onward, config: Config, now: () => number) {
    this.onward = onward;
    this.now = now;
    this.config = config;
    this.flood = new Flood(config.flood);
    this.slices = new Slices((peer) => this.proceed(peer), now);
    this.timer = setInterval(() => this.tick(), floodTickMs);
    this.timer.unref();
  }

  /** All in turn; when a crowd wants much at once, those left come first the next time. */
  private tick(): void {
    const began = this.now();
    let left = this.peers.size;
    for (const peer of this.peers) {
      if (left-- === 0 || this.now() - began > tickMsMax) return;
      this.peers.delete(peer);
      this.peers.add(peer);
      this.proceed(peer);
    }
  }

  /** Whether something that it asked for earlier comes first. */
  mustWait(peer: Peer): boolean {
    if (peer.todo !== undefined || peer.blocked || depends(peer) || this.isBehind(peer))
      return true;
    return this.isBusy(peer);
  }

  /** As much as may be of what it asked for has no answer yet. */
  private isBusy({ pending }: Peer): boolean {
    return (pending?.length ?? 0) >= this.config.limits.requestsWaitingMax;
  }

  /** Who does not read the answers is not given more of them. */
  private isBehind(peer: Peer): boolean {
    const said = peer.connection.queuedBytes + this.onward.outboxes.bytesOf(peer);
    return said > peer.sendQueueBytesMax / 4;
  }

  /** Whether the next line may be taken at once. */
  mayTake(peer: Peer): boolean {
    return !this.mustWait(peer) && this.flood.charge(peer, peer.heardAt);
  }

  /** A line turned out to ask for so many things. */
  asked(peer: Peer, things: number): void {
    this.flood.chargeFor(peer, things);
  }

  /** A line was part of something larger, which costs by its size, or asks for nothing but a short
   * answer. */
  spare(peer: Peer): void {
    this.flood.spare(peer);
  }

  add(peer: Peer, line: string, fault: LineFault | undefined): void {
    (peer.todo ??= []).push({ line, fault });
    peer.todoBytes += line.length + lineBytes;
    this.peers.add(peer);
    if (!peer.paused && peer.todoBytes > this.config.limits.receiveQueueBytesMax) {
      peer.paused = true;
      peer.connection.pause();
    }
  }

  /** The messages of a line that has been begun come before all lines that wait. */
  addFirst(peer: Peer, messages: readonly Message[]): void {
    peer.todo = [...messages, ...(peer.todo ?? [])];
    this.peers.add(peer);
  }

  /** Goes on with what waits, as far as it may. */
  proceed(peer: Peer): void {
    if (peer.todo === undefined || peer.performing) return;
    const now = this.now();
    for (let next = peer.todo[0]; next !== undefined; next = peer.todo?.[0]) {
      if (peer.ending || peer.blocked) return;
      if ("line" in next) {
        if (this.isBusy(peer) || depends(peer) || this.isBehind(peer)) return;
        if (!peer.decided) this.onward.door.decideDialect(peer, next.line);
        if (!this.flood.charge(peer, now)) return;
        peer.todo.shift();
        peer.todoBytes -= next.line.length + lineBytes;
        // Only now it is heard: whoever is slowed by us is not silent.
        if (peer.leftFor === undefined) this.heard(peer, now);
        this.onward.understand(peer, next.line, next.fault);
      } else {
        peer.todo.shift();
        this.onward.performAll(peer, [next]);
        // It is back at its place: not yet.
        if (peer.todo?.[0] === next) return;
      }
    }
    this.forget(peer);
    if (peer.paused) this.goOn(peer);
    if (peer.todo === undefined) this.onward.door.heardOut(peer);
  }

  private heard(peer: Peer, now: number): void {
    peer.heardAt = now;
    peer.pingedAt = 0;
  }

  /** What it had sent when it was paused comes first, and may pause it again. */
  private goOn(peer: Peer): void {
    const { unread } = peer;
    peer.paused = false;
    peer.unread = undefined;
    if (unread !== undefined) this.onward.read(peer, unread);
    if (!peer.paused) peer.connection.resume();
  }

  forget(peer: Peer): void {
    peer.todo = undefined;
    this.peers.delete(peer);
    this.slices.forget(peer);
  }

  takeUp(config: Config): void {
    this.config = config;
    this.flood = new Flood(config.flood);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** Its next line can only be understood when the requests before have been answered. */
const depends = ({ dialect, pending }: Peer): boolean =>
  dialect.linesDepend && pending !== undefined;
