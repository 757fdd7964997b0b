/** Lines of plain people, as bytes may bring them; and what they read of what others send. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { floodTickMs } from "../../src/server/flood.ts";
import { journey } from "../journey.ts";
import { TestRoom } from "../room.ts";
import type { MemoryPeer } from "../../src/server/transport/memory.ts";

/** Somebody at nc, past the greeting. */
async function comes(room: TestRoom): Promise<MemoryPeer> {
  const peer = room.connect();
  peer.silence();
  await room.settled();
  peer.take();
  return peer;
}

interface Case {
  readonly what: string;
  readonly sent: string | Uint8Array;
  /** What the other reads. */
  readonly heard: string;
  /** What the sender is answered. */
  readonly told?: string;
}

const said = (...lines: string[]) => lines.map((line) => `<amber-ant> ${line}\n`).join("");
const bytes = (...parts: (string | number)[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.of(part))),
  );

const cases: readonly Case[] = [
  { what: "LF", sent: "one\ntwo\n", heard: said("one", "two") },
  { what: "CR LF", sent: "one\r\ntwo\r\n", heard: said("one", "two") },
  { what: "CR NUL, telnet's newline", sent: "one\r\0two\r\0", heard: said("one", "two") },
  { what: "CR and NUL within a line", sent: "o\rn\0e\n", heard: said("one") },
  { what: "empty and blank lines", sent: "\n\r\n   \n\t\n one\n", heard: said(" one") },
  { what: "blanks at the end", sent: "one  \t\n", heard: said("one") },
  { what: "a tab", sent: "a\tb\n", heard: said("a b") },
  { what: "four bytes a character", sent: "🦆 þórr 日本\n", heard: said("🦆 þórr 日本") },
  {
    what: "telnet negotiation",
    sent: bytes(255, 251, 31, 255, 250, 31, 0, 80, 0, 24, 255, 240, "one", 255, 241, "\r\n"),
    heard: said("one"),
  },
  {
    what: "Latin-1",
    sent: bytes("caf", 0xe9, "\n", "next\n"),
    heard: said("next"),
    told: "! That line is not UTF-8; it was not sent\n",
  },
  {
    what: "a torn character at the end of a line",
    sent: bytes("duck ", 0xf0, 0x9f, 0xa6, "\n", "next\n"),
    heard: said("next"),
    told: "! That line is not UTF-8; it was not sent\n",
  },
  {
    what: "a line beyond the bound",
    sent: `${"x".repeat(9_000)}\nnext\n`,
    heard: said("next"),
    told: "! That line is too long; it was not sent\n",
  },
  {
    what: "an escape sequence",
    sent: "\x1b[2J\x07boo\x7f\n",
    heard: said("␛[2J␇boo␡"),
  },
  { what: "a first line that only IRC's peers send", sent: "QUIT\n", heard: said("QUIT") },
];

for (const { what, sent, heard, told = "" } of cases) {
  test(`${what}: whole, and cut at every byte`, async () => {
    const all = Buffer.from(sent as string);
    const cuts = [[], ...Array.from({ length: Math.min(all.length, 60) }, (_, n) => [n])];
    const each = Array.from({ length: Math.min(all.length, 60) }, (_, n) => n);
    for (const at of [...cuts, each]) {
      const room = new TestRoom();
      const speaker = await comes(room);
      const reader = await comes(room);
      speaker.take();
      speaker.write(all, ...at);
      await room.settled();
      assert.equal(reader.take(), heard, `cut at ${at.join()}`);
      assert.equal(speaker.take(), told, `cut at ${at.join()}`);
      room.close();
    }
  });
}

test("a byte order mark before the first line is none of it", async () => {
  const room = new TestRoom();
  const reader = await comes(room);
  room.connect().write("\uFEFFhello\n", 1, 2);
  await room.settled();
  assert.match(reader.take(), /<amber-ant2> hello\n$/);
  room.close();
});

test("a last line without an end is not said", async () => {
  const room = new TestRoom();
  const reader = await comes(room);
  const speaker = await comes(room);
  reader.take();
  speaker.write("whole\nhalf");
  speaker.finish();
  await room.settled();
  assert.equal(reader.take(), "<amber-ant2> whole\n* amber-ant2 is gone (Connection closed)\n");
  room.close();
});

test("a long line is said in pieces, and nothing of it is lost", async () => {
  const room = new TestRoom();
  const plain = await comes(room);
  const reader = await comes(room);
  const irc = room.connect();
  irc.write("NICK alice\r\nUSER alice 0 * :Alice\r\nJOIN #lobby\r\n");
  await room.settled();
  for (const peer of [plain, reader, irc]) peer.take();
  const texts = [
    Array.from({ length: 300 }, (_, n) => `word${n}`).join(" "),
    "x".repeat(4_000),
    "日本語🦆".repeat(300),
  ];
  for (const text of texts) {
    plain.write(`${text}\n`);
    await room.settled();
    const pieces = reader.take().trimEnd().split("\n");
    assert.ok(pieces.length > 2);
    const spoken = pieces.map((piece) => piece.replace("<amber-ant> ", ""));
    assert.equal(spoken.join(text.includes(" ") ? " " : ""), text);
    const lines = irc.take().split("\r\n").slice(0, -1);
    assert.deepEqual(
      lines.map((line) => line.slice(line.indexOf(" :") + 2)),
      spoken,
    );
    for (const line of lines) assert.ok(Buffer.byteLength(line) <= 510, line);
    assert.equal(plain.take(), "");
    // So is what one does.
    plain.write(`/me ${text}\n`);
    await room.settled();
    const deeds = reader.take().trimEnd().split("\n");
    const done = deeds.map((piece) => piece.replace("* amber-ant ", ""));
    assert.equal(done.join(text.includes(" ") ? " " : ""), text);
    for (const line of irc.take().split("\r\n").slice(0, -1))
      assert.match(line, /:\x01ACTION .*\x01$/);
  }
  room.close();
});

