import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { Chunks, chunksOf, encodeText, formatPlain, parsePlain } from "./sasl.ts";

test("a response comes through its chunks, of which each is at most 400 long", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 2_000 }), (response) => {
      const chunks = chunksOf(response);
      assert.ok(chunks.every((chunk) => chunk.length <= 400 && chunk !== ""));
      assert.ok(chunks.slice(0, -1).every((chunk) => chunk.length === 400));
      const gathered = new Chunks(10_000);
      const heard = chunks.map((chunk) => gathered.add(chunk));
      assert.ok(heard.slice(0, -1).every((each) => each === undefined));
      assert.deepEqual(heard.at(-1), response);
    }),
  );
  assert.deepEqual(chunksOf(new Uint8Array(0)), ["+"]);
  assert.deepEqual(chunksOf(new Uint8Array(300)), ["A".repeat(400), "+"]);
  assert.deepEqual(chunksOf(new Uint8Array(301)), ["A".repeat(400), "AA=="]);
});

test("what is no Base64 or too long is told so, and forgotten", () => {
  const chunks = new Chunks(1_000);
  for (const wrong of ["A", "AAA", "AA=A", "AA AA", "A===", "AB==", "é", "=", "++", "-_-_"])
    assert.equal(chunks.add(wrong), "not base64", wrong);
  assert.equal(chunks.add("A".repeat(401)), "too long");
  assert.deepEqual(chunks.add("AAAA"), new Uint8Array(3));
  const long = "A".repeat(400);
  assert.deepEqual([long, long, long].map((chunk) => chunks.add(chunk)).at(-1), "too long");
  assert.deepEqual(chunks.add("+"), new Uint8Array(0));
});

test("PLAIN: three parts, of which the first may be empty", () => {
  const plain = { authzid: "", authcid: "tim", password: "tanstaaf\u0301" };
  assert.deepEqual(parsePlain(formatPlain(plain)), plain);
  assert.deepEqual(parsePlain(encodeText("a\0b\0c"))?.authzid, "a");
  for (const wrong of ["", "\0", "a\0b", "\0a\0", "\0\0b", "a\0b\0c\0d", "a\0b\0c\0"])
    assert.equal(parsePlain(encodeText(wrong)), undefined, JSON.stringify(wrong));
  assert.equal(parsePlain(Uint8Array.of(0, 0x61, 0, 0xff)), undefined);
});
