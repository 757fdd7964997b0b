import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { parse as parseYaml } from "yaml";
import { formatSource, parseSource, type Source } from "./source.ts";

interface Vector {
  source: string;
  atoms: Partial<Source>;
}

const file = new URL("../../test/vectors/userhost-split.yaml", import.meta.url);
const { tests } = parseYaml(readFileSync(file, "utf8")) as { tests: Vector[] };

for (const { source, atoms } of tests) {
  test(`splits ${JSON.stringify(source)}`, () => {
    assert.deepEqual(parseSource(source), { nick: "", user: "", host: "", ...atoms });
    assert.equal(formatSource(parseSource(source)), source);
  });
}

test("parse ∘ format is the identity", () => {
  const part = fc.string({ unit: "grapheme" }).map((text) => text.replace(/[!@]/g, "_"));
  fc.assert(
    fc.property(fc.record({ nick: part, user: part, host: part }), (source) => {
      assert.deepEqual(parseSource(formatSource(source)), { ...source });
    }),
  );
});
