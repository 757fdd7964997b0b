/**
 * Tail: the end of the log as this node has followed it. NATS servers that end all at once may lose
 * the last that they had acknowledged. So the tail is held against the stream whenever that may
 * have been, and what is gone is written again, to where it was. Beneath following.ts.
 */
import { idOf, readBatch } from "./batch.ts";
import { Contradiction } from "./fault.ts";
import type { Nats } from "./nats.ts";

const countMax = 1_024;
const bytesMax = 8 * 1_024 * 1_024;
const shortMs = 1_000;

export class Tail {
  private readonly nats: Nats;
  /** The last message of which this node has something. */
  private readonly has: () => number;
  /** Batches as they were, by their place in the stream, the oldest first. */
  private readonly texts = new Map<number, string>();
  private bytes = 0;
  private doubts = 0;
  /** The basis on which the stream was last seen to have what this node has of it. */
  private sureOn = "";

  constructor(nats: Nats, has: () => number) {
    this.nats = nats;
    this.has = has;
  }

  add(seq: number, text: string): void {
    this.texts.set(seq, text);
    this.bytes += text.length;
    for (const [oldest, old] of this.texts) {
      if (this.texts.size <= countMax && this.bytes <= bytesMax) break;
      this.texts.delete(oldest);
      this.bytes -= old.length;
    }
  }

  /** Throws Contradiction when that is not what this node has followed there. */
  compare(seq: number, text: string): void {
    const mine = this.texts.get(seq);
    if (mine === undefined || mine === text) return;
    const what = `this node has followed another message ${seq} than the log has`;
    throw new Contradiction(
      `${what}: NATS has lost what it had acknowledged. docs/cluster.md says what to do`,
    );
  }

  /** NATS was not there, or another leads: what it has may be less than it was. */
  doubt(): void {
    this.doubts += 1;
  }

  /** Another with each doubt, and each time that NATS has been connected to. */
  private get basis(): string {
    return `${this.nats.line} ${this.doubts}`;
  }

  /** Resolves when the stream has what this node has of it. Rejects with Contradiction when
   * something else is there, and otherwise when it has to be asked again: another node was quicker
   * to write, or who leads the stream had more than it showed. */
  async makeSure(): Promise<void> {
    while (this.sureOn !== this.basis)
      await (this.making ??= this.make().finally(() => (this.making = undefined)));
  }
  private making: Promise<void> | undefined;

  private async make(): Promise<void> {
    const { basis } = this;
    const has = this.has();
    const last = await this.shown(has);
    await this.compareAt(Math.min(last, has));
    for (let seq = last + 1; seq <= has; seq += 1) await this.writeAgain(seq);
    this.sureOn = basis;
  }

  /** The last that the stream has. Less is not believed at once: who leads it anew may be about to
   * know of more. To ask by a write that must be refused would tell at once, but NATS 2.9 counts
   * what it refuses, and not always right. */
  private async shown(has: number): Promise<number> {
    const { last } = await this.nats.bounds();
    if (last >= has) return last;
    await new Promise((resolve) => void setTimeout(resolve, shortMs));
    return (await this.nats.bounds()).last;
  }

  private async writeAgain(seq: number): Promise<void> {
    const text = this.texts.get(seq);
    if (text === undefined) throw new Error(`the log's ${seq} is gone`);
    const { node, run, count } = readBatch(text);
    await this.nats.writeAt(seq, node, text, idOf(node, run, count));
  }

  /** What comes before a message that both have is the same when that is. */
  private async compareAt(seq: number): Promise<void> {
    if (!this.texts.has(seq)) return;
    const there = await this.nats.at(seq);
    if (there) this.compare(seq, there.text);
  }
}
