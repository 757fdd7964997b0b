/** The console: the invitation, who comes and goes, and what is said where that is wished. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import { networkInterfaces } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { banter, noFlood, scratchFolder, serve, type Test } from "./banter.ts";
import { ircPerson, plainPerson } from "./person.ts";

test("the invitation shows every address, with a line for each way of joining", async (t) => {
  const server = await serve(t, { place: ["0.0.0.0", "0"] });
  const { port } = server;
  const own = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ internal, family }) => !internal && family === "IPv4")
    .map(({ address }) => address);
  for (const host of [...own, "127.0.0.1"]) {
    const at = server.out.text.indexOf(`  ${host}:${port}`);
    assert.ok(at >= 0, server.out.text);
    const block = server.out.text.slice(at).split("\n\n", 1)[0]!;
    assert.deepEqual(block.split("\n").slice(1), [
      `    a browser         http://${host}:${port}/`,
      `    netcat            nc ${host} ${port}`,
      `    an IRC client     /connect ${host} ${port}`,
      `    this program      banter join ${host} ${port}`,
    ]);
  }
  assert.match(server.out.text, /fingerprint:\n {4}([0-9A-F]{2}:){31}[0-9A-F]{2}\n/);
  const page = await (await fetch(`http://127.0.0.1:${port}/join`)).text();
  assert.match(page, new RegExp(`127\\.0\\.0\\.1.{0,9}${port}`));
});

test("it invites to what there is: TLS alone, no plain lines, no page", async (t) => {
  const tls = await serve(t, { config: '[[listeners]]\ntls = "only"\n' });
  const { port } = tls;
  assert.match(tls.out.text, new RegExp(`https://127\\.0\\.0\\.1:${port}/`));
  assert.match(
    tls.out.text,
    new RegExp(`openssl s_client -quiet -connect 127\\.0\\.0\\.1:${port}`),
  );
  assert.match(tls.out.text, /\/connect -tls 127/);
  assert.match(tls.out.text, /banter join 127\.0\.0\.1 \d+ --tls/);
  assert.doesNotMatch(tls.out.text, /nc 127/);
  const bare = await serve(t, {
    config: '[[listeners]]\ntls = "off"\nhttp = false\nplain = false\n',
  });
  assert.doesNotMatch(bare.out.text, /nc 127|http:|fingerprint/);
  // Where there are no plain lines a silent peer is not greeted, and a line is IRC.
  const alice = await ircPerson(t, bare.port, "alice");
  alice.say("hello");
  await alice.hears(/:\S+ 421 alice hello :.*/i);
});

test("where an e-mail address is required and no mail can be sent it says so", async (t) => {
  const server = await serve(t, { config: "[accounts]\nemail_required = true\n" });
  assert.match(server.out.text, /Nobody can register: accounts\.email_required is on/);
  const bob = await ircPerson(t, server.port, "bob");
  bob.say("REGISTER * bob@example.org :long enough");
  await bob.hears(/:\S+ FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :.*/);
});

