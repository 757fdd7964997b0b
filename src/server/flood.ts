/**
 * Flood: a token bucket per session. A line takes a token; who has none waits, loses nothing, and
 * bothers nobody. Between the lines and their understanding.
 */
import type { FloodConfig } from "./config.ts";
import { inNetworks } from "./network.ts";
import type { Peer } from "./peer.ts";

/** How often those who wait are looked at. */
export const floodTickMs = 100;

export class Flood {
  private readonly config: FloodConfig;
  private readonly exempt: (address: string) => boolean;

  constructor(config: FloodConfig) {
    this.config = config;
    this.exempt = inNetworks(config.exempt);
  }

  /** Takes a token for one line; false when there is none. */
  charge(peer: Peer, now: number): boolean {
    if (peer.tokens < 1) {
      const { linesBurst, linesPerSecond } = this.config;
      const earned = ((now - peer.tokensAt) / 1000) * linesPerSecond;
      peer.tokens = Math.min(linesBurst, peer.tokens + earned);
      peer.tokensAt = now;
      if (peer.tokens < 1) {
        if (!this.exempt(peer.address)) return false;
        peer.tokens = linesBurst;
      }
    }
    peer.tokens -= 1;
    return true;
  }

  /** Four such lines cost what another does. Those of one message have come at once, and are told
   * at once, and in bytes a full message costs its readers no more than the lines of a burst; those
   * that ask how things are (PING, WHOIS) cost nobody else anything. */
  spare(peer: Peer): void {
    peer.tokens += 3 / 4;
  }

  /** A line for many (JOIN #a,#b,…) costs more than one for one; the next lines wait for it. */
  chargeFor(peer: Peer, targets: number): void {
    if (targets > 1) peer.tokens -= (targets - 1) / 2;
  }
}
