/**
 * Leases: which nodes of a cluster are there. Each says so all the time; one that has not been
 * heard for long loses its sessions for everybody: any other node asks for that, by the log, and
 * its place there decides. Beside the journey. A node that was only cut off finds that out by
 * following the same log, and its people come in anew. A lease is judged only by who has had proof
 * of its own part in the log all the time.
 */
import type { Event } from "./event.ts";
import type { Server } from "./server.ts";
import { type NodeId, nodeOf } from "./state.ts";
import { sweepMs } from "./sweep.ts";

/** Silent for so long, a node is suspected. */
const suspectMsMax = 2_500;
/** Sessions of nodes that nobody here has ever heard are looked for so often. */
const lookMs = 5_000;
/** Whoever has been halted for longer has heard nothing meanwhile. */
const haltMsMax = 4_000;

export class Leases {
  private readonly server: Server;
  private readonly heardAt = new Map<NodeId, number>();
  private since: number;
  private tickedAt: number;
  private lookedAt = 0;

  constructor(server: Server) {
    this.server = server;
    this.tickedAt = this.since = server.options.now();
  }

  hear(node: NodeId): void {
    this.heardAt.set(node, this.server.options.now());
  }

  /** People may come by a node that has just been started before it says that it is there. */
  follow(event: Event): void {
    if (event.type === "nodeStarted" && event.node !== this.server.log.node) this.hear(event.node);
  }

  /** The others, and how long ago they were heard, milliseconds. */
  get others(): ReadonlyMap<NodeId, number> {
    const now = this.server.options.now();
    return new Map([...this.heardAt].map(([node, at]) => [node, now - at]));
  }

  /** Of those who are there its name comes first: what one of all has to do, it does. */
  get isFirst(): boolean {
    const { log, config } = this.server;
    const leaseMs = config.cluster.leaseSeconds * 1_000;
    return [...this.others].every(([node, ms]) => ms >= leaseMs || log.node < node);
  }

  sweep(now: number): void {
    const { log, state, config } = this.server;
    if (config.cluster.servers.length === 0) return;
    log.signal({ node: log.node, alive: state.place });
    const leaseMs = config.cluster.leaseSeconds * 1_000;
    const haltMs = Math.min(haltMsMax, sweepMs + leaseMs / 4);
    // What has not been heard says nothing of others while we hear nothing at all.
    if (this.isDeaf(now, leaseMs) || now - this.tickedAt > haltMs || now < this.tickedAt)
      this.since = now;
    if (now < this.tickedAt) for (const node of this.heardAt.keys()) this.heardAt.set(node, now);
    this.tickedAt = now;
    const isSilent = (node: NodeId): boolean =>
      now - Math.max(this.heardAt.get(node) ?? 0, this.since) >= leaseMs;
    const silent = [...this.heardAt.keys()].some(isSilent);
    if (!silent && now - this.lookedAt < lookMs) return;
    this.lookedAt = now;
    const lost = new Set<string>();
    for (const session of state.sessions.keys()) {
      const node = nodeOf(session);
      // People may come by a node that has just come itself and not been heard: its time begins.
      if (node !== log.node && !this.heardAt.has(node)) this.hear(node);
      if (node !== log.node && isSilent(node)) lost.add(prefixOf(session));
    }
    for (const prefix of lost)
      log.append("", { type: "loseSessions", prefix, reason: "Server lost" });
    for (const node of this.heardAt.keys()) if (isSilent(node)) this.heardAt.delete(node);
  }

  /** Whether we may be those who are cut off: nothing of ours has been stored just now. As long as
   * all are heard that need not be known. */
  private isDeaf(now: number, leaseMs: number): boolean {
    const { log } = this.server;
    if (!log.reachable) return true;
    const suspectMs = Math.min(suspectMsMax, leaseMs / 2);
    if (![...this.heardAt.values()].some((at) => now - at >= suspectMs)) return false;
    const isDeaf = log.unprovenMs > leaseMs / 4;
    log.prove();
    return isDeaf;
  }
}

/** Of all sessions of that start of the node. */
const prefixOf = (session: string): string => session.slice(0, session.lastIndexOf(".") + 1);
