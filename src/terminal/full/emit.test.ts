/**
 * Emit, grid and wrap: what is meant to stand on the screen stands there, whatever
 * stood before.
 */
import assert from "node:assert/strict";
import test from "node:test";
import { fc } from "../../../test/seed.ts";
import { ScreenModel } from "../../../test/screen-model.ts";
import { clean } from "../paint.ts";
import { graphemes, width } from "../width.ts";
import { Content } from "./content.ts";
import { Emitter } from "./emit.ts";
import { Grid } from "./grid.ts";
import { findLinks, Links } from "./links.ts";
import { Styles } from "./styles.ts";
import { wrapSpans } from "./wrap.ts";

const styles = new Styles(256);

/** What stands in a row of the grid. */
const rowOf = (grid: Grid, y: number): string =>
  grid.text.slice(y * grid.columns, (y + 1) * grid.columns).join("");

const pieces = fc.constantFrom(
  ..."a|B|hello|  |日本|語|e\u0301|👍🏽|👨‍👩‍👧|שלום|مرحبا|│|…|\u200b|ñ|🏳️‍🌈|\u0301".split("|"),
);
const placed = fc.record({
  x: fc.integer({ min: -2, max: 19 }),
  y: fc.integer({ min: -1, max: 5 }),
  text: fc.array(pieces, { maxLength: 6 }).map((parts) => parts.join("")),
  style: fc.constantFrom(0, styles.of("dim"), styles.of("mention"), styles.nick("bob")),
  link: fc.constantFrom(0, 0, 1),
});

test("a terminal shows each drawing after the other, and the cursor where it belongs", () => {
  const drawing = fc.array(placed, { maxLength: 12 });
  fc.assert(
    fc.property(fc.array(drawing, { minLength: 1, maxLength: 6 }), (drawings) => {
      const links = new Links();
      links.id("https://example.org/");
      const emitter = new Emitter(styles, links);
      const model = new ScreenModel(20, 6);
      model.on.delete("7");
      model.on.delete("25");
      for (const each of drawings) {
        const grid = new Grid(20, 6);
        for (const { x, y, text, style, link } of each) {
          grid.put(x, y, clean(text), style, 20, link);
        }
        grid.cursor = each.length % 3 === 0 ? null : { x: each.length, y: 1 };
        model.write(emitter.draw(grid));
        for (let y = 0; y < 6; y += 1) {
          for (let x = 0; x < 20; x += 1) {
            const cell = model.cell(x, y);
            const index = y * 20 + x;
            assert.equal(cell.text, grid.text[index], `${x},${y}\n${model.seen.join("\n")}`);
            const style = styles.sgr(grid.style[index] ?? 0).slice(2, -1);
            assert.equal(cell.style, style === "0" ? "" : style);
            assert.equal(cell.link, grid.link[index] === 1 ? "https://example.org/" : "");
          }
        }
        assert.equal(model.on.has("25"), grid.cursor !== null);
        if (grid.cursor !== null) assert.deepEqual([model.x, model.y], [each.length, 1]);
        // The same again costs nothing.
        const again = new Grid(20, 6);
        for (const { x, y, text, style, link } of each) {
          again.put(x, y, clean(text), style, 20, link);
        }
        again.cursor = grid.cursor;
        assert.equal(emitter.draw(again), "");
      }
    }),
    { numRuns: 300 },
  );
});

test("what the terminal takes to be narrower than we do leaves nothing of what stood there", () => {
  const emitter = new Emitter(styles, new Links());
  // As tmux does.
  const narrow = (part: string): number => (part === "❤️" ? 1 : width(part));
  const model = new ScreenModel(12, 1, narrow);
  for (const text of ["heart", "❤️ ann", "a❤️❤️b", "日❤️"]) {
    const grid = new Grid(12, 1);
    grid.put(0, 0, clean(text), 0);
    model.write(emitter.draw(grid));
    const shown = text.replaceAll("❤️", "❤️ ");
    assert.equal(model.seen.join(""), shown.trimEnd());
  }
});

