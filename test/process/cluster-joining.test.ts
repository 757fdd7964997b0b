/** A node comes late: to what the others have, by a copy and the rest, while they work on. */
import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { clusterDefault } from "../../src/server/config/cluster.ts";
import { seqOf } from "../../src/server/log/jetstream/batch.ts";
import { Nats } from "../../src/server/log/jetstream/nats.ts";
import { Objects } from "../../src/server/log/jetstream/objects.ts";
import { Snapshots } from "../../src/server/log/jetstream/snapshots.ts";
import { type NatsServer, startNats } from "../nats.ts";
import { requires } from "../requires.ts";
import { noFlood, serve, type Serving, type Test } from "./banter.ts";
import { ircPerson } from "./person.ts";

const needs = { ...requires("nats-server"), timeout: 120_000 };
let nats: readonly NatsServer[] = [];
before(async () => void (nats = needs.skip === false ? await startNats(1) : []));
after(() => Promise.all(nats.map((server) => server.kill())));

const servers = () => nats.map(({ url }) => url);

const serveNode = (t: Test, cluster: string, node: string, data?: string): Promise<Serving> => {
  const where = `servers = ${JSON.stringify(servers())}\nname = "${cluster}"\nnode = "${node}"\n`;
  const config = `${noFlood}[cluster]\n${where}`;
  return serve(t, { config, ...(data !== undefined && { data }) });
};

async function watch(t: Test, name: string): Promise<Nats> {
  const watcher = await Nats.connect({ ...clusterDefault, servers: servers(), name, node: "test" });
  t.after(() => watcher.close());
  return watcher;
}

/** Has a node make a copy of what there is now; one that is making one hears nothing. */
async function newCopy(watcher: Nats, snapshots: Snapshots): Promise<void> {
  const newest = (await snapshots.list())[0]?.place ?? 0;
  do watcher.tell("wanted", "snapshot");
  while (((await snapshots.list())[0]?.place ?? 0) <= newest);
}

test("it comes to all that the others have while they go on talking", needs, async (t) => {
  const a = await serveNode(t, "talking", "a");
  const b = await serveNode(t, "talking", "b");
  const alice = await ircPerson(t, a.port, "alice");
  const bob = await ircPerson(t, b.port, "bob");
  const watcher = await watch(t, "talking");
  const snapshots = await Snapshots.open(watcher, 1);
  let said = 0;
  let over = false;
  /** One word after the other, each as soon as the one before has been heard. */
  const talk = (async () => {
    while (!over) {
      said += 1;
      alice.say(`PRIVMSG #lobby :word ${said}.`);
      await bob.hears(new RegExp(`:alice!\\S+ PRIVMSG #lobby :word ${said}\\.`));
    }
  })();
  await newCopy(watcher, snapshots);
  await newCopy(watcher, snapshots);
  const before = said;
  const c = await serveNode(t, "talking", "c");
  const within = said;
  assert.ok(within > before, "nobody was heard while it came");
  const carol = await ircPerson(t, c.port, "carol");
  over = true;
  await talk;
  alice.say("PRIVMSG #lobby :the end");
  await carol.hears(/:alice!\S+ PRIVMSG #lobby :the end/);
  carol.say(`HISTORY #lobby ${Math.min(said + 1, 100)}`);
  await carol.fence();
  // As one list: from the copy, from the rest of the log, and as it was heard.
  const words = new Set([...carol.heard.text.matchAll(/ word (\d+)\./g)].map(([, n]) => Number(n)));
  const first = Math.max(1, said - 90);
  for (let n = first; n <= said; n += 1) assert.ok(words.has(n), `word ${n} of ${said} is missing`);
  assert.match(c.out.text, /Fetching what the cluster has/);
  const founding = await watcher.founding();
  const { first: begin } = await watcher.bounds();
  const kept = (await snapshots.list()).map(({ place }) => seqOf(place, founding?.base ?? 0));
  assert.equal(kept.length, 2);
  assert.ok(
    begin > 1 && begin <= Math.min(...kept),
    `it begins at ${begin}, copies ${kept.join()}`,
  );

  // Back with its own folder it needs no copy, and with none it does.
  await c.stop();
  const again = await serveNode(t, "talking", "c", c.data);
  assert.doesNotMatch(again.out.text, /Fetching/);
  await again.stop();
  for (const name of ["banter.db", "banter.db-wal", "banter.db-shm"])
    rmSync(path.join(c.data, name), { force: true });
  const anew = await serveNode(t, "talking", "c", c.data);
  assert.match(anew.out.text, /Fetching what the cluster has/);
  const dora = await ircPerson(t, anew.port, "dora");
  assert.match(dora.heard.text, /the end/);
});

test("when the newest copy is damaged, the older and the rest do", needs, async (t) => {
  const a = await serveNode(t, "damaged", "a");
  const alice = await ircPerson(t, a.port, "alice");
  const watcher = await watch(t, "damaged");
  const snapshots = await Snapshots.open(watcher, 1);
  alice.say("PRIVMSG #lobby :before the copy");
  await alice.fence();
  await newCopy(watcher, snapshots);
  alice.say("PRIVMSG #lobby :after it");
  await alice.fence();
  const whole = (await snapshots.list())[0];
  const objects = await Objects.open(watcher, "snapshots", 1);
  await objects.put(`snapshot-${(whole?.place ?? 0) + 1}`, a.config);
  const b = await serveNode(t, "damaged", "b");
  assert.match(b.out.text, /That cannot be had: /);
  const bob = await ircPerson(t, b.port, "bob");
  assert.match(bob.heard.text, /before the copy[^]*after it/);
});
