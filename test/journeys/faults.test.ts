/** Faults: a bug in an answer is that person's trouble, and nobody else's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("an answer that fails is said to have failed, logged, and all go on", async () => {
  const faults: unknown[] = [];
  const room = new TestRoom({}, { fault: (error) => faults.push(error) });
  const broken = new Error("the index is broken");
  room.store.history.whowas = () => {
    throw broken;
  };
  await journey(
    room,
    `
    alice comes
    alice > WHOWAS bob
    alice < :banter.test 400 alice WHOWAS :Internal error
    alice > PING still-there
    alice < :banter.test PONG banter.test still-there
  `,
  );
  assert.deepEqual(faults, [broken]);
  room.close();
});
