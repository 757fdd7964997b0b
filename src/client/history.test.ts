/**
 * History: whatever is lost and whenever, in the end each message stands once in its place, and
 * each line that was typed was said once.
 */
import assert from "node:assert/strict";
import test from "node:test";
import { fc } from "../../test/seed.ts";
import { Keeper } from "./keeper.case.ts";
import { Session } from "./session.ts";
import type { Outcome } from "./session.ts";
import { active, canAsk } from "./state.ts";
import type { Conversation } from "./state.ts";

const start = Date.UTC(2026, 10, 22, 12);

class Scene {
  readonly keeper: Keeper;
  readonly session: Session;
  connected = false;

  /** We are in the room, and all has come that comes by itself. */
  static entered(limit: number, said = 0): Scene {
    const scene = new Scene(limit, said);
    scene.open();
    scene.settle();
    return scene;
  }

  constructor(limit: number, said = 0) {
    this.keeper = new Keeper("#lobby", limit, start);
    for (let n = 1; n <= said; n += 1) {
      this.keeper.at += 1000;
      this.keeper.say("alice", `old ${n}`);
    }
    this.session = new Session({ nick: "me", rooms: ["#lobby"], historyLines: 50 });
  }

  get at(): number {
    return this.keeper.at;
  }

  carry({ send, news }: Outcome): void {
    if (this.connected) this.keeper.up.push(...send);
    if (!news.some(({ type }) => type === "doubtful")) return;
    // Nobody is asked about what would still be told, or has been.
    assert.deepEqual(this.room.asks, []);
    assert.ok(this.shown.includes("…"));
  }

  open(): void {
    if (this.connected) return;
    this.connected = true;
    this.carry(this.session.opened(this.at));
  }

  lose(): void {
    if (!this.connected) return;
    this.connected = false;
    this.keeper.lost();
    this.session.lost(this.at);
  }

  /** Lost, and back when so much has been said. */
  absence(said: number): void {
    this.lose();
    for (let n = 0; n < said; n += 1) this.keeper.say("alice", "missed");
    this.open();
  }

  receive(): void {
    const line = this.keeper.down.shift();
    if (line !== undefined) this.carry(this.session.received(line, this.at));
  }

  settle(): void {
    this.until(() => this.keeper.up.length + this.keeper.down.length === 0);
  }

  /** Line by line, those of the client first. */
  until(reached: () => boolean): void {
    while (!reached()) {
      if (this.keeper.up.length > 0) this.keeper.take();
      else this.receive();
    }
  }

  get room(): Conversation {
    const room = active(this.session.state);
    assert.ok(room);
    return room;
  }

  /** Each message by its msgid, each gap as "…". */
  get shown(): string[] {
    return this.room.log.flatMap((item) => {
      if (item.type === "gap") return ["…"];
      return item.type === "happened" ? [] : [item.msgid ?? "?"];
    });
  }

  type(line: string): void {
    this.carry(this.session.typed(line, this.at));
  }

  /** What we have said, as the server keeps it. */
  get own(): string[] {
    return this.keeper.kept.filter(({ nick }) => nick === "me").map(({ text }) => text);
  }

  older(): void {
    this.carry(this.session.act({ type: "older", name: "#lobby" }, this.at));
    this.settle();
  }

  /** A page of what the first gap hides. */
  fill(end: "newer" | "older"): void {
    const gap = this.room.log.find((item) => item.type === "gap");
    assert.ok(gap);
    this.carry(this.session.act({ type: "gap", name: "#lobby", gap, end }, this.at));
    this.settle();
  }
}

const ids = (from: number, to: number): string[] =>
  Array.from({ length: to - from + 1 }, (_, n) => `m${from + n}`);

