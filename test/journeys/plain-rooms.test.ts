/** Plain people in several rooms, and what was said in them before. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { startOfTime, TestRoom } from "../room.ts";
import { journey } from "../journey.ts";

// Times are told by the clock on the server's wall.
process.env["TZ"] = "UTC";

test("in several rooms every line is headed by its own", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes
    alice > JOIN #lobby,#dev
    alice < …JOIN #lobby
    alice < …353…
    alice < …366…
    alice < …JOIN #dev
    alice < …353…
    alice < …366…
    nina comes plain
    nina < …
    nina < …
    nina < * You are in #lobby, with alice.
    alice < …JOIN #lobby
    alice > PRIVMSG #lobby :one
    nina < <alice> one
    nina > /join dev
    nina < * You are in #dev, with alice.
    alice < …JOIN #dev
    alice > PRIVMSG #lobby :two
    nina < #lobby <alice> two
    alice > PRIVMSG #dev :three
    nina < #dev <alice> three
    alice > PRIVMSG #dev :\x01ACTION waves\x01
    nina < #dev * alice waves
    alice > TOPIC #dev :work
    alice < …TOPIC #dev :work
    nina < #dev * alice has set the topic: work
    alice > NICK alicia
    alice < …NICK alicia
    nina < * alice is alicia now
    -- speaking in the one entered last, until another is chosen
    nina > four
    alice < …PRIVMSG #dev :four
    nina > /join LOBBY
    nina < * You speak in #lobby now.
    nina > five
    alice < …PRIVMSG #lobby :five
    nina > /who dev
    nina < * In #dev: @alicia, amber-ant
    nina > /who
    nina < * In #lobby: @alicia, amber-ant
    nina > /rooms
    nina < * #lobby (2)
    nina < * #dev (2) work
    nina > /part dev
    nina < * You have left #dev.
    alice < …PART #dev
    alice > PRIVMSG #lobby :six
    nina < <alicia> six
    nina > /join dev
    nina < 18:00 <alice> three
    nina < 18:00 * alice waves
    nina < 18:00 <amber-ant> four
    nina < * You are in #dev, with alicia.
    nina < * It is about: work
    alice < …JOIN #dev
    nina > /part
    nina < * You have left #dev. You speak in #lobby now.
    alice < …PART #dev
    alice > KICK #lobby amber-ant :enough
    alice < …KICK…
    nina < * alicia has put you out of #lobby: enough. /join ROOM enters one.
    nina > /join secret wrong
    nina < * You are in #secret, nobody else is here yet.
    nina > /mode +k key
    nina < * amber-ant has set the password key
    omar comes plain
    omar < Welcome…
    omar < …
    omar < 18:00 <alice> one
    omar < 18:00 <alice> two
    omar < 18:00 <amber-ant> five
    omar < 18:00 <alicia> six
    omar < * You are in #lobby, with alicia.
    alice < …JOIN #lobby
    omar > /join secret
    omar < ! #secret has a password: /join #secret PASSWORD
    omar > /join secret key
    omar < * You are in #secret, with amber-ant.
    nina < * amber-ant2 has come in
    omar > /join #
    omar < ! # cannot be a room's name
    omar > still in
    nina < <amber-ant2> still in
  `,
  );
  room.close();
});

test("history stands with its times, and days where they change", async () => {
  const room = new TestRoom({ history: { linesOnJoin: 3 } });
  await journey(
    room,
    `
    nina comes plain
    nina < …
    nina < …
    nina < …
    nina > /history
    nina < * Nothing has been said here yet.
    nina > one
    nina > two
  `,
  );
  room.now = startOfTime + 6 * 3_600_000 + 4 * 60_000;
  await journey(
    room,
    `
    nina > three
    nina > four
    nina > /history
    nina < — 22 November 2026 —
    nina < 18:00 <amber-ant> one
    nina < 18:00 <amber-ant> two
    nina < — 23 November 2026 —
    nina < 00:04 <amber-ant> three
    nina < 00:04 <amber-ant> four
    nina > /history 2
    nina < 00:04 <amber-ant> three
    nina < 00:04 <amber-ant> four
    nina > /history many
    nina < — 22 November 2026 —
    nina < 18:00 <amber-ant> one
    nina < 18:00 <amber-ant> two
    nina < — 23 November 2026 —
    nina < 00:04 <amber-ant> three
    nina < 00:04 <amber-ant> four
    nina > /history -7
    nina < 00:04 <amber-ant> four
    omar comes plain
    omar < …
    omar < …
    omar < — 22 November 2026 —
    omar < 18:00 <amber-ant> two
    omar < — 23 November 2026 —
    omar < 00:04 <amber-ant> three
    omar < 00:04 <amber-ant> four
    omar < * You are in #lobby, with amber-ant.
    nina < * amber-ant2 has come in
  `,
  );
  room.close();
});

test("times stand where the configuration wants them", async () => {
  const none = new TestRoom({ plain: { times: "none" } });
  const all = new TestRoom({ plain: { times: "all" } });
  for (const room of [none, all])
    await journey(
      room,
      "nina comes plain\nnina < …\nnina < …\nnina < …\nnina > one\n" +
        "alice comes\nalice > JOIN #lobby\nalice < …\nalice < …\nalice < …\nalice < …\n" +
        `nina < ${room === all ? "18:00 " : ""}* alice has come in\n` +
        "alice > PRIVMSG #lobby :two\n" +
        `nina < ${room === all ? "18:00 " : ""}<alice> two\n` +
        `nina > /history\n` +
        `nina < ${room === all ? "18:00 " : ""}<amber-ant> one\n` +
        `nina < ${room === all ? "18:00 " : ""}<alice> two`,
    );
  none.close();
  all.close();
});

test("a full room is counted, not listed", async () => {
  const room = new TestRoom();
  for (let n = 0; n < 25; n++) room.connect().silence();
  await room.settled();
  const nina = room.connect();
  nina.silence();
  await room.settled();
  assert.match(nina.received, /^\* You are in #lobby, with 25 others\.$/m);
  nina.take();
  nina.write("/who\n");
  await room.settled();
  assert.equal(nina.take().match(/amber-ant/g)?.length, 26);
  room.close();
});

test("a room that cannot be entered leaves one where one was", async () => {
  const room = new TestRoom({ limits: { ...new TestRoom().server.config.limits, channelsMax: 2 } });
  await journey(
    room,
    `
    nina comes plain
    nina < …
    nina < …
    nina < * You are in #lobby, nobody else is here yet.
    nina > /join two
    nina < * You are in #two, nobody else is here yet.
    nina > /join three
    nina < ! There are too many rooms
    nina > /who
    nina < * In #two: @amber-ant
  `,
  );
  room.close();
});
