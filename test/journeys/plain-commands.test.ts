/** Every command of plain people, with and without what it needs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const twoPeople = `
  nina comes plain
  nina < Welcome to this chatroom!
  nina < * You are amber-ant. …
  nina < * You are in #lobby, nobody else is here yet.
  nina > /nick nina
  nina < * You are nina now.
  omar comes plain
  omar < Welcome to this chatroom!
  omar < * You are amber-ant. …
  omar < * You are in #lobby, with nina.
  nina < * amber-ant has come in
  omar > /nick omar
  omar < * You are omar now.
  nina < * amber-ant is omar now
`;

test("/help on one command; of what is none, on all", () =>
  play(`${twoPeople}
    nina > /help topic
    nina < *   /topic [TEXT]          what this room is about, or set it
    nina > /help /Topic please
    nina < *   /topic [TEXT]          what this room is about, or set it
    nina > /help constructor
    nina < * Type a line and press Enter: everybody in the room reads it. Besides:
    nina << //TEXT
  `));

test("logging in again is told in words", () =>
  play(`${twoPeople}
    nina > /register long enough
    nina < * You are logged in as nina.
    nina < * The account nina is yours. Its password is known to nobody but you.
    nina > /login nina long enough
    nina < * You are logged in as nina
  `));

test("/help names every command, and no word of it is broadcast", async () => {
  const room = new TestRoom();
  await journey(room, twoPeople);
  const eve = room.connect();
  eve.write("/HELP\n");
  await room.settled();
  const help = eve.received;
  for (const word of "nick join part msg me who rooms topic away history search quit".split(" "))
    assert.match(help, new RegExp(`^\\*   /${word} `, "m"));
  for (const line of help.trimEnd().split("\n")) assert.ok(line.length < 80, line);
  await journey(
    room,
    `
    nina > that was all
    nina < * amber-ant has come in
    omar < * amber-ant has come in
    omar < <nina> that was all
  `,
  );
  room.close();
});

test("unknown commands are answered, never broadcast; // says a line with /", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `${twoPeople}
    nina > /dance wildly
    nina < ! There is no command /dance; /help lists them
    nina > /
    nina < ! There is no command /; /help lists them
    nina > /__proto__
    nina < ! There is no command /__proto__; /help lists them
    nina > /constructor
    nina < ! There is no command /constructor; /help lists them
    nina > /averyveryveryveryveryveryveryveryveryveryverylongword
    nina < ! There is no command /averyveryveryveryveryveryveryveryveryver; /help lists them
    nina > //dance wildly
    omar < <nina> /dance wildly
    nina > //
    omar < <nina> /
    nina > / who
    nina < ! There is no command /; /help lists them
    nina > a /who in the middle
    omar < <nina> a /who in the middle
  `,
  );
  room.close();
});

test("/nick", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `${twoPeople}
    nina > /nick
    nina < ! Which nick? /nick NAME
    nina > /nick omar
    nina < ! omar is taken; choose another: /nick NAME
    nina > /nick OMAR
    nina < ! OMAR is taken; choose another: /nick NAME
    nina > /nick nina the great
    nina < ! A nick is one word: /nick NAME
    nina > /nick <nina>
    nina < ! <nina> cannot be a nick
    nina > /nick 7nina
    nina < ! 7nina cannot be a nick
    nina > /nick nina
    nina > /Nick Nina
    nina < * You are Nina now.
    omar < * nina is Nina now
    nina > hello
    omar < <Nina> hello
  `,
  );
  room.close();
});

test("/msg and /away", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `${twoPeople}
    eve comes
    eve > JOIN #lobby
    eve < …JOIN…
    eve < …353…
    eve < …366…
    nina < * eve has come in
    omar < * eve has come in
    nina > /msg omar   only for you
    omar < <nina to you> only for you
    nina > /msg
    nina < ! To whom, and what? /msg NICK TEXT
    nina > /msg omar
    nina < ! To whom, and what? /msg NICK TEXT
    nina > /msg nobody hello
    nina < ! There is nobody called nobody
    nina > /msg eve hello
    eve < :nina!~plain@127.0.0.1 PRIVMSG eve …hello
    eve > PRIVMSG nina :hello back
    nina < <eve to you> hello back
    eve > NOTICE nina :a notice
    nina < -eve to you- a notice
    eve > PRIVMSG nina :\x01ACTION waves\x01
    nina < * (to you) eve waves
    nina > /msg #lobby to all
    omar < <nina> to all
    eve < …PRIVMSG #lobby :to all
    omar > /away at lunch
    omar < * You are marked as away.
    nina > /msg omar are you there?
    nina < * omar is away: at lunch
    omar < <nina to you> are you there?
    nina > /whois omar
    nina < * omar is ~plain@127.0.0.1 (plain)
    nina < * omar is in #lobby
    nina < * omar is away: at lunch
    nina < * omar has been quiet for 0 s
    omar > /away
    omar < * You are back.
    nina > /msg omar now?
    omar < <nina to you> now?
    nina > /whois
    nina < ! Who? /whois NICK
    nina > /whois nobody
    nina < ! There is nobody called nobody
  `,
  );
  room.close();
});

test("/me, /topic, /mode, /kick, /invite", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `${twoPeople}
    nina > /me waves
    omar < * nina waves
    nina > /me
    nina < ! What do you do? /me TEXT
    nina > /topic
    nina < * #lobby has no topic
    omar > /topic mine
    omar < ! Only operators of #lobby may do that
    nina > /topic Friday's dinner
    nina < * nina has set the topic: Friday's dinner
    omar < * nina has set the topic: Friday's dinner
    omar > /topic
    omar < * #lobby is about: Friday's dinner
    omar > /mode
    omar < * #lobby has +nt
    omar > /mode +m
    omar < ! Only operators of #lobby may do that
    nina > /mode +b *!*@203.0.113.*
    nina < * nina has banned everybody at 203.0.113.*
    omar < * nina has banned everybody at 203.0.113.*
    omar > /mode b
    omar < * *!*@203.0.113.*, by nina!~plain@127.0.0.1
    omar < * That is the whole list of #lobby
    nina > /mode +ml 5
    nina < * nina has let only those with a voice speak, let at most 5 in
    omar < * nina has let only those with a voice speak, let at most 5 in
    omar > may I?
    omar < ! You may not speak in #lobby
    nina > /mode +v omar
    nina < * nina has given omar a voice
    omar < * nina has given omar a voice
    omar > thank you
    nina < <omar> thank you
    nina > /mode +Y
    nina < ! There is no mode Y
    omar > /kick nina
    omar < ! Only operators of #lobby may do that
    nina > /kick
    nina < ! Whom? /kick NICK
    nina > /kick nobody
    nina < ! nobody is not in #lobby
    nina > /kick omar too loud
    nina < * nina has put omar out (too loud)
    omar < * nina has put you out of #lobby: too loud. /join ROOM enters one.
    omar > hello?
    omar < ! You are in no room; /join ROOM enters one
    nina > /mode -ml
    nina < * nina has let everybody speak, let any number in
    nina > /mode +i
    nina < * nina has let only those in who are asked
    omar > /join lobby
    omar < ! One needs an invitation to #lobby
    nina > /invite
    nina < ! Whom? /invite NICK
    nina > /invite omar
    nina < * You have asked omar into #lobby.
    omar < * nina asks you into #lobby: /join #lobby
    nina > /invite nina
    nina < ! nina is already in #lobby
    omar > /join lobby
    omar < 18:00 * nina waves
    omar < 18:00 <omar> thank you
    omar < * You are in #lobby, with nina.
    omar < * It is about: Friday's dinner
    nina < * omar has come in
    nina > /kick omar
    nina < * nina has put omar out
    omar < * nina has put you out of #lobby. /join ROOM enters one.
  `,
  );
  room.close();
});

test("/part and all commands that need a room, in none", async () => {
  const room = new TestRoom();
  const nowhere = "! You are in no room; /join ROOM enters one";
  const needy = ["/me waves", "/who", "/topic", "/topic x", "/history", "/mode", "/kick omar"];
  await journey(
    room,
    `${twoPeople}
    nina > /part nowhere
    nina < ! There is no room #nowhere
    nina > /part
    nina < * You have left #lobby. /join ROOM enters one.
    omar < * nina has left
    ${[...needy, "/invite omar", "/part", "hello"]
      .map((line) => `nina > ${line}\nnina < ${nowhere}`)
      .join("\n")}
    nina > /part lobby
    nina < ! You are not in #lobby
    nina > /who lobby
    nina < * Who is in #lobby is seen by those in it.
    nina > /rooms
    nina < * #lobby (1)
    -- A room in which something has been said stays.
    omar > alone at last
    omar > /part
    omar < * You have left #lobby. /join ROOM enters one.
    nina > /who lobby
    nina < * Nobody is in #lobby.
    nina > /who elsewhere
    nina < ! There is no room #elsewhere
    nina > /join
    nina < ! Which room? /join ROOM
    nina > /join a,b
    nina < ! Which room? /join ROOM
  `,
  );
  room.close();
});

test("/quit", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `${twoPeople}
    eve comes plain
    eve < …
    eve < …
    eve < …
    nina < * amber-ant has come in
    omar < * amber-ant has come in
    eve > /quit so long
    eve < * Goodbye!
    eve <>
    nina < * amber-ant is gone (so long)
    omar < * amber-ant is gone (so long)
    omar > /quit
    omar < * Goodbye!
    omar <>
    nina < * omar is gone
  `,
  );
  room.close();
});
