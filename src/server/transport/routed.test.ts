/** A long answer, which the other side takes at its own pace. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { test } from "node:test";
import { sendRouted } from "./routed.ts";

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
