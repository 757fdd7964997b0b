/** message-tags, message-ids, server-time, echo-message, account-tag, batch: what lines carry. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const both = `
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
`;

test("client-only tags go on to those who know tags; others never do", () =>
  play(`
    alice comes message-tags
    bob comes message-tags
    carol comes
    dave comes server-time
    ${both}
    carol > JOIN #a
    carol << 366
    alice < …
    bob < …
    dave > JOIN #a
    dave << 366
    alice < …
    bob < …
    carol < …
    alice > @+x=1;+vendor.example/y;z=2;msgid=mine;time=never PRIVMSG #a :hello
    bob < @msgid=…;+x=1;+vendor.example/y :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    carol < :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    dave < @time=2026-11-22T18:00:00.000Z :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    alice > @+x=a\\:b\\sc\\\\d\\ NOTICE bob :escaped
    bob < @msgid=…;+x=a\\:b\\sc\\\\d :alice!~alice@127.0.0.1 NOTICE bob :escaped
    -- who has not asked for tags gives none
    carol > @+x=1 PRIVMSG bob :without
    bob < @msgid=… :carol!~carol@127.0.0.1 PRIVMSG bob :without
    alice > @+x=1;+x=2 PRIVMSG bob :the last counts
    bob < @msgid=…;+x=2 :alice!~alice@127.0.0.1 PRIVMSG bob :the last counts
  `));

test("TAGMSG goes only where tags are known, by the rules of PRIVMSG", () =>
  play(`
    alice comes message-tags
    bob comes message-tags
    carol comes
    ${both}
    carol > JOIN #a
    carol << 366
    alice < …
    bob < …
    alice > @+typing=active TAGMSG #a
    bob < @+typing=active :alice!~alice@127.0.0.1 TAGMSG #a
    bob > @+typing=done TAGMSG alice
    alice < @+typing=done :bob!~bob@127.0.0.1 TAGMSG alice
    alice > @unknown TAGMSG #a
    bob < :alice!~alice@127.0.0.1 TAGMSG #a
    bob > @+x TAGMSG @#a
    alice < @msgid=…;+x :bob!~bob@127.0.0.1 TAGMSG @#a
    alice > @+x TAGMSG
    alice < :banter.test 411 alice :No recipient given (TAGMSG)
    alice > @+x TAGMSG nobody
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice > @+x TAGMSG carol
    alice > MODE #a +m
    alice < …MODE…
    bob < …MODE…
    carol < …MODE…
    bob > @+x TAGMSG #a
    bob < :banter.test 404 bob #a :Cannot send to channel
    carol > @+x TAGMSG #a
    carol < :banter.test 421 carol TAGMSG :Unknown command
  `));

test("echo-message: one's own words come back as they were said", () =>
  play(`
    alice comes echo-message message-tags
    bob comes
    ${both.replace("alice < …JOIN #a", "alice < @msgid=… …JOIN #a")}
    alice > @+x=1 PRIVMSG #a :hello
    alice < @msgid=…;+x=1 :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    alice > NOTICE bob :hello
    alice < @msgid=… :alice!~alice@127.0.0.1 NOTICE bob :hello
    bob < :alice!~alice@127.0.0.1 NOTICE bob :hello
    alice > @+x TAGMSG #a
    alice < @msgid=…;+x :alice!~alice@127.0.0.1 TAGMSG #a
    alice > PRIVMSG @#a :to myself alone, as it happens
    alice < @msgid=… :alice!~alice@127.0.0.1 PRIVMSG @#a :to myself alone, as it happens
    -- to oneself: said, and received
    alice > PRIVMSG alice :echo
    alice < @msgid=… :alice!~alice@127.0.0.1 PRIVMSG alice :echo
    alice < @msgid=… :alice!~alice@127.0.0.1 PRIVMSG alice :echo
    alice > PRIVMSG nobody :hello
    alice < …401…
    bob > MODE bob -i
    bob < …
    alice > PRIVMSG #a,bob :both
    alice < …PRIVMSG #a :both
    alice < …PRIVMSG bob :both
    bob < …PRIVMSG #a :both
    bob < …PRIVMSG bob :both
  `));

test("a msgid is one message's, the same for all, in the history too", async () => {
  const room = new TestRoom();
  const [alice, bob] = [room.connect(), room.connect()];
  const caps = "CAP REQ :message-tags echo-message batch\r\n";
  const ids = (text: string) =>
    text.split("\r\n").flatMap((line) => /^@.*msgid=([^; ]+).* PRIVMSG /.exec(line)?.[1] ?? []);
  alice.write(`${caps}NICK alice\r\nUSER a 0 * :a\r\nCAP END\r\nJOIN #a,#b\r\n`);
  bob.write(`${caps}NICK bob\r\nUSER b 0 * :b\r\nCAP END\r\nJOIN #a\r\n`);
  await room.settled();
  alice.write("PRIVMSG #a :one\r\nPRIVMSG #a,#b :two\r\n");
  await room.settled();
  const told = ids(alice.take());
  assert.equal(new Set(told).size, 3);
  assert.deepEqual(ids(bob.take()), told.slice(0, 2));
  bob.write("HISTORY #a\r\n");
  await room.settled();
  assert.deepEqual(ids(bob.take()), told.slice(0, 2));
  room.close();
});

test("of an event in several lines the first has the msgid", () =>
  play(`
    alice comes message-tags away-notify
    bob comes
    bob > AWAY :out
    bob < …306…
    bob > JOIN #a
    bob << 366
    alice > JOIN #a
    alice << 366
    bob < …JOIN #a
    bob > PART #a
    bob < …
    alice < …PART #a
    bob > JOIN #a
    bob << 366
    alice < @msgid=… :bob!~bob@127.0.0.1 JOIN #a
    alice < :banter.test MODE #a +o bob
    alice < :bob!~bob@127.0.0.1 AWAY :out
  `));

test("tags are bounded apart from the rest of the line", async () => {
  const tags = (bytes: number) => `+x=${"y".repeat(bytes - 3)}`;
  await play(`
    alice comes message-tags
    bob comes message-tags
    alice > @${tags(4094)} PRIVMSG bob :fits
    bob < @msgid=…;${tags(4094)} :alice!~alice@127.0.0.1 PRIVMSG bob :fits
    alice > @${tags(4095)} PRIVMSG bob :does not
    alice < :banter.test 417 alice :Input line was too long
    alice > @${tags(4094)} PRIVMSG bob :${"z".repeat(510 - "PRIVMSG bob :".length)}
    bob < @msgid=…;… :alice!~alice@127.0.0.1 PRIVMSG bob :zzz…
    alice > @${tags(4094)} PRIVMSG bob :${"z".repeat(511 - "PRIVMSG bob :".length)}
    alice < :banter.test 417 alice :Input line was too long
    alice > PING still-here
    alice < …PONG…
  `);
});

test("server-time is on every line, the event's own time", () =>
  play(`
    alice comes server-time
    bob comes
    time passes 1.5
    alice > JOIN #a
    alice < @time=2026-11-22T18:00:01.500Z :alice!~alice@127.0.0.1 JOIN #a
    alice < @time=2026-11-22T18:00:01.500Z :banter.test 353 alice = #a :@alice
    alice < @time=2026-11-22T18:00:01.500Z :banter.test 366 alice #a :End of /NAMES list
    alice > PING x
    alice < @time=2026-11-22T18:00:01.500Z :banter.test PONG banter.test x
    time passes 1
    bob > PRIVMSG alice :hello
    alice < @time=2026-11-22T18:00:02.500Z :bob!~bob@127.0.0.1 PRIVMSG alice :hello
  `));
