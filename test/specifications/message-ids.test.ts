/** message-ids: https://ircv3.net/specs/extensions/message-ids */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseMessage } from "../../src/protocol/message.ts";
import { play } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("msgid is on what is said and on what happens, for those who know message-tags", () =>
  play(`
    alice comes message-tags
    bob comes
    alice > JOIN #a
    alice < @msgid=… :alice!~alice@127.0.0.1 JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < @msgid=… :bob!~bob@127.0.0.1 JOIN #a
    bob > PRIVMSG #a :hello
    alice < @msgid=… :bob!~bob@127.0.0.1 PRIVMSG #a :hello
    bob > NOTICE alice :hello
    alice < @msgid=… :bob!~bob@127.0.0.1 NOTICE alice :hello
    alice > PRIVMSG #a :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG #a :hello
  `));

test("without message-tags there is none, whatever other tags there are", () =>
  play(`
    alice comes server-time account-tag batch
    bob comes
    bob > PRIVMSG alice :hello
    alice < @time=… :bob!~bob@127.0.0.1 PRIVMSG alice :hello
    alice > CAP REQ message-tags
    alice < …ACK…
    bob > PRIVMSG alice :hello again
    alice < @time=…;msgid=… :bob!~bob@127.0.0.1 PRIVMSG alice :hello again
    alice > CAP REQ -message-tags
    alice < …ACK…
    bob > PRIVMSG alice :another hello
    alice < @time=… :bob!~bob@127.0.0.1 PRIVMSG alice :another hello
  `));

/** The msgid of the last line that somebody has heard. */
async function lastId(room: TestRoom, peer: ReturnType<TestRoom["connect"]>): Promise<string> {
  await room.settled();
  const line = peer.take().split("\r\n").at(-2) ?? "";
  const id = parseMessage(line)?.tags.get("msgid");
  assert.ok(id, line);
  return id;
}

function come(room: TestRoom, nick: string, capabilities: string) {
  const peer = room.connect();
  peer.write(`CAP REQ :${capabilities}\r\nNICK ${nick}\r\nUSER ${nick} 0 * :x\r\nCAP END\r\n`);
  peer.write("JOIN #a\r\n");
  return peer;
}

test("it is unique, and the same for all who hear it and for who says it", async () => {
  const room = new TestRoom();
  const alice = come(room, "alice", "message-tags echo-message");
  const bob = come(room, "bob", "message-tags");
  const seen = new Set<string>();
  await room.settled();
  for (const line of ["PRIVMSG #a :x", "PRIVMSG #a :x", "NOTICE #a :x", "@+a=1 TAGMSG #a"]) {
    alice.take();
    bob.take();
    alice.write(`${line}\r\n`);
    const id = await lastId(room, bob);
    assert.equal(await lastId(room, alice), id);
    assert.match(id, /^[0-9A-Za-z-]+$/);
    assert.ok(!seen.has(id));
    seen.add(id);
  }
  // Several targets are several messages.
  alice.take();
  alice.write("PRIVMSG #a,bob :x\r\n");
  await room.settled();
  const ids = alice.take().match(/msgid=[^ ;]+/g) ?? [];
  assert.equal(new Set(ids).size, 2);
  room.close();
});

test("what is told again has the id that it had", async () => {
  const room = new TestRoom();
  const alice = come(room, "alice", "message-tags echo-message");
  await room.settled();
  alice.write("PRIVMSG #a :remember\r\n");
  const id = await lastId(room, alice);
  const bob = come(room, "bob", "message-tags batch server-time");
  await room.settled();
  const told =
    bob
      .take()
      .split("\r\n")
      .find((line) => line.endsWith("PRIVMSG #a :remember")) ?? "";
  assert.equal(parseMessage(told)?.tags.get("msgid"), id);
  room.close();
});

test("echo-message is offered, so that one knows the ids of one's own", () =>
  play(`
    alice comes message-tags echo-message
    bob comes
    alice > PRIVMSG bob :hello
    bob < …
    alice < @msgid=… :alice!~alice@127.0.0.1 PRIVMSG bob :hello
  `));

test("no client can give a message an id", async () => {
  const room = new TestRoom();
  const alice = come(room, "alice", "message-tags echo-message");
  const bob = come(room, "bob", "message-tags");
  await room.settled();
  bob.take();
  alice.write("@msgid=mine PRIVMSG bob :x\r\n");
  assert.notEqual(await lastId(room, bob), "mine");
  room.close();
});
