/** Hostile: what people who mean ill have been seen to try, and what it may cost at most. */
import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { configWith, type DeepPartial, startOfTime, TestRoom } from "../room.ts";
import type { Config } from "../../src/server/config.ts";
import { judgeEmpty } from "./judge.ts";

const { flood } = configWith({});
const register = (nick: string): string => `NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\n`;

/** A room with the usual limits, where time passes when the test says so. */
function hostileRoom(
  t: TestContext,
  over: DeepPartial<Config> = {},
  options: ConstructorParameters<typeof TestRoom>[1] = {},
) {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const room = new TestRoom({ flood, ...over }, options);
  t.after(() => room.close());
  const pass = async (seconds: number): Promise<void> => {
    for (let tick = 0; tick < seconds * 10; tick += 1) {
      room.now += 100;
      t.mock.timers.tick(100);
    }
    await room.settled();
  };
  return { room, pass };
}

test("a flood of empty lines costs no more memory than one of words", async (t) => {
  const { room, pass } = hostileRoom(t);
  const eve = room.connect();
  eve.write(register("eve"));
  await room.settled();
  for (let n = 0; n < 16; n += 1) eve.write("\n".repeat(65_536));
  eve.write("PRIVMSG eve :after it\r\n");
  await room.settled();
  const [peer] = room.server.door.peers.values();
  assert.ok((peer?.todo?.length ?? 0) < 2_000, `${peer?.todo?.length} lines wait`);
  assert.ok((peer?.unread?.length ?? 0) <= 131_072, `${peer?.unread?.length} bytes wait`);
  assert.ok(peer?.paused, "it is not read any more");
  // It is slowed, and everything is still heard in its order.
  await pass(2);
  assert.ok(peer.paused);
  const left = room.connect();
  left.write(`${register("left")}${"\n".repeat(3_000)}PRIVMSG left :all was heard\r\n`);
  await room.settled();
  assert.doesNotMatch(left.take(), /all was heard/);
  await pass(3_000 / flood.linesPerSecond);
  assert.match(left.take(), /all was heard/);
});

test("who does not read the answers gets no more of them", async (t) => {
  const { room, pass } = hostileRoom(t);
  const maker = room.connect();
  maker.write(register("maker"));
  for (let n = 0; n < 100; n += 1)
    maker.write(`JOIN #room${n}\r\nTOPIC #room${n} :${"t".repeat(390)}\r\n`);
  await pass(60);
  const eve = room.connect();
  eve.write(register("eve"));
  await room.settled();
  eve.take();
  eve.pause();
  eve.write("LIST\r\n".repeat(200));
  await pass(60);
  const peer = [...room.server.door.peers.values()].at(-1);
  const queued = peer?.connection.queuedBytes ?? 0;
  assert.ok(queued > 0 && queued < 700_000, `${queued} bytes wait for a reader`);
  eve.resume();
  await pass(60);
  assert.equal(eve.take().split(" 323 ").length - 1, 200, "all are answered to one who reads");
});

test("a line for many costs more than a line for one", async (t) => {
  const { room, pass } = hostileRoom(t);
  const eve = room.connect();
  const rooms = Array.from({ length: 60 }, (_, n) => `#r${n}`).join(",");
  eve.write(register("eve"));
  for (let n = 0; n < 20; n += 1) eve.write(`JOIN ${rooms}\r\nPART ${rooms}\r\n`);
  await room.settled();
  const first = eve.take();
  assert.ok(first.split(" JOIN ").length < 125, "joins in the first burst");
  await pass(400);
  assert.equal((first + eve.take()).split(" PART ").length - 1, 20 * 60, "none is lost");
});

test("one name many times is answered once", async (t) => {
  const { room } = hostileRoom(t);
  const eve = room.connect();
  eve.write(`${register("eve")}JOIN #big\r\n`);
  await room.settled();
  eve.take();
  eve.write(`NAMES ${"#big,".repeat(80)}\r\n`);
  await room.settled();
  assert.equal(eve.take().split(" 366 ").length - 1, 1);
});

