import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { byteLength } from "../protocol/text.ts";
import { fitLines, joinLines, type Line, linesOf } from "./multiline.ts";

const line = fc.record({
  text: fc.stringMatching(/^[a-cé😀 ]{0,8}$/u),
  concat: fc.boolean(),
});
/** The first goes on from nothing, and a blank one cannot go on. */
const lines: fc.Arbitrary<Line[]> = fc
  .array(line, { minLength: 1, maxLength: 8 })
  .map((all) =>
    all.map(({ text, concat }, n) => ({ text, concat: concat && n > 0 && text !== "" })),
  );

test("lines that were joined are the same when they are parted", () => {
  fc.assert(fc.property(lines, (said) => assert.deepEqual(linesOf(joinLines(said)), said)));
});

test("the text is the lines joined by line feeds, but where one goes on from another", () => {
  fc.assert(
    fc.property(lines, (said) => {
      const text = said.map((each, n) => (n > 0 && !each.concat ? "\n" : "") + each.text).join("");
      assert.equal(joinLines(said).text, text);
    }),
  );
});

test("lines that are too long go on in further ones, and the text stays as it was", () => {
  fc.assert(
    fc.property(lines, fc.integer({ min: 4, max: 12 }), (said, bytesMax) => {
      const whole = joinLines(said);
      const fitted = fitLines(whole, bytesMax);
      assert.equal(fitted.text, whole.text);
      for (const { text } of linesOf(fitted)) {
        assert.ok(byteLength(text) <= bytesMax);
        assert.ok(text.isWellFormed(), "a character is torn");
      }
      assert.deepEqual(
        whole.joints.filter((joint) => !fitted.joints.includes(joint)),
        [],
        "the lines that were said are kept",
      );
    }),
  );
});
