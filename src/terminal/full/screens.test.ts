/** Screens, as they are drawn, at several sizes. */
import assert from "node:assert/strict";
import test from "node:test";
import { Drawn, noon } from "./drawn.case.ts";

const minute = 60_000;

/** A morning in the lobby. */
function morning(): Drawn {
  const drawn = new Drawn();
  const people = ":srv 353 bob = #lobby :@alice bob +carol";
  drawn.hear(":srv 332 bob #lobby :tea at four", people, ":srv 366 bob #lobby :End");
  const { log } = drawn.scene.here;
  log.length = 0;
  drawn.say("alice", "Good morning", { at: noon - 86_400_000 });
  const asked = drawn.say("alice", "who is coming for tea?", { at: noon - 30 * minute });
  drawn.say("alice", "at four, as ever", { at: noon - 30 * minute });
  drawn.hear(`@msgid=r1;+draft/reply=${asked};+draft/react=👍 :carol!u@h TAGMSG #lobby`);
  const reply = `+draft/reply=${asked}`;
  drawn.say("carol", "me, and dave", { at: noon - 10 * minute, tags: reply });
  drawn.say("bob", "one\ntwo", { at: noon - 9 * minute });
  drawn.hear(":dave!u@h JOIN #lobby", ":erin!u@h JOIN #lobby", ":dave!u@h PART #lobby");
  drawn.say("alice", "bob: and you?");
  drawn.hear(":alice!u@h AWAY :lunch");
  drawn.say("carol", "psst", { to: "bob" });
  drawn.hear("@+typing=active :carol!u@h TAGMSG #lobby");
  return drawn;
}

test("80×24: conversations at the left, what was said, who is writing", () => {
  assert.deepEqual(morning().rows(80, 24), [
    " Home           │ #lobby  tea at four                                  4 people",
    "                │",
    " #lobby       1 │",
    "                │",
    " ● carol      1 │",
    ...Array.from({ length: 4 }, () => "                │"),
    "                │ ───────────────── Saturday, 21 November 2026 ─────────────────",
    "                │ 12:00     alice Good morning",
    "                │ ────────────────── Sunday, 22 November 2026 ──────────────────",
    "                │ 11:30     alice who is coming for tea?",
    "                │                 👍 carol",
    "                │                 at four, as ever",
    "                │                 ╭ alice: who is coming for tea?",
    "                │ 11:50     carol me, and dave",
    "                │ 11:51       bob one",
    "                │                 two",
    "                │ 12:00         · erin joined · dave came and went",
    "                │ ──────────────────────────── new ─────────────────────────────",
    "                │ 12:00     alice bob: and you?",
    "                │ carol is writing …                                      12:00",
    "                │ › ".trimEnd(),
  ]);
});

test("120×40: the people of the room at the right, with their ranks", () => {
  const rows = morning().rows(120, 40);
  assert.equal(rows.length, 40);
  assert.deepEqual(
    rows.slice(0, 5).map((row) => row.split("│").at(-1)),
    [" 4 people", "@alice away", "+carol", " bob", " erin"],
  );
  assert.match(rows[37] ?? "", /12:00 {8}alice bob: and you\? {2,}│$/);
});

test("40×10: no lists, all else, and what is new elsewhere in the status line", () => {
  assert.deepEqual(morning().rows(40, 10), [
    " #lobby  tea at four           4 people",
    " 11:50 carol me, and dave",
    " 11:51 bob one",
    "       two",
    " 12:00 · erin joined · dave came and",
    "       went",
    " ───────────────── new ─────────────────",
    " 12:00 alice bob: and you?",
    " carol is writing … carol 1!      12:00",
    " ›",
  ]);
});

test("smaller than any terminal should be, something is shown, and nothing throws", () => {
  for (const [columns, rows] of [
    [20, 5],
    [10, 3],
    [4, 2],
    [1, 1],
    [300, 100],
  ] as const) {
    const drawn = morning();
    assert.equal(drawn.rows(columns, rows).length, rows);
    drawn.scene.editor.set("a line\nof two\nor three rows that is long");
    drawn.rows(columns, rows);
  }
});

