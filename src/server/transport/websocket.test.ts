import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { WebSocket, type ClientOptions } from "ws";
import { selfSignedCertificate } from "./certificate.ts";
import { open, type Told } from "./wire.case.ts";
import { frame } from "./websocket.ts";

interface Browser {
  socket: WebSocket;
  /** The next message, with its kind. */
  next(): Promise<string>;
  closed: Promise<number>;
}

async function browse(
  t: TestContext,
  url: string,
  protocols: string[],
  options: ClientOptions = {},
): Promise<Browser> {
  const socket = new WebSocket(url, protocols, { rejectUnauthorized: false, ...options });
  t.after(() => socket.terminate());
  const messages: string[] = [];
  let wake = (): void => {};
  socket.on("message", (data: Buffer, binary) => {
    messages.push(`${binary ? "binary" : "text"} ${data.toString()}`);
    wake();
  });
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await new Promise((resolve, reject) => socket.once("open", resolve).once("error", reject));
  return {
    socket,
    closed,
    async next() {
      while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return messages.shift()!;
    },
  };
}

function say(told: Told, line: string): void {
  const framing = told.connection.framing;
  assert.ok(framing !== "line");
  told.connection.write(frame(Buffer.from(line), framing));
}

test("the client's first known subprotocol decides; none is text", async (t) => {
  const { gate, listener } = await open(t);
  for (const [offered, protocol, framing] of [
    [["text.ircv3.net"], "text.ircv3.net", "text"],
    [["binary.ircv3.net"], "binary.ircv3.net", "binary"],
    [["text.ircv3.net", "binary.ircv3.net"], "text.ircv3.net", "text"],
    [["binary.ircv3.net", "text.ircv3.net"], "binary.ircv3.net", "binary"],
    [["constructor", "text.ircv3.net"], "text.ircv3.net", "text"],
    [[], "", "text"],
  ] as const) {
    const browser = await browse(t, `ws://127.0.0.1:${listener.port}/`, [...offered]);
    assert.equal(browser.socket.protocol, protocol);
    const told = await gate.next();
    assert.equal(told.connection.framing, framing);
    say(told, "NOTICE * :grüß\r\n");
    assert.equal(await browser.next(), `${framing} NOTICE * :grüß`);
    browser.socket.send("NICK ü");
    browser.socket.send(Buffer.from("USER u"));
    await told.until("[NICK ü][USER u]");
    browser.socket.close();
    await told.until("(closed: Connection closed)");
    assert.equal(await browser.closed, 1005);
    assert.equal(told.closings, 1);
  }
});

test("each line of a message is a line", async (t) => {
  const { gate, listener } = await open(t);
  const browser = await browse(t, `ws://127.0.0.1:${listener.port}/x`, ["text.ircv3.net"]);
  const told = await gate.next();
  for (const message of ["", "a\r\nb\n\nc", "d\r\n", "\r\n", "e\r"]) browser.socket.send(message);
  browser.socket.send("f", { fin: false });
  browser.socket.send("g", { fin: true });
  await told.until("[fg]");
  assert.equal(told.text, "[a][b][c][d][e][fg]");
});

test("wss: TLS, then HTTP, then WebSocket", async (t) => {
  const folder = await mkdtemp(join(tmpdir(), "banter-wss-"));
  t.after(() => rm(folder, { recursive: true }));
  const secureContext = await selfSignedCertificate({ folder, serverName: "x" });
  const { gate, listener } = await open(t, { tls: "only", secureContext });
  const browser = await browse(t, `wss://127.0.0.1:${listener.port}/`, ["text.ircv3.net"]);
  const told = await gate.next();
  assert.equal(told.connection.secure, true);
  say(told, "hello");
  assert.equal(await browser.next(), "text hello");
  browser.socket.send("hi");
  await told.until("[hi]");
  told.connection.end();
  assert.equal(await browser.closed, 1000);
  await told.until("(closed: Connection closed)");
});

