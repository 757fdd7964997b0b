import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import type { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test, type TestContext } from "node:test";
import { connect, type ConnectionOptions, type TLSSocket } from "node:tls";
import { certificateFromFiles, CertificateFault, selfSignedCertificate } from "./certificate.ts";
import { together } from "./together.ts";
import { open, Wire } from "./wire.case.ts";

const folder = await mkdtemp(join(tmpdir(), "banter-tls-"));
after(() => rm(folder, { recursive: true }));
const secureContext = await selfSignedCertificate({ folder, serverName: "chat.example.org" });

/** A peer over TLS, when its handshake is done. */
async function secure(
  t: TestContext,
  port: number,
  options: ConnectionOptions = {},
): Promise<{ wire: Wire; socket: TLSSocket }> {
  const socket = connect({ port, host: "127.0.0.1", rejectUnauthorized: false, ...options });
  t.after(() => socket.destroy());
  const wire = new Wire(socket);
  await new Promise((resolve, reject) => {
    socket.once("secureConnect", resolve).once("error", reject);
  });
  return { wire, socket };
}

test("lines over TLS, in pieces, and after a silence", { timeout: 20_000 }, async (t) => {
  const { gate, listener } = await open(t, { tls: "optional", secureContext });
  const { wire } = await secure(t, listener.port);
  await wire.dribble("PASS x\r\n");
  const told = await gate.next();
  await told.until("PASS x\r\n");
  assert.equal(told.connection.secure, true);
  assert.equal(told.connection.address, "127.0.0.1");
  assert.equal(told.connection.port, wire.socket.localPort);
  assert.equal(told.connection.fingerprint, undefined);
  told.connection.write(Buffer.from("hello\n"));
  await wire.until("hello\n");
  // In the clear it would break the connection.
  together(() => told.connection.write(Buffer.from("hello all\n")));
  await wire.until("hello all\n");
  wire.socket.end("bye\n");
  await told.until("bye\n(closed: Connection closed)");
  const greeting = await open(t, { tls: "only", secureContext, silentGreetingMs: 1 });
  const quiet = await secure(t, greeting.listener.port);
  const greeted = await greeting.gate.next();
  await greeted.until("(silent)");
  greeted.connection.end();
  await quiet.wire.end();
  await greeted.until("(closed: Connection closed)");
});

test("a TLS hello in pieces, and after a greeting in the clear", async (t) => {
  const { gate, peer } = await open(t, {
    tls: "optional",
    secureContext,
    silentGreetingMs: 20,
  });
  const slow = await peer();
  const greeted = await gate.next();
  await greeted.until("(silent)");
  // The peer's library meets nothing but TLS, as the greeting's receiver has written nothing.
  const socket = connect({ socket: slow.socket, rejectUnauthorized: false });
  const wire = new Wire(socket);
  await greeted.until("(closed: The peer speaks TLS)");
  wire.write("hi\n");
  const told = await gate.next();
  await told.until("hi\n");
  assert.equal(greeted.closings, 1);
  assert.equal(told.connection.secure, true);
  const pieces = await peer();
  await pieces.dribble(Buffer.from([0x16, 3, 1, 0]));
  pieces.socket.resetAndDestroy();
});

test("https and http on one port", async (t) => {
  const { gate, listener, peer } = await open(t, { tls: "optional", secureContext });
  const request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
  const { wire, socket } = await secure(t, listener.port, { ALPNProtocols: ["h2", "http/1.1"] });
  assert.equal(socket.alpnProtocol, "http/1.1");
  await wire.dribble(request);
  assert.match(await wire.end(), /page GET \/ secure$/);
  assert.match(await (await peer()).write(request).end(), /page GET \/ clear$/);
  assert.equal(gate.told.length, 0);
});

