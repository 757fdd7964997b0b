/** JetStream log: the shared suite over real servers, and what only it can
 * meet. */
import { randomUUID } from "node:crypto";
import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { type NatsServer, startNats } from "../../../test/nats.ts";
import { requires } from "../../../test/requires.ts";
import { clusterDefault } from "../config/cluster.ts";
import type { Follower, Listener, Log } from "../log.ts";
import { logSuite } from "../log.case.ts";
import { count, type LogWorld, word, wordsOf } from "../log-world.case.ts";
import type { Entry } from "../request.ts";
import { jetStreamLog, type JetStreamLog, type JetStreamOptions } from "./jetstream.ts";
import { batchText, seqOf } from "./jetstream/batch.ts";
import { Nats } from "./jetstream/nats.ts";

const needs = requires("nats-server");
const base = 1_000_000;

/** A log that has not been reached yet. */
interface Opening {
  readonly node: string;
  readonly ready: Promise<JetStreamLog | undefined>;
  nats: Nats | undefined;
  log: JetStreamLog | undefined;
  crashed: boolean;
}

function jetStreamWorld(servers: readonly NatsServer[], replicas: number): LogWorld {
  const name = `t${randomUUID().slice(0, 8)}`;
  const urls = servers.map(({ url }) => url);
  const opened: Opening[] = [];
  const signalling: Promise<void>[] = [];

  async function open(
    opening: Opening,
    from: { place: number; time: number },
    follower: Follower,
    listener: Listener,
  ): Promise<JetStreamLog | undefined> {
    const { node } = opening;
    const before = opened.slice(0, opened.indexOf(opening));
    const earlier = before.filter((other) => other.node === node);
    const nats = await Nats.connect({ ...clusterDefault, servers: urls, name, node });
    opening.nats = nats;
    for (const { ready } of earlier) await (await ready)?.settled();
    const founding =
      (await nats.founding()) ??
      (await nats.found({ id: randomUUID(), base, kept: false }, replicas));
    if (opening.crashed) return undefined;
    const run = randomUUID().slice(0, 8);
    const fault = (error: Error): void => {
      throw error;
    };
    const { place, time } = from;
    const options = { nats, founding, node, run, place, time, fault };
    opening.log = jetStreamLog(options, follower, listener);
    return opening.log;
  }

  return {
    open(node, from, follower, listener = () => {}): Log {
      const opening: Opening = {
        node,
        ready: Promise.resolve().then(() => open(opening, from, follower, listener)),
        nats: undefined,
        log: undefined,
        crashed: false,
      };
      opened.push(opening);
      let closed = false;
      const soon = (work: (log: JetStreamLog) => void): void =>
        void opening.ready.then((log) => log && work(log));
      return {
        node,
        reachable: true,
        unprovenMs: 0,
        prove() {},
        now: () => opening.log?.now() ?? 0,
        append: (...asked) => closed || soon((log) => log.append(...asked)),
        signal(signal) {
          if (closed) return;
          // Who has only just subscribed is not known to all servers yet.
          const there = opened.map(async ({ ready }) => (await ready)?.caughtUp());
          signalling.push(Promise.all(there).then(() => opening.log?.signal(signal)));
        },
        close() {
          closed = true;
          soon((log) => log.close());
        },
      };
    },
    crash(node) {
      const last = opened.findLast((opening) => opening.node === node);
      if (last) last.crashed = true;
      last?.log?.abandon();
    },
    turnClock() {},
    async settled() {
      await Promise.all([...signalling, ...opened.map(({ ready }) => ready)]);
      const logs = opened.flatMap(({ log, crashed }) => (log && !crashed ? [log] : []));
      for (let quiet = 0; quiet < 2; quiet += 1) {
        await Promise.all(logs.map((log) => log.settled()));
        await Promise.all(opened.map(async ({ nats }) => nats?.connection.flush()));
        await Promise.all(logs.map((log) => log.caughtUp()));
        const { last } = (await opened[0]?.nats?.bounds()) ?? { last: 0 };
        await Promise.all(logs.map((log) => log.reached(last)));
      }
    },
    async close() {
      await Promise.all(opened.map(({ ready }) => ready));
      for (const { log } of opened) log?.abandon();
      await Promise.all(opened.map(async ({ nats }) => nats?.close()));
    },
  };
}

