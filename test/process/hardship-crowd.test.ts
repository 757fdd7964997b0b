/** Many at once, and some who behave badly: what the others notice of it, and what is left over. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { noFlood, serve } from "./banter.ts";
import { Client, crowd, memoryOf, needsProc, percentile, socketsOf, Until } from "./crowd.ts";
import { ircPerson, plainPerson } from "./person.ts";

/** Says lines with the time in them at a steady pace, and gathers how late others hear them. */
class Pulse {
  readonly lateMs: number[] = [];
  private readonly speaker: Client;
  private readonly timer: NodeJS.Timeout;

  constructor(speaker: Client, perSecond: number, filler = "") {
    this.speaker = speaker;
    const each = 10;
    const batch = Math.ceil((perSecond * each) / 1_000);
    const pulse = Math.round((batch * 1_000) / perSecond);
    this.timer = setInterval(() => {
      for (let n = 0; n < batch; n++)
        this.speaker.say(`PRIVMSG #lobby :at ${performance.now().toFixed(1)} ${filler}`);
    }, pulse);
  }

  /** What hears it: to be given to a Client. */
  readonly hear = (line: string): void => {
    const at = / PRIVMSG #lobby :at ([\d.]+) /.exec(line)?.[1];
    if (at !== undefined) this.lateMs.push(performance.now() - Number(at));
  };

  /** From now on; the figures so far are given. */
  take(): number[] {
    return this.lateMs.splice(0);
  }

  stop(): void {
    clearInterval(this.timer);
  }
}

/** Generous: the whole suite runs beside it, and whoever is held up by another is so for as long as
 * that one goes on, which here is many seconds. */
const heldUpMs = 2_000;

const figures = (late: readonly number[]): string =>
  `p50 ${percentile(late, 50).toFixed(1)} ms, p99 ${percentile(late, 99).toFixed(1)} ms, ` +
  `max ${percentile(late, 100).toFixed(1)} ms of ${late.length}`;

test("one who never reads, among 200 who do", needsProc, async (t) => {
  const config = `${noFlood}[limits]\nsend_queue_bytes_max = 1048576\n`;
  const server = await serve(t, { config });
  const { port } = server;
  const pid = server.child.pid!;
  const speaker = new Client(t, { port, nick: "speaker", rooms: ["#lobby"] });
  await speaker.ready;
  const pulse = new Pulse(speaker, 200, "x".repeat(400));
  t.after(() => pulse.stop());
  let quits = 0;
  let heard = () => {};
  const readers = await crowd(t, 198, { port, name: "reader", rooms: ["#lobby"] });
  const watchers = await crowd(t, 2, {
    port,
    name: "watcher",
    rooms: ["#lobby"],
    line(line) {
      pulse.hear(line);
      if (/^:deaf!\S+ QUIT :.*SendQ exceeded/.test(line)) quits += 1;
      heard();
    },
  });
  assert.equal(readers.length + watchers.length, 200);
  const enough = new Until("1,000 lines heard", () => pulse.lateMs.length >= 1_000);
  heard = enough.look;
  await enough.done;
  const before = pulse.take();
  const memoryBefore = memoryOf(pid);

  const deaf = new Client(t, { port, nick: "deaf", rooms: ["#lobby"] });
  await deaf.ready;
  deaf.socket.pause();
  // Beside the room's talk, so that what the kernel takes for it is soon full.
  const more = Array.from({ length: 20 }, () => `PRIVMSG deaf :${"x".repeat(400)}`);
  const filling = setInterval(() => speaker.say(...more), 20);
  t.after(() => clearInterval(filling));
  let memoryMost = 0;
  const watch = setInterval(() => (memoryMost = Math.max(memoryMost, memoryOf(pid))), 100);
  t.after(() => clearInterval(watch));
  const gone = new Until("the deaf one to be dropped", () => quits === 2);
  heard = gone.look;
  await gone.done;
  const during = pulse.take();
  clearInterval(watch);
  clearInterval(filling);
  pulse.stop();
  const grown = (memoryMost - memoryBefore) / 1024 / 1024;
  t.diagnostic(`without: ${figures(before)}`);
  t.diagnostic(
    `with one who never reads: ${figures(during)}; memory grew by ${grown.toFixed(1)} MB`,
  );
  const bound = Math.max(heldUpMs, 4 * percentile(before, 99));
  assert.ok(percentile(during, 99) <= bound, "others were held up");
  assert.ok(grown < 64, `memory grew by ${grown} MB`);
  await server.out.until(/\(deaf\) left\n/);
  assert.equal([...readers, ...watchers].filter(({ socket }) => socket.closed).length, 0);
});