test("what was deleted says by whom; what was reworded says so; own lines on their way too", () => {
  const drawn = new Drawn();
  const wrong = drawn.say("alice", "I like teh tea");
  const tags = `draft/target-msgid=${wrong};draft/edit-text=I\\slike\\sthe\\stea`;
  drawn.hear(`@${tags} :alice!u@h EDIT #lobby`);
  const secret = drawn.say("alice", "my password is tea");
  drawn.hear(`:alice!u@h REDACT #lobby ${secret} :oops`);
  drawn.session.typed("on its way", drawn.now);
  drawn.session.lost(drawn.now);
  drawn.session.typed("and this waits", drawn.now);
  const rows = drawn.rows(70, 12);
  assert.deepEqual(
    rows.slice(4, 11).map((row) => row.slice(18).trimEnd()),
    [
      "12:00         → You joined #lobby.",
      "─────────────────────── new ────────────────────────",
      "12:00     alice I like the tea (edited)",
      "                deleted by alice: oops",
      "12:00       bob on its way (not sent yet)",
      "12:00       bob and this waits (not sent yet)",
      "bob                                         12:00 …",
    ],
  );
});

test("a text in several lines is typed in several rows, and answers say what they answer", () => {
  const drawn = new Drawn();
  drawn.say("alice", "what do you think?");
  const { scene } = drawn;
  const said = scene.here.log.findLast((item) => item.type === "said");
  assert.ok(said?.type === "said");
  scene.panes.of(scene.here).replyTo = said;
  scene.editor.set("first\nsecond");
  assert.deepEqual(drawn.rows(40, 10).slice(-4), [
    " bob                              12:00",
    " ↳ answering alice: what do you think?",
    " › first",
    "   second",
  ]);
  const grid = drawn.draw(40, 10);
  assert.deepEqual(grid.cursor, { x: 9, y: 9 });
});

test("of many members the first are shown, by rank and name, and the others counted", () => {
  const drawn = new Drawn();
  const nicks = Array.from({ length: 300 }, (_, n) => `${n === 250 ? "@" : ""}m${(n * 7) % 300}`);
  drawn.hear(`:srv 353 bob = #lobby :bob +Zoe ${nicks.join(" ")}`, ":srv 366 bob #lobby :End");
  const shown = drawn.rows(120, 9).map((row) => row.split("│")[2]);
  assert.deepEqual(shown, [
    " 302 people",
    "@m250",
    "+Zoe",
    " bob",
    " m0",
    " m1",
    " m10",
    " m100",
    " and 295 more",
  ]);
});

test("what is answered is told in one row, with a sign that there is more of it", () => {
  const drawn = new Drawn();
  const long = drawn.say("alice", "a question of so many words that no row can hold all of them");
  drawn.say("carol", "yes", { tags: `+draft/reply=${long}` });
  assert.match(drawn.rows(60, 12).join("\n"), /╭ alice: a question of so many w\S*…\n.*carol yes/);
});

