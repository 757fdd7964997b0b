/** Which versions of NATS are warned of. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { mayDiffer } from "./connecting.ts";

test("several servers of NATS 2.9 and older may come to differ", () => {
  const are = (versions: string): boolean[] => versions.split(" ").map(mayDiffer);
  assert.deepEqual(are("1.4.1 2.0.0 2.9.10 2.9.25"), [true, true, true, true]);
  assert.deepEqual(are("2.10.0 2.10.27 2.15.1 3.0.0 10.2.0"), [false, false, false, false, false]);
});
