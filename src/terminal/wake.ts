/**
 * Wake: notices that the machine has slept or that its network is another, when a connection may
 * be dead without anybody having said so. Looks at the clock and at the addresses from time to
 * time; both are handed in.
 */

/** A tick that comes so much too late, or before the last: the machine has slept, or its clock was
 * put right, and how long nothing has come is not known. */
const sleptMs = 10_000;

export class Wake {
  readonly #addresses: () => string;
  #at: number;
  #known: string;

  /** @param addresses those of this machine, as one text */
  constructor(now: number, addresses: () => string) {
    this.#addresses = addresses;
    this.#at = now;
    this.#known = addresses();
  }

  /** @param everyMs how often it is asked; true when what was connected may be so no more */
  changed(now: number, everyMs: number): boolean {
    const slept = Math.abs(now - this.#at) > everyMs + sleptMs;
    const addresses = this.#addresses();
    const moved = addresses !== this.#known;
    this.#at = now;
    this.#known = addresses;
    return slept || moved;
  }
}
