/**
 * The suite that every log must pass: the guarantees of log.ts, one test each. Called from the
 * test file beside each maker.
 */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { signalsAreNoEntries, signalsReachOthers } from "./log-signals.case.ts";
import { beginning, count, Given, increasing, type LogWorld, word } from "./log-world.case.ts";
import type { Entry, Request } from "./request.ts";
import { rulesDefault } from "./state.ts";

export interface LogTraits {
  /** One node only, which forgets what it gave out when it ends. */
  readonly alone?: true;
  /** What it needs that may not be there. */
  readonly needs?: { readonly skip: string | false };
}

const start: Request = { type: "startNode", rules: rulesDefault };

export function logSuite(name: string, makeWorld: () => LogWorld, traits: LogTraits = {}): void {
  const inWorld = (play: (world: LogWorld) => Promise<void>) => async () => {
    const world = makeWorld();
    try {
      await play(world);
    } finally {
      await world.close();
    }
  };

  describe(`log: ${name}`, traits.needs ?? {}, () => {
    test("gives out what was appended, once, with who asked", inWorld(givesOut));
    test("places increase strictly", inWorld(placesIncrease));
    test("times never go back, whatever the clock does", inWorld(timesNeverGoBack));
    test("the log knows about what time it is", inWorld(knowsTheTime));
    test("the requests of one session keep their order", inWorld(sessionsKeepOrder));
    test("what a follower appends comes after what it is following", inWorld(reEntrant));
    test("after a restart places go on, and nothing comes again", inWorld(goesOn));
    test("a closed log gives out nothing", inWorld(closes));
    test("a signal takes no place, and does not come back", inWorld(signalsAreNoEntries));
    if (traits.alone) return;
    test("every node gets every entry in one order", inWorld(oneOrder));
    test("a node that begins at a place gets all that came after it", inWorld(catchesUp));
    test("a node's first request comes before its others", inWorld(firstIsFirst));
    test("what was appended before a log closed is not lost", inWorld(closingKeeps));
    test("a crash takes nothing back that was given out", inWorld(crashKeeps));
    test(
      "a signal reaches others, each once at most, between entries",
      inWorld(signalsReachOthers),
    );
  });
}

async function givesOut(world: LogWorld): Promise<void> {
  const given = new Given();
  const log = world.open("a", beginning, given.follower);
  assert.equal(log.node, "a");
  log.append("", start);
  log.append("a/1", word("hello"));
  await world.settled();
  assert.deepEqual(given.words, ["startNode", "hello"]);
  assert.deepEqual(
    given.entries.map(({ node, session }) => [node, session]),
    [
      ["a", ""],
      ["a", "a/1"],
    ],
  );
  assert.deepEqual(given.entries[0]?.request, start);
}

async function placesIncrease(world: LogWorld): Promise<void> {
  const given = new Given();
  const log = world.open("a", beginning, given.follower);
  for (const text of count(50)) log.append(`a/${Number(text) % 5}`, word(text));
  await world.settled();
  assert.equal(given.entries.length, 50);
  increasing(given.entries.map(({ place }) => place));
}

async function timesNeverGoBack(world: LogWorld): Promise<void> {
  const given = new Given();
  const log = world.open("a", beginning, given.follower);
  for (const [n, ms] of [0, 5, -3_600_000, 1, 7_200_000, -1].entries()) {
    world.turnClock(ms);
    log.append("a/1", word(String(n)));
    await world.settled();
  }
  const times = given.entries.map(({ time }) => time);
  assert.equal(times.length, 6);
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  );
  // Nor over a restart.
  world.crash("a");
  world.turnClock(-3_600_000);
  const again = new Given();
  world.open("a", given.last, again.follower).append("a/1", word("again"));
  await world.settled();
  assert.ok(again.last.time >= given.last.time);
}

async function knowsTheTime(world: LogWorld): Promise<void> {
  const given = new Given();
  const log = world.open("a", beginning, given.follower);
  for (const ms of [0, 3_600_000, -7_200_000]) {
    log.append("a/1", word("before"));
    await world.settled();
    world.turnClock(ms);
    const now = log.now();
    assert.ok(now >= given.last.time, `it is ${now} after ${given.last.time}`);
    log.append("a/1", word("after"));
    await world.settled();
    // The way there, and that the stream's clock is known from afar.
    const late = given.last.time - now;
    assert.ok(Math.abs(late) < 60_000, `the next entry is ${late} ms after that`);
  }
}

async function sessionsKeepOrder(world: LogWorld): Promise<void> {
  const given = new Given();
  const log = world.open("a", beginning, given.follower);
  for (const text of count(40)) for (const n of [1, 2, 3]) log.append(`a/${n}`, word(text));
  await world.settled();
  for (const n of [1, 2, 3]) assert.deepEqual(given.wordsOf(`a/${n}`), count(40));
}

