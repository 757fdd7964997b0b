/** Previews of links, through a guard that asks nobody within the server's own network. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { type TestContext, test } from "node:test";
import { Guard, isPublic, Refused, type World } from "../../src/server/web/guard.ts";
import { picture } from "../pictures.ts";
import { TestRoom } from "../room.ts";

/** A server on loopback, and a guard for whom its address is public, and no other. */
async function elsewhere(t: TestContext, listener: RequestListener, world: Partial<World> = {}) {
  const server = createServer(listener).listen(0, "127.0.0.1");
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
    ...world,
  });
  return { port, guard, url: (path: string) => `http://page.example:${port}${path}` };
}

const asked = { ms: 5_000, bytesMax: 100_000, redirectsMax: 3 };

test("only what is the whole internet's is public", () => {
  const not =
    "0.0.0.0 10.1.2.3 100.64.0.1 127.0.0.1 127.255.0.1 169.254.169.254 172.16.0.1 172.31.255.255 " +
    "192.168.1.1 192.0.0.1 192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1 255.255.255.255 :: ::1 " +
    "::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:7f00:1 ::127.0.0.1 64:ff9b::7f00:1 64:ff9b::a00:1 " +
    "64:ff9b:1::1 2002:7f00:1:: 2002:a00:1::1 2001::1 2001:db8::1 fe80::1 fe80::1%eth0 fc00::1 " +
    "fd12:3456::1 ff02::1 100::1 5f00::1 3fff::1 localhost 1.2.3 ";
  for (const address of not.split(" ")) assert.equal(isPublic(address), false, address);
  for (const address of ["1.1.1.1", "93.184.215.14", "2606:4700::1111", "::ffff:1.1.1.1"])
    assert.equal(isPublic(address), true, address);
});

test("no spelling of an address leads within", async () => {
  const guard = new Guard({ resolve: () => Promise.reject(new Error("asked for a name")) });
  const spellings =
    "127.0.0.1 127.1 0x7f.1 0x7f000001 2130706433 017700000001 0177.0.0.1 127.0.0.1. 0 0.0.0.0 " +
    "10.0.0.1 169.254.169.254 192.168.0.1 [::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] " +
    "[0:0:0:0:0:ffff:7f00:0001] [64:ff9b::7f00:1] [64:ff9b::127.0.0.1] [2002:7f00:1::] [fe80::1] " +
    "[fd00::1] [::127.0.0.1] ①②⑦.⓪.⓪.① 127。0。0。1 %31%32%37.0.0.1";
  for (const host of spellings.split(" "))
    await assert.rejects(guard.ask(`http://${host}/`, asked), Refused, host);
  const others = [
    "file:///etc/passwd",
    "ftp://1.1.1.1/",
    "gopher://1.1.1.1/",
    "http://1.1.1.1:22/",
    "http://1.1.1.1:6379/",
    "http://user:word@1.1.1.1/",
    "//1.1.1.1/",
    "",
  ];
  for (const url of others) await assert.rejects(guard.ask(url, asked), Refused, url);
});

test("a name is judged by what it is when it is connected to, all of it", async (t) => {
  const { url, guard } = await elsewhere(t, (_request, response) => response.end("in"));
  assert.equal((await guard.ask(url("/"), asked)).body.toString(), "in");
  let times = 0;
  const changing = await elsewhere(t, (_request, response) => response.end("in"), {
    // The second time it is another: what is asked for is what is connected to.
    resolve: () => {
      times += 1;
      return Promise.resolve([{ address: times === 1 ? "127.0.0.1" : "10.0.0.1", family: 4 }]);
    },
  });
  assert.equal((await changing.guard.ask(changing.url("/"), asked)).status, 200);
  assert.equal(times, 1, "it is looked up once for one connection");
  await assert.rejects(changing.guard.ask(changing.url("/"), asked), /10\.0\.0\.1, not public/);
  const both = await elsewhere(t, (_request, response) => response.end("in"), {
    resolve: () =>
      Promise.resolve([
        { address: "127.0.0.1", family: 4 },
        { address: "::1", family: 6 },
      ]),
  });
  await assert.rejects(both.guard.ask(both.url("/"), asked), /::1, not public/);
  const nowhere = await elsewhere(t, () => {}, { resolve: () => Promise.resolve([]) });
  await assert.rejects(nowhere.guard.ask(nowhere.url("/"), asked), /nowhere/);
});

