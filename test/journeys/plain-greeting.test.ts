/** Plain people arrive: greeted, named, let in or not, or known to be something else. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey } from "../journey.ts";
import { startOfTime, TestRoom } from "../room.ts";

test("a silent peer is greeted, a speaking one with its first line", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    nina comes plain
    nina < Welcome to this chatroom!
    nina < * You are amber-ant. /nick NAME changes it, /help lists what there is.
    nina < * You are in #lobby, nobody else is here yet.
    omar comes raw
    omar > hello, is this the room?
    omar < Welcome to this chatroom!
    omar < * You are amber-ant2. …
    omar < * You are in #lobby, with amber-ant.
    nina < * amber-ant2 has come in
    nina < <amber-ant2> hello, is this the room?
    nina > it is
    omar < <amber-ant> it is
    omar goes
    nina < * amber-ant2 is gone (Read error: Connection reset by peer)
  `,
  );
  room.close();
});

test("who leaves by itself is told no goodbye, and reads what was on its way", async () => {
  const room = new TestRoom();
  await journey(room, "nina comes plain\nnina < Welcome…\nnina < …\nnina < …");
  const omar = room.connect();
  omar.write("hello\n/who\n");
  omar.finish();
  await journey(
    room,
    `
    -- only now does anything reach anybody
    nina > who was that?
    nina < * amber-ant2 has come in
    nina < <amber-ant2> hello
    nina < * amber-ant2 is gone (Connection closed)
  `,
  );
  const [, , inRoom, who, ...more] = omar.received.split("\n");
  assert.match(inRoom!, /^\* You are in #lobby/);
  assert.equal(who, "* In #lobby: @amber-ant, amber-ant2");
  assert.deepEqual(more, [""]);
  assert.equal(omar.ended, true);
  room.close();
});

test("names and words of the greeting are configured", async () => {
  const room = new TestRoom({
    plain: { greeting: "Come in!", showJoins: false },
    server: { lobby: "#hall" },
  });
  await journey(
    room,
    `
    nina comes plain
    nina < Come in!
    nina < * You are amber-ant. …
    nina < * You are in #hall, nobody else is here yet.
    omar comes plain
    omar < Come in!
    omar < * You are amber-ant2. …
    omar < * You are in #hall, with amber-ant.
    omar > /quit
    omar < * Goodbye!
    omar <>
  `,
  );
  room.close();
});

test("with names by address people read what the report's clients read", async () => {
  const room = new TestRoom({ plain: { names: "address" } });
  await journey(
    room,
    `
    nina comes plain
    nina < Welcome to this chatroom!
    nina < * You are amber-ant. …
    nina < * You are in #lobby, …
    omar comes plain
    omar < Welcome to this chatroom!
    omar < …
    omar < …
    nina < * 127.0.0.1 has come in
    omar > hello
    nina < <127.0.0.1> hello
    omar > /me waves
    nina < * 127.0.0.1 waves
    -- whoever chooses a name goes by it
    omar > /nick omar
    omar < * You are omar now.
    nina < * 127.0.0.1 is omar now
    omar > hello again
    nina < <omar> hello again
    alice comes
    alice > JOIN #lobby
    alice < …JOIN #lobby
    alice < …353…
    alice < …366…
    -- history bears its time in the text where the client knows no other way
    alice < :amber-ant2!~plain@127.0.0.1 PRIVMSG #lobby :[…] hello
    alice < :amber-ant2!~plain@127.0.0.1 PRIVMSG #lobby :…[…] waves…
    alice < :omar!~plain@127.0.0.1 PRIVMSG #lobby :[…] hello again
    nina < * alice has come in
    omar < * alice has come in
    alice > PRIVMSG #lobby :hello
    nina < <alice> hello
    omar < <alice> hello
    nina > hello alice
    alice < :amber-ant!~plain@127.0.0.1 PRIVMSG #lobby :hello alice
    omar < <127.0.0.1> hello alice
  `,
  );
  room.close();
});

test("a password is asked for in words, and its guessing is bounded", async () => {
  const room = new TestRoom({
    server: { password: "open sesame" },
    login: { attemptsMax: 2, windowSeconds: 300 },
  });
  await journey(
    room,
    `
    nina comes plain
    nina < Welcome to this chatroom!
    nina < This room has a password; type it.
    nina > open sesame
    nina < * You are amber-ant. …
    nina < * You are in #lobby, …
    -- as the first thing that is said
    omar comes raw
    omar > open sesame
    omar < Welcome to this chatroom!
    omar < This room has a password; type it.
    omar < * You are amber-ant2. …
    omar < * You are in #lobby, with amber-ant.
    nina < * amber-ant2 has come in
    -- a wrong one is broadcast to nobody
    eve comes plain
    eve < Welcome to this chatroom!
    eve < This room has a password; type it.
    eve > sesame
    eve < ! That is not the password
    eve < * Goodbye: Bad password
    eve <>
    eve2 comes raw
    eve2 > /join #lobby
    eve2 < Welcome…
    eve2 < This room…
    eve2 < ! That is not the password
    eve2 < * Goodbye: Bad password
    eve3 comes raw
    eve3 > open sesame
    eve3 < Welcome…
    eve3 < This room…
    eve3 < * Goodbye: Too many wrong passwords; try again later
    eve3 <>
  `,
  );
  room.close();
});

test("one that was greeted and then speaks IRC begins anew", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    nina comes plain
    nina < Welcome…
    nina < …
    nina < …
    alice comes plain
    alice < Welcome to this chatroom!
    alice < * You are amber-ant2. …
    alice < * You are in #lobby, …
    nina < * amber-ant2 has come in
    alice > NICK alice
    nina < * amber-ant2 is gone (Uses an IRC client)
    alice > USER alice 0 * :Alice
    alice < :banter.test 001 alice …
    alice < :banter.test 002 …
    alice < :banter.test 003 …
    alice < :banter.test 004 …
    alice <+ :banter.test 005 …
    alice < :banter.test 251 …
    alice < :banter.test 254 …
    alice < :banter.test 255 …
    alice < :banter.test 265 …
    alice < :banter.test 266 …
    alice < :banter.test 221 alice +i
    alice < :banter.test 422 …
    alice > JOIN #lobby
    alice < :alice!~alice@127.0.0.1 JOIN #lobby
    alice < :banter.test 353 …@amber-ant alice
    alice < …366…
    nina < * alice has come in
    nina > hello
    alice < :amber-ant!~plain@127.0.0.1 PRIVMSG #lobby :hello
  `,
  );
  room.close();
});

test("one that speaks IRC while what it is greeted with waits begins anew, too", async () => {
  let now = startOfTime;
  // The clock runs so fast that each coming in uses up what a turn has for such things.
  const room = new TestRoom({}, { now: () => (now += 20) });
  const [nina, alice] = [room.connect(), room.connect()];
  for (const silent of [nina, alice]) silent.silence();
  alice.write("NICK alice\r\nUSER alice 0 * :Alice\r\nJOIN #lobby\r\n");
  await alice.until((received) => / 001 alice [^]* 366 alice #lobby /.test(received));
  await room.settled();
  assert.match(nina.received, /is gone \(Uses an IRC client\)\n\* alice has come in\n$/);
  room.close();
});

test("what only looks like IRC or HTTP is said", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    nina comes plain
    nina < Welcome…
    nina < …
    nina < …
    omar comes raw
    omar > GET well soon
    omar < Welcome…
    omar < …
    omar < …
    nina < * amber-ant2 has come in
    nina < <amber-ant2> GET well soon
    omar > NICK of time, that was
    nina < <amber-ant2> NICK of time, that was
    omar > JOIN us
    nina < <amber-ant2> JOIN us
  `,
  );
  room.close();
});
