/**
 * Snapshots: copies of everything that a node has kept, beside the log, for nodes that come later
 * than the log reaches back. Beneath the cluster; the only importer of NATS' object store. A
 * snapshot is there when it is there whole.
 */
import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { createGunzip, createGzip } from "node:zlib";
import { type ObjectStore, Objm } from "@nats-io/obj";
import { ClusterFault, type Nats } from "./nats.ts";

export interface Snapshot {
  readonly name: string;
  /** The last place of the log that is in it. */
  readonly place: number;
  /** When it was made, milliseconds since the epoch. */
  readonly time: number;
  readonly bytes: number;
}

/** As it is written into each chunk; NATS takes a megabyte unless it is told otherwise. */
const chunkBytes = 512 * 1_024;
/** The log is kept back to the older one, should the newer be damaged. */
export const snapshotsKept = 2;
const prefix = "snapshot-";

export class Snapshots {
  private readonly store: ObjectStore;

  private constructor(store: ObjectStore) {
    this.store = store;
  }

  static async open(nats: Nats, replicas: number): Promise<Snapshots> {
    const objects = new Objm(nats.connection);
    return new Snapshots(await objects.create(`${nats.stream}_snapshots`, { replicas }));
  }

  /** The newest first. */
  async list(): Promise<Snapshot[]> {
    const objects = await this.store.list();
    return objects
      .filter(({ name, deleted }) => name.startsWith(prefix) && !deleted)
      .map(({ name, mtime, size }) => {
        const place = Number(name.slice(prefix.length));
        return { name, place, time: Date.parse(mtime), bytes: size };
      })
      .sort((a, b) => b.place - a.place);
  }

  /** Keeps a copy of that file. Older ones but the last go. */
  async put(place: number, file: string): Promise<void> {
    const packed = createReadStream(file).pipe(createGzip({ level: 1 }));
    const name = prefix + String(place);
    const options = { max_chunk_size: chunkBytes };
    const stream = Readable.toWeb(packed) as globalThis.ReadableStream<Uint8Array>;
    await this.store.put({ name, options }, stream, { timeout: 30_000 });
    for (const old of (await this.list()).slice(snapshotsKept)) await this.store.delete(old.name);
  }

  /** Into that file. Rejects when it cannot be had whole. */
  async get({ name }: Snapshot, file: string): Promise<void> {
    const found = await this.store.get(name);
    if (!found) throw new ClusterFault("the snapshot is gone");
    const packed = Readable.fromWeb(found.data as ReadableStream);
    await pipeline(packed, createGunzip(), createWriteStream(file, { mode: 0o600 }));
    const damaged = await found.error;
    if (damaged) throw damaged;
  }

  // ── What all nodes have in common and no log may hold ─────────────────────────────────────

  /** The one that is there, or this one from now on. */
  async secret(own: Uint8Array): Promise<Uint8Array> {
    const known = await this.store.getBlob("secret");
    if (known) return known;
    await this.store.putBlob({ name: "secret" }, own);
    return own;
  }
}
