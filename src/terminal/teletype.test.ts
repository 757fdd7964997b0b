/** Teletype: for screen readers everything comes once, and nothing tears what is being typed. */
import assert from "node:assert/strict";
import test from "node:test";
import { join } from "./join.ts";
import { FakeTerminal, SmallServer } from "./stage.case.ts";

const limit = { timeout: 60_000 };

async function begin(env: Readonly<Record<string, string>>) {
  const server = new SmallServer();
  const port = await server.listen();
  const terminal = new FakeTerminal(60, 40);
  const options = { host: "127.0.0.1", port, nick: "bob", "screen-reader": true };
  const code = join(options, { ...terminal.io, env });
  await terminal.sees("You joined #lobby.");
  return { server, terminal, code };
}

test("what comes while one types begins a row of its own, and one types on", limit, async () => {
  const { server, terminal, code } = await begin({ TERM: "xterm" });
  assert.ok(terminal.stdin.raw);
  terminal.type("half a");
  await terminal.sees(/^half a$/m);
  server.say(":alice!a@h PRIVMSG #lobby :hello");
  await terminal.sees(/^half a\n.*<alice> hello$/m);
  terminal.type(" lime\x7f\x7fne");
  await terminal.sees(/<alice> hello\n line$/);
  terminal.type("\r");
  await server.hears("@label=b1 PRIVMSG #lobby :half a line");
  await terminal.sees("<You> half a line");
  // Back over what stands above, too; and the last line again.
  terminal.type("日本x");
  await terminal.sees(/^日本x$/m);
  server.say(":alice!a@h PRIVMSG #lobby :again");
  await terminal.sees("again");
  terminal.type("\x7f\x7f語\r");
  await server.hears("@label=b2 PRIVMSG #lobby 日語");
  terminal.type("\x1b[A!\r");
  await server.hears("@label=b3 PRIVMSG #lobby 日語!");
  terminal.type("/quit\r");
  assert.equal(await code, 0);
  assert.equal(terminal.stdin.raw, false);
  await server.stop();
});

test("a dumb terminal shows what is typed itself, and tells of whole lines", limit, async () => {
  const { server, terminal, code } = await begin({ TERM: "dumb" });
  assert.equal(terminal.stdin.raw, false);
  terminal.type("a whole line\n");
  await server.hears("@label=b1 PRIVMSG #lobby :a whole line");
  await terminal.sees("<You> a whole line");
  assert.doesNotMatch(terminal.screen, /^a whole line/m);
  terminal.type("/quit\n");
  assert.equal(await code, 0);
  await server.stop();
});
