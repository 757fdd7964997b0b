/**
 * Meanwhile: something slow is done on behalf of a peer, and what the peer says waits. Beside the
 * journey.
 */
import type { Peer } from "./peer.ts";
import type { Server } from "./server.ts";

/** @param then what is to be done with what came of it, unless the peer has gone */
export function meanwhile<Result>(
  server: Server,
  peer: Peer,
  work: Promise<Result>,
  then: (result: Result) => void,
): void {
  const { run } = peer;
  peer.blocked = true;
  if (run) run.left += 1;
  void work.then((result) => {
    peer.blocked = false;
    // What comes of it may let the peer go on; this is told to the end first.
    peer.performing = true;
    try {
      if (!peer.ending) then(result);
    } catch (error) {
      if (!server.options.fault) throw error;
      server.options.fault(error);
    } finally {
      peer.performing = false;
    }
    if (run) server.partDone(peer, run);
    server.waiting.proceed(peer);
  });
}
