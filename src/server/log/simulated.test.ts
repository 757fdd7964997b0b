import assert from "node:assert/strict";
import { test } from "node:test";
import { logSuite } from "../log.case.ts";
import type { LogWorld } from "../log-world.case.ts";
import { Chance, SimulatedOrder, VirtualTime } from "./simulated.ts";

function simulatedWorld(seed: number): LogWorld {
  const time = new VirtualTime(1_000_000);
  const chance = new Chance(seed);
  const order = new SimulatedOrder({ chance, time, delayMsMax: 50, lagMsMax: 200 });
  return {
    open: (node, { place }, follower, listener) => order.open(node, place, follower, listener),
    crash: (node) => order.crash(node),
    turnClock: (ms) => void (time.now += ms),
    async settled() {
      time.runOut();
    },
    close: () => Promise.resolve(),
  };
}

for (const seed of [1, 2, 3]) logSuite(`simulated, seed ${seed}`, () => simulatedWorld(seed));

test("the same seed gives the same order, another seed another", () => {
  const play = (seed: number) => {
    const time = new VirtualTime(0);
    const chance = new Chance(seed);
    const order = new SimulatedOrder({ chance, time, delayMsMax: 50, lagMsMax: 200 });
    for (const node of ["a", "b"]) {
      const log = order.open(node, 0, () => {});
      for (let n = 0; n < 20; n += 1)
        log.append(`${node}/${n}`, { type: "wallops", text: String(n) });
    }
    time.runOut();
    return order.entries;
  };
  assert.equal(play(7).length, 40);
  assert.deepEqual(play(7), play(7));
  assert.notDeepEqual(play(7), play(8));
});