for (const count of [1, 3]) {
  let servers: readonly NatsServer[] = [];
  before(async () => void (servers = needs.skip === false ? await startNats(count) : []));
  after(() => Promise.all(servers.map((server) => server.kill())));
  const name = `JetStream, ${count === 1 ? "one server" : `${count} servers`}`;
  logSuite(name, () => jetStreamWorld(servers, count), { needs });
  const inWorld = (play: (made: Made) => Promise<void>) => async () => {
    const made = await make(servers, count);
    try {
      await play(made);
    } finally {
      await made.close();
    }
  };
  describe(name, needs, () => {
    const soon = { timeout: 90_000 };
    test("what NATS has lost is written again by who has followed it", soon, inWorld(lostAgain));
    test("what NATS has lost and nobody has followed is sent again", soon, inWorld(sentAgain));
    if (count === 1) {
      test("who has more than the log writes nothing, and says so", soon, inWorld(hasMore));
      test("who has followed something else than others says so", soon, inWorld(followedOther));
      test("who has kept something else than others says so", soon, inWorld(keptOther));
      test("of two nodes of one name the newer goes on", inWorld(superseded));
      test("what was stored and not acknowledged is not stored again", inWorld(ackLost));
      test("what a newer Banter has written ends an older", inWorld(newerProtocol));
      test("what comes twice is not believed", inWorld(contradicted));
      test("who has been away for longer than the log is kept is told so", inWorld(trimmed));
      test("a node says how far it has come, also past the last entry", inWorld(comesFar));
      test("while NATS is away nothing is promised; then all goes on", inWorld(away));
    } else {
      test(
        "a log can be begun while a server of three is only just coming",
        { timeout: 60_000 },
        inWorld(serverComes),
      );
      test(
        "who cannot write has no proof of its part in the log",
        { timeout: 90_000 },
        inWorld(proven),
      );
      for (const which of ["leader", "follower"] as const)
        test(
          `kill -9 of the ${which}: all that was asked for is there once`,
          { timeout: 60_000 },
          () => inWorld((made) => killed(made, which))(),
        );
    }
  });
}

/** Logs on a stream of their own, without the suite's world around them. */
interface Made {
  readonly servers: readonly NatsServer[];
  open(node: string, given: Entry[], more?: Partial<JetStreamOptions>): Promise<Opened>;
  close(): Promise<void>;
}
interface Opened {
  readonly log: JetStreamLog;
  readonly nats: Nats;
  readonly faulted: Promise<string>;
}

async function make(servers: readonly NatsServer[], replicas: number): Promise<Made> {
  const name = `t${randomUUID().slice(0, 8)}`;
  const urls = servers.map(({ url }) => url);
  const opened: Opened[] = [];
  const connected: Nats[] = [];
  return {
    servers,
    async open(node, given, more = {}) {
      const nats = await Nats.connect({ ...clusterDefault, servers: urls, name, node });
      connected.push(nats);
      const founding = await nats.found({ id: randomUUID(), base, kept: false }, replicas);
      const { promise: faulted, resolve } = Promise.withResolvers<string>();
      const log = jetStreamLog(
        {
          nats,
          founding,
          node,
          run: randomUUID().slice(0, 8),
          place: 0,
          time: 0,
          fault: ({ message }) => resolve(message),
          ...more,
        },
        (entry) => void given.push(entry),
        () => {},
      );
      opened.push({ log, nats, faulted });
      await log.caughtUp();
      return { log, nats, faulted };
    },
    async close() {
      for (const { log } of opened) log.abandon();
      await Promise.all(connected.map((nats) => nats.close()));
    },
  };
}

