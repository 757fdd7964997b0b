/** Viewport: one stays where one reads, whatever comes, loads or changes its size. */
import assert from "node:assert/strict";
import test from "node:test";
import { fc } from "../../../test/seed.ts";
import { Drawn, noon } from "./drawn.case.ts";
import { measureOf } from "./rows.ts";
import type { Anchor } from "./viewport.ts";

const words = fc.constantFrom(
  "short",
  "a line that is long enough to be wrapped at nearly any width that is tried here, surely",
  "日本語のテキストも折り返されるはずです",
  "one\ntwo\nthree",
  "👍🏽 👨‍👩‍👧 e\u0301",
);

function roomWith(texts: readonly string[]): Drawn {
  const drawn = new Drawn();
  for (const [index, text] of texts.entries()) {
    const nick = index % 3 === 0 ? "alice" : "carol";
    drawn.say(nick, text, { at: noon - (texts.length - index) * 3_600_000 });
    if (index % 7 === 3) drawn.hear(":dave!u@h JOIN #lobby", ":dave!u@h PART #lobby");
  }
  return drawn;
}

const reader = { nick: "bob", now: noon, top: "this is where it begins" };

test("scrolling up by any steps and down again shows each row once, in its order", () => {
  fc.assert(
    fc.property(
      fc.array(words, { minLength: 1, maxLength: 30 }),
      fc.integer({ min: 20, max: 100 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 15 }),
      (texts, columns, rows, step) => {
        const { scene } = roomWith(texts);
        const { viewport, here } = scene;
        const measure = measureOf(columns);
        const seen = (anchor: Anchor, count: number) =>
          viewport.see(here, anchor, count, measure, reader).rows.map(({ row }) => row);
        const all = seen(null, 10_000);
        let anchor: Anchor = null;
        let bottom = all.length;
        // Up to the top …
        for (let n = 0; n < all.length; n += 1) {
          anchor = viewport.up(here, anchor, step, rows, measure, reader);
          bottom = Math.max(Math.min(rows, all.length), bottom - step);
          assert.deepEqual(seen(anchor, rows), all.slice(Math.max(0, bottom - rows), bottom));
        }
        // … and down to the end.
        for (let n = 0; n < all.length && anchor !== null; n += 1) {
          anchor = viewport.down(here, anchor, step, measure, reader);
          bottom = Math.min(all.length, bottom + step);
          assert.deepEqual(seen(anchor, rows), all.slice(Math.max(0, bottom - rows), bottom));
        }
        assert.equal(anchor, null);
      },
    ),
    { numRuns: 150 },
  );
});

test("where one reads stays in sight: more is said, more is loaded, the size changes", () => {
  fc.assert(
    fc.property(
      fc.array(words, { minLength: 5, maxLength: 30 }),
      fc.array(fc.tuple(fc.integer({ min: 40, max: 130 }), fc.integer({ min: 10, max: 40 })), {
        minLength: 1,
        maxLength: 6,
      }),
      (texts, sizes) => {
        const drawn = roomWith(texts);
        const { scene } = drawn;
        const pane = scene.panes.of(scene.here);
        drawn.rows(80, 12);
        const measure = measureOf(63);
        pane.anchor = scene.viewport.up(scene.here, null, 8, 9, measure, reader);
        const read = pane.anchor?.item;
        if (read === undefined) return;
        for (const [columns, rows] of sizes) {
          drawn.say("alice", "something new");
          const area = measureOf(columns);
          const seen = scene.viewport.see(scene.here, pane.anchor, rows, area, reader).rows;
          assert.ok(seen.some(({ item }) => item === read));
          drawn.rows(columns, rows);
        }
      },
    ),
    { numRuns: 100 },
  );
});

test("no row of a message is lost at any size", () => {
  const texts = [
    "first",
    "日本語のテキストも折り返されるはずです。とても長い文章なので",
    "x".repeat(300),
  ];
  for (let columns = 40; columns <= 140; columns += 1) {
    const { scene } = roomWith(texts);
    const all = scene.viewport.see(scene.here, null, 1000, measureOf(columns), reader).rows;
    const text = all.map(({ row }) => row.spans.map((span) => span.text).join("")).join("");
    for (const each of texts) assert.ok(text.replaceAll(" ", "").includes(each), `${columns}`);
    for (const { row } of all) assert.ok(row.spans.length > 0);
  }
});

test("at the top more is asked for, and a gap from the end at which one reads", () => {
  const drawn = roomWith(["one", "two", "three"]);
  drawn.rows(80, 12);
  assert.deepEqual(drawn.wanted.splice(0), ["older"]);
  const { log } = drawn.scene.here;
  log.splice(3, 0, { type: "gap", at: noon, asked: false, missed: false });
  assert.match(drawn.rows(80, 24).join("\n"), /── more was said here ──/);
  assert.ok(drawn.wanted.includes("newer") || drawn.wanted.includes("older"));
});
