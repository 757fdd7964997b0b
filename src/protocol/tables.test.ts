import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { capabilityBits, capabilityNames, changed, holds, isCapability } from "./capabilities.ts";
import { printable, stripFormatting } from "./formatting.ts";
import { formatIsupport, parseIsupport } from "./isupport.ts";
import { numerics } from "./numerics.ts";

test("numerics are three digits, each once, replies below 400 or above 600", () => {
  const values = Object.values(numerics);
  assert.equal(new Set(values).size, values.length);
  for (const [name, value] of Object.entries(numerics)) {
    assert.match(value, /^[0-9]{3}$/, name);
    if (value < "400") assert.match(name, /^RPL_/);
    else if (value < "600") assert.match(name, /^ERR_/);
  }
});

test("a set of capabilities is one number, whichever are in it", () => {
  fc.assert(
    fc.property(fc.subarray([...capabilityNames]), (wanted) => {
      const all = capabilityNames.reduce((set, name) => changed(set, name, true), 0);
      const set = wanted.reduce((before, name) => changed(before, name, true), 0);
      const rest = wanted.reduce((before, name) => changed(before, name, false), all);
      for (const name of capabilityNames) {
        assert.equal(holds(set, name), wanted.includes(name));
        assert.equal(holds(rest, name), !wanted.includes(name));
      }
    }),
  );
  assert.ok(Object.keys(capabilityBits).length <= 31);
  for (const [name, bit] of Object.entries(capabilityBits))
    assert.ok(isCapability(name) && changed(0, name, true) === bit);
  assert.ok(isCapability("batch"));
  assert.ok(!isCapability("constructor"));
});

test("ISUPPORT: at most 13 tokens a line, values escaped", () => {
  const many = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`T${index}`, "1"]));
  assert.deepEqual(
    formatIsupport(many).map((line) => line.length),
    [13, 13, 4],
  );
  assert.deepEqual(formatIsupport({ NETWORK: "My = \\net", SAFELIST: true, EMPTY: "" }), [
    ["NETWORK=My\\x20=\\x20\\x5Cnet", "SAFELIST", "EMPTY="],
  ]);
  assert.ok(formatIsupport({ A: "x".repeat(300), B: "x".repeat(300) }).length === 2);
});

test("ISUPPORT: reads back what was written; -NAME takes away", () => {
  const name = fc.stringMatching(/^[A-Z]{1,12}$/);
  const value = fc.oneof(fc.constant<true>(true), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(fc.dictionary(name, value), (tokens) => {
      const known = new Map<string, string>();
      for (const line of formatIsupport(tokens)) {
        assert.ok(line.every((token) => !token.includes(" ")));
        parseIsupport(line, known);
      }
      const expected = Object.entries(tokens).map(([key, held]) => [
        key,
        held === true ? "" : held,
      ]);
      assert.deepEqual(Object.fromEntries(known), Object.fromEntries(expected));
    }),
  );
  assert.deepEqual(
    [
      ...parseIsupport(
        ["-A", "=x"],
        new Map([
          ["A", ""],
          ["B", "1"],
        ]),
      ),
    ],
    [["B", "1"]],
  );
});

test("formatting is stripped", () => {
  const cases: [string, string][] = [
    ["plain", "plain"],
    [
      "I love \x033IRC! \x03It is the \x037best protocol ever!",
      "I love IRC! It is the best protocol ever!",
    ],
    ["This is a \x1d\x0313,9cool \x03message", "This is a cool message"],
    ["IRC \x02is \x034,12so \x16great\x0f!", "IRC is so great!"],
    [
      "Rules: Don't spam 5\x0313,8,6\x03,7,8, and especially not \x029\x02\x1d!",
      "Rules: Don't spam 5,6,7,8, and especially not 9!",
    ],
    ["\x03123", "3"],
    ["\x031,x", ",x"],
    ["\x04ff0000red\x04 \x04ff0000,00FF00x\x04ff00", "red xff00"],
    ["\x11mono\x11 \x1estruck\x1e \x1funder\x1f", "mono struck under"],
    ["\x07bell", "\x07bell"],
    ["\x03", ""],
  ];
  for (const [text, bare] of cases) assert.equal(stripFormatting(text), bare);
});

test("printable text holds nothing a terminal obeys", () => {
  assert.equal(printable("\x1b[2J\tx\x07\x7f\x9b1m\u2028\u202eé😀"), "␛[2J x␇␡\uFFFD1m\uFFFDé😀");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const clean = printable(text);
      assert.doesNotMatch(clean, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u);
      assert.equal(printable(clean), clean);
      stripFormatting(text);
    }),
  );
});
