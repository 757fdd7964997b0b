import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { formatDuration, parseDuration } from "./duration.ts";

test("durations as people write them", () => {
  const minute = 60_000;
  const rows: readonly (readonly [string, number | undefined])[] = [
    ["0", 0],
    ["0s", 0],
    ["90", 90 * minute],
    ["30m", 30 * minute],
    ["1d12h", 36 * 60 * minute],
    ["1D12H", 36 * 60 * minute],
    ["2w", 14 * 24 * 60 * minute],
    ["100y", 100 * 365 * 24 * 60 * minute],
    ["101y", undefined],
    ["999999999", undefined],
    ["", undefined],
    ["d", undefined],
    ["1d2", undefined],
    ["1 d", undefined],
    ["-1d", undefined],
    ["10.0.0.0", undefined],
    ["1x", undefined],
  ];
  for (const [text, ms] of rows) assert.equal(parseDuration(text), ms, text);
});

test("written and read again it is the same, to the second", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3_000_000_000 }), (seconds) => {
      assert.equal(parseDuration(formatDuration(seconds * 1000 + 999)), seconds * 1000);
    }),
  );
});