async function reEntrant(world: LogWorld): Promise<void> {
  const order: string[] = [];
  const log = world.open("a", beginning, ({ request }) => {
    const text = request.type === "setAway" ? request.text : "";
    order.push(`${text} begins`);
    if (text.length < 4) for (const next of ["x", "y"]) log.append("a/1", word(text + next));
    order.push(`${text} ends`);
  });
  log.append("a/1", word("-"));
  await world.settled();
  // 1 + 2 + 4 + 8, none inside another.
  assert.equal(order.length, 30);
  for (const [n, line] of order.entries())
    assert.equal(line, order[n - (n % 2)]?.replace("begins", n % 2 === 0 ? "begins" : "ends"));
  assert.equal(new Set(order).size, 30);
}

async function goesOn(world: LogWorld): Promise<void> {
  const first = new Given();
  const log = world.open("a", beginning, first.follower);
  for (const text of count(10)) log.append("a/1", word(text));
  await world.settled();
  world.crash("a");
  log.append("a/1", word("from the grave"));
  const second = new Given();
  world.open("a", first.last, second.follower).append("a/1", word("new"));
  await world.settled();
  assert.deepEqual(first.words, count(10));
  assert.deepEqual(second.words, ["new"]);
  increasing([...first.entries, ...second.entries].map(({ place }) => place));
}

async function closes(world: LogWorld): Promise<void> {
  const given = new Given();
  const log = world.open("a", beginning, given.follower);
  log.append("a/1", word("before"));
  await world.settled();
  log.close();
  log.append("a/1", word("after"));
  await world.settled();
  assert.deepEqual(given.words, ["before"]);
}

async function oneOrder(world: LogWorld): Promise<void> {
  const nodes = ["a", "b", "c"].map((node) => {
    const given = new Given();
    return { node, given, log: world.open(node, beginning, given.follower) };
  });
  for (const text of count(30))
    for (const { node, log } of nodes) log.append(`${node}/1`, word(`${node}${text}`));
  await world.settled();
  const [first, ...others] = nodes.map(({ given }) => given.entries);
  assert.equal(first?.length, 90);
  for (const other of others) assert.deepEqual(other, first);
  for (const { node } of nodes)
    assert.deepEqual(nodes[0]?.given.wordsOf(`${node}/1`), count(30, node));
}

async function catchesUp(world: LogWorld): Promise<void> {
  const a = new Given();
  const log = world.open("a", beginning, a.follower);
  for (const text of count(20)) log.append("a/1", word(text));
  await world.settled();
  for (const from of [beginning, a.entries[7] as Entry, a.last]) {
    const late = new Given();
    const other = world.open("b", from, late.follower);
    log.append("a/1", word("more"));
    await world.settled();
    assert.deepEqual(
      late.entries,
      a.entries.filter(({ place }) => place > from.place),
    );
    other.close();
  }
}

async function firstIsFirst(world: LogWorld): Promise<void> {
  const given = new Given();
  world.open("b", beginning, given.follower);
  for (const round of count(12)) {
    const log = world.open("a", given.last, () => {});
    log.append("", word(`start ${round}`));
    for (const n of [1, 2, 3]) log.append(`a/${n}`, word(round));
    if (Number(round) % 2 === 0) await world.settled();
    if (Number(round) % 3 === 0) log.close();
    else world.crash("a");
  }
  await world.settled();
  // Some is lost; what is not comes after the start of its own round, before the next.
  let current = "";
  for (const text of given.words) {
    if (text.startsWith("start ")) current = text.slice(6);
    else assert.equal(text, current, given.words.join(", "));
  }
}

async function crashKeeps(world: LogWorld): Promise<void> {
  const a = new Given();
  const b = new Given();
  const log = world.open("a", beginning, a.follower);
  world.open("b", beginning, b.follower);
  for (const text of count(10)) log.append("a/1", word(text));
  await world.settled();
  for (const text of count(10, "late ")) log.append("a/1", word(text));
  world.crash("a");
  await world.settled();
  // Of what was on its way a beginning has arrived, and nothing else.
  const late = b.words.slice(10);
  assert.deepEqual(late, count(late.length, "late "));
  const again = new Given();
  world.open("a", a.last, again.follower);
  await world.settled();
  assert.deepEqual([...a.entries, ...again.entries], b.entries);
}

async function closingKeeps(world: LogWorld): Promise<void> {
  const b = new Given();
  world.open("b", beginning, b.follower);
  const log = world.open("a", beginning, () => {});
  for (const text of count(600)) log.append("a/1", word(text));
  log.close();
  log.append("a/1", word("after"));
  await world.settled();
  assert.deepEqual(b.words, count(600));
}
