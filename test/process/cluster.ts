/** Clusters as processes: nodes over one NATS server, for the tests of a file. */
import { after, before } from "node:test";
import { type NatsServer, startNats } from "../nats.ts";
import { noFlood, serve, type ServeWishes, type Test } from "./banter.ts";

export let nats: readonly NatsServer[] = [];

/** Starts it before the tests of this file, unless they are skipped, and ends it after them. */
export function withNats({ skip }: { readonly skip: string | false }): void {
  before(async () => void (nats = skip === false ? await startNats(1) : []));
  after(() => Promise.all(nats.map((server) => server.kill())));
}

let clusters = 0;
export const newCluster = (): string => `test${(clusters += 1)}`;

/** @param more settings of the cluster */
export const nodeConfig = (cluster: string, node: string, more = ""): string => `${noFlood}
[cluster]
servers = ["${nats[0]?.url}"]
name = "${cluster}"
node = "${node}"
lease_seconds = 2
${more}`;

export const serveNode = (t: Test, cluster: string, node: string, more: ServeWishes = {}) =>
  serve(t, { config: nodeConfig(cluster, node), ...more });
