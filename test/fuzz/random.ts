/**
 * Random: chance from a seed, so that a fuzz can be played again; the seed of a failure is in its
 * message. Knows nothing of what is made by chance.
 */
import { seed } from "../seed.ts";

export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** A whole number from 0 to below `bound` (mulberry32). */
  below(bound: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * bound);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** At most `most`, small numbers far more often. */
  few(most: number): number {
    return this.below(this.below(this.below(most + 1) + 1) + 1);
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  text(of: readonly string[], length: number): string {
    let text = "";
    for (let n = 0; n < length; n += 1) text += this.pick(of);
    return text;
  }

  bytes(length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    for (let n = 0; n < length; n += 1) bytes[n] = this.below(256);
    return bytes;
  }
}

/** Runs rounds, each from a seed of its own, until they have taken so many units; the failure of
 * one tells how to play it again. */
export async function rounds(
  unitsMax: number,
  round: (random: Random) => number | Promise<number>,
): Promise<string> {
  const started = performance.now();
  let units = 0;
  let n = 0;
  for (; units < unitsMax; n += 1) {
    try {
      units += await round(new Random(seed + n));
    } catch (error) {
      throw new Error(`play it again with BANTER_SEED=${seed + n}`, { cause: error });
    }
  }
  const seconds = ((performance.now() - started) / 1_000).toFixed(1);
  return `seed ${seed}: ${units} in ${n} rounds, ${seconds} s`;
}
