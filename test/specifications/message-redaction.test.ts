/** draft/message-redaction: https://ircv3.net/specs/extensions/message-redaction */
import assert from "node:assert/strict";
import { test } from "node:test";
import { allJoin } from "../four.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const caps = "draft/message-redaction message-tags echo-message";

/** alice leads #a; alice, bob and carol know REDACT, dave does not. */
const together = `
    alice comes ${caps}
    bob comes ${caps}
    carol comes draft/message-redaction message-tags
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

test("the capability has no value; without it REDACT is no command", () =>
  play(`
    alice comes raw
    alice > CAP LS 302
    alice <caps draft/message-redaction
    bob comes message-tags
    bob > REDACT #a 1
    bob < :banter.test 421 bob REDACT :Unknown command
    carol comes draft/message-redaction
    carol > REDACT #a
    carol < :banter.test 461 carol REDACT :Not enough parameters
  `));

test("REDACT is forwarded with the author's prefix, as a PRIVMSG is, to those who know it", () =>
  play(`
    ${together}
    ${bobSays("an example", "a")}
    time passes 5
    bob > REDACT #a a :bad example
    -- echo-message, as of a PRIVMSG; a message of its own
    bob < @msgid=b :bob!~bob@127.0.0.1 REDACT #a a :bad example
    alice < @msgid=b :bob!~bob@127.0.0.1 REDACT #a a :bad example
    carol < @msgid=b :bob!~bob@127.0.0.1 REDACT #a a :bad example
    -- never to those who have not asked for it: they read of it in words
    dave < :banter.test NOTICE #a :bob has taken back a message sent 5 seconds ago: bad example
    ${bobSays("another", "c")}
    -- no reason is invented
    bob > REDACT #A c
    bob < @msgid=d :bob!~bob@127.0.0.1 REDACT #a c
    alice < @msgid=d :bob!~bob@127.0.0.1 REDACT #a c
    carol < @msgid=d :bob!~bob@127.0.0.1 REDACT #a c
    dave < :banter.test NOTICE #a :bob has taken back a message sent 0 seconds ago
    -- who has no echo-message hears nothing of the own one
    carol > PRIVMSG #a :mine
    alice < @msgid=e …
    bob < @msgid=e …
    dave < …
    carol > REDACT #a e
    alice < …REDACT #a e
    bob < …REDACT #a e
    dave < …
  `));

test("a NOTICE and a TAGMSG can be taken back as well, and several lines as one", () =>
  play(`
    ${together}
    bob > NOTICE #a :psst
    bob < @msgid=a …
    alice < @msgid=a …
    carol < @msgid=a …
    dave < …
    bob > REDACT #a a
    bob < …REDACT #a a
    alice < …REDACT #a a
    carol < …REDACT #a a
    dave < …NOTICE #a …
    bob > @+draft/reply=a;+draft/react=🤞 TAGMSG #a
    bob < @msgid=c;…
    alice < @msgid=c;…
    carol < @msgid=c;…
    bob > REDACT #a c
    bob < …REDACT #a c
    alice < …REDACT #a c
    carol < …REDACT #a c
    -- who has read nothing of it reads nothing now either
    bob > CAP REQ :batch draft/multiline
    bob < …ACK…
    bob > BATCH +1 draft/multiline #a
    bob > @batch=1 PRIVMSG #a :one
    bob > @batch=1 PRIVMSG #a :two
    bob > BATCH -1
    bob << BATCH -m
    alice < @msgid=e …
    alice < …
    carol < @msgid=e …
    carol < …
    dave < …
    dave < …
    bob > REDACT #a e
    bob < …REDACT #a e
    alice < …REDACT #a e
    carol < …REDACT #a e
    dave < …NOTICE #a …
  `));

test("who leads a channel takes out what others say, at any time", () =>
  play(`
    ${together}
    ${bobSays("join my network for cold hard chats", "a")}
    time passes 864000
    alice > REDACT #a a spam
    alice < @msgid=b :alice!~alice@127.0.0.1 REDACT #a a :spam
    bob < @msgid=b :alice!~alice@127.0.0.1 REDACT #a a :spam
    carol < @msgid=b :alice!~alice@127.0.0.1 REDACT #a a :spam
    dave < :banter.test NOTICE #a :alice has taken out a message of bob's sent 10 days ago: spam
    ${bobSays("and again", "c")}
    alice > MODE #a +h carol
    alice < …
    bob < …
    carol < …
    dave < …
    carol > REDACT #a c
    alice < …carol…REDACT #a c
    bob < …carol…REDACT #a c
    dave < …
  `));

test("to a person: one's own words, wherever they are by now", () =>
  play(`
    ${together}
    bob > PRIVMSG alice :for you
    bob < @msgid=a …
    alice < @msgid=a …
    alice > REDACT bob a
    alice < :banter.test FAIL REDACT REDACT_FORBIDDEN bob a :You are not authorised to delete …
    alice > NICK alix
    alice < …NICK alix
    bob < …NICK alix
    carol < …NICK alix
    dave < …NICK alix
    bob > REDACT alix a :wrong window
    bob < @msgid=d :bob!~bob@127.0.0.1 REDACT alix a :wrong window
    alice < @msgid=d :bob!~bob@127.0.0.1 REDACT alix a :wrong window
    bob > PRIVMSG dave :for you
    bob < @msgid=e …
    dave < …
    bob > REDACT dave e
    bob < @msgid=f :bob!~bob@127.0.0.1 REDACT dave e
    dave < :banter.test NOTICE dave :bob has taken back a message sent 0 seconds ago
    -- what one has said to oneself
    bob > PRIVMSG bob :memo
    bob < @msgid=g …
    bob < @msgid=g …
    bob > REDACT bob g
    bob < @msgid=h :bob!~bob@127.0.0.1 REDACT bob g
    bob < @msgid=h :bob!~bob@127.0.0.1 REDACT bob g
  `));

test("INVALID_TARGET: where one is not, or what is nobody", () =>
  play(`
    ${together}
    eve comes ${caps}
    ${bobSays("here", "b")}
    eve > REDACT #a b
    eve < :banter.test FAIL REDACT INVALID_TARGET #a :You cannot delete messages there
    eve > REDACT #nowhere b
    eve < :banter.test FAIL REDACT INVALID_TARGET #nowhere :You cannot delete messages there
    eve > REDACT nobody b
    eve < :banter.test FAIL REDACT INVALID_TARGET nobody :You cannot delete messages there
    -- nor does an id say that there is a message somewhere else
    eve > REDACT bob b
    eve < :banter.test FAIL REDACT UNKNOWN_MSGID bob b :This message does not exist or is too old
  `));

test("REDACT_FORBIDDEN: what another has said, for who does not lead the channel", () =>
  play(`
    ${together}
    ${bobSays("mine", "a")}
    carol > REDACT #a a
    carol < :banter.test FAIL REDACT REDACT_FORBIDDEN #a a :You are not authorised to delete this…
    -- whoever has the same nick later is another
    bob > QUIT
    bob << ERROR
    alice < …QUIT…
    carol < …QUIT…
    dave < …QUIT…
    bob comes ${caps}
    bob > JOIN #a
    bob << mine
    alice < …JOIN #a
    carol < …JOIN #a
    dave < …JOIN #a
    bob > REDACT #a a
    bob < :banter.test FAIL REDACT REDACT_FORBIDDEN #a a :…
    -- what was said to those who lead is not there for others
    alice > PRIVMSG @#a :secret
    alice < @msgid=g …
    carol > REDACT #a g
    carol < :banter.test FAIL REDACT UNKNOWN_MSGID #a g :…
  `));

test("who has an account is known again by it, on any device", () =>
  play(`
    bob comes account bob ${caps}
    carol comes draft/message-redaction
    bob > PRIVMSG carol :from here
    bob < @msgid=5 …
    carol < …
    bob > QUIT
    bob << ERROR
    bob comes account bob from 10.0.0.7 ${caps}
    bob > REDACT carol 5
    bob < @msgid=… :bob!~bob@10.0.0.7 REDACT carol 5
    carol < :bob!~bob@10.0.0.7 REDACT carol 5
  `));

test("REDACT_WINDOW_EXPIRED: one's own words only within the time that is configured", () =>
  play(
    `
    ${together}
    ${bobSays("once", "a")}
    time passes 120
    ${bobSays("twice", "b")}
    bob > REDACT #a a
    bob < :banter.test FAIL REDACT REDACT_WINDOW_EXPIRED #a a 60 :You can no longer delete this…
    bob > REDACT #a b
    bob < …REDACT #a b
    alice < …REDACT #a b
    carol < …REDACT #a b
    dave < …
  `,
    { messages: { redactMinutesMax: 1 } },
  ));

test("UNKNOWN_MSGID: what there is not, elsewhere, no message, no more", () =>
  play(`
    ${together}
    bob > REDACT #a nonsense!
    bob < :banter.test FAIL REDACT UNKNOWN_MSGID #a nonsense! :This message does not exist or is…
    bob > REDACT #a zzz
    bob < :banter.test FAIL REDACT UNKNOWN_MSGID #a zzz :…
    -- a JOIN is no message
    bob > REDACT #a 6
    bob < :banter.test FAIL REDACT UNKNOWN_MSGID #a 6 :…
    ${bobSays("once", "a")}
    bob > REDACT alice a
    bob < :banter.test FAIL REDACT UNKNOWN_MSGID alice a :…
    bob > REDACT #a a
    bob < …REDACT…
    alice < …REDACT…
    carol < …REDACT…
    dave < …
    bob > REDACT #a a
    bob < :banter.test FAIL REDACT UNKNOWN_MSGID #a a :…
    -- typing is over when it has been told
    bob > @+typing=active TAGMSG #a
    bob < …
    alice < …
    carol < …
  `));

test("labels: the echo, or the failure, bears it", () =>
  play(`
    alice comes ${caps} batch labeled-response
    bob comes
    alice > PRIVMSG bob :hello
    alice < @msgid=4 …
    bob < …
    alice > @label=x REDACT bob 4
    alice < @label=x;msgid=5 :alice!~alice@127.0.0.1 REDACT bob 4
    bob < …
    alice > @label=y REDACT bob 4
    alice < @label=y :banter.test FAIL REDACT UNKNOWN_MSGID bob 4 :…
  `));

test("the history leaves it out; with event-playback REDACT is in it, in its place", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    ${together}
    ${bobSays("one", "a")}
    ${bobSays("two", "b")}
    ${bobSays("three", "c")}
    bob > REDACT #a b :oops
    bob < …
    alice < …
    carol < …
    dave < …
    eve comes batch message-tags server-time draft/chathistory
    eve > JOIN #a
    eve << 366
    alice < …
    bob < …
    carol < …
    dave < …
    eve > CHATHISTORY LATEST #a * 10
    eve < …BATCH +h… chathistory #a
    eve < @batch=h…;time=…;msgid=a :bob!~bob@127.0.0.1 PRIVMSG #a :one
    eve < @batch=h…;time=…;msgid=c :bob!~bob@127.0.0.1 PRIVMSG #a :three
    eve < …BATCH -h…
    -- who does not know it reads no words in its place: nothing was said then
    eve > CAP REQ :draft/event-playback
    eve < …ACK…
    eve > CHATHISTORY AFTER #a msgid=a 10
    eve < …BATCH +h… chathistory #a
    eve < @batch=h…;time=…;msgid=c :bob!~bob@127.0.0.1 PRIVMSG #a :three
    eve < @batch=h…;time=…;msgid=f :eve!~eve@127.0.0.1 JOIN #a
    eve < …BATCH -h…
    eve > CAP REQ :draft/message-redaction
    eve < …ACK…
    eve > CHATHISTORY AFTER #a msgid=9 10
    eve < …BATCH +h… chathistory #a
    eve < @batch=h…;time=…;msgid=a :bob!~bob@127.0.0.1 PRIVMSG #a :one
    eve < @batch=h…;time=…;msgid=c :bob!~bob@127.0.0.1 PRIVMSG #a :three
    eve < @batch=h…;time=…;msgid=d :bob!~bob@127.0.0.1 REDACT #a b :oops
    eve < @batch=h…;time=…;msgid=f :eve!~eve@127.0.0.1 JOIN #a
    eve < …BATCH -h…
  `,
  );
  const rows = room.store.database.prepare("SELECT * FROM history WHERE place >= 10").all();
  assert.deepEqual(
    rows.map(({ place, type, text }) => [place, type, text]),
    [
      [10, "PRIVMSG", "one"],
      [12, "PRIVMSG", "three"],
      [13, "redacted", null],
      [15, "joined", null],
    ],
  );
  assert.doesNotMatch(JSON.stringify(rows), /two/, "its words are gone");
  assert.equal(room.store.rows, room.store.database.prepare("SELECT * FROM history").all().length);
  room.close();
});

