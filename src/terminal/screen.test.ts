/** Screen: the emitted bytes, applied to a small model of a terminal. */
import assert from "node:assert/strict";
import test from "node:test";
import { fc } from "../../test/seed.ts";
import { ScreenModel } from "../../test/screen-model.ts";
import { painter } from "./paint.ts";
import { Screen } from "./screen.ts";
import { width } from "./width.ts";

const paint = painter(true);

class Stage {
  readonly model: ScreenModel;
  readonly input = { before: "", after: "" };
  readonly screen: Screen;

  constructor(columns: number, rows: number) {
    this.model = new ScreenModel(columns, rows);
    this.screen = new Screen({ columns, rows }, this.input, paint, this.model.write);
    this.screen.prompt("> ");
    this.screen.draw();
  }

  say(text: string): void {
    this.screen.print({ head: paint("dim", "12:00 "), text: paint("plain", text) });
    this.screen.draw();
  }

  type(before: string, after = ""): void {
    this.input.before = before;
    this.input.after = after;
    this.screen.draw();
  }
}

test("what comes stands above, and the line being typed stays whole", () => {
  const stage = new Stage(40, 10);
  stage.type("half a li", "ne");
  stage.say("<alice> hello");
  assert.deepEqual(stage.model.seen, ["12:00 <alice> hello", "> half a line"]);
  assert.deepEqual([stage.model.x, stage.model.y], [11, 1]);
  stage.screen.status("Connection lost. Trying again in 2 s …");
  stage.say("<bob> hi");
  stage.screen.status("Connection lost. Trying again in 1 s …");
  stage.screen.draw();
  assert.deepEqual(stage.model.seen, [
    "12:00 <alice> hello",
    "12:00 <bob> hi",
    "Connection lost. Trying again in 1 s …",
    "> half a line",
  ]);
  stage.screen.status("");
  stage.screen.draw();
  assert.equal(stage.model.seen.length, 3);
  stage.screen.close();
  assert.deepEqual(stage.model.seen, ["12:00 <alice> hello", "12:00 <bob> hi"]);
  assert.deepEqual([stage.model.x, stage.model.y], [0, 2]);
});

test("long messages are wrapped beside their time, wide characters whole", () => {
  const stage = new Stage(40, 10);
  stage.say(
    `<alice> ${"words that go on ".repeat(3)}日本語日本語日本語日本語日本語日本語日本語日本語`,
  );
  assert.deepEqual(stage.model.seen, [
    "12:00 <alice> words that go on words",
    "      that go on words that go on",
    "      日本語日本語日本語日本語日本語日",
    "      本語日本語日本語",
    ">",
  ]);
});

test("a long line scrolls sideways, the cursor always in sight", () => {
  for (const columns of [40, 80]) {
    const stage = new Stage(columns, 10);
    const parts = ["word ", "日本語", "👍🏽", "e\u0301", "👨‍👩‍👧 "];
    let line = "";
    for (let n = 0; n < 60; n += 1) {
      line += parts[n % parts.length];
      stage.type(line);
      assert.equal(stage.model.seen.length, 1);
      assert.ok(stage.model.x <= columns - 1);
      assert.ok(
        line.endsWith((stage.model.seen[0] ?? "").replace(/^> <?/, "").trimEnd()) ||
          line.trimEnd().endsWith((stage.model.seen[0] ?? "").replace(/^> <?/, "")),
      );
    }
    stage.type("", line);
    assert.equal(stage.model.x, 2);
    assert.ok((stage.model.seen[0] ?? "").startsWith("> word 日本語👍🏽"));
  }
});

test("another size: what is wide is drawn again for it", () => {
  const stage = new Stage(80, 24);
  stage.say(`<alice> ${"words that go on ".repeat(6)}`);
  stage.type("some line that is longer than forty columns are wide");
  // A terminal that does not reflow: rows are cut.
  stage.model.columns = 40;
  stage.model.rows = 10;
  stage.screen.resized({ columns: 40, rows: 10 });
  assert.deepEqual(stage.model.seen, [
    "12:00 <alice> words that go on words",
    "      that go on words that go on words",
    "      that go on words that go on words",
    "      that go on",
    "> < forty columns are wide",
  ]);
  stage.model.columns = 80;
  stage.screen.resized({ columns: 80, rows: 10 });
  assert.deepEqual(stage.model.seen, [
    "12:00 <alice> words that go on words that go on words that go on words that go",
    "      on words that go on words that go on",
    "> some line that is longer than forty columns are wide",
  ]);
});

test("drawn again, the last messages stand there", () => {
  const stage = new Stage(40, 5);
  for (let n = 1; n <= 9; n += 1) stage.say(`<alice> ${n}`);
  stage.model.write("\r\nsomebody else wrote here");
  stage.screen.redraw();
  assert.deepEqual(stage.model.seen, [
    "12:00 <alice> 6",
    "12:00 <alice> 7",
    "12:00 <alice> 8",
    "12:00 <alice> 9",
    ">",
  ]);
});

test("whatever is said and typed, nothing is torn and no row is lost", () => {
  const word = fc.constantFrom(
    "a",
    "bc ",
    "日本",
    "👍🏽",
    "é ",
    "👨‍👩‍👧",
    "long-word-without-a-space-",
    " ",
  );
  const words = fc.array(word, { maxLength: 60 }).map((parts) => parts.join(""));
  const step = fc.record({ say: fc.option(words), before: words, after: words });
  const sizes = fc.constantFrom<[number, number]>([40, 10], [80, 24], [20, 4]);
  fc.assert(
    fc.property(sizes, fc.array(step, { maxLength: 12 }), ([columns, rows], steps) => {
      const stage = new Stage(columns, rows);
      for (const [index, { say, before, after }] of steps.entries()) {
        stage.type(before, after);
        if (say !== null) stage.say(`<${index}> ${say}`);
        const { seen, scrolledOff, x, y } = stage.model;
        assert.ok(x < columns);
        // The input has one row, which is the last one.
        assert.ok((seen.at(y) ?? ">").startsWith(">"));
        assert.equal(seen.slice(y + 1).join(""), "");
        const all = [...scrolledOff, ...seen.slice(0, y)];
        assert.ok(all.every((row) => width(row) < columns && !row.startsWith(">")));
        const heads = all.filter((row) => row.startsWith("12:00 ")).length;
        const said = steps.slice(0, index + 1).filter((each) => each.say !== null).length;
        assert.equal(heads, said);
      }
    }),
    { numRuns: 100 },
  );
});

test("nothing from outside can act on the terminal", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.constantFrom("\x1b[2J", "\x9b2J", "\x1b]0;x\x07", "\r\n", "\u202e"),
      (any, evil) => {
        for (const style of ["plain", "nick", "error"] as const) {
          const painted = painter(false)(style, any + evil + any);
          assert.doesNotMatch(
            painted,
            /[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]/,
          );
        }
      },
    ),
    { numRuns: 200 },
  );
});
