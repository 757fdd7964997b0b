/** Rates: how often each may do a thing: so many at once, and so many a minute. Beside web.ts. */

interface Bucket {
  left: number;
  at: number;
}

export class Rates {
  private readonly buckets = new Map<string, Bucket>();
  private readonly now: () => number;

  constructor(now: () => number) {
    this.now = now;
  }

  /** Whether one more may be done now; it is counted. @param what with whose it is */
  may(what: string, perMinute: number): boolean {
    const now = this.now();
    const bucket = this.buckets.get(what) ?? { left: perMinute, at: now };
    bucket.left = Math.min(perMinute, bucket.left + ((now - bucket.at) / 60_000) * perMinute);
    bucket.at = now;
    this.buckets.set(what, bucket);
    if (bucket.left < 1) return false;
    bucket.left -= 1;
    return true;
  }

  /** Those who have all they can have again. */
  forget(): void {
    const now = this.now();
    for (const [what, { at }] of this.buckets) if (now - at > 60_000) this.buckets.delete(what);
  }
}
