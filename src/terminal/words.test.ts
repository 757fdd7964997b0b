/** Words: how what is said reads, with its time and in its colours. */
import assert from "node:assert/strict";
import test from "node:test";
import type { Said } from "../client/timeline.ts";
import { painter, wantsColour } from "./paint.ts";
import { clock, inWords } from "./words.ts";

const noon = new Date(2026, 10, 22, 12, 5).getTime();
const view = { now: noon, here: "#lobby", nick: "bob" };

function said(given: Partial<Said>): string {
  const whole: Said = {
    type: "said",
    at: noon,
    room: "#lobby",
    nick: "alice",
    account: null,
    text: "hi",
    manner: "text",
    own: false,
    private: false,
    history: false,
    msgid: null,
    typedAt: null,
    replyTo: null,
    mention: false,
    notes: null,
    version: 0,
    ...given,
  };
  const [block] = inWords(whole, view, painter(false));
  return `${block?.head}${block?.text}`;
}

test("what is said reads as in the report, with its time", () => {
  assert.equal(said({}), "12:05 <alice> hi");
  assert.equal(said({ own: true, nick: "bob" }), "12:05 <You> hi");
  assert.equal(said({ manner: "action", text: "waves" }), "12:05 * alice waves");
  assert.equal(said({ manner: "notice" }), "12:05 -alice- hi");
  assert.equal(said({ room: "#dev" }), "12:05 #dev <alice> hi");
  assert.equal(said({ private: true, room: "alice" }), "12:05 <alice to you> hi");
  assert.equal(said({ private: true, room: "alice", own: true }), "12:05 <You to alice> hi");
  assert.equal(said({ at: noon - 86_400_000 }), "2026-11-21 12:05 <alice> hi");
  assert.equal(said({ typedAt: noon - 60_000, own: true }), "12:05 <You> hi  (typed 12:04)");
});

test("escape sequences and IRC colours of others come to nothing", () => {
  assert.equal(said({ text: "\x034,1red\x03 \x1b[2Jclear\x07" }), "12:05 <alice> red ␛[2Jclear␇");
  assert.equal(said({ nick: "a\x1b[31m" }), "12:05 <a␛[31m> hi");
});

test("colour is left out where it is not wanted", () => {
  assert.equal(wantsColour({}), true);
  assert.equal(wantsColour({ NO_COLOR: "" }), true);
  assert.equal(wantsColour({ NO_COLOR: "1" }), false);
  assert.equal(wantsColour({ TERM: "dumb" }), false);
  assert.match(painter(true)("error", "no"), /^\x1b\[31mno\x1b\[0m$/);
  assert.equal(painter(true)("nick", "bob"), painter(true)("nick", "bob"));
});

test("a time has its date when it is not of today", () => {
  assert.equal(clock(noon, noon), "12:05");
  assert.equal(clock(new Date(2025, 10, 22, 9, 1).getTime(), noon), "2025-11-22 09:01");
});
