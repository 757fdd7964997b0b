/**
 * Snapshots: copies of everything that a node has kept, beside the log, for nodes that come later
 * than the log reaches back. Beneath the cluster, over objects.ts.
 */
import { createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { ClusterFault } from "./fault.ts";
import type { Nats } from "./nats.ts";
import { Objects } from "./objects.ts";
import { copiesKept } from "./reach.ts";

export interface Snapshot {
  readonly name: string;
  /** The last place of the log that is in it. */
  readonly place: number;
  /** When it was made, milliseconds since the epoch. */
  readonly time: number;
  readonly bytes: number;
}

const prefix = "snapshot-";
const secretPrefix = "secret-";

export class Snapshots {
  private readonly objects: Objects;

  private constructor(objects: Objects) {
    this.objects = objects;
  }

  static async open(nats: Nats, replicas: number): Promise<Snapshots> {
    return new Snapshots(await Objects.open(nats, "snapshots", replicas));
  }

  /** The newest first. */
  async list(): Promise<Snapshot[]> {
    return (await this.objects.few(prefix))
      .map((object) => ({ ...object, place: Number(object.name.slice(prefix.length)) }))
      .sort((a, b) => b.place - a.place);
  }

  /** Keeps a copy of that file. Older ones but the last go. */
  async put(place: number, file: string): Promise<void> {
    await this.objects.put(prefix + String(place), file, createGzip({ level: 1 }));
    for (const old of (await this.list()).slice(copiesKept)) await this.objects.remove(old.name);
  }

  /** Into that file. Rejects when it cannot be had whole. */
  async get({ name }: Snapshot, file: string): Promise<void> {
    const packed = await this.objects.get(name);
    if (!packed) throw new ClusterFault("the snapshot is gone");
    await pipeline(packed, createGunzip(), createWriteStream(file, { mode: 0o600 }));
  }

  // ── What all nodes have in common and no log may hold ─────────────────────────────────────

  /** Before the cluster of that id is there: or two that begin it at once would have two. */
  keepSecret(id: string, secret: Uint8Array): Promise<void> {
    return this.objects.keep(secretPrefix + id, secret);
  }

  forgetSecret(id: string): Promise<void> {
    return this.objects.remove(secretPrefix + id);
  }

  /** undefined: there is none. */
  secret(id: string): Promise<Uint8Array | undefined> {
    return this.objects.kept(secretPrefix + id);
  }
}
