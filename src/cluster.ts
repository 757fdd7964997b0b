/**
 * Cluster: what makes of a server a node of a cluster: the log on NATS in the place of its own,
 * and how it comes to what the others have: from its own folder with the rest of the log, or from
 * a snapshot. Like main.ts, for which it does this, it names makers.
 */
import { randomUUID } from "node:crypto";
import { renameSync, rmSync } from "node:fs";
import type { ClusterConfig } from "./server/config.ts";
import { jetStreamLog, type JetStreamLog } from "./server/log/jetstream.ts";
import { seqOf } from "./server/log/jetstream/batch.ts";
import { mayDiffer } from "./server/log/jetstream/connecting.ts";
import { ClusterFault, Contradiction, wordsOf } from "./server/log/jetstream/fault.ts";
import { type Founding, Nats } from "./server/log/jetstream/nats.ts";
import { Objects } from "./server/log/jetstream/objects.ts";
import { canFollow, mayBeginAt } from "./server/log/jetstream/reach.ts";
import { type Snapshot, Snapshots } from "./server/log/jetstream/snapshots.ts";
import type { Node, Surroundings } from "./node.ts";
import type { Server } from "./server/server.ts";
import { copyDatabase, placeIn } from "./server/store/copy.ts";
import type { SqliteStore } from "./server/store/sqlite.ts";

/** Goodbyes and the last requests: then it ends anyway. */
const leaveMsMax = 5_000;
const snapshotLookMs = 30_000;
/** NATS may start after us, and has been seen to be without a leader for 33 s. */
const startMsMax = 120_000;
const tellMs = 5_000;

type Settings = ClusterConfig & { readonly node: string };

/** Rejects with ClusterFault. */
export async function clusterNode(settings: Settings, around: Surroundings): Promise<Node> {
  const { print } = around;
  const waiting = (why: string): void => print(`Waiting: ${why}`);
  const nats = await Nats.connect(settings, { msMax: startMsMax, waiting });
  if (settings.replicas > 1 && mayDiffer(nats.version)) print(differWords(nats.version));
  const member = new Membership(settings, around, nats);
  const { founding, store, secret } = await member.join();
  let log: JetStreamLog | undefined;
  const sharedFiles = await nats.patiently(() => Objects.open(nats, "files", settings.replicas));
  return {
    store,
    secret,
    sharedFiles,
    makeLog({ place, time }, follower, listener, outage) {
      const run = randomUUID().slice(0, 8);
      const { node } = settings;
      const fault = (error: Error): void => {
        // What is in it must not be followed by what the others have.
        if (error instanceof Contradiction) store.lineage = contradicted(founding);
        around.fault(error);
      };
      const { refused } = outage;
      const reach = (is: boolean): void => {
        print(is ? "NATS can be reached again." : "NATS cannot be reached: nothing can be said.");
        outage.reach(is);
      };
      const options = { nats, founding, node, run, place, time, fault, refused, reach };
      return (log = jetStreamLog(options, follower, listener));
    },
    async begin(server) {
      const telling = setInterval(() => {
        if (log) print(`Waiting: the log is followed to its message ${log.followed.seq}.`);
      }, tellMs);
      await nats.patiently(async () => log?.caughtUp());
      clearInterval(telling);
      member.serveOthers(server);
      print(`Node ${settings.node} of the cluster ${settings.name}.`);
    },
    async leave(server) {
      member.end();
      server.door.leave("The server is ending");
      const done = log?.caughtUp().then(() => log?.settled());
      await Promise.race([done, new Promise((late) => void setTimeout(late, leaveMsMax))]);
    },
  };
}

const differWords = (version: string): string =>
  `NATS ${version}: its servers may come to differ when one is halted, and all nodes end then. ` +
  "Use 2.10 or newer.";

const contradicted = ({ id }: Founding): string => `${id}, contradicted`;

interface Joined {
  readonly founding: Founding;
  readonly store: SqliteStore;
  readonly secret: Uint8Array;
}

class Membership {
  private readonly settings: Settings;
  private readonly around: Surroundings;
  private readonly nats: Nats;
  private snapshots: Snapshots | undefined;
  private founding: Founding | undefined;
  private timer: NodeJS.Timeout | undefined;
  private making = false;

  constructor(settings: Settings, around: Surroundings, nats: Nats) {
    this.settings = settings;
    this.around = around;
    this.nats = nats;
  }

  async join(): Promise<Joined> {
    const { nats, around, settings } = this;
    let store = around.openStore();
    const snapshots = await nats.patiently(() => Snapshots.open(nats, settings.replicas));
    this.snapshots = snapshots;
    const founding = (await nats.founding()) ?? (await this.found(store, snapshots));
    this.founding = founding;
    if (store.lineage === founding.id) {
      if (founding.kept && (await this.newest()) === undefined) await this.makeSnapshot();
    } else if (store.lineage === contradicted(founding))
      throw new ClusterFault(
        "NATS has told this node what it has not told others. Move banter.db* out of its folder, " +
          "and keep them; docs/cluster.md says more",
      );
    else if (store.lineage !== undefined || store.place > 0)
      throw new ClusterFault(
        `this folder holds a room that is not of the cluster "${settings.name}". Start with an ` +
          "empty folder, or choose another name for a cluster that begins with this room",
      );
    if (await nats.patiently(() => this.needsSnapshot(store))) {
      store.close();
      await this.restore();
      store = around.openStore();
    }
    store.lineage = founding.id;
    return { founding, store, secret: await this.secretOf(founding, snapshots) };
  }

