/**
 * Outage: the log cannot be reached. Reads go on; what would change something is refused in words,
 * and nothing is promised. Beside the journey.
 */
import type { Follower, Log } from "./log.ts";
import { message } from "../protocol/message.ts";
import type { Peer } from "./peer.ts";
import { refuse } from "./refusal.ts";
import type { Request } from "./request.ts";
import type { Server } from "./server.ts";
import { hearSignal } from "./signalling.ts";
import type { SessionId } from "./state.ts";

/** What the log tells of itself. */
export interface Outage {
  /** The newest request of that session has not been appended, and will not be. */
  refused(session: SessionId): void;
  /** Whether it can be reached, each time that this changes. */
  reach(is: boolean): void;
}

export const openLog = (server: Server, follower: Follower): Log =>
  server.options.makeLog(server.state, follower, (heard) => hearSignal(server, heard), {
    refused: (session) => refuseNewest(server, session),
    reach: (is) => tellAll(server, is ? "All servers can be reached again." : outageWords),
  });

/** What the session asked for last is refused, having never been in the log. */
export function refuseNewest(server: Server, session: SessionId): void {
  const peer = server.door.peers.get(session);
  const refusal = refuse("unreachable");
  if (!peer) server.host.web.settle(session, refusal);
  const asked = peer?.pending?.pop();
  if (!peer || !asked) return;
  if (peer.pending?.length === 0) peer.pending = undefined;
  if (!asked.silent && !asked.done) server.refused(peer, refusal, asked.command, asked.run);
  if (peer.blocked && peer.user === 0) server.door.drop(peer, outageWords);
  asked.done?.(refusal);
  if (asked.run) server.partDone(peer, asked.run);
  if (peer.pending === undefined) server.waiting.proceed(peer);
}

function tellAll(server: Server, words: string): void {
  for (const peer of server.door.peers.values())
    if (peer.user !== 0 && !peer.ending)
      server.send(peer, message("NOTICE", [nickOf(server, peer), words], server.options.name));
}

const nickOf = ({ state }: Server, { user }: Peer): string => state.users.get(user)?.nick ?? "*";

export const outageWords =
  "The other servers cannot be reached: what is here can be read, but nothing can be said until " +
  "they are back.";

/** Whether what a session asks for has to be refused. A goodbye never is. */
export const mustRefuse = ({ log }: Server, { type }: Request): boolean =>
  !log.reachable && type !== "disconnect";
