/** AUDIT: what operators have done is kept, and read by those who may. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const operators = [
  {
    name: "root",
    passwordHash: "hash of secret",
    rights: ["kill", "rehash", "audit"] as const,
    masks: [],
  },
  { name: "weak", passwordHash: "hash of weak", rights: ["kill"] as const, masks: [] },
];

test("each deed of an operator is there, the latest last", async () => {
  const room = new TestRoom({ operators });
  await journey(
    room,
    `
    alice comes
    bob comes
    weak comes
    alice > AUDIT
    alice < :banter.test 481 alice :Permission Denied- You're not an IRC operator
    weak > OPER weak weak
    weak << MODE
    weak > AUDIT
    weak < :banter.test 723 weak audit :Insufficient oper privileges.
    alice > OPER root secret
    alice << MODE
    time passes 61
    alice > KILL bob :enough of it
    bob << ERROR
    bob <>
    alice > KILL nobody :at all
    alice < …401…
    alice > REHASH
    alice < …382…
    alice < …NOTICE…
    alice > AUDIT
    alice < …NOTICE alice :2026-11-22 18:00:00 UTC weak (operator weak): OPER weak!~weak@127.0.0.1
    alice < …NOTICE alice :… UTC alice (operator root): OPER alice!~alice@127.0.0.1
    alice < …18:01:01 UTC alice (operator root): KILL bob!~bob@127.0.0.1: enough of it
    alice < :banter.test NOTICE alice :2026-11-22 18:01:01 UTC alice (operator root): REHASH
    alice < :banter.test NOTICE alice :End of AUDIT
    -- the last of them, those like a mask, or both
    alice > AUDIT 1
    alice < …REHASH
    alice < …End of AUDIT
    alice > AUDIT *BOB!*
    alice < …KILL bob…
    alice < …End of AUDIT
    alice > AUDIT 1 alice
    alice < …REHASH
    alice < …End of AUDIT
    alice > AUDIT 5 OPER
    alice < …OPER weak…
    alice < …OPER alice…
    alice < …End of AUDIT
    -- a sign of SQL's is only itself
    alice > AUDIT %
    alice < :banter.test NOTICE alice :Operators have done nothing like that
    alice > AUDIT _PER
    alice < :banter.test NOTICE alice :Operators have done nothing like that
    alice > AUDIT ?PER
    alice < …OPER weak…
    alice < …OPER alice…
    alice < …End of AUDIT
    alice > AUDIT 0
    alice < :banter.test NOTICE alice :Operators have done nothing like that
  `,
  );
  room.close();
});

test("an account is named, and the trail is there after a restart", async () => {
  const file = `file:/banter-audit-${process.pid}?vfs=memdb`;
  const disk = new DatabaseSync(file);
  const before = new TestRoom({ operators }, { file });
  await journey(
    before,
    `
    alice comes account alice
    alice > OPER root secret
    alice << MODE
  `,
  );
  before.close();
  const after = new TestRoom({ operators }, { file });
  await journey(
    after,
    `
    bob comes
    bob > OPER root secret
    bob << MODE
    bob > AUDIT alice
    bob < …alice (operator root, account alice): OPER alice!~alice@127.0.0.1
    bob < …End of AUDIT
  `,
  );
  after.close();
  disk.close();
});

test("what is over the bounds goes, the oldest first", () => {
  const room = new TestRoom();
  const who = { id: 1, nick: "alice", username: "a", host: "h", account: null, guest: false };
  const deed = { operator: "root", action: "KILL", target: "", reason: "" };
  const dayMs = 86_400_000;
  for (let day = 1; day <= 10; day += 1) {
    const at = { place: day, index: 0, time: day * dayMs };
    room.store.trail.add({ type: "audited", who, ...deed, ...at });
  }
  const days = () => room.store.trail.read(100, "*").map(({ time }) => time / dayMs);
  room.store.trail.trim({ linesMax: 0, ageDaysMax: 0 }, 1000 * dayMs);
  assert.equal(days().length, 10);
  room.store.trail.trim({ linesMax: 8, ageDaysMax: 0 }, 0);
  assert.deepEqual(days(), [10, 9, 8, 7, 6, 5, 4, 3]);
  room.store.trail.trim({ linesMax: 0, ageDaysMax: 5 }, 11 * dayMs);
  assert.deepEqual(days(), [10, 9, 8, 7, 6]);
  room.close();
});

test("a plain person has no such command", () =>
  play(`
    nina comes plain
    nina << You are in
    nina > /audit
    nina < ! There is no command /audit; /help lists them
  `));
