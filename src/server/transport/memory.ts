/**
 * Memory: connections without a network, for tests. A maker of the transport contract, and the
 * peer's end of each connection. Nothing here runs by itself: what either side writes is put in
 * one queue and delivered, in the order of the writes, in the next microtask.
 */

import type { Accept, Connection, Framing, Receiver } from "../transport.ts";

export interface MemoryPeer {
  /** All that the server has sent and that has arrived, as text. WebSocket messages each end with
   * CR LF here, so that a test reads all framings alike. */
  readonly received: string;
  /** The bytes behind it; for "text" and "binary" with the WebSocket framing. */
  readonly receivedBytes: Buffer;
  /** The server has ended the connection, and the end has arrived. */
  readonly ended: boolean;
  /** Sends to the server: as one chunk, or cut at the given byte offsets. For framings "text" and
   * "binary" each chunk is one message. */
  write(data: string | Uint8Array, ...cuts: number[]): void;
  /** 300 ms pass in silence. */
  silence(): void;
  /** Stops and starts taking bytes: Connection.queuedBytes grows meanwhile. */
  pause(): void;
  resume(): void;
  /** Shuts down the sending side, as `nc -N` at its end of input. */
  finish(): void;
  close(): void;
  /** Vanishes: the server reads "Connection reset by peer". */
  destroy(): void;
  /** Takes what has been received since the last take. */
  take(): string;
  /** Resolves when the text received so far satisfies; rejects when it ended before. */
  until(satisfies: (received: string) => boolean): Promise<void>;
}

export interface MemoryListener {
  connect(options?: {
    address?: string;
    port?: number;
    secure?: boolean;
    framing?: Framing;
    fingerprint?: string;
  }): MemoryPeer;
  /** Resolves when nothing is under way between any peer and the server. */
  settled(): Promise<void>;
}

/** A listener that only tests can reach; `accept` is called within connect(). */
export function memoryListener(accept: Accept): MemoryListener {
  const queue = new Queue();
  let ports = 40_000;
  return {
    connect({ address = "127.0.0.1", port = ++ports, ...rest } = {}) {
      const { secure = false, framing = "line", fingerprint } = rest;
      const pair = new Pair(queue, { address, port, secure, framing, fingerprint });
      pair.receiver = accept(pair.connection);
      return pair;
    },
    async settled() {
      while (!queue.idle) await Promise.resolve();
    },
  };
}

/** Deliveries in the order in which they were asked for. */
class Queue {
  private steps: (() => void)[] = [];
  private running = false;

  get idle(): boolean {
    return !this.running;
  }

  push(step: () => void): void {
    this.steps.push(step);
    if (this.running) return;
    this.running = true;
    queueMicrotask(() => this.run());
  }

  private run(): void {
    try {
      for (let at = 0; at < this.steps.length; at++) this.steps[at]!();
    } finally {
      this.steps = [];
      this.running = false;
    }
  }
}

type Given = Omit<Connection, "queuedBytes" | "write" | "pause" | "resume" | "end">;

class Pair implements MemoryPeer {
  readonly connection: Connection;
  receiver: Receiver | undefined = undefined;
  ended = false;
  private readonly queue: Queue;
  private readonly framing: Framing;
  private toServer: Buffer[] = [];
  private serverPaused = false;
  private serverEnded = false;
  private toPeer: Uint8Array[] = [];
  private peerPaused = false;
  private arrived: Buffer[] = [];
  private taken = 0;
  private waiters: { satisfies: (text: string) => boolean; done: () => void; no: () => void }[] =
    [];

  constructor(queue: Queue, given: Given) {
    this.queue = queue;
    this.framing = given.framing;
    const queuedBytes = (): number => this.toPeer.reduce((sum, { length }) => sum + length, 0);
    this.connection = {
      ...given,
      get queuedBytes() {
        return queuedBytes();
      },
      write: (bytes) => this.send(bytes),
      pause: () => void (this.serverPaused = true),
      resume: () => this.serverResumes(),
      end: (hard = false) => this.serverEnds(hard),
    };
  }

