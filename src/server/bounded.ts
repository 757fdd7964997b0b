/**
 * Bounded: slow work of which only so much runs at once, and only so much waits. Beside the
 * journey, at passwords. It knows neither the work nor who wants it.
 */

/** There is no room in the queue: to be tried again later. */
export class TooBusy extends Error {
  override readonly name = "TooBusy";
}

export interface Bounds {
  readonly atOnceMax: number;
  readonly waitingMax: number;
}

export class Bounded {
  bounds: Bounds;
  private running = 0;
  private readonly waiting: (() => void)[] = [];

  constructor(bounds: Bounds) {
    this.bounds = bounds;
  }

  /** Runs the work when its turn has come; throws TooBusy when too much waits already. */
  async run<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.running < this.bounds.atOnceMax) this.running += 1;
    else if (this.waiting.length < this.bounds.waitingMax)
      await new Promise<void>((resolve) => void this.waiting.push(resolve));
    else throw new TooBusy("too many passwords are being checked");
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next === undefined) this.running -= 1;
      else next(); // takes over this one's place
    }
  }
}
