/** Cluster: the part of the configuration by which this server is one of several nodes. */

export interface ClusterConfig {
  /** Of NATS, such as "nats://10.0.0.1:4222"; none: this server is alone. */
  readonly servers: readonly string[];
  /** The cluster's, the same on all its nodes. */
  readonly name: string;
  /** This node's, another on each. */
  readonly node: string | undefined;
  /** On how many of the NATS servers the log is; looked at when the log is made. */
  readonly replicas: number;
  /** A file, as NATS has them for its accounts. */
  readonly credentials: string | undefined;
  readonly user: string | undefined;
  readonly password: string | undefined;
  /** Files in PEM: who vouches for the servers, and what we show them. */
  readonly tlsCa: string | undefined;
  readonly tlsCertificate: string | undefined;
  readonly tlsKey: string | undefined;
  /** Where clients find the nodes, as "host:port"; told to our own. */
  readonly addresses: readonly string[];
  /** A node that is silent for so long loses its sessions for the others. */
  readonly leaseSeconds: number;
  /** So long somebody stays whose node has gone, until they are back by another. */
  readonly graceSeconds: number;
  /** A copy of everything for nodes that come later is made so often. */
  readonly snapshotMinutes: number;
}

/** Of the pages that the nodes give out, as browsers name them; `root` is where all are reached. */
export const originsOf = (addresses: readonly string[], root: string | undefined): string[] =>
  [
    ...addresses.flatMap((place) => [`http://${place}`, `https://${place}`]),
    ...(root === undefined || addresses.length === 0 ? [] : [root]),
  ].map((url) => new URL(url).origin);

export const clusterDefault: ClusterConfig = {
  servers: [],
  name: "banter",
  node: undefined,
  replicas: 1,
  credentials: undefined,
  user: undefined,
  password: undefined,
  tlsCa: undefined,
  tlsCertificate: undefined,
  tlsKey: undefined,
  addresses: [],
  // NATS needs 4 to 7 s to choose another leader: shorter, and its trouble were the nodes'.
  leaseSeconds: 10,
  graceSeconds: 60,
  snapshotMinutes: 60,
};
