/**
 * Checkpoints: what SQLite's write-ahead log has is put into the database, by a thread of its own:
 * that waits for the disk, tens of milliseconds, and so would everybody. Beside sqlite.ts. Needs
 * SQLite 3.51.3: in those before, who writes while another does this may lose it ("WAL-reset bug").
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { pathToFileURL } from "node:url";
import { Worker } from "node:worker_threads";

/** Larger than what a busy second writes, so that a checkpoint is rare; a page is 4 kB. */
const pagesDefault = 4_000;

/** When the log is so many times as long, the thread is not waited for any longer. It begins anew
 * only where nothing is left of it, and while much is written that may never be by itself. */
const timesMax = 4;

/** How long the log is is asked after only so many commits. */
const commitsPerLook = 64;

/** How long the end waits for the thread. */
const endMsMax = 1_000;

/** What its turn is while the thread has been asked; else 0. */
const asked = 1;

/** What PRAGMA wal_checkpoint tells: pages in the log, and how many of them are in the database. */
interface Progress {
  readonly log: number;
  readonly checkpointed: number;
}

export class Checkpoints {
  private readonly file: string;
  private readonly pages: number;
  private readonly look: StatementSync;
  private readonly finish: StatementSync;
  private readonly turn = new Int32Array(new SharedArrayBuffer(4));
  private commits = 0;
  private thread: Worker | undefined;

  constructor(database: DatabaseSync, file: string, pages = pagesDefault) {
    this.file = file;
    this.pages = pages;
    // Where no thread can be had, SQLite does it at a commit.
    database.exec(`PRAGMA wal_autocheckpoint = ${2 * timesMax * pages}`);
    this.look = database.prepare("PRAGMA wal_checkpoint(NOOP)");
    this.finish = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");
  }

  /** To be told of each commit. */
  committed(): void {
    this.commits += 1;
    if (this.commits % commitsPerLook > 0 || Atomics.load(this.turn, 0) === asked) return;
    try {
      const { log, checkpointed } = this.look.get() as unknown as Progress;
      if (log >= timesMax * this.pages) this.finish.get();
      else if (log - checkpointed >= this.pages) this.ask();
    } catch {
      // The disk is full, say, or no thread can be had. What was committed is in the log.
    }
  }

  private ask(): void {
    const { turn } = this;
    Atomics.store(turn, 0, asked);
    Atomics.notify(turn, 0);
    if (this.thread) return;
    const file = pathToFileURL(this.file);
    file.search = "mode=rw"; // It makes none.
    const workerData = { turn, file: file.href };
    this.thread = new Worker(`(${checkpointing.toString()})()`, { eval: true, workerData });
    this.thread.on("error", () => undefined);
    this.thread.unref();
  }

  /** Before the database is closed: who closes it last tidies up. */
  close(): void {
    if (!this.thread) return;
    Atomics.wait(this.turn, 0, asked, endMsMax);
    void this.thread.terminate();
  }
}

/** All of the thread; it is made of this text, and knows nothing of what is around it here. */
function checkpointing(): void {
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const { workerData } = process.getBuiltinModule("node:worker_threads");
  const { turn, file } = workerData as { turn: Int32Array<SharedArrayBuffer>; file: string };
  /** More has come during each, but less and less. */
  const passesMax = 4;
  for (;;) {
    Atomics.wait(turn, 0, 0);
    try {
      const database = new DatabaseSync(file);
      const pass = database.prepare("PRAGMA wal_checkpoint(PASSIVE)");
      for (let n = 0; n < passesMax; n += 1) {
        const { log, checkpointed } = pass.get() as unknown as Progress;
        if (log === checkpointed) break;
      }
      database.close();
    } catch {
      // As above; it will be asked for again.
    }
    Atomics.store(turn, 0, 0);
    Atomics.notify(turn, 0);
  }
}