async function superseded({ open }: Made): Promise<void> {
  const given: Entry[] = [];
  const first = await open("a", []);
  const second = await open("a", given);
  first.log.append("a/1", word("from the older"));
  second.log.append("a/1", word("from the newer"));
  assert.equal(await first.faulted, 'another node is running under the name "a"');
  await second.log.caughtUp();
  assert.deepEqual(wordsOf(given), ["from the newer"]);
  // By the stream's clock, which here is this machine's.
  const { time = 0 } = given[0] ?? {};
  assert.ok(Math.abs(time - Date.now()) < 5_000, `it is ${time}`);
}

async function ackLost({ open }: Made): Promise<void> {
  const given: Entry[] = [];
  const { log, nats } = await open("a", given);
  const write = nats.write.bind(nats);
  let [written, lost] = [0, 0];
  nats.write = async (...asked) => {
    const seq = await write(...asked);
    written += 1;
    if (written % 3 === 0) return seq;
    lost += 1;
    throw new Error("timeout");
  };
  for (const text of count(6)) {
    log.append("a/1", word(text));
    await log.caughtUp();
  }
  assert.ok(lost >= 4, "no acknowledgement was lost");
  assert.deepEqual(wordsOf(given), count(6));
}

async function newerProtocol({ open }: Made): Promise<void> {
  const given: Entry[] = [];
  const { log, nats, faulted } = await open("a", given);
  log.append("a/1", word("before"));
  await log.caughtUp();
  await nats.write("b", '{"v":2,"asked":[["b/1",{"type":"setAway","text":"new"}]]}', "b.1.0", 0);
  assert.match(
    await faulted,
    /^the log is written by a newer Banter \(version 2; this one reads 1\)/,
  );
  assert.deepEqual(wordsOf(given), ["before"]);
}

async function contradicted({ open }: Made): Promise<void> {
  const given: Entry[] = [];
  const { log, nats, faulted } = await open("a", given);
  let last = 0;
  const write = async (run: string, count: number): Promise<void> => {
    const asked = [`["b/1",{"type":"setAway","text":"${run}${count}"}]`];
    const text = batchText({ time: 1, node: "b", run, count }, asked);
    last = await nats.write("b", text, randomUUID(), last);
  };
  // It need not have been there from the first on, and begins anew at each start.
  for (const count of [7, 8]) await write("x", count);
  for (const count of [0, 1]) await write("y", count);
  await log.reached(last);
  assert.deepEqual(wordsOf(given), ["x7", "x8", "y0", "y1"]);
  await write("y", 1);
  assert.match(await faulted, /^after batch 1 of node b comes its batch 1: NATS has told/);
  assert.equal(given.length, 4);
}

async function trimmed({ open }: Made): Promise<void> {
  const given: Entry[] = [];
  const { log, nats } = await open("a", given);
  for (const text of count(9)) {
    log.append("a/1", word(text));
    await log.caughtUp();
  }
  await nats.trim(5);
  assert.equal((await nats.bounds()).first, 5);
  // Message 1 is the claim; so this one knows up to what is in message 4, and that one to 3.
  const late: Entry[] = [];
  const { place, time } = given[2] as Entry;
  const enough = await open("b", late, { place, time });
  await enough.log.caughtUp();
  assert.deepEqual(wordsOf(late), count(9).slice(3));
  const early = given[1] as Entry;
  const tooLate = open("c", [], { place: early.place, time: early.time });
  assert.match(await tooLate.then(({ faulted: told }) => told), /it has been away for too long/);
}

async function comesFar({ open }: Made): Promise<void> {
  const [a, b] = [await open("a", []), await open("b", [])];
  const { promise: alive, resolve } = Promise.withResolvers<number>();
  b.nats.listen("signals", (text) => resolve((JSON.parse(text) as { alive: number }).alive));
  await b.nats.connection.flush();
  const { last } = await a.nats.bounds();
  a.log.prove();
  await a.log.reached(last + 1);
  a.log.signal({ node: "a", alive: 0 });
  assert.ok(seqOf(await alive, base) > last);
}

