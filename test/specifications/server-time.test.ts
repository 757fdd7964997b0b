/** server-time: https://ircv3.net/specs/extensions/server-time */
import assert from "node:assert/strict";
import { test } from "node:test";
import { play } from "../journey.ts";
import { startOfTime, TestRoom } from "../room.ts";

test("with it every message has the time tag, as YYYY-MM-DDThh:mm:ss.sssZ in UTC", async () => {
  const room = new TestRoom();
  room.now = startOfTime + 7;
  const peer = room.connect();
  peer.write("CAP REQ server-time\r\n");
  await room.settled();
  // "MUST NOT do so before acknowledging the client capability using CAP ACK".
  assert.equal(peer.take(), ":banter.test CAP * ACK server-time\r\n");
  peer.write(
    "NICK alice\r\nUSER alice 0 * :Alice\r\nCAP END\r\nJOIN #a\r\nWHOIS alice\r\nNONSENSE\r\n",
  );
  peer.write("PING x\r\nPRIVMSG alice :hello\r\nNICK alicia\r\n");
  await room.settled();
  const lines = peer.take().split("\r\n").slice(0, -1);
  assert.ok(lines.length > 20);
  for (const line of lines) assert.match(line, /^@time=2026-11-22T18:00:00\.007Z :/);
  room.close();
});

test("it is the time at which it happened, in what is told of the past too", () =>
  play(`
    alice comes
    bob comes server-time batch
    alice > JOIN #a
    alice << 366
    alice > PRIVMSG #a :early
    time passes 60
    bob > JOIN #a
    alice < …JOIN…
    bob < @time=2026-11-22T18:01:00.000Z :bob!~bob@127.0.0.1 JOIN #a
    bob << 366
    bob < @time=… :banter.test BATCH +… chathistory #a
    bob < @batch=…;time=2026-11-22T18:00:00.000Z :alice!~alice@127.0.0.1 PRIVMSG #a :early
    bob < @time=… :banter.test BATCH -…
    time passes 1
    alice > PRIVMSG #a :late
    bob < @time=2026-11-22T18:01:01.000Z :alice!~alice@127.0.0.1 PRIVMSG #a :late
  `));

test("without it there is none, and it can be given up", () =>
  play(`
    alice comes
    bob comes message-tags
    alice > PRIVMSG bob :hello
    bob < @msgid=… :alice!~alice@127.0.0.1 PRIVMSG bob :hello
    bob > PRIVMSG alice :hello
    alice < :bob!~bob@127.0.0.1 PRIVMSG alice :hello
    alice > CAP REQ server-time
    alice < :banter.test CAP alice ACK server-time
    bob > PRIVMSG alice :hello
    alice < @time=… :bob!~bob@127.0.0.1 PRIVMSG alice :hello
    alice > CAP REQ -server-time
    alice < @time=… :banter.test CAP alice ACK -server-time
    bob > PRIVMSG alice :hello
    alice < :bob!~bob@127.0.0.1 PRIVMSG alice :hello
  `));

test("echo-message is offered beside it, so that all is of one clock", () =>
  play(`
    alice comes server-time echo-message
    bob comes
    time passes 5
    alice > PRIVMSG bob :hello
    bob < …
    alice < @time=2026-11-22T18:00:05.000Z :alice!~alice@127.0.0.1 PRIVMSG bob :hello
  `));