test("the latest page first, then page by page what is earlier, to the beginning", () => {
  const scene = Scene.entered(20, 50);
  assert.deepEqual(scene.shown, ids(31, 50));
  assert.equal(scene.room.complete, false);
  scene.older();
  assert.deepEqual(scene.shown, ids(11, 50));
  scene.older();
  assert.deepEqual(scene.shown, ids(1, 50));
  assert.equal(scene.room.complete, true);
  assert.equal(scene.session.act({ type: "older", name: "#lobby" }, scene.at).taken, false);
});

test("nothing is asked of a room before one is in it: a refusal is no beginning", () => {
  const scene = new Scene(20, 50);
  scene.open();
  const older = { type: "older", name: "#lobby" } as const;
  scene.until(() => canAsk(scene.session.state));
  assert.equal(scene.session.act(older, scene.at).taken, false);
  scene.settle();
  assert.equal(scene.room.complete, false);
  assert.deepEqual(scene.shown, ids(31, 50));
});

test("after a loss all that was said meanwhile is fetched, however many pages it takes", () => {
  const scene = Scene.entered(10, 5);
  scene.absence(57);
  scene.keeper.at += 1;
  scene.settle();
  assert.deepEqual(scene.shown, ids(1, 62));
});

test("what is too much to fetch by itself stands behind a gap, filled from both ends", () => {
  const scene = Scene.entered(5, 5);
  scene.absence(150);
  scene.settle();
  assert.deepEqual(scene.shown, [...ids(1, 5), "…", ...ids(51, 155)]);
  scene.fill("older");
  assert.deepEqual(scene.shown, [...ids(1, 10), "…", ...ids(51, 155)]);
  scene.fill("newer");
  assert.deepEqual(scene.shown, [...ids(1, 10), "…", ...ids(46, 155)]);
  while (scene.shown.includes("…")) scene.fill("older");
  assert.deepEqual(scene.shown, ids(1, 155));
});

test("far from where one reads and from the end is let go, and comes back on the way down", () => {
  const count = 14_000;
  const scene = Scene.entered(500, count);
  while (!scene.room.complete) {
    scene.older();
    // As whoever scrolls up: the top is read.
    scene.room.held = scene.room.log[0] ?? null;
    assert.ok(scene.room.log.length <= 11_000);
  }
  const gap = scene.shown.indexOf("…");
  const last = scene.shown.length - gap - 1;
  assert.deepEqual(scene.shown, [...ids(1, gap), "…", ...ids(count - last + 1, count)]);
  assert.ok(gap >= 3000 && last >= 990);
  for (;;) {
    const index = scene.room.log.findIndex((item) => item.type === "gap");
    const item = scene.room.log[index];
    if (item?.type !== "gap") break;
    scene.room.held = scene.room.log[index - 1] ?? null;
    const fill = { type: "gap", name: "#lobby", gap: item, end: "older" } as const;
    scene.carry(scene.session.act(fill, scene.at));
    scene.settle();
  }
  const { shown } = scene;
  assert.deepEqual(shown, ids(count - shown.length + 1, count));
  assert.equal(scene.room.complete, shown.length === count);
});

test("around a message, as an island between gaps that close when they are filled", () => {
  const scene = Scene.entered(10, 100);
  const around = (msgid: string): void => {
    scene.carry(scene.session.act({ type: "around", name: "#lobby", msgid }, scene.at));
    scene.settle();
  };
  around("m50");
  assert.deepEqual(scene.shown, [...ids(45, 54), "…", ...ids(91, 100)]);
  around("m20");
  assert.deepEqual(scene.shown, [...ids(15, 24), "…", ...ids(45, 54), "…", ...ids(91, 100)]);
  // An island that reaches its neighbour leaves no gap between them.
  around("m42");
  assert.deepEqual(scene.shown, [...ids(15, 24), "…", ...ids(37, 54), "…", ...ids(91, 100)]);
  scene.older();
  assert.deepEqual(scene.shown.slice(0, 11), ids(5, 15));
});

test("where nothing had been said yet, all that is said during a loss is fetched, too", () => {
  const scene = Scene.entered(5);
  scene.absence(12);
  scene.settle();
  assert.deepEqual(scene.shown, ids(1, 12));
  assert.equal(scene.room.complete, true);
});

