import assert from "node:assert/strict";
import { test } from "node:test";
import { paced } from "./pace.ts";

/** A clock that a test moves, and what has been put off on it. */
function stage() {
  const asked: { ms: number; run: () => void }[] = [];
  const at = { now: 1_000 };
  const atEndOfTurn = paced({
    now: () => at.now,
    soon: (run) => void asked.push({ ms: 0, run }),
    after: (ms, run) => void asked.push({ ms, run }),
  });
  const flush = (tookMs: number): number => {
    atEndOfTurn(() => (at.now += tookMs));
    const { ms, run } = asked.shift()!;
    at.now += ms;
    run();
    return ms;
  };
  return { at, flush };
}

test("when it is quiet a turn ends at once", () => {
  const { at, flush } = stage();
  assert.equal(flush(4), 0);
  at.now += 20;
  assert.equal(flush(4), 0);
});

test("one turn close behind another is not put off", () => {
  const { at, flush } = stage();
  flush(4);
  assert.equal(flush(4), 0);
  at.now += 20;
  assert.equal(flush(4), 0);
});

test("under load a turn waits half as long again as the last flush took, 15 ms at most", () => {
  const { flush } = stage();
  flush(4);
  flush(4);
  assert.equal(flush(100), 6);
  assert.equal(flush(0.1), 15);
  assert.equal(flush(0), 0);
});
