/**
 * Guesses: how often the password of one account may be guessed, from all addresses together.
 * Beside admission.ts, which counts by address. The clock is handed in.
 */
import type { LoginConfig } from "./config.ts";

interface Tally {
  failures: number;
  /** When the first of them was. */
  since: number;
  /** Where its owner has been let in from; they are not shut out by what others try. */
  readonly known: Set<string>;
}

/** Of an account; then the oldest is forgotten. */
const addressesKnownMax = 20;

export class Guesses {
  private readonly tallies = new Map<string, Tally>();

  /** @param account folded; that nobody has the name makes no difference */
  may(account: string, address: string, login: LoginConfig, now: number): boolean {
    const tally = this.tallies.get(account);
    if (!tally || tally.known.has(address)) return true;
    if (now - tally.since >= login.windowSeconds * 1_000) tally.failures = 0;
    return tally.failures < login.accountAttemptsMax;
  }

  wrong(account: string, now: number): void {
    const tally = this.tallyOf(account, now);
    if (tally.failures === 0) tally.since = now;
    tally.failures += 1;
  }

  /** The last one that was counted was none. */
  notWrong(account: string): void {
    const tally = this.tallies.get(account);
    if (tally && tally.failures > 0) tally.failures -= 1;
  }

  /** Its owner has been let in from there. */
  know(account: string, address: string, now: number): void {
    const tally = this.tallyOf(account, now);
    tally.known.delete(address);
    tally.known.add(address);
    const [oldest] = tally.known;
    if (tally.known.size > addressesKnownMax && oldest !== undefined) tally.known.delete(oldest);
  }

  private tallyOf(account: string, now: number): Tally {
    let tally = this.tallies.get(account);
    if (!tally) this.tallies.set(account, (tally = { failures: 0, since: now, known: new Set() }));
    return tally;
  }

  /** Forgets those of which nothing depends on what has been counted. */
  forget(login: LoginConfig, now: number): void {
    for (const [account, { failures, since, known }] of this.tallies) {
      const over = failures === 0 || now - since >= login.windowSeconds * 1_000;
      if (over && known.size === 0) this.tallies.delete(account);
    }
  }
}
