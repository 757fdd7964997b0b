/** Every way of joining, in one room, at the real server. */
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import path from "node:path";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import { WebSocket } from "ws";
import { requires } from "../requires.ts";
import { banter, noFlood, Program, root, run, serve, type Test } from "./banter.ts";
import { certificate, fingerprintAt } from "./certificate.ts";
import { ircPerson, Person, plainPerson } from "./person.ts";
import { Watched } from "./watched.ts";

/** IRC over WebSocket, each message a line. */
async function webPerson(t: Test, port: number, nick: string) {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/`, ["text.ircv3.net"]);
  const heard = new Watched();
  socket.on("message", (data: Buffer) => heard.add(`${data.toString()}\n`));
  socket.on("close", () => heard.end());
  t.after(() => socket.terminate());
  await once(socket, "open");
  for (const line of [`NICK ${nick}`, `USER ${nick} 0 * :${nick}`, "JOIN #lobby"])
    socket.send(line);
  await heard.next(/ 366 .*\n/);
  return { say: (line: string) => socket.send(line), heard };
}

test(
  "the report's client, nc, plain lines, IRC, WebSocket, TLS and banter join hear each other",
  requires("nc", "python3"),
  async (t) => {
    const server = await serve(t);
    const port = String(server.port);
    const at = ["127.0.0.1", port];

    const irc = await ircPerson(t, server.port, "irc");
    const web = await webPerson(t, server.port, "web");
    const plain = await plainPerson(t, server.port, "plain");
    const secure = new Person(
      t,
      connectTls({ port: server.port, host: "127.0.0.1", rejectUnauthorized: false }),
    );
    secure.say("/nick secure");
    await secure.hears("* You are secure now.");
    const nc = new Program(spawn("nc", at));
    nc.child.stdin!.write("/nick nc\n");
    await nc.out.next(/You are nc now/);
    const join = banter(["join", ...at, "--nick", "join", "--follow"]);
    await irc.heard.next(/:join!\S+ JOIN #lobby/);
    const report = new Program(
      spawn("python3", ["-u", path.join(root, "test/report/client.py"), ...at]),
    );
    await report.out.next(/Welcome to this chatroom!/);
    await report.out.next(/You are in #lobby/);
    for (const program of [nc, join, report]) t.after(() => program.stop("SIGKILL"));
    report.child.stdin!.write("/nick report\n");
    await report.out.next(/<You>\/nick report\n/);
    await irc.heard.next(/ NICK :?report\r/);

    const speakers: readonly [nick: string, say: (text: string) => void][] = [
      ["irc", (text) => irc.say(`PRIVMSG #lobby :${text}`)],
      ["web", (text) => web.say(`PRIVMSG #lobby :${text}`)],
      ["plain", (text) => plain.say(text)],
      ["secure", (text) => secure.say(text)],
      ["nc", (text) => nc.child.stdin!.write(`${text}\n`)],
      ["join", (text) => join.child.stdin!.write(`${text}\n`)],
      ["report", (text) => report.child.stdin!.write(`${text}\n`)],
    ];
    const readers: readonly [nick: string, heard: Watched, form: "irc" | "plain"][] = [
      ["irc", irc.heard, "irc"],
      ["web", web.heard, "irc"],
      ["plain", plain.heard, "plain"],
      ["secure", secure.heard, "plain"],
      ["nc", nc.out, "plain"],
      ["join", join.out, "plain"],
      ["report", report.out, "plain"],
    ];
    for (const [speaker, say] of speakers) {
      const text = `hello from ${speaker}, 日本 🦆`;
      say(text);
      for (const [reader, heard, form] of readers) {
        if (reader === speaker) continue;
        // The report's client prints bytes as Python writes them.
        const words = reader === "report" ? `hello from ${speaker}, ` : text;
        await heard.next(
          new RegExp(
            form === "irc" ? `:${speaker}!\\S+ PRIVMSG #lobby :${words}` : `<${speaker}> ${words}`,
          ),
        );
      }
    }
    // The typist's own client shows the line.
    await report.out.until(/<You>hello from report/);
    assert.doesNotMatch(plain.heard.text, /<plain>/);
  },
);

