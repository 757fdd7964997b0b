/** webpush, draft: https://github.com/ircv3/ircv3-specifications/pull/471. Sent to a real endpoint
 * over HTTPS, and read there as a browser would: RFC 8030, RFC 8291, RFC 8292. */
import assert from "node:assert/strict";
import { createDecipheriv, createECDH, hkdfSync, randomBytes } from "node:crypto";
import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import { Guard } from "../../src/server/web/guard.ts";
import { makeSelfSigned } from "../../src/server/transport/selfsigned.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

interface Heard {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A push service on loopback, and a room that may reach it. */
async function service(t: TestContext, statusOf: (path: string) => number = () => 201) {
  const day = 86_400_000;
  const now = Date.now();
  const pair = makeSelfSigned({
    commonName: "push.example",
    names: ["push.example"],
    notBefore: new Date(now - day),
    notAfter: new Date(now + day),
  });
  const heard: Heard[] = [];
  let told = Promise.withResolvers<void>();
  const server = createServer(pair, (request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (bytes: Buffer) => chunks.push(bytes));
    request.on("end", () => {
      const { url: path = "", headers } = request;
      heard.push({ path, headers, body: Buffer.concat(chunks) });
      response.writeHead(statusOf(path)).end();
      told.resolve();
      told = Promise.withResolvers<void>();
    });
  }).listen(0, "127.0.0.1");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const guard = new Guard({
    isPublic: (address) => address === "127.0.0.1",
    resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
    ports: [port],
    ca: pair.cert,
  });
  const room = new TestRoom({}, { guard });
  t.after(() => room.close());
  const until = async (count: number): Promise<void> => {
    while (heard.length < count) await told.promise;
  };
  return { room, guard, heard, until, at: (path: string) => `https://push.example:${port}${path}` };
}

/** A browser's side of it. */
class Browser {
  private readonly ecdh = createECDH("prime256v1");
  private readonly auth = randomBytes(16);

  constructor() {
    this.ecdh.generateKeys();
  }

  get keys(): string {
    const p256dh = this.ecdh.getPublicKey("base64url");
    return `p256dh=${p256dh};auth=${this.auth.toString("base64url")}`;
  }

  read(body: Buffer): string {
    const [salt, theirs, sealed] = [body.subarray(0, 16), body.subarray(21, 86), body.subarray(86)];
    const info = Buffer.concat([Buffer.from("WebPush: info\0"), this.ecdh.getPublicKey(), theirs]);
    const from = (key: Uint8Array, by: Uint8Array, what: string | Buffer, length: number) =>
      Buffer.from(hkdfSync("sha256", key, by, what, length));
    const secret = from(this.ecdh.computeSecret(theirs), this.auth, info, 32);
    const key = from(secret, salt, "Content-Encoding: aes128gcm\0", 16);
    const nonce = from(secret, salt, "Content-Encoding: nonce\0", 12);
    const cipher = createDecipheriv("aes-128-gcm", key, nonce);
    cipher.setAuthTag(sealed.subarray(-16));
    const opened = Buffer.concat([cipher.update(sealed.subarray(0, -16)), cipher.final()]);
    assert.equal(opened.at(-1), 2, "the last record");
    return opened.subarray(0, -1).toString();
  }
}

test("mentions and direct messages are pushed, each one IRC message without its end", async (t) => {
  const { room, heard, until, at } = await service(t);
  const browser = new Browser();
  await journey(
    room,
    `
    alice comes account alice
    alice > WEBPUSH REGISTER ${at("/a")} ${browser.keys}
    alice < :banter.test WEBPUSH REGISTER ${at("/a")}
    alice > JOIN #dev
    alice << 366
    bob comes
    bob > JOIN #dev
    bob << 366
    alice < :bob!… JOIN #dev
    bob > PRIVMSG #dev :nobody is named here, alicent
    alice < …
    bob > PRIVMSG #dev :hello ALICE, are you there?
    alice < …
    bob > PRIVMSG alice :to you alone
    alice < …
    bob > PRIVMSG alice :\\x01VERSION\\x01
    alice < …
    alice > PRIVMSG #dev :I am alice
    bob < …
  `,
  );
  await until(2);
  await room.settled();
  assert.equal(heard.length, 2, "so many have been pushed");
  const lines = heard.map(({ body }) => browser.read(body)).toSorted();
  const form = /^@msgid=\w+;time=2026-11-22T18:00:00.000Z :bob!~bob@\S+ PRIVMSG (.*)$/;
  assert.deepEqual(lines.map((line) => String(form.exec(line)?.[1])).toSorted(), [
    "#dev :hello ALICE, are you there?",
    "alice :to you alone",
  ]);
  const urgencies = heard.map(({ headers }) => String(headers["urgency"])).toSorted();
  assert.deepEqual(urgencies, ["high", "normal"]);
  for (const { headers } of heard) {
    assert.equal(headers["content-encoding"], "aes128gcm");
    assert.equal(headers["ttl"], "86400");
    assert.match(headers.authorization ?? "", /^vapid t=[\w-]+\.[\w-]+\.[\w-]+, k=[\w-]{87}$/);
  }
});

