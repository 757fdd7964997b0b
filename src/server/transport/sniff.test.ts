import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../../test/seed.ts";
import { sniff, sniffBytesMax, type Situation, type Sniffed } from "./sniff.ts";

const open: Situation = { insideTls: false, proxy: "untrusted", final: false };
const trusted: Situation = { ...open, proxy: "trusted" };

function sniffed(text: string | Uint8Array, situation: Partial<Situation> = {}): Sniffed {
  const bytes = typeof text === "string" ? Buffer.from(text, "latin1") : Buffer.from(text);
  return sniff(bytes, { ...open, ...situation });
}

function v2(command: number, family: number, block: number[], length = block.length): Uint8Array {
  const signature = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");
  return Buffer.concat([
    signature,
    Buffer.from([command, family, length >> 8, length & 255, ...block]),
  ]);
}
const v4Block = [192, 0, 2, 7, 10, 0, 0, 1, 0x30, 0x39, 0x1a, 0x0e];

const cases: [string, string | Uint8Array, Partial<Situation>, Sniffed["is"]][] = [
  ["nothing", "", {}, "more"],
  ["nothing, at the end", "", { final: true }, "lines"],
  ["TLS", "\x16", {}, "tls"],
  ["TLS inside TLS", "\x16\x03\x01", { insideTls: true }, "lines"],
  ["irc", "CAP LS 302\r\n", {}, "lines"],
  ["PASS shares its first letter with POST", "P", {}, "more"],
  ["PASS", "PA", {}, "more"],
  ["PASS", "PAS", {}, "lines"],
  ["a word", "hello", {}, "lines"],
  ["telnet", "\xff\xfb\x18", {}, "lines"],
  ["an empty line", "\n", {}, "lines"],
  ["the beginning of PROXY 2, or Enter in telnet", "\r\n", {}, "more"],
  ["Enter in telnet", "\r\nhi", {}, "lines"],
  ["Enter in telnet, and no more", "\r\n", { final: true }, "lines"],
  ["half a method", "GE", {}, "more"],
  ["half a method, at the end", "GE", { final: true }, "lines"],
  ["a method like word", "GETTING there\n", {}, "lines"],
  ["a small letter", "get / HTTP/1.1\r\n", {}, "lines"],
  ["an unfinished request line", "GET / HTTP/1.1", {}, "more"],
  ["a request line", "GET / HTTP/1.1\r\n", {}, "http"],
  ["HTTP/1.0", "HEAD /x HTTP/1.0\n", {}, "http"],
  ["POST with a body", "POST / HTTP/1.1\r\nHost: x\r\n\r\nNICK x\r\n", {}, "http"],
  ["something said", "GET well soon\r\n", {}, "lines"],
  ["something said in part", "GET well so", {}, "more"],
  ["something said in part, at the end", "GET well so", { final: true }, "lines"],
  ["HTTP/0.9", "GET /\r\n", {}, "lines"],
  ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", {}, "httpRefused"],
  ["HTTP/3 by hand", "GET / HTTP/3\r\n", {}, "httpRefused"],
  ["a request that breaks off", "POST /a", { final: true }, "httpRefused"],
  ["CONNECT that breaks off", "CONNECT a:25", { final: true }, "httpRefused"],
  ["a URL without end", `POST /${"a".repeat(sniffBytesMax)}`, {}, "httpRefused"],
  ["a saying without end", `GET ${"a ".repeat(sniffBytesMax)}`, {}, "lines"],
  ["a long URL", `GET /${"a".repeat(sniffBytesMax)} HTTP/1.1\r\n`, {}, "http"],
  ["HTTP inside TLS", "GET / HTTP/1.1\r\n", { insideTls: true, proxy: "done" }, "http"],
  ["PROXY from anyone", "PROXY TCP4 192.0.2.7 10.0.0.1 12345 6670\r\n", {}, "lines"],
  ["PROXY 2 from anyone", v2(0x21, 0x11, v4Block), {}, "close"],
  ["a second PROXY 1", "PROXY UNKNOWN\r\n", { proxy: "done" }, "lines"],
];

for (const [name, bytes, situation, is] of cases) {
  test(`${name}: ${is}`, () => assert.equal(sniffed(bytes, situation).is, is));
}

function proxied(bytes: string | Uint8Array, is: object): void {
  const length = Buffer.byteLength(bytes as string, "latin1");
  const behind = Buffer.concat([Buffer.from(bytes as string, "latin1"), Buffer.from("NICK x\r\n")]);
  assert.deepEqual(sniffed(behind, trusted), { is: "proxy", bytes: length, ...is });
  for (let end = 1; end < length; end++) {
    assert.equal(sniffed(behind.subarray(0, end), trusted).is, "more", `cut at ${end}`);
  }
}