test("also when the answer is lost, and only what was said live has come", () => {
  const scene = Scene.entered(5);
  scene.absence(1);
  scene.until(() => scene.room.asks.length > 0);
  scene.keeper.say("alice", "live");
  scene.receive();
  assert.deepEqual(scene.shown, ["…", "m2"]);
  scene.absence(1);
  scene.settle();
  assert.deepEqual(scene.shown, ids(1, 3));
});

test("a line that had arrived there is found, however much was said after it", () => {
  const scene = Scene.entered(5);
  scene.type("said once");
  scene.keeper.take();
  scene.absence(12);
  scene.settle();
  assert.deepEqual(scene.shown, ids(1, 13));
  assert.deepEqual(scene.own, ["said once"]);
  assert.deepEqual(scene.session.unconfirmed, []);
});

test("a line that may stand in a gap that is left is offered, not said again", () => {
  const scene = Scene.entered(5, 5);
  scene.type("arrived");
  scene.keeper.take();
  scene.type("did not");
  scene.absence(150);
  scene.settle();
  assert.deepEqual(scene.own, ["arrived"]);
  assert.deepEqual(scene.session.unconfirmed, ["arrived", "did not"]);
  scene.fill("older");
  assert.deepEqual(scene.session.unconfirmed, ["did not"]);
  scene.type("/resend");
  scene.settle();
  assert.deepEqual(scene.own, ["arrived", "did not"]);
  assert.deepEqual(scene.session.unconfirmed, []);
});

test("so is one of which a refusal leaves unknown whether it arrived", () => {
  const scene = Scene.entered(5, 5);
  scene.type("arrived");
  scene.keeper.take();
  scene.absence(20);
  scene.until(() => scene.room.catchUpPages === 2);
  scene.keeper.refuses = true;
  scene.settle();
  assert.deepEqual(scene.own, ["arrived"]);
  assert.deepEqual(scene.session.unconfirmed, ["arrived"]);
});

test("lost again before anything came that one could ask about, what is missed is one gap", () => {
  const scene = Scene.entered(5, 3);
  for (let n = 0; n < 2; n += 1) {
    scene.absence(1);
    scene.until(() => scene.shown.includes("…"));
  }
  // What has no msgid, our own entering, is all that stands behind the gap.
  assert.deepEqual(scene.shown, [...ids(1, 3), "…"]);
  scene.settle();
  assert.deepEqual(scene.shown, ids(1, 5));
});

test("what was missed is not what was let go, when only nameless things came between", () => {
  const scene = Scene.entered(10, 20);
  scene.older();
  // So many enter while one looks back that only they are left at the end.
  scene.room.held = scene.room.log[0] ?? null;
  for (let n = 0; n < 12_000; n += 1) scene.keeper.down.push(`:p${n}!u@h JOIN #lobby`);
  scene.settle();
  assert.deepEqual(scene.shown, [...ids(1, 20), "…"]);
  scene.absence(30);
  scene.settle();
  // Behind those who entered before; what was let go is fetched when it comes into sight.
  assert.deepEqual(scene.shown, [...ids(1, 20), "…", ...ids(21, 50)]);
  const place = scene.room.log.findIndex((item) => item.type === "said" && item.msgid === "m21");
  assert.equal(scene.room.log[place - 1]?.type, "happened");
});