  /** What all nodes have in common: this folder's, once it has had it, or of those who have. */
  private async secretOf({ id }: Founding, snapshots: Snapshots): Promise<Uint8Array> {
    const { nats, around } = this;
    const kept = around.secretOf(id);
    if (kept) return kept;
    const secret = await nats.patiently(async () => {
      const found = await snapshots.secret(id);
      if (found) return found;
      nats.tell("wanted", "secret");
      throw new Error("it is not in NATS, and no node that is there has it");
    }, "The secret of the cluster cannot be had");
    around.keepSecret(id, secret);
    return secret;
  }

  /** A cluster begins, with what this node has. */
  private async found(store: SqliteStore, snapshots: Snapshots): Promise<Founding> {
    const { nats, settings, around } = this;
    if (store.lineage !== undefined)
      throw new ClusterFault(
        `the log of the cluster "${settings.name}", to which this folder belongs, is not there ` +
          "any more. docs/cluster.md says what to do",
      );
    // Places are never given twice, not even after everything has been lost.
    const base = Math.max(Date.now(), store.place);
    const own = { id: randomUUID(), base, kept: store.place > 0 };
    // Before the log is there: or it would not be known as its own after a crash here.
    store.lineage = own.id;
    await nats.patiently(() => snapshots.keepSecret(own.id, around.secret));
    const founding = await nats.found(own, settings.replicas);
    if (founding.id === own.id) return founding;
    store.lineage = undefined;
    await nats.patiently(() => snapshots.forgetSecret(own.id));
    return founding;
  }

  /** Whether the log does not reach back to what it has; or it has nothing, and a copy is there. */
  private async needsSnapshot(store: SqliteStore): Promise<boolean> {
    const founding = this.founding as Founding;
    const { first } = await this.nats.bounds();
    if (store.place === 0 && store.lineage === undefined)
      return founding.kept || first > 1 || (await this.newest()) !== undefined;
    return !canFollow(seqOf(store.place, founding.base), first);
  }

  private newest(): Promise<Snapshot | undefined> {
    return this.nats.patiently(async () => (await this.snapshots?.list())?.[0]);
  }

  /** Takes the newest snapshot that can be had; asks those who are there for one, and waits. */
  private async restore(): Promise<void> {
    const { nats, around } = this;
    const { base } = this.founding as Founding;
    let why = "there is none, and no node that makes one";
    for (const until = performance.now() + startMsMax; ;) {
      const { first } = await nats.patiently(() => nats.bounds());
      for (const copy of (await nats.patiently(async () => this.snapshots?.list())) ?? []) {
        if (!canFollow(seqOf(copy.place, base), first)) continue;
        try {
          return await this.fetch(copy);
        } catch (error) {
          why = wordsOf(error);
          around.print(`That cannot be had: ${why}`);
        }
      }
      if (performance.now() > until)
        throw new ClusterFault(`what the cluster has cannot be had as a snapshot: ${why}`);
      nats.tell("wanted", "snapshot");
      await new Promise((again) => void setTimeout(again, 1_000));
    }
  }

  /** It is this node's now. Rejects when it cannot be had whole. */
  private async fetch(copy: Snapshot): Promise<void> {
    const { file, print } = this.around;
    print(`Fetching what the cluster has (${Math.ceil(copy.bytes / 1e6)} MB) …`);
    const part = `${file}.part`;
    await this.snapshots?.get(copy, part);
    if (placeIn(part) !== copy.place) throw new Error("it is damaged");
    for (const tail of ["-wal", "-shm"]) rmSync(file + tail, { force: true });
    renameSync(part, file);
  }

  // ── For those who come later ──────────────────────────────────────────────────────────────

  serveOthers(server: Server): void {
    const { nats, snapshots } = this;
    nats.listen("wanted", (what) => {
      if (!server.leases.isFirst) return;
      if (what === "secret") this.giveSecret(server.options.secret);
      else this.tryToMake();
    });
    const look = async (): Promise<void> => {
      const newest = (await snapshots?.list())?.[0];
      const { base } = this.founding as Founding;
      const age = Date.now() - (newest?.time ?? 0);
      const isNew = seqOf(newest?.place ?? 0, base) < seqOf(server.state.place, base);
      if (server.leases.isFirst && isNew && age > server.config.cluster.snapshotMinutes * 60_000)
        this.tryToMake();
    };
    this.timer = setInterval(() => void look().catch(() => {}), snapshotLookMs).unref();
  }

  end(): void {
    clearInterval(this.timer);
  }

  /** NATS has lost it. Who wants it asks again. */
  private giveSecret(secret: Uint8Array): void {
    const { snapshots, founding } = this;
    if (founding) snapshots?.keepSecret(founding.id, secret).catch(() => {});
  }

  private tryToMake(): void {
    if (this.making) return;
    this.making = true;
    this.makeSnapshot()
      .catch((error: unknown) => this.around.print(`No snapshot: ${wordsOf(error)}`))
      .finally(() => (this.making = false));
  }

  /** And the log is forgotten up to the oldest snapshot that is kept. */
  private async makeSnapshot(): Promise<void> {
    const { nats, around, snapshots, founding } = this;
    if (!snapshots || !founding) return;
    const copy = `${around.file}.copy`;
    rmSync(copy, { force: true });
    try {
      await snapshots.put(await copyDatabase(around.file, copy), copy);
    } finally {
      rmSync(copy, { force: true });
    }
    const kept = (await snapshots.list()).map(({ place }) => seqOf(place, founding.base));
    const first = mayBeginAt(kept);
    if (first !== undefined) await nats.trim(first);
  }
}
