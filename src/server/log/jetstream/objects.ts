/**
 * Objects: what all nodes have in common and no log may hold: copies of everything that has been
 * kept, and files. Beneath the cluster; the only importer of NATS' object store. An object is there
 * when it is there whole.
 */
import { createReadStream } from "node:fs";
import { pipeline, Readable, type Transform } from "node:stream";
import { type ObjectInfo, type ObjectStore, Objm } from "@nats-io/obj";
import { type Nats, onReplicas } from "./nats.ts";

export interface StoredObject {
  readonly name: string;
  /** When it was put there by its maker's clock, milliseconds since the epoch. */
  readonly time: number;
  readonly bytes: number;
}

/** As it is written into each message; NATS takes a megabyte unless it is told otherwise. */
const chunkBytes = 512 * 1_024;
const putMsMax = 30_000;
/** Of two pieces that come; what reads from a server that is gone would wait for its return. */
const stallMsMax = 5_000;
const listMsMax = 30_000;

export class Objects {
  private readonly nats: Nats;
  private readonly bucket: string;
  private readonly store: ObjectStore;

  private constructor(nats: Nats, bucket: string, store: ObjectStore) {
    this.nats = nats;
    this.bucket = bucket;
    this.store = store;
  }

  static async open(nats: Nats, what: "snapshots" | "files", replicas: number): Promise<Objects> {
    const bucket = `${nats.stream}_${what}`;
    const make = () => new Objm(nats.connection).create(bucket, { replicas });
    return new Objects(nats, bucket, await onReplicas(replicas, make));
  }

  async list(): Promise<StoredObject[]> {
    return (await within(listMsMax, this.store.list())).flatMap(storedFrom);
  }

  /** Those whose names begin so, if they are few: the leader is asked for each. */
  async few(prefix: string): Promise<StoredObject[]> {
    const { nats, bucket, store } = this;
    const subjects = await nats.subjectsIn(`OBJ_${bucket}`, `$O.${bucket}.M.*`);
    const names = subjects.map((each) => nameIn(each)).filter((name) => name.startsWith(prefix));
    return (await Promise.all(names.map((name) => store.info(name)))).flatMap(storedFrom);
  }

  /** That file, as it is or as `through` makes it. Resolves once most of the servers have it. */
  async put(name: string, file: string, through?: Transform): Promise<void> {
    const read = createReadStream(file);
    // What goes wrong ends the last of them, whose reader is told.
    const bytes = Readable.toWeb(through ? pipeline(read, through, () => {}) : read);
    const options = { max_chunk_size: chunkBytes };
    const body = bytes as globalThis.ReadableStream<Uint8Array>;
    await this.store.put({ name, options }, body, { timeout: putMsMax });
  }

  /** undefined: there is none. What is read throws when it is damaged, or does not go on. */
  async get(name: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const found = await within(stallMsMax, this.store.get(name));
    // The bytes end with the same error.
    found?.error.catch(() => {});
    return found ? piecesOf(found.data) : undefined;
  }

  async remove(name: string): Promise<void> {
    await this.store.delete(name);
    // A name that is never used again need not be remembered as deleted.
    const encoded = btoa(name).replaceAll("+", "-").replaceAll("/", "_");
    await this.nats.forget(`OBJ_${this.bucket}`, `$O.${this.bucket}.M.${encoded}`);
  }

  /** A few bytes, under that name. */
  async keep(name: string, bytes: Uint8Array): Promise<void> {
    await this.store.putBlob({ name }, bytes);
  }

  /** What was kept so. undefined: there is none. Asked of the leader alone: for `get` and `list`
   * NATS chooses one of its servers to read from, which may be one that has just gone. */
  async kept(name: string): Promise<Uint8Array | undefined> {
    const { nats, bucket } = this;
    const found = await this.store.info(name);
    if (!found || found.deleted) return undefined;
    const bytes = await nats.lastIn(`OBJ_${bucket}`, `$O.${bucket}.C.${found.nuid}`);
    if (bytes?.length !== found.size) throw new Error(`${name} is not whole`);
    return bytes;
  }
}

/** Of the subject of what is told about an object. */
const nameIn = (subject: string): string =>
  Buffer.from(subject.slice(subject.lastIndexOf(".") + 1), "base64url").toString();

const storedFrom = (info: ObjectInfo | null): StoredObject[] =>
  info === null || info.deleted
    ? []
    : [{ name: info.name, time: Date.parse(info.mtime), bytes: info.size }];

async function* piecesOf(data: globalThis.ReadableStream<Uint8Array>) {
  const reader = data.getReader();
  try {
    for (;;) {
      const { done, value } = await within(stallMsMax, reader.read());
      if (done) return;
      yield value;
    }
  } finally {
    await reader.cancel().catch(() => {});
  }
}

function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error("NATS has not answered in time")), ms);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