test("a reaction is put on its message, whichever of them is told first", () => {
  const scene = new Scene(3);
  const { keeper } = scene;
  keeper.say("alice", "they won");
  for (let n = 0; n < 2; n += 1) keeper.say("alice", `on and on ${n}`);
  const react = (nick: string, kind: string, value: string): void => {
    keeper.at += 1000;
    keeper.say(nick, "", { tags: `+draft/reply=m1;+draft/${kind}=${value}` }, "TAGMSG");
  };
  react("bob", "react", "yay");
  react("carol", "react", "yay");
  react("bob", "unreact", "yay");
  scene.open();
  scene.settle();
  assert.deepEqual(scene.shown, ids(4, 6));
  scene.older();
  const said = scene.room.byId.get("m1");
  assert.ok(said?.type === "said");
  const on = said.notes?.reactions.filter((each) => each.on).map(({ nick }) => nick);
  assert.deepEqual(on, ["carol"]);
  // All in one page, too.
  const other = new Scene(10);
  other.keeper.kept.push(...keeper.kept);
  other.open();
  other.settle();
  const same = other.room.byId.get("m1");
  assert.ok(same?.type === "said");
  assert.equal(same.notes?.reactions.filter((each) => each.on).length, 1);
});

const step = fc.oneof(
  { weight: 6, arbitrary: fc.constant("receive" as const) },
  { weight: 6, arbitrary: fc.constant("take" as const) },
  { weight: 5, arbitrary: fc.constant("other" as const) },
  { weight: 3, arbitrary: fc.constant("type" as const) },
  { weight: 2, arbitrary: fc.constant("open" as const) },
  { weight: 1, arbitrary: fc.constant("lose" as const) },
  { weight: 1, arbitrary: fc.constant("settle" as const) },
  { weight: 1, arbitrary: fc.constant("older" as const) },
  { weight: 1, arbitrary: fc.constant("pause" as const) },
  { weight: 1, arbitrary: fc.constant("burst" as const) },
  { weight: 1, arbitrary: fc.constant("absence" as const) },
  { weight: 2, arbitrary: fc.constant("react" as const) },
  { weight: 2, arbitrary: fc.constant("halfway" as const) },
);

test("whatever is lost and whenever: no gap, nothing twice, every typed line said once", () => {
  fc.assert(
    fc.property(
      fc.array(step, { maxLength: 120 }),
      fc.integer({ min: 2, max: 7 }),
      fc.nat(20),
      (steps, limit, said) => {
        const scene = new Scene(limit, said);
        const typed: string[] = [];
        const acts = {
          receive: () => scene.receive(),
          take: () => scene.keeper.take(),
          other: () => scene.keeper.say("alice", "something"),
          type: () => {
            typed.push(`line ${typed.length}`);
            scene.type(typed.at(-1) ?? "");
          },
          open: () => scene.open(),
          lose: () => scene.lose(),
          settle: () => scene.settle(),
          older: () => scene.carry(scene.session.act({ type: "older", name: "#lobby" }, scene.at)),
          pause: () => (scene.keeper.at += 1000),
          react: () => {
            const tags = "+draft/reply=m1;+draft/react=x";
            scene.keeper.say("alice", "", { tags }, "TAGMSG");
          },
          absence: () => scene.absence(12),
          halfway: () => {
            // Back, but lost again before all has come.
            scene.absence(1);
            for (let n = 0; n < 9; n += 1) scene.keeper.take();
            scene.keeper.say("alice", "live");
            for (let n = 0; n < 9 + (typed.length % 3); n += 1) scene.receive();
            for (let n = 0; n < 2; n += 1) scene.keeper.take();
            scene.keeper.say("alice", "live, too");
          },
          burst: () => {
            for (let n = 0; n < 30; n += 1) scene.keeper.say("alice", "much");
          },
        };
        for (const each of steps) acts[each]();
        scene.open();
        scene.settle();
        while (!scene.room.complete || scene.shown.includes("…")) {
          if (scene.shown.includes("…")) scene.fill("newer");
          else scene.older();
        }
        // What is in doubt still has not arrived.
        scene.type("/resend");
        scene.settle();
        const all = scene.keeper.kept.map(({ id }) => id);
        assert.deepEqual(scene.shown, all);
        assert.deepEqual(scene.own.toSorted(), typed.toSorted());
        assert.deepEqual(scene.session.unconfirmed, []);
      },
    ),
    { numRuns: 2000 },
  );
});