test("1,000 who vanish at once, three times", needsProc, async (t) => {
  const server = await serve(t);
  const pid = server.child.pid!;
  const quits = new Set<string>();
  let heard = () => {};
  const witness = new Client(t, {
    port: server.port,
    nick: "witness",
    rooms: ["#lobby"],
    line(line) {
      const [, nick] = /^:(guest\d+)!\S+ QUIT :.*/.exec(line) ?? [];
      if (nick !== undefined) quits.add(nick);
      heard();
    },
  });
  await witness.ready;
  const socketsBefore = socketsOf(pid);
  const memory: number[] = [];
  for (let time = 0; time < 3; time++) {
    quits.clear();
    const guests = await crowd(t, 1_000, { port: server.port, name: "guest", rooms: ["#lobby"] });
    const asked = performance.now();
    const gone = new Until("everybody's QUIT", () => quits.size === guests.length);
    heard = gone.look;
    // A reset, as of a machine that has been switched off and on.
    for (const { socket } of guests) socket.resetAndDestroy();
    await gone.done;
    t.diagnostic(`all told in ${Math.round(performance.now() - asked)} ms`);
    memory.push(memoryOf(pid));
  }
  // One is left, and the server goes on.
  const alice = await ircPerson(t, server.port, "alice");
  alice.say("LUSERS", "NAMES #lobby", "WHOWAS guest7");
  await alice.hears(/:\S+ 255 alice :I have 2 clients and 0 servers/);
  await alice.hears(/:\S+ 353 alice = #lobby :@witness alice/);
  await alice.hears(/:\S+ 314 alice guest7 .*/);
  alice.socket.destroy();
  await server.out.until(/\(alice\) left/);
  assert.ok(socketsOf(pid) <= socketsBefore + 2, "connections are left open");
  assert.doesNotMatch(server.err.text, /./);
  const mb = memory.map((bytes) => Math.round(bytes / 1024 / 1024));
  t.diagnostic(`memory after each time: ${mb.join(", ")} MB`);
  assert.ok(mb[2]! < 400, "memory grows with those who have gone");
});

test("a flood from one is slowed, not passed on, and loses nothing", async (t) => {
  const burst = 30;
  const perSecond = 200;
  const config = `[flood]\nlines_burst = ${burst}\nlines_per_second = ${perSecond}\n`;
  const server = await serve(t, { config });
  const { port } = server;
  const heard: { text: string; at: number }[] = [];
  let look = () => {};
  const speaker = new Client(t, { port, nick: "speaker", rooms: ["#lobby"] });
  const pulse = new Pulse(speaker, 50);
  t.after(() => pulse.stop());
  const reader = new Client(t, {
    port,
    nick: "reader",
    rooms: ["#lobby"],
    line(line) {
      const [, text] = /^:flooder!\S+ PRIVMSG #lobby :(.*)$/.exec(line) ?? [];
      if (text !== undefined) heard.push({ text, at: performance.now() });
      else pulse.hear(line);
      look();
    },
  });
  const flooder = new Client(t, { port, nick: "flooder", rooms: ["#lobby"] });
  await Promise.all([reader.ready, speaker.ready, flooder.ready]);
  pulse.take();
  // Far more than the server reads ahead of one.
  const lines = Array.from({ length: 1_500 }, (_, n) => `${n} ${"x".repeat(150)}`);
  const all = new Until("the whole flood", () => heard.length === lines.length);
  look = all.look;
  const start = performance.now();
  flooder.say(...lines.map((line) => `PRIVMSG #lobby :${line}`));
  await all.done;
  pulse.stop();
  assert.deepEqual(
    heard.map(({ text }) => text),
    lines,
  );
  for (const [n, { at }] of heard.entries()) {
    const allowed = burst + (perSecond * (at - start)) / 1_000 + 5;
    assert.ok(n + 1 <= allowed, `${n + 1} lines after ${Math.round(at - start)} ms`);
  }
  const late = pulse.take();
  t.diagnostic(`${lines.length} lines took ${Math.round(performance.now() - start)} ms`);
  t.diagnostic(`others meanwhile: ${figures(late)}`);
  assert.ok(percentile(late, 99) < heldUpMs, "others were held up");
});

test("500 who come back within a second", async (t) => {
  const server = await serve(t, { config: "" });
  const { port } = server;
  const witness = await plainPerson(t, port, "witness");
  const before = await crowd(t, 500, { port, name: "guest", rooms: ["#lobby"] });
  before[0]!.say("PRIVMSG #lobby :before");
  await witness.hears("<guest0> before");
  for (const { socket } of before) socket.resetAndDestroy();
  const asked = performance.now();
  const again = await crowd(t, 500, { port, name: "again", rooms: ["#lobby"] });
  t.diagnostic(`all in the room in ${Math.round(performance.now() - asked)} ms`);
  again[499]!.say("PRIVMSG #lobby :after");
  await witness.hears("<again499> after");
  const alice = await ircPerson(t, port, "alice");
  alice.say("LUSERS");
  await alice.hears(/:\S+ 255 alice :I have 502 clients and 0 servers/);
});
