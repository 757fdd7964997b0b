import assert from "node:assert/strict";
import { test } from "node:test";
import { fromMarkdown, toMarkdown } from "./markdown.ts";

const seen = (text: string): string =>
  fromMarkdown(text)
    .replaceAll("\x02", "B")
    .replaceAll("\x1d", "I")
    .replaceAll("\x1e", "S")
    .replaceAll("\x11", "M");

test("signs become codes, and come back", () => {
  const texts = ["**so** it *is*", "~~no~~ `a*b*c` yes", "**`x`** and *y z*!", "a (**b**), c"];
  assert.deepEqual(texts.map(seen), [
    "BsoB it IisI",
    "SnoS Ma*b*cM yes",
    "BMxMB and Iy zI!",
    "a (BbB), c",
  ]);
  for (const text of texts) assert.equal(toMarkdown(fromMarkdown(text)), text);
  assert.equal(seen("_so_ **a *b* c**"), "IsoI Ba IbI cB");
});

test("what only looks like it stays as it is", () => {
  const texts = [
    "2 * 3 * 4 and a*b*c",
    "snake_case_name __init__ and ~/a~",
    "** not ** *",
    "https://a.example/a_b_c*d*",
    "```\n**code** `x`\n```",
    "a lone ` sign and **one more",
  ];
  assert.deepEqual(texts.map(fromMarkdown), texts);
});
