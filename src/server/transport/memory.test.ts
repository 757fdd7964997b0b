import assert from "node:assert/strict";
import { test } from "node:test";
import { memoryListener } from "./memory.ts";
import { Gate } from "./wire.case.ts";
import { frame } from "./websocket.ts";

test("both directions, in order, split where the test says", async () => {
  const gate = new Gate();
  const { connect, settled } = memoryListener(gate.accept);
  const alice = connect();
  const bob = connect({ address: "192.0.2.7", secure: true, fingerprint: "ab" });
  const [atAlice, atBob] = [await gate.next(), await gate.next()];
  assert.deepEqual(
    [atBob.connection.address, atBob.connection.secure, atBob.connection.fingerprint],
    ["192.0.2.7", true, "ab"],
  );
  const pieces: string[] = [];
  atAlice.onReceived = ({ text }) => pieces.push(text);
  alice.write("hello\r\n", 1, 5);
  assert.equal(atAlice.text, "");
  await settled();
  assert.deepEqual(pieces, ["h", "hello", "hello\r\n"]);
  atBob.connection.write(Buffer.from("<alice> hello\n"));
  assert.equal(bob.received, "");
  await bob.until((text) => text.endsWith("\n"));
  assert.equal(bob.take(), "<alice> hello\n");
  assert.equal(bob.take(), "");
});

test("silence, half-close, close, reset", async () => {
  const gate = new Gate();
  const { connect, settled } = memoryListener(gate.accept);
  for (const [act, told] of [
    ["finish", "(closed: Connection closed)"],
    ["close", "(closed: Connection closed)"],
    ["destroy", "(closed: Read error: Connection reset by peer)"],
  ] as const) {
    const peer = connect();
    const server = await gate.next();
    peer.silence();
    peer.write("x");
    await settled();
    peer[act]();
    peer[act]();
    await settled();
    assert.equal(server.text, `(silent)x${told}`);
    assert.equal(server.closings, 1);
    assert.equal(peer.received, act === "finish" ? "too late" : "");
    assert.ok(peer.ended);
  }
});

test("not reading: the peer makes a queue grow, the server holds the peer back", async () => {
  const gate = new Gate();
  const { connect, settled } = memoryListener(gate.accept);
  const peer = connect();
  const { connection } = await gate.next();
  peer.pause();
  connection.write(Buffer.from("12345"));
  await settled();
  assert.equal(connection.queuedBytes, 5);
  assert.equal(peer.received, "");
  peer.resume();
  await settled();
  assert.equal(connection.queuedBytes, 0);
  assert.equal(peer.received, "12345");
  connection.pause();
  peer.write("a");
  peer.write("b");
  await settled();
  assert.equal(gate.told[0]!.text, "");
  connection.resume();
  await settled();
  assert.equal(gate.told[0]!.text, "ab");
});

test("the server's end arrives after what it has written; waiting in vain is told", async () => {
  const gate = new Gate();
  const { connect, settled } = memoryListener(gate.accept);
  const peer = connect();
  const told = await gate.next();
  const waiting = assert.rejects(
    peer.until((text) => text === "never"),
    /ended after: "bye"/,
  );
  told.connection.write(Buffer.from("bye"));
  told.connection.end();
  told.connection.write(Buffer.from("more"));
  peer.write("ignored");
  await settled();
  assert.equal(peer.received, "bye");
  assert.equal(told.text, "(closed: Connection closed)");
  await waiting;
});

test("WebSocket framings read as lines", async () => {
  const gate = new Gate();
  const { connect, settled } = memoryListener(gate.accept);
  for (const framing of ["text", "binary"] as const) {
    const peer = connect({ framing });
    const told = await gate.next();
    peer.write("NICK x");
    const long = "é".repeat(40_000);
    for (const line of ["a\r\n", "b".repeat(300), long]) {
      told.connection.write(frame(Buffer.from(line), framing));
    }
    await settled();
    assert.equal(told.text, "[NICK x]");
    assert.equal(peer.received, `a\r\n${"b".repeat(300)}\r\n${long}\r\n`);
  }
});
