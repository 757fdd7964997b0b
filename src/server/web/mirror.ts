/**
 * Mirror: the files of a cluster. What is uploaded at one node is put where all have it before the
 * log knows of it; each node fetches what it lacks, so that in the end all of it lies in its own
 * folder, and at once what somebody asks for. Behind file-desk.ts.
 */
import type { KeptFile } from "../files.ts";
import type { WebDesk } from "../web.ts";
import type { Blobs } from "./blobs.ts";

/** What the nodes of a cluster have in common. All of it rejects when that cannot be reached. */
export interface SharedFiles {
  /** Resolves when it is there for all. */
  put(name: string, file: string): Promise<void>;
  /** undefined: there is none. What is read throws when it breaks off. */
  get(name: string): Promise<AsyncIterable<Uint8Array> | undefined>;
  remove(name: string): Promise<void>;
  /** With when each was put there, milliseconds since the epoch. */
  list(): Promise<readonly { readonly name: string; readonly time: number }[]>;
}

/** What has been missed is found by looking through all. */
const lookMs = 600_000;
/** After it has failed. */
const againMs = 30_000;
/** What is put there is known to the log within seconds; clocks may be apart. */
const strayMs = 3_600_000;

export class Mirror {
  private readonly web: WebDesk;
  private readonly blobs: Blobs;
  private readonly shared: SharedFiles;
  /** On their way to this node, by hash. */
  private readonly coming = new Map<string, Promise<boolean>>();
  private lookAt = 0;
  /** One after another, so that there is room for what is asked for. */
  private work: Promise<unknown> = Promise.resolve();

  constructor(web: WebDesk, blobs: Blobs, shared: SharedFiles) {
    this.web = web;
    this.blobs = blobs;
    this.shared = shared;
  }

  /** Resolves with whether all nodes can have it. */
  offer({ id, hash }: Pick<KeptFile, "id" | "hash">): Promise<boolean> {
    return this.shared.put(id, this.blobs.fileOf(hash)).then(
      () => true,
      () => false,
    );
  }

  /** Resolves with whether it is here now. */
  fetch(file: KeptFile): Promise<boolean> {
    const known = this.coming.get(file.hash);
    if (known) return known;
    const coming = this.bring(file)
      .catch(() => false)
      .finally(() => this.coming.delete(file.hash));
    this.coming.set(file.hash, coming);
    return coming;
  }

  private async bring({ id, hash, size }: KeptFile): Promise<boolean> {
    if ((await this.blobs.sizeOf(hash)) === size) return true;
    const body = await this.shared.get(id);
    if (!body) return false;
    const taken = await this.blobs.take(body, size);
    const isIt = taken.hash === hash && this.web.server.state.files.has(id);
    if (isIt) await this.blobs.keep(taken);
    else await this.blobs.drop(taken.file);
    return isIt;
  }

  // ── What happens ──────────────────────────────────────────────────────────────────────────

  added(file: KeptFile): void {
    this.soon(() => this.fetch(file));
  }

  /** What was offered has not become a file. */
  withdraw({ id }: Pick<KeptFile, "id">): void {
    this.soon(() => this.shared.remove(id));
  }

  /** One node of all does it. */
  removed(files: readonly KeptFile[]): void {
    if (this.web.server.leases.isFirst) files.forEach((file) => this.withdraw(file));
  }

  sweep(now: number): void {
    if (now < this.lookAt) return;
    this.lookAt = now + lookMs;
    this.soon(() => this.look().catch(() => (this.lookAt = now + againMs)));
  }

  /** What is missing here, or there (the node's folder is older than the cluster), or left over. */
  private async look(): Promise<void> {
    const { state, leases, options } = this.web.server;
    const files = [...state.files.values()];
    // What was known before was there before.
    const there = new Map((await this.shared.list()).map(({ name, time }) => [name, time]));
    for (const file of files) {
      const isHere = (await this.blobs.sizeOf(file.hash)) === file.size;
      if (!isHere && there.has(file.id)) await this.fetch(file);
      if (isHere && !there.has(file.id) && state.files.has(file.id)) await this.offer(file);
    }
    for (const [name, time] of there)
      if (leases.isFirst && !state.files.has(name) && options.now() - time > strayMs)
        await this.shared.remove(name);
  }

  private soon(work: () => Promise<unknown>): void {
    this.work = this.work.then(work).catch(() => {});
  }
}
