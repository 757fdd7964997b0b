import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { copyDatabase } from "./copy.ts";

test("a copy waits for who is writing, and has what was written", async () => {
  // In memory a writer keeps all others out, as one does who closes a file in write-ahead mode.
  const [file, to] = ["from", "to"].map((name) => `file:/banter-copy-${name}?vfs=memdb`);
  const [database, copy] = [new DatabaseSync(file!), new DatabaseSync(to!)];
  database.exec("CREATE TABLE meta (key, value); BEGIN IMMEDIATE");
  const copying = copyDatabase(file!, to!);
  for (let turn = 0; turn < 1_000; turn += 1) await new Promise((next) => setImmediate(next));
  database.exec("INSERT INTO meta VALUES ('place', 7); COMMIT");
  assert.equal(await copying, 7);
  for (const each of [database, copy]) each.close();
});