  get receivedBytes(): Buffer {
    return Buffer.concat(this.arrived);
  }

  get received(): string {
    const bytes = this.receivedBytes;
    return this.framing === "line" ? bytes.toString() : unframed(bytes);
  }

  write(data: string | Uint8Array, ...cuts: number[]): void {
    const bytes = Buffer.from(data as Uint8Array);
    const ends = [...cuts, bytes.length];
    ends.forEach((end, at) => {
      this.toServer.push(bytes.subarray(at === 0 ? 0 : ends[at - 1], end));
      this.queue.push(() => this.deliverToServer());
    });
  }

  silence(): void {
    this.queue.push(() => {
      if (!this.serverEnded) this.receiver?.silent();
    });
  }

  finish(): void {
    this.queue.push(() => this.closed("Connection closed"));
  }

  close(): void {
    this.queue.push(() => {
      this.closed("Connection closed");
      this.goAway();
    });
  }

  destroy(): void {
    this.toServer = [];
    this.queue.push(() => {
      this.closed("Read error: Connection reset by peer");
      this.goAway();
    });
  }

  pause(): void {
    this.peerPaused = true;
  }

  resume(): void {
    this.peerPaused = false;
    this.queue.push(() => this.deliverToPeer());
  }

  take(): string {
    const fresh = Buffer.concat(this.arrived.slice(this.taken));
    this.taken = this.arrived.length;
    return this.framing === "line" ? fresh.toString() : unframed(fresh);
  }

  until(satisfies: (received: string) => boolean): Promise<void> {
    return new Promise((done, reject) => {
      const no = (): void => reject(new Error(`ended after: ${JSON.stringify(this.received)}`));
      this.waiters.push({ satisfies, done, no });
      this.wake();
    });
  }

  private deliverToServer(): void {
    while (!this.serverPaused && this.toServer.length > 0) {
      const bytes = this.toServer.shift()!;
      if (!this.serverEnded) this.receiver?.received(bytes);
    }
  }

  private serverResumes(): void {
    this.serverPaused = false;
    this.queue.push(() => this.deliverToServer());
  }

  private send(bytes: Uint8Array): boolean {
    if (this.serverEnded || this.ended || bytes.length === 0) return true;
    this.toPeer.push(bytes);
    this.queue.push(() => this.deliverToPeer());
    return !this.peerPaused;
  }

  private deliverToPeer(): void {
    if (this.peerPaused || this.toPeer.length === 0) return;
    for (const bytes of this.toPeer) this.arrived.push(Buffer.from(bytes));
    this.toPeer = [];
    this.wake();
  }

  private serverEnds(hard: boolean): void {
    if (this.serverEnded && !hard) return;
    this.serverEnded = true;
    if (hard) this.toPeer = [];
    this.queue.push(() => {
      // A peer that does not read is cut off after 2 s: here at once.
      this.goAway();
      this.closed("Connection closed");
    });
  }

  /** Paused or not, what came before the end is read before the end. */
  private closed(reason: string): void {
    this.serverPaused = false;
    this.deliverToServer();
    const receiver = this.receiver;
    this.receiver = undefined;
    receiver?.closed(reason);
  }

  private goAway(): void {
    if (this.ended) return;
    this.ended = true;
    this.toPeer = [];
    this.wake();
  }

  private wake(): void {
    const text = this.received;
    this.waiters = this.waiters.filter(({ satisfies, done, no }) => {
      if (satisfies(text)) done();
      else if (this.ended) no();
      else return true;
      return false;
    });
  }
}

/** The messages within server-to-client WebSocket frames, each on a line. */
function unframed(bytes: Buffer): string {
  let text = "";
  for (let at = 0; at + 2 <= bytes.length;) {
    let length = bytes[at + 1]! & 0x7f;
    at += 2;
    if (length === 126) {
      length = bytes.readUInt16BE(at);
      at += 2;
    } else if (length === 127) {
      length = Number(bytes.readBigUInt64BE(at));
      at += 8;
    }
    text += `${bytes.toString("utf8", at, at + length)}\r\n`;
    at += length;
  }
  return text;
}
