/**
 * Appending: what this node asks for, written into the stream: in order, each once, whatever fails
 * between. Beneath jetstream.ts. One batch is on its way at a time; what comes meanwhile makes the
 * next, so that the more there is to write the fewer writes it takes.
 */
import type { Request } from "../../request.ts";
import type { NodeId, SessionId } from "../../state.ts";
import { batchBytesMax, batchRequestsMax, batchText, idOf } from "./batch.ts";
import { ClusterFault } from "./fault.ts";
import { type Nats, WrongLast } from "./nats.ts";

const againMsFirst = 50;
const againMsMax = 1_000;
/** The clocks of machines drift apart by a few milliseconds in that time. */
const clockMs = 60_000;

export interface AppendingOptions {
  readonly nats: Nats;
  readonly node: NodeId;
  /** Another at each start of the node. */
  readonly run: string;
  /** Before each try to write: resolves when the stream has what this node has of it. */
  readonly makeSure: () => Promise<void>;
  /** A try has failed. */
  readonly doubt: () => void;
  /** Stored as that message. */
  readonly stored: (seq: number, text: string) => void;
  readonly fault: (error: Error) => void;
}

interface Queued {
  readonly session: SessionId;
  readonly type: Request["type"];
  readonly json: string;
}

export class Appending {
  private readonly options: AppendingOptions;
  private queue: Queued[] = [];
  private writing = false;
  private ended = false;
  private count = 0;
  /** The last message that this node has written; -1 while it is not known. */
  private last = -1;
  /** When what is on its way was first sent, as performance.now(); 0 for nothing. */
  private since = 0;
  /** What the stream's clock says more than performance.now(). */
  private ahead = 0;
  private clockAt = -clockMs;
  /** Acknowledged, but not followed yet: NATS may still lose it. The oldest first. */
  private unfollowed: { readonly count: number; readonly text: string; readonly at: number }[] = [];
  private onIdle: (() => void)[] = [];
  private followedTo = -1;
  private proves = false;
  /** When that was sent which was stored last, as performance.now(). */
  provenAt = performance.now();

  constructor(options: AppendingOptions) {
    this.options = options;
    void this.write();
  }

  append(session: SessionId, request: Request): void {
    if (this.ended) return;
    const json = `["${session}",${JSON.stringify(request)}]`;
    this.queue.push({ session, type: request.type, json });
    // All of this turn goes together.
    if (!this.writing && this.queue.length === 1) setImmediate(() => void this.write());
  }

  /** Writes, though there be nothing to write: what comes back says that most of NATS is there. */
  prove(): void {
    this.proves = true;
    if (!this.ended) void this.write();
  }

  /** By the stream's clock, milliseconds since the epoch; near 0 while that is not known. */
  get now(): number {
    return Math.max(0, Math.round(performance.now() + this.ahead));
  }

  /** How long what is on its way has been so, milliseconds. */
  get waitingMs(): number {
    return this.since === 0 ? 0 : performance.now() - this.since;
  }

  /** How long the oldest that is stored has not been followed, milliseconds. */
  get unfollowedMs(): number {
    const [oldest] = this.unfollowed;
    return oldest ? performance.now() - oldest.at : 0;
  }

  /** Its batch of that number has come back. */
  followed(count: number): void {
    this.unfollowed = this.unfollowed.filter((each) => each.count > count);
    this.followedTo = Math.max(this.followedTo, count);
  }

  /** Takes back what has not been sent and may be, and says whose it was, the newest first. */
  takeBack(may: (session: SessionId, type: Request["type"]) => boolean): SessionId[] {
    const back = this.queue.filter(({ session, type }) => may(session, type));
    this.queue = this.queue.filter((each) => !back.includes(each));
    return back.map(({ session }) => session).reverse();
  }

  /** Resolves when all that was appended is stored. */
  idle(): Promise<void> {
    return new Promise((done) => {
      if (this.ended || (!this.writing && this.queue.length === 0)) done();
      else this.onIdle.push(done);
    });
  }

  /** Nothing more is sent. */
  end(): void {
    this.ended = true;
    this.queue = [];
    this.tellIdle();
  }

  private tellIdle(): void {
    const waiting = this.onIdle;
    this.onIdle = [];
    for (const done of waiting) done();
  }