test("a listener for TLS alone says so, to people and to browsers", async (t) => {
  const { gate, peer } = await open(t, { tls: "only", secureContext, silentGreetingMs: 1 });
  for (const line of ["NICK alice\r\n", "hello\n", "GET well soon\n"]) {
    const answer = await (await peer()).write(line).end();
    assert.match(
      answer,
      /^ERROR :This port speaks TLS only; .*openssl s_client -connect HOST:\d+\)\r\n$/,
    );
  }
  const browser = await peer();
  browser.write("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
  assert.match(await browser.end(), /^HTTP\/1\.1 400 [^]*use https:\/\//);
  const hasty = await peer();
  hasty.socket.end();
  assert.equal(await hasty.end(), "");
  const shy = await open(t, { tls: "only", secureContext, silentGreetingMs: 1, sniffMsMax: 5 });
  assert.match(await (await shy.peer()).end(), /^ERROR :This port speaks TLS only/);
  assert.equal(gate.told.length + shy.gate.told.length, 0);
});

test("behind a trusted proxy that has ended TLS, lines may come to a TLS listener", async (t) => {
  const { gate, peer } = await open(t, {
    tls: "only",
    secureContext,
    proxyFrom: ["127.0.0.1"],
    silentGreetingMs: 1,
  });
  const header = Buffer.from(
    "\r\n\r\n\0\r\nQUIT\n\x21\x11\0\x14" +
      "\xc0\0\x02\x07\x0a\0\0\x01\x30\x39\0\x01\x20\0\x05\x01\0\0\0\0",
    "latin1",
  );
  (await peer()).write(header);
  const told = await gate.next();
  await told.until("(silent)");
  assert.equal(told.connection.secure, true);
});

test("PROXY before TLS gives the address inside", async (t) => {
  const { gate, peer } = await open(t, { tls: "only", secureContext, proxyFrom: ["127.0.0.1"] });
  const { socket } = await peer();
  socket.removeAllListeners("data");
  socket.write("PROXY TCP4 192.0.2.7 10.0.0.1 12345 6697\r\n");
  const tls = connect({ socket, rejectUnauthorized: false });
  tls.on("error", () => {});
  tls.write("hi\n");
  const told = await gate.next();
  await told.until("hi\n");
  assert.equal(told.connection.address, "192.0.2.7");
  assert.equal(told.connection.secure, true);
});

test("where TLS is off, a hello gets an alert", async (t) => {
  const { gate, listener } = await open(t, { tls: "off" });
  await assert.rejects(secure(t, listener.port), /handshake failure/);
  assert.equal(gate.told.length, 0);
});

test("TLS 1.1, garbage and vanishing in the handshake hurt nobody", async (t) => {
  const { gate, listener, peer } = await open(t, { tls: "optional", secureContext });
  await assert.rejects(
    secure(t, listener.port, {
      minVersion: "TLSv1.1",
      maxVersion: "TLSv1.1",
      ciphers: "ALL@SECLEVEL=0",
    }),
  );
  const garbage = await peer();
  await garbage.write(Buffer.concat([Buffer.from([0x16]), Buffer.alloc(3_000, "x")])).end();
  (await peer()).write(Buffer.from([0x16, 3, 1])).socket.resetAndDestroy();
  const half = await peer();
  half.write(Buffer.from([0x16, 3, 1])).socket.end();
  await half.end();
  for (const [harm, reason] of [
    [(socket: Socket) => socket.resetAndDestroy(), "Read error: Connection reset by peer"],
    [(socket: Socket) => socket.write("no TLS record at all"), "TLS error"],
    [(socket: Socket) => socket.end(), "Connection closed"],
  ] as const) {
    const { socket } = await peer();
    socket.removeAllListeners("data");
    const tls = connect({ socket, rejectUnauthorized: false });
    tls.on("error", () => {});
    tls.write("hi\n");
    const told = await gate.next();
    await told.until("hi\n");
    // In the same turn the reset would meet the server's own write, and read as a plain end.
    await new Promise(setImmediate);
    harm(socket);
    await told.until(`hi\n(closed: ${reason})`);
    assert.equal(told.closings, 1);
  }
});

test("a client certificate's fingerprint", async (t) => {
  const own = await mkdtemp(join(tmpdir(), "banter-client-"));
  t.after(() => rm(own, { recursive: true }));
  const client = await selfSignedCertificate({ folder: own, serverName: "alice" });
  const { gate, listener } = await open(t, { tls: "only", secureContext });
  for (const maxVersion of ["TLSv1.2", "TLSv1.3"] as const) {
    const { wire } = await secure(t, listener.port, { ...client.current, maxVersion });
    wire.write("hi\n");
    const expected = client.fingerprint.replaceAll(":", "").toLowerCase();
    assert.equal((await gate.next()).connection.fingerprint, expected);
  }
  const { wire } = await secure(t, listener.port);
  wire.write("hi\n");
  assert.equal((await gate.next()).connection.fingerprint, undefined);
  // A browser is not asked: it would ask its person.
  const browser = { ...client.current, ALPNProtocols: ["h2", "http/1.1"] };
  const { wire: page } = await secure(t, listener.port, browser);
  page.write("hi\n");
  assert.equal((await gate.next()).connection.fingerprint, undefined);
});

test("the self-signed certificate: made once, for all names, its key kept private", async () => {
  const again = await selfSignedCertificate({ folder, serverName: "other.example.org" });
  assert.equal(again.fingerprint, secureContext.fingerprint);
  assert.match(again.fingerprint, /^([0-9A-F]{2}:){31}[0-9A-F]{2}$/);
  assert.equal(again.selfSigned, true);
  const certificate = new X509Certificate(await readFile(join(folder, "tls-cert.pem")));
  assert.equal(certificate.subject, "CN=chat.example.org");
  for (const name of ["chat.example.org", "localhost"])
    assert.ok(certificate.checkHost(name), name);
  for (const address of ["127.0.0.1", "::1"]) assert.ok(certificate.checkIP(address), address);
  assert.equal((await stat(join(folder, "tls-key.pem"))).mode & 0o777, 0o600);
  const years = (again.validTo.getTime() - Date.now()) / (365.25 * 24 * 60 * 60 * 1_000);
  assert.ok(years > 9.9 && years < 10.1);
  const late = await selfSignedCertificate(
    { folder: await mkdtemp(join(folder, "old-")), serverName: "x" },
    new Date("2010-01-01"),
  );
  assert.ok(late.validTo < new Date());
});

test("one that has run out is made anew", async () => {
  const old = await mkdtemp(join(folder, "old-"));
  const options = { folder: old, serverName: "x" };
  const first = await selfSignedCertificate(options, new Date("2010-01-01"));
  const second = await selfSignedCertificate(options);
  assert.notEqual(first.fingerprint, second.fingerprint);
  assert.ok(second.validTo > new Date());
});

test("reload: new peers get the renewed certificate, those there stay", async (t) => {
  const own = await mkdtemp(join(folder, "renew-"));
  const files = { cert: join(own, "tls-cert.pem"), key: join(own, "tls-key.pem") };
  const first = await selfSignedCertificate({ folder: own, serverName: "first" });
  const source = await certificateFromFiles(files);
  assert.equal(source.fingerprint, first.fingerprint);
  const { gate, listener } = await open(t, { tls: "only", secureContext: source });
  const before = await secure(t, listener.port);
  assert.equal(before.socket.getPeerCertificate().fingerprint256, source.fingerprint);
  const renewed = await selfSignedCertificate({
    folder: await mkdtemp(join(folder, "renewed-")),
    serverName: "second",
  });
  await writeFile(files.cert, renewed.current.cert);
  await assert.rejects(source.reload(), CertificateFault);
  assert.equal(source.fingerprint, first.fingerprint);
  await writeFile(files.key, renewed.current.key);
  await source.reload();
  assert.equal(source.fingerprint, renewed.fingerprint);
  const later = await secure(t, listener.port);
  assert.equal(later.socket.getPeerCertificate().fingerprint256, renewed.fingerprint);
  before.wire.write("still here\n");
  await (await gate.next()).until("still here\n");
});

test("what is wrong with a certificate is one sentence", async () => {
  const own = await mkdtemp(join(folder, "fault-"));
  const good = { cert: join(folder, "tls-cert.pem"), key: join(folder, "tls-key.pem") };
  const bad = join(own, "bad.pem");
  const encrypted = join(own, "encrypted.pem");
  const other = await selfSignedCertificate({ folder: join(own, "new", "deep"), serverName: "x" });
  const otherKey = join(own, "other.pem");
  await writeFile(bad, "hello");
  await writeFile(encrypted, "-----BEGIN ENCRYPTED PRIVATE KEY-----\n");
  await writeFile(otherKey, other.current.key);
  const fault = async (files: { cert?: string; key?: string }): Promise<string> => {
    const error = await certificateFromFiles({ ...good, ...files }).catch((e: unknown) => e);
    assert.ok(error instanceof CertificateFault);
    return error.message;
  };
  assert.equal(await fault({ cert: "/no/such" }), "cannot read /no/such: there is no such file");
  assert.equal(await fault({ cert: own }), `cannot read ${own}: it is a folder`);
  assert.equal(await fault({ cert: bad }), `${bad} holds no certificate in PEM form`);
  assert.equal(await fault({ key: bad }), `${bad} holds no private key in PEM form`);
  assert.match(await fault({ key: encrypted }), /is encrypted; give it without a passphrase$/);
  assert.equal(
    await fault({ key: otherKey }),
    `the key in ${otherKey} is not that of ${good.cert}`,
  );
  await assert.rejects(
    selfSignedCertificate({ folder: join(bad, "inside"), serverName: "x" }),
    CertificateFault,
  );
  await chmod(bad, 0o600);
});