async function away({ open, servers }: Made): Promise<void> {
  const given: Entry[] = [];
  const refused: string[] = [];
  const reach: boolean[] = [];
  const went = Promise.withResolvers<void>();
  const came = Promise.withResolvers<void>();
  const { log } = await open("a", given, {
    refused: (session) => void refused.push(session),
    reach(is) {
      reach.push(is);
      (is ? came : went).resolve();
    },
  });
  await servers[0]?.kill();
  // The first is on its way, and nobody knows whether it has arrived; the others can be told.
  log.append("a/1", word("on its way"));
  await new Promise((sent) => void setImmediate(sent));
  for (const text of ["refused", "refused too"]) log.append("a/2", word(text));
  log.append("a/3", { type: "disconnect", reason: "kept" });
  await went.promise;
  assert.equal(log.reachable, false);
  assert.deepEqual(refused, ["a/2", "a/2"]);
  await servers[0]?.start();
  await came.promise;
  log.append("a/1", word("after"));
  await log.caughtUp();
  assert.deepEqual(wordsOf(given), ["on its way", "disconnect", "after"]);
  assert.deepEqual(reach, [false, true]);
}

async function serverComes({ servers }: Made): Promise<void> {
  const urls = servers.map(({ url }) => url);
  await servers[0]?.kill();
  const settings = { ...clusterDefault, servers: urls, name: randomUUID().slice(0, 8), node: "a" };
  const nats = await Nats.connect(settings);
  const founding = { id: randomUUID(), base, kept: false };
  const comes = async (): Promise<void> => {
    // Asked after the other, which has been refused by then: three replicas cannot be had.
    await nats.founding();
    await servers[0]?.start();
  };
  try {
    const [found] = await Promise.all([nats.found(founding, 3), comes()]);
    assert.deepEqual(found, founding);
  } finally {
    await nats.close();
  }
}

async function proven({ open, servers }: Made): Promise<void> {
  const given: Entry[] = [];
  const { log, nats } = await open("a", given);
  const { last, leader } = await nats.bounds();
  log.prove();
  await log.reached(last + 1);
  // Nothing that is sent is stored now: the leader alone is not most of three.
  const others = servers.filter(({ name }) => name !== leader);
  await Promise.all(others.map((server) => server.kill()));
  log.prove();
  const { promise: was, resolve } = Promise.withResolvers<void>();
  const watch = setInterval(() => log.reachable || resolve(), 50);
  await was;
  clearInterval(watch);
  const unproven = log.unprovenMs;
  await Promise.all(others.map((server) => server.start()));
  await log.settled();
  assert.ok(unproven >= 7_000, `it has been proven ${unproven} ms ago`);
  assert.ok(log.unprovenMs < unproven, `it has been proven ${log.unprovenMs} ms ago`);
  assert.deepEqual(given, []);
}

// ── What NATS acknowledges and loses ────────────────────────────────────────────────────────

/** What is done while it is so is gone from NATS after it. */
async function losing(servers: readonly NatsServer[], work: () => Promise<unknown>): Promise<void> {
  await Promise.all(servers.map((server) => server.kill()));
  for (const server of servers) server.keepStore();
  await Promise.all(servers.map((server) => server.start()));
  await work();
  await Promise.all(servers.map((server) => server.kill()));
  for (const server of servers) server.loseSinceKept();
}
const started = (servers: readonly NatsServer[]) =>
  Promise.all(servers.map((server) => server.start()));

/** Of no session: what NATS' absence does not have refused. */
async function say({ log }: Opened, ...texts: string[]): Promise<void> {
  for (const text of texts) {
    log.append("", word(text));
    await log.caughtUp();
  }
}

async function lostAgain({ open, servers }: Made): Promise<void> {
  const [first, second, late]: [Entry[], Entry[], Entry[]] = [[], [], []];
  const [a, b] = [await open("a", first), await open("b", second)];
  await say(a, "before");
  await losing(servers, async () => {
    await say(a, "1", "2");
    await say(b, "3");
    await a.log.caughtUp();
    await a.log.reached((await b.nats.bounds()).last);
  });
  await started(servers);
  await Promise.all([say(a, "4"), say(b, "5")]);
  const { last } = await a.nats.bounds();
  await Promise.all([a, b].map(({ log }) => log.reached(last)));
  assert.deepEqual(wordsOf(first).slice(0, 4), ["before", "1", "2", "3"]);
  assert.deepEqual(wordsOf(first).slice(4).toSorted(), ["4", "5"]);
  assert.deepEqual(second, first);
  const c = await open("c", late);
  await c.log.reached(last);
  assert.deepEqual(late, first);
}