test("only pages of the same host, or of those allowed, may connect", async (t) => {
  const { gate, listener } = await open(t, { websocketOrigins: ["https://chat.example.org"] });
  const url = `ws://127.0.0.1:${listener.port}/`;
  const host = `127.0.0.1:${listener.port}`;
  for (const [origin, headers, comes] of [
    [undefined, {}, true],
    [`http://${host}`, {}, true],
    [`https://${host}`, {}, true],
    ["https://CHAT.example.org", {}, true],
    ["https://chat.example.net", { Host: "chat.example.net" }, true],
    ["https://chat.example.net", { Host: "chat.example.net:443" }, true],
    ["https://chat.example.org.evil.example", {}, false],
    ["http://chat.example.org", {}, false],
    ["http://127.0.0.1", {}, false],
    ["http://evil.example", {}, false],
    ["null", {}, false],
    ["file://", {}, false],
  ] as const) {
    const attempt = browse(t, url, [], { ...(origin !== undefined && { origin }), headers });
    if (comes) (await attempt).socket.terminate();
    else await assert.rejects(attempt, /403/, origin);
  }
  assert.equal(gate.told.length, 6);
  const nodes = ["http://b.example:6670"];
  const node = await open(t, { nodeOrigins: () => nodes });
  const at = `ws://127.0.0.1:${node.listener.port}/`;
  await browse(t, at, [], { origin: "http://b.example:6670" });
  await assert.rejects(browse(t, at, [], { origin: "http://b.example" }), /403/);
  nodes.pop();
  await assert.rejects(browse(t, at, [], { origin: "http://b.example:6670" }), /403/);
  const all = await open(t, { websocketOrigins: ["*"] });
  await browse(t, `ws://127.0.0.1:${all.listener.port}/`, [], { origin: "http://any.example" });
});

test("what is no proper handshake is refused in HTTP", async (t) => {
  const { gate, peer } = await open(t);
  const upgrade = "Host: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n";
  for (const [request, status] of [
    [`GET / HTTP/1.1\r\n${upgrade}\r\n`, 400],
    [`POST / HTTP/1.1\r\n${upgrade}\r\n`, 405],
  ] as const) {
    const wire = await peer();
    assert.match(await wire.write(request).end(), new RegExp(`^HTTP/1\\.1 ${status} `));
  }
  const off = await open(t, { websocket: false });
  const wire = await off.peer();
  wire.write(`GET / HTTP/1.1\r\n${upgrade}\r\n`);
  assert.match(await wire.end(), /200 OK/);
  assert.equal(gate.told.length, 0);
});

const handshake = [
  "GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n",
  "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n",
].join("");
/** A client's frame, masked with zeros. */
function masked(opcode: number, payload: string | number[]): Buffer {
  const bytes = Buffer.from(payload as string);
  return Buffer.concat([Buffer.from([0x80 | opcode, 0x80 | bytes.length, 0, 0, 0, 0]), bytes]);
}

test("frames that come in one segment with the handshake, or byte by byte", async (t) => {
  const { gate, peer } = await open(t);
  const all = Buffer.concat([Buffer.from(handshake), masked(1, "NICK x"), masked(9, "!")]);
  const whole = await peer();
  whole.write(all);
  await (await gate.next()).until("[NICK x]");
  await whole.until("\x8a\x01!");
  const dribbled = await peer();
  await dribbled.dribble(all);
  await (await gate.next()).until("[NICK x]");
  await dribbled.until("\x8a\x01!");
});

