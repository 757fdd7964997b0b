/** Editor: what each edit does to the text; `|` stands for the cursor. */
import assert from "node:assert/strict";
import test from "node:test";
import { fc } from "../../test/seed.ts";
import { Editor } from "./editor.ts";
import type { Edit } from "./edits.ts";
import { graphemes } from "./width.ts";

const shown = (editor: Editor): string => `${editor.before}|${editor.after}`.replaceAll("\n", "⏎");

/** Edits by name ("^enter" takes the text); anything else is typed. */
function press(editor: Editor, ...keys: string[]): string {
  let taken = "";
  for (const each of keys) {
    if (each === "^enter") taken = editor.take();
    else if (each.startsWith("^")) editor.edit(each.slice(1) as Edit);
    else editor.insert(each);
  }
  return taken;
}

test("the cursor moves by graphemes and by words", () => {
  const editor = new Editor();
  press(editor, "two wörds, 日本 👨‍👩‍👧e\u0301");
  press(editor, "^left");
  assert.equal(shown(editor), "two wörds, 日本 👨‍👩‍👧|e\u0301");
  press(editor, "^left", "^backspace");
  assert.equal(shown(editor), "two wörds, 日本|👨‍👩‍👧e\u0301");
  press(editor, "^word-left", "^word-left");
  assert.equal(shown(editor), "two |wörds, 日本👨‍👩‍👧e\u0301");
  press(editor, "^word-right");
  assert.equal(shown(editor), "two wörds|, 日本👨‍👩‍👧e\u0301");
  press(editor, "^home", "^delete", "^end", "^backspace");
  assert.equal(shown(editor), "wo wörds, 日本👨‍👩‍👧|");
});

test("a combining mark typed later joins the letter before the cursor", () => {
  const editor = new Editor();
  press(editor, "ab", "^left", "\u0301");
  assert.equal(shown(editor), "a\u0301|b");
  press(editor, "^backspace");
  assert.equal(shown(editor), "|b");
});

test("what a change has put beside each other is one grapheme when it reads as one", () => {
  const editor = new Editor();
  press(editor, "e", "^newline", "\u0301", "^left", "^backspace");
  assert.equal(shown(editor), "e\u0301|");
  press(editor, "^backspace", "\u0301", "👍🏽", "^transpose");
  assert.equal(shown(editor), "👍🏽\u0301|");
  press(editor, "^left");
  assert.equal(shown(editor), "|👍🏽\u0301");
});

test("what is cut can be put back", () => {
  const editor = new Editor();
  press(editor, "one two  three", "^rub-word");
  assert.equal(shown(editor), "one two  |");
  press(editor, "^yank", "^home", "^word-right", "^kill-after");
  assert.equal(shown(editor), "one|");
  press(editor, "^end", "^kill-before", "^yank", "^yank");
  assert.equal(shown(editor), "oneone|");
});

test("lines are sent, remembered, and found again with the one being typed", () => {
  const editor = new Editor();
  assert.equal(press(editor, "first", "^enter"), "first");
  assert.equal(press(editor, "second", "^enter"), "second");
  assert.equal(press(editor, "^enter"), "");
  press(editor, "draft", "^up");
  assert.equal(shown(editor), "second|");
  press(editor, "^up", "^up");
  assert.equal(shown(editor), "first|");
  press(editor, "^down", "^down", "^down");
  assert.equal(shown(editor), "draft|");
});

test("what is killed in a row comes back as one, and earlier kills in its place", () => {
  const editor = new Editor();
  press(editor, "one two three", "^rub-word", "^rub-word", "^left", "^end", "^rub-word");
  assert.equal(shown(editor), "|");
  press(editor, "^yank");
  assert.equal(shown(editor), "one |");
  press(editor, "^yank-pop");
  assert.equal(shown(editor), "two three|");
  press(editor, "^yank-pop");
  assert.equal(shown(editor), "one |");
  press(editor, "!", "^yank-pop");
  assert.equal(shown(editor), "one !|");
});

