import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { LineAssembler, type LineOptions } from "./lines.ts";
import { validUtf8 } from "./utf8.ts";

type Heard = [text: string, fault?: string];

const bytesOf = (text: string): Uint8Array => Buffer.from(text, "latin1");
const utf8 = (text: string): Uint8Array => Buffer.from(text, "utf8");

function hear(
  chunks: readonly Uint8Array[],
  options?: LineOptions,
): { heard: Heard[]; rest: boolean } {
  const assembler = new LineAssembler(options);
  const heard: Heard[] = [];
  for (const chunk of chunks)
    assembler.push(chunk, (text, fault) =>
      heard.push(fault === undefined ? [text] : [text, fault]),
    );
  return { heard, rest: assembler.rest() };
}

/** The same bytes whole, at every split in two, and one by one: always the same. */
function hearEverywhere(bytes: Uint8Array, options?: LineOptions): Heard[] {
  const whole = hear([bytes], options);
  for (let split = 0; split <= bytes.length; split++) {
    const halves = [bytes.subarray(0, split), bytes.subarray(split)];
    assert.deepEqual(hear(halves, options), whole, `split at ${split}`);
  }
  const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
  assert.deepEqual(hear(single, options), whole, "byte by byte");
  // Behind a first line the fast path is taken.
  const second = hear([bytesOf("first\n"), bytes], options);
  if (bytes[0] !== 0xef) assert.deepEqual(second.heard.slice(1), whole.heard, "not at the start");
  return whole.heard;
}

test("the ends of a line", () => {
  assert.deepEqual(hearEverywhere(bytesOf("a\nb\r\nc\r\0d\r\r\ne\n\nf")), [
    ["a"], ["b"], ["c"], ["d"], ["e"], [""],
  ]); // prettier-ignore
});

test("a lone CR and a lone NUL are no end and no text", () => {
  assert.deepEqual(hearEverywhere(bytesOf("a\rb\0c\nd\n")), [["abc"], ["d"]]);
  assert.deepEqual(hearEverywhere(bytesOf("a\0\r\0\n")), [["a"], [""]]);
});

test("a BOM is dropped at the very start only", () => {
  assert.deepEqual(hearEverywhere(utf8("\uFEFFa\n\uFEFFb\n")), [["a"], ["\uFEFFb"]]);
  assert.deepEqual(hearEverywhere(bytesOf("\xef\xbb\n")), [["\uFFFD", "invalid utf8"]]);
  assert.deepEqual(hearEverywhere(utf8("\uFEFF\n")), [[""]]);
  assert.deepEqual(hearEverywhere(utf8("\uFEFF@a b\n"), { bytesMax: 5, tagBytesMax: 3 }), [
    ["@a b"],
  ]);
});

test("telnet negotiation is taken out", () => {
  const option = "\xff\xfb\x01\xff\xfd\x0a";
  const subnegotiation = "\xff\xfa\x1f\x00\x0a\xff\xff\n\xff\xf0";
  assert.deepEqual(hearEverywhere(bytesOf(`${option}a\xff\xf1b${subnegotiation}c\r\n`)), [["abc"]]);
  assert.deepEqual(hearEverywhere(bytesOf("a\xff\xffb\n")), [["a\uFFFDb", "invalid utf8"]]);
  assert.deepEqual(hearEverywhere(bytesOf("a\xffb\n\xff\nc\n")), [
    ["a\uFFFDb", "invalid utf8"],
    ["\uFFFD", "invalid utf8"],
    ["c"],
  ]);
  assert.deepEqual(hearEverywhere(bytesOf("a\xff\xfb\nb\n"), { telnet: false }), [
    ["a\uFFFD\uFFFD", "invalid utf8"],
    ["b"],
  ]);
});

test("a subnegotiation without end mutes nobody", () => {
  const { heard } = hear([bytesOf(`\xff\xfa${"x".repeat(600)}\nlater\n`)]);
  assert.equal(heard.at(-1)?.[0], "later");
});

test("UTF-8 is joined; what is not UTF-8 is told", () => {
  assert.deepEqual(hearEverywhere(utf8("é😀 \uFFFD\nx\n")), [["é😀 \uFFFD"], ["x"]]);
  assert.deepEqual(hearEverywhere(bytesOf("caf\xe9\nx\n")), [["caf\uFFFD", "invalid utf8"], ["x"]]);
});

test("lengths are exact, and a long line is told once", () => {
  const options = { bytesMax: 12, tagBytesMax: 6 };
  assert.deepEqual(hearEverywhere(utf8("1234567890\r\n"), options), [["1234567890"]]);
  assert.deepEqual(hearEverywhere(utf8("12345678901\r\nx\n"), options), [
    ["1234567890", "too long"],
    ["x"],
  ]);
  assert.deepEqual(hearEverywhere(utf8("123456789é\nx\n"), options), [
    ["123456789", "too long"],
    ["x"],
  ]);
  assert.deepEqual(hearEverywhere(utf8("12345678é\n1234567😀\n1😀😀😀\n"), options), [
    ["12345678é"],
    ["1234567", "too long"],
    ["1😀😀", "too long"],
  ]);
  assert.deepEqual(hearEverywhere(utf8("漢漢漢漢漢\n"), options), [["漢漢漢", "too long"]]);
  assert.deepEqual(hearEverywhere(utf8("@bcde 1234567890\n@bcde 12345678901\n"), options), [
    ["@bcde 1234567890"],
    ["@bcde 1234567890", "too long"],
  ]);
  assert.deepEqual(hearEverywhere(utf8("@bcdef 1\n@bcdef\n@bcdefg\n"), options), [
    ["@bcdef", "tags too long"],
    ["@bcdef"],
    ["@bcdef", "tags too long"],
  ]);
  assert.deepEqual(hearEverywhere(utf8("@23456789 1\n"), { bytesMax: 12, tagBytesMax: 0 }), [
    ["@23456789 ", "too long"],
  ]);
});

