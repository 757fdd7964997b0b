/**
 * Blobs: bytes on the disk, by their hash. What is on its way lies apart, so that the end of the
 * process, a full disk or a peer that goes leaves nothing behind. Beside file-desk.ts.
 */
import { createHash, randomBytes } from "node:crypto";
import { createReadStream, mkdirSync, readdirSync, rmSync } from "node:fs";
import { type FileHandle, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";

export interface Taken {
  readonly hash: string;
  readonly size: number;
  /** Its file, until it is kept or dropped. */
  readonly file: string;
}

/** More bytes have come than may. */
export class TooLarge extends Error {
  override name = "TooLarge";
}

export class Blobs {
  private readonly folder: string;
  private readonly incoming: string;

  constructor(folder: string) {
    this.folder = folder;
    this.incoming = join(folder, "incoming");
    rmSync(this.incoming, { recursive: true, force: true });
    mkdirSync(this.incoming, { recursive: true, mode: 0o700 });
  }

  /** Writes the bytes as they come, one chunk in memory at a time. Throws TooLarge, what the disk
   * says, and what the body throws; then nothing is left. */
  async take(body: AsyncIterable<Uint8Array>, sizeMax: number): Promise<Taken> {
    const file = join(this.incoming, randomBytes(12).toString("hex"));
    const hash = createHash("sha256");
    let size = 0;
    let handle: FileHandle | undefined;
    try {
      handle = await open(file, "wx", 0o600);
      for await (const bytes of body) {
        size += bytes.length;
        if (size > sizeMax) throw new TooLarge();
        hash.update(bytes);
        await handle.writeFile(bytes);
      }
      await handle.sync();
      await handle.close();
      return { hash: hash.digest("hex"), size, file };
    } catch (error) {
      await handle?.close().catch(() => {});
      await this.drop(file);
      throw error;
    }
  }

  async drop(file: string): Promise<void> {
    await rm(file, { force: true });
  }

  /** From here on it is found by its hash. */
  async keep({ hash, file }: Taken): Promise<void> {
    mkdirSync(join(this.folder, hash.slice(0, 2)), { recursive: true, mode: 0o700 });
    await rename(file, this.fileOf(hash));
  }

  async remove(hash: string): Promise<void> {
    await rm(this.fileOf(hash), { force: true });
  }

  /** undefined when it is not there. */
  async sizeOf(hash: string): Promise<number | undefined> {
    return (await stat(this.fileOf(hash)).catch(() => undefined))?.size;
  }

  /** From `start` up to and with `end`. */
  async *read(hash: string, start: number, end: number): AsyncGenerator<Uint8Array> {
    yield* createReadStream(this.fileOf(hash), { start, end }) as AsyncIterable<Uint8Array>;
  }

  /** Those of which nobody knows any more, after a crash. */
  removeAllBut(known: ReadonlySet<string>): void {
    for (const part of readdirSync(this.folder)) {
      if (!/^[0-9a-f]{2}$/.test(part)) continue;
      for (const name of readdirSync(join(this.folder, part)))
        if (!known.has(name)) rmSync(join(this.folder, part, name), { force: true });
    }
  }

  fileOf(hash: string): string {
    return join(this.folder, hash.slice(0, 2), hash);
  }
}
