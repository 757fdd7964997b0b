/** A cluster to which everything happens that can; more of it: npm run chaos -- --seed N. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import path from "node:path";
import { test } from "node:test";
import { Program, root } from "../process/banter.ts";
import { requires } from "../requires.ts";

const needs = { ...requires("nats-server", "ip"), timeout: 400_000 };

/** Short ones, that cover what each of the others does in part; `--each` has them all, also those
 * whose outcome waits longest for NATS, such as a machine that is cut off. */
const chosen = [
  "a node and the log's leader are killed",
  "all nodes are restarted, one after another",
];

test("whatever fails, nothing that was acknowledged is lost, and all agree", needs, async (t) => {
  const args = [
    "--seed",
    "1",
    "--halt-seconds",
    "0",
    ...chosen.flatMap((name) => ["--fault", name]),
  ];
  const chaos = new Program(spawn(process.execPath, [path.join(root, "test/chaos.ts"), ...args]));
  t.after(() => chaos.stop("SIGTERM"));
  const { code } = await chaos.ended;
  for (const line of chaos.out.text.split("\n")) t.diagnostic(line);
  assert.equal(code, 0, chaos.out.text + chaos.err.text);
  const [, done, not] = /^(\d+) faults, all is well; (\d+) not/m.exec(chaos.out.text) ?? [];
  assert.equal(Number(done) + Number(not), chosen.length);
});
