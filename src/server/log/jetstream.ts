/**
 * JetStream: the log of a cluster. NATS gives the order and keeps it on several machines; each node
 * appends (jetstream/appending.ts) and follows (jetstream/following.ts). Signals go beside it.
 *
 * An entry that a follower is given is on the disks, or in the memory, of most of the stream's
 * replicas (docs/cluster.md says which), and is never taken back.
 */
import type { Follower, Listener, Log } from "../log.ts";
import type { Request, Signal } from "../request.ts";
import type { NodeId, SessionId } from "../state.ts";
import { Appending } from "./jetstream/appending.ts";
import { type Batch, placeOf } from "./jetstream/batch.ts";
import { Following } from "./jetstream/following.ts";
import { ClusterFault } from "./jetstream/fault.ts";
import type { Founding, Nats } from "./jetstream/nats.ts";

/** A stream whose leader is gone has another after some seconds: so long everybody waits. */
const patienceMs = 8_000;
const lookMs = 250;
/** What is acknowledged and has not come back for so long may be lost: the next try finds that. */
const missingMs = 2_000;
/** Whoever wants proof asks each second. */
const provesMs = 1_500;

export interface JetStreamOptions {
  readonly nats: Nats;
  readonly founding: Founding;
  readonly node: NodeId;
  /** Another at each start of the node. */
  readonly run: string;
  readonly place: number;
  readonly time: number;
  /** The node cannot go on. */
  readonly fault: (error: Error) => void;
  /** What the session asked for has not been appended, and will not be: NATS is away. The newest
   * of a session's first. */
  readonly refused?: (session: SessionId) => void;
  /** Whether it can be appended to, each time that this changes. */
  readonly reach?: (is: boolean) => void;
}

export interface JetStreamLog extends Log {
  /** Resolves when all that this node has appended has been followed, and what comes before. */
  caughtUp(): Promise<void>;
  /** Resolves when that message of the stream has been followed. */
  reached(seq: number): Promise<void>;
  /** Resolves when all that was appended is stored, and nothing is on the way. */
  settled(): Promise<void>;
  /** Ends without a word. */
  abandon(): void;
  /** Followed up to that message of the stream, and how many more there are. */
  readonly followed: { readonly seq: number; readonly behind: number };
}

export function jetStreamLog(
  options: JetStreamOptions,
  follower: Follower,
  listener: Listener,
): JetStreamLog {
  const { nats, node, run } = options;
  let closed = false;
  let reachable = true;
  let awaySince = 0;
  let provesUntil = 0;
  const begun = (batch: Batch, seq: number): void => {
    // Later than our own first: the one of us that started last goes on.
    if (batch.node === node && batch.run !== run && seq > ownFirst && ownFirst > 0)
      throw new ClusterFault(`another node is running under the name "${node}"`);
    if (batch.node !== node || batch.run !== run) return;
    if (ownFirst === 0) ownFirst = seq;
    appending.followed(batch.count);
  };
  let ownFirst = 0;
  const fault = (error: Error): void => {
    following.end();
    appending.end();
    clearInterval(looking);
    options.fault(error);
  };
  const following = new Following({ ...options, give: follower, begun, fault });
  const appending = new Appending({
    ...options,
    makeSure: () => following.makeSure(),
    doubt: () => following.doubt(),
    stored(seq, text) {
      following.compare(seq, text);
      following.exists(seq);
    },
    fault,
  });
  const looking = setInterval(look, lookMs).unref();

  function look(): void {
    const silentMs = performance.now() - following.heardAt;
    const was = reachable;
    const isThere = appending.waitingMs < patienceMs && silentMs < patienceMs;
    // What is heard again may not be written yet.
    reachable = isThere && (was || appending.provenAt > awaySince);
    if (was && !reachable) awaySince = performance.now();
    if (!reachable)
      appending
        .takeBack((session, type) => session !== "" && type !== "disconnect")
        .forEach((session) => options.refused?.(session));
    if (was !== reachable) options.reach?.(reachable);
    const isMissing = appending.unfollowedMs > missingMs;
    if (!reachable || isMissing || performance.now() < provesUntil) appending.prove();
  }

  nats.listen("signals", (text) => {
    const heard = JSON.parse(text) as Signal;
    if (!closed && heard.node !== node) listener(heard);
  });

  return {
    node,
    get reachable() {
      return reachable;
    },
    get followed() {
      return { seq: following.last, behind: following.behind };
    },
    get unprovenMs() {
      return performance.now() - appending.provenAt;
    },
    prove(): void {
      if (closed) return;
      provesUntil = performance.now() + provesMs;
      appending.prove();
    },
    now: () => Math.max(following.time, appending.now),
    append(session: SessionId, request: Request): void {
      if (!closed) appending.append(session, request);
    },
    signal(signal): void {
      if (closed) return;
      // Some batches have no entry: it has come further than to the last that had one.
      const place = placeOf(following.last, options.founding.base);
      const said = "alive" in signal && signal.alive < place ? { ...signal, alive: place } : signal;
      nats.tell("signals", JSON.stringify(said));
    },
    async caughtUp() {
      await appending.idle();
      await following.reached((await nats.lastOf(node))?.seq ?? 0);
    },
    reached: (seq) => following.reached(seq),
    settled: () => appending.idle(),
    close(): void {
      closed = true;
      clearInterval(looking);
      following.end();
    },
    abandon(): void {
      this.close();
      appending.end();
    },
  };
}
