/** What people upload, in a cluster: every node has it, in the end in its own folder. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import path from "node:path";
import { after, before, test } from "node:test";
import { clusterDefault } from "../../src/server/config/cluster.ts";
import { Nats } from "../../src/server/log/jetstream/nats.ts";
import { Objects } from "../../src/server/log/jetstream/objects.ts";
import { type NatsServer, startNats } from "../nats.ts";
import { requires } from "../requires.ts";
import { noFlood, serve, type Serving, type Test } from "./banter.ts";
import { ircPerson, type Person } from "./person.ts";

const needs = { ...requires("nats-server"), timeout: 120_000 };
let nats: readonly NatsServer[] = [];
before(async () => void (nats = needs.skip === false ? await startNats(1) : []));
after(() => Promise.all(nats.map((server) => server.kill())));

let clusters = 0;
const newCluster = (): string => `files${(clusters += 1)}`;

const serveNode = (t: Test, cluster: string, node: string, data?: string): Promise<Serving> => {
  const where = `servers = ["${nats[0]?.url}"]\nname = "${cluster}"\nnode = "${node}"\n`;
  const config = `${noFlood}[cluster]\n${where}`;
  return serve(t, { config, ...(data !== undefined && { data }) });
};

const password = "correct horse battery";
const authorization = `Basic ${Buffer.from(`ada:${password}`).toString("base64")}`;

async function comeAda(t: Test, { port }: Serving): Promise<Person> {
  const ada = await ircPerson(t, port, "ada");
  ada.say(`NS REGISTER ${password}`);
  await ada.hears(/.*NickServ.*The account ada is yours.*/);
  return ada;
}

const ask = (node: Serving, place: string, method = "GET"): Promise<Response> =>
  fetch(`http://127.0.0.1:${node.port}${place}`, { method, headers: { authorization } });

const upload = ({ port }: Serving, body: Uint8Array): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/files`, {
    method: "POST",
    headers: { authorization, "content-disposition": 'attachment; filename="data.bin"' },
    body: body as never,
  });

/** Where it is now. */
async function uploaded(node: Serving, body: Uint8Array): Promise<string> {
  const made = await upload(node, body);
  assert.equal(made.status, 201, await made.clone().text());
  return made.headers.get("location") ?? "";
}

const isIn = ({ data }: Serving, body: Uint8Array): boolean => {
  const hash = createHash("sha256").update(body).digest("hex");
  return existsSync(path.join(data, "files", hash.slice(0, 2), hash));
};

/** Bounded by the test's own time. */
async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((resolve) => setImmediate(resolve));
}

async function objectsOf(t: Test, cluster: string): Promise<Objects> {
  const where = { ...clusterDefault, servers: [nats[0]?.url ?? ""], name: cluster, node: "test" };
  const watcher = await Nats.connect(where);
  t.after(() => watcher.close());
  return Objects.open(watcher, "files", 1);
}

test("what is uploaded at one node is there at all, and goes at all", needs, async (t) => {
  const cluster = newCluster();
  const [a, b] = await Promise.all(["a", "b"].map((node) => serveNode(t, cluster, node)));
  const bob = await ircPerson(t, b!.port, "bob");
  const ada = await comeAda(t, a!);
  const body = randomBytes(3_000_000);
  const place = await uploaded(a!, body);
  ada.say(`PRIVMSG #lobby :see ${place}`);
  await bob.hears(/:ada!\S+ PRIVMSG #lobby :see .*/);
  const read = await ask(b!, place);
  assert.equal(read.status, 200);
  assert.deepEqual(Buffer.from(await read.arrayBuffer()), body);
  // One that comes when all of it has happened has it too, before anybody asks.
  const c = await serveNode(t, cluster, "c");
  await until(() => isIn(c, body));

  const objects = await objectsOf(t, cluster);
  assert.equal((await objects.list()).length, 1);
  assert.equal((await ask(b!, place, "DELETE")).status, 204);
  await until(() => ![a!, b!, c].some((node) => isIn(node, body)));
  await until(async () => (await objects.list()).length === 0);
  assert.equal((await ask(c, place)).status, 404);
});

test("without the others it gives out what it has, and takes nothing", needs, async (t) => {
  const cluster = newCluster();
  const [a, b] = await Promise.all(["a", "b"].map((node) => serveNode(t, cluster, node)));
  const ada = await comeAda(t, a!);
  const body = randomBytes(700_000);
  const place = await uploaded(a!, body);
  await until(() => isIn(b!, body));
  await nats[0]?.kill();
  const more = randomBytes(10_000);
  const refused = await upload(a!, more);
  assert.equal(refused.status, 503);
  assert.equal(await refused.text(), "The other servers cannot be reached; that was not done.\n");
  assert.ok(!isIn(a!, more), "it has been kept");
  assert.equal((await ask(b!, place)).status, 200);
  await ada.hears(/:\S+ NOTICE ada :?The other servers cannot be reached: .*/);
  assert.equal((await ask(a!, place, "DELETE")).status, 503);
  await nats[0]?.start();
  await ada.hears(/:\S+ NOTICE ada :?All servers can be reached again\./);
  const again = await uploaded(a!, more);
  await until(() => isIn(b!, more));
  assert.equal((await ask(b!, again)).status, 200);
});

test("files of a room that was alone come with it into a cluster, and out", needs, async (t) => {
  const cluster = newCluster();
  const alone = await serve(t, { config: noFlood });
  await comeAda(t, alone);
  const [before, within] = [randomBytes(600_000), randomBytes(20_000)];
  const place = await uploaded(alone, before);
  await alone.stop();
  const a = await serveNode(t, cluster, "a", alone.data);
  const b = await serveNode(t, cluster, "b");
  await until(() => isIn(b, before));
  const other = await uploaded(a, within);
  await until(() => isIn(b, within));
  await Promise.all([a.stop(), b.stop()]);
  const again = await serve(t, { config: noFlood, data: b.data });
  for (const [where, body] of [[place, before] as const, [other, within] as const])
    assert.deepEqual(Buffer.from(await (await ask(again, where)).arrayBuffer()), body);
});