test("what IRC people send cannot harm a terminal", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes
    alice > JOIN #lobby
    alice < …
    alice < …
    alice < …
    nina comes plain
    nina < …
    nina < …
    nina < …
    alice < …JOIN…
    alice > PRIVMSG #lobby :\x02bold\x02 \x0304,07red\x0f \x1f_\x1f \x16rev\x16 \x1ditalic\x1d 3,4
    nina < <alice> bold red _ rev italic 3,4
    alice > PRIVMSG #lobby :\x1b]0;title\x07 \x1b[31m \x9b2J \x0b \u202eback
    nina < <alice> ␛]0;title␇ ␛[31m \uFFFD2J ␋ back
    alice > PRIVMSG #lobby :\x01VERSION\x01
    alice > PRIVMSG #lobby :\x01DCC SEND x 1 2 3\x01
    alice > PRIVMSG nina :\x01PING 12\x01
    alice < …401…
    alice > PRIVMSG #lobby :\x01ACTION \x1b[2Jwaves\x01
    nina < * alice ␛[2Jwaves
    alice > PRIVMSG #lobby :\x01ACTION waves without an end
    nina < * alice waves without an end
    alice > NOTICE #lobby :\x02take\x02 note
    nina < -alice- take note
    alice > TOPIC #lobby :\x1b[2Jtopic
    alice < …TOPIC…
    nina < * alice has set the topic: ␛[2Jtopic
    nina > /topic
    nina < * #lobby is about: ␛[2Jtopic
    nina > /rooms
    nina < * #lobby (2) ␛[2Jtopic
    alice > AWAY :\x1b[2Jout
    alice < …306…
    nina > /msg alice hi
    alice < …hi
    nina < * alice is away: ␛[2Jout
    nina > /whois alice
    nina < * alice is ~alice@127.0.0.1 (alice of Test)
    nina < * alice is in @#lobby
    nina < * alice is away: ␛[2Jout
    nina < * alice has been quiet for 0 s
    -- which is no mask, and not the one that means everybody
    alice > MODE #lobby +b \x1b[2J!*@*
    alice < …696…
    alice > MODE #lobby +b :
    alice < …696…
    alice > MODE #lobby +b :\x20\x20
    alice < …696…
    alice > MODE #lobby +k \x1b[2J
    alice < …MODE…
    nina < * alice has set the password ␛[2J
    alice > MODE #lobby -k x
    alice < …MODE…
    nina < * alice has taken the password away
    nina > /mode b
    nina < * That is the whole list of #lobby
    alice > KICK #lobby amber-ant :\x1b[2Jout
    alice < …KICK…
    nina < * alice has put you out of #lobby: ␛[2Jout. /join ROOM enters one.
    -- nor what one types oneself
    nina > /\x1b[2J
    nina < ! There is no command /␛[2J; /help lists them
    nina > /msg \x1b[2J hi
    nina < ! There is nobody called ␛[2J
    nina > /join \x1b[2J
    nina < ! #␛[2J cannot be a room's name
    nina > /join lobby
    nina < …:… <alice> bold red _ rev italic 3,4
    nina < …:… <alice> ␛]0;title␇ ␛[31m \uFFFD2J ␋ back
    nina < …:… * alice ␛[2Jwaves
    nina < …:… * alice waves without an end
    nina < …:… -alice- take note
    nina < * You are in #lobby, with alice.
    nina < * It is about: ␛[2Jtopic
    alice < …JOIN…
    alice > QUIT :\x1b[2Jbye
    alice < …ERROR…
    nina < * alice is gone (␛[2Jbye)
  `,
  );
  room.close();
});

test("a pasted text is slowed, and all of it is said though its sender has left", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const room = new TestRoom({ flood: { linesBurst: 10, linesPerSecond: 4, exempt: [] } });
  const reader = await comes(room);
  const speaker = await comes(room);
  reader.take();
  const lines = Array.from({ length: 50 }, (_, n) => `line ${n}`);
  speaker.write(`${lines.join("\n")}\n`);
  speaker.finish();
  await room.settled();
  const atOnce = reader.take();
  assert.equal(
    atOnce,
    lines
      .slice(0, 10)
      .map((line) => `<amber-ant2> ${line}\n`)
      .join(""),
  );
  let heard = atOnce;
  for (let seconds = 1; seconds <= 10; seconds++) {
    room.now += 1_000;
    t.mock.timers.tick(floodTickMs);
    await room.settled();
    const more = reader.take();
    assert.equal(more.split("\n").length - 1, seconds < 10 ? 4 : 5, `in second ${seconds}`);
    heard += more;
  }
  const all = lines.map((line) => `<amber-ant2> ${line}\n`).join("");
  assert.equal(heard, `${all}* amber-ant2 is gone (Connection closed)\n`);
  assert.equal(room.server.door.peers.size, 1);
  room.close();
});
