/**
 * Batching: what a client sends as one, put together before it is performed. Beside the journey;
 * how it is put together stands in commands/batch.ts.
 */
import { collect, expire, spoil } from "./commands/batch.ts";
import type { Message } from "../protocol/message.ts";
import type { Peer } from "./peer.ts";
import type { Server } from "./server.ts";

/** Takes a message that has to do with a batch. false: it has to wait, as in the journey. */
export function performBatched(server: Server, peer: Peer, message: Message): boolean {
  const { fold, rules } = server.state;
  const at = { fold, limits: rules.limits, now: server.options.now() };
  const whole = collect(peer, message, at);
  if (whole.length === 0) server.waiting.spare(peer);
  return whole.every((each) => server.performOne(peer, each));
}

/** A line has not come through: nor does the batch that it may have been of. */
export function spoilBatch(server: Server, peer: Peer): void {
  if (peer.batch && !peer.batch.failed) server.performOne(peer, spoil(peer.batch));
}

/** What was not ended in time is ended; but what we keep waiting is no fault of the client. */
export function endBatch(server: Server, peer: Peer, now: number): void {
  const { batch, todo } = peer;
  if (!batch || batch.failed || todo) return;
  if (now - batch.since > server.config.limits.batchTimeoutMs)
    server.performOne(peer, expire(batch));
}