test("VAPIDPUBKEY is the key that notifications are signed with", async (t) => {
  const { room, heard, until, at } = await service(t);
  await journey(
    room,
    `
    alice comes account alice
    alice > WEBPUSH vapidpubkey
    alice < :banter.test WEBPUSH VAPIDPUBKEY ${room.server.host.vapidKey}
    alice > WEBPUSH REGISTER ${at("/a")} ${new Browser().keys}
    alice < …
    bob comes
    bob > PRIVMSG alice :hi
    alice < …
  `,
  );
  await until(1);
  const { authorization = "" } = heard[0]?.headers ?? {};
  assert.ok(authorization.endsWith(`k=${room.server.host.vapidKey}`));
});

test("a subscription replaces one of the same endpoint; UNREGISTER takes it away", async (t) => {
  const { room, heard, until, at } = await service(t);
  const [first, second] = [new Browser(), new Browser()];
  await journey(
    room,
    `
    alice comes account alice
    alice > WEBPUSH REGISTER ${at("/a")} ${first.keys}
    alice < …
    alice > WEBPUSH REGISTER ${at("/a")} ${second.keys}
    alice < …
    alice > WEBPUSH REGISTER ${at("/b")} ${first.keys}
    alice < …
    alice > WEBPUSH UNREGISTER ${at("/b")}
    alice < :banter.test WEBPUSH UNREGISTER ${at("/b")}
    alice > WEBPUSH UNREGISTER ${at("/c")}
    alice < …
    bob comes
    bob > PRIVMSG alice :hi
    alice < …
  `,
  );
  await until(1);
  await room.settled();
  assert.deepEqual(
    heard.map(({ path }) => path),
    ["/a"],
  );
  assert.match(second.read(heard[0]!.body), / PRIVMSG alice :?hi$/);
});

test("one that the service does not know any more is dropped", async (t) => {
  const { room, until, at } = await service(t, (path) => (path === "/gone" ? 410 : 500));
  await journey(
    room,
    `
    alice comes account alice
    alice > WEBPUSH REGISTER ${at("/gone")} ${new Browser().keys}
    alice < …
    alice > WEBPUSH REGISTER ${at("/ill")} ${new Browser().keys}
    alice < …
    bob comes
    bob > PRIVMSG alice :hi
    alice < …
  `,
  );
  await until(2);
  const { accounts } = room.server.state;
  while ((accounts.get("alice")?.pushes.length ?? 0) > 1)
    await new Promise((resolve) => setImmediate(resolve));
  assert.deepEqual(
    accounts.get("alice")?.pushes.map(({ endpoint }) => endpoint),
    [at("/ill")],
  );
});

test("an endpoint within the server's own network is never asked", async (t) => {
  const room = new TestRoom();
  t.after(() => room.close());
  await journey(
    room,
    `
    alice comes account alice
    alice > WEBPUSH REGISTER https://127.0.0.1/a ${new Browser().keys}
    alice < …
    bob comes
    bob > PRIVMSG alice :hi
    alice < …
  `,
  );
  const guard = new Guard();
  await assert.rejects(
    guard.ask("https://127.0.0.1/a", { ms: 1_000, bytesMax: 1, secure: true }),
    /not public/,
  );
});

