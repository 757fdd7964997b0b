/** extjwt, draft: https://github.com/ircv3/ircv3-specifications (extensions/extjwt). Claims are
 * read as a service reads them: by the secret that it shares with the server. */
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import { test } from "node:test";
import { parseMessage } from "../../src/protocol/message.ts";
import { readConfig } from "../../src/server/config/read.ts";
import { journey, play } from "../journey.ts";
import { startOfTime, TestRoom } from "../room.ts";

const secret = "your-256-bit-secret";
const webServices = [
  { name: "*", secret, seconds: 30 },
  { name: "forum.example.org", secret: "another secret, for them", seconds: 300 },
];

/** What somebody who has come asks, and the lines of the answer. */
async function answer(room: TestRoom, nick: string, line: string): Promise<string[]> {
  const peer = room.connect();
  const name = `${nick}${room.server.door.peers.size}`;
  peer.write(`NICK ${name}\r\nUSER u 0 * :u\r\nPING first\r\n`);
  await room.settled();
  peer.take();
  peer.write(`${line}\r\n`);
  await room.settled();
  return peer.take().split("\r\n").slice(0, -1);
}

/** The claims of a token, whose signature must be right. */
function claimsOf(token: string, key: string): unknown {
  const [header = "", payload = "", signature] = token.split(".");
  const read = (part: string): unknown => JSON.parse(Buffer.from(part, "base64url").toString());
  assert.deepEqual(read(header), { alg: "HS256", typ: "JWT" });
  const right = createHmac("sha256", key).update(`${header}.${payload}`).digest("base64url");
  assert.equal(signature, right);
  return read(payload);
}

const exp = startOfTime / 1_000 + 30;
const iss = "banter.test";

test("EXTJWT=1 says that it is there; without a service there is no command", async () => {
  await play("alice comes\nalice > ISUPPORT\nalice << EXTJWT=1\nalice <+ …005…", { webServices });
  const room = new TestRoom();
  const [line] = await answer(room, "alice", "EXTJWT *");
  assert.equal(line, ":banter.test 421 alice1 EXTJWT :Unknown command");
  assert.doesNotMatch((await answer(room, "bob", "ISUPPORT")).join(), /EXTJWT/);
  room.close();
});

test("EXTJWT *: who one is here; target and service are * where none are named", async () => {
  const room = new TestRoom({ webServices });
  const lines = await answer(room, "alice", "EXTJWT *");
  assert.equal(lines.length, 1);
  const { source, params } = parseMessage(lines[0] ?? "")!;
  assert.equal(source, "banter.test");
  assert.deepEqual(params.slice(0, -1), ["*", "*"]);
  assert.deepEqual(claimsOf(params.at(-1) ?? "", secret), {
    exp,
    iss,
    sub: "alice1",
    account: "",
    umodes: ["i"],
  });
  room.close();
});

test("the account and the modes of who has them; each service has its own secret", async () => {
  const operators = [{ name: "root", passwordHash: "hash of secret", rights: [], masks: [] }];
  const room = new TestRoom({ webServices, operators });
  await journey(
    room,
    `alice comes account Alice labeled-response batch
    alice > OPER root secret
    alice << MODE`,
  );
  const peer = room.connect();
  peer.destroy();
  await journey(
    room,
    `alice > @label=1 EXTJWT * forum.example.org
    alice < @label=1 :banter.test EXTJWT * forum.example.org eyJhbGciOiJIUzI1NiIs…`,
  );
  const said = room.server.host.webToken("forum.example.org", { account: "Alice" }) ?? "";
  assert.deepEqual(claimsOf(said, "another secret, for them"), {
    exp: exp + 270,
    account: "Alice",
  });
  room.close();
});

test("EXTJWT <channel>: whether one is in it, and with which modes", async () => {
  const room = new TestRoom({ webServices });
  const inIt = await answer(room, "alice", "JOIN #Room\r\nEXTJWT #rOOM");
  const { params } = parseMessage(inIt.at(-1) ?? "")!;
  assert.deepEqual(params.slice(0, -1), ["#Room", "*"]);
  const own = { exp, iss, sub: "alice1", account: "", umodes: ["i"] };
  assert.deepEqual(claimsOf(params.at(-1) ?? "", secret), {
    ...own,
    channel: "#Room",
    joined: 1,
    cmodes: ["o"],
  });
  const [outside = ""] = await answer(room, "bob", "EXTJWT #room");
  assert.deepEqual(claimsOf(outside.split(" ").at(-1) ?? "", secret), {
    ...own,
    sub: "bob2",
    channel: "#Room",
    joined: 0,
    cmodes: [],
  });
  room.close();
});

test("a token too long for a line comes in several, all but the last marked with *", async () => {
  const limits = { channelLengthMax: 128 };
  const base = new TestRoom();
  const room = new TestRoom({ webServices, limits: { ...base.server.config.limits, ...limits } });
  base.close();
  const name = `#${"x".repeat(120)}`;
  const lines = await answer(room, "alice", `JOIN ${name}\r\nEXTJWT ${name}`);
  const told = lines.filter((line) => line.includes(" EXTJWT "));
  assert.ok(told.length > 1);
  let token = "";
  for (const [n, line] of told.entries()) {
    assert.ok(Buffer.byteLength(line) <= 510);
    const { params } = parseMessage(line)!;
    const marked = n < told.length - 1;
    assert.deepEqual(params.slice(0, -1), [name, "*", ...(marked ? ["*"] : [])]);
    token += params.at(-1);
  }
  assert.equal((claimsOf(token, secret) as { channel: string }).channel, name);
  room.close();
});

test("what there is none for: a parameter, a channel that one sees, a service", () =>
  play(
    `
    alice comes standard-replies
    alice > EXTJWT
    alice < :banter.test 461 alice EXTJWT :Not enough parameters
    alice > EXTJWT #nowhere
    alice < :banter.test 403 alice #nowhere :No such channel
    alice > EXTJWT * elsewhere
    alice < :banter.test FAIL EXTJWT NO_SUCH_SERVICE elsewhere :No such service
    bob comes
    bob > JOIN #s
    bob << 366
    bob > MODE #s +s
    bob << MODE
    alice > EXTJWT #s
    alice < :banter.test 403 alice #s :No such channel
    carol comes raw
    carol > CAP LS
    carol <+ …LS…
    carol > EXTJWT *
    carol < :banter.test 451 * :You have not registered
  `,
    { webServices },
  ));

test("a service is configured with a name, or none, and a secret that nobody guesses", () => {
  const read = (text: string) => readConfig(`[[web_services]]\n${text}`, "b.toml").webServices;
  assert.deepEqual(read('secret = "sixteen letters…"'), [
    { name: "*", secret: "sixteen letters…", seconds: 30 },
  ]);
  assert.throws(() => read(""), /web_services\[0\]\.secret is missing/);
  assert.throws(() => read('secret = "short"'), /web_services\[0\]\.secret is .*16 to 200/);
  assert.throws(
    () => read('secret = "sixteen letters…"\n[[web_services]]\nsecret = "sixteen letters…"'),
    /each name/,
  );
});
