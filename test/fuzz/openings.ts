/** Openings: the first bytes of peers of every kind, right and almost right; and of WebSocket. */
import { ircLine, registration } from "./irc-lines.ts";
import { plainLine } from "./plain-lines.ts";
import type { Random } from "./random.ts";
import { word } from "./words.ts";

const methods = "GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH PRI GETX get G".split(" ");
const targets = ["/", "/style.css", "*", "http://x/", "/../../etc/passwd", "/%2e%2e/", "x:443", ""];
const versions = [
  "HTTP/1.1",
  "HTTP/1.0",
  "HTTP/2.0",
  "HTTP/9",
  "HTTP",
  "http/1.1",
  "well soon",
  "",
];
const ends = ["\r\n", "\r\n", "\r\n", "\n", "\r", "\0"];
const v2Signature = "\r\n\r\n\0\r\nQUIT\n";

const kinds: readonly ((random: Random) => Buffer)[] = [
  (r) => http(r),
  (r) => http(r),
  (r) => upgrade(r),
  (r) => tlsHello(r),
  (r) => Buffer.concat([proxyV1(r), other(r)]),
  (r) => Buffer.concat([proxyV2(r), other(r)]),
  (r) => Buffer.from(registration(r).join("\r\n") + r.pick(ends)),
  (r) => Buffer.from(`${ircLine(r)}\r\n`),
  (r) => Buffer.from(plainLine(r) + r.pick(ends)),
  (r) => Buffer.concat([Buffer.from([0xff, 0xfb, 0x18]), Buffer.from(plainLine(r))]),
  (r) => r.bytes(r.few(300)),
];

export function opening(random: Random): Buffer {
  return random.pick(kinds)(random);
}

/** What may follow a PROXY header. */
const other = (random: Random): Buffer =>
  random.pick([http, upgrade, tlsHello, () => Buffer.alloc(0), () => Buffer.from("NICK a\r\n")])(
    random,
  );

function http(random: Random): Buffer {
  const target = random.oneIn(40) ? `/${"a".repeat(random.below(9_000))}` : random.pick(targets);
  const first = `${random.pick(methods)} ${target} ${random.pick(versions)}`;
  const headers = Array.from({ length: random.few(20) }, () =>
    random.pick([
      "Host: example.org",
      "Host: <script>alert(1)</script>",
      "Host: a\tb",
      "Content-Length: 5",
      "Content-Length: -1",
      "Transfer-Encoding: chunked",
      "Transfer-Encoding : chunked",
      "Connection: keep-alive",
      "Expect: 100-continue",
      "Upgrade: h2c",
      `X: ${word(random)}`,
      " folded",
    ]),
  );
  const body = random.oneIn(3) ? `NICK mallory\r\nUSER m 0 * :m\r\n${first}\r\n\r\n` : "";
  return Buffer.from([first, ...headers, "", body].join(random.pick(ends)));
}

function upgrade(random: Random): Buffer {
  const protocols = ["text.ircv3.net", "binary.ircv3.net", "binary.ircv3.net, text.ircv3.net", "x"];
  const head = [
    "GET / HTTP/1.1",
    "Host: localhost",
    ...(random.oneIn(4) ? ["Origin: https://elsewhere.example"] : []),
    "Upgrade: websocket",
    "Connection: Upgrade",
    "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
    `Sec-WebSocket-Version: ${random.oneIn(9) ? 8 : 13}`,
    `Sec-WebSocket-Protocol: ${random.pick(protocols)}`,
    "",
    "",
  ].join("\r\n");
  const frames = Array.from({ length: random.few(12) }, () => websocketFrame(random));
  return Buffer.concat([Buffer.from(head), ...frames]);
}

/** Masked, as a client's must be; most are what RFC 6455 allows. */
function websocketFrame(random: Random): Buffer {
  const opcode = random.pick([1, 1, 1, 2, 2, 0, 8, 9, 10, 3, 15]);
  const last = random.oneIn(5) ? 0 : 0x80;
  const reserved = random.oneIn(20) ? 0x40 : 0;
  const line = random.oneIn(6) ? random.bytes(random.few(300)) : Buffer.from(ircLine(random));
  const content = opcode > 7 && !random.oneIn(5) ? line.subarray(0, 120) : line;
  const claimed = random.oneIn(30) ? random.below(2 ** 31) : content.length;
  const mask = random.oneIn(25) ? 0 : 0x80;
  const head = claimed < 126 ? [claimed | mask] : claimed < 65_536 ? [126 | mask] : [127 | mask];
  const length = Buffer.alloc(claimed < 126 ? 0 : claimed < 65_536 ? 2 : 8);
  if (length.length === 2) length.writeUInt16BE(claimed);
  if (length.length === 8) length.writeBigUInt64BE(BigInt(claimed));
  // A mask of zeros leaves the content as it is.
  const key = Buffer.alloc(mask === 0 ? 0 : 4);
  return Buffer.concat([Buffer.from([last | reserved | opcode, ...head]), length, key, content]);
}

/** A record of the length that it says, or another. */
function tlsHello(random: Random): Buffer {
  const body = random.bytes(random.few(400));
  const length = random.oneIn(4) ? random.below(65_536) : body.length;
  const head = [0x16, 3, random.below(5), length >> 8, length & 0xff, 1, 0, 0, 0, 3, 3];
  return Buffer.concat([Buffer.from(head), body]);
}

function proxyV1(random: Random): Buffer {
  const address = random.pick([
    "192.0.2.7",
    "2001:db8::7",
    "::ffff:1.2.3.4",
    "1.2.3",
    "fe80::1%zone",
  ]);
  const family = random.pick(["TCP4", "TCP6", "UNKNOWN", "UDP4", ""]);
  const port = random.pick(["0", "40000", "65536", "007", "-1", ""]);
  return Buffer.from(`PROXY ${family} ${address} ${address} ${port} 6670${random.pick(ends)}`);
}

function proxyV2(random: Random): Buffer {
  const block = random.bytes(random.pick([0, 12, 12, 36, 36, 216, random.below(300)]));
  const head = Buffer.alloc(4);
  head[0] = random.pick([0x20, 0x21, 0x21, 0x21, 0x22, 0x11]);
  head[1] = random.pick([0x00, 0x11, 0x11, 0x21, 0x21, 0x31, 0x42]);
  head.writeUInt16BE(random.oneIn(6) ? random.below(65_536) : block.length, 2);
  return Buffer.concat([Buffer.from(v2Signature, "latin1"), head, block]);
}
