import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { formatTimestamp, parseTimestamp } from "./timestamp.ts";

test("any time is written as ISO 8601 has it, and read back", () => {
  const times = fc.integer({ min: 0, max: 253_402_300_799_999 });
  fc.assert(
    fc.property(times, (time) => {
      assert.equal(formatTimestamp(time), new Date(time).toISOString());
      assert.equal(parseTimestamp(formatTimestamp(time)), time);
    }),
    { numRuns: 2_000 },
  );
});

test("seconds need no parts, and their parts may be finer", () => {
  assert.equal(parseTimestamp("1970-01-01T00:00:01Z"), 1_000);
  assert.equal(parseTimestamp("1970-01-01T00:00:01.5Z"), 1_500);
  assert.equal(parseTimestamp("1970-01-01T00:00:01.123456789Z"), 1_123);
  assert.equal(parseTimestamp("2000-02-29T00:00:00.000Z"), Date.UTC(2000, 1, 29));
});

for (const wrong of [
  "",
  "2026-11-22",
  "2026-11-22T18:04:00.000",
  "2026-11-22 18:04:00.000Z",
  "2026-13-01T00:00:00.000Z",
  "2026-00-01T00:00:00.000Z",
  "2026-02-29T00:00:00.000Z",
  "1900-02-29T00:00:00.000Z",
  "2026-01-00T00:00:00.000Z",
  "2026-01-01T24:00:00.000Z",
  "2026-01-01T00:60:00.000Z",
  "2026-01-01T00:00:60.000Z",
  "2026-01-01T00:00:00.000+01:00",
  " 2026-01-01T00:00:00.000Z",
])
  test(`"${wrong}" is no time`, () => assert.equal(parseTimestamp(wrong), undefined));
