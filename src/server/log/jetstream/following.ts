/**
 * Following: all that the stream has, in its order. It hears what is stored as it is republished,
 * and fetches what was missed. Beneath jetstream.ts; knows no request.
 */
import type { Entry } from "../../request.ts";
import type { NodeId } from "../../state.ts";
import { type Batch, entriesOf, indexOf, readBatch, seqOf } from "./batch.ts";
import { ClusterFault, Contradiction } from "./fault.ts";
import type { Founding, Nats } from "./nats.ts";
import { Tail } from "./tail.ts";

/** Fetched at once. */
const fetchedMax = 64;
const lookMs = 1_000;
const againMs = 100;
/** A leader that has been replaced may not know it yet: believed when it says so for longer. */
const shorterTimesMax = 15;

export interface FollowingOptions {
  readonly nats: Nats;
  readonly founding: Founding;
  readonly place: number;
  readonly time: number;
  readonly give: (entry: Entry) => void;
  /** Each batch, before its entries. */
  readonly begun: (batch: Batch, seq: number) => void;
  /** It cannot go on. */
  readonly fault: (error: Error) => void;
}

export class Following {
  private readonly options: FollowingOptions;
  /** The message in which is the last place that it had; 0 for none. */
  private readonly begins: number;
  /** Of the next message. */
  private next: number;
  private place: number;
  /** Of the last entry that was given. */
  time: number;
  /** The last message that is known to be there. */
  private known = 0;
  /** Came before others that come first. */
  private readonly early = new Map<number, string>();
  private fetching = false;
  private giving = false;
  private ended = false;
  private shorterTimes = 0;
  private readonly timer;
  /** The last batch of each node. */
  private readonly counts = new Map<NodeId, Pick<Batch, "run" | "count">>();
  private readonly tail: Tail;
  private leader = "";
  private awaited: { readonly seq: number; readonly done: () => void }[] = [];
  /** When the stream was last heard of, as performance.now(). */
  heardAt = performance.now();

  constructor(options: FollowingOptions) {
    this.options = options;
    this.place = options.place;
    this.time = options.time;
    this.begins = seqOf(options.place, options.founding.base);
    this.next = Math.max(1, this.begins);
    this.tail = new Tail(options.nats, () => this.has);
    options.nats.hear((seq, text) => this.heard(seq, text));
    this.timer = setInterval(() => void this.look(), lookMs).unref();
    void this.look();
  }

  /** The last message that it has followed. */
  get last(): number {
    return this.next - 1;
  }

  get behind(): number {
    return Math.max(0, this.known - this.last);
  }

  /** The last message of which it has something; the log never ends before it. */
  private get has(): number {
    return Math.max(this.last, this.begins);
  }

  end(): void {
    this.ended = true;
    clearInterval(this.timer);
    this.early.clear();
    for (const { done } of this.awaited) done();
    this.awaited = [];
  }

  /** Resolves when it has come as far. */
  reached(seq: number): Promise<void> {
    this.exists(seq);
    return new Promise((done) => {
      if (this.last >= seq || this.ended) done();
      else this.awaited.push({ seq, done });
    });
  }

  /** There is a message of this number. */
  exists(seq: number): void {
    this.heardAt = performance.now();
    if (seq <= this.known) return;
    this.known = seq;
    if (seq >= this.next) void this.fetch();
  }

  private heard(seq: number, text: string): void {
    if (this.ended) return;
    if (seq >= this.next) this.early.set(seq, text);
    else this.compare(seq, text);
    this.giveOut();
    this.exists(seq);
  }

  /** There is that at that place. */
  compare(seq: number, text: string): void {
    try {
      this.tail.compare(seq, text);
    } catch (error) {
      this.fail(error as Error);
    }
  }

  /** Something has failed: what is there has to be looked at before it is written to. */
  doubt(): void {
    this.tail.doubt();
    // Other messages may come to be where these were.
    this.early.clear();
  }

  /** Resolves when the stream has what this node has of it. */
  makeSure(): Promise<void> {
    return this.tail.makeSure();
  }