test("a password is not guessed faster by guessing at once", async (t) => {
  const operators = [{ name: "boss", passwordHash: "x", rights: ["kill"] as const, masks: [] }];
  let looked = 0;
  const verifyPassword = (said: string): Promise<boolean> => {
    looked += 1;
    return Promise.resolve(said === "right");
  };
  const { room } = hostileRoom(t, { operators }, { verifyPassword });
  const people = Array.from({ length: 40 }, (_, n) => {
    const peer = room.connect({ address: "192.0.2.7" });
    peer.write(register(`p${n}`));
    return peer;
  });
  await room.settled();
  for (const peer of people) peer.write("OPER boss wrong\r\n");
  await room.settled();
  assert.equal(looked, room.server.config.login.attemptsMax);
  const boss = room.connect({ address: "192.0.2.8" });
  boss.write(register("boss"));
  for (let n = 0; n < 20; n += 1) boss.write("OPER boss right\r\n");
  await room.settled();
  assert.equal(boss.take().split(" 381 ").length - 1, 20, "the right one costs no attempt");
});

test("numbers that are none, names that are too long, bytes that are no text", async (t) => {
  const { room } = hostileRoom(t);
  const eve = room.connect();
  eve.write(`${register("eve")}CAP REQ :message-tags\r\n`);
  await room.settled();
  eve.take();
  for (const number of ["1.5", "1e-9", "-1", "Infinity", "NaN", "9".repeat(30)])
    eve.write(`WHOWAS nobody ${number}\r\n`);
  eve.write(Buffer.from(`${"\xff".repeat(400)} x\r\n`, "latin1"));
  await room.settled();
  const heard = eve.take();
  assert.equal(heard.split(" 369 ").length - 1, 6);
  assert.match(heard, / FAIL \* INVALID_UTF8 /);
  const nina = room.connect();
  nina.silence();
  nina.write(`/msg ${"n".repeat(600)} ${"w".repeat(5_000)}\n/msg eve hello\n`);
  await room.settled();
  assert.match(eve.take(), / PRIVMSG eve :hello\r\n/);
});

test("one who was cut off with lines still waiting is gone all the same", async (t) => {
  const { room, pass } = hostileRoom(t);
  const eve = room.connect();
  eve.pause();
  eve.write(`NICK eve\r\n${"CAP LS 302\r\n".repeat(2_000)}`);
  await pass(60);
  eve.close();
  await pass(200);
  judgeEmpty(room.server);
});

test("a crowd that asks for what costs much delays itself, not what others say", async (t) => {
  // Each look at the clock takes three milliseconds: so does, at the least, each answer.
  let clock = startOfTime;
  const { room } = hostileRoom(
    t,
    { flood: { ...flood, linesBurst: 1_000 } },
    { now: () => (clock += 3) },
  );
  const [alice, bob] = [room.connect(), room.connect()];
  for (const [peer, nick] of [
    [alice, "alice"],
    [bob, "bob"],
  ] as const)
    peer.write(`${register(nick)}JOIN #a\r\n`);
  const crowd = Array.from({ length: 20 }, (_, n) => {
    const peer = room.connect();
    peer.write(register(`eve${n}`));
    return peer;
  });
  for (let n = 0; n < 20; n += 1) await room.settled();
  for (const peer of [alice, bob, ...crowd]) peer.take();
  const told: string[] = [];
  const answers = (): number => told.join("").split(" 315 ").length - 1;
  for (const peer of crowd) peer.write("WHO *\r\n".repeat(30));
  alice.write("PRIVMSG #a :hello\r\n");
  await room.settled();
  for (const peer of crowd) told.push(peer.take());
  assert.match(bob.take(), / PRIVMSG #a :hello\r\n/);
  assert.ok(answers() < 40, `${answers()} answers came first`);
  // Who comes later has their answer before those who asked for more.
  bob.write("WHO alice\r\n");
  for (let n = 0; n < 40; n += 1) await room.settled();
  assert.match(bob.take(), / 315 bob alice /);
  for (const peer of crowd) told.push(peer.take());
  assert.ok(answers() < 20 * 30, "the crowd has to wait still");
  // In the end all are answered.
  for (let n = 0; n < 2_000 && answers() < 20 * 30; n += 1) {
    await room.settled();
    for (const peer of crowd) told.push(peer.take());
  }
  assert.ok(answers() >= 20 * 30, `${answers()} answers in the end`);
});
