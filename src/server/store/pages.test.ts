import assert from "node:assert/strict";
import { describe, test } from "node:test";
import type { Event } from "../event.ts";
import { msgidOf } from "../event.ts";
import type { Page, Source } from "../store.ts";
import { queries } from "./pages.ts";
import { Room } from "./room.case.ts";

const a: Source = { key: "#a", name: "#a" };
const all = { count: 1_000, from: "newest", events: false } as const;

/** What is told, in short: words, or what happened. */
const short = (events: readonly Event[]): string[] =>
  events.map((event) => (event.type === "said" ? event.text : event.type));

/** Ann and bob talk in #a, a second apart, with topics in between. */
function talk(): { room: Room; events: Event[] } {
  const room = new Room();
  for (const nick of ["ann", "bob"]) room.connect(nick);
  const events: Event[] = [];
  for (const nick of ["ann", "bob"])
    events.push(...room.ask(nick, { type: "join", channel: "#a", password: "" }));
  for (let n = 0; n < 10; n += 1) {
    room.now += 1_000;
    const say = { type: "say", kind: "PRIVMSG", target: "#a", text: `${n}`, tags: {} } as const;
    events.push(...room.ask(n % 2 === 0 ? "ann" : "bob", say));
    if (n % 3 !== 0) continue;
    // At the same time as what was said.
    events.push(...room.ask("ann", { type: "setTopic", channel: "#a", text: `t${n}` }));
  }
  return { room, events };
}

describe("a page", () => {
  /** As the page would be if the history were a list. */
  function expected(events: readonly Event[], page: Page): Event[] {
    const told = events.filter((event) => {
      if (!page.events && event.type !== "said") return false;
      for (const [moment, sign] of [
        [page.after, 1],
        [page.before, -1],
      ] as const) {
        if (!moment) continue;
        const distance =
          "place" in moment
            ? event.place - moment.place || event.index - moment.index
            : event.time - moment.time;
        if (distance * sign <= 0) return false;
      }
      return page.wanted?.(event) ?? true;
    });
    return page.from === "newest" ? told.slice(-page.count) : told.slice(0, page.count);
  }

  test("begins and ends at any place or time, counted from either end", () => {
    const { room, events } = talk();
    const moments = [
      undefined,
      ...events.filter((_, n) => n % 2 === 0),
      ...events.filter((_, n) => n % 4 === 0).flatMap(({ time }) => [{ time }, { time: time + 1 }]),
      { place: 0, index: 0 },
      { place: 1e9, index: 5 },
      { time: 0 },
      { time: 1e14 },
    ];
    for (const after of moments)
      for (const before of moments)
        for (const from of ["newest", "oldest"] as const)
          for (const count of [1, 4, 100])
            for (const withEvents of [true, false]) {
              const page: Page = {
                ...(after && { after }),
                ...(before && { before }),
                from,
                count,
                events: withEvents,
              };
              const told = room.store.history.page([a], page).map(msgidOf);
              assert.deepEqual(told, expected(events, page).map(msgidOf), JSON.stringify(page));
            }
    room.store.close();
  });

  test("leaves out what is not wanted, and is as long all the same", () => {
    const { room, events } = talk();
    for (const from of ["newest", "oldest"] as const) {
      const wanted = (event: Event): boolean => event.type === "said" && Number(event.text) > 2;
      const page = { count: 3, from, events: true, wanted };
      assert.deepEqual(
        short(room.store.history.page([a], page)),
        short(expected(events, page)),
        from,
      );
    }
    room.store.close();
  });

  test("longer than what is read at once", () => {
    const room = new Room();
    room.connect("ann");
    room.join("ann", "#a");
    const texts = Array.from({ length: 1_234 }, (_, n) => String(n));
    for (const text of texts) room.say("ann", "#a", text);
    const page = { count: 5_000, events: false };
    for (const from of ["newest", "oldest"] as const)
      assert.deepEqual(short(room.store.history.page([a], { ...page, from })), texts);
    room.store.close();
  });

  test("of several sources is in one order", () => {
    const room = new Room();
    room.connect("ann");
    for (const channel of ["#a", "#b", "#c"]) room.join("ann", channel);
    for (let n = 0; n < 30; n += 1) room.say("ann", ["#a", "#b", "#c"][n % 3] ?? "", `${n}`);
    const sources = [a, { key: "#c", name: "#c" }, { key: "#none", name: "" }];
    assert.deepEqual(short(room.store.history.page(sources, { ...all, count: 5 })), [
      "23",
      "24",
      "26",
      "27",
      "29",
    ]);
    room.store.close();
  });

  test("tells what happened as it happened, under the channel's name as it is now", () => {
    const { room, events } = talk();
    const [told] = room.store.history.page([a], { count: 1, from: "oldest", events: true });
    assert.deepEqual(told, events[0]);
    const renamed = { key: "#a", name: "#other" };
    for (const event of room.store.history.page([renamed], { ...all, events: true })) {
      const name = event.type === "said" && "channel" in event.to ? event.to.channel : undefined;
      assert.equal("channel" in event ? event.channel : name, "#other");
    }
    room.store.close();
  });
});