test("what is no subscription is refused; and who has no account has none", () => {
  const { keys } = new Browser();
  const refused =
    "alice < … FAIL WEBPUSH INVALID_PARAMS REGISTER :That is no endpoint with its keys";
  return play(`
    alice comes account alice standard-replies
    alice > WEBPUSH REGISTER http://push.example/a ${keys}
    ${refused}
    alice > WEBPUSH REGISTER https://push.example/a p256dh=AAAA;auth=AAAA
    ${refused}
    alice > WEBPUSH REGISTER https://push.example/a
    ${refused}
    alice > WEBPUSH UNREGISTER
    alice < … FAIL WEBPUSH INVALID_PARAMS UNREGISTER :That is no endpoint with its keys
    bob comes standard-replies
    bob > WEBPUSH REGISTER https://push.example/a ${keys}
    bob < … FAIL WEBPUSH ACCOUNT_REQUIRED :Log in first: devices of accounts are told
  `);
});

test("of too many the first goes; who registers another's endpoint takes it over", async (t) => {
  const room = new TestRoom({ limits: { pushesPerAccountMax: 2 } });
  t.after(() => room.close());
  const { keys } = new Browser();
  await journey(
    room,
    `
    alice comes account alice
    alice > WEBPUSH REGISTER https://push.example/1 ${keys}
    alice < …
    alice > WEBPUSH REGISTER https://push.example/2 ${keys}
    alice < …
    alice > WEBPUSH REGISTER https://push.example/3 ${keys}
    alice < …
    bob comes account bob
    bob > WEBPUSH REGISTER https://push.example/3 ${keys}
    bob < …
  `,
  );
  const of = (name: string) =>
    room.server.state.accounts.get(name)?.pushes.map(({ endpoint }) => endpoint.at(-1));
  assert.deepEqual([of("alice"), of("bob")], [["2"], ["3"]]);
});

test("with a device that is logged out goes its subscription; everywhere, all", async (t) => {
  const room = new TestRoom();
  t.after(() => room.close());
  room.account("alice");
  const { keys } = new Browser();
  const comes = async (endpoint: string, device?: string) => {
    const peer = room.connect();
    room.newest.account = "alice";
    room.newest.device = device;
    peer.write(`NICK alice\r\nUSER a 0 * :a\r\nWEBPUSH REGISTER ${endpoint} ${keys}\r\n`);
    await room.settled();
    return peer;
  };
  const left = () =>
    room.server.state.accounts.get("alice")?.pushes.map(({ endpoint }) => endpoint);
  const [phone, desk, old] = ["https://a.example/a", "https://a.example/b", "https://a.example/"];
  const first = await comes(old);
  first.write("DEVICE ADD phone\r\nDEVICE ADD desk\r\n");
  await room.settled();
  const [, phoneId = ""] = /DEVICE ADD (\S+) [^]*DEVICE ADD (\S+)/.exec(first.take()) ?? [];
  const deskId = room.server.state.accounts
    .get("alice")
    ?.devices.find(({ name }) => name === "desk")?.id;
  await comes(phone, phoneId);
  const own = await comes(desk, deskId);
  assert.deepEqual(left(), [desk, phone, old]);
  own.write(`DEVICE DEL ${phoneId}\r\n`);
  await room.settled();
  assert.deepEqual(left(), [desk, old]);
  own.write("DEVICE DEL *\r\n");
  await room.settled();
  assert.deepEqual(left(), [desk]);
  own.write(`DEVICE DEL ${deskId}\r\n`);
  await room.settled();
  assert.deepEqual(left(), []);
});

test("it is offered unless it is off", () =>
  play(
    `
    alice comes raw
    alice > CAP LS 302
    alice <caps !draft/webpush
    alice > NICK alice
    alice > USER a 0 * :a
    alice > CAP END
    alice << 422
    alice > WEBPUSH VAPIDPUBKEY
    alice < … 421 …
  `,
    { push: { enabled: false } },
  ));

test("a subscription outlives the server", async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-push-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "banter.db");
  const { guard, until, at } = await service(t);
  const before = new TestRoom({}, { guard, file });
  const registered = `
    alice comes account alice
    alice > WEBPUSH REGISTER ${at("/a")} ${new Browser().keys}
    alice < :banter.test WEBPUSH REGISTER ${at("/a")}
  `;
  await journey(before, registered).finally(() => before.close());
  const after = new TestRoom({}, { guard, file });
  t.after(() => after.close());
  await journey(
    after,
    "alice comes account alice\nbob comes\nbob > PRIVMSG alice :hello\nalice < …",
  );
  await until(1);
});
