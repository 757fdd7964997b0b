/**
 * NATS: what the cluster's log needs of it, and no more. Beneath jetstream.ts; with connecting.ts
 * and objects.ts the only importer of its client libraries. One stream holds the log; each node
 * writes under a subject of its own, and what is stored is republished to all.
 */
import {
  type JetStreamClient,
  type JetStreamManager,
  type JetStreamPublishOptions,
  JetStreamApiError,
  type StoredMsg,
  jetstream,
  jetstreamManager,
} from "@nats-io/jetstream";
import type { ClusterConfig } from "../../config/cluster.ts";
import { type Connection, connectionTo, Refused } from "./connecting.ts";
import { ClusterFault, type Patience, patiently, patient, wordsOf } from "./fault.ts";

/** What one node has written in one go. */
export interface Stored {
  readonly seq: number;
  readonly id: string;
  readonly text: string;
  /** When the stream took it, milliseconds since the epoch. */
  readonly time: number;
}

/** What the stream is. */
export interface StreamBounds {
  readonly first: number;
  readonly last: number;
  /** The server that leads it; "" while there is none, or no need of one. */
  readonly leader: string;
  readonly replicas: number;
}

/** Of the stream, written into its description when it is made. */
export interface Founding {
  /** Another for each stream, whatever its name. */
  readonly id: string;
  /** All places are above. */
  readonly base: number;
  /** There was something before it: who begins at its first message lacks that. */
  readonly kept: boolean;
}

/** Goes into all names: what another version writes is not read by mistake. */
const layout = 1;
const requestMsMax = 2_000;
/** So long the same batch, sent twice, is known by its id; beyond, by what was last before it. */
const duplicateWindowNs = 120 * 1e9;

const names = (name: string) => ({
  stream: `banter_${name}_${layout}`,
  subject: `banter.${name}.${layout}`,
});

/** Not another's: it has been superseded, or its own came twice. */
export class WrongLast extends Error {}

export class Nats {
  readonly connection: Connection;
  readonly stream: string;
  private readonly subject: string;
  private readonly js: JetStreamClient;
  private readonly jsm: JetStreamManager;
  private readonly patience: Patience;

  private constructor(link: Connection, name: string, jsm: JetStreamManager, patience: Patience) {
    const { stream, subject } = names(name);
    this.connection = link;
    this.patience = patience;
    this.stream = stream;
    this.subject = subject;
    this.jsm = jsm;
    this.js = jetstream(link, { timeout: requestMsMax });
  }

  /** Rejects with ClusterFault when none of the servers lets us in. */
  static async connect(settings: ClusterConfig, patience: Patience = patient): Promise<Nats> {
    const why = `NATS at ${settings.servers.join(", ")} cannot be reached`;
    const tried = () =>
      connectionTo(settings).catch((error: unknown) => {
        throw error instanceof Refused ? new ClusterFault(`${why}: ${error.message}`) : error;
      });
    const connection = await patiently(tried, why, patience);
    const jsm = await jetstreamManager(connection, { checkAPI: false, timeout: requestMsMax });
    return new Nats(connection, settings.name, jsm, patience);
  }

  /** A cluster that is just beginning, or has lost its leader, answers when it has one. */
  patiently<T>(work: () => Promise<T>, why = "JetStream does not answer"): Promise<T> {
    return patiently(work, why, this.patience);
  }

  // ── The stream ────────────────────────────────────────────────────────────────────────────

  /** undefined: there is no such stream. */
  async founding(): Promise<Founding | undefined> {
    const info = await this.patiently(() =>
      this.jsm.streams.info(this.stream).catch((error: unknown) => {
        if (codeOf(error) === streamNotFound) return undefined;
        throw error;
      }),
    );
    return info && foundingIn(info.config.description ?? "", this.stream);
  }

  /** Makes the stream. When another did at the same time it is the other's. */
  async found(founding: Founding, replicas: number): Promise<Founding> {
    const { id, base, kept } = founding;
    const description = `Banter's log. id=${id} kept=${kept} base=${base}`;
    const { stream: name, subject } = this;
    const config = {
      name,
      description,
      subjects: [`${subject}.log.*`],
      republish: { src: `${subject}.log.*`, dest: `${subject}.told.{{wildcard(1)}}` },
      num_replicas: replicas,
      allow_direct: true,
      duplicate_window: duplicateWindowNs,
      deny_delete: true,
    };
    await this.patiently(() =>
      onReplicas(replicas, () => this.jsm.streams.add(config)).catch((error: unknown) => {
        if (codeOf(error) !== streamNameInUse) throw error;
      }),
    );
    return (await this.founding()) ?? founding;
  }

  async bounds(): Promise<StreamBounds> {
    const { state, cluster, config } = await this.jsm.streams.info(this.stream);
    const { first_seq: first, last_seq: last } = state;
    return { first, last, leader: cluster?.leader ?? "", replicas: config.num_replicas };
  }

  /** The nodes that have written something of what it has. */
  async writers(): Promise<string[]> {
    const before = `${this.subject}.log.`;
    const subjects = await this.subjectsIn(this.stream, `${before}*`);
    return subjects.map((each) => each.slice(before.length));
  }