  /** What nothing follows may have been missed, too. */
  private async look(): Promise<void> {
    try {
      // Before it is asked: it goes on meanwhile.
      const { has } = this;
      const { last, leader } = await this.options.nats.bounds();
      if (leader !== this.leader) this.doubt();
      this.leader = leader;
      this.shorterTimes = last < has ? this.shorterTimes + 1 : 0;
      if (this.shorterTimes > shorterTimesMax)
        throw new ClusterFault(
          `the log ends at ${last}, but this node has it to ${has}: NATS has lost what it ` +
            "had acknowledged. docs/cluster.md says what to do",
        );
      this.exists(last);
      if (last < has) this.doubt();
      await this.makeSure();
    } catch (error) {
      this.doubt();
      if (error instanceof ClusterFault) this.fail(error);
    }
  }

  private fail(error: Error): void {
    if (this.ended) return;
    this.end();
    this.options.fault(error);
  }

  private giveOut(): void {
    if (this.giving) return;
    this.giving = true;
    try {
      for (let text = this.early.get(this.next); text !== undefined && !this.ended;) {
        this.early.delete(this.next);
        this.giveBatch(text, this.next);
        this.tail.add(this.next, text);
        this.next += 1;
        text = this.early.get(this.next);
      }
    } catch (error) {
      if (!(error instanceof ClusterFault)) throw error;
      this.fail(error);
    } finally {
      this.giving = false;
    }
    const done = this.awaited.filter(({ seq }) => seq <= this.last);
    if (done.length > 0) this.awaited = this.awaited.filter(({ seq }) => seq > this.last);
    for (const each of done) each.done();
  }

  /** Whether the place that this node begins after may be in there. */
  private mayBeIn({ asked, time }: Batch): boolean {
    const { place, founding } = this.options;
    return asked.length > indexOf(place, founding.base) && time <= this.options.time;
  }

  private giveBatch(text: string, seq: number): void {
    const batch = readBatch(text);
    this.check(batch);
    if (seq === this.begins && !this.mayBeIn(batch))
      throw new Contradiction(
        `message ${seq} of the log is another than this node has of it: NATS has lost what it ` +
          "had acknowledged. docs/cluster.md says what to do",
      );
    this.options.begun(batch, seq);
    for (const entry of entriesOf(batch, seq, this.options.founding.base)) {
      // Of the batch in which it begins it may have some.
      if (entry.place <= this.place || this.ended) continue;
      this.place = entry.place;
      this.time = Math.max(this.time, entry.time);
      this.options.give({ ...entry, time: this.time });
    }
  }

  /** Each node's batches come in their order, and each once. One may be missing: all NATS servers
   * that end at once may lose the last that they had acknowledged, which then nobody has read. */
  private check({ node, run, count }: Batch): void {
    const before = this.counts.get(node);
    this.counts.set(node, { run, count });
    if (before?.run !== run || !(count <= before.count)) return;
    throw new Contradiction(
      `after batch ${before.count} of node ${node} comes its batch ${count}: NATS has told this ` +
        "node what it has not told others. docs/cluster.md says what to do",
    );
  }

  /** One after another, until nothing is known to be missing. */
  private async fetch(): Promise<void> {
    if (this.fetching || this.last >= this.known) return;
    this.fetching = true;
    while (!this.ended && this.last < this.known) {
      try {
        await this.fetchSome();
      } catch (error) {
        if (error instanceof ClusterFault) this.fail(error);
        await pause();
      }
      this.giveOut();
    }
    this.fetching = false;
  }

  private async fetchSome(): Promise<void> {
    const { nats } = this.options;
    const count = Math.min(fetchedMax, this.known - this.last);
    const wanted = Array.from({ length: count }, (_, n) => this.next + n).filter(
      (seq) => !this.early.has(seq),
    );
    // From the stream's leader, not from whichever replica is near: one that had been cut off with
    // its machine has been seen to keep another message at a place than the others (NATS 2.9.10).
    const found = await Promise.all(wanted.map((seq) => nats.at(seq)));
    for (const each of found) if (each) this.early.set(each.seq, each.text);
    const { next } = this;
    if (!this.early.has(next) && wanted.includes(next)) await this.notThere(next);
  }

  private async notThere(seq: number): Promise<void> {
    const { first, last } = await this.options.nats.bounds();
    if (this.next !== seq) return;
    if (seq < first && seqOf(this.place, this.options.founding.base) === first - 1)
      this.next = first; // trimmed up to here
    else if (seq < first)
      throw new ClusterFault(
        `the log begins at ${first} and this node has it to ${this.last}: it has been away for ` +
          "too long, and gets everything anew at its next start",
      );
    else if (seq > last) this.known = last;
    else throw new ClusterFault(`the log has lost its message ${seq}`);
  }
}

const pause = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, againMs));