test("a room one has left says so, one that is to be entered again does not", () => {
  const drawn = new Drawn();
  drawn.hear(":srv 332 bob #lobby :tea at four");
  drawn.session.lost(drawn.now);
  assert.match(drawn.rows(80, 10)[0] ?? "", /#lobby {2}tea at four/);
  drawn.session.opened(drawn.now);
  drawn.hear(":srv 001 bob :Welcome", ":bob!b@h JOIN #lobby", ":bob!b@h PART #lobby");
  drawn.session.act({ type: "go", name: "#lobby" }, drawn.now);
  assert.match(drawn.rows(80, 10)[0] ?? "", /#lobby {2}you are not in this room/);
});

test("comings and goings are told as they came out", () => {
  const drawn = new Drawn();
  drawn.hear(":srv 353 bob = #lobby :bob ann cat", ":srv 366 bob #lobby :End");
  drawn.hear(":ann!u@h QUIT :Quit: ", ":ann!u@h JOIN #lobby", ":ben!u@h JOIN #lobby");
  drawn.hear(":ben!u@h PART #lobby", ":cat!u@h PART #lobby");
  assert.match(
    drawn.rows(119, 9).join("\n"),
    /· cat left · ben came and went · ann left and came back/,
  );
});

test("who speaks has read up to there: what is new stands behind it", () => {
  const drawn = new Drawn();
  drawn.session.act({ type: "watch", name: null }, drawn.now);
  drawn.say("bob", "I said it", { at: noon + 2 });
  drawn.say("alice", "I answer", { at: noon + 3 });
  drawn.say("bob", "unseen, bob goes on", { at: noon + 4 });
  const shown = drawn.rows(70, 9).slice(2, 7);
  assert.deepEqual(
    shown.map((row) => row.slice(18).trimEnd()),
    [
      "12:00         → You joined #lobby.",
      "12:00       bob I said it",
      "─────────────────────── new ────────────────────────",
      "12:00     alice I answer",
      "12:00       bob unseen, bob goes on",
    ],
  );
});

test("deleting is offered to whoever said it, and to whoever keeps order", () => {
  const drawn = new Drawn();
  const offered = (): boolean => {
    const pane = drawn.scene.panes.of(drawn.scene.here);
    pane.picked = drawn.scene.here.log.findLast((item) => item.type === "said") ?? null;
    return /d delete/.test(drawn.rows(100, 12).join("\n"));
  };
  drawn.say("bob", "mine");
  assert.equal(offered(), true);
  drawn.say("alice", "hers");
  assert.equal(offered(), false);
  drawn.hear(":srv MODE #lobby +v bob");
  assert.equal(offered(), false);
  drawn.hear(":srv MODE #lobby +o bob");
  assert.equal(offered(), true);
});

test("what others put into texts, nicks, topics and names comes to nothing", () => {
  const drawn = new Drawn();
  const evil = "\x1b]0;owned\x07\x1b[2J\x9b31m\u202eright";
  drawn.hear(`:srv 332 bob #lobby :${evil}`, `:ev\x1b[31mil!u@h JOIN #lobby`);
  drawn.say("ev\x1bil", evil);
  drawn.say("alice", `\x01ACTION ${evil}\x01`);
  drawn.hear(`:x!u@h PRIVMSG bob :${evil}`, `:srv NOTICE bob :${evil}`);
  for (const [columns, rows] of [
    [120, 30],
    [40, 10],
  ] as const) {
    const all = drawn.draw(columns, rows).text.join("");
    assert.doesNotMatch(all, /[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]/);
    assert.match(all, /␛]0;owned/);
  }
});

test("bold and the like are shown, colours of others are not", () => {
  const drawn = new Drawn({}, 256);
  drawn.say("alice", "\x02bold\x02 \x034,1red\x03 \x1dleaning\x0f plain");
  const grid = drawn.draw(70, 12);
  const text = grid.text.join("");
  const { styles } = drawn.scene;
  const at = (word: string): string => styles.sgr(grid.style[text.indexOf(word)] ?? 0);
  assert.equal(at("bold"), "\x1b[0;1m");
  assert.equal(at("red"), "\x1b[0m");
  assert.equal(at("leaning"), "\x1b[0;3m");
  assert.equal(at("plain"), "\x1b[0m");
});

test("without colours nothing has one", () => {
  for (const depth of [0, 16, 256] as const) {
    const drawn = new Drawn({}, depth);
    drawn.say("alice", "bob: see https://example.org/");
    const grid = drawn.draw(120, 20);
    const looks = [...new Set(grid.style)].map((style) => drawn.scene.styles.sgr(style)).join("");
    if (depth === 0) assert.doesNotMatch(looks, /[;[](3|4|9)\d/);
    if (depth === 16) assert.doesNotMatch(looks, /38;5/);
    if (depth === 256) assert.match(looks, /38;5/);
  }
});
