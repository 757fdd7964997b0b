import assert from "node:assert/strict";
import { connect } from "node:net";
import { networkInterfaces } from "node:os";
import { test } from "node:test";
import { listen, ListenFault, type ListenOptions } from "./listener.ts";
import { together } from "./together.ts";
import { defaults, Gate, open } from "./wire.case.ts";

test("lines go both ways", async (t) => {
  const { gate, peer } = await open(t);
  const alice = await peer();
  alice.write("NICK alice\r\n");
  const told = await gate.next();
  await told.until("NICK alice\r\n");
  const { address, port, secure, framing, fingerprint, queuedBytes } = told.connection;
  assert.deepEqual(
    { address, port, secure, framing, fingerprint, queuedBytes },
    {
      address: "127.0.0.1",
      port: alice.socket.localPort,
      secure: false,
      framing: "line",
      fingerprint: undefined,
      queuedBytes: 0,
    },
  );
  told.connection.write(Buffer.from("hello\r\n"));
  await alice.until("hello\r\n");
  told.connection.end();
  assert.equal(await alice.end(), "hello\r\n");
  alice.socket.end();
  await told.until("(closed: Connection closed)");
  assert.equal(told.closings, 1);
});

test("a line is whole however its bytes come", async (t) => {
  const { gate, peer } = await open(t, { proxyFrom: ["127.0.0.0/8"] });
  const lines = ["PASS x\r\n", "GET well soon\r\n", "PROPER\n", "\r\nhi\n", "PRI*\n", "é\n"];
  for (const line of lines) {
    const wire = await peer();
    await wire.dribble(line);
    const told = await gate.next();
    await told.until(Buffer.from(line).toString("latin1"));
    wire.socket.destroy();
  }
});

test("a silent peer is greeted, once, and still heard", async (t) => {
  const { gate, peer } = await open(t, { silentGreetingMs: 1 });
  const wire = await peer();
  const told = await gate.next();
  await told.until("(silent)");
  told.connection.write(Buffer.from("Welcome\n"));
  await wire.until("Welcome\n");
  await wire.dribble("POST a letter\n");
  await told.until("(silent)POST a letter\n");
  wire.socket.end();
  await told.until("(silent)POST a letter\n(closed: Connection closed)");
});

test("a busy server reads what has come before it takes a peer for silent", async (t) => {
  const { gate, peer } = await open(t, { silentGreetingMs: 200 });
  const first = await peer();
  const told = await gate.next();
  await told.until("(silent)");
  const wire = await peer();
  // Written after the later peer came; once it is read, that peer is there too.
  first.write("seen\n");
  await told.until("seen\n");
  wire.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  for (const end = performance.now() + 250; performance.now() < end;);
  assert.match(await wire.end(), /^HTTP\/1\.1 200 OK/);
  assert.equal(gate.told.length, 1);
});

test("who leaves without a word", async (t) => {
  const greeting = await open(t, { silentGreetingMs: 1 });
  const greeted = await greeting.peer();
  const told = await greeting.gate.next();
  await told.until("(silent)");
  greeted.socket.end();
  await told.until("(closed: Connection closed)");
  const { gate, peer } = await open(t);
  const wire = await peer();
  wire.socket.end();
  await wire.end();
  const other = await peer();
  other.socket.resetAndDestroy();
  (await peer()).write("x\n");
  await (await gate.next()).until("x\n");
  assert.equal(gate.told.length, 1);
});

test("HTTP is answered, in pieces too, and reaches no dialect", async (t) => {
  const { gate, peer } = await open(t);
  const request = "GET /a?b HTTP/1.1\r\nHost: x\r\n\r\n";
  const whole = await peer();
  const answer = await whole.write(request).end();
  assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
  assert.match(answer, /\r\n\r\npage GET \/a clear$/);
  for (const header of [
    "Content-Security-Policy: default-src 'none'",
    "Referrer-Policy: no-referrer",
    "X-Content-Type-Options: nosniff",
    "X-Frame-Options: DENY",
    "Connection: close",
  ]) {
    assert.ok(answer.includes(header), header);
  }
  for (let cut = 1; cut < request.length; cut++) {
    const wire = await peer();
    await wire.dribble(request, [cut]);
    assert.match(await wire.end(), /page GET \/a clear$/);
  }
  const dribbled = await peer();
  await dribbled.dribble(request);
  assert.match(await dribbled.end(), /page GET \/a clear$/);
  const head = await peer();
  head.write("HEAD / HTTP/1.0\r\n\r\n");
  assert.match(await head.end(), /^HTTP\/1\.1 200 OK[^]*\r\n\r\n$/);
  assert.equal(gate.told.length, 0);
});