test("PROXY 1 from a trusted address", () => {
  const is = { source: { address: "192.0.2.7", port: 12345 }, secure: false };
  proxied("PROXY TCP4 192.0.2.7 10.0.0.1 12345 6670\r\n", is);
  proxied("PROXY TCP6 2001:DB8:0:0::7 ::1 12345 6670\r\n", {
    source: { address: "2001:db8::7", port: 12345 },
    secure: false,
  });
  proxied("PROXY TCP6 ::ffff:192.0.2.7 ::1 12345 6670\r\n", is);
  proxied("PROXY UNKNOWN\r\n", { source: undefined, secure: false });
  proxied("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", { source: undefined, secure: false });
});

test("PROXY 2 from a trusted address", () => {
  const source = { address: "192.0.2.7", port: 12345 };
  proxied(v2(0x21, 0x11, v4Block), { source, secure: false });
  const v6Block = [
    0x20,
    1,
    0x0d,
    0xb8,
    ...Array(11).fill(0),
    7,
    ...Array(16).fill(0),
    0x30,
    0x39,
    0,
    1,
  ];
  proxied(v2(0x21, 0x21, v6Block), {
    source: { address: "2001:db8::7", port: 12345 },
    secure: false,
  });
  const ssl = [0x20, 0, 5, 1, 0, 0, 0, 0];
  const crc = [3, 0, 4, 1, 2, 3, 4];
  proxied(v2(0x21, 0x11, [...v4Block, ...crc, ...ssl]), { source, secure: true });
  proxied(v2(0x21, 0x11, [...v4Block, 0x20, 0, 5, 0, 0, 0, 0, 0]), { source, secure: false });
  proxied(v2(0x20, 0x00, []), { source: undefined, secure: false });
  proxied(v2(0x20, 0x11, v4Block), { source: undefined, secure: false });
  proxied(v2(0x21, 0x00, []), { source: undefined, secure: false });
  proxied(v2(0x21, 0x31, Array(216).fill(0)), { source: undefined, secure: false });
  proxied(v2(0x21, 0x12, v4Block), { source, secure: false });
});

test("malformed PROXY headers are closed", () => {
  for (const bytes of [
    "PROXY TCP4 192.0.2.7 10.0.0.1 12345\r\n",
    "PROXY TCP4 192.0.2.7 10.0.0.1 12345 6670 \r\n",
    "PROXY TCP4 192.0.2.7 10.0.0.1 12345 66700\r\n",
    "PROXY TCP4 192.0.2.7 10.0.0.1 012 6670\r\n",
    "PROXY TCP4 ::1 ::1 12345 6670\r\n",
    "PROXY TCP6 192.0.2.7 10.0.0.1 12345 6670\r\n",
    "PROXY UDP4 192.0.2.7 10.0.0.1 12345 6670\r\n",
    `PROXY ${"x".repeat(107)}`,
    v2(0x11, 0x11, v4Block),
    v2(0x22, 0x11, v4Block),
    v2(0x21, 0x41, v4Block),
    v2(0x21, 0x13, v4Block),
    v2(0x21, 0x0f, []),
    v2(0x21, 0x11, v4Block.slice(1)),
    v2(0x21, 0x11, [...v4Block, 0x20, 0]),
    v2(0x21, 0x11, [...v4Block, 0x20, 0, 9, 1]),
  ]) {
    assert.equal(sniffed(bytes, trusted).is, "close", String(bytes));
  }
  for (const bytes of [
    "PROXY TCP4 192",
    v2(0x21, 0x11, v4Block, 99),
    v2(0x21, 0x11, []).subarray(0, 13),
  ]) {
    assert.equal(sniffed(bytes, trusted).is, "more", String(bytes));
    assert.equal(sniffed(bytes, { ...trusted, final: true }).is, "close", String(bytes));
  }
  const endless = Buffer.concat([v2(0x21, 0x11, v4Block, 65_535), Buffer.alloc(sniffBytesMax)]);
  assert.equal(sniffed(endless, trusted).is, "close");
});

test("an answer other than more never changes when more comes, whatever comes", () => {
  const start = fc.constantFrom(
    "",
    "\x16",
    "GET ",
    "POST /",
    "PRI * HTTP/2.0\r\n",
    "PROXY TCP4 ",
    "PROXY UNKNOWN\r\n",
    "\r\n\r\n\0\r\nQUIT\n!\x11\0\x0c",
    "PUT x HTTP/1.1\r\n",
  );
  const tail = fc.string({ unit: "binary-ascii", maxLength: 80 });
  fc.assert(
    fc.property(start, tail, fc.boolean(), fc.nat(200), (first, rest, believed, cut) => {
      const whole = first + rest;
      const situation = believed ? trusted : open;
      const early = sniffed(whole.slice(0, cut), situation);
      if (early.is !== "more") assert.deepEqual(sniffed(whole, situation), early);
      assert.notEqual(sniffed(whole, { ...situation, final: true }).is, "more");
    }),
    { numRuns: 5_000 },
  );
});
