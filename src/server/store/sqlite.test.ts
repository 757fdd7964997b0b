import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync, statSync, truncateSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { after, describe, test } from "node:test";
import { canonical } from "../../../test/simulation/canonical.ts";
import { emptyState, rulesDefault } from "../state.ts";
import type { Moment, Retention } from "../store.ts";
import { migrations, versionNewest } from "./migrations.ts";
import { Room } from "./room.case.ts";
import { SqliteStore } from "./sqlite.ts";

const folder = mkdtempSync(path.join(tmpdir(), "banter-store-"));
after(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = (): string => path.join(folder, `${(files += 1)}.db`);

const dayMs = 86_400_000;

function loaded(file: string): string {
  const store = new SqliteStore({ file, durability: "process" });
  const state = emptyState();
  store.load(state);
  store.close();
  return canonical(state);
}

const count = (to: number): string[] => Array.from({ length: to }, (_, n) => String(n));

describe("migrations", () => {
  test("an empty file becomes a database of the newest version; the next start finds it so", () => {
    const file = newFile();
    new SqliteStore({ file, durability: "process" }).close();
    const schema = (): unknown => {
      const database = new DatabaseSync(file);
      const tables = database.prepare("SELECT name, sql FROM sqlite_schema ORDER BY name").all();
      const version = database.prepare("PRAGMA user_version").get();
      database.close();
      return { tables, ...version };
    };
    const first = schema();
    assert.equal((first as { user_version: number }).user_version, versionNewest);
    new SqliteStore({ file, durability: "process" }).close();
    assert.deepEqual(schema(), first);
  });

  test("what an older version has kept is counted", () => {
    const file = newFile();
    const old = new DatabaseSync(file);
    old.exec(`${migrations[0]}; PRAGMA user_version = 1`);
    old.exec(`
      INSERT INTO meta VALUES ('place', 9), ('time', 1000), ('rows', 3);
      INSERT INTO targets (id, key) VALUES (1, '#a'), (2, '#b');
      INSERT INTO history (target, place, idx, time, said, type, nick, userhost, text) VALUES
        (1, 1, 0, 1, 1, 'PRIVMSG', 'ann', 'a@b', 'one'),
        (1, 2, 0, 2, 1, 'PRIVMSG', 'ann', 'a@b', 'two'),
        (1, 3, 0, 3, 0, 'parted', 'ann', 'a@b', NULL)`);
    old.close();
    const room = new Room(file);
    assert.equal(room.state.place, 9);
    assert.deepEqual(room.words("#a"), ["one", "two"]);
    room.checkCounts();
    assert.equal(room.store.history.latest("#a"), 2);
    room.store.close();
  });

  test("what two nicks said to each other is nobody's who is called so later", () => {
    const file = newFile();
    const old = new DatabaseSync(file);
    old.exec(`${migrations[0]}; PRAGMA user_version = 1`);
    old.exec(`
      INSERT INTO meta VALUES ('place', 9), ('time', 1000), ('rows', 1);
      INSERT INTO targets (id, key) VALUES (1, 'ann bob');
      INSERT INTO history (target, place, idx, time, said, type, nick, userhost, text) VALUES
        (1, 1, 0, 1, 1, 'PRIVMSG', 'ann', 'a@b', 'a secret')`);
    old.close();
    const room = new Room(file);
    const sources = [{ key: "ann bob", name: "" }];
    const page = { count: 9, from: "newest", events: true } as const;
    assert.deepEqual(room.store.history.page(sources, page), []);
    room.checkCounts();
    room.store.close();
  });

  test("a database of a newer version is refused, and left as it is", () => {
    const file = newFile();
    const newer = new DatabaseSync(file);
    newer.exec(`PRAGMA user_version = ${versionNewest + 1}`);
    newer.close();
    const open = (): unknown => new SqliteStore({ file, durability: "process" });
    assert.throws(open, /newer version of Banter/);
    const still = new DatabaseSync(file);
    assert.deepEqual(still.prepare("SELECT count(*) AS tables FROM sqlite_schema").get(), {
      __proto__: null,
      tables: 0,
    });
    still.close();
  });
});

describe("the state", () => {
  test("is loaded as it was committed, after every request", () => {
    const file = newFile();
    const room = new Room(file);
    const rules = { ...rulesDefault, channelModes: "n", userModes: "i" };
    const steps: (() => void)[] = [
      () => room.ask("", { type: "startNode", rules }),
      () => room.connect("ann"),
      () => room.connect("bob"),
      () => room.join("ann", "#A"),
      () => room.join("bob", "#a"),
      () => room.ask("bob", { type: "changeNick", nick: "rob" }),
      () => room.ask("ann", { type: "setTopic", channel: "#a", text: "tea" }),
      () =>
        room.ask("ann", {
          type: "changeModes",
          channel: "#a",
          changes: [
            { sign: "+", mode: "o", param: "rob" },
            { sign: "+", mode: "b", param: "*!*@evil" },
            { sign: "+", mode: "k", param: "secret" },
            { sign: "+", mode: "l", param: "9" },
            { sign: "+", mode: "m" },
          ],
        }),
      () => room.ask("ann", { type: "setAway", text: "lunch" }),
      () => room.ask("ann", { type: "setRealname", realname: "Ann" }),
      () => room.ask("ann", { type: "becomeOperator", name: "root", rights: ["kill"] }),
      () =>
        room.ask("ann", {
          type: "changeUserModes",
          nick: "ann",
          changes: [{ sign: "+", mode: "w" }],
        }),
      () => room.connect("cy"),
      () => room.ask("ann", { type: "invite", nick: "cy", channel: "#a" }),
      () => room.join("cy", "#a"),
      () => room.ask("ann", { type: "kick", channel: "#a", nick: "cy", reason: "" }),
      () => room.ask("bob", { type: "part", channel: "#a", reason: "" }),
      () => room.ask("ann", { type: "kill", nick: "cy", reason: "" }),
      () => room.join("bob", "#looked-into"),
      () => room.ask("bob", { type: "part", channel: "#looked-into", reason: "" }),
      () => room.say("ann", "#a", "hello"),
      () => room.ask("ann", { type: "disconnect", reason: "gone" }),
      () => room.ask("", { type: "changeRules", rules: rulesDefault }),
    ];
    for (const step of steps) {
      step();
      room.commit();
      assert.equal(loaded(file), canonical(room.state), String(step));
    }
    room.store.close();
  });

  test("a channel where nothing happened goes with its last member, and so does its row", () => {
    const room = new Room();
    const channels = (): unknown[] => room.store.database.prepare("SELECT key FROM channels").all();
    room.connect("ann");
    room.join("ann", "#empty");
    room.commit();
    assert.equal(channels().length, 1);
    room.ask("ann", { type: "part", channel: "#empty", reason: "" });
    room.commit();
    assert.deepEqual([room.state.channels.size, channels()], [0, []]);
    // Made and left in one turn, and made again.
    room.join("ann", "#again");
    room.ask("ann", { type: "part", channel: "#again", reason: "" });
    room.join("ann", "#again");
    room.commit();
    assert.equal(channels().length, 1);
    // What was said keeps it.
    room.say("ann", "#again", "hello");
    room.ask("ann", { type: "disconnect", reason: "" });
    room.commit();
    assert.equal(room.state.channels.get("#again")?.members.size, 0);
    assert.equal(channels().length, 1);
  });

  test("another casemapping waits as long as there are names", () => {
    const room = new Room();
    const rfc = { ...rulesDefault, casemapping: "rfc1459" as const };
    room.ask("", { type: "startNode", rules: rulesDefault });
    room.connect("a[");
    room.connect("a{");
    room.ask("", { type: "changeRules", rules: rfc });
    assert.deepEqual([...room.state.nicks.keys()], ["a[", "a{"]);
    assert.equal(room.state.rules.casemapping, "ascii");
    room.ask("", { type: "startNode", rules: rfc });
    assert.equal(room.state.rules.casemapping, "rfc1459");
    assert.equal(room.state.fold("A["), "a{");
    room.store.close();
  });
});

describe("a turn", () => {
  test("that is not committed has not been", () => {
    const file = newFile();
    const room = new Room(file);
    room.connect("ann");
    room.join("ann", "#a");
    room.say("ann", "#a", "kept");
    room.commit();
    const kept = canonical(room.state);
    room.say("ann", "#a", "lost");
    room.ask("ann", { type: "changeNick", nick: "eve" });
    room.connect("bob");
    // It is there for those who read in this turn.
    assert.deepEqual(room.words("#a"), ["kept", "lost"]);
    room.store.close();
    assert.equal(loaded(file), kept);
    const again = new Room(file);
    assert.deepEqual(again.words("#a"), ["kept"]);
    assert.deepEqual(again.store.history.whowas("ann", 9), []);
    again.checkCounts();
    again.store.close();
  });

  test("that cannot be kept throws, and nothing of it is kept", () => {
    const file = newFile();
    const room = new Room(file);
    room.connect("ann");
    room.commit();
    const kept = canonical(room.state);
    room.store.database.exec("PRAGMA query_only = 1");
    assert.throws(() => {
      room.join("ann", "#a");
      room.commit();
    }, /readonly/);
    room.store.close();
    assert.equal(loaded(file), kept);
  });

  test("in which nothing was asked writes nothing", () => {
    const room = new Room(newFile());
    room.connect("ann");
    room.commit();
    const changes = (): unknown =>
      room.store.database.prepare("SELECT total_changes() AS changes").get();
    const before = changes();
    room.commit();
    assert.deepEqual(changes(), before);
    room.store.close();
  });
});

describe("a database that was cut off", () => {
  test("a process killed between keeping and committing: what was committed is there", () => {
    const file = newFile();
    const script = `
      import { Room } from ${JSON.stringify(import.meta.resolve("./room.case.ts"))};
      const room = new Room(${JSON.stringify(file)});
      room.connect("ann");
      room.join("ann", "#a");
      for (let n = 0; n < 50; n += 1) {
        room.say("ann", "#a", String(n));
        if (n % 10 === 9) room.commit();
      }
      for (let n = 0; n < 5000; n += 1) room.say("ann", "#a", "x".repeat(400));
      process.kill(process.pid, "SIGKILL");`;
    const args = ["--input-type=module", "-e", script];
    const child = spawnSync(process.execPath, args, { encoding: "utf8" });
    assert.equal(child.signal, "SIGKILL", child.stderr);
    const room = new Room(file);
    assert.deepEqual(room.words("#a"), count(50));
    assert.equal(room.state.place, 52);
    room.checkCounts();
    assert.deepEqual(room.store.database.prepare("PRAGMA integrity_check").all(), [
      { __proto__: null, integrity_check: "ok" },
    ]);
    // And it goes on.
    room.say("ann", "#a", "again");
    room.commit();
    room.checkCounts();
    room.store.close();
  });

  test("a write-ahead log that ends anywhere: as many whole turns as it holds", () => {
    const file = newFile();
    const room = new Room(file);
    room.connect("ann");
    room.join("ann", "#a");
    const states = new Map<number, string>();
    for (const text of count(20)) {
      room.say("ann", "#a", text);
      room.commit();
      states.set(room.state.place, canonical(room.state));
    }
    const length = statSync(`${file}-wal`).size;
    for (const part of [0.5, 0.7, 0.9, 0.99]) {
      const copy = newFile();
      copyFileSync(file, copy);
      copyFileSync(`${file}-wal`, `${copy}-wal`);
      truncateSync(`${copy}-wal`, Math.floor(length * part));
      const cut = new Room(copy);
      assert.equal(canonical(cut.state), states.get(cut.state.place) ?? canonical(emptyState()));
      assert.deepEqual(cut.words("#a"), count(Math.max(0, cut.state.place - 2)));
      cut.checkCounts();
      cut.store.close();
    }
    room.store.close();
  });
});

describe("history", () => {
  test("is read in pages, each before a place, oldest line first", () => {
    const room = new Room();
    room.connect("ann");
    room.join("ann", "#a");
    room.join("ann", "#b");
    for (const text of count(25)) {
      room.say("ann", "#a", text);
      room.say("ann", "#b", `other ${text}`);
    }
    room.commit();
    assert.deepEqual(room.words("#a"), count(25));
    assert.deepEqual(room.words("#none"), []);
    let before: Moment | undefined;
    const pages: string[] = [];
    for (;;) {
      const page = room.said("#a", 10, before);
      if (page.length === 0) break;
      pages.unshift(...page.map((event) => (event.type === "said" ? event.text : "")));
      before = page[0];
    }
    assert.deepEqual(pages, count(25));
    assert.deepEqual(room.words("#a", 3), ["22", "23", "24"]);
    room.store.close();
  });

  test("holds what was told, as it was told", () => {
    const room = new Room();
    room.connect("ann");
    room.ask("bob", {
      type: "connect",
      nick: null,
      username: "plain",
      realname: "plain",
      host: "0::1",
      address: "::1",
      secure: true,
      salt: 3,
      account: null,
      away: null,
    });
    room.join("ann", "#a");
    room.join("bob", "#a");
    const tags = { "+reply": "x", "+draft/react": "" };
    const said = [
      room.ask("ann", { type: "say", kind: "NOTICE", target: "#a", text: "plain", tags: {} }),
      room.ask("bob", { type: "say", kind: "PRIVMSG", target: "#a", text: "guest", tags }),
      room.ask("ann", { type: "say", kind: "PRIVMSG", target: "@#a", text: "ops 🐟", tags: {} }),
    ].flat();
    room.ask("ann", { type: "say", kind: "TAGMSG", target: "#a", text: "", tags });
    room.say("ann", "ann", "to myself");
    room.commit();
    const told = said.map((event) => {
      assert.ok(event.type === "said");
      return { ...event, session: "" };
    });
    assert.deepEqual(room.said("#a"), told);
    room.store.close();
  });
});

describe("who was here", () => {
  test("is told newest first, under every name", () => {
    const room = new Room();
    for (const nick of ["ann", "bob"]) room.connect(nick);
    room.ask("ann", { type: "changeNick", nick: "eve" });
    room.ask("bob", { type: "changeNick", nick: "Ann" });
    room.ask("bob", { type: "disconnect", reason: "" });
    room.commit();
    const was = room.store.history.whowas("ann", 9).map(({ nick, username, realname }) => {
      return [nick, username, realname];
    });
    assert.deepEqual(was, [
      ["Ann", "~bob", "bob of Test"],
      ["ann", "~ann", "ann of Test"],
    ]);
    assert.equal(room.store.history.whowas("ann", 1).length, 1);
    room.store.close();
  });

  for (const whowasMax of [3, 0])
    test(`is forgotten but for the last ${whowasMax}`, () => {
      const room = new Room();
      const limits = { ...rulesDefault.limits, whowasMax };
      room.ask("", { type: "startNode", rules: { ...rulesDefault, limits } });
      for (const n of count(8)) {
        room.connect(`p${n}`);
        room.ask(`p${n}`, { type: "disconnect", reason: "" });
        if (Number(n) % 3 === 0) room.commit();
      }
      room.commit();
      const left = count(8).filter((n) => room.store.history.whowas(`p${n}`, 9).length > 0);
      assert.deepEqual(left, count(8).slice(8 - whowasMax));
      room.store.close();
    });
});

describe("retention", () => {
  const unbounded = { linesMax: 0, ageDaysMax: 0 };

  function keep(of: Record<string, Partial<typeof unbounded>>, linesTotalMax = 0): Retention {
    return {
      perTarget: Object.keys(of).length > 0,
      of: (target) => ({ ...unbounded, ...(of[target] ?? of["*"]) }),
      linesTotalMax,
    };
  }

  /** As many calls as it takes; none of them forgets more than it may at once. */
  function trim(room: Room, retention: Retention): number {
    let calls = 0;
    for (let more = true; more; calls += 1) {
      const before = room.store.rows;
      more = room.store.trim(room.state, retention, room.now);
      assert.ok(before - room.store.rows <= 500, "too much at once");
      assert.ok(calls < 1_000, "no end");
    }
    room.checkCounts();
    return calls;
  }

  function talk(room: Room, channel: string, lines: number): void {
    for (const text of count(lines)) room.say("ann", channel, text);
  }

  function roomWith(...channels: string[]): Room {
    const room = new Room();
    room.connect("ann");
    for (const channel of channels) room.join("ann", channel);
    return room;
  }

  test("without bounds nothing is asked and nothing is written", () => {
    const room = roomWith("#a");
    talk(room, "#a", 10);
    const retention: Retention = {
      perTarget: false,
      of: () => assert.fail("asked"),
      linesTotalMax: 0,
    };
    assert.equal(room.store.trim(room.state, retention, room.now), false, "the index waits");
    room.store.database.close(); // it would be noticed
    assert.equal(room.store.trim(room.state, retention, room.now), false);
    assert.equal(room.store.trim(room.state, { ...retention, linesTotalMax: 99 }, 0), false);
  });

  test("with bounds that are kept nothing is written", () => {
    const file = newFile();
    const room = new Room(file);
    room.connect("ann");
    room.join("ann", "#a");
    talk(room, "#a", 10);
    room.commit();
    const unbounded = { perTarget: false, of: () => assert.fail("asked"), linesTotalMax: 0 };
    room.store.trim(room.state, unbounded, room.now); // what waits for the index
    const { size } = statSync(`${file}-wal`);
    for (let call = 0; call < 5; call += 1)
      room.store.trim(room.state, keep({ "*": { linesMax: 10, ageDaysMax: 1 } }), room.now);
    assert.equal(statSync(`${file}-wal`).size, size);
    room.store.close();
  });

  test("the last lines of each channel stay, and a channel may differ", () => {
    const room = roomWith("#a", "#b", "#c");
    for (const channel of ["#a", "#b", "#c"]) talk(room, channel, 30);
    room.say("ann", "ann", "in private");
    room.commit();
    trim(room, keep({ "*": { linesMax: 10 }, "#b": { linesMax: 25 }, "#c": {} }));
    assert.deepEqual(room.words("#a"), count(30).slice(20));
    assert.deepEqual(room.words("#b"), count(30).slice(5));
    // Its own words say that it has no bound.
    assert.deepEqual(room.words("#c"), count(30));
    room.store.close();
  });

  test("what happened is counted apart from what was said", () => {
    const room = roomWith("#a");
    talk(room, "#a", 5);
    for (const text of count(20)) room.ask("ann", { type: "setTopic", channel: "#a", text });
    room.commit();
    trim(room, keep({ "*": { linesMax: 5 } }));
    assert.deepEqual(room.words("#a"), count(5));
    const topics = room.store.database
      .prepare("SELECT more FROM history WHERE said = 0 ORDER BY place")
      .all()
      .map(({ more }) => JSON.parse(String(more)).text as string);
    assert.deepEqual(topics, count(20).slice(15));
    room.store.close();
  });

  test("what is older than its days goes", () => {
    const room = roomWith("#a", "#b");
    talk(room, "#a", 3);
    talk(room, "#b", 3);
    room.now += 2 * dayMs;
    talk(room, "#a", 2);
    room.commit();
    room.now += dayMs;
    trim(room, keep({ "*": { ageDaysMax: 2 }, "#b": { ageDaysMax: 3 } }));
    assert.deepEqual(room.words("#a"), ["0", "1"]);
    assert.deepEqual(room.words("#b"), ["0", "1", "2"]);
    room.now += dayMs;
    trim(room, keep({ "*": { ageDaysMax: 2 }, "#b": { ageDaysMax: 3 } }));
    assert.deepEqual(room.words("#b"), []);
    room.store.close();
  });

  test("of all together the oldest go", () => {
    const room = roomWith("#a", "#b");
    talk(room, "#a", 20);
    talk(room, "#b", 20);
    room.commit();
    trim(room, keep({}, 25));
    assert.equal(room.store.rows, 25);
    assert.deepEqual(room.words("#a"), count(20).slice(15));
    assert.deepEqual(room.words("#b"), count(20));
    room.store.close();
  });

  test("much is forgotten in many small parts, and most while people talk on", () => {
    const room = roomWith("#a");
    talk(room, "#a", 2_600);
    room.commit();
    assert.ok(trim(room, keep({ "*": { linesMax: 100 } })) >= 5);
    assert.deepEqual(room.words("#a"), count(2_600).slice(2_500));
    talk(room, "#a", 50); // a turn under way
    trim(room, keep({ "*": { linesMax: 100 } }));
    assert.deepEqual(room.words("#a", 60), [...count(2_600).slice(2_590), ...count(50)]);
    room.commit();
    room.checkCounts();
    room.store.close();
  });

  test("all targets have their turn, and those of which nothing is left are gone", () => {
    const room = roomWith();
    const nicks = count(200).map((n) => `p${n}`);
    for (const nick of nicks) {
      room.connect(nick);
      room.say("ann", nick, "hello");
    }
    room.commit();
    const targets = (): number => room.store.database.prepare("SELECT * FROM targets").all().length;
    assert.equal(targets(), 200);
    room.now += 9 * dayMs;
    trim(room, keep({ "*": { ageDaysMax: 1 } }));
    assert.deepEqual([targets(), room.store.rows], [0, 0]);
    // Said to again, it is there again.
    room.say("ann", "p7", "hello again");
    room.commit();
    assert.deepEqual([targets(), room.store.rows], [1, 1]);
    room.checkCounts();
    room.store.close();
  });

  test("counts are right after a crash in the midst of it", () => {
    const file = newFile();
    const room = new Room(file);
    room.connect("ann");
    room.join("ann", "#a");
    talk(room, "#a", 700);
    room.commit();
    room.store.trim(room.state, keep({ "*": { linesMax: 50 } }), room.now);
    talk(room, "#a", 10);
    room.store.close();
    const again = new Room(file);
    again.checkCounts();
    trim(again, keep({ "*": { linesMax: 50 } }));
    assert.deepEqual(again.words("#a"), count(700).slice(650));
    again.store.close();
  });
});