const crossProtocol = [
  "POST / HTTP/1.1\r\nHost: x:6670\r\nOrigin: http://evil.example\r\n",
  "Content-Type: text/plain\r\nContent-Length: 52\r\n\r\n",
  "NICK evil\r\nUSER e 0 * :e\r\nPRIVMSG #lobby :spam spam\r\n",
].join("");

test("a cross-protocol POST reaches no dialect", async (t) => {
  const { gate, peer } = await open(t);
  const cuts = [1, 4, 5, 6, 17, 18, 60, crossProtocol.indexOf("NICK"), crossProtocol.length - 10];
  for (const pieces of [[], ...cuts.map((cut) => [cut]), cuts]) {
    const wire = await peer();
    await wire.dribble(crossProtocol, pieces);
    assert.match(
      await wire.end(),
      /^HTTP\/1\.1 405 Method Not Allowed\r\n[^]*Allow: GET, HEAD\r\n/,
    );
  }
  const long = await peer();
  long.write(`POST /${"a".repeat(20_000)} HTTP/1.1\r\n\r\nNICK evil\r\n`);
  assert.match(await long.end(), /^HTTP\/1\.1 4\d\d /);
  const pipelined = await peer();
  pipelined.write("GET / HTTP/1.1\r\nHost: x\r\n\r\nNICK evil\r\n\r\nGET / HTTP/1.1\r\n\r\n");
  assert.equal((await pipelined.end()).match(/HTTP\/1/g)?.length, 1);
  assert.equal(gate.told.length, 0);
});

test("a cross-protocol POST after the greeting takes the receiver away", async (t) => {
  const { gate, peer } = await open(t, { silentGreetingMs: 1 });
  for (const pieces of [[], [3], [30], [crossProtocol.indexOf("NICK")]]) {
    const wire = await peer();
    const told = await gate.next();
    await told.until("(silent)");
    await wire.dribble(crossProtocol, pieces);
    assert.match(await wire.end(), /^HTTP\/1\.1 405/);
    assert.equal(told.text, "(silent)(closed: The peer speaks HTTP)");
    assert.equal(told.closings, 1);
  }
});

