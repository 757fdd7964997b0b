/**
 * `banter join` whole: at a terminal in memory, and as a process, with a small IRC server, the
 * report's own server and client, and ngircd.
 */
import assert from "node:assert/strict";
import path from "node:path";
import test from "node:test";
import tls from "node:tls";
import type { AddressInfo } from "node:net";
import { serveNgircd } from "../../test/ngircd.ts";
import { scratchFolder } from "../../test/process/banter.ts";
import { requires } from "../../test/requires.ts";
import { makeSelfSigned } from "../server/transport/selfsigned.ts";
import { join } from "./join.ts";
import { FakeTerminal, freePort, joinProcess, Program, SmallServer } from "./stage.case.ts";

const report = path.join(import.meta.dirname, "../../test/report");
const timeout = 60_000;

test(
  "at a terminal: come, speak, be cut off, come back, and nothing typed is lost",
  { timeout },
  async () => {
    const first = new SmallServer();
    const port = await first.listen();
    const terminal = new FakeTerminal();
    const code = join({ host: "127.0.0.1", port, nick: "bob", lines: true }, terminal.io);
    await terminal.sees("You joined #lobby.");
    assert.equal(terminal.stdin.raw, true);
    // Text and Enter in one chunk, and the beginning of the next line.
    terminal.type("hello\rhalf a li");
    await terminal.sees("<You> hello");
    first.say(":alice!a@h PRIVMSG #lobby :don't tear this");
    await terminal.sees("<alice> don't tear this");
    await terminal.sees("#lobby> half a li");
    await first.stop();
    await terminal.sees("Connection lost (");
    await terminal.sees(/Trying again in \d+ s …/);
    terminal.type("ne\r");
    await terminal.sees("<You> half a line  (not sent yet)");
    await terminal.sees("1 line waits.");
    terminal.type("/who\rand ");
    await terminal.sees("/who needs the connection");
    const second = new SmallServer();
    await second.listen(port);
    await terminal.sees("Back in #lobby.");
    await terminal.sees("<You> half a line  (typed ");
    assert.doesNotMatch(terminal.screen, /Trying again/);
    terminal.type("\x15\x1b[200~one\r\ntwo\x1b[201~");
    await terminal.sees("<You> one");
    await terminal.sees("#lobby> two");
    terminal.type("\x03\x03");
    assert.equal(await code, 0);
    assert.equal(terminal.stdin.raw, false);
    assert.ok(second.heard.includes("QUIT"));
    assert.doesNotMatch(terminal.screen, /#lobby>/);
    await second.stop();
  },
);

test("at a terminal: one comes back into the rooms of then", { timeout }, async () => {
  const server = new SmallServer();
  const port = await server.listen();
  const folder = scratchFolder();
  const comes = (): [FakeTerminal, Promise<number>] => {
    const terminal = new FakeTerminal();
    const io = { ...terminal.io, folder };
    return [terminal, join({ host: "127.0.0.1", port, nick: "bob", lines: true }, io)];
  };
  const [terminal, code] = comes();
  await terminal.sees("You joined #lobby.");
  server.say(":alice!a@h RENAME #lobby #hall :larger");
  await terminal.sees("#hall>");
  terminal.type("\x03\x03");
  assert.equal(await code, 0);
  const [again, end] = comes();
  await again.sees("You joined #hall.");
  assert.doesNotMatch(again.screen, /#lobby/);
  again.type("\x03\x03");
  assert.equal(await end, 0);
  await server.stop();
});

test("at a terminal: nobody there is told in one line", { timeout }, async () => {
  const terminal = new FakeTerminal();
  const port = await freePort();
  assert.equal(await join({ host: "127.0.0.1", port, lines: true }, terminal.io), 1);
  assert.equal(terminal.errors, `127.0.0.1:${port} cannot be reached: nobody listens there\n`);
  assert.equal(terminal.screen, "");
});

test("a filter says what it reads, prints what others say, and ends", { timeout }, async () => {
  const server = new SmallServer();
  const port = await server.listen();
  const follower = joinProcess(`127.0.0.1:${port}`, "--room", "dev", "--follow", "--nick", "ann");
  await server.hears("PING banter-settle-#dev");
  follower.child.stdin.end();
  const filter = joinProcess("127.0.0.1", String(port), "--room", "dev");
  filter.child.stdin.end("/not a command\r\n\nlast \x1b[31mline");
  assert.equal(await filter.ended, 0);
  assert.equal(filter.out + filter.err, "");
  assert.ok(server.heard.includes("@label=b1 PRIVMSG #dev :/not a command"));
  assert.ok(server.heard.includes("@label=b2 PRIVMSG #dev :last \x1b[31mline"));
  server.say(":alice!a@h PRIVMSG #dev :\x1b[2Jhi");
  server.say(":alice!a@h PRIVMSG #other :not here");
  server.say(":alice!a@h JOIN #dev");
  server.say(":alice!a@h PRIVMSG #dev :\x01ACTION waves\x01");
  await follower.says("waves");
  assert.equal(follower.out, "<alice> ␛[2Jhi\n* alice waves\n");
  // Whoever read it goes: it ends quietly at the next line.
  follower.child.stdout.destroy();
  server.say(":alice!a@h PRIVMSG #dev :anyone?");
  assert.equal(await follower.ended, 0);
  assert.equal(follower.err, "");
  await server.stop();
});

test("a filter ends with 1 and one line when it cannot say it", { timeout }, async () => {
  const port = await freePort();
  const nobody = joinProcess("127.0.0.1", String(port));
  nobody.child.stdin.end("hi\n");
  assert.equal(await nobody.ended, 1);
  assert.equal(nobody.err, `127.0.0.1:${port} cannot be reached: nobody listens there\n`);
  const server = new SmallServer();
  const open = await server.listen();
  const cut = joinProcess("127.0.0.1", String(open));
  await server.hears("PING banter-settle-#lobby");
  cut.child.stdin.write("hi\n");
  await server.hears("@label=b1 PRIVMSG #lobby hi");
  await server.stop();
  assert.equal(await cut.ended, 1);
  assert.match(cut.err, /the server closed the connection|the connection was cut/);
});

test("TLS: an unknown certificate is shown, a wrong one refused", { timeout }, async () => {
  const { cert, key } = makeSelfSigned({
    commonName: "banter",
    names: ["127.0.0.1"],
    notBefore: new Date(Date.now() - 86_400_000),
    notAfter: new Date(Date.now() + 86_400_000),
  });
  const server = tls.createServer({ cert, key }, (socket) => {
    socket.on("error", () => undefined);
    socket.write("Welcome\n");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const port = String((server.address() as AddressInfo).port);
  const shown = joinProcess("127.0.0.1", port, "--plain", "--tls");
  shown.child.stdin.end();
  assert.equal(await shown.ended, 0);
  assert.equal(shown.out, "Welcome\n");
  const fingerprint = /SHA-256 ((?:[0-9A-F]{2}:){31}[0-9A-F]{2})/.exec(shown.err)?.[1] ?? "";
  assert.notEqual(fingerprint, "");
  const right = joinProcess("127.0.0.1", port, "--plain", "--tls", "--fingerprint", fingerprint);
  right.child.stdin.end();
  assert.equal(await right.ended, 0);
  assert.equal(right.err, "");
  const wrong = joinProcess("127.0.0.1", port, "--tls", "--fingerprint", "ab".repeat(32));
  assert.equal(await wrong.ended, 1);
  assert.match(wrong.err, /^127.0.0.1:\d+ shows another certificate: SHA-256 [0-9A-F:]+\n$/);
  await new Promise((resolve) => server.close(resolve));
});

test(
  "the report's own server and client, and ours among them",
  { ...requires("python3"), timeout },
  async () => {
    const port = await freePort();
    const server = new Program("python3", [
      "-u",
      path.join(report, "server.py"),
      "127.0.0.1",
      String(port),
    ]);
    // It says nothing when it listens: whoever comes too early tries again.
    let theirs = new Program("python3", [
      "-u",
      path.join(report, "client.py"),
      "127.0.0.1",
      String(port),
    ]);
    while (await Promise.race([theirs.ended, theirs.says("Welcome").then(() => 0)])) {
      theirs = new Program("python3", [
        "-u",
        path.join(report, "client.py"),
        "127.0.0.1",
        String(port),
      ]);
    }
    const terminal = new FakeTerminal(40, 10);
    const code = join({ host: "127.0.0.1", port, plain: true }, terminal.io);
    // The greeting has no newline.
    await terminal.sees("Welcome to this chatroom!\n>");
    terminal.type("half");
    await terminal.sees("> half");
    theirs.child.stdin.write("from the report\n");
    await terminal.sees("<127.0.0.1> from the report\n> half");
    terminal.type(" a line\r");
    await terminal.sees("<You> half a line\n>");
    await theirs.says("<127.0.0.1> half a line");
    const filter = joinProcess("127.0.0.1", String(port), "--plain");
    filter.child.stdin.end("piped\n");
    await terminal.sees("<127.0.0.1> piped");
    assert.equal(await filter.ended, 0);
    assert.equal(filter.out, "<You> piped\nWelcome to this chatroom!\n");
    terminal.type("\x04");
    assert.equal(await code, 0);
    for (const { child } of [theirs, server]) child.kill();
    await Promise.all([theirs.ended, server.ended]);
  },
);

test("ngircd, another IRC server", { ...requires("ngircd"), timeout }, async (t) => {
  const port = await serveNgircd(t);
  const terminal = new FakeTerminal();
  const code = join(
    { host: "127.0.0.1", port, nick: "bob", room: "dev", lines: true },
    terminal.io,
  );
  await terminal.sees("1 person is here: @bob");
  await terminal.sees("Hello there");
  const other = joinProcess("127.0.0.1", String(port), "--room", "#dev", "--nick", "ann");
  other.child.stdin.end("hello from ann\n");
  await terminal.sees("<ann> hello from ann");
  assert.equal(await other.ended, 0);
  const taken = joinProcess("127.0.0.1", String(port), "--nick", "bob");
  assert.equal(await taken.ended, 1);
  assert.match(taken.err, /^bob: Nickname already in use\n$/);
  terminal.type("/topic tea\r/who\rhi all\r");
  await terminal.sees("bob changed the topic of #dev: tea");
  await terminal.sees("<You> hi all");
  terminal.type("/quit\r");
  assert.equal(await code, 0);
});
