/**
 * A cluster as those meet it whose node goes: who can be known again goes on at another, and the
 * others see nothing of it.
 */
import assert from "node:assert/strict";
import { connect } from "node:net";
import { test } from "node:test";
import { freePorts } from "../nats.ts";
import { requires } from "../requires.ts";
import { banter, scratchFolder, serve, type Serving, type Test } from "./banter.ts";
import { newCluster, nodeConfig, serveNode, withNats } from "./cluster.ts";
import { ircPerson, Person } from "./person.ts";

const needs = { ...requires("nats-server"), timeout: 120_000 };
withNats(needs);

/** Who has an account can be known again. */
async function withAccount(t: Test, port: number, nick: string): Promise<Person> {
  const person = new Person(t, connect(port, "127.0.0.1"));
  person.say(`PASS ${nick}:secret-word`, `NICK ${nick}`, `USER ${nick} 0 * :${nick} of Test`);
  await person.heard.next(/ (?:422|376) /);
  await person.fence();
  return person;
}

test("a rolling restart is nothing that others see of who has an account", needs, async (t) => {
  const cluster = newCluster();
  const [a, b] = await Promise.all(["a", "b"].map((node) => serveNode(t, cluster, node)));
  const bob = await ircPerson(t, b!.port, "bob");
  const guest = await ircPerson(t, a!.port, "alice");
  await bob.hears(/:alice!\S+ JOIN #lobby/);
  guest.say("REGISTER * * :secret-word");
  await guest.hears(/:\S+ REGISTER SUCCESS alice .*/);
  bob.say("PRIVMSG #lobby :before");
  await guest.hears(/.*before/);
  const seen = bob.heard.text.length;
  await a!.stop("SIGTERM");
  await guest.hears(/ERROR .*The server is ending.*/);
  bob.say("PRIVMSG #lobby :while a restarts", "PRIVMSG alice :for you");
  const back = await withAccount(t, b!.port, "alice");
  await back.fence();
  assert.match(back.heard.text, / JOIN #lobby/);
  assert.match(back.heard.text, /while a restarts/);
  back.say("PRIVMSG #lobby :here again");
  await bob.hears(/:alice!\S+ PRIVMSG #lobby :here again/);
  assert.doesNotMatch(bob.heard.text.slice(seen), /:alice!\S+ (?:QUIT|JOIN|AWAY|PART)/);
});

test("whoever does not come back in time has gone", needs, async (t) => {
  const cluster = newCluster();
  const [a, b] = await Promise.all(
    ["a", "b"].map((node) =>
      serve(t, { config: nodeConfig(cluster, node, "grace_seconds = 2\n") }),
    ),
  );
  const bob = await ircPerson(t, b!.port, "bob");
  const alice = await ircPerson(t, a!.port, "alice");
  alice.say("REGISTER * * :secret-word");
  await alice.hears(/:\S+ REGISTER SUCCESS alice .*/);
  await a!.stop("SIGTERM");
  await bob.hears(/:alice!\S+ QUIT :?Has not come back/);
});

// ── Guests ──────────────────────────────────────────────────────────────────────────────────

const wishes = { caps: "banter/resume server-time" };
const tokenOf = ({ heard }: Person): string => / RESUME (\S+)/.exec(heard.text)?.[1] ?? "";

async function comesAgain(t: Test, port: number, nick: string, token: string): Promise<Person> {
  const person = new Person(t, connect(port, "127.0.0.1"));
  person.say(`CAP REQ :${wishes.caps}`, `RESUME ${token}`);
  person.say(`NICK ${nick}`, `USER ${nick} 0 * :${nick} of Test`, "CAP END");
  await person.heard.next(/ (?:422|376) /);
  await person.fence();
  return person;
}

for (const signal of ["SIGKILL", "SIGTERM"] as const)
  test(`a guest whose node ends by ${signal} goes on at another, unseen`, needs, async (t) => {
    const cluster = newCluster();
    const [a, b] = await Promise.all(["a", "b"].map((node) => serveNode(t, cluster, node)));
    const alice = await ircPerson(t, a!.port, "alice", wishes);
    const bob = await ircPerson(t, b!.port, "bob");
    await alice.hears(/\S+ :bob!\S+ JOIN #lobby/);
    const seen = bob.heard.text.length;
    await a!.stop(signal);
    bob.say("PRIVMSG #lobby :meanwhile", "PRIVMSG alice :for you");
    await bob.fence();
    const back = await comesAgain(t, b!.port, "alice", tokenOf(alice));
    assert.match(back.heard.text, / 001 alice [^]* JOIN #lobby[^]* 353 alice = #lobby :@alice bob/);
    assert.match(back.heard.text, /meanwhile/);
    back.say("PRIVMSG #lobby :here again", "MODE #lobby +m");
    await bob.hears(/:alice!\S+ PRIVMSG #lobby :here again/);
    await bob.hears(/:alice!\S+ MODE #lobby \+m/);
    // Past the end of the lease and of the first node's run.
    const again = await serveNode(t, cluster, "a", { data: a!.data });
    const carol = await ircPerson(t, again.port, "carol", { room: "" });
    carol.say("PRIVMSG alice :to you");
    await back.hears(/\S+ :carol!\S+ PRIVMSG alice :to you/);
    await bob.fence();
    assert.doesNotMatch(bob.heard.text.slice(seen), /:alice!\S+ (?:QUIT|JOIN|AWAY|PART)/);
  });

test("nobody is a guest again by a word that is made up, or of one who has gone", async (t) => {
  const server = await serve(t);
  const alice = await ircPerson(t, server.port, "alice", wishes);
  const token = tokenOf(alice);
  assert.match(token, /^[\w-]+\.[\w-]{32}$/);
  const bob = await ircPerson(t, server.port, "bob", wishes);
  const [ofBob = ""] = tokenOf(bob).split(".");
  for (const wrong of ["x", `${ofBob}.${token.split(".")[1]}`]) {
    const stranger = await comesAgain(t, server.port, `s${wrong.length}`, wrong);
    assert.match(stranger.heard.text, new RegExp(` 001 s${wrong.length} `));
  }
  alice.say("QUIT");
  await alice.heard.whenEnded();
  const late = await comesAgain(t, server.port, "late", token);
  assert.match(late.heard.text, / 001 late /);
  assert.doesNotMatch(late.heard.text, / JOIN #/);
});

test("a guest goes on over another connection while the first is still there", async (t) => {
  const server = await serve(t);
  const alice = await ircPerson(t, server.port, "alice", wishes);
  const bob = await ircPerson(t, server.port, "bob");
  const seen = bob.heard.text.length;
  const back = await comesAgain(t, server.port, "alice", tokenOf(alice));
  assert.match(back.heard.text, / 001 alice [^]* JOIN #lobby/);
  await alice.hears(/ERROR .*Goes on over another connection.*/);
  back.say("PRIVMSG #lobby :on");
  await bob.hears(/:alice!\S+ PRIVMSG #lobby :on/);
  assert.doesNotMatch(bob.heard.text.slice(seen), /:alice!\S+ (?:QUIT|JOIN)/);
});

// ── All nodes restarted, one after another ──────────────────────────────────────────────────

test("a rolling restart: our own clients read on, and see nothing of it", needs, async (t) => {
  const cluster = newCluster();
  const ports = await freePorts(2);
  const addresses = `addresses = [${ports.map((port) => `"127.0.0.1:${port}"`).join()}]\n`;
  const start = (n: number, data?: string) =>
    serve(t, {
      config: nodeConfig(cluster, n === 0 ? "a" : "b", addresses),
      place: ["127.0.0.1", String(ports[n])],
      ...(data !== undefined && { data }),
    });
  const nodes = await Promise.all([start(0), start(1)]);
  const reader = banter(["join", "127.0.0.1", String(ports[0]), "--nick", "reader", "--follow"], {
    env: { ...process.env, HOME: scratchFolder() },
  });
  t.after(() => reader.stop("SIGKILL"));
  // A guest whose client knows how to come again, too.
  let watcher = await ircPerson(t, ports[1] as number, "watcher", wishes);
  await watcher.meets("reader");
  const token = tokenOf(watcher);
  const seen = watcher.heard.text.length;
  const say = async (text: string): Promise<void> => {
    watcher.say(`PRIVMSG #lobby :${text}`);
    await reader.out.until(new RegExp(`<watcher> ${text}\n`));
  };
  await say("before");
  for (const [n, other] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const { data } = nodes[n] as Serving;
    await nodes[n]?.stop("SIGTERM");
    assert.doesNotMatch(watcher.heard.text.slice(seen), /:reader!\S+ (?:QUIT|JOIN|AWAY|PART)/);
    if (n === 1) watcher = await comesAgain(t, ports[other] as number, "watcher", token);
    await say(`while ${n} is away`);
    await start(n, data);
    await say(`${n} is back`);
  }
  assert.equal(
    reader.out.text,
    ["before", "while 0 is away", "0 is back", "while 1 is away", "1 is back"]
      .map((text) => `<watcher> ${text}\n`)
      .join(""),
  );
  assert.doesNotMatch(watcher.heard.text, /:reader!\S+ (?:QUIT|JOIN|AWAY|PART)/);
});
