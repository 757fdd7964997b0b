/** react: https://ircv3.net/specs/client-tags/react */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const together = `
    alice comes message-tags echo-message
    bob comes message-tags
    carol comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    bob < …JOIN #a
    alice > PRIVMSG #a :They won!
    alice < @msgid=8 :alice!~alice@127.0.0.1 PRIVMSG #a :They won!
    bob < @msgid=8 …
    carol < …
`;

test("+draft/react goes with +draft/reply, and may stand in a message without words", () =>
  play(`
    ${together}
    bob > @+draft/reply=8;+draft/react=lol TAGMSG #a
    alice < @msgid=9;+draft/reply=8;+draft/react=lol :bob!~bob@127.0.0.1 TAGMSG #a
    -- with words it is a message
    bob > @+draft/reply=8;+draft/react=lol PRIVMSG #a :lol
    alice < @msgid=a;+draft/reply=8;+draft/react=lol :bob!~bob@127.0.0.1 PRIVMSG #a :lol
    carol < :bob!~bob@127.0.0.1 PRIVMSG #a :lol
  `));

test("what the reaction is has no restrictions", () =>
  play(`
    ${together}
    bob > @+draft/reply=8;+draft/react=:) TAGMSG #a
    alice < @msgid=9;+draft/reply=8;+draft/react=:) :bob!~bob@127.0.0.1 TAGMSG #a
    bob > @+draft/reply=8;+draft/react=👋 TAGMSG #a
    alice < @msgid=a;+draft/reply=8;+draft/react=👋 :bob!~bob@127.0.0.1 TAGMSG #a
    bob > @+draft/reply=8;+draft/react=two\\swords\\:\\n TAGMSG #a
    alice < @msgid=b;+draft/reply=8;+draft/react=two\\swords\\:\\n :bob!… TAGMSG #a
    -- of what, the receiving client may not know
    bob > @+draft/reply=nonsense;+draft/react TAGMSG alice
    alice < @msgid=c;+draft/reply=nonsense;+draft/react :bob!~bob@127.0.0.1 TAGMSG alice
  `));

test("+draft/unreact takes a reaction back, as a message of its own", () =>
  play(`
    ${together}
    bob > @+draft/reply=8;+draft/react=🇦🇷 TAGMSG #a
    alice < @msgid=9;+draft/reply=8;+draft/react=🇦🇷 :bob!~bob@127.0.0.1 TAGMSG #a
    bob > @+draft/reply=8;+draft/unreact=🇦🇷 TAGMSG #a
    alice < @msgid=a;+draft/reply=8;+draft/unreact=🇦🇷 :bob!~bob@127.0.0.1 TAGMSG #a
    bob > @+draft/reply=8;+draft/react=🇩🇪 TAGMSG #a
    alice < @msgid=b;+draft/reply=8;+draft/react=🇩🇪 :bob!~bob@127.0.0.1 TAGMSG #a
  `));

test("a reaction is kept, in its place; typing is not", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    ${together}
    bob > @+draft/reply=8;+draft/react=lol TAGMSG #a
    alice < …
    bob > @+typing=active TAGMSG #a
    alice < …
    bob > @+draft/reply=8;+draft/unreact=lol;+typing=done TAGMSG alice
    alice < …
  `,
  );
  const rows = room.store.database
    .prepare("SELECT key, place, said, text, more FROM history JOIN targets ON id = target")
    .all()
    .filter(({ more }) => String(more).includes("TAGMSG"));
  assert.deepEqual(
    rows.map(({ key, place, said, text, more }) => [
      [key, place, said, text],
      JSON.parse(String(more)).tags,
    ]),
    [
      [["#a", 9, 0, null], { "+draft/reply": "8", "+draft/react": "lol" }],
      [["!2 !3", 10, 0, null], { "+draft/reply": "8", "+draft/unreact": "lol", "+typing": "done" }],
    ],
  );
  room.close();
});

test("with event-playback reactions are replayed, each in its place; without it they are not", () =>
  play(`
    ${together}
    bob > @+draft/reply=8;+draft/react=lol TAGMSG #a
    alice < …
    bob > PRIVMSG #a :and how
    alice < …
    carol < …
    bob > @+draft/reply=8;+draft/unreact=lol TAGMSG #a
    alice < …
    alice > CAP REQ :batch server-time draft/chathistory draft/event-playback
    alice < …ACK…
    alice > CHATHISTORY AFTER #a msgid=8 10
    alice < …BATCH +h… chathistory #a
    alice < @batch=h…;time=…;msgid=9;+draft/reply=8;+draft/react=lol :bob!~bob@… TAGMSG #a
    alice < @batch=h…;time=…;msgid=a :bob!~bob@127.0.0.1 PRIVMSG #a :and how
    alice < @batch=h…;time=…;msgid=b;+draft/reply=8;+draft/unreact=lol :bob!~bob@… TAGMSG #a
    alice < …BATCH -h…
    alice > CAP REQ -draft/event-playback
    alice < …ACK…
    alice > CHATHISTORY AFTER #a msgid=8 10
    alice < …BATCH +h… chathistory #a
    alice < @batch=h…;time=…;msgid=a :bob!~bob@127.0.0.1 PRIVMSG #a :and how
    alice < …BATCH -h…
  `));

test("who knows no tags reads nothing of it, or words where they are wanted", async () => {
  const transcript = (words: string, plainWords: string) => `
    alice comes message-tags
    carol comes
    nina comes plain
    nina << #lobby
    alice > JOIN #lobby
    alice << 366
    nina < …
    carol > JOIN #lobby
    carol << 366
    alice < …
    nina < …
    alice > @+draft/reply=8;+draft/react=👍 TAGMSG #lobby
    ${words.replace("WORDS", "alice reacts with 👍")}
    ${plainWords.replace("WORDS", "alice reacts with 👍")}
    alice > @+draft/reply=8;+draft/unreact=a\\nb TAGMSG #lobby
    ${words.replace("WORDS", "alice no longer reacts with a b")}
    ${plainWords.replace("WORDS", "alice no longer reacts with a b")}
    alice > @+draft/reply=8;+x=y TAGMSG #lobby
  `;
  await play(transcript("", ""));
  await play(transcript("carol < :banter.test NOTICE #lobby :WORDS", "nina < * WORDS"), {
    messages: { fallbackNotices: ["reaction"] },
  });
});
