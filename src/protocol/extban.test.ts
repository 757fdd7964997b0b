import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { extbanTypes, normalizeListed, parseListed } from "./extban.ts";

test("masks of lists become whole", () => {
  const made = {
    bob: "bob!*@*",
    "*!*@10.0.0.0/8": "*!*@10.0.0.0/8",
    "a:bob": "a:bob",
    "account:Bob*": "a:Bob*",
    "m:bob": "m:bob!*@*",
    "mute:account:bob": "m:a:bob",
    "m:*": "m:*!*@*",
    "U:": "U:*!*@*",
    "unregistered:*@host.example": "U:*!*@host.example",
    "m:U:": "m:U:*!*@*",
    "m:U:bob": "m:U:bob!*@*",
    // addresses
    "2001:db8::/32": "*!*@2001:db8::/32",
    "fe80::1": "*!*@fe80::1",
    "a::1": "*!*@a::1",
    "a:1::2": "*!*@a:1::2",
    "::1": "*!*@::1",
    "m:a::1": "m:*!*@a::1",
    "*:1": "*!*@*:1",
  };
  for (const [text, mask] of Object.entries(made)) assert.equal(normalizeListed(text), mask, text);
});

test("what is no mask is none", () => {
  for (const text of ["", " ", "a:", "a:bob!x", "a:b c", "m:", "m:m:bob", "mute:mute:bob", "m:a:"])
    assert.equal(normalizeListed(text), undefined, text);
  // Types of others, and letters that mean nothing: nobody is banned by chance.
  for (const text of ["r:*spam*", "$a:bob", "~a:bob", "~account:bob", "A:bob", "z:", "name:bob"])
    assert.equal(normalizeListed(text), undefined, text);
});

test("what is whole stays as it is, and is read back", () => {
  assert.deepEqual(parseListed("m:a:bob"), { mutes: true, means: "account", pattern: "bob" });
  assert.deepEqual(parseListed("U:*!*@*"), {
    mutes: false,
    means: "unregistered",
    pattern: "*!*@*",
  });
  assert.deepEqual(parseListed("*!*@a::1"), {
    mutes: false,
    means: "everybody",
    pattern: "*!*@a::1",
  });
  assert.equal(extbanTypes, ",Uam");
  const texts = fc.oneof(
    fc.string({ unit: "grapheme-ascii" }),
    fc.stringMatching(/^(m:|mute:|a:|U:|account:){0,3}[a-z!@.:*]{0,6}$/),
  );
  fc.assert(
    fc.property(texts, (text) => {
      const mask = normalizeListed(text);
      if (mask === undefined) return;
      assert.equal(normalizeListed(mask), mask);
      assert.doesNotMatch(mask, /[\s\0]/);
      assert.notEqual(parseListed(mask).pattern, "");
    }),
  );
});
