import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, test } from "node:test";
import type { Event } from "../event.ts";
import type { Search } from "../store.ts";
import { migrations } from "./migrations.ts";
import { Room } from "./room.case.ts";
import { expressionOf, hasPrefix, nickWord, wordsOf } from "./search-words.ts";

const folder = mkdtempSync(path.join(tmpdir(), "banter-search-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => path.join(folder, `${(files += 1)}.db`);

const short = (events: readonly Event[]): string[] =>
  events.map((event) => (event.type === "said" ? event.text : event.type));

function find(room: Room, text: string, more: Partial<Search> = {}): string[] {
  const asked: Search = {
    text,
    nick: undefined,
    sources: [{ key: "#a", name: "#a" }],
    persons: [],
    after: undefined,
    before: 1e15,
    count: 50,
    from: "newest",
    wanted: () => true,
    ...more,
  };
  return short(room.store.history.search(asked));
}

function roomWith(file?: string): Room {
  const room = new Room(file);
  room.connect("ann");
  room.join("ann", "#a");
  return room;
}

const unbounded = { perTarget: false, of: () => assert.fail(), linesTotalMax: 0 };
const lastLines = (linesMax: number) => ({
  perTarget: true,
  of: () => ({ linesMax, ageDaysMax: 0 }),
  linesTotalMax: 0,
});

describe("words", () => {
  test("of the text alone", () => {
    assert.equal(wordsOf("a \x02bold\x02 word"), "a bold word");
    assert.equal(wordsOf("\x01ACTION waves\x01"), "waves\x01");
    assert.equal(wordsOf("naïve 日本語 ok"), "naïve  日  本  語  ok");
    assert.equal(wordsOf("ที่"), " ที่ ");
  });

  test("whatever is asked is words, never an operator", () => {
    assert.equal(expressionOf('a OR "b', ["c1"], undefined)?.includes("OR"), true);
    assert.equal(
      expressionOf('say "hi" NOT', ["c1", "c2"], undefined, () => undefined),
      'text : ("say" AND """hi""" AND "NOT" *) AND scope : ("c1" OR "c2")',
    );
    assert.equal(
      expressionOf("", ["c1"], "Ann"),
      `scope : "${nickWord("ann")}" AND scope : ("c1")`,
    );
    assert.equal(expressionOf("?!", ["c1"], undefined), undefined);
    assert.equal(expressionOf("x", [], undefined), undefined);
  });

  test("a beginning is all words that begin so, where they are few", () => {
    const begun = (beginning: string) => (beginning === "fis" ? ["fish", "fist"] : []);
    assert.equal(
      expressionOf("a Fis", ["c1"], undefined, begun),
      'text : ("a" AND ("fish" OR "fist")) AND scope : ("c1")',
    );
    assert.equal(expressionOf("a nothing", ["c1"], undefined, begun), undefined);
    assert.equal(
      expressionOf("fis-fis", ["c1"], undefined, begun),
      'text : ("fis-fis" *) AND scope : ("c1")',
    );
  });

  test("a beginning has three letters at least", () => {
    assert.deepEqual(["fa", "fas", "a fas", "fas!", "", "日本語"].map(hasPrefix), [
      false,
      true,
      true,
      false,
      false,
      false,
    ]);
  });

  test("nicks that any casemapping takes for one are one word", () => {
    assert.equal(nickWord("A[]\\~b"), nickWord("a{}|^B"));
  });
});

describe("the index", () => {
  test("finds what was said in this turn, and is written with it", () => {
    const room = roomWith();
    room.say("ann", "#a", "one fish");
    assert.deepEqual(find(room, "fish"), ["one fish"]);
    room.say("ann", "#a", "two fish");
    room.commit();
    assert.deepEqual(find(room, "fish"), ["one fish", "two fish"]);
    room.commit();
    room.checkCounts();
    room.store.close();
  });

  test("takes up what waits, be it asked or not, and after a restart", () => {
    const file = newFile();
    const room = roomWith(file);
    for (let n = 0; n < 600; n += 1) room.say("ann", "#a", `word${n}`);
    room.commit();
    room.checkCounts();
    for (let n = 600; n < 650; n += 1) room.say("ann", "#a", `word${n}`);
    room.commit();
    room.store.close();
    const again = new Room(file);
    again.checkCounts();
    assert.equal(again.store.trim(again.state, unbounded, 0), false);
    assert.deepEqual(find(again, "word649"), ["word649"]);
    again.checkCounts();
    again.store.close();
  });

  test("finds words that are begun, be they few or many, and none of the scope's", () => {
    const room = roomWith();
    for (let n = 10; n < 50; n += 1) room.say("ann", "#a", `word${n} here`);
    room.say("ann", "#a", "wörd50 naïve");
    assert.equal(find(room, "here wor").length, 40);
    assert.deepEqual(find(room, "word1", { count: 2 }), ["word18 here", "word19 here"]);
    assert.deepEqual(find(room, "here word49"), ["word49 here"]);
    assert.deepEqual(find(room, "NAI"), ["wörd50 naïve"]);
    assert.deepEqual(find(room, "naï"), ["wörd50 naïve"]);
    assert.deepEqual(find(room, "wordy"), []);
    assert.deepEqual(find(room, nickWord("ann").slice(0, 4)), []);
    room.store.close();
  });

  test("forgets with the history, also the newest, whose row number comes again", () => {
    const room = roomWith();
    for (const text of ["one fish", "two fish", "red fish"]) room.say("ann", "#a", text);
    assert.equal(find(room, "fish").length, 3);
    room.commit();
    room.store.trim(room.state, lastLines(1), room.now);
    assert.deepEqual(find(room, "fish"), ["red fish"]);
    room.checkCounts();
    const { database, history } = room.store;
    const [gone] = database
      .prepare("DELETE FROM history WHERE said = 1 RETURNING seq, target, said")
      .all() as unknown as { seq: number; target: number; said: number }[];
    assert.ok(gone);
    history.forgetting.follow([gone]);
    assert.deepEqual(find(room, "fish"), []);
    room.store.rows -= 1;
    room.say("ann", "#a", "blue fish");
    assert.deepEqual(find(room, "fish"), ["blue fish"]);
    room.commit();
    room.checkCounts();
    room.store.close();
  });

  test("takes up what was there before it, from the newest on, while people talk", () => {
    const file = newFile();
    const old = new DatabaseSync(file);
    for (const step of migrations.slice(0, 2)) old.exec(step);
    old.exec(`PRAGMA user_version = 2;
      INSERT INTO meta VALUES ('place', 5000), ('time', 1000), ('rows', 2000);
      INSERT INTO targets (id, key, lines) VALUES (1, '#a', 2000)`);
    const add = old.prepare(`INSERT INTO history
      (target, place, idx, time, said, type, nick, userhost, text)
      VALUES (1, ?, 0, ?, 1, 'PRIVMSG', 'ann', 'a@b', ?)`);
    old.exec("BEGIN");
    for (let n = 1; n <= 2_000; n += 1) add.run(n, n, `old${n} fish`);
    old.exec("COMMIT");
    old.close();
    const room = roomWith(file);
    room.say("ann", "#a", "new fish");
    assert.deepEqual(find(room, "fish", { count: 2 }), ["old2000 fish", "new fish"]);
    room.commit();
    room.checkCounts();
    let calls = 0;
    while (room.store.trim(room.state, unbounded, 0)) {
      room.say("ann", "#a", `more${calls}`);
      room.commit();
      room.checkCounts();
      assert.ok((calls += 1) < 20);
    }
    assert.deepEqual(find(room, "old1", { count: 1 }), ["old1 fish"]);
    room.checkCounts();
    room.store.close();
  });

  test("a conversation is found by its persons, not by others with such words", () => {
    const room = roomWith();
    for (const nick of ["bob", "cy"]) room.connect(nick);
    room.say("ann", "bob", "fish one");
    room.say("bob", "ann", "fish two");
    room.say("bob", "cy", "fish three");
    const keyOf = (nick: string): string =>
      `!${(room.state.nicks.get(nick) as number).toString(36)}`;
    const found = (nick: string): string[] =>
      find(room, "fish", { sources: [], persons: [keyOf(nick)] });
    assert.deepEqual(found("ann"), ["fish one", "fish two"]);
    assert.deepEqual(found("cy"), ["fish three"]);
    assert.deepEqual(find(room, "fish", { sources: [], persons: [] }), []);
    room.store.close();
  });

  test("in more channels than anybody is in", () => {
    const room = roomWith();
    room.say("ann", "#a", "fish");
    const others = Array.from({ length: 2_000 }, (_, n) => ({ key: `#${n}`, name: "" }));
    const { database } = room.store;
    for (const { key } of others) database.prepare("INSERT INTO targets (key) VALUES (?)").run(key);
    assert.deepEqual(find(room, "fish", { sources: [...others, { key: "#a", name: "" }] }), [
      "fish",
    ]);
    room.store.close();
  });
});
