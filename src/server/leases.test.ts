/** Leases: who is taken for lost, and when. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultConfig } from "./config.ts";
import { Leases } from "./leases.ts";
import type { Request } from "./request.ts";
import { rulesOf } from "./parts.ts";
import type { Server } from "./server.ts";

const leaseMs = 10_000;
/** Until somebody who is silent is suspected: from then on the log has to be proven. */
const proofMs = 2_500;

/** What of a server they need, with a clock that is turned by hand. */
function worldWith(leaseMs: number, ...sessions: string[]) {
  const lost: string[] = [];
  const clock = { now: 1_000_000 };
  const log = {
    node: "a",
    reachable: true,
    /** Whether what it appends is stored at once. */
    takes: true,
    provenAt: 0,
    provesUntil: 0,
    get unprovenMs() {
      if (this.takes && clock.now < this.provesUntil) this.provenAt = clock.now;
      return clock.now - this.provenAt;
    },
    prove() {
      this.provesUntil = clock.now + 1_500;
    },
    signal() {},
    append: (_session: string, request: Request) =>
      void (request.type === "loseSessions" && lost.push(request.prefix)),
  };
  const state = {
    place: 1,
    rules: rulesOf(defaultConfig),
    sessions: new Map(sessions.map((id, n) => [id, n + 1])),
  };
  const cluster = {
    ...defaultConfig.cluster,
    servers: ["nats://x"],
    leaseSeconds: leaseMs / 1_000,
  };
  const options = { now: () => clock.now };
  const server = { log, state, options, config: { ...defaultConfig, cluster } };
  const leases = new Leases(server as unknown as Server);
  /** Second by second; these nodes are heard each time. */
  const pass = (ms: number, ...heard: string[]): void => {
    for (const until = clock.now + ms; clock.now < until;) {
      clock.now += 1_000;
      for (const node of heard) leases.hear(node);
      leases.sweep(clock.now);
    }
  };
  return { lost, clock, log, state, leases, pass };
}
const world = (...sessions: string[]) => worldWith(leaseMs, ...sessions);

test("who has been silent for its lease loses the sessions of each of its starts, once", () => {
  const { lost, state, pass } = world("b/one.1", "b/one.2", "b/two.1", "c/x.1");
  pass(20_000, "b", "c");
  assert.deepEqual(lost, []);
  pass(leaseMs - 1_000, "c");
  assert.deepEqual(lost, []);
  pass(proofMs + 2_000, "c");
  assert.deepEqual(lost, ["b/one.", "b/two."]);
  for (const id of state.sessions.keys()) if (id.startsWith("b/")) state.sessions.delete(id);
  pass(20_000, "c");
  assert.deepEqual(lost, ["b/one.", "b/two."]);
});

test("people may come by a node before it has been heard: its time begins then", () => {
  const { lost, state, pass } = world();
  pass(60_000);
  state.sessions.set("new/x.1", 1);
  pass(leaseMs - 1_000);
  assert.deepEqual(lost, []);
  pass(leaseMs + 6_000);
  assert.deepEqual(lost, ["new/x."]);
});

test("who is started again is there, though it has not said so yet", () => {
  const { lost, clock, state, leases, pass } = world("b/one.1");
  pass(20_000, "b");
  pass(leaseMs - 1_000);
  state.sessions.delete("b/one.1");
  const { rules } = state;
  leases.follow({ type: "nodeStarted", node: "b", rules, place: 9, index: 0, time: clock.now });
  state.sessions.set("b/two.1", 1);
  pass(leaseMs - 1_000);
  assert.deepEqual(lost, []);
  pass(20_000, "b");
  assert.deepEqual(lost, []);
  pass(leaseMs + proofMs + 2_000);
  assert.deepEqual(lost, ["b/two."]);
});

test("whoever was halted, or is cut off, does not blame the others", () => {
  const { lost, clock, log, pass } = world("b/x.1");
  pass(20_000, "b");
  clock.now += 60_000;
  pass(leaseMs - 2_000);
  assert.deepEqual(lost, []);
  log.reachable = false;
  pass(60_000);
  log.reachable = true;
  pass(leaseMs - 2_000);
  assert.deepEqual(lost, []);
});

test("a clock that is put back or forward is no silence", () => {
  const { lost, clock, pass } = world("b/x.1");
  pass(20_000, "b");
  clock.now -= 600_000;
  pass(20_000, "b");
  clock.now += 600_000;
  pass(20_000, "b");
  assert.deepEqual(lost, []);
  pass(leaseMs + proofMs + 2_000);
  assert.deepEqual(lost, ["b/x."]);
});

for (const ms of [2_000, 3_000, leaseMs])
  test(`with a lease of ${ms} ms: who has no log itself for so long takes nobody for lost`, () => {
    const { lost, log, pass } = worldWith(ms, "b/x.1", "c/x.1");
    pass(20_000, "b", "c");
    // It hears nobody, and what it appends is not stored; it does not know yet.
    log.takes = false;
    pass(ms + 5_000);
    log.takes = true;
    pass(1_000);
    assert.deepEqual(lost, []);
    pass(20_000, "c");
    assert.deepEqual(new Set(lost), new Set(["b/x."]));
  });

test("who was away for a part of the lease counts the lease from then on", () => {
  const { lost, log, pass } = world("b/x.1");
  pass(20_000, "b");
  pass(6_000);
  log.takes = false;
  pass(3_000);
  log.takes = true;
  pass(leaseMs - 1_000);
  assert.deepEqual(lost, []);
  pass(2_000);
  assert.deepEqual(lost, ["b/x."]);
});

test("who runs in fits and starts does not take for silence what it has not taken in yet", () => {
  const { lost, clock, pass } = worldWith(2_000, "b/x.1");
  pass(5_000, "b");
  clock.now += 1_500;
  pass(1_000);
  assert.deepEqual(lost, []);
  pass(1_000, "b");
  assert.deepEqual(lost, []);
});