test("the words for those who do not know it can be left out", () =>
  play(
    `
    ${together}
    ${bobSays("one", "a")}
    bob > REDACT #a a
    bob < …
    alice < …
    carol < …
  `,
    { messages: { fallbackNotices: [] } },
  ));

test("what was said to some is taken back before them alone", () =>
  play(`
    ${together}
    alice > MODE #a +o dave
    alice < …
    bob < …
    carol < …
    dave < …
    alice > PRIVMSG @#a :between us
    alice < @msgid=b …
    dave < …
    alice > REDACT #a b
    alice < @msgid=c :alice!~alice@127.0.0.1 REDACT #a b
    dave < :banter.test NOTICE @#a :alice has taken back a message sent 0 seconds ago
  `));

test("UNSAY takes back what was said last, for clients that know no ids", () =>
  play(`
    ${together}
    dave > PRIVMSG #a :oops
    alice < @msgid=a …
    bob < …
    carol < …
    ${bobSays("what?", "b")}
    dave > UNSAY #a :wrong window
    dave < :banter.test NOTICE #a :dave has taken back a message sent 0 seconds ago: wrong window
    alice < @msgid=c :dave!~dave@127.0.0.1 REDACT #a a :wrong window
    bob < …
    carol < …
    dave > UNSAY #a
    dave < :banter.test NOTICE dave :UNSAY: You have said nothing there
    dave > UNSAY #nowhere
    dave < :banter.test NOTICE dave :UNSAY: You cannot delete messages there
    dave > UNSAY
    dave < :banter.test 461 dave UNSAY :Not enough parameters
  `));