test("a long line is told before its newline comes, then forgotten", () => {
  const assembler = new LineAssembler();
  let told = 0;
  for (let count = 0; count < 100; count++) {
    assembler.push(new Uint8Array(10_000).fill(0x61), (text, fault) => {
      told++;
      assert.equal(fault, "too long");
      assert.equal(text.length, 510);
    });
  }
  assert.equal(told, 1);
  assert.ok(assembler.rest());
  assembler.push(bytesOf("x\nok\n"), (text) => assert.equal(text, "ok"));
  assert.ok(!assembler.rest());
});

test("rest says whether a line is unfinished", () => {
  assert.equal(hear([bytesOf("a\n")]).rest, false);
  assert.equal(hear([bytesOf("a\nb")]).rest, true);
  assert.equal(hear([utf8("\uFEFF")]).rest, false);
});

test("large chunks are taken in windows", () => {
  const lines = Array.from(
    { length: 1_000 },
    (_, index) => `line ${index} ${"é".repeat(index % 50)}`,
  );
  const bytes = utf8(`first\n${lines.join("\r\n")}\r\n`);
  assert.deepEqual(
    hear([bytes]).heard.slice(1),
    lines.map((text) => [text]),
  );
  assert.deepEqual(
    hear([bytesOf("first\n"), bytes.subarray(6)]).heard.slice(1),
    lines.map((text) => [text]),
  );
});

/** Bytes that mean something to somebody, often, and any byte at all. */
const byte = fc.oneof(
  fc.constantFrom(
    0x0a,
    0x0d,
    0x00,
    0xff,
    0xfa,
    0xf0,
    0xfb,
    0xfe,
    0xef,
    0xbb,
    0xbf,
    0xc3,
    0xa9,
    0x20,
  ),
  fc.constantFrom(0x40, 0x61, 0x62, 0xf0, 0x9f, 0x98, 0x80),
  fc.nat({ max: 255 }),
);
const options = fc.record({
  bytesMax: fc.constantFrom(6, 12, 512),
  tagBytesMax: fc.constantFrom(0, 4, 4096),
  telnet: fc.boolean(),
});

test("random bytes at random splits give what the whole gives", () => {
  const cuts = fc.array(fc.nat({ max: 200 }), { maxLength: 8, size: "max" });
  fc.assert(
    fc.property(
      fc.array(byte, { maxLength: 120, size: "max" }),
      cuts,
      options,
      (bytes, at, chosen) => {
        // A first line takes the start's rules away, so that the fast path has its turn.
        for (const head of ["", "first\n"]) {
          const all = Uint8Array.from([...bytesOf(head), ...bytes]);
          const points = [0, ...at.filter((point) => point < all.length), all.length];
          points.sort((left, right) => left - right);
          const chunks = points.slice(1).map((to, index) => all.subarray(points[index], to));
          const single = Array.from(all, (one) => Uint8Array.of(one));
          const whole = hear([all], chosen);
          assert.deepEqual(hear(chunks, chosen), whole);
          assert.deepEqual(hear(single, chosen), whole);
        }
      },
    ),
    { numRuns: 1_000 },
  );
});

/** The rules once more, on the whole input at once and without limits. */
function oracle(bytes: readonly number[]): string[] {
  const text = Buffer.from(bytes)
    .toString("latin1")
    .replace(/\r\0/g, "\n")
    .replace(/[\r\0]/g, "");
  const lines = text.split("\n").slice(0, -1);
  return lines.map((line) => new TextDecoder().decode(Buffer.from(`,${line}`, "latin1")).slice(1));
}

test("random bytes without telnet equal a naive reading", () => {
  const common = fc.constantFrom(0x0a, 0x0d, 0x00, 0x61, 0xc3, 0xa9, 0x20, 0x40, 0xff);
  fc.assert(
    fc.property(
      fc.array(fc.oneof(common, fc.nat({ max: 255 })), { maxLength: 100, size: "max" }),
      (bytes) => {
        const all = Uint8Array.from([...bytesOf("first\n"), ...bytes]);
        const texts = hear([all], { telnet: false }).heard.map(([text]) => text);
        assert.deepEqual(texts.slice(1), oracle(bytes));
      },
    ),
    { numRuns: 1_000 },
  );
});

test("validUtf8 equals the platform's decoder", () => {
  const fatal = new TextDecoder("utf-8", { fatal: true });
  const valid = (bytes: Uint8Array): boolean => {
    try {
      fatal.decode(bytes);
      return true;
    } catch {
      return false;
    }
  };
  const lead = fc.constantFrom(0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5, 0x41);
  const follow = fc.constantFrom(0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0);
  const sequences = fc.array(fc.oneof(lead, follow, follow), { maxLength: 6 });
  fc.assert(
    fc.property(sequences, (bytes) => {
      const all = Uint8Array.from(bytes);
      assert.equal(validUtf8(all), valid(all));
    }),
    { numRuns: 5_000 },
  );
});
