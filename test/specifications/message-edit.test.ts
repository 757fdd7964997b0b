/** draft/message-edit: https://github.com/ircv3/ircv3-specifications/pull/425. Deleting, of which
 * it speaks too, has become draft/message-redaction. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { allJoin } from "../four.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const caps = "draft/message-edit message-tags echo-message";

/** alice leads #a; alice and bob know EDIT, carol knows tags alone, dave nothing. */
const together = `
    alice comes ${caps}
    bob comes ${caps}
    carol comes message-tags
    dave comes
    ${allJoin}
`;
const bobSays = (text: string, msgid: string) => `
    bob > PRIVMSG #a :${text}
    bob < @msgid=${msgid} …PRIVMSG #a :${text}
    alice < @msgid=${msgid} …PRIVMSG #a :${text}
    carol < @msgid=${msgid} …PRIVMSG #a :${text}
    dave < :bob!~bob@127.0.0.1 PRIVMSG #a :${text}
`;
const editing = (msgid: string, text: string) =>
  `@draft/target-msgid=${msgid};draft/edit-text=${text} EDIT`;

test("without the capability, or without message-tags, EDIT is no command", () =>
  play(`
    alice comes raw
    alice > CAP LS 302
    alice <caps draft/message-edit
    bob comes message-tags
    bob > ${editing("1", "x")} #a
    bob < :banter.test 421 bob EDIT :Unknown command
    carol comes draft/message-edit
    carol > ${editing("1", "x")} #a
    carol < :banter.test 421 carol EDIT :Unknown command
    dave comes ${caps}
    dave > EDIT
    dave < :banter.test 461 dave EDIT :Not enough parameters
  `));

test("EDIT is forwarded with the source of who changes it, as a PRIVMSG is", () =>
  play(`
    ${together}
    ${bobSays("anex ample", "a")}
    time passes 5
    bob > ${editing("a", "an\\sexample")} #a
    bob < @msgid=b;draft/target-msgid=a;draft/edit-text=an\\sexample :bob!~bob@127.0.0.1 EDIT #a
    alice < @msgid=b;draft/target-msgid=a;draft/edit-text=an\\sexample :bob!~bob@127.0.0.1 EDIT #a
    -- who does not know it reads of it in words
    carol < :banter.test NOTICE #a :bob has changed a message sent 5 seconds ago: an example
    dave < :banter.test NOTICE #a :bob has changed a message sent 5 seconds ago: an example
    bob > PRIVMSG dave :helo
    bob < @msgid=c …
    dave < …
    bob > ${editing("c", "hello")} dave
    bob < @msgid=d;draft/target-msgid=c;draft/edit-text=hello :bob!~bob@127.0.0.1 EDIT dave
    dave < :banter.test NOTICE dave :bob has changed a message sent 0 seconds ago: hello
  `));

test("the new text may have several lines, and one may become several", () =>
  play(`
    ${together}
    ${bobSays("one", "a")}
    bob > ${editing("a", "one\\ntwo")} #a
    bob < @msgid=b;draft/target-msgid=a;draft/edit-text=one\\ntwo :bob!~bob@127.0.0.1 EDIT #a
    alice < @msgid=b;draft/target-msgid=a;draft/edit-text=one\\ntwo :bob!~bob@127.0.0.1 EDIT #a
    carol < :banter.test NOTICE #a :bob has changed a message sent 0 seconds ago: one
    carol < :banter.test NOTICE #a :two
    dave < :banter.test NOTICE #a :bob has changed a message sent 0 seconds ago: one
    dave < :banter.test NOTICE #a :two
    eve comes batch draft/multiline
    eve > JOIN #a
    eve << 366
    eve < …BATCH +h… chathistory #a
    eve < @batch=h… :bob!~bob@127.0.0.1 BATCH +ml-a draft/multiline #a
    eve < @batch=ml-a :bob!~bob@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one
    eve < @batch=ml-a :bob!~bob@127.0.0.1 PRIVMSG #a :two
    eve < @batch=h… :bob!~bob@127.0.0.1 BATCH -ml-a
    eve < …BATCH -h…
    alice < …JOIN #a
    bob < …JOIN #a
    carol < …JOIN #a
    dave < …JOIN #a
    -- and back again
    bob > ${editing("a", "one")} #a
    bob < …EDIT #a
    alice < …EDIT #a
    carol < …
    dave < …
    eve < …
    eve > HISTORY #a
    eve < …BATCH +h… chathistory #a
    eve < @batch=h… :bob!~bob@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one
    eve < …BATCH -h…
  `));

test("a long text goes on in further lines for those who read it in words", () => {
  const long = "é".repeat(400);
  return play(`
    ${together}
    ${bobSays("one", "a")}
    bob > ${editing("a", long)} #a
    bob < @msgid=b;draft/target-msgid=a;draft/edit-text=${long} :bob!~bob@127.0.0.1 EDIT #a
    alice < …EDIT #a
    carol < :banter.test NOTICE #a :bob has changed a message sent 0 seconds ago: éé…
    carol < :banter.test NOTICE #a :éé…é
    dave < …
    dave < …
  `);
});

const forbidden = (msgid: string) =>
  `FAIL EDIT EDIT_FORBIDDEN #a ${msgid} :You are not authorised to edit this message`;

