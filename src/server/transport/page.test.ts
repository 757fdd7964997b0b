import assert from "node:assert/strict";
import { test } from "node:test";
import type { PageAnswer, PageRequest } from "../transport.ts";
import { joinPage, type JoinPageOptions } from "./page.ts";
import { open } from "./wire.case.ts";

const options: JoinPageOptions = {
  network: "Banter",
  description: "A chat room",
  port: 6670,
  tls: "optional",
  fingerprint: "AB:CD",
};

function get(
  path: string,
  request: Partial<PageRequest> & { host?: string | undefined } = {},
  more: Partial<JoinPageOptions> = {},
): PageAnswer & { text: string } {
  const { host, ...rest } = request;
  const headers = host === undefined ? {} : { host };
  const whole = {
    method: "GET",
    path,
    headers,
    address: "127.0.0.1",
    secure: false,
    ...rest,
  } as const;
  const answer = joinPage({ ...options, ...more })(whole);
  return { ...answer, text: answer.body.toString() };
}

test("each way of joining, at the address by which the browser came", () => {
  const { text, headers } = get("/", { host: "192.168.1.4:7000" });
  for (const line of [
    "<h1>Banter</h1>",
    "<code>banter join 192.168.1.4 7000</code>",
    "<code>nc 192.168.1.4 7000</code>",
    "<dd><code>192.168.1.4</code></dd>",
    "<dd><code>7000</code></dd>",
    "AB:<wbr>CD",
    "<code>ws://192.168.1.4:7000/</code>",
  ]) {
    assert.ok(text.includes(line), line);
  }
  assert.doesNotMatch(text, /<script|style=|javascript:| on\w+=/i);
  assert.match(headers["Content-Security-Policy"] ?? "", /^default-src 'none'; style-src 'self';/);
});

test("over TLS, the ways that use it", () => {
  for (const text of [
    get("/", { host: "chat.example.org:6697", secure: true }).text,
    get("/", { host: "chat.example.org:6697" }, { tls: "only" }).text,
  ]) {
    assert.ok(text.includes("banter join chat.example.org 6697 --tls"));
    assert.ok(text.includes("openssl s_client -quiet -connect chat.example.org:6697"));
    assert.ok(text.includes("wss://chat.example.org:6697/"));
    assert.ok(!text.includes("nc chat"));
  }
  assert.ok(!get("/", {}, { tls: "off" }).text.includes("SHA-256"));
  const bare = get("/", {}, { plain: false, websocket: false }).text;
  assert.ok(!bare.includes("<code>nc ") && !bare.includes("ws://"));
});

test("a host without a port gets the listener's; IPv6 stands without brackets for programs", () => {
  assert.ok(get("/", { host: "room.local" }).text.includes("banter join room.local 6670"));
  const { text } = get("/", { host: "[fe80::1]:6670" });
  assert.ok(text.includes("banter join fe80::1 6670"));
  assert.ok(text.includes("ws://[fe80::1]:6670/"));
});

test("a host that is none is not shown", () => {
  for (const host of [
    undefined,
    "",
    "<script>alert(1)</script>",
    "a b",
    "a;rm",
    "-e",
    "x:99999",
    "x:0",
    "[::g]",
    "[1.2.3.4]",
    "user@x",
    "x/y",
    `${"a".repeat(254)}`,
  ]) {
    const { text } = get("/", { host });
    assert.ok(text.includes("banter join localhost 6670"), String(host));
    assert.ok(!text.includes(`ws://${host}/`), String(host));
  }
});

test("names are escaped", () => {
  const { text } = get("/", {}, { network: `<b>"N'&`, description: "<i>" });
  assert.ok(text.includes("<h1>&lt;b&gt;&quot;N&#39;&amp;</h1>"));
  assert.ok(text.includes("<title>&lt;b&gt;&quot;N&#39;&amp;</title>"));
  assert.ok(!text.includes("<i>"));
});

test("the files around it", () => {
  assert.deepEqual(
    ["/style.css", "/favicon.svg", "/robots.txt", "/health", "/x", "/favicon.ico"].map((path) => {
      const { status, headers } = get(path);
      return `${path} ${status} ${headers["Content-Type"]}`;
    }),
    [
      "/style.css 200 text/css; charset=utf-8",
      "/favicon.svg 200 image/svg+xml; charset=utf-8",
      "/robots.txt 200 text/plain; charset=utf-8",
      "/health 200 text/plain; charset=utf-8",
      "/x 404 text/html; charset=utf-8",
      "/favicon.ico 404 text/html; charset=utf-8",
    ],
  );
  assert.equal(get("/health").body, "ok\n");
});

test("as fetched over a real socket", async (t) => {
  const { listener } = await open(t, { page: joinPage(options) });
  const answer = await fetch(`http://127.0.0.1:${listener.port}/?from=here`);
  assert.equal(answer.status, 200);
  assert.equal(answer.headers.get("x-content-type-options"), "nosniff");
  assert.equal(answer.headers.get("connection"), "close");
  assert.match(answer.headers.get("content-security-policy") ?? "", /style-src 'self'/);
  assert.ok((await answer.text()).includes(`nc 127.0.0.1 ${listener.port}`));
  const head = await fetch(`http://127.0.0.1:${listener.port}/health`, { method: "HEAD" });
  assert.equal(head.headers.get("content-length"), "3");
  assert.equal(await head.text(), "");
});
