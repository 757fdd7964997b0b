/** Width: the short way of measuring says what the long one does. */
import assert from "node:assert/strict";
import test from "node:test";
import stringWidth from "string-width";
import { graphemes, width } from "./width.ts";

const segmenter = new Intl.Segmenter(undefined, { granularity: "grapheme" });

test("letters and signs are as wide as Unicode has it, alone and beside others", () => {
  for (let code = 0x20; code < 0x2800; code += 1) {
    const char = String.fromCharCode(code);
    assert.equal(width(char), stringWidth(char), `U+${code.toString(16)}`);
    for (const text of [`…${char}`, `${char}\u0301`, `${char}\ufe0f`]) {
      const parts = Array.from(segmenter.segment(text), ({ segment }) => segment);
      assert.deepEqual(graphemes(text), parts, `U+${code.toString(16)}`);
      assert.equal(width(text), stringWidth(text), `U+${code.toString(16)}`);
    }
  }
});
