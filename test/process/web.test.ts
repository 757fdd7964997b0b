/** What is served over HTTP, by the real server: files in both directions, many at once, and what
 * is left when it is killed in the middle. */
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { request } from "node:http";
import path from "node:path";
import { test } from "node:test";
import { noFlood, serve, type Serving, type Test } from "./banter.ts";
import { ircPerson } from "./person.ts";

const password = "correct horse battery";
const password64 = `Basic ${Buffer.from(`ada:${password}`).toString("base64")}`;

/** A server with ada's account. */
async function withAccount(t: Test, data?: string): Promise<Serving> {
  // Twenty who begin at once on a busy machine are silent for longer than people are greeted.
  const config = `${noFlood}[limits]\nsilent_greeting_ms = 10000\n`;
  const server = await serve(t, { config, ...(data !== undefined && { data }) });
  if (data !== undefined) return server;
  const ada = await ircPerson(t, server.port, "ada");
  ada.say(`NS REGISTER ${password}`);
  await ada.hears(/.*NickServ.*The account ada is yours.*/);
  return server;
}

const upload = (
  port: number,
  body: Uint8Array,
  name: string,
  authorization = password64,
): Promise<Response> =>
  fetch(`http://127.0.0.1:${port}/files`, {
    method: "POST",
    headers: { authorization, "content-disposition": `attachment; filename="${name}"` },
    body: body as never,
  });

const blobs = (data: string): string[] =>
  readdirSync(path.join(data, "files"), { recursive: true, withFileTypes: true })
    .filter((each) => each.isFile())
    .map(({ name }) => name);

test("a file goes there and comes back, whole and in parts", async (t) => {
  const { port, data } = await withAccount(t);
  const bytes = randomBytes(3_000_000);
  const made = await upload(port, bytes, "data.bin");
  assert.equal(made.status, 201, await made.clone().text());
  const place = `http://127.0.0.1:${port}${made.headers.get("location") ?? ""}`;
  const read = await fetch(place);
  assert.deepEqual(Buffer.from(await read.arrayBuffer()), bytes);
  assert.equal(read.headers.get("x-content-type-options"), "nosniff");
  assert.match(read.headers.get("content-security-policy") ?? "", /sandbox/);
  assert.equal(read.headers.get("content-disposition")?.startsWith("attachment"), true);
  const head = await fetch(place, { method: "HEAD" });
  assert.equal(head.headers.get("content-length"), "3000000");
  const part = await fetch(place, { headers: { range: "bytes=1000-1999" } });
  assert.equal(part.status, 206);
  assert.deepEqual(Buffer.from(await part.arrayBuffer()), bytes.subarray(1_000, 2_000));
  const refused = await fetch(`http://127.0.0.1:${port}/files`, { method: "POST", body: "x" });
  assert.equal(refused.status, 401);
  const hash = createHash("sha256").update(bytes).digest("hex");
  assert.deepEqual(blobs(data), [hash]);
});

test("twenty uploads at once: memory is bounded, and others hear each other", async (t) => {
  const { port, child, data } = await withAccount(t);
  const memory = (): number => {
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) / 1024;
  };
  const [bob, cy] = [await ircPerson(t, port, "bob"), await ircPerson(t, port, "cy")];
  const tokens: string[] = [];
  for (const nick of ["dan", "eve", "fay", "gus"]) {
    const person = await ircPerson(t, port, nick, { room: "" });
    person.say("TOKEN GENERATE FILEHOST");
    const [, token = ""] = await person.hears(/.*TOKEN GENERATE FILEHOST \/files :?(\S+)/);
    tokens.push(`Bearer ${token}`);
  }
  const bodies = Array.from({ length: 20 }, () => randomBytes(10_000_000));
  const before = memory();
  let most = before;
  let done = false;
  const sent = bodies.map(async (body, n) => {
    const { status } = await upload(port, body, `${n}.bin`, tokens[n % 4]);
    assert.equal(status, 201);
  });
  const all = Promise.all(sent).finally(() => (done = true));
  const waits: number[] = [];
  for (let n = 0; !done || n < 20; n += 1) {
    const asked = performance.now();
    bob.say(`PRIVMSG cy :word ${n}`);
    await cy.hears(new RegExp(`.* PRIVMSG cy :word ${n}`));
    waits.push(performance.now() - asked);
    most = Math.max(most, memory());
  }
  await all;
  waits.sort((a, b) => a - b);
  const p99 = waits[Math.floor(waits.length * 0.99)] ?? 0;
  assert.equal(blobs(data).length, 20);
  const grown = Math.round(most - before);
  assert.ok(grown < 120, `it has grown by ${grown} MB while 200 MB came`);
  t.diagnostic(`grown by ${grown} MB; a word took ${p99.toFixed(1)} ms (p99 of ${waits.length})`);
  // Generous: the whole suite runs beside it.
  assert.ok(p99 < 2_000, `a word took ${Math.round(p99)} ms`);
});

test("killed in the middle of an upload, it has nothing of it at the next start", async (t) => {
  const first = await withAccount(t);
  const { port, data } = first;
  const half = request(`http://127.0.0.1:${port}/files`, {
    method: "POST",
    headers: { authorization: password64, "content-length": "2000000" },
  });
  half.on("error", () => {});
  half.write(Buffer.alloc(1_000_000));
  const incoming = path.join(data, "files", "incoming");
  while (readdirSync(incoming).length === 0) await new Promise((resolve) => setImmediate(resolve));
  await first.stop("SIGKILL");
  assert.equal(blobs(data).length, 1);
  await withAccount(t, data);
  assert.deepEqual(blobs(data), []);
});