test("what breaks the protocol ends the connection, in words", async (t) => {
  const { gate, peer } = await open(t);
  for (const [bytes, code, reason] of [
    [masked(1, [0xff]), 1007, "Invalid WebSocket frame: invalid UTF-8 sequence"],
    [masked(3, ""), 1002, "Invalid WebSocket frame: invalid opcode 3"],
    [Buffer.from([0x81, 0xfe, 0xff, 0xff, 0, 0, 0, 0]), 1009, "Max payload size exceeded"],
    [Buffer.from([0x81, 1, 65]), 1002, "Invalid WebSocket frame: MASK must be set"],
  ] as const) {
    const wire = await peer();
    wire.write(handshake);
    const told = await gate.next();
    wire.write(bytes);
    const answer = Buffer.from(await wire.end(), "latin1");
    assert.equal(answer.readUInt16BE(answer.length - 2), code);
    wire.socket.end();
    await told.until(`(closed: WebSocket error: ${reason})`);
    assert.equal(told.closings, 1);
  }
  const reset = await peer();
  reset.write(handshake);
  const told = await gate.next();
  await reset.until("101 Switching");
  reset.socket.resetAndDestroy();
  await told.until("(closed: Read error: Connection reset by peer)");
  const finished = await peer();
  finished.write(handshake).socket.end(masked(1, "bye"));
  const other = await gate.next();
  await other.until("[bye](closed: Connection closed)");
});

test("a pong never stands inside a frame, even when the peer is slow", async (t) => {
  const { gate, listener } = await open(t);
  const browser = await browse(t, `ws://127.0.0.1:${listener.port}/`, ["text.ircv3.net"]);
  const told = await gate.next();
  const long = "x".repeat(100_000);
  let pongs = 0;
  browser.socket.on("pong", () => pongs++);
  told.onReceived = () => {
    for (let k = 0; k < 20; k++) say(told, long);
  };
  for (let round = 0; round < 20; round++) {
    browser.socket.send(`go ${round}`);
    browser.socket.ping("p".repeat(100));
  }
  for (let k = 0; k < 400; k++) assert.equal((await browser.next()).length, 100_005);
  assert.ok(pongs > 0);
  told.connection.end();
  say(told, "too late");
  assert.equal(await browser.closed, 1000);
});

test("end() while the peer does not answer closes hard after 2 s; end(true) at once", async (t) => {
  const { gate, peer } = await open(t);
  const wire = await peer();
  wire.write(handshake);
  const told = await gate.next();
  told.connection.end();
  await wire.until("\x88\x02\x03\xe8");
  wire.write(masked(1, "ignored"));
  await told.until("(closed: Connection closed)");
  assert.equal(told.text, "(closed: Connection closed)");
  const other = await peer();
  other.write(handshake);
  const second = await gate.next();
  second.connection.end(true);
  await second.until("(closed: Connection closed)");
  assert.equal(told.connection.queuedBytes, 0);
});

test("pause holds messages back", async (t) => {
  const { gate, listener } = await open(t);
  const browser = await browse(t, `ws://127.0.0.1:${listener.port}/`, []);
  const told = await gate.next();
  told.connection.pause();
  let taken = false;
  browser.socket.send("hi");
  for (let k = 0; k < 2_000; k++)
    browser.socket.send("y".repeat(16_000), () => (taken = k === 1_999));
  await new Promise(setImmediate);
  assert.ok(!taken);
  assert.equal(told.text, "");
  told.connection.resume();
  await told.when(() => told.text.length >= 2_000 * 16_002);
});

test("frame() is read back by a strict reader, at each of its lengths", async (t) => {
  const { gate, listener } = await open(t);
  const browser = await browse(t, `ws://127.0.0.1:${listener.port}/`, []);
  const { connection } = await gate.next();
  for (const length of [0, 1, 125, 126, 127, 510, 65_535, 65_536, 100_000]) {
    for (const [framing, end] of [
      ["text", "\r\n"],
      ["binary", "\n"],
      ["text", ""],
    ] as const) {
      const line = "é".repeat(length / 2).padEnd(length / 2 + (length % 2), "x");
      connection.write(frame(Buffer.from(line + end), framing));
      assert.equal(await browser.next(), `${framing} ${line}`);
    }
  }
  assert.deepEqual(frame(Buffer.from("\r\n"), "text"), Buffer.from([0x81, 0]));
  assert.deepEqual(frame(Buffer.from("a\r"), "binary"), Buffer.from([0x82, 2, 97, 13]));
});
