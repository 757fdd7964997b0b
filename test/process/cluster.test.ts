/** A cluster as people meet it: several nodes over NATS, of which any may come late and go. */
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import path from "node:path";
import { test } from "node:test";
import { clusterDefault } from "../../src/server/config/cluster.ts";
import { batchText, seqOf } from "../../src/server/log/jetstream/batch.ts";
import { Nats } from "../../src/server/log/jetstream/nats.ts";
import { Snapshots } from "../../src/server/log/jetstream/snapshots.ts";
import { requires } from "../requires.ts";
import { run, scratchFolder, serve, type Serving, type Test } from "./banter.ts";
import { nats, newCluster, nodeConfig, serveNode, withNats } from "./cluster.ts";
import { ircPerson, Person } from "./person.ts";

const needs = { ...requires("nats-server"), timeout: 120_000 };
withNats(needs);

test(
  "one nick, one room and one history on all nodes; who comes late has it too",
  needs,
  async (t) => {
    const cluster = newCluster();
    const [a, b] = await Promise.all(["a", "b"].map((node) => serveNode(t, cluster, node)));
    const [ofA, ofB] = [a!, b!].map(({ data }) => readFileSync(path.join(data, "secret")));
    assert.deepEqual(ofB, ofA, "two that begin at once have two secrets");
    const alice = await ircPerson(t, a!.port, "alice");
    const bob = await ircPerson(t, b!.port, "bob");
    await alice.hears(/:bob!\S+ JOIN #lobby/);
    alice.say("PRIVMSG #lobby :from a to b");
    await bob.hears(/:alice!\S+ PRIVMSG #lobby :from a to b/);
    bob.say("NICK alice", "PRIVMSG alice :in private");
    await bob.hears(/:\S+ 433 bob alice .*/);
    await alice.hears(/:bob!\S+ PRIVMSG alice :in private/);

    const c = await serveNode(t, cluster, "c");
    const carol = await ircPerson(t, c.port, "carol");
    await bob.hears(/:carol!\S+ JOIN #lobby/);
    assert.match(carol.heard.text, /PRIVMSG #lobby :\[.*\] from a to b/);
    assert.match(carol.heard.text, / 353 carol = #lobby :(?=.*@alice)(?=.*bob)/);
    // Each says who has come to it, and nothing of what it followed at its start.
    assert.ok(await c.out.until(/ is carol\n/));
    assert.deepEqual([a!, b!, c].map(whoCame), [["alice"], ["bob"], ["carol"]]);
  },
);

const whoCame = ({ out }: Serving): string[] =>
  [...out.text.matchAll(/^\S+ is (\S+)$/gm)].map(([, nick = ""]) => nick);

test(
  "a node that dies loses its people after a short lease, and comes back without them",
  needs,
  async (t) => {
    const cluster = newCluster();
    const [a, b] = await Promise.all(["a", "b"].map((node) => serveNode(t, cluster, node)));
    const bob = await ircPerson(t, b!.port, "bob");
    const alice = await ircPerson(t, a!.port, "alice");
    await bob.hears(/:alice!\S+ JOIN #lobby/);
    await a!.stop("SIGKILL");
    await bob.hears(/:alice!\S+ QUIT :?Server lost/);
    await alice.heard.whenEnded();
    bob.say("PRIVMSG #lobby :while it is away");
    const again = await serveNode(t, cluster, "a", { data: a!.data });
    const back = await ircPerson(t, again.port, "alice");
    assert.match(back.heard.text, /PRIVMSG #lobby :\[.*\] while it is away/);
    await bob.hears(/:alice!\S+ JOIN #lobby/);
  },
);

test(
  "halted for longer than its lease a node notices, and contradicts nobody",
  needs,
  async (t) => {
    const cluster = newCluster();
    const [a, b] = await Promise.all(["a", "b"].map((node) => serveNode(t, cluster, node)));
    const bob = await ircPerson(t, b!.port, "bob");
    const alice = await ircPerson(t, a!.port, "alice");
    await bob.hears(/:alice!\S+ JOIN #lobby/);
    a!.child.kill("SIGSTOP");
    alice.say("PRIVMSG #lobby :said while it was halted");
    await bob.hears(/:alice!\S+ QUIT :?Server lost/);
    const other = await ircPerson(t, b!.port, "alice");
    a!.child.kill("SIGCONT");
    await alice.hears(/ERROR .*Server lost.*/);
    bob.say("NAMES #lobby");
    await bob.hears(/:\S+ 353 bob = #lobby :(?=.*alice).*/);
    await other.fence();
    assert.ok(!bob.heard.text.includes("said while it was halted"));
    const carol = await ircPerson(t, a!.port, "carol");
    await bob.hears(/:carol!\S+ JOIN #lobby/);
    carol.say("PRIVMSG alice :it is you");
    await other.hears(/:carol!\S+ PRIVMSG alice :it is you/);
  },
);

test(
  "a room that was alone begins a cluster; others get all of it, and it goes back",
  needs,
  async (t) => {
    const cluster = newCluster();
    const alone = await serve(t);
    const first = await ircPerson(t, alone.port, "alice");
    first.say("TOPIC #lobby :As it was", "PRIVMSG #lobby :from before");
    await first.fence();
    await alone.stop();
    const a = await serveNode(t, cluster, "a", { data: alone.data });
    const b = await serveNode(t, cluster, "b");
    const bob = await ircPerson(t, b.port, "bob");
    assert.match(bob.heard.text, / 332 bob #lobby :As it was/);
    assert.match(bob.heard.text, /PRIVMSG #lobby :\[.*\] from before/);
    bob.say("PRIVMSG #lobby :in the cluster");
    await bob.fence();
    await Promise.all([a.stop(), b.stop()]);
    const again = await serve(t, { data: b.data });
    const reader = await ircPerson(t, again.port, "carol");
    assert.match(reader.heard.text, /from before[^]*in the cluster/);
    await again.stop();
    // From here on it has gone its own way.
    const refused = await refusedNode(t, cluster, b);
    assert.match(refused, /this folder holds a room that is not of the cluster/);
  },
);

async function refusedNode(t: Test, cluster: string, { data, config }: Serving): Promise<string> {
  const other = await serve(t, { config: nodeConfig(cluster, "z") });
  await other.stop();
  const args = ["serve", "127.0.0.1", "0", "--data", data, "--config", other.config];
  const { code, err } = await run(args);
  assert.equal(code, 1, config);
  return err;
}

test(
  "while NATS is away all can be read, and nothing is promised; then it goes on",
  needs,
  async (t) => {
    const cluster = newCluster();
    const a = await serveNode(t, cluster, "a");
    const alice = await ircPerson(t, a.port, "alice");
    alice.say("PRIVMSG #lobby :before");
    await alice.fence();
    await nats[0]?.kill();
    await alice.hears(/:\S+ NOTICE alice :?The other servers cannot be reached: .*/);
    assert.ok(await a.out.until(/NATS cannot be reached: nothing can be said\.\n/));
    alice.say("PRIVMSG #lobby :into the void");
    await alice.hears(
      /:\S+ 400 alice (?:PRIVMSG )?:The other servers cannot be reached; that was not done/,
    );
    alice.say("HISTORY #lobby 5", "WHOIS alice");
    await alice.hears(/.*before.*/);
    await alice.hears(/:\S+ 318 alice alice .*/);
    const stranger = new Person(t, connect(a.port, "127.0.0.1"));
    stranger.say("NICK bob", "USER bob 0 * :bob");
    await stranger.hears(/ERROR :The other servers cannot be reached.*/);
    await nats[0]?.start();
    await alice.hears(/:\S+ NOTICE alice :?All servers can be reached again\./);
    assert.ok(await a.out.until(/NATS can be reached again\.\n/));
    alice.say("PRIVMSG #lobby :and on");
    const bob = await ircPerson(t, a.port, "bob");
    assert.match(bob.heard.text, /before[^]*and on/);
    assert.doesNotMatch(bob.heard.text, /void/);
  },
);

test("nobody is taken for lost by a node that had no log itself", needs, async (t) => {
  const cluster = newCluster();
  const [a, b] = await Promise.all(["a", "b"].map((node) => serveNode(t, cluster, node)));
  const alice = await ircPerson(t, a!.port, "alice");
  const bob = await ircPerson(t, b!.port, "bob");
  await alice.hears(/:bob!\S+ JOIN #lobby/);
  // Longer than the lease, of which the nodes know after that.
  await nats[0]?.kill();
  await Promise.all([alice, bob].map((each) => each.hears(/.* :?The other servers cannot be .*/)));
  await nats[0]?.start();
  await Promise.all([alice, bob].map((each) => each.hears(/.* :?All servers can be reached .*/)));
  alice.say("PRIVMSG #lobby :from alice");
  await bob.hears(/:alice!\S+ PRIVMSG #lobby :from alice/);
  bob.say("PRIVMSG #lobby :from bob");
  await alice.hears(/:bob!\S+ PRIVMSG #lobby :from bob/);
  assert.doesNotMatch(alice.heard.text + bob.heard.text, /Server lost/);
});

test("the status of a cluster; a backup of a node, and a server from it", needs, async (t) => {
  const cluster = newCluster();
  const [a, b, c] = await Promise.all(["a", "b", "c"].map((node) => serveNode(t, cluster, node)));
  const alice = await ircPerson(t, a!.port, "alice");
  alice.say("PRIVMSG #lobby :worth keeping");
  await alice.fence();
  await c!.stop();
  assert.ok(b!.running);
  const { out, code } = await run(["cluster", "status", "--config", a!.config]);
  assert.equal(code, 0);
  assert.match(
    out,
    new RegExp(
      `^Cluster ${cluster}: 2 nodes\nlog: messages 1 to \\d+, on 1 of the NATS servers\n` +
        "last snapshot: none\n" +
        "node a: at message \\d+, 0 behind\nnode b: at message \\d+, 0 behind\n" +
        "node c: is not heard\n$",
    ),
  );
  const copy = path.join(scratchFolder(), "copy");
  mkdirSync(path.join(a!.data, "files"), { recursive: true });
  writeFileSync(path.join(a!.data, "files", "one"), "uploaded");
  const where = ["--data", a!.data];
  assert.match((await run(["backup", copy, ...where])).out, / is in .*copy: \d/);
  assert.match(
    (await run(["backup", copy, ...where])).err,
    /banter backup: the folder .* is not empty/,
  );
  assert.match((await run(["restore", copy, ...where])).err, /holds a room already/);
  // Nothing of its making is left beside it, and nobody else reads it.
  const [database, ...more] = readdirSync(copy).filter((name) => name.startsWith("banter.db"));
  assert.deepEqual([database, more], ["banter.db", []]);
  assert.equal(statSync(path.join(copy, "banter.db")).mode & 0o777, 0o600);
  const data = path.join(scratchFolder(), "new");
  assert.equal((await run(["restore", copy, "--data", data])).code, 0);
  assert.equal(readFileSync(path.join(data, "files", "one"), "utf8"), "uploaded");
  const alone = await serve(t, { data });
  const bob = await ircPerson(t, alone.port, "bob");
  assert.match(bob.heard.text, /worth keeping/);
  const wrong = await run(["cluster"]);
  assert.equal(wrong.code, 2);
  assert.match(wrong.err, /^banter cluster: what is to be done\?\nusage: banter cluster status/);
});

test(
  "the log is trimmed behind the older of two snapshots; who comes then has all",
  needs,
  async (t) => {
    const cluster = newCluster();
    const a = await serveNode(t, cluster, "a");
    const bob = await ircPerson(t, a.port, "bob");
    const where = { ...clusterDefault, servers: [nats[0]?.url ?? ""], name: cluster, node: "test" };
    const watcher = await Nats.connect(where);
    t.after(() => watcher.close());
    const snapshots = await Snapshots.open(watcher, 1);
    const firsts: number[] = [];
    for (const count of [1, 2, 3]) {
      bob.say(`PRIVMSG #lobby :before snapshot ${count}`);
      await bob.fence();
      const newest = (await snapshots.list())[0]?.place ?? 0;
      // As whoever waits for one: the first may come while another is still being made.
      const want = (): void => watcher.tell("wanted", "snapshot");
      want();
      const wanting = setInterval(want, 3_000);
      while (((await snapshots.list())[0]?.place ?? 0) <= newest) assert.ok(a.running);
      clearInterval(wanting);
      while ((await snapshots.list()).length > 2) assert.ok(a.running);
      firsts.push((await watcher.bounds()).first);
    }
    assert.equal(firsts[0], 1);
    const last = (await snapshots.list()).at(-1);
    while ((await watcher.bounds()).first === 1) assert.ok(a.running);
    const founding = await watcher.founding();
    const { first } = await watcher.bounds();
    assert.ok(first <= seqOf(last?.place ?? 0, founding?.base ?? 0), "it is trimmed too far");
    bob.say("PRIVMSG #lobby :after");
    await bob.fence();
    const b = await serveNode(t, cluster, "b");
    assert.match(b.out.text, /Fetching what the cluster has/);
    const carol = await ircPerson(t, b.port, "carol");
    assert.match(carol.heard.text, /snapshot 1[^]*snapshot 2[^]*snapshot 3[^]*after/);
  },
);

test(
  "a node that was told what others were not ends, and does not go on with it",
  needs,
  async (t) => {
    const cluster = newCluster();
    const a = await serveNode(t, cluster, "a");
    const where = { ...clusterDefault, servers: [nats[0]?.url ?? ""], name: cluster, node: "b" };
    const other = await Nats.connect(where);
    t.after(() => other.close());
    let last = 0;
    for (const count of [2, 1])
      last = await other.write(
        "b",
        batchText({ time: Date.now(), node: "b", run: "x", count }, []),
        `b.x.${count}`,
        last,
      );
    assert.equal((await a.ended).code, 1);
    assert.match(a.err.text, /after batch 2 of node b comes its batch 1: NATS has told this node/);
    const { code, err } = await run(["serve", "--data", a.data, "--config", a.config]);
    assert.equal(code, 1);
    assert.match(
      err,
      /what it has not told others\. Move banter\.db\* out of its folder, and keep/,
    );
  },
);