test("EDIT_FORBIDDEN: what another has said, for operators too", () =>
  play(`
    ${together}
    ${bobSays("mine", "a")}
    alice > ${editing("a", "mine!")} #a
    alice < :banter.test ${forbidden("a")}
  `));

test("INVALID_EDIT: without the id, without a text, a text that cannot be said, a TAGMSG", () =>
  play(
    `
    ${together}
    ${bobSays("mine", "a")}
    bob > EDIT #a
    bob < :banter.test FAIL EDIT INVALID_EDIT #a :Invalid edit text
    bob > @draft/edit-text=x EDIT #a
    bob < :banter.test FAIL EDIT INVALID_EDIT #a :Invalid edit text
    bob > @draft/target-msgid=a EDIT #a
    bob < :banter.test FAIL EDIT INVALID_EDIT #a a :Invalid edit text
    bob > ${editing("a", "\\s\\n\\s")} #a
    bob < :banter.test FAIL EDIT INVALID_EDIT #a a :Invalid edit text
    bob > ${editing("a", "one\\rtwo")} #a
    bob < :banter.test FAIL EDIT INVALID_EDIT #a a :Invalid edit text
    bob > ${editing("a", "1\\n2\\n3")} #a
    bob < :banter.test FAIL EDIT INVALID_EDIT #a a :Invalid edit text
    bob > ${editing("a", "x".repeat(1_025))} #a
    bob < :banter.test FAIL EDIT INVALID_EDIT #a a :Invalid edit text
    bob > @+draft/react=1 TAGMSG #a
    bob < @msgid=b…
    alice < …
    carol < …
    bob > ${editing("b", "2")} #a
    bob < :banter.test FAIL EDIT INVALID_EDIT #a b :Invalid edit text
  `,
    { limits: { ...limitsDefault, multilineBytesMax: 1_024, multilineLinesMax: 2 } },
  ));

test("EDIT_WINDOW_EXPIRED: only within the time that is configured", () =>
  play(
    `
    ${together}
    ${bobSays("once", "a")}
    time passes 61
    bob > ${editing("a", "twice")} #a
    bob < :banter.test FAIL EDIT EDIT_WINDOW_EXPIRED #a a 60 :You can no longer edit this message
  `,
    { messages: { editMinutesMax: 1 } },
  ));

test("what there is not, or elsewhere, is told as of REDACT", () =>
  play(`
    ${together}
    eve comes ${caps}
    ${bobSays("here", "b")}
    eve > ${editing("b", "x")} #a
    eve < :banter.test FAIL EDIT INVALID_TARGET #a :You cannot edit messages there
    bob > ${editing("zz", "x")} #a
    bob < :banter.test FAIL EDIT UNKNOWN_MSGID #a zz :This message does not exist or is too old
    bob > ${editing("b", "x")} alice
    bob < :banter.test FAIL EDIT UNKNOWN_MSGID alice b :This message does not exist or is too old
  `));

test("whoever may not say it may not change it", () =>
  play(`
    ${together}
    ${bobSays("once", "a")}
    alice > MODE #a +m
    alice < …
    bob < …
    carol < …
    dave < …
    bob > ${editing("a", "twice")} #a
    bob < :banter.test 404 bob #a :Cannot send to channel
    bob > PRIVMSG carol :to one who goes
    bob < @msgid=d …
    carol < …
    carol > QUIT
    carol << ERROR
    alice < …QUIT…
    bob < …QUIT…
    dave < …QUIT…
    bob > ${editing("d", "x")} carol
    bob < :banter.test 401 bob carol :No such nick/channel
  `));

test("the history has the new words under the old id, and no others", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    ${together}
    bob > @+draft/reply=1 PRIVMSG #a :anex ample
    bob < …
    alice < …
    carol < …
    dave < …
    bob > ${editing("a", "an\\sexample")} #a
    bob < …
    alice < …
    carol < …
    dave < …
    eve comes batch message-tags server-time draft/chathistory draft/event-playback ${caps}
    eve > JOIN #a
    eve << 366
    alice < …
    bob < …
    carol < …
    dave < …
    eve > CHATHISTORY AFTER #a msgid=9 1
    eve < …BATCH +h… chathistory #a
    eve < @batch=h…;time=…;msgid=a;+draft/reply=1 :bob!~bob@127.0.0.1 PRIVMSG #a :an example
    eve < …BATCH -h…
  `,
  );
  const rows = room.store.database.prepare("SELECT * FROM history").all();
  assert.doesNotMatch(JSON.stringify(rows), /anex/);
  room.close();
});

test("the words for those who do not know it can be left out", () =>
  play(
    `
    ${together}
    ${bobSays("one", "a")}
    bob > ${editing("a", "two")} #a
    bob < …
    alice < …
  `,
    { messages: { fallbackNotices: [] } },
  ));

test("plain people read the new words", () =>
  play(`
    alice comes ${caps} batch draft/multiline
    alice > JOIN #lobby
    alice << 366
    nina comes plain
    nina << #lobby
    alice < …
    alice > PRIVMSG #lobby :helo
    alice < @msgid=6 …
    nina < <alice> helo
    time passes 3
    alice > ${editing("6", "hello")} #lobby
    alice < …
    nina < * alice has changed what was said 3 seconds ago: hello
    alice > ${editing("6", "hello\\n\\nall")} #lobby
    alice < …
    nina < * alice has changed what was said 3 seconds ago:
    nina < * hello
    nina < * all
  `));