async function sentAgain({ open, servers }: Made): Promise<void> {
  const given: Entry[] = [];
  let deaf = false;
  const hear = Nats.prototype.hear;
  Nats.prototype.hear = function (take) {
    hear.call(this, (seq, text) => deaf || take(seq, text));
  };
  const a = await open("a", given);
  Nats.prototype.hear = hear;
  const at = a.nats.at.bind(a.nats);
  a.nats.at = (seq) =>
    deaf && seq > a.log.followed.seq ? Promise.reject(new Error("away")) : at(seq);
  await say(a, "before");
  await losing(servers, async () => {
    deaf = true;
    for (const text of ["1", "2"]) {
      a.log.append("", word(text));
      await a.log.settled();
    }
  });
  deaf = false;
  await started(servers);
  await say(a, "3");
  assert.deepEqual(wordsOf(given), ["before", "1", "2", "3"]);
}

async function hasMore({ open, servers }: Made): Promise<void> {
  const given: Entry[] = [];
  const a = await open("a", given);
  await say(a, "before");
  await losing(servers, () => say(a, "1", "2", "3"));
  a.log.abandon();
  await started(servers);
  const { place, time } = given.at(-1) as Entry;
  const again = await open("a", given, { place, time });
  again.log.append("", word("not in the place of another"));
  assert.match(
    await again.faulted,
    /^the log ends at \d+, but this node has it to \d+: NATS has lost/,
  );
  assert.equal((await again.nats.bounds()).last, 2);
}

async function followedOther({ open, servers }: Made): Promise<void> {
  const a = await open("a", []);
  await say(a, "before");
  await losing(servers, () => say(a, "1", "2"));
  // It looks only when another has written.
  const { bounds } = a.nats;
  a.nats.bounds = () => Promise.reject(new Error("away"));
  await started(servers);
  const b = await open("b", []);
  await say(b, "in its place", "and on", "and on");
  a.nats.bounds = bounds;
  assert.match(
    await a.faulted,
    /^this node has followed another message \d+ than the log has: NATS/,
  );
}

async function keptOther({ open, servers }: Made): Promise<void> {
  const given: Entry[] = [];
  const a = await open("a", given);
  await say(a, "before");
  await losing(servers, () => say(a, "1"));
  a.log.abandon();
  await started(servers);
  const b = await open("b", []);
  await say(b, "in its place", "and on");
  const { place, time } = given.at(-1) as Entry;
  const again = await open("a", given, { place, time });
  assert.match(await again.faulted, /^message \d+ of the log is another than this node has of it/);
  assert.deepEqual(wordsOf(given), ["before", "1"]);
}

async function killed({ open, servers }: Made, which: "leader" | "follower"): Promise<void> {
  const lists: Entry[][] = [[], [], []];
  const [first, second, third] = lists as [Entry[], Entry[], Entry[]];
  const nodes = [await open("a", first), await open("b", second), await open("c", third)];
  const { leader } = await (nodes[0] as Opened).nats.bounds();
  const victim = servers.find(({ name }) => (name === leader) === (which === "leader"));
  let dying: Promise<void> | undefined;
  for (const text of count(600)) {
    for (const { log } of nodes) log.append(`${log.node}/1`, word(text));
    if (text === "205") dying = victim?.kill();
    if (Number(text) % 10 === 0) await Promise.all(nodes.map(({ log }) => log.caughtUp()));
  }
  await dying;
  await Promise.all(nodes.map(({ log }) => log.settled()));
  const { last } = await (nodes[0] as Opened).nats.bounds();
  await Promise.all(nodes.map(({ log }) => log.reached(last)));
  await victim?.start();
  for (const { log } of nodes)
    assert.deepEqual(wordsOf(first.filter(({ node }) => node === log.node)), count(600));
  assert.deepEqual(second, first);
  assert.deepEqual(third, first);
}
