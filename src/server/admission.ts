/**
 * Admission: who may connect, and how often a password may be guessed. Before the journey. Counts
 * per address; the clock is handed in.
 */
import type { Config } from "./config.ts";
import { inNetworks } from "./network.ts";

const minuteMs = 60_000;

interface Tally {
  now: number;
  /** Arrivals in the minute that began at `since`. */
  arrivals: number;
  since: number;
  failures: number;
  failuresSince: number;
  /** Accounts made within the window that began then. */
  registered: number;
  registeredSince: number;
}

export class Admission {
  private readonly tallies = new Map<string, Tally>();
  /** Told of each that is turned away. */
  private readonly refused: (address: string, why: string) => void;
  private total = 0;
  private exempt: readonly string[] = [];
  private inExempt: (address: string) => boolean = () => false;

  constructor(refused: (address: string, why: string) => void = () => {}) {
    this.refused = refused;
  }

  /** Why this address may not connect now, in words; undefined when it may, and is counted. */
  arrive(address: string, config: Config, now: number): string | undefined {
    const objection = this.objection(address, config, now);
    if (objection !== undefined) this.refused(address, objection);
    return objection;
  }

  private objection(address: string, { connections }: Config, now: number): string | undefined {
    if (this.total >= connections.totalMax) return "The server is full";
    const tally = this.tallyOf(address, now);
    if (now - tally.since >= minuteMs) {
      tally.since = now;
      tally.arrivals = 0;
    }
    if (!this.isExempt(address, { connections })) {
      if (tally.now >= connections.perAddressMax) return "Too many connections from your address";
      if (tally.arrivals >= connections.perAddressPerMinuteMax)
        return "Too many connections in the last minute; try again later";
    }
    tally.arrivals += 1;
    tally.now += 1;
    this.total += 1;
    return undefined;
  }

  /** The networks are read once for each configuration. */
  isExempt(address: string, { connections }: Pick<Config, "connections">): boolean {
    const networks = connections.exempt;
    if (networks !== this.exempt) {
      this.exempt = networks;
      this.inExempt = inNetworks(networks);
    }
    return this.inExempt(address);
  }

  leave(address: string): void {
    const tally = this.tallies.get(address);
    if (tally) tally.now -= 1;
    this.total -= 1;
  }

  /** Whether one more account may be made from there; it is counted. */
  mayRegister(address: string, config: Config, now: number): boolean {
    const { registrationsPerAddressMax: most, registrationWindowSeconds } = config.accounts;
    const tally = this.tallyOf(address, now);
    if (now - tally.registeredSince >= registrationWindowSeconds * 1000) {
      tally.registeredSince = now;
      tally.registered = 0;
    }
    if (tally.registered >= most && !this.isExempt(address, config)) return false;
    tally.registered += 1;
    return true;
  }

  /** Whether another guess of a password may be looked at. */
  mayGuess(address: string, { login }: Config, now: number): boolean {
    const tally = this.tallyOf(address, now);
    if (now - tally.failuresSince >= login.windowSeconds * 1000) tally.failures = 0;
    if (tally.failures < login.attemptsMax) return true;
    this.refused(address, "Too many wrong passwords");
    return false;
  }

  guessedWrong(address: string, now: number): void {
    const tally = this.tallyOf(address, now);
    if (tally.failures === 0) tally.failuresSince = now;
    tally.failures += 1;
  }

  guessedRight(address: string): void {
    const tally = this.tallies.get(address);
    if (tally && tally.failures > 0) tally.failures -= 1;
  }

  /** Forgets who has not been here for so long that nothing depends on it. */
  forget({ login, accounts }: Config, now: number): void {
    const guesses = login.windowSeconds * 1000;
    const registrations = accounts.registrationWindowSeconds * 1000;
    for (const [address, tally] of this.tallies)
      if (
        tally.now === 0 &&
        now - tally.since >= minuteMs &&
        now - tally.registeredSince >= registrations &&
        (tally.failures === 0 || now - tally.failuresSince >= guesses)
      )
        this.tallies.delete(address);
  }

  private tallyOf(address: string, now: number): Tally {
    let tally = this.tallies.get(address);
    if (!tally) {
      const none = { failures: 0, failuresSince: 0, registered: 0, registeredSince: 0 };
      tally = { now: 0, arrivals: 0, since: now, ...none };
      this.tallies.set(address, tally);
    }
    return tally;
  }
}
