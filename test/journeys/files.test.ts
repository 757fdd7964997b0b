/** Files: uploaded over HTTP, served so that nothing in them runs, counted, removed. */
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { type TestContext, test } from "node:test";
import type { Config } from "../../src/server/config.ts";
import type { Parts } from "../../src/server/parts.ts";
import { sweep } from "../../src/server/sweep.ts";
import { newDeviceToken } from "../../src/server/device-tokens.ts";
import { type DeepPartial, TestRoom } from "../room.ts";
import { picture, pictures } from "../pictures.ts";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** A room with a folder for files, and alice's authorization. */
class Host {
  readonly room: TestRoom;
  readonly folder: string;
  readonly alice: string;

  constructor(t: TestContext, config: DeepPartial<Config> = {}, parts: Partial<Parts> = {}) {
    this.folder = mkdtempSync(path.join(tmpdir(), "banter-files-"));
    this.room = new TestRoom(config, { filesFolder: this.folder, ...parts });
    t.after(() => {
      this.room.close();
      rmSync(this.folder, { recursive: true, force: true });
    });
    this.alice = this.bearer("alice");
  }

  bearer(account: string): string {
    this.room.account(account);
    const { id, hash, token } = newDeviceToken();
    const { state } = this.room.server;
    const key = state.fold(account);
    const device = { id, hash, name: "d", madeAt: this.room.now, usedAt: this.room.now };
    state.accounts.set(key, { ...state.accounts.get(key)!, devices: [device] });
    state.devices.set(id, key);
    return `Bearer ${token}`;
  }

  async ask(
    method: string,
    url: string,
    headers: Record<string, string> = {},
    body: Uint8Array | string | AsyncIterable<Uint8Array> = "",
  ): Promise<Answer> {
    const [place = "", query = ""] = url.split("?");
    const pieces =
      typeof body === "string" || body instanceof Uint8Array ? pieceOf(Buffer.from(body)) : body;
    const request = { method, path: place, query, headers, address: "10.0.0.1", secure: false };
    const routed = this.room.server.host.web.route({ ...request, body: pieces });
    assert.ok(routed, `${url} is no route`);
    const answer = await routed;
    const whole: Uint8Array[] = [];
    if (typeof answer.body === "string" || answer.body instanceof Uint8Array)
      whole.push(Buffer.from(answer.body));
    else for await (const bytes of answer.body) whole.push(bytes);
    return { ...answer, body: Buffer.concat(whole) };
  }

  upload(body: Uint8Array | string, name = "a.png", authorization = this.alice): Promise<Answer> {
    const disposition = `attachment; filename="${name}"`;
    return this.ask(
      "POST",
      "/files",
      { authorization, "content-disposition": disposition, "content-type": "image/png" },
      body,
    );
  }

  /** What may be uploaded, as it is told. */
  async bounds(authorization = this.alice): Promise<Record<string, unknown>> {
    return JSON.parse((await this.ask("GET", "/files", { authorization })).body.toString());
  }

  /** Resolves when nothing lies on the disk any more. */
  async gone(): Promise<void> {
    while (this.blobs.length > 0) await new Promise((resolve) => setImmediate(resolve));
  }

  /** What lies on the disk. */
  get blobs(): string[] {
    return readdirSync(this.folder, { recursive: true, withFileTypes: true })
      .filter((each) => each.isFile())
      .map(({ name }) => name);
  }
}

async function* pieceOf(bytes: Buffer) {
  for (let at = 0; at < bytes.length; at += 7_000) yield bytes.subarray(at, at + 7_000);
}

const placeIn = ({ headers }: Answer): string => (headers["Location"] ?? "").split("#")[0] ?? "";

