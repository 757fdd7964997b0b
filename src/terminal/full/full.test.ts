/** The full screen whole: `banter join` at a terminal in memory, with a small IRC server. */
import assert from "node:assert/strict";
import test from "node:test";
import type { JoinOptions } from "../join-options.ts";
import { join } from "../join.ts";
import { FakeTerminal, freePort, SmallServer } from "../stage.case.ts";

const limit = { timeout: 60_000 };

class Play {
  readonly server = new SmallServer();
  readonly terminal: FakeTerminal;
  port = 0;
  code: Promise<number> = Promise.resolve(-1);

  private constructor(columns: number, rows: number) {
    this.terminal = new FakeTerminal(columns, rows);
  }

  static async begin(columns = 80, rows = 24, more: Partial<JoinOptions> = {}): Promise<Play> {
    const play = new Play(columns, rows);
    play.port = await play.server.listen();
    const options = { host: "127.0.0.1", port: play.port, nick: "bob", ...more };
    play.code = join(options, play.terminal.io);
    await play.terminal.sees("You joined #lobby.");
    return play;
  }

  async end(): Promise<void> {
    this.terminal.type("x\x03/quit\r");
    assert.equal(await this.code, 0);
    await this.server.stop();
  }
}

test("one comes, talks, is called, and leaves the terminal as it was", limit, async () => {
  const { server, terminal, ...play } = await Play.begin();
  assert.ok(terminal.stdin.raw);
  assert.ok(terminal.model.on.has("1049") && terminal.model.on.has("2004"));
  terminal.type("hello\rhalf a li");
  await terminal.sees(/bob hello\n/);
  server.say(":alice!a@h PRIVMSG #lobby :don't tear this");
  await terminal.sees("alice don't tear this");
  await terminal.sees("› half a li");
  assert.deepEqual(
    terminal.model.told.filter((each) => each === "bell"),
    [],
  );
  // Somebody who looks elsewhere is called.
  terminal.type("\x1b[O");
  server.say(":alice!a@h PRIVMSG #lobby :bob: tea?");
  await terminal.sees("bob: tea?");
  assert.ok(terminal.model.told.includes("bell"));
  assert.ok(terminal.model.told.includes("9;alice in #lobby: bob: tea?"));
  await terminal.sees("── new ──");
  terminal.type("\x1b[I\x15/quit\r");
  assert.equal(await play.code, 0);
  assert.equal(terminal.stdin.raw, false);
  const { on } = terminal.model;
  assert.deepEqual([...on].toSorted(), ["25", "7"]);
  await server.stop();
});

test("a clock that is put back does not stop the screen", limit, async () => {
  const server = new SmallServer();
  const port = await server.listen();
  const terminal = new FakeTerminal();
  let back = 0;
  const io = { ...terminal.io, now: () => Date.now() - back };
  const code = join({ host: "127.0.0.1", port, nick: "bob" }, io);
  await terminal.sees("You joined #lobby.");
  back = 3_600_000;
  server.say(":alice!a@h PRIVMSG #lobby :is it earlier now?");
  await terminal.sees("is it earlier now?");
  terminal.type("/quit\r");
  assert.equal(await code, 0);
  await server.stop();
});

