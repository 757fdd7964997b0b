/** Plain lines: whole however they are cut, and what is unfinished when it is asked for. */
import assert from "node:assert/strict";
import test from "node:test";
import { fc } from "../../test/seed.ts";
import { PlainLines } from "./plain-lines.ts";

test("lines are the same however the bytes are cut", () => {
  const text = fc
    .array(fc.constantFrom("a", "日本", "\n", "\r\n", "👍", " "))
    .map((p) => p.join(""));
  fc.assert(
    fc.property(text, fc.nat({ max: 100 }), (whole, place) => {
      const bytes = Buffer.from(`${whole}\n`);
      const lines = new PlainLines();
      const cut = Math.min(place, bytes.length);
      const read = [...lines.push(bytes.subarray(0, cut)), ...lines.push(bytes.subarray(cut))];
      assert.deepEqual(read, whole.replaceAll("\r", "").split("\n"));
      assert.equal(lines.flush(), null);
    }),
  );
});

test("a greeting without a newline can be had, and what follows begins a line", () => {
  const lines = new PlainLines();
  assert.deepEqual(lines.push(Buffer.from("Welcome!")), []);
  assert.equal(lines.flush(), "Welcome!");
  assert.deepEqual(lines.push(Buffer.from("<a> hi\n")), ["<a> hi"]);
});