test("one message is found by its place, where it was said", () => {
  const { room, events } = talk();
  const said = events.find((event) => event.type === "said") as Event;
  const topic = events.find((event) => event.type === "topicChanged") as Event;
  const { history } = room.store;
  assert.deepEqual(history.message([a], said), { ...said, session: "" });
  assert.equal(history.message([{ key: "#b", name: "#b" }], said), undefined);
  assert.equal(history.message([a], { ...said, index: 1 }), undefined);
  // What happened besides is no message.
  assert.equal(history.message([a], topic), undefined);
  room.store.close();
});

test("when something was last said", () => {
  const { room, events } = talk();
  const last = events.findLast((event) => event.type === "said") as Event;
  assert.equal(room.store.history.latest("#a"), last.time);
  room.commit();
  assert.equal(room.store.history.latest("#a"), last.time);
  room.join("ann", "#quiet");
  assert.equal(room.store.history.latest("#quiet"), undefined);
  assert.equal(room.store.history.latest("#none"), undefined);
  room.store.close();
});

describe("who has written to whom", () => {
  const everybody = { after: 0, before: 1e15, count: 99 };

  test("is known from both sides, by the nick that each had last", () => {
    const room = new Room();
    for (const nick of ["ann", "bob", "cy"]) room.connect(nick);
    const start = room.now;
    room.say("ann", "bob", "one");
    room.now += 1_000;
    room.say("cy", "ann", "two");
    room.ask("bob", { type: "changeNick", nick: "rob" });
    room.now += 1_000;
    room.say("rob", "rob", "to myself");
    const { history } = room.store;
    const told = (person: string, more = {}) =>
      history
        .correspondents(person, { ...everybody, from: "oldest", ...more })
        .map(({ other, nick, latest }) => [other, nick, latest - start]);
    const keys = [...room.state.users.keys()].map((id) => `!${id.toString(36)}`);
    const [ann = "", bob = "", cy = ""] = keys;
    assert.deepEqual(told(ann), [
      [bob, "bob", 0],
      [cy, "cy", 1_000],
    ]);
    assert.deepEqual(told(bob), [[ann, "ann", 0]]);
    assert.deepEqual(told(ann, { count: 1, from: "newest" }), [[cy, "cy", 1_000]]);
    assert.deepEqual(told(ann, { after: start }), [[cy, "cy", 1_000]]);
    assert.deepEqual(told(ann, { before: start + 1_000 }), [[bob, "bob", 0]]);
    room.commit();
    room.say("bob", "ann", "three");
    assert.deepEqual(told(ann), [
      [cy, "cy", 1_000],
      [bob, "rob", 2_000],
    ]);
    assert.deepEqual(
      history.namesakes(ann, "rob", 9).map(({ other }) => other),
      [bob],
    );
    assert.deepEqual(history.namesakes(ann, "bob", 9), []);
    room.store.close();
  });

  test("is forgotten with the last of what they said", () => {
    const room = new Room();
    for (const nick of ["ann", "bob"]) room.connect(nick);
    room.say("ann", "bob", "one");
    room.commit();
    room.now += 9 * 86_400_000;
    const of = () => ({ linesMax: 0, ageDaysMax: 1 });
    room.store.trim(room.state, { perTarget: true, of, linesTotalMax: 0 }, room.now);
    const rows = room.store.database.prepare("SELECT * FROM correspondents").all();
    assert.deepEqual(rows, []);
    room.store.close();
  });
});

test("who takes a nick later is another person", () => {
  const room = new Room();
  for (const nick of ["ann", "bob"]) room.connect(nick);
  room.say("ann", "bob", "a secret");
  room.ask("bob", { type: "disconnect", reason: "" });
  room.connect("bob");
  room.say("ann", "bob", "hello");
  const keys = room.store.database.prepare("SELECT key, lines FROM targets").all();
  room.commit();
  assert.equal(keys.length, 2);
  room.store.close();
});

describe("every read is carried out by an index, without sorting", () => {
  const { database } = new Room().store;
  const asked: Record<string, string> = {
    at: queries.at(1),
    "at, events": queries.at(0),
    rowFrom: queries.rowFrom,
    seqMax: queries.seqMax,
    latest: queries.latest,
    namesakes: queries.namesakes,
    whowas: queries.whowas,
  };
  for (const from of ["newest", "oldest"] as const) {
    asked[`page, ${from}`] = queries.page(1, from);
    asked[`page of events, ${from}`] = queries.page(0, from);
    asked[`correspondents, ${from}`] = queries.correspondents(from);
  }
  for (const [name, sql] of Object.entries(asked))
    test(name, () => {
      const plan = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
      for (const { detail } of plan) assert.match(String(detail), /^SEARCH /);
    });
});
