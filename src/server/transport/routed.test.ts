/** Routes over HTTP: bodies as they come, long answers, and peers that go in the middle. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import type { Route } from "../transport.ts";
import { sendRouted } from "./routed.ts";
import { open } from "./wire.case.ts";

/** Tells what it was given. */
const echo: Route = (request) => {
  if (!request.path.startsWith("/r")) return undefined;
  return (async () => {
    let told = `${request.method} ${request.path} ${request.query}:`;
    if (request.path !== "/r/unread")
      for await (const bytes of request.body) told += Buffer.from(bytes).toString("latin1");
    return { status: 200, headers: { "X-Frame-Options": "SAMEORIGIN" }, body: told };
  })();
};

test("a route gets what a page does not: method, query and body, in whatever pieces", async (t) => {
  const { peer } = await open(t, { route: echo });
  const post = "POST /r?a=b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhello";
  for (const pieces of [[], [30], [post.length - 2], [10, post.length - 4, post.length - 1]]) {
    const wire = await peer();
    await wire.dribble(post, pieces);
    const answer = await wire.end();
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n[^]*\r\n\r\nPOST \/r a=b:hello$/);
    assert.match(answer, /X-Content-Type-Options: nosniff/);
    assert.match(answer, /X-Frame-Options: SAMEORIGIN/, "its own headers come before ours");
  }
  const chunked = await peer();
  chunked.write("PUT /r HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n");
  chunked.write("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  assert.match(await chunked.end(), /PUT \/r :abcde$/);
});

test("what is no route's is the page's", async (t) => {
  const { peer } = await open(t, { route: echo });
  const page = await peer();
  page.write("GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.match(await page.end(), /page GET \/a clear$/);
  const post = await peer();
  post.write("POST /a HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\nx");
  assert.match(await post.end(), /^HTTP\/1\.1 405 /);
});

test("a body is sent when wanted; one that nobody takes does not cost the answer", async (t) => {
  const { peer } = await open(t, { route: echo });
  const asks = await peer();
  asks.write("POST /r HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
  await asks.until("100 Continue\r\n\r\n");
  asks.write("ok");
  assert.match(await asks.end(), /POST \/r :ok$/);
  const unread = await peer();
  unread.write("POST /r/unread HTTP/1.1\r\nHost: x\r\nContent-Length: 4000000\r\n\r\n");
  unread.write("x".repeat(1_000_000));
  assert.match(await unread.end(), /POST \/r\/unread :$/);
});

test("who goes in the middle of a body is told to the route, and to nobody else", async (t) => {
  const faults: unknown[] = [];
  const ended = Promise.withResolvers<unknown>();
  const route: Route = ({ body }) =>
    (async () => {
      try {
        for await (const _ of body);
      } catch (error) {
        ended.resolve(error);
        throw error;
      }
      return { status: 200, headers: {}, body: "all of it" };
    })();
  const { peer } = await open(t, { route, fault: (error) => faults.push(error) });
  const wire = await peer();
  wire.write("POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nhalf");
  wire.socket.resetAndDestroy();
  assert.match(String(await ended.promise), /the peer has gone/);
  assert.deepEqual(faults, []);
});

test("a long answer waits for who reads it; a route that fails is an internal error", async (t) => {
  const faults: unknown[] = [];
  let made = 0;
  const route: Route = ({ path }) =>
    (async () => {
      if (path === "/fails") throw new Error("it fails");
      async function* body() {
        for (; made < 200; made += 1) yield Buffer.alloc(65_536, "x");
      }
      return { status: 200, headers: {}, body: body() };
    })();
  const { peer } = await open(t, { route, fault: (error) => faults.push(error) });
  const wire = await peer();
  wire.socket.pause();
  wire.write("GET /long HTTP/1.1\r\nHost: x\r\n\r\n");
  const other = await peer();
  other.write("GET /fails HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.match(await other.end(), /^HTTP\/1\.1 500 [^]*Internal error/);
  assert.equal(faults.length, 1);
  assert.ok(made < 200, "it has been made before anybody took it");
  wire.socket.resume();
  const answer = await wire.end();
  assert.ok(answer.split("\r\n\r\n")[1] !== "" && answer.length > 200 * 65_536);
});

test("a long answer leaves nothing behind each time that it waits for its reader", async (t) => {
  const piece = new Uint8Array(256 * 1_024).fill(7);
  let listenersMost = 0;
  const server = createServer((request, response) => {
    async function* body() {
      for (let count = 0; count < 100; count += 1) {
        listenersMost = Math.max(listenersMost, response.listenerCount("close"));
        yield await Promise.resolve(piece);
      }
    }
    void sendRouted(response, request.method, { status: 200, headers: {}, body: body() }, {});
  }).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const answer = await fetch(`http://127.0.0.1:${port}/`);
  const bytes = await answer.arrayBuffer();
  assert.equal(bytes.byteLength, 100 * piece.length);
  assert.ok(listenersMost <= 3, `${listenersMost} listeners`);
});
