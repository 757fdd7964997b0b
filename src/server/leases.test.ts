/** Leases: who is taken for lost, and when. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { defaultConfig } from "./config.ts";
import { Leases } from "./leases.ts";
import type { Request } from "./request.ts";
import type { Server } from "./server.ts";

const leaseMs = 10_000;

/** What of a server they need, with a clock that is turned by hand. */
function world(...sessions: string[]) {
  const lost: string[] = [];
  const clock = { now: 1_000_000 };
  const log = {
    node: "a",
    reachable: true,
    signal() {},
    append: (_session: string, request: Request) =>
      void (request.type === "loseSessions" && lost.push(request.prefix)),
  };
  const state = { place: 1, sessions: new Map(sessions.map((id, n) => [id, n + 1])) };
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

test("who has been silent for its lease loses the sessions of each of its starts, once", () => {
  const { lost, state, pass } = world("b/one.1", "b/one.2", "b/two.1", "c/x.1");
  pass(20_000, "b", "c");
  assert.deepEqual(lost, []);
  pass(leaseMs - 1_000, "c");
  assert.deepEqual(lost, []);
  pass(2_000, "c");
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
  pass(leaseMs + 1_000);
  assert.deepEqual(lost, ["b/x."]);
});