test("a small change costs few bytes", () => {
  const emitter = new Emitter(styles, new Links());
  const fill = (last: string): Grid => {
    const grid = new Grid(120, 40);
    for (let y = 0; y < 40; y += 1) grid.put(0, y, clean("x".repeat(100)), 0);
    grid.put(0, 39, clean(last), 0);
    grid.cursor = { x: last.length, y: 39 };
    return grid;
  };
  assert.ok(emitter.draw(fill("hell")).length > 4000);
  const bytes = emitter.draw(fill("hello"));
  assert.ok(bytes.length < 60, JSON.stringify(bytes));
});

test("no half of a wide character is left, and marks without number take no room", () => {
  const grid = new Grid(6, 1);
  grid.put(0, 0, clean("日本語"), 0);
  grid.put(1, 0, clean("x"), 0);
  assert.equal(rowOf(grid, 0), " x本語");
  grid.put(3, 0, clean("y"), 0);
  assert.equal(rowOf(grid, 0), " x y語");
  grid.put(5, 0, clean("日"), 0);
  assert.equal(rowOf(grid, 0), " x y語", "what does not fit whole is left out");
  const zalgo = new Grid(3, 1);
  zalgo.put(0, 0, clean(`a${"\u0301".repeat(10_000)}b`), 0);
  assert.ok(rowOf(zalgo, 0).length < 100);
  assert.equal(zalgo.text[1], "b");
});

test("rows fit, hold all but spaces at their ends, and break no grapheme", () => {
  const text = fc.array(pieces, { maxLength: 40 }).map((parts) => parts.join(""));
  const content = new Content(styles, new Links());
  fc.assert(
    fc.property(text, text, fc.integer({ min: 2, max: 30 }), (one, other, columns) => {
      const spans = [content.span(one, 0), content.span(other, styles.of("dim"))];
      const rows = wrapSpans(spans, columns).map((row) => row.map((span) => span.text).join(""));
      for (const row of rows) {
        // A grapheme of its own may be wider than a row of two columns.
        assert.ok(width(row) <= columns || graphemes(row).length === 1, JSON.stringify(rows));
      }
      const bare = (words: string): string => words.replaceAll(" ", "");
      assert.equal(bare(rows.join("")), bare(clean(one) + clean(other)));
    }),
    { numRuns: 500 },
  );
});

test("rows break where a reader would", () => {
  const content = new Content(styles, new Links());
  const rows = (words: string, columns: number): string[] =>
    wrapSpans([content.span(words, 0)], columns).map((row) => row.map(({ text }) => text).join(""));
  assert.deepEqual(rows("hello world this is", 11), ["hello world", "this is"]);
  assert.deepEqual(rows("日本語日本語。日本", 12), ["日本語日本", "語。日本"]);
  assert.deepEqual(rows("averylongwordindeed ok", 8), ["averylon", "gwordind", "eed ok"]);
  assert.deepEqual(rows("", 8), [""]);
});

test("addresses are found in sentences, and what is dangerous in them is encoded", () => {
  const found = (text: string): string[] => findLinks(text).map(({ address }) => address);
  assert.deepEqual(found("see https://a.example/x?y=1#z, or (http://b.example/q_(r))."), [
    "https://a.example/x?y=1#z",
    "http://b.example/q_(r)",
  ]);
  assert.deepEqual(found("no link: javascript:alert(1), file:///etc/passwd, x://y"), []);
  assert.deepEqual(found("mailto:a@example.org ircs://irc.example.org/dev"), [
    "mailto:a@example.org",
    "ircs://irc.example.org/dev",
  ]);
  const links = new Links();
  const id = links.id("https://ex.example/\u202eü;\"'é");
  assert.match(links.open(id), /^\x1b\]8;id=1;https:[\x21-\x7e]+\x1b\\$/);
  assert.equal(links.id("https://[bad"), 0);
});