  /** Forgets what comes before it. */
  async trim(before: number): Promise<void> {
    await this.jsm.streams.purge(this.stream, { seq: before });
  }

  /** Those under which a stream has something, as its leader knows. */
  async subjectsIn(stream: string, filter: string): Promise<string[]> {
    const { state } = await this.jsm.streams.info(stream, { subjects_filter: filter });
    return Object.keys(state.subjects ?? {});
  }

  /** The last under that subject of another stream, as that one's leader knows. */
  async lastIn(stream: string, subject: string): Promise<Uint8Array | undefined> {
    return (await this.jsm.streams.getMessage(stream, { last_by_subj: subject }))?.data;
  }

  /** Forgets all under that subject of another stream. */
  async forget(stream: string, subject: string): Promise<void> {
    await this.jsm.streams.purge(stream, { filter: subject });
  }

  // ── Its messages ──────────────────────────────────────────────────────────────────────────

  /** Resolves with its place in the stream once that many servers have it; the same id twice is
   * one. Rejects with WrongLast when the node's last is another than `after`. */
  write(node: string, text: string, id: string, after: number): Promise<number> {
    return this.publish(node, text, id, { lastSubjectSequence: after });
  }

  /** Again, as that message of the stream. */
  async writeAt(seq: number, node: string, text: string, id: string): Promise<void> {
    const at = await this.publish(node, text, id, { lastSequence: seq - 1 });
    if (at !== seq) throw new WrongLast(`it is at ${at}, not at ${seq}`);
  }

  private async publish(
    node: string,
    text: string,
    id: string,
    expect: JetStreamPublishOptions["expect"],
  ): Promise<number> {
    try {
      const options = { msgID: id, expect, timeout: requestMsMax, retries: 0 };
      return (await this.js.publish(`${this.subject}.log.${node}`, text, options)).seq;
    } catch (error) {
      if (codeOf(error) === wrongLastSequence)
        throw new WrongLast(wordsOf(error), { cause: error });
      throw error;
    }
  }

  /** The last that a node has written, as the stream's leader knows. */
  lastOf(node: string): Promise<Stored | undefined> {
    return this.surely({ last_by_subj: `${this.subject}.log.${node}` });
  }

  /** As its leader knows. */
  at(seq: number): Promise<Stored | undefined> {
    return this.surely({ seq });
  }

  private async surely(query: { seq: number } | { last_by_subj: string }) {
    try {
      return storedFrom(await this.jsm.streams.getMessage(this.stream, query));
    } catch (error) {
      if (codeOf(error) === noMessageFound) return undefined;
      throw error;
    }
  }

  /** Of the server to which it is connected. */
  get version(): string {
    return this.connection.info?.version ?? "";
  }

  /** Another each time that it has connected. */
  get line(): string {
    const { server_id, client_id } = this.connection.info ?? { server_id: "", client_id: 0 };
    return `${server_id} ${client_id}`;
  }

  /** All that is stored from now on, mostly in order, mostly all of it. */
  hear(take: (seq: number, text: string) => void): void {
    this.connection.subscribe(`${this.subject}.told.*`, {
      callback(error, message) {
        const seq = Number(message?.headers?.get("Nats-Sequence"));
        if (!error && seq > 0) take(seq, message.string());
      },
    });
  }

  // ── Beside it ─────────────────────────────────────────────────────────────────────────────

  tell(what: string, text: string): void {
    if (!this.connection.isClosed()) this.connection.publish(`${this.subject}.${what}`, text);
  }

  listen(what: string, take: (text: string) => void): void {
    this.connection.subscribe(`${this.subject}.${what}`, {
      callback: (error, message) => void (error || take(message.string())),
    });
  }

  async close(): Promise<void> {
    await this.connection.close();
  }
}

// The error codes of JetStream's server, errors.json.
const streamNameInUse = 10058;
const replicasUnsupported = 10074;
const noSuitablePeers = 10005;
const wrongLastSequence = 10071;
const noMessageFound = 10037;
const streamNotFound = 10059;
const codeOf = (error: unknown): number => (error instanceof JetStreamApiError ? error.code : 0);

/** Rejects with ClusterFault when NATS has not as many servers, and never will. */
export async function onReplicas<T>(replicas: number, make: () => Promise<T>): Promise<T> {
  try {
    return await make();
  } catch (error) {
    const words = `NATS cannot keep ${replicas} replicas: ${wordsOf(error)}`;
    if (codeOf(error) === replicasUnsupported) throw new ClusterFault(words);
    // One of its servers may only just be coming.
    throw codeOf(error) === noSuitablePeers ? new Error(words) : error;
  }
}

function foundingIn(description: string, stream: string): Founding {
  const [, id, kept, base] = / id=([\w-]+) kept=(\S+) base=([0-9]+)$/.exec(description) ?? [];
  if (id === undefined) throw new ClusterFault(`the stream ${stream} is none of Banter's`);
  return { id, base: Number(base), kept: kept === "true" };
}

const storedFrom = (message: StoredMsg | null): Stored | undefined =>
  message === null
    ? undefined
    : {
        seq: message.seq,
        id: message.header?.get("Nats-Msg-Id") ?? "",
        text: message.string(),
        time: message.time.getTime(),
      };
