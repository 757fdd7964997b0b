/** How a node of a cluster starts, and ends, where NATS is late, away, has lost something, or does
 * not want it. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer } from "node:net";
import path from "node:path";
import { test } from "node:test";
import { clusterDefault } from "../../src/server/config/cluster.ts";
import { Nats } from "../../src/server/log/jetstream/nats.ts";
import { Objects } from "../../src/server/log/jetstream/objects.ts";
import { Snapshots } from "../../src/server/log/jetstream/snapshots.ts";
import { freePorts, startNatsAt } from "../nats.ts";
import { requires } from "../requires.ts";
import { banter, scratchFolder, serve, type Test } from "./banter.ts";
import { nats, newCluster, nodeConfig, serveNode, withNats } from "./cluster.ts";
import { ircPerson } from "./person.ts";

const needs = { ...requires("nats-server"), timeout: 120_000 };
withNats(needs);

async function watcherOf(t: Test, name: string) {
  const servers = nats.map(({ url }) => url);
  const watcher = await Nats.connect({ ...clusterDefault, servers, name, node: "test" });
  t.after(() => watcher.close());
  return watcher;
}

/** As if NATS had lost it. */
async function forgetSecret(t: Test, cluster: string): Promise<void> {
  const watcher = await watcherOf(t, cluster);
  const founding = await watcher.founding();
  await (await Snapshots.open(watcher, 1)).forgetSecret(founding?.id ?? "");
}

const secretIn = (data: string): Buffer => readFileSync(path.join(data, "secret"));

test("a node that has once had the cluster's secret starts without it", needs, async (t) => {
  const cluster = newCluster();
  const a = await serveNode(t, cluster, "a");
  const b = await serveNode(t, cluster, "b");
  const secret = secretIn(b.data);
  assert.deepEqual(secret, secretIn(a.data));
  const kept = readdirSync(b.data).filter((name) => name.startsWith("secret"));
  assert.equal(kept.length, 2, kept.join());
  for (const name of kept) assert.equal(statSync(path.join(b.data, name)).mode & 0o777, 0o600);
  await Promise.all([a.stop(), b.stop()]);
  await forgetSecret(t, cluster);
  const again = await serveNode(t, cluster, "b", { data: b.data });
  assert.deepEqual(secretIn(again.data), secret);
  await again.stop();
  const alone = await serve(t, { data: b.data });
  assert.deepEqual(secretIn(alone.data), secret);
});

test("a secret that NATS has lost comes from a node that is there", needs, async (t) => {
  const cluster = newCluster();
  const a = await serveNode(t, cluster, "a");
  await forgetSecret(t, cluster);
  const b = await serveNode(t, cluster, "b");
  assert.deepEqual(secretIn(b.data), secretIn(a.data));
});

test(
  "what there is is learnt without a consumer, which NATS may place anywhere",
  needs,
  async (t) => {
    const watcher = await watcherOf(t, newCluster());
    const snapshots = await Snapshots.open(watcher, 1);
    let consumers = 0;
    watcher.connection.subscribe("$JS.API.CONSUMER.>", { callback: () => void (consumers += 1) });
    await snapshots.keepSecret("x", Buffer.from("secret"));
    assert.equal(Buffer.from((await snapshots.secret("x")) ?? "").toString(), "secret");
    assert.equal(await snapshots.secret("y"), undefined);
    await snapshots.put(7, import.meta.filename);
    await snapshots.put(9, import.meta.filename);
    assert.deepEqual(
      (await snapshots.list()).map(({ place }) => place),
      [9, 7],
    );
    assert.equal(consumers, 0);
    await (await Objects.open(watcher, "snapshots", 1)).list();
    assert.ok(consumers > 0, "none would have been heard");
  },
);

/** Not yet there for people. */
function startNode(t: Test, servers: string, more = "") {
  const folder = scratchFolder();
  const config = path.join(folder, "banter.toml");
  writeFileSync(config, nodeConfig(newCluster(), "a", more).replace(/nats:[^"]+/, servers));
  const args = ["serve", "127.0.0.1", "0", "--config", config];
  const node = banter([...args, "--data", path.join(folder, "data")]);
  t.after(() => node.stop("SIGKILL"));
  return node;
}

test("a node waits for a NATS that still hangs up, and says so", needs, async (t) => {
  const hangsUp = createServer((socket) => void socket.end()).listen(0, "127.0.0.1");
  t.after(() => hangsUp.close());
  await once(hangsUp, "listening");
  const node = startNode(t, `nats://127.0.0.1:${(hangsUp.address() as AddressInfo).port}`);
  const words = /Waiting: NATS at nats:\S+ cannot be reached: it closes the connection\n/;
  assert.ok(await node.out.until(words), node.err.text);
});

test("a node that is there before NATS says so, and waits for it", needs, async (t) => {
  const [port = 0, routePort = 0] = await freePorts(2);
  const node = startNode(t, `nats://127.0.0.1:${port}`);
  const words = /Waiting: NATS at nats:\S+ cannot be reached: connection refused\n/;
  assert.ok(await node.out.until(words), node.err.text);
  const [late] = await startNatsAt([{ host: "127.0.0.1", port, routePort }]);
  t.after(() => late?.kill());
  assert.ok(await node.out.until(/Ctrl-C/), node.err.text);
});

test("patience with NATS has an end, and words", async () => {
  const servers = ["nats://127.0.0.1:1"];
  await assert.rejects(Nats.connect({ ...clusterDefault, servers }, { msMax: 0 }), {
    name: "ClusterFault",
    message: "NATS at nats://127.0.0.1:1 cannot be reached: connection refused",
  });
});

test("what will not pass by itself ends a start at once", needs, async (t) => {
  const node = startNode(t, nats[0]?.url ?? "", "replicas = 3");
  assert.equal((await node.ended).code, 1);
  const words = "NATS cannot keep 3 replicas: replicas > 1 not supported in non-clustered mode";
  assert.equal(node.err.text, `banter serve: ${words}\n`);
  assert.doesNotMatch(node.out.text, /Waiting/);
});

test("a node that ends while NATS is away says goodbye to its people", needs, async (t) => {
  const [port = 0, routePort = 0] = await freePorts(2);
  const [server] = await startNatsAt([{ host: "127.0.0.1", port, routePort }]);
  t.after(() => server?.kill());
  const config = nodeConfig(newCluster(), "a").replace(/nats:[^"]+/, server?.url ?? "");
  const a = await serve(t, { config });
  const alice = await ircPerson(t, a.port, "alice");
  await server?.kill();
  await alice.hears(/.* :?The other servers cannot be reached: .*/);
  const stopping = a.stop();
  await alice.hears(/ERROR :.*The server is ending.*/);
  assert.equal((await stopping).code, 0);
});
