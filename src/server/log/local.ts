/** Local log: one process, order of arrival. Entries are given out at once. */
import type { Follower, Log } from "../log.ts";
import type { Entry, Request } from "../request.ts";
import type { NodeId, SessionId } from "../state.ts";

export interface LocalLogOptions {
  readonly node: NodeId;
  /** The last place and time given before this start; places go on from there. */
  readonly place: number;
  readonly time: number;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export function localLog(options: LocalLogOptions, follower: Follower): Log {
  let { place, time } = options;
  const waiting: Entry[] = [];
  let giving = false;
  let closed = false;

  const now = (): number => Math.max(time, options.now());

  // What follows an entry may append the next; it waits until this one has been followed.
  function giveOut(): void {
    giving = true;
    try {
      for (let entry = waiting.shift(); entry; entry = waiting.shift()) follower(entry);
    } finally {
      giving = false;
    }
  }

  return {
    node: options.node,
    reachable: true,
    unprovenMs: 0,
    prove(): void {},
    now,
    append(session: SessionId, request: Request): void {
      if (closed) return;
      time = now();
      place += 1;
      waiting.push({ place, time, node: options.node, session, request });
      if (!giving) giveOut();
    },
    // There are no other nodes.
    signal(): void {},
    close(): void {
      closed = true;
    },
  };
}
