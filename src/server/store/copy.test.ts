import assert from "node:assert/strict";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { copyDatabase } from "./copy.ts";

test("a copy waits for who is writing, and has what was written", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-copy-"));
  t.after(() => rmSync(folder, { recursive: true }));
  // In memory a writer keeps all others out, as one does who closes a file in write-ahead mode.
  const from = "file:/banter-copy-from?vfs=memdb";
  const to = path.join(folder, "a #copy?");
  const database = new DatabaseSync(from);
  database.exec("CREATE TABLE meta (key, value); BEGIN IMMEDIATE");
  const copying = copyDatabase(from, to);
  for (let turn = 0; turn < 1_000; turn += 1) await new Promise((next) => setImmediate(next));
  database.exec("INSERT INTO meta VALUES ('place', 7); COMMIT");
  assert.equal(await copying, 7);
  database.close();
  assert.equal(statSync(to).mode & 0o777, 0o600, "others can read it");
});
