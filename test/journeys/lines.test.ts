/** Lines that are too long or not UTF-8, and what comes of parameters that no line can hold. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { play } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("a line of 512 bytes is taken, a longer one refused; the next is whole again", () =>
  play(`
    alice comes
    bob comes
    alice > PRIVMSG bob :${"x".repeat(510 - "PRIVMSG bob :".length)}
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :xxx…
    alice > PRIVMSG bob :${"x".repeat(511 - "PRIVMSG bob :".length)}
    alice < :banter.test 417 alice :Input line was too long
    alice > PRIVMSG bob :${"x".repeat(5_000)}
    alice < :banter.test 417 alice :Input line was too long
    alice > PRIVMSG bob :after
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :after
  `));

test("what is not UTF-8 is refused by FAIL, whatever the client knows", () =>
  play(`
    alice comes standard-replies
    bob comes
    carol comes echo-message
    alice > PRIVMSG bob :caf\\xE9
    alice < :banter.test FAIL PRIVMSG INVALID_UTF8 :Message rejected, your IRC software MUST …
    alice > \\xFE\\xFD
    alice < :banter.test FAIL * INVALID_UTF8 :Message rejected, your IRC software MUST …
    bob > PRIVMSG alice :caf\\xE9
    bob < :banter.test FAIL PRIVMSG INVALID_UTF8 :Message rejected, your IRC software MUST …
    carol > TOPIC #a :\\xC3\\x28
    carol < :banter.test FAIL TOPIC INVALID_UTF8 :Message rejected, your IRC software MUST …
    bob > PRIVMSG alice :café
    alice < :bob!~bob@127.0.0.1 PRIVMSG alice :café
  `));

test("a parameter that a line cannot hold comes back as *", () =>
  play(`
    alice comes
    alice > TOPIC :#a b
    alice < :banter.test 403 alice * :No such channel
    alice > WHOWAS :a b
    alice < :banter.test 406 alice * :There was no such nickname
    alice < :banter.test 369 alice * :End of WHOWAS
    alice > MODE ::x
    alice < :banter.test 401 alice * :No such nick/channel
    alice > INVITE nobody :#a b
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice > NAMES :#a b
    alice < :banter.test 366 alice * :End of /NAMES list
  `));

test("empty lines, spaces, a source of one's own and lower case are all the same", () =>
  play(`
    alice comes
    alice >
    alice >  PING  one
    alice < :banter.test PONG banter.test one
    alice > :somebody!else@elsewhere PING one
    alice < :banter.test PONG banter.test one
    alice > ping one
    alice < :banter.test PONG banter.test one
    alice > :only.a.source
  `));

test("no line to anybody is over 512 bytes, whatever the names", async () => {
  const room = new TestRoom();
  const nick = "n".repeat(30);
  const channel = `#${"c".repeat(63)}`;
  const long = "é".repeat(200);
  const speaker = room.connect();
  const reader = room.connect();
  const tell = async (peer: typeof speaker, ...lines: string[]) => {
    peer.write(lines.map((line) => `${line}\r\n`).join(""));
    await room.settled();
  };
  await tell(speaker, `NICK ${nick}`, `USER ${nick} 0 * :${long}`, `JOIN ${channel}`);
  await tell(reader, "CAP REQ :extended-join away-notify setname", "NICK bob", "USER b 0 * :b");
  await tell(reader, "CAP END", `JOIN ${channel}`);
  await tell(speaker, `TOPIC ${channel} :${long}`, `PRIVMSG ${channel} :${long}`);
  await tell(speaker, `AWAY :${long}`, `SETNAME :${"r".repeat(150)}`, `MODE bob ${long}`);
  await tell(reader, `TOPIC ${channel}`, `WHOIS ${nick}`, `WHO ${channel}`);
  await tell(speaker, `PART ${channel} :${long}`, `JOIN ${channel}`);
  await tell(speaker, `KICK ${channel} bob :${long}`);
  const lines = `${reader.received}${speaker.received}`.split("\r\n");
  assert.ok(lines.some((line) => line.includes(" KICK ")));
  for (const line of lines) assert.ok(Buffer.byteLength(line) <= 510, line);
  for (const line of lines) assert.ok(!line.includes("\ufffd"), line);
  room.close();
});