test("a picture is kept under its hash, and told where, with its size", async (t) => {
  const host = new Host(t);
  const bytes = picture("png", 640, 480);
  const answer = await host.upload(bytes, "../../my cat.png");
  assert.equal(answer.status, 201);
  assert.match(answer.headers["Location"] ?? "", /^\/files\/[\w-]{22}\/my%20cat\.png#640x480$/);
  const told = JSON.parse(answer.body.toString());
  assert.deepEqual([told.width, told.height, told.type], [640, 480, "image/png"]);
  assert.deepEqual(host.blobs, [createHash("sha256").update(bytes).digest("hex")]);
  const read = await host.ask("GET", placeIn(answer));
  assert.equal(read.status, 200);
  assert.deepEqual(read.body, Buffer.from(bytes));
  assert.equal(read.headers["Content-Type"], "image/png");
  assert.equal(read.headers["X-Content-Type-Options"], "nosniff");
  assert.match(read.headers["Content-Security-Policy"] ?? "", /default-src 'none'; sandbox/);
  assert.match(
    read.headers["Content-Disposition"] ?? "",
    /^inline; filename\*=UTF-8''my%20cat\.png/,
  );
  const head = await host.ask("HEAD", placeIn(answer));
  assert.equal(head.headers["Content-Length"], String(bytes.length));
});

test("how large a picture is, of every kind that is shown", async (t) => {
  const host = new Host(t);
  for (const kind of pictures) {
    const answer = await host.upload(picture(kind, 321, 123), `a.${kind}`);
    assert.match(answer.headers["Location"] ?? "", /#321x123$/, kind);
  }
  const turned = await host.upload(picture("jpg", 321, 123, { turned: true }));
  assert.match(turned.headers["Location"] ?? "", /#123x321$/);
});

test("nothing that is uploaded runs: what it is decides, not what it says it is", async (t) => {
  const host = new Host(t);
  const script = "<script>alert(1)</script>";
  const cases: readonly [name: string, body: Uint8Array | string, type: string, shown: boolean][] =
    [
      ["a.png", `<html>${script}</html>`, "text/plain; charset=utf-8", true],
      [
        "a.svg",
        `<svg xmlns="http://www.w3.org/2000/svg">${script}</svg>`,
        "text/plain; charset=utf-8",
        true,
      ],
      ["a.html", script, "text/plain; charset=utf-8", true],
      ["a.xml", `<?xml version="1.0"?><x>${script}</x>`, "text/plain; charset=utf-8", true],
      ["poly.html", Buffer.concat([picture("png", 1, 1), Buffer.from(script)]), "image/png", true],
      [
        "gif.js",
        Buffer.concat([picture("gif", 1, 1), Buffer.from("=1;alert(1)")]),
        "image/gif",
        true,
      ],
      ["a.pdf", "%PDF-1.7\n\x00\xff", "application/octet-stream", false],
      ["a.swf", Buffer.from("CWS\x0a\x00\x00\x01"), "application/octet-stream", false],
      ["utf16.html", Buffer.from(`\ufeff${script}`, "utf16le"), "application/octet-stream", false],
      ["utf7.html", "+ADw-script+AD4-alert(1)+ADw-/script+AD4-", "text/plain; charset=utf-8", true],
      ["bad.txt", Buffer.from([0x61, 0xc3, 0x28]), "application/octet-stream", false],
    ];
  for (const [name, body, type, shown] of cases) {
    const answer = await host.upload(body, name);
    assert.equal(answer.status, 201, name);
    const { headers } = await host.ask("GET", placeIn(answer));
    assert.equal(headers["Content-Type"], type, name);
    const disposition = headers["Content-Disposition"] ?? "";
    assert.equal(disposition.startsWith("inline"), shown, name);
    if (shown) assert.doesNotMatch(placeIn(answer), /\.(?:html|svg|js|xml)$/, name);
    for (const header of ["Content-Security-Policy", "X-Content-Type-Options"])
      assert.ok(headers[header], name);
  }
});

test("hostile names", async (t) => {
  const host = new Host(t);
  const names: readonly [string, string][] = [
    ["..", "file.png"],
    ["\u202egnp.exe", "gnp.png"],
    ['a";b=\\"c.png', "a.png"],
    ["C:\\\\x\\\\y.png", "y.png"],
    ["x\r\nSet-Cookie: a=b.png", "xSet-Cookie a=b.png"],
    ["é".repeat(300), `${"é".repeat(60)}.png`],
  ];
  for (const [given, name] of names) {
    const answer = await host.upload(picture("png", 1, 1), given);
    assert.equal(decodeURIComponent(placeIn(answer).split("/")[3] ?? ""), name);
    const { headers } = await host.ask("GET", placeIn(answer));
    assert.doesNotMatch(headers["Content-Disposition"] ?? "", /[\r\n"]/);
  }
});

test("who may upload: devices, sessions, passwords; nobody else", async (t) => {
  const host = new Host(t);
  const { room } = host;
  const png = picture("png", 1, 1);
  const basic = (words: string): string => `Basic ${Buffer.from(words).toString("base64")}`;
  const token = host.alice.slice("Bearer ".length);
  for (const good of [basic("alice:alice's"), basic(`ALICE:${token}`)])
    assert.equal((await host.upload(png, "a", good)).status, 201, good);
  const bad = ["", "Bearer x", "Bearer bs_1.1.x", basic("alice:no"), basic("bob:x"), basic("")];
  for (const wrong of [...bad, basic(`bob:${token}`), `${host.alice.slice(0, -2)}xx`]) {
    const answer = await host.upload(png, "a", wrong);
    assert.equal(answer.status, 401, wrong);
    assert.match(answer.headers["WWW-Authenticate"] ?? "", /Basic.*Bearer/);
  }
  // Somebody who is here without an account, as long as they are.
  const peer = room.connect();
  peer.write("NICK guest\r\nUSER g 0 * :g\r\nTOKEN GENERATE FILEHOST\r\n");
  await room.settled();
  const [, word = ""] = /TOKEN GENERATE FILEHOST \/files :?(\S+)\r/.exec(peer.take()) ?? [];
  const session = `Bearer ${word}`;
  assert.equal((await host.upload(png, "a", session)).status, 201);
  assert.equal((await host.upload(png, "a", `${session.slice(0, -1)}!`)).status, 401);
  peer.write("QUIT\r\n");
  await room.settled();
  assert.equal((await host.upload(png, "a", session)).status, 401);
});

test("where guests may not, they are told", async (t) => {
  const host = new Host(t, { files: { guests: false } });
  const { server } = host.room;
  host.room.connect().write("NICK guest\r\nUSER g 0 * :g\r\n");
  await host.room.settled();
  const [user] = server.state.users.keys();
  const token = server.host.web.access.sessionToken(user ?? 0);
  assert.equal((await host.upload(picture("png", 1, 1), "a", `Bearer ${token}`)).status, 403);
  assert.equal((await host.bounds(`Bearer ${token}`)).max, 0);
});

test("sizes, kinds and quotas; what is refused leaves nothing behind", async (t) => {
  const files = { fileMegabytesMax: 1, accountMegabytesMax: 2, totalMegabytesMax: 3 };
  const host = new Host(t, { files: { ...files, kinds: ["picture"] } });
  const large = (n: number) => Buffer.concat([picture("png", n, 1), Buffer.alloc(900_000)]);
  const said = { authorization: host.alice, "content-length": "1000001" };
  assert.equal((await host.ask("POST", "/files", said)).status, 413, "by what it says");
  const much = Buffer.concat([picture("png", 1, 1), Buffer.alloc(1_000_000)]);
  assert.equal((await host.upload(much)).status, 413, "by what comes");
  assert.equal((await host.upload("words")).status, 415);
  assert.equal((await host.upload("")).status, 400);
  assert.deepEqual(host.blobs, []);
  assert.deepEqual(await host.bounds(), { max: 1e6, left: 2e6, kinds: ["picture"] });
  assert.equal((await host.upload(large(1))).status, 201);
  assert.equal((await host.upload(large(2))).status, 201);
  const { length } = large(1);
  assert.equal((await host.bounds()).left, 2e6 - 2 * length);
  assert.equal((await host.ask("GET", "/files")).status, 401);
  const own = await host.upload(large(3));
  assert.deepEqual(
    [own.status, own.body.toString()],
    [507, "You have as many files here as you may.\n"],
  );
  const bob = host.bearer("bob");
  assert.equal((await host.bounds(bob)).left, 3e6 - 2 * length, "all together");
  assert.equal((await host.upload(large(4), "a", bob)).status, 201);
  const all = await host.upload(large(5), "a", bob);
  assert.deepEqual([all.status, all.body.toString()], [507, "The server is full.\n"]);
  assert.equal(host.blobs.length, 3);
});

test("an upload that breaks off, and a disk that is full, leave nothing behind", async (t) => {
  const faults: unknown[] = [];
  const host = new Host(t, {}, { fault: (error) => faults.push(error) });
  const said = { authorization: host.alice };
  async function* broken(error: Error) {
    yield Buffer.alloc(100_000);
    throw error;
  }
  const gone = host.ask("POST", "/files", said, broken(new Error("the peer has gone")));
  await assert.rejects(gone, /the peer has gone/);
  const full = Object.assign(new Error("no space left"), { code: "ENOSPC" });
  assert.equal((await host.ask("POST", "/files", said, broken(full))).status, 507);
  assert.deepEqual(faults, [full]);
  assert.deepEqual(host.blobs, []);
});

test("the same content lies there once, and goes with the last who has it", async (t) => {
  const host = new Host(t);
  const bob = host.bearer("bob");
  const png = picture("png", 5, 5);
  const [mine, theirs] = [await host.upload(png), await host.upload(png, "b.png", bob)];
  assert.equal(host.blobs.length, 1);
  const id = (answer: Answer): string => `/files/${placeIn(answer).split("/")[2]}`;
  const remove = (answer: Answer, authorization: string) =>
    host.ask("DELETE", id(answer), { authorization });
  assert.equal((await remove(mine, bob)).status, 404, "somebody else's");
  assert.equal((await remove(mine, "")).status, 401);
  assert.equal((await remove(mine, host.alice)).status, 204);
  assert.equal((await host.ask("GET", placeIn(mine))).status, 404);
  assert.equal((await host.ask("GET", placeIn(theirs))).status, 200);
  assert.equal((await remove(theirs, bob)).status, 204);
  await host.gone();
});

test("with retention they go; what a crash has left goes at the start", async (t) => {
  const host = new Host(t, { files: { daysMax: 2 } });
  const { room } = host;
  const answer = await host.upload(picture("png", 5, 5));
  mkdirSync(path.join(host.folder, "ab"), { recursive: true });
  const orphan = path.join(host.folder, "ab", "ab".repeat(32));
  writeFileSync(orphan, "of nobody");
  sweep(room.server);
  assert.equal(existsSync(orphan), false);
  room.now += 86_400_000;
  sweep(room.server);
  await room.settled();
  assert.equal((await host.ask("GET", placeIn(answer))).status, 200);
  room.now += 86_400_000;
  sweep(room.server);
  await room.settled();
  assert.equal((await host.ask("GET", placeIn(answer))).status, 404);
  await host.gone();
});

test("a part of a file, as players ask for it", async (t) => {
  const host = new Host(t);
  const place = placeIn(await host.upload("0123456789", "a.txt"));
  const part = async (range: string, more = {}) => {
    const { status, headers, body } = await host.ask("GET", place, { range, ...more });
    return [status, headers["Content-Range"], body.toString()];
  };
  assert.deepEqual(await part("bytes=2-4"), [206, "bytes 2-4/10", "234"]);
  assert.deepEqual(await part("bytes=7-"), [206, "bytes 7-9/10", "789"]);
  assert.deepEqual(await part("bytes=-3"), [206, "bytes 7-9/10", "789"]);
  assert.deepEqual(await part("bytes=5-99"), [206, "bytes 5-9/10", "56789"]);
  for (const whole of ["bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=-"])
    assert.deepEqual((await part(whole)).slice(0, 2), [200, undefined], whole);
  for (const none of ["bytes=10-", "bytes=-0"])
    assert.deepEqual((await part(none)).slice(0, 2), [416, "bytes */10"], none);
  const { headers } = await host.ask("GET", place);
  const { ETag: etag = "" } = headers;
  assert.equal((await part("bytes=2-4", { "if-range": '"other"' }))[0], 200);
  assert.equal((await part("bytes=2-4", { "if-range": etag }))[0], 206);
  assert.equal((await host.ask("GET", place, { "if-none-match": etag })).status, 304);
});

test("too many at once, and too many in a minute, are told to wait", async (t) => {
  const host = new Host(t);
  const held = Promise.withResolvers<void>();
  async function* waits() {
    yield Buffer.from("a");
    await held.promise;
  }
  const said = { authorization: host.alice };
  const open = Array.from({ length: 6 }, () => host.ask("POST", "/files", said, waits()));
  await host.room.settled();
  assert.equal((await host.upload("x")).status, 429);
  held.resolve();
  assert.ok((await Promise.all(open)).every(({ status }) => status === 201));
  let refused = 0;
  for (let n = 0; n < 60; n += 1) if ((await host.upload(`${n}`)).status === 429) refused += 1;
  assert.equal(refused, 6);
  host.room.now += 60_000;
  assert.equal((await host.upload("later")).status, 201);
});

test("from one address so many requests a minute", async (t) => {
  const host = new Host(t);
  for (let n = 0; n < 3_000; n += 1)
    assert.equal((await host.ask("OPTIONS", "/files")).status, 204);
  assert.equal((await host.ask("OPTIONS", "/files")).status, 429);
  host.room.now += 60_000;
  assert.equal((await host.ask("OPTIONS", "/files")).status, 204);
});

test("pages of other origins learn what they may", async (t) => {
  const listener = {
    ...(new TestRoom().server.config.listeners[0] as Config["listeners"][number]),
    websocketOrigins: ["https://gamja.example"],
  };
  const host = new Host(t, { listeners: [listener] });
  const asked = await host.ask("OPTIONS", "/files", { origin: "https://gamja.example" });
  assert.equal(asked.status, 204);
  assert.equal(asked.headers["Access-Control-Allow-Origin"], "https://gamja.example");
  assert.match(asked.headers["Access-Control-Allow-Headers"] ?? "", /Authorization/);
  const other = await host.ask("OPTIONS", "/files", { origin: "https://evil.example" });
  assert.equal(other.headers["Access-Control-Allow-Origin"], undefined);
});
