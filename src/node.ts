/**
 * Node: what a server is made of that depends on whether it is alone or one of a cluster
 * (cluster.ts). Like main.ts, for which it chooses, it names makers.
 */
import type { Config } from "./server/config.ts";
import {
  FolderFault,
  keepSecret,
  keptSecret,
  opened,
  openFolder,
  secretIn,
} from "./server/folder.ts";
import type { Parts } from "./server/parts.ts";
import type { Server } from "./server/server.ts";
import { lock } from "./server/store/lock.ts";
import { SqliteStore } from "./server/store/sqlite.ts";

export interface Node extends Pick<Parts, "makeLog" | "secret" | "sharedFiles"> {
  readonly store: SqliteStore;
  /** Resolves when it is equal to the others: then people may come. */
  begin(server: Server): Promise<void>;
  /** Its people go, and come back elsewhere; all that was asked for is stored. */
  leave(server: Server): Promise<void>;
}

export interface Surroundings {
  /** The database's file. */
  readonly file: string;
  readonly openStore: () => SqliteStore;
  /** This node's own, for a cluster that has none yet. */
  readonly secret: Uint8Array;
  /** As it is on all nodes of the cluster of that id, if this folder has had it. */
  readonly secretOf: (cluster: string) => Uint8Array | undefined;
  readonly keepSecret: (cluster: string, secret: Uint8Array) => void;
  readonly print: (line: string) => void;
  /** It cannot go on. */
  readonly fault: (error: Error) => void;
}

/** Opens the folder, which is its own from then on. Rejects with FolderFault and ClusterFault. */
export async function nodeFor(
  { server, cluster }: Pick<Config, "server" | "cluster">,
  outward: Pick<Surroundings, "print" | "fault">,
): Promise<Node> {
  const { data, durability } = server;
  const folder = openFolder(data);
  if (!opened(folder.lock, () => lock(folder.lock)))
    throw new FolderFault(`another server is running with the folder ${data}`);
  const file = folder.database;
  const around: Surroundings = {
    ...outward,
    file,
    openStore: () => opened(file, () => new SqliteStore({ file, durability })),
    secret: opened(folder.secret, () => secretIn(folder.secret)),
    secretOf(cluster) {
      const file = folder.secretOf(cluster);
      return opened(file, () => keptSecret(file));
    },
    keepSecret(cluster, secret) {
      // When it is alone again it goes on with it.
      for (const file of [folder.secret, folder.secretOf(cluster)])
        opened(file, () => keepSecret(file, secret));
    },
  };
  const { node } = cluster;
  if (cluster.servers.length === 0 || node === undefined) return alone(around);
  const { clusterNode } = await import("./cluster.ts");
  return clusterNode({ ...cluster, node }, around);
}

async function alone({ openStore, secret }: Surroundings): Promise<Node> {
  const { localLog } = await import("./server/log/local.ts");
  const store = openStore();
  // What it has been part of goes on without it.
  if (store.lineage !== undefined) store.lineage = undefined;
  return {
    store,
    secret,
    // Places are never given twice, not even after the folder has been lost: a new room's begin
    // with the time.
    makeLog: ({ place, time }, follower) =>
      localLog({ node: "1", place: place || Date.now(), time, now: Date.now }, follower),
    begin: () => Promise.resolve(),
    leave: () => Promise.resolve(),
  };
}
