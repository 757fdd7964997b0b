/** The small pure pieces of the client: split and backoff. */
import assert from "node:assert/strict";
import test from "node:test";
import { fc } from "../../test/seed.ts";
import { byteLength } from "../protocol/text.ts";
import { backoffSeconds } from "./backoff.ts";
import { splitText } from "./split.ts";

test("pieces fit, and are the text but for spaces at the cuts", () => {
  const text = fc
    .array(fc.constantFrom("word", " ", "a", "é", "日本", "👍🏽", "👨‍👩‍👧", "  "), {
      maxLength: 50,
      size: "max",
    })
    .map((parts) => parts.join(""));
  fc.assert(
    fc.property(text, fc.integer({ min: 30, max: 200 }), (whole, bytesMax) => {
      const pieces = splitText(whole, bytesMax);
      for (const piece of pieces) assert.ok(byteLength(piece) <= bytesMax);
      const bare = (line: string): string => line.replaceAll(" ", "");
      assert.equal(bare(pieces.join("")), bare(whole));
      const exact = splitText(whole, bytesMax, true);
      for (const piece of exact) assert.ok(byteLength(piece) <= bytesMax);
      assert.equal(exact.join(""), whole);
    }),
    {
      numRuns: 2_000,
      // What is left behind the space is itself too much with the family.
      examples: [["wordword  日本日本é👨‍👩‍👧", 30]],
    },
  );
});

test("waits are 1, 2, 4 … 30 s and up to a quarter more", () => {
  const waits = [0, 1, 2, 3, 4, 5, 50].map((attempt) => backoffSeconds(attempt, 0));
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 30, 30]);
  assert.equal(backoffSeconds(1, 0.5), 2.25);
});
