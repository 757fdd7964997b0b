/** Channel parts: what a channel of the state is made of. Plain data, beside state.ts. */

export interface ListedMask {
  readonly mask: string;
  readonly by: string;
  readonly at: number;
}

export interface Topic {
  readonly text: string;
  readonly by: string;
  readonly at: number;
}

/** Who made the channel. Known again by the account, or without one by nick and user@host. */
export interface Founder {
  readonly nick: string;
  readonly userhost: string;
  readonly account: string | null;
}

export interface Throttle {
  readonly joins: number;
  readonly seconds: number;
}