test(
  "the connection is lost: what was typed is kept, marked, and said on return",
  limit,
  async () => {
    const play = await Play.begin();
    const { terminal } = play;
    await play.server.stop();
    await terminal.sees(/Trying again in \d+ s …/);
    terminal.type("while away\r/who\r");
    await terminal.sees(/while away \(not sent yet\)/);
    await terminal.sees("1 line waits");
    await terminal.sees("/who needs the connection");
    await terminal.sees("› /who");
    const second = new SmallServer();
    await second.listen(play.port);
    await second.hears("@label=b1 PRIVMSG #lobby :while away");
    await terminal.sees(/bob while away \(typed/);
    assert.doesNotMatch(terminal.screen, /Trying again/);
    terminal.type("\x15/quit\r");
    assert.equal(await play.code, 0);
    await second.stop();
  },
);

test(
  "many pasted lines are asked about; few are not; what is typed has its lines",
  limit,
  async () => {
    const play = await Play.begin();
    const { terminal, server } = play;
    terminal.type("\x1b[200~one\r\ntwo\x1b[201~\r");
    await terminal.sees(/bob one/);
    await terminal.sees(/two\n/);
    terminal.type("\x1b[200~a1\na2\na3\na4\na5\na6\na7\x1b[201~\r");
    await terminal.sees("Send 7 lines to #lobby?");
    assert.ok(!server.heard.some((line) => line.includes("a1")));
    terminal.type("\x1b");
    await terminal.sees(/› a1|a7/);
    await terminal.sees(/12:|bob/);
    terminal.type("\r");
    await terminal.sees("Send 7 lines to #lobby?");
    terminal.type("\r");
    await server.hears("@label=b9 PRIVMSG #lobby a7");
    terminal.type("first\x0asecond\x1b\rthird");
    await terminal.sees("› first\n");
    await terminal.sees(/third/);
    await play.end();
  },
);

test("the palette goes anywhere; help is made of the commands; Tab completes", limit, async () => {
  const play = await Play.begin(100, 30);
  const { terminal, server } = play;
  server.say(":s 353 bob = #lobby :@alice bob albert");
  server.say(":s 366 bob #lobby :End");
  server.say(":carol!c@h PRIVMSG bob :psst");
  await terminal.sees(/● carol +1/);
  terminal.type("\x0b");
  await terminal.sees("Go to");
  terminal.type("car\r");
  await terminal.sees("carol psst");
  terminal.type("\x10");
  await terminal.sees("You joined #lobby.");
  terminal.type("al\t");
  await terminal.sees("› albert: ");
  terminal.type("\t");
  await terminal.sees("› alice: ");
  terminal.type("look :tad\t");
  await terminal.sees("› alice: look 🎉");
  terminal.type("\x15/he\t");
  await terminal.sees("› /help");
  terminal.type("\r");
  await terminal.sees("Alt-Enter or Ctrl-J begins a new line");
  terminal.type("\x1b[6~\x1b[6~\x1b[6~\x1b[6~");
  await terminal.sees("say /TEXT");
  terminal.type("\x1b");
  await terminal.lacks("say /TEXT");
  await play.end();
});

test("a message is picked by keys: answered, reacted to, copied", limit, async () => {
  const play = await Play.begin();
  const { terminal, server } = play;
  server.say("@msgid=m1 :alice!a@h PRIVMSG #lobby :who has https://example.org/key ?");
  await terminal.sees("who has");
  terminal.type("\x1b[1;3A");
  await terminal.sees(/▌.*who has/);
  await terminal.sees("Enter answer");
  terminal.type("o");
  await terminal.sees("Copied: https://example.org/key");
  assert.ok(terminal.model.told.some((each) => each === `52;c;${btoa("https://example.org/key")}`));
  terminal.type("\x1b[1;3A\r");
  await terminal.sees("↳ answering alice: who has");
  terminal.type("I have\r");
  await server.hears("@label=b1;+draft/reply=m1 PRIVMSG #lobby :I have");
  await terminal.sees("╭ alice: who has");
  terminal.type("\x1b[1;3A\x1b[1;3A+");
  await terminal.sees("React");
  terminal.type("tada\r");
  await server.hears("@+draft/reply=m1;+draft/react=🎉 TAGMSG #lobby");
  await play.end();
});

test("the mouse does what keys do", limit, async () => {
  const play = await Play.begin(80, 24);
  const { terminal, server } = play;
  assert.ok(terminal.model.on.has("1000") && terminal.model.on.has("1006"));
  server.say("@msgid=m1 :carol!c@h PRIVMSG bob :psst");
  await terminal.sees(/● carol +1/);
  const row = terminal.model.seen.findIndex((line) => line.includes("● carol"));
  terminal.type(`\x1b[<0;4;${row + 1}M`);
  await terminal.sees("carol psst");
  const said = terminal.model.seen.findIndex((line) => line.includes("carol psst"));
  terminal.type(`\x1b[<0;40;${said + 1}M`);
  await terminal.sees(/▌.*carol psst/);
  terminal.type(`\x1b[<0;40;${said + 1}M`);
  await terminal.lacks("▌");
  for (let n = 0; n < 60; n += 1) server.say(`:carol!c@h PRIVMSG bob :line ${n}`);
  await terminal.sees("line 59");
  terminal.type("\x1b[<64;40;5M\x1b[<64;40;5M");
  await terminal.sees("End goes down");
  assert.doesNotMatch(terminal.screen, /line 59/);
  terminal.type("\x1b[<65;40;5M\x1b[<65;40;5M");
  await terminal.sees("line 59");
  terminal.type("/mouse off\r");
  await terminal.sees("› \n".trimEnd());
  assert.ok(!terminal.model.on.has("1000"));
  await play.end();
});

test("any size, any time: what is typed and said stays", limit, async () => {
  const play = await Play.begin();
  const { terminal, server } = play;
  terminal.type("half a line");
  for (const [columns, rows] of [
    [40, 10],
    [120, 40],
    [20, 5],
    [66, 17],
  ] as const) {
    terminal.resize(columns, rows);
    server.say(`:alice!a@h PRIVMSG #lobby :at ${columns}`);
    await terminal.sees(`at ${columns}`);
    await terminal.sees("half a line");
  }
  await play.end();
});

test(
  "Ctrl-C drops the text, then warns, then leaves; nobody there is told in one line",
  limit,
  async () => {
    const play = await Play.begin();
    const { terminal } = play;
    terminal.type("typed\x03\x03");
    await terminal.sees("Ctrl-C again leaves.");
    terminal.type("\x03");
    assert.equal(await play.code, 0);
    await play.server.stop();
    const alone = new FakeTerminal();
    const port = await freePort();
    assert.equal(await join({ host: "127.0.0.1", port }, alone.io), 1);
    assert.equal(alone.errors, `127.0.0.1:${port} cannot be reached: nobody listens there\n`);
    assert.equal(alone.screen, "");
    assert.deepEqual([...alone.model.on].toSorted(), ["25", "7"]);
  },
);

test("Ctrl-Z gives the terminal back until the shell lets us go on", limit, async () => {
  const play = await Play.begin();
  const { terminal } = play;
  terminal.type("\x1a");
  await terminal.suspended;
  assert.equal(terminal.stdin.raw, false);
  assert.ok(!terminal.model.on.has("1049"));
  terminal.goesOn();
  await terminal.sees("You joined #lobby.");
  assert.ok(terminal.model.on.has("1049"));
  terminal.type("still here\r");
  await terminal.sees("bob still here");
  await play.end();
});