test(
  "nc at the end of its input has said all, and reads what it asked",
  requires("nc"),
  async (t) => {
    const server = await serve(t);
    const irc = await ircPerson(t, server.port, "irc");
    const nc = new Program(spawn("nc", ["-N", "127.0.0.1", String(server.port)]));
    nc.child.stdin!.end("hello\n/who\n");
    const { code } = await nc.ended;
    assert.equal(code, 0);
    assert.match(nc.out.text, /\n\* In #lobby: @irc, \S+\n$/);
    await irc.heard.next(/ PRIVMSG #lobby :hello\r\n/);
    await irc.heard.next(/ QUIT :/);
  },
);

test(
  "more than may be said at once is said all the same, though nc has ended",
  requires("nc"),
  async (t) => {
    const config = "[flood]\nlines_burst = 10\nlines_per_second = 100\n";
    const server = await serve(t, { config });
    const irc = await ircPerson(t, server.port, "irc");
    const lines = Array.from({ length: 200 }, (_, n) => `line ${n}`);
    const nc = new Program(spawn("nc", ["-N", "127.0.0.1", String(server.port)]));
    nc.child.stdin!.end(`${lines.join("\n")}\n`);
    await irc.heard.next(/ PRIVMSG #lobby :line 199\r\n[^]*? QUIT /);
    const heard = [...irc.heard.text.matchAll(/PRIVMSG #lobby :(.*)\r/g)].map(([, text]) => text);
    assert.deepEqual(heard, lines);
  },
);

test("banter join is a filter for scripts", async (t) => {
  const server = await serve(t);
  const at = ["127.0.0.1", String(server.port)];
  const irc = await ircPerson(t, server.port, "irc", { room: "#dev" });
  const said = await run(["join", ...at, "--room", "dev", "--nick", "script"], "hi\nthere");
  assert.deepEqual(said, { code: 0, out: "", err: "" });
  await irc.heard.next(/:script!\S+ PRIVMSG #dev :hi\r\n[^]*:script!\S+ PRIVMSG #dev :there\r\n/);
  // The same in raw lines.
  const plain = await run(["join", ...at, "--plain", "--nick", "script", "--room", "dev"], "ho\n");
  assert.equal(plain.code, 0);
  assert.match(plain.out, /^Welcome to this chatroom!\n/m);
  assert.match(plain.out, /<You> ho\n/);
  await irc.heard.next(/:script!\S+ PRIVMSG #dev :ho\r\n/);
  // It follows until it is stopped.
  const follow = banter(["join", ...at, "--room", "dev", "--follow"]);
  t.after(() => follow.stop("SIGKILL"));
  follow.child.stdin!.end();
  await irc.heard.next(/ JOIN #dev/);
  irc.say("PRIVMSG #dev :to you");
  await follow.out.until(/^<irc> to you\n$/);
  assert.equal((await follow.stop("SIGTERM")).code, 0);
  await irc.heard.next(/ QUIT /);
  // Nobody there: one line, exit 1.
  await server.stop();
  const { code, err } = await run(["join", ...at], "hi\n");
  assert.equal(code, 1);
  assert.match(err, /^127\.0\.0\.1:\d+ cannot be reached: .*\n$/);
});

test("banter join comes back when the server does, and says so", async (t) => {
  const server = await serve(t);
  const port = String(server.port);
  const follow = banter(["join", "127.0.0.1", port, "--nick", "loyal", "--follow"]);
  t.after(() => follow.stop("SIGKILL"));
  await server.out.next(/is loyal/);
  const before = await ircPerson(t, server.port, "irc");
  before.say("PRIVMSG #lobby :are you there?");
  await follow.out.next(/<irc> are you there\?\n/);
  await server.stop("SIGKILL");
  await follow.err.next(/Connection lost \(.*\)\. Trying again/);
  const again = await serve(t, { data: server.data, place: ["127.0.0.1", port] });
  await again.out.next(/is loyal/);
  await follow.err.next(/Back in #lobby\./);
  const irc = await ircPerson(t, again.port, "irc");
  irc.say("PRIVMSG #lobby :welcome back");
  await follow.out.next(/<irc> welcome back\n/);
});

test("TLS: the fingerprint that is printed is the one that is shown", async (t) => {
  const server = await serve(t);
  const [, printed] = /fingerprint:\n {4}(\S+)\n/.exec(server.out.text)!;
  assert.equal(await fingerprintAt(server.port), printed);
  await server.stop();
  // It is the same room the next time.
  const again = await serve(t, { data: server.data });
  assert.equal(await fingerprintAt(again.port), printed);

  const own = certificate();
  const config = `[tls]\ncertificate = "${own.cert}"\nkey = "${own.key}"\n`;
  const other = await serve(t, { config });
  assert.equal(await fingerprintAt(other.port), own.fingerprint());
  assert.ok(other.out.text.includes(`    ${own.fingerprint()}\n`));
});

test("plain text at a TLS-only port is told so in words", async (t) => {
  const server = await serve(t, { config: '[[listeners]]\ntls = "only"\n' });
  const person = new Person(t, connect(server.port, "127.0.0.1"));
  person.say("hello");
  await person.hears(/ERROR :This port speaks TLS only; .*/);
  await person.heard.whenEnded();
});

test("through a trusted proxy people have their own addresses", async (t) => {
  const seen = "[cloak]\nenabled = false\n";
  const config = `[[listeners]]\nproxy_protocol_from = ["127.0.0.1"]\n${seen}${noFlood}`;
  const server = await serve(t, { config });
  const irc = await ircPerson(t, server.port, "irc");
  const proxied = new Person(t, connect(server.port, "127.0.0.1"));
  proxied.say("PROXY TCP4 203.0.113.7 192.0.2.1 40000 6670", "/nick nina");
  await proxied.hears("* You are nina now.");
  await server.out.next(/203\.0\.113\.7 connected\n203\.0\.113\.7 is /);
  irc.say("WHOIS nina");
  await irc.hears(/:\S+ 311 irc nina ~plain 203\.0\.113\.7 .*/);
  // From anywhere else the line is a line.
  const untrusting = await serve(t);
  const other = await ircPerson(t, untrusting.port, "irc");
  const liar = new Person(t, connect(untrusting.port, "127.0.0.1"));
  liar.say("PROXY TCP4 203.0.113.7 192.0.2.1 40000 6670");
  await other.heard.next(/~plain@[\w.]+\.cloak PRIVMSG #lobby :PROXY TCP4/);
  assert.doesNotMatch(untrusting.out.text, /203\.0\.113\.7/);
});

test(
  "two of the report's clients, on a server like the report's",
  requires("python3"),
  async (t) => {
    const config = `[plain]\nnames = "address"\nshow_joins = false\n${noFlood}`;
    const server = await serve(t, { config, args: ["--show-messages"] });
    const script = path.join(root, "test/report/client.py");
    const [one, two] = [1, 2].map(() => {
      const python = spawn("python3", ["-u", script, "127.0.0.1", String(server.port)]);
      const client = new Program(python);
      t.after(() => client.stop("SIGKILL"));
      return client;
    }) as [Program, Program];
    for (const { out } of [one, two])
      await out.next(/Welcome to this chatroom![^]*You are in #lobby/);
    one.child.stdin!.write("hello\n");
    await one.out.next(/<You>hello\n/);
    // Python 3 prints bytes as bytes.
    await two.out.next(/b'<127\.0\.0\.1> hello\\n'\n/);
    two.child.stdin!.write("hello yourself\n");
    await one.out.next(/b'<127\.0\.0\.1> hello yourself\\n'\n/);
    const [, printed] = /^(127\.0\.0\.1 connected\n[^]*)/m.exec(server.out.text)!;
    assert.match(printed!, /^<127\.0\.0\.1> hello\n<127\.0\.0\.1> hello yourself\n/m);
  },
);

test("slow to speak, IRC after the greeting is IRC; GET well soon is said", async (t) => {
  const server = await serve(t);
  const slow = new Person(t, connect(server.port, "127.0.0.1"));
  await slow.hears("Welcome to this chatroom!");
  slow.say("NICK slow", "USER slow 0 * :Slow", "JOIN #lobby");
  await slow.heard.next(/:\S+ 001 slow [^]* 366 slow #lobby /);
  const well = new Person(t, connect(server.port, "127.0.0.1"));
  well.say("GET well soon");
  await slow.heard.next(/:\S+!~plain@[\w.]+\.cloak PRIVMSG #lobby :GET well soon\r\n/);
});

test("a page's cross-protocol POST reaches no room", async (t) => {
  const server = await serve(t);
  const irc = await ircPerson(t, server.port, "irc");
  const answer = await fetch(`http://127.0.0.1:${server.port}/`, {
    method: "POST",
    body: "NICK eve\r\nUSER eve 0 * :eve\r\nJOIN #lobby\r\nPRIVMSG #lobby :evil\r\n",
  });
  assert.ok(answer.status >= 400, String(answer.status));
  await irc.fence();
  assert.doesNotMatch(irc.heard.text, /evil/);
});
