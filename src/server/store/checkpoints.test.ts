import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { Checkpoints } from "./checkpoints.ts";

const folder = mkdtempSync(path.join(tmpdir(), "banter-checkpoints-"));
after(() => rmSync(folder, { recursive: true }));

const pages = 100;
const pageBytes = 4_096 + 24;

/** A database, each of whose commits writes one page or two. */
function stage(name: string, checkpointsOf = name) {
  const file = path.join(folder, name);
  const database = new DatabaseSync(file);
  database.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; CREATE TABLE t (n)");
  // So that only what Checkpoints sees to is done.
  database.exec("PRAGMA wal_autocheckpoint = 0");
  const checkpoints = new Checkpoints(database, path.join(folder, checkpointsOf), pages);
  const add = database.prepare("INSERT INTO t VALUES (?)");
  let count = 0;
  return {
    file,
    database,
    write(commits: number): void {
      for (const to = count + commits; count < to; count += 1) {
        add.run(count);
        checkpoints.committed();
      }
    },
    close(): void {
      checkpoints.close();
      database.close();
    },
    kept(): number {
      const reader = new DatabaseSync(file);
      const row = reader.prepare("SELECT count(*) AS n, max(n) AS last FROM t").get();
      reader.close();
      assert.equal(row?.["last"], count - 1);
      return Number(row["n"]);
    },
  };
}

test("SQLite is one in which a thread may do it", () => {
  const { sqlite = "" } = process.versions;
  const [major = 0, minor = 0, patch = 0] = sqlite.split(".").map(Number);
  assert.ok(major * 1_000_000 + minor * 1_000 + patch >= 3_051_003, sqlite);
});

test("the thread puts it into the database", { timeout: 30_000 }, async () => {
  const { file, write, close, kept } = stage("thread.db");
  // So that nobody tidies up as the last.
  const reader = new DatabaseSync(file);
  const progressOf = reader.prepare("PRAGMA wal_checkpoint(NOOP)");
  reader.exec("SELECT count(*) FROM t");
  // Not so much that it would be done where it is written.
  write(3 * pages);
  while (Number(progressOf.get()?.["checkpointed"]) < pages) await setImmediate();
  close();
  reader.close();
  assert.equal(kept(), 3 * pages);
});

// Also where SQLite itself does nothing at last; then the log is as long as the thread is slow.
for (const [how, pagesMax, itself] of [
  ["", 20 * pages, ""],
  ["by the thread alone ", 100 * pages, "PRAGMA wal_autocheckpoint = 0"],
] as const)
  test(`${how}the log stays short, however much is written, and is gone at the end`, () => {
    const { file, database, write, close, kept } = stage(`short-${pagesMax}.db`);
    database.exec(itself);
    const log = `${file}-wal`;
    write(200 * pages);
    assert.ok(statSync(log).size < pagesMax * pageBytes, `${statSync(log).size}`);
    close();
    assert.equal(existsSync(log), false);
    assert.equal(kept(), 200 * pages);
  });

test("where the thread cannot do it, it is done all the same, and no file is made", () => {
  const { file, write, close, kept } = stage("alone.db", "another.db");
  write(200 * pages);
  assert.ok(statSync(`${file}-wal`).size < 20 * pages * pageBytes);
  close();
  assert.equal(kept(), 200 * pages);
  assert.equal(existsSync(path.join(folder, "another.db")), false);
});

test("when it fails, who writes does not", () => {
  const { database, write, close, kept } = stage("failing.db", "another.db");
  // In a transaction no checkpoint can be.
  for (let n = 0; n < 20; n += 1) {
    database.exec("BEGIN");
    write(pages);
    database.exec("COMMIT");
  }
  close();
  assert.equal(kept(), 20 * pages);
});
