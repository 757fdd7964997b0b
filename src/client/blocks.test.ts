import assert from "node:assert/strict";
import { test } from "node:test";
import { blocksOf } from "./blocks.ts";

const shown = (text: string): string[] =>
  blocksOf(text).flatMap((block) =>
    block.type === "code"
      ? [`code ${block.text}`]
      : block.runs.map((run) => `${run.type} ${run.piece.text}`),
  );

test("addresses end where a reader would end them", () => {
  assert.deepEqual(shown("see https://a.example/x(1), ok"), [
    "text see ",
    "link https://a.example/x(1)",
    "text , ok",
  ]);
  assert.deepEqual(shown("(http://a.example/?q=1&r=2#f)."), [
    "text (",
    "link http://a.example/?q=1&r=2#f",
    "text ).",
  ]);
  assert.deepEqual(shown("javascript:alert(1) https:// http://[x"), [
    "text javascript:alert(1) https:// http://[x",
  ]);
  // What turns the direction around ends it: the address shown is the one that is opened.
  assert.deepEqual(shown("https://a.example/\u202Egnp.exe"), [
    "link https://a.example/",
    "text \u202Egnp.exe",
  ]);
});

test("code stands in blocks, and has no addresses in it", () => {
  assert.deepEqual(shown("look:\n```ts\nconst a = 1;\n  http://x.example\n```\nso"), [
    "text look:",
    "code const a = 1;\n  http://x.example",
    "text so",
  ]);
  assert.deepEqual(shown("```\nnever closed"), ["code never closed"]);
  assert.deepEqual(shown("use \x11http://x.example\x11 so"), [
    "text use ",
    "text http://x.example",
    "text  so",
  ]);
  assert.deepEqual(shown("```\nand ``` within\n```"), ["code and ``` within"]);
});
