/** Keys: every key, and the same keys however the bytes are cut. */
import assert from "node:assert/strict";
import test from "node:test";
import { fc } from "../../test/seed.ts";
import { Keys } from "./keys.ts";
import type { Key } from "./keys.ts";

function read(chunks: readonly Uint8Array[]): string[] {
  const keys: Key[] = [];
  const parser = new Keys((key) => keys.push(key));
  for (const chunk of chunks) parser.push(chunk);
  parser.idle();
  return merged(keys);
}

/** Text comes in as many pieces as chunks: together it is one. */
function merged(keys: readonly Key[]): string[] {
  const out: string[] = [];
  let text = "";
  for (const key of keys) {
    if (key.type === "text") {
      text += key.text;
      continue;
    }
    if (text !== "") out.push(`"${text}"`);
    text = "";
    if (key.type === "key") out.push(key.name);
    if (key.type === "paste") out.push(`paste ${JSON.stringify(key.text)}`);
    if (key.type === "focus") out.push(key.on ? "focus" : "blur");
    if (key.type === "mouse") out.push(`${key.action} ${key.button} ${key.column},${key.row}`);
  }
  return text === "" ? out : [...out, `"${text}"`];
}

const typed = (text: string): string[] => read([Buffer.from(text)]);

test("text and Enter come in one chunk, in order", () => {
  const keys = ['"hi"', "enter", '"there"', "enter", '"you"', "ctrl-j", '"and"'];
  assert.deepEqual(typed("hi\rthere\r\nyou\nand"), keys);
});

test("keys are known in the ways of different terminals", () => {
  const ways: [string, string[]][] = [
    ["\x1b[A\x1bOA", ["up", "up"]],
    ["\x1b[H\x1b[1~\x1b[7~\x1bOH\x01", ["home", "home", "home", "home", "ctrl-a"]],
    ["\x1b[F\x1b[4~\x1b[8~\x1bOF\x05", ["end", "end", "end", "end", "ctrl-e"]],
    ["\x1b[1;5D\x1b[1;3D\x1bb", ["ctrl-left", "alt-left", "alt-b"]],
    ["\x1b[1;2C\x1b[1;6C\x1b[1;8C", ["shift-right", "ctrl-shift-right", "ctrl-alt-shift-right"]],
    ["\x7f\b\x1b[3~\x1b\x7f", ["backspace", "ctrl-h", "delete", "alt-backspace"]],
    ["\x17\x15\x0b\x19\x0c", ["ctrl-w", "ctrl-u", "ctrl-k", "ctrl-y", "ctrl-l"]],
    ["\t\x1b[Z\x03\x04\x1f", ["tab", "shift-tab", "ctrl-c", "ctrl-d", "ctrl-_"]],
    ["\x1b[5~\x1b[6~\x1b[2~\x1b[6;3~", ["page-up", "page-down", "insert", "alt-page-down"]],
    ["\x1bOP\x1b[[B\x1b[15~\x1b[24~", ["f1", "f2", "f5", "f12"]],
    ["\x1b\r\x1b[13;2u\x1b[27;2;13~", ["alt-enter", "shift-enter", "shift-enter"]],
    ["\x1b1\x1bé\x1b👍", ["alt-1", "alt-é", "alt-👍"]],
    ["\x1b[I\x1b[O", ["focus", "blur"]],
    ["\x1b[<0;3;4M\x1b[<0;3;4m\x1b[<64;1;1M", ["press 0 2,3", "release 0 2,3", "wheel-up 0 0,0"]],
    ["\x1b[<65;9;9M\x1b[<2;1;2M\x1b[<35;5;5M", ["wheel-down 1 8,8", "press 2 0,1"]],
  ];
  for (const [bytes, keys] of ways) assert.deepEqual(typed(bytes), keys, JSON.stringify(bytes));
});

test("a sequence that means nothing here does nothing", () => {
  const nothing = "\x1b[99~\x1b[?1;2c\x1b[[Z\x1bOz\x1b[<66;3;4M\x1b[0u\x1b[27;1~";
  assert.deepEqual(typed(`a${nothing}b`), ['"ab"']);
  assert.deepEqual(
    typed(`a\x1b[${"1;".repeat(99)}`)
      .at(0)
      ?.startsWith('"a'),
    true,
  );
});

test("a paste is one, with its line breaks, and no control in it acts", () => {
  assert.deepEqual(typed("x\x1b[200~one\r\ntwo\x03\x1b[A\tthree\nfour\x1b[201~\x03"), [
    '"x"',
    'paste "one\\ntwo[A    three\\nfour"',
    "ctrl-c",
  ]);
});

test("a paste that never ends is not kept for ever", () => {
  const keys: Key[] = [];
  const parser = new Keys((key) => keys.push(key));
  parser.push(Buffer.from(`\x1b[200~${"x".repeat(2_500_000)}`));
  assert.deepEqual(
    keys.map((key) => (key.type === "paste" ? key.text.length : 0)),
    [1_000_000, 1_000_000],
  );
});

test("a lone Escape is itself after a while, and Alt when a key follows at once", () => {
  assert.deepEqual(typed("\x1b"), ["escape"]);
  assert.deepEqual(typed("\x1b["), ["alt-["]);
  assert.deepEqual(read([Buffer.from("\x1b"), Buffer.from("[A")]), ["up"]);
});

const piece = fc.constantFrom(
  "a",
  "hello ",
  "é",
  "日本",
  "👍🏽",
  "👨‍👩‍👧",
  "\r",
  "\n",
  "\r\n",
  "\x7f",
  "\t",
  "\x1b[A",
  "\x1b[1;5C",
  "\x1bOH",
  "\x1b[3~",
  "\x1b[200~pasted\nlines\r\n日\x1b[201~",
  "\x1bb",
  "\x1b\r",
  "\x1b👍",
  "\x1b[<0;12;7M",
  "\x1b[I",
  "\x1b[27;5;9~",
  "\x1b[13;2u",
  "\x03",
);

test("however the bytes are cut, the keys are the same", () => {
  const cuts = fc.array(fc.nat({ max: 200 }), { maxLength: 20 });
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), cuts, (pieces, places) => {
      const bytes = Buffer.from(pieces.join(""));
      const whole = read([bytes]);
      const ends = [...new Set(places.map((place) => Math.min(place, bytes.length)))];
      const sorted = [0, ...ends.toSorted((a, b) => a - b), bytes.length];
      const chunks = sorted.slice(1).map((end, index) => bytes.subarray(sorted[index], end));
      assert.deepEqual(read(chunks), whole);
      assert.deepEqual(read([...bytes].map((byte) => Uint8Array.of(byte))), whole);
    }),
    { numRuns: 500 },
  );
});

test("any bytes at all give text without control characters", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      const keys: Key[] = [];
      new Keys((key) => keys.push(key)).push(bytes);
      const text = keys.map((key) => (key.type === "text" ? key.text : "")).join("");
      const pasted = keys.map((key) => (key.type === "paste" ? key.text : "")).join("");
      assert.doesNotMatch(text, /[\x00-\x1f\x7f-\x9f]/);
      assert.doesNotMatch(pasted, /[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
    }),
    { numRuns: 1000 },
  );
});