test("every step can be undone, and done again; words that were typed go one by one", () => {
  const editor = new Editor();
  press(editor, ..."one two".split(""), "^rub-word", "2", "^home", "^delete", "^delete");
  assert.equal(shown(editor), "|e 2");
  press(editor, "^undo");
  assert.equal(shown(editor), "|one 2");
  press(editor, "^undo", "^undo");
  assert.equal(shown(editor), "one two|");
  press(editor, "^undo");
  assert.equal(shown(editor), "one|");
  press(editor, "^redo", "^redo");
  assert.equal(shown(editor), "one |");
  press(editor, "^undo", "^undo", "^undo", "^undo");
  assert.equal(shown(editor), "|");
});

test("in several lines the arrows go up and down, and to the history only at the edges", () => {
  const editor = new Editor();
  press(editor, "before", "^enter", "first line", "^newline", "2nd", "^newline", "third line");
  assert.equal(shown(editor), "first line⏎2nd⏎third line|");
  press(editor, "^up");
  assert.equal(shown(editor), "first line⏎2nd|⏎third line");
  press(editor, "^up", "^end");
  assert.equal(shown(editor), "first line|⏎2nd⏎third line");
  press(editor, "^down", "^home", "^kill-after");
  assert.equal(shown(editor), "first line⏎|⏎third line");
  press(editor, "^kill-after", "^down");
  assert.equal(shown(editor), "first line⏎|third line", "there is no newer text");
  press(editor, "^up", "^up");
  assert.equal(shown(editor), "before|");
  press(editor, "^down");
  assert.equal(shown(editor), "first line⏎third line|");
});

test("two letters change places", () => {
  const editor = new Editor();
  press(editor, "teh", "^transpose");
  assert.equal(shown(editor), "the|");
  press(editor, "^home", "^right", "^transpose");
  assert.equal(shown(editor), "ht|e");
});

test("Tab completes, and goes through what else fits", () => {
  const nicks = ["alice", "albert"];
  const editor = new Editor((word, first) =>
    nicks
      .filter((nick) => nick.startsWith(word))
      .map((nick) => ({ text: nick + (first ? ": " : " ") })),
  );
  press(editor, "al", "^complete");
  assert.equal(shown(editor), "alice: |");
  press(editor, "^complete");
  assert.equal(shown(editor), "albert: |");
  press(editor, "hi alb", "^complete", "!");
  assert.equal(shown(editor), "albert: hi albert !|");
  press(editor, " x", "^complete");
  assert.equal(shown(editor), "albert: hi albert ! x|");
});

test("whatever is pressed, the cursor stands between graphemes and undo leads back", () => {
  const names: Edit[] = [
    ...(["backspace", "complete", "complete-back", "delete", "down", "end", "home"] as const),
    ...(["kill-after", "kill-before", "left", "newline", "redo", "right", "rub-word"] as const),
    ...(["rub-word-after", "transpose", "undo", "up", "word-left", "word-right"] as const),
    ...(["yank", "yank-pop", "history-next", "history-previous"] as const),
  ];
  const recalls = new Set(["^up", "^down", "^history-next", "^history-previous"]);
  const any = fc.oneof(
    fc.constantFrom(...names, "enter").map((name) => `^${name}`),
    fc.constantFrom("a ", "é", "e\u0301", "日", "👍🏽", "👨‍👩‍👧", "🇩🇪", "\u0301"),
  );
  fc.assert(
    fc.property(fc.array(any, { maxLength: 40 }), (keys) => {
      const editor = new Editor();
      press(editor, ...keys);
      const all = graphemes(editor.text);
      let length = 0;
      const ends = [0, ...all.map((part) => (length += part.length))];
      assert.ok(ends.includes(editor.before.length), `${shown(editor)}`);
      if (keys.some((key) => recalls.has(key))) return;
      for (const _ of keys) editor.edit("undo");
      assert.equal(editor.text, "");
    }),
    { numRuns: 5000 },
  );
});
