/**
 * Sweep: what time brings. Who does not register goes; who is silent is asked with PING and goes
 * when there is no answer; the store forgets what is too old. Beside the journey.
 */
import { sweepAttempt } from "./authenticate.ts";
import { readerFor } from "./reader.ts";
import { message } from "../protocol/message.ts";
import { expiredBans } from "./ban-index.ts";
import { endBatch } from "./batching.ts";
import { type Config, historyOf } from "./config.ts";
import { personsOf } from "./history-keys.ts";
import { graceOver } from "./presence.ts";
import type { Server } from "./server.ts";
import type { State } from "./state.ts";
import type { Retention } from "./store.ts";

export const sweepMs = 1_000;

export function sweep(server: Server): void {
  const now = server.options.now();
  const { pingIntervalMs, pingTimeoutMs, registrationTimeoutMs, saslTimeoutMs } =
    server.config.limits;
  for (const peer of server.door.peers.values()) {
    if (peer.ending) continue;
    sweepAttempt(peer, () => readerFor(server, peer), now, saslTimeoutMs);
    endBatch(server, peer, now);
    if (peer.leftFor !== undefined) {
      if (now - peer.heardAt > pingTimeoutMs) server.door.drop(peer, peer.leftFor);
    } else if (peer.user === 0) {
      // A password that waits to be checked is our delay, not theirs.
      if (now - peer.since > registrationTimeoutMs && !peer.blocked)
        server.door.drop(peer, "Registration timeout");
    } else if (peer.dialect.name === "plain") {
      // People at nc cannot answer; a dead link is the transport's to notice.
      continue;
    } else if (peer.pingedAt !== 0) {
      if (now - peer.pingedAt > pingTimeoutMs)
        server.door.drop(peer, `Ping timeout: ${Math.round((now - peer.heardAt) / 1000)} seconds`);
    } else if (now - peer.heardAt > pingIntervalMs) {
      peer.pingedAt = now;
      server.send(peer, message("PING", [server.options.name], ""));
    }
  }
  server.leases.sweep(now);
  if (server.log.reachable) endWhatIsOver(server);
  server.door.admission.forget(server.config, now);
  server.host.logins.forget(now);
  server.nickGuard.sweep(now);
  server.host.web.sweep(now);
  server.store.trim(server.state, retentionOf(server.config, server.state), now);
  server.store.trail.trim(server.config.audit, now);
}

/** By the clock by which it is decided: a node's own may be ahead, and would ask ever again. */
function endWhatIsOver({ log, state }: Server): void {
  const now = log.now();
  if (expiredBans(state, now).length > 0) log.append("", { type: "expireBans" });
  if (state.rules.graceMs > 0 && graceOver(state, now).length > 0)
    log.append("", { type: "endGrace" });
}

function retentionOf(config: Config, { fold }: State): Retention {
  const { history } = config;
  const kept = [history, history.direct, ...history.channels];
  return {
    perTarget: kept.some(({ linesMax, ageDaysMax }) => linesMax > 0 || ageDaysMax > 0),
    of: (target) => (personsOf(target) ? history.direct : historyOf(config, fold, target)),
    linesTotalMax: history.linesTotalMax,
  };
}