test("plain people read it in words, and have /unsay", () =>
  play(`
    alice comes ${caps}
    alice > JOIN #lobby
    alice << 366
    nina comes plain
    nina << #lobby
    alice < …
    otto comes plain
    otto << #lobby
    nina < …
    alice < …
    nina > oops
    otto < <amber-ant> oops
    alice < @msgid=8 …
    time passes 90
    nina > /unsay
    nina < * You have taken that back, sent 90 seconds ago.
    otto < * amber-ant has taken back what was said 90 seconds ago
    alice < @msgid=9 :amber-ant!~plain@127.0.0.1 REDACT #lobby 8
    nina > /unsay
    nina < ! You have said nothing there
    otto > spam
    nina < …
    alice < @msgid=a …
    alice > REDACT #lobby a :no spam
    alice < …
    nina < * alice has taken out what …-… said 0 seconds ago (no spam)
    otto < * alice has taken out what …-… said 0 seconds ago (no spam)
    nina > /msg alice secret
    alice < …
    nina > /unsay alice
    alice < …REDACT alice c
    nina < * You have taken that back, sent 0 seconds ago.
    alice > @+draft/react=x TAGMSG #lobby
    alice < @msgid=e;…
    alice > REDACT #lobby e
    alice < …
    -- nor is it there for those who come later
    omar comes plain
    omar < Welcome to this chatroom!
    omar < * You are …
    omar < * You are in #lobby, with …
    alice < …
    nina < …
    otto < …
  `));
