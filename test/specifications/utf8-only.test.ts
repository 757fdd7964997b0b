/** utf8-only: https://ircv3.net/specs/extensions/utf8-only */
import assert from "node:assert/strict";
import { test } from "node:test";
import { play } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("005 has UTF8ONLY, without a value", () =>
  play(`
    alice comes
    alice > ISUPPORT
    alice << UTF8ONLY
    alice > PING x
    alice < …PONG…
  `));

test("what is not UTF-8 is relayed to nobody; who sent it reads FAIL INVALID_UTF8", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN…
    alice > PRIVMSG #a :caf\\xE9
    alice < :banter.test FAIL PRIVMSG INVALID_UTF8 :Message rejected, your IRC software MUST …
    alice > NOTICE bob :caf\\xE9
    alice < :banter.test FAIL NOTICE INVALID_UTF8 …
    alice > TOPIC #a :caf\\xE9
    alice < :banter.test FAIL TOPIC INVALID_UTF8 …
    alice > SETNAME :Ren\\xE9
    alice < :banter.test FAIL SETNAME INVALID_UTF8 …
    alice > AWAY :\\xC0\\xAF
    alice < :banter.test FAIL AWAY INVALID_UTF8 …
    -- half of a surrogate pair, and what is over Unicode's end
    alice > PRIVMSG #a :\\xED\\xA0\\x80
    alice < :banter.test FAIL PRIVMSG INVALID_UTF8 …
    alice > PRIVMSG #a :\\xF4\\x90\\x80\\x80
    alice < :banter.test FAIL PRIVMSG INVALID_UTF8 …
    alice > PRIVMSG #a :café 😀
    bob < :alice!~alice@127.0.0.1 PRIVMSG #a :café 😀
  `));

test("before registration too; a command that cannot be read is *", () =>
  play(`
    alice comes raw
    alice > NICK alice
    alice > USER u s e :Ren\\xE9
    alice < :banter.test FAIL USER INVALID_UTF8 …
    alice > \\xE9\\xE8 x
    alice < :banter.test FAIL * INVALID_UTF8 …
    alice > USER u s e :René
    alice << 422
  `));

test("tags are held to it as well", () =>
  play(`
    alice comes message-tags
    bob comes message-tags
    alice > @+x=\\xFF PRIVMSG bob :hello
    alice < :banter.test FAIL PRIVMSG INVALID_UTF8 …
  `));

test("what is cut is cut between characters", async () => {
  const room = new TestRoom();
  const [alice, bob] = [room.connect(), room.connect()];
  for (const [peer, nick] of [
    [alice, "alice"],
    [bob, "bob"],
  ] as const)
    peer.write(`NICK ${nick}\r\nUSER ${nick} 0 * :x\r\n`);
  await room.settled();
  bob.take();
  for (let more = 0; more < 4; more += 1) {
    alice.write(`PRIVMSG bob :${"x".repeat(more)}${"😀".repeat(120)}\r\n`);
    await room.settled();
    const line = bob.take();
    assert.ok(Buffer.byteLength(line) <= 512 && Buffer.byteLength(line) > 508, line);
    assert.match(line, /(😀)\r\n$/u);
  }
  room.close();
});