test("other methods and what is no good HTTP", async (t) => {
  const { gate, peer } = await open(t);
  for (const [request, status] of [
    ["OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", 405],
    ["TRACE / HTTP/1.1\r\nHost: x\r\n\r\n", 405],
    ["CONNECT x:25 HTTP/1.1\r\nHost: x:25\r\n\r\n", 405],
    ["PUT / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nContent-Length: 9\r\n\r\n", 405],
    ["GET * HTTP/1.1\r\nHost: x\r\n\r\n", 400],
    ["GET / HTTP/1.1\r\nno header\r\n\r\n", 400],
    ["GET http://x HTTP/1.1\r\nHost: x\r\n\r\n", 200],
    ["GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n", 200],
    [`GET / HTTP/1.1\r\nHost: x\r\nCookie: ${"a".repeat(17_000)}\r\n\r\n`, 431],
    ["PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505],
  ] as const) {
    const wire = await peer();
    wire.write(request);
    assert.match(await wire.end(), new RegExp(`^HTTP/1\\.1 ${status} `), request.slice(0, 60));
  }
  const torn = await peer();
  torn.write("POST /x").socket.end();
  assert.match(await torn.end(), /^HTTP\/1\.1 400 /);
  assert.equal(gate.told.length, 0);
});

test("a listener without HTTP refuses it, and lines go on", async (t) => {
  const { gate, peer } = await open(t, { http: false, websocket: false });
  const browser = await peer();
  browser.write(crossProtocol);
  assert.match(await browser.end(), /^HTTP\/1\.1 403 /);
  const onlyWebSocket = await open(t, { http: false });
  const other = await onlyWebSocket.peer();
  other.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.match(await other.end(), /^HTTP\/1\.1 426 [^]*Upgrade: websocket/);
  (await peer()).write("hi\n");
  await (await gate.next()).until("hi\n");
});

test("a page that throws answers 500 and tells", async (t) => {
  const faults: unknown[] = [];
  const { peer } = await open(t, {
    page: () => {
      throw new Error("no page");
    },
    fault: (error) => faults.push(error),
  });
  const wire = await peer();
  wire.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.match(await wire.end(), /^HTTP\/1\.1 500 [^]*Internal error\n$/);
  assert.equal(faults.length, 1);
});

test("one address gets no more than its share of HTTP", async (t) => {
  const { peer } = await open(t);
  const slow = await Promise.all(Array.from({ length: 64 }, peer));
  for (const wire of slow) wire.write("GET / HTTP/1.1\r\nHost: x\r\n");
  await slow[63]!.dribble("X: y\r\n");
  const refused = await peer();
  refused.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.equal(await refused.end(), "");
  slow[0]!.write("\r\n");
  assert.match(await slow[0]!.end(), /200 OK/);
});

test("an unfinished opening is settled when its time is over", async (t) => {
  const { gate, peer } = await open(t, { sniffMsMax: 1 });
  const typist = await peer();
  typist.write("GE");
  const told = await gate.next();
  await told.until("GE");
  typist.write("T / HTTP/1.1\r\n");
  await told.until("GET / HTTP/1.1\r\n");
  const request = await peer();
  request.write("POST /abc");
  assert.match(await request.end(), /^HTTP\/1\.1 400 /);
});

test("a PROXY header gives the address, where it is trusted", async (t) => {
  const { gate, peer } = await open(t, { proxyFrom: ["10.0.0.0/8", "127.0.0.1", "::1"] });
  const v1 = "PROXY TCP4 192.0.2.7 10.0.0.1 12345 6670\r\nNICK x\r\n";
  const signature = "\r\n\r\n\0\r\nQUIT\n";
  const address = "\xc0\0\x02\x07\x0a\0\0\x01\x30\x39\0\x01";
  const v2 = Buffer.from(
    `${signature}\x21\x11\0\x14${address}\x20\0\x05\x01\0\0\0\0NICK x\r\n`,
    "latin1",
  );
  for (const [header, secure] of [
    [v1, false],
    [v2, true],
  ] as const) {
    for (let cut = 1; cut < header.length; cut++) {
      const wire = await peer();
      await wire.dribble(header, [cut]);
      const told = await gate.next();
      await told.until("NICK x\r\n");
      assert.equal(told.text, "NICK x\r\n");
      const { connection } = told;
      assert.deepEqual(
        [connection.address, connection.port, connection.secure],
        ["192.0.2.7", 12345, secure],
      );
      wire.socket.destroy();
    }
  }
  const local = await peer();
  local.write(Buffer.from(`${signature}\x20\0\0\0NICK y\r\n`, "latin1"));
  const told = await gate.next();
  await told.until("NICK y\r\n");
  assert.equal(told.connection.address, "127.0.0.1");
  const page = await peer();
  page.write("PROXY UNKNOWN\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.match(await page.end(), /page GET \/ clear$/);
  const check = await peer();
  check.write("PROXY UNKNOWN\r\n").socket.end();
  assert.equal(await check.end(), "");
  const malformed = await peer();
  malformed.write("PROXY TCP4 nowhere\r\nNICK z\r\n");
  assert.equal(await malformed.end(), "");
});

test("behind a PROXY header the silent are greeted too", async (t) => {
  const { gate, peer } = await open(t, { proxyFrom: ["127.0.0.1"], silentGreetingMs: 200 });
  const wire = await peer();
  wire.write("PROXY TCP4 192.0.2.7 10.0.0.1 12345 6670\r\n");
  const told = await gate.next();
  await told.until("(silent)");
  assert.equal(told.connection.address, "192.0.2.7");
  wire.write("GE");
  wire.socket.end();
  await told.until("(silent)GE(closed: Connection closed)");
});

test("a PROXY header from anyone is a line; its version 2 is shown the door", async (t) => {
  const { gate, peer } = await open(t, { proxyFrom: ["10.0.0.0/8"] });
  (await peer()).write("PROXY TCP4 192.0.2.7 10.0.0.1 12345 6670\r\n");
  const told = await gate.next();
  await told.until("PROXY TCP4");
  assert.equal(told.connection.address, "127.0.0.1");
  const forged = await peer();
  await forged.dribble(Buffer.from("\r\n\r\n\0\r\nQUIT\n\x20\0\0\0", "latin1"));
  assert.equal(await forged.end(), "");
  assert.equal(gate.told.length, 1);
});

test("what a peer says before it half-closes is delivered, and it may be answered", async (t) => {
  const { gate, peer } = await open(t);
  const wire = await peer();
  wire.socket.end("hi\n");
  const told = await gate.next();
  await told.until("(closed");
  assert.equal(told.text, "hi\n(closed: Connection closed)");
  assert.equal(await wire.end(), "too late");
});

test("a reset is told in words, once", async (t) => {
  const { gate, peer } = await open(t);
  const wire = await peer();
  wire.write("hi\n");
  const told = await gate.next();
  await told.until("hi");
  wire.socket.resetAndDestroy();
  await told.until("(closed: Read error: Connection reset by peer)");
  told.connection.write(Buffer.from("nobody"));
  told.connection.end(true);
  assert.equal(told.closings, 1);
});

test("after end() nothing is received; a peer that never closes is cut off", async (t) => {
  const { gate, peer } = await open(t);
  const wire = await peer();
  wire.write("one\n");
  const told = await gate.next();
  await told.until("one");
  told.connection.end();
  await wire.end();
  wire.write("two\n");
  await told.until("(closed: Connection closed)");
  assert.equal(told.text, "one\n(closed: Connection closed)");
});

test("a hard end closes at once", async (t) => {
  const { gate, peer } = await open(t);
  const wire = await peer();
  wire.write("x\n");
  const told = await gate.next();
  told.connection.write(Buffer.alloc(20_000_000));
  assert.ok(told.connection.queuedBytes > 0);
  told.connection.end(true);
  await told.until("(closed: Connection closed)");
});

test("pause holds the peer back", async (t) => {
  const { gate, peer } = await open(t);
  const wire = await peer();
  wire.write("x\n");
  const told = await gate.next();
  await told.until("x\n");
  told.connection.pause();
  let taken = false;
  wire.socket.write(Buffer.alloc(20_000_000, "y"), () => (taken = true));
  await new Promise(setImmediate);
  assert.ok(!taken);
  told.connection.resume();
  await told.when(() => told.text.length === 20_000_002);
});

test("a closed listener cuts off who was not accepted, and leaves the others", async (t) => {
  const { gate, listener, peer } = await open(t);
  const accepted = await peer();
  accepted.write("hi\n");
  const told = await gate.next();
  const waiting = await peer();
  await waiting.dribble("GE");
  const browser = await peer();
  await browser.dribble("GET / HTTP/1.1\r\n");
  accepted.write("sync\n");
  await told.until("sync");
  await listener.close();
  await Promise.all([waiting.end(), browser.end()]);
  accepted.write("still here\n");
  await told.until("still here");
  const late = connect(listener.port, "127.0.0.1");
  const [error] = (await new Promise((resolve) =>
    late.once("error", (...words) => resolve(words)),
  )) as [NodeJS.ErrnoException];
  assert.equal(error.code, "ECONNREFUSED");
});

test("a listen fault is one sentence", async (t) => {
  const { listener } = await open(t);
  const fault = async (options: Partial<ListenOptions>): Promise<string> => {
    const error = await listen({ ...defaults, ...options }, new Gate().accept).catch((e) => e);
    assert.ok(error instanceof ListenFault);
    return error.message;
  };
  assert.equal(
    await fault({ port: listener.port }),
    `port ${listener.port} is in use on 127.0.0.1: another program listens there`,
  );
  assert.equal(
    await fault({ address: "192.0.2.1" }),
    "192.0.2.1 is not an address of this machine",
  );
  assert.match(await fault({ proxyFrom: ["10.0.0.0/33"] }), /^"10\.0\.0\.0\/33" is not a network/);
  assert.match(await fault({ proxyFrom: ["lan"] }), /^"lan" is not a network/);
  assert.equal(await fault({ tls: "only" }), "TLS needs a certificate");
});

test("both IP versions on one port; IPv4 is shown as such", async (t) => {
  const v6 = Object.values(networkInterfaces()).flat();
  if (!v6.some((own) => own?.address === "::1")) return t.skip("no IPv6 here");
  const { gate, peer } = await open(t, { address: "::" });
  (await peer()).write("hi\n");
  assert.equal((await gate.next()).connection.address, "127.0.0.1");
});

test("what comes of a write is told in a later turn, gathered or not", async (t) => {
  const { gate, peer } = await open(t);
  for (const how of [together, (writes: () => void) => writes()]) {
    const wire = await peer();
    wire.write("hello\n");
    const told = await gate.next();
    await told.until("hello");
    wire.socket.resetAndDestroy();
    how(() => told.connection.write(Buffer.from("to nobody\n")));
    assert.equal(told.closings, 0);
    await told.until("(closed: Write error: Connection reset by peer)");
  }
});
