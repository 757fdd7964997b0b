/**
 * Signalling: what is told at once and then forgotten, such as that somebody is typing. Beside the
 * journey: no place in the log, nothing applied, nothing kept. See log.ts.
 */
import { walkSignal } from "./decide.ts";
import type { Run } from "./labels.ts";
import type { Peer } from "./peer.ts";
import type { RequestOf, Signal, Signalled } from "./request.ts";
import type { Server } from "./server.ts";

/** A peer signals: its own node decides, then the others do, for those who are there. */
export function signal(
  server: Server,
  peer: Peer,
  request: RequestOf<"signal">,
  command: string,
  run: Run | undefined,
): void {
  const time = Math.max(server.state.time, server.options.now());
  const asked: Signalled = { time, node: server.log.node, session: peer.id, request };
  let told = false;
  walkSignal(server.state, asked, {
    told(event, to) {
      told = true;
      server.tell(event, to, peer, run);
    },
    refused: (refusal) => server.refused(peer, refusal, command, run),
  });
  if (!told) return;
  server.log.signal(asked);
  server.endTurnSoon();
}

/** One of another node's, where its refusal was told. */
export function hearSignal(server: Server, heard: Signal): void {
  if ("alive" in heard) return server.leases.hear(heard.node);
  walkSignal(server.state, heard, {
    told: (event, to) => server.tell(event, to, undefined, undefined),
    refused() {},
  });
  server.endTurnSoon();
}
