/**
 * Log: the one order of all requests. Between ask and decide. The contract; `log/` holds who
 * fulfils it, `log.case.ts` the suite that each must pass. It knows nothing of what requests mean.
 *
 * Guarantees. Every follower gets every entry, once, in one order, with strictly increasing places
 * and times that never go back. Requests of one session keep their order; a node's first request
 * comes before its others and after all that it asked for when it ran before. Nothing is given out
 * that was not appended. An entry may be given out during append(), but never during another.
 *
 * A signal is no entry: it takes no place, and is not given out where it was made. Each other node
 * gets it once at most, perhaps late, out of order or not at all, and never during an entry.
 */
import type { Entry, Request, Signal } from "./request.ts";
import type { NodeId, SessionId } from "./state.ts";

export interface Log {
  readonly node: NodeId;
  /** false: what is appended now would wait for long. */
  readonly reachable: boolean;
  /** The time that an entry would have which came now, about; milliseconds since the epoch. The
   * node's own clock may be wrong by minutes. */
  now(): number;
  /** How long ago, milliseconds, this node last sent what the order then took: so long it may be
   * that it has no part in it. */
  readonly unprovenMs: number;
  /** Has that be known soon, and again and again for more than a second. It makes no entry. */
  prove(): void;
  /** A node that ends without a word may lose the last that it has appended. */
  append(session: SessionId, request: Request): void;
  /** Carries it to the other nodes as far as that is easy. Nothing waits for it. */
  signal(signal: Signal): void;
  /** Nothing is given out or taken in any more; what was appended before is not lost. */
  close(): void;
}

export type Follower = (entry: Entry) => void;
/** Hears the signals of other nodes. */
export type Listener = (signal: Signal) => void;