  private async write(): Promise<void> {
    if (this.writing) return;
    this.writing = true;
    try {
      if (this.last < 0) await this.begin();
      while ((this.queue.length > 0 || this.proves) && !this.ended)
        await this.writeBatch(this.nextBatch());
    } catch (error) {
      if (!(error instanceof ClusterFault)) throw error;
      const { ended } = this;
      this.end();
      if (!ended) this.options.fault(error);
    } finally {
      this.writing = false;
    }
    this.tellIdle();
    if (performance.now() - this.clockAt > clockMs) void this.setClock();
  }

  /** From here on nothing is stored of what an earlier run of this node may still be sending. */
  private async begin(): Promise<void> {
    await this.untilDone(async () => {
      this.last = (await this.options.nats.lastOf(this.options.node))?.seq ?? 0;
    });
    await this.writeBatch([]);
    await this.setClock();
  }

  /** The machine's own clock may be wrong by hours, and jump. */
  private async setClock(): Promise<void> {
    const { seq, at } = this.timed;
    if (seq === 0) return;
    this.clockAt = performance.now();
    const stored = await this.options.nats.at(seq).catch(() => undefined);
    if (stored) this.ahead = stored.time - at;
  }
  /** The last message whose sending took one try only, and about when it was stored. */
  private timed = { seq: 0, at: 0 };

  private nextBatch(): readonly Queued[] {
    let bytes = 0;
    let count = 0;
    for (const { json } of this.queue) {
      bytes += json.length * 3; // UTF-8 at its longest
      if (count === batchRequestsMax || (count > 0 && bytes > batchBytesMax)) break;
      count += 1;
    }
    return this.queue.splice(0, count);
  }

  private async writeBatch(asked: readonly Queued[]): Promise<void> {
    const { nats, node, run } = this.options;
    const { count } = this;
    this.proves = false;
    const id = idOf(node, run, count);
    const text = batchText(
      { time: this.now, node, run, count },
      asked.map(({ json }) => json),
    );
    this.since = performance.now();
    let tries = 0;
    await this.untilDone(async () => {
      tries += 1;
      await this.options.makeSure();
      if (this.ended) return;
      const began = performance.now();
      try {
        this.last = await nats.write(node, text, id, this.last);
        this.provenAt = began;
        if (tries === 1) this.timed = { seq: this.last, at: (began + performance.now()) / 2 };
      } catch (error) {
        if (!(error instanceof WrongLast)) throw error;
        await this.find(id);
      }
    });
    this.count += 1;
    this.since = 0;
    if (this.ended) return;
    if (count > this.followedTo) this.unfollowed.push({ count, text, at: performance.now() });
    this.options.stored(this.last, text);
  }

  /** The node's last is not what it was: its own has come, or NATS has lost some, or it is
   * another's. */
  private async find(id: string): Promise<void> {
    const { nats, node, run } = this.options;
    const stored = await nats.lastOf(node);
    let last = stored?.seq ?? 0;
    const isAfter = last > this.last;
    if (stored?.id === id) {
      this.last = last;
      return;
    }
    const own = `${node}.${run}.`;
    const isOwn = stored?.id.startsWith(own) === true;
    // Before it has begun an earlier run may still be writing; and when its own are lost, that
    // one's are the last again.
    if (this.count > 0 && stored && !isOwn && isAfter)
      throw new ClusterFault(`another node is running under the name "${node}"`);
    const there = isOwn ? Number(stored?.id.slice(own.length)) : -1;
    for (const { count, text } of this.unfollowed)
      if (count > there) last = await nats.write(node, text, idOf(node, run, count), last);
    // Not before all of them are there: or the next would go before one that is not.
    this.last = last;
    throw new WrongLast("again, after the right one");
  }

  /** Tries until it is done: only the end of this node makes it give up. */
  private async untilDone(work: () => Promise<void>): Promise<void> {
    for (let wait = againMsFirst; !this.ended; wait = Math.min(wait * 2, againMsMax)) {
      try {
        return await work();
      } catch (error) {
        if (error instanceof ClusterFault) throw error;
        this.options.doubt();
      }
      await new Promise((resolve) => void setTimeout(resolve, wait));
    }
  }
}
