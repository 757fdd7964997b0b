/**
 * Slices: of each turn of the event loop only so much goes to what may cost much (WHO of everybody,
 * a page of the history). Who asks for such a thing when it is used up waits for a later turn, each
 * in turn, so that a crowd that asks for much delays itself and not what others say to each other.
 * Beside the journey; it knows neither the commands nor what they cost.
 */

/** Milliseconds of a turn. What has been begun goes on, so one such thing more may be on top. */
const sliceMs = 10;

export class Slices<Peer> {
  private readonly waiting = new Set<Peer>();
  private readonly proceed: (peer: Peer) => void;
  private readonly now: () => number;
  private usedMs = 0;
  /** Whose turn it is, to do one thing. */
  private next: Peer | undefined = undefined;
  private coming = false;

  /** @param proceed lets the peer try again */
  constructor(proceed: (peer: Peer) => void, now: () => number) {
    this.proceed = proceed;
    this.now = now;
  }

  /** Whether it may be done now; if not, the peer is let go on when its turn has come. */
  mayBegin(peer: Peer): boolean {
    const free = this.usedMs < sliceMs && this.waiting.size === 0;
    if (free || this.next === peer) {
      this.next = undefined;
      return true;
    }
    this.waiting.add(peer);
    return false;
  }

  /** Does it, and counts what it takes. */
  spend(work: () => void): void {
    const began = this.now();
    work();
    this.usedMs += this.now() - began;
    if (this.usedMs > 0) this.comeAgain();
  }

  forget(peer: Peer): void {
    this.waiting.delete(peer);
  }

  private comeAgain(): void {
    if (this.coming) return;
    this.coming = true;
    setImmediate(() => this.turn());
  }

  private turn(): void {
    this.coming = false;
    this.usedMs = 0;
    for (const peer of this.waiting) {
      if (this.usedMs >= sliceMs) break;
      this.waiting.delete(peer);
      this.next = peer;
      this.proceed(peer);
      this.next = undefined;
    }
    if (this.waiting.size > 0) this.comeAgain();
  }
}
