import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { breakages, keepingBreakages } from "./breakages.ts";
import { type Plan, simulate } from "./simulation.ts";

const steps = 200;
/** Most are seen in the first; some need three things to come together. */
const seedsMax = 150;

describe("the simulation finds nothing", () => {
  for (let first = 1; first <= 200; first += 20) {
    test(`seeds ${first} to ${first + 19}`, async () => {
      let [signals, fetched, forgotten] = [0, 0, 0];
      for (let seed = first; seed < first + 20; seed += 1) {
        const played = await simulate({ seed, steps });
        signals += played.signals;
        fetched += played.fetched;
        forgotten += played.forgotten;
      }
      assert.ok(signals > 0, "nobody has heard of anybody's typing");
      assert.ok(fetched > 0, "nobody has come late");
      assert.ok(forgotten > 0, "nothing of the log was forgotten");
    });
  }
});

test("a seed plays the same game again", async () => {
  assert.deepEqual(await simulate({ seed: 5, steps }), await simulate({ seed: 5, steps }));
});

describe("the simulation sees it when", () => {
  for (const [what, parts] of Object.entries({ ...breakages, ...keepingBreakages })) {
    test(what, async () => {
      for (let seed = 1; seed <= seedsMax; seed += 1) {
        const seen = await failure({ seed, steps, parts: parts() });
        if (seen === undefined) continue;
        assert.ok(seen.cause instanceof assert.AssertionError, seen.message);
        assert.ok(seen.message.startsWith(`seed ${seed}, ${steps} steps: `));
        // The seed is all that is needed to see it again.
        const again = await failure({ seed, steps, parts: parts() });
        assert.deepEqual(again && linesOf(again), linesOf(seen));
        return;
      }
      assert.fail(`${seedsMax} seeds have been played, and nothing was seen`);
    });
  }
});

const failure = (plan: Plan): Promise<Error | undefined> =>
  simulate(plan).then(
    () => undefined,
    (error: unknown) => error as Error,
  );

/** What it says, but for who has called it. */
const linesOf = ({ message }: Error): string[] =>
  message.split("\n").filter((line) => !line.startsWith("    at async "));