test("a password is nowhere: not on the console, and not in the folder", async (t) => {
  const server = await serve(t, { args: ["--show-messages"] });
  const bob = await ircPerson(t, server.port, "bob", { caps: "echo-message" });
  bob.say("REGISTER * * :one-secret-word", "NS LOGOUT");
  bob.say("PRIVMSG NickServ :IDENTIFY bob one-secret-word", "PRIVMSG #lobby :a public word");
  await bob.hears(/:bob!\S+ PRIVMSG #lobby :a public word/);
  bob.say("STATS m", "AUTHENTICATE one-secret-word");
  await bob.fence();
  await server.out.until(/a public word/);
  await server.stop("SIGTERM");
  assert.doesNotMatch(server.out.text + server.err.text, /secret/);
  const inside = readdirSync(server.data, { recursive: true, withFileTypes: true });
  for (const { name, parentPath } of inside.filter((entry) => entry.isFile())) {
    const kept = readFileSync(path.join(parentPath, name)).toString("latin1");
    assert.doesNotMatch(kept, /one-secret-word/, name);
  }
  assert.doesNotMatch(bob.heard.text, /one-secret-word/);
});

test("who connects, their nicks and their leaving; not what is said", async (t) => {
  const { out, port } = await serve(t);
  const nina = await plainPerson(t, port, "nina");
  await out.next(/^127\.0\.0\.1 connected\n127\.0\.0\.1 is (\S+)\n\1 is nina now\n/m);
  const alice = await ircPerson(t, port, "alice");
  await out.next(/^127\.0\.0\.1 connected\n127\.0\.0\.1 is alice\n/m);
  alice.say("PRIVMSG #lobby :hello");
  await nina.hears("<alice> hello");
  alice.say("QUIT");
  await out.next(/^127\.0\.0\.1 \(alice\) left\n/m);
  nina.socket.destroy();
  await out.next(/^127\.0\.0\.1 \(nina\) left\n/m);
  assert.doesNotMatch(out.text, /hello/);
});

test("--show-messages prints `<nick> line`", async (t) => {
  const { out, port } = await serve(t, { args: ["--show-messages"] });
  const bob = await ircPerson(t, port, "bob");
  const nina = await plainPerson(t, port, "nina");
  bob.say("PRIVMSG #lobby :hi");
  await out.next(/nina now\n<bob> hi\n/);
  nina.say("hello \x1b[2J there");
  await out.next(/^<nina> hello ␛\[2J there\n/m);
  nina.say("/me waves");
  await out.next(/^\* nina waves\n/m);
  nina.say("/join dev", "work");
  await out.next(/^#dev <nina> work\n/m);
  bob.say("NOTICE #lobby :\x02take\x02 note", "PRIVMSG nina :a secret", "TAGMSG #lobby");
  await out.next(/^-bob- take note\n/m);
  await bob.fence();
  nina.say("/join lobby", "last");
  await out.next(/^<nina> last\n/m);
  assert.doesNotMatch(out.text, /secret/);
});

test("--show-messages in the report's manner", async (t) => {
  const config = `[plain]\nnames = "address"\n${noFlood}`;
  const { out, port } = await serve(t, { args: ["--show-messages"], config });
  const nina = await plainPerson(t, port);
  nina.say("hi");
  await out.next(/^<127\.0\.0\.1> hi\n/m);
});

test("at log_level error only what goes wrong is told", async (t) => {
  const data = scratchFolder();
  const config = path.join(data, "banter.toml");
  writeFileSync(config, '[server]\nlog_level = "error"\n');
  const port = await freePort();
  const args = ["serve", "127.0.0.1", String(port), "--data", data, "--config", config];
  const server = banter(args);
  t.after(() => server.stop("SIGKILL"));
  const alice = await firstPerson(t, port);
  alice.say("QUIT");
  await alice.heard.whenEnded();
  const { code } = await server.stop();
  assert.deepEqual([code, server.out.text, server.err.text], [0, "", ""]);
});

/** It does not say when it is there, so one tries. */
async function firstPerson(t: Test, port: number) {
  for (const deadline = performance.now() + 20_000; ;) {
    try {
      return await ircPerson(t, port, "alice");
    } catch (error) {
      if (performance.now() > deadline) throw error;
    }
  }
}

async function freePort(): Promise<number> {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, "close");
  return port;
}

test("it goes on when nobody reads the console any more", async (t) => {
  const server = await serve(t, { args: ["--show-messages"] });
  server.child.stdout?.destroy();
  server.child.stderr?.destroy();
  const alice = await ircPerson(t, server.port, "alice");
  const bob = await ircPerson(t, server.port, "bob");
  for (let n = 0; n < 20; n++) {
    alice.say(`PRIVMSG #lobby :line ${n}`);
    await bob.hears(new RegExp(`.* :line ${n}`));
  }
  assert.equal((await server.stop()).code, 0);
});