test("whatever a name or a spelling leads to, nothing within is connected to", async (t) => {
  let came = 0;
  const server = createServer((_request, response) => response.end("within"));
  server.on("connection", () => (came += 1)).listen(0, "::");
  t.after(() => server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const within =
    "127.0.0.1 127.8.8.8 0.0.0.0 10.0.0.1 100.64.0.1 169.254.169.254 172.31.255.254 192.168.0.1 " +
    "255.255.255.255 ::1 :: ::ffff:127.0.0.1 ::ffff:7f00:1 0:0:0:0:0:ffff:7f00:1 ::127.0.0.1 " +
    "::ffff:0:127.0.0.1 64:ff9b::127.0.0.1 64:ff9b::7f00:1 64:ff9b:1::7f00:1 2002:7f00:1:: " +
    "2001:0:7f00:1:: fe80::1 fe80::1%lo fec0::1 fd00::1 ff02::1 100::1 not-an-address";
  for (const address of within.split(" ")) {
    const family = address.includes(":") ? 6 : 4;
    const guard = new Guard({
      resolve: () => Promise.resolve([{ address, family }]),
      ports: [port],
    });
    const named = guard.ask(`http://name.example:${port}/`, asked);
    await assert.rejects(named, Refused, `a name that is ${address}`);
  }
  const guard = new Guard({ ports: [port] });
  const spelled =
    "127.0.0.1 127.1 2130706433 0x7f000001 0177.0.0.1 017700000001 0 localhost " +
    "[::1] [::] [::ffff:127.0.0.1] [::ffff:7f00:1] [64:ff9b::7f00:1] [2002:7f00:1::]";
  for (const host of spelled.split(" "))
    await assert.rejects(guard.ask(`http://${host}:${port}/`, asked), Refused, host);
  assert.equal(came, 0, "somebody within was connected to");
});

test("who is connected to is looked at once more, before a word is said", async (t) => {
  let heard = 0;
  let looks = 0;
  const { url, guard } = await elsewhere(t, () => (heard += 1), {
    // By its name it was somebody else.
    isPublic: () => (looks += 1) === 1,
  });
  await assert.rejects(guard.ask(url("/"), asked), /127\.0\.0\.1 is not public/);
  assert.deepEqual([looks, heard], [2, 0]);
});

test("each redirect is judged as the first address was, and there are not too many", async (t) => {
  const within = await elsewhere(t, ({ url: path = "" }, response) => {
    const to: Record<string, string> = {
      "/a": "/b",
      "/b": "/end",
      "/loop": "/loop",
      "/within": "http://10.0.0.1/",
      "/spelled": "http://0x7f000002/",
      "/file": "file:///etc/passwd",
      "/user": "http://a:b@page.example/",
      "/port": "http://page.example:22/",
    };
    const location = to[path];
    if (location === undefined) return void response.end("the end");
    response.writeHead(302, { location }).end();
  });
  assert.equal((await within.guard.ask(within.url("/a"), asked)).body.toString(), "the end");
  assert.equal((await within.guard.ask(within.url("/loop"), asked)).status, 302);
  for (const path of ["/within", "/spelled", "/file", "/user", "/port"])
    await assert.rejects(within.guard.ask(within.url(path), asked), Refused, path);
});

test("what is long is cut, what is slow is left", async (t) => {
  const { url, guard } = await elsewhere(t, ({ url: path }, response) => {
    if (path === "/long") response.end("x".repeat(200_000));
    else response.write("begun, and never ended");
  });
  const long = await guard.ask(url("/long"), asked);
  assert.deepEqual([long.body.length, long.cut], [100_000, true]);
  await assert.rejects(guard.ask(url("/slow"), { ...asked, ms: 50 }), /abort|timeout/i);
});

/** What a browser of somebody who is here asks for. */
async function asking(t: TestContext, guard: Guard, enabled = true) {
  const room = new TestRoom({ previews: { enabled } }, { guard });
  t.after(() => room.close());
  room.connect().write("NICK guest\r\nUSER g 0 * :g\r\n");
  await room.settled();
  const [user = 0] = room.server.state.users.keys();
  const authorization = `Bearer ${room.server.host.web.access.sessionToken(user)}`;
  return async (place: string, headers: Record<string, string> = { authorization }) => {
    const [path = "", query = ""] = place.split("?");
    const request = { method: "GET", path, query, headers, address: "10.0.0.1", secure: false };
    const answer = await room.server.host.web.route({
      ...request,
      body: (async function* () {})(),
    });
    assert.ok(answer);
    return { ...answer, text: Buffer.from(answer.body as Uint8Array).toString() };
  };
}

const page = `<!doctype html><html><head><title>Only &lt;a&gt; title</title>
<meta property="og:title" content="Tom &amp; Jerry&#x202e; &#0;&#39;s">
<meta name='description' content='What it
  is about'><meta property="og:image" content="/cat.png">
</head><body><script>alert(1)</script></body>`;

test("a page's words and picture, to whoever is here; once for all", async (t) => {
  let times = 0;
  const { url, guard } = await elsewhere(t, ({ url: path }, response) => {
    times += 1;
    if (path === "/cat.png")
      response.setHeader("Content-Type", "text/html").end(picture("png", 2, 2));
    else if (path === "/evil.png") response.end("<svg onload=alert(1)>");
    else if (path === "/none") response.setHeader("Content-Type", "text/html").end("<p>words");
    else if (path === "/pdf") response.setHeader("Content-Type", "application/pdf").end("%PDF");
    else response.setHeader("Content-Type", "text/html; charset=utf-8").end(page);
  });
  const ask = await asking(t, guard);
  const of = (path: string): string => `/preview?url=${encodeURIComponent(url(path))}`;
  const answer = await ask(of("/page"));
  const told = JSON.parse(answer.text);
  assert.deepEqual(
    [told.title, told.description, told.site],
    ["Tom & Jerry 's", "What it is about", "page.example"],
  );
  await ask(of("/page"));
  assert.equal(times, 1, "it has been asked for twice");
  const shown = await ask(told.picture, {});
  assert.equal(shown.status, 200);
  assert.equal(shown.headers["Content-Type"], "image/png", "by what it is");
  assert.match(shown.headers["Content-Security-Policy"] ?? "", /sandbox/);
  assert.equal((await ask(told.picture.replace("cat", "dog"), {})).status, 403, "of no preview");
  for (const path of ["/none", "/pdf"])
    assert.match((await ask(of(path))).text, /"failure":"There is nothing/, path);
  assert.equal((await ask(of("/page"), {})).status, 401);
  const guarded = await ask("/preview?url=http://127.0.0.2/");
  assert.match(guarded.text, /"failure":"That is not fetched/);
  assert.equal((await ask("/preview")).status, 400);
});

test("so many a minute; and none where they are off", async (t) => {
  const { url, guard } = await elsewhere(t, (_request, response) => response.end("x"));
  const ask = await asking(t, guard);
  const statuses = [];
  for (let n = 0; n < 41; n += 1)
    statuses.push((await ask(`/preview?url=${encodeURIComponent(url(`/${n}`))}`)).status);
  assert.equal(statuses.filter((status) => status === 429).length, 1);
  const off = await asking(t, guard, false);
  assert.equal((await off(`/preview?url=${encodeURIComponent(url("/"))}`)).status, 404);
});
