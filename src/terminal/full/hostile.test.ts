/**
 * Hostile: servers that flood, lie, say nonsense or nothing. The client goes on, draws what it can,
 * and still does what its person types.
 */
import assert from "node:assert/strict";
import net from "node:net";
import type { AddressInfo } from "node:net";
import test from "node:test";
import { Random } from "../../../test/fuzz/random.ts";
import { seed } from "../../../test/seed.ts";
import { join } from "../join.ts";
import { FakeTerminal, haste, SmallServer } from "../stage.case.ts";

const limit = { timeout: 60_000 };
const random = new Random(seed);

/** What it says once bob is in; afterwards bob must be able to speak, and leave. */
async function survives(columns: number, rows: number, says: (server: SmallServer) => void) {
  const server = new SmallServer();
  const port = await server.listen();
  const terminal = new FakeTerminal(columns, rows);
  const code = join({ host: "127.0.0.1", port, nick: "bob" }, terminal.io);
  await terminal.sees("You joined #lobby.");
  says(server);
  server.say(":alice!a@h PRIVMSG #lobby :that was all");
  await terminal.sees("that was all");
  terminal.type("still here\r");
  await terminal.sees(/still here/);
  terminal.type("/quit\r");
  assert.equal(await code, 0);
  await server.stop();
  return terminal;
}

test("lines of a megabyte, bytes without sense, and none at all", limit, async () => {
  await survives(40, 10, (server) => {
    server.say(`:evil!e@h PRIVMSG #lobby :${"A".repeat(1_000_000)}`);
    server.say(`@${"t=v;".repeat(100_000)} :evil!e@h PRIVMSG #lobby :tags`);
    server.say(`:evil!e@h PRIVMSG #lobby :${"👩‍👩‍👧e\u0301\u0301\u0301שלום".repeat(500)}`);
    server.say(`:evil!e@h PRIVMSG #lobby ${"a ".repeat(5000)}`);
    for (const socket of server.people.keys()) socket.write(random.bytes(200_000));
    server.say("");
    for (const line of [":", "@", "@=;= :", ":x", "::: :", "\0\0", "\r", "@a :b c d :e"])
      server.say(line);
  });
});

test("what a server claims of itself can be wrong in every way", limit, async () => {
  await survives(80, 24, (server) => {
    const tokens =
      "PREFIX=((((@ PREFIX= CHANMODES=,,,,,, CHANTYPES= CASEMAPPING=klingon NICKLEN=-1 LINELEN=0 " +
      "TARGMAX=PRIVMSG:-5 NETWORK=\\x1b[2J STATUSMSG=\\x00 MONITOR=0 CHATHISTORY=-1 MSGREFTYPES=x";
    server.say(`:s 005 bob ${tokens} :are supported`);
    server.say(":s 005 bob CHANTYPES=# PREFIX=(ov)@+ :are supported");
    server.say(":s CAP bob NEW :draft/chathistory batch server-time");
    server.say(":s CAP bob DEL :message-tags");
    server.say(":s CAP bob ACK :draft/multiline never-asked -echo-message");
    for (let n = 0; n < 500; n += 1) server.say(`:s BATCH +b${n} chathistory #lobby`);
    server.say("@batch=b1 :evil!e@h PRIVMSG #lobby :of a batch that never ends");
    for (const time of ["9999-99-99T99:99:99Z", "0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z"])
      server.say(`@time=${time} :evil!e@h PRIVMSG #lobby :at ${time}`);
    server.say(":s 001 bob :again", ":s 433 bob bob :taken", "AUTHENTICATE +", "ERROR :not really");
    server.say(":bob!b@h NICK \x1b[31m", ":\x1b[31m!b@h NICK bob");
  });
});

test("ten thousand members, thousands of rooms and people who force themselves on one", limit, () =>
  survives(120, 40, (server) => {
    for (let n = 0; n < 10_000; n += 50) {
      const nicks = Array.from({ length: 50 }, (_, at) => `${at % 9 ? "" : "@"}member${n + at}`);
      server.say(`:s 353 bob = #lobby :${nicks.join(" ")}`);
    }
    server.say(":s 353 bob = #lobby :bob", ":s 366 bob #lobby :End");
    for (let n = 0; n < 1000; n += 1) {
      server.say(`:bob!b@h JOIN #forced${n}`, `:p${n}!p@h PRIVMSG bob :hey`);
      server.say(`:s 322 bob #listed${n} ${n} :\x1b]0;owned\x07 topic`);
    }
    server.say(":s 323 bob :End");
  }).then(() => undefined),
);

test("a server that takes the connection and says nothing is given up", limit, async (t) => {
  const silent = net.createServer((socket) => socket.on("error", () => undefined).resume());
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  t.after(() => silent.close());
  const { port } = silent.address() as AddressInfo;
  const terminal = new FakeTerminal();
  const began = Date.now();
  const now = (): number => began + (Date.now() - began) * haste;
  const code = join({ host: "127.0.0.1", port, nick: "bob" }, { ...terminal.io, now });
  assert.equal(await code, 1);
  assert.match(terminal.errors, /does not answer/);
});
