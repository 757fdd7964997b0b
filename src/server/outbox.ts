/**
 * Outbox: what each session is to be sent this turn. Last step of the journey but one. Sessions
 * that got the same frames in the same order stand at the same node of one tree, so the bytes for
 * "these k frames" are put together once and shared, and each session costs one write a turn.
 * It knows frames and connections only: no event, no dialect.
 */
import type { Connection, Together } from "./transport.ts";

const nothing = Buffer.alloc(0);

/** A node of the tree: the frames from the root down to here. Its children are what came next. */
class Sequence {
  readonly number: number;
  readonly parent: Sequence | undefined;
  readonly frame: Buffer;
  readonly length: number;
  lastChild: Sequence | undefined = undefined;
  children: Map<Buffer, Sequence> | undefined = undefined;
  private whole: Buffer | undefined = undefined;

  constructor(number: number, parent: Sequence | undefined, frame: Buffer) {
    this.number = number;
    this.parent = parent;
    this.frame = frame;
    this.length = (parent?.length ?? 0) + frame.length;
  }

  bytes(): Buffer {
    if (this.whole !== undefined) return this.whole;
    const frames = [this.frame];
    for (let at = this.parent; at?.parent; at = at.parent) frames.push(at.frame);
    this.whole = frames.length === 1 ? this.frame : Buffer.concat(frames.reverse(), this.length);
    return this.whole;
  }
}

/** A turn's tree. Its nodes have numbers, the root 0: an outbox that noted the node itself would be
 * one more thing for the collector to look at, for each recipient of each message. */
class Sequences {
  readonly all = [new Sequence(0, undefined, nothing)];

  /** Where one stands that gets this frame next. Nearly all take the same next step, so the last
   * one taken is looked at first. */
  after(number: number, frame: Buffer): number {
    const at = this.all[number]!;
    const last = at.lastChild;
    if (last !== undefined && last.frame === frame) return last.number;
    let next = at.children?.get(frame);
    if (next === undefined) {
      next = new Sequence(this.all.length, at, frame);
      this.all.push(next);
      if (last !== undefined) {
        at.children ??= new Map([[last.frame, last]]);
        at.children.set(frame, next);
      }
    }
    at.lastChild = next;
    return next.number;
  }
}

export interface Outbox {
  readonly connection: Connection;
  /** Where in this turn's tree it stands; 0 when nothing waits. */
  sequence: number;
  /** The reader has not kept up with the last write. */
  behind: boolean;
  /** Said its last; the connection ends after the flush. */
  ending: boolean;
  /** The most that may wait for a slow reader, in bytes. */
  readonly sendQueueBytesMax: number;
}

export class Outboxes<T extends Outbox> {
  private sequences = new Sequences();
  /** Two arrays in turn, and how many of the first count: making new ones is what took most memory
   * of a message. */
  private waiting: (T | undefined)[] = [];
  private before: (T | undefined)[] = [];
  private count = 0;
  private ended: T[] = [];
  /** Told of an outbox whose reader is too slow; it is given nothing more. */
  private readonly overflowed: (outbox: T) => void;
  private readonly together: Together;

  constructor(overflowed: (outbox: T) => void, together: Together = (writes) => writes()) {
    this.overflowed = overflowed;
    this.together = together;
  }

  push(outbox: T, frame: Buffer): void {
    const { sequence } = outbox;
    if (sequence === 0) {
      this.waiting[this.count] = outbox;
      this.count += 1;
    }
    outbox.sequence = this.sequences.after(sequence, frame);
  }

  /** What it is to be sent this turn, in bytes. */
  bytesOf(outbox: T): number {
    return this.sequences.all[outbox.sequence]!.length;
  }

  /** Nothing more will be said: ends the connection after the coming flush. */
  end(outbox: T): void {
    if (outbox.ending) return;
    outbox.ending = true;
    this.ended.push(outbox);
  }

  flush(): void {
    const { waiting, count, ended } = this;
    const { all } = this.sequences;
    this.waiting = this.before;
    this.before = waiting;
    this.count = 0;
    this.ended = [];
    this.sequences = new Sequences();
    const slow: T[] = [];
    this.together(() => {
      for (let n = 0; n < count; n += 1) {
        const outbox = waiting[n]!;
        if (outbox.sequence === 0) continue;
        const sequence = all[outbox.sequence]!;
        outbox.sequence = 0;
        if (outbox.behind && this.tooMuch(outbox, sequence.length)) slow.push(outbox);
        else outbox.behind = !outbox.connection.write(sequence.bytes());
      }
    });
    waiting.fill(undefined, 0, count);
    // That they go is told to others by the next flush, when it has been kept, and not to them.
    for (const outbox of slow) this.overflowed(outbox);
    for (const outbox of slow) outbox.sequence = 0;
    for (const { connection } of ended) connection.end();
  }

  private tooMuch({ connection, sendQueueBytesMax, ending }: T, bytes: number): boolean {
    const { queuedBytes } = connection;
    return queuedBytes > 0 && queuedBytes + bytes > sendQueueBytesMax && !ending;
  }
}
