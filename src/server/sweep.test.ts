/** Sweep: what time brings is judged by the clock of the log, and asked for where it can be. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { startOfTime, TestRoom } from "../../test/room.ts";
import { localLog } from "./log/local.ts";
import { sweep } from "./sweep.ts";

const graceMs = 60_000;
const banMs = 120_000;

/** A node of a cluster whose own clock is ahead by that; alice is held, somebody is banned. */
async function world(aheadMs: number) {
  const asked: string[] = [];
  const log = { now: startOfTime, reachable: true };
  const room = new TestRoom(
    { cluster: { servers: ["nats://x"], graceSeconds: graceMs / 1_000 } },
    {
      makeLog({ place, time }, follower) {
        const made = localLog({ node: "a", place, time, now: () => log.now }, follower);
        return {
          ...made,
          get reachable() {
            return log.reachable;
          },
          append(session, request) {
            asked.push(request.type);
            made.append(session, request);
          },
        };
      },
      now: () => log.now + aheadMs,
    },
  );
  room.account("alice");
  const alice = room.connect();
  alice.write("PASS alice:alice's\r\nNICK alice\r\nUSER alice 0 * :Alice\r\n");
  await room.settled();
  const { state } = room.server;
  const until = log.now + banMs;
  const ban = { kind: "network", what: "192.0.2.0/24", reason: "", by: "ops", setAt: 0, until };
  state.bans.set("network 192.0.2.0/24", ban as never);
  room.server.log.append("", { type: "loseSessions", prefix: "a/", reason: "Server lost" });
  await room.settled();
  assert.notEqual(state.users.values().next().value?.heldUntil ?? null, null, "she is not held");
  /** Second by second: what it has asked for. */
  const pass = (ms: number): string[] => {
    asked.length = 0;
    for (const end = log.now + ms; log.now < end;) {
      log.now += 1_000;
      sweep(room.server);
    }
    return [...asked];
  };
  return { room, log, pass };
}

for (const minutes of [0, 20, -20])
  test(`a clock that is ${minutes} minutes ahead: what is over ends then, once`, async () => {
    const { room, pass } = await world(minutes * 60_000);
    assert.deepEqual(pass(graceMs - 1_000), []);
    assert.deepEqual(pass(20_000), ["endGrace"]);
    assert.deepEqual(pass(banMs - graceMs - 20_000), []);
    assert.deepEqual(pass(20_000), ["expireBans"]);
    assert.equal(room.server.state.users.size, 0);
    room.close();
  });

test("while the log is away it is asked for nothing that can wait", async () => {
  const { room, log, pass } = await world(0);
  log.reachable = false;
  assert.deepEqual(pass(banMs + 60_000), []);
  log.reachable = true;
  assert.deepEqual(pass(2_000).sort(), ["endGrace", "expireBans"]);
  room.close();
});
