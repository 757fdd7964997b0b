import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { casefolder, type Casemapping } from "./casemap.ts";

const mappings: Casemapping[] = ["ascii", "rfc1459", "rfc1459-strict"];

test("each mapping folds its own characters and leaves non-ASCII", () => {
  const text = "AZaz09[]\\^{}|~`_ÄÉİſ😀";
  assert.equal(casefolder("ascii")(text), "azaz09[]\\^{}|~`_ÄÉİſ😀");
  assert.equal(casefolder("rfc1459")(text), "azaz09{}|~{}|~`_ÄÉİſ😀");
  assert.equal(casefolder("rfc1459-strict")(text), "azaz09{}|^{}|~`_ÄÉİſ😀");
  for (const mapping of mappings) assert.equal(casefolder(mapping)("Kelvin\u212a"), "kelvin\u212a");
});

for (const mapping of mappings) {
  test(`${mapping} is idempotent and goes character by character`, () => {
    const fold = casefolder(mapping);
    const ascii = fc.string({ unit: "binary-ascii" });
    fc.assert(
      fc.property(fc.oneof(ascii, fc.string({ unit: "binary" })), (text) => {
        const folded = fold(text);
        assert.equal(fold(folded), folded);
        assert.equal(folded, [...text].map(fold).join(""));
      }),
    );
  });
}
