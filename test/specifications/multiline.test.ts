/** draft/multiline: https://ircv3.net/specs/extensions/multiline */
import assert from "node:assert/strict";
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { allJoin } from "../four.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const limits = { ...limitsDefault, multilineBytesMax: 1_024, multilineLinesMax: 4 };

/** alice and bob know batches of lines; carol knows tags, dave nothing. */
const together = `
    alice comes batch draft/multiline message-tags echo-message
    bob comes batch draft/multiline message-tags
    carol comes message-tags
    dave comes
    ${allJoin}
`;

test("the capability is told with max-bytes and max-lines, as they are configured", () =>
  play(
    `
    alice comes raw
    alice > CAP LS 302
    alice <caps draft/multiline=max-bytes=1024,max-lines=4
    bob comes raw
    -- there is no room for it in one line; it can be had all the same
    bob > CAP LS
    bob < …LS…
    bob > CAP REQ draft/multiline
    bob < :banter.test CAP * ACK draft/multiline
  `,
    { limits },
  ));

test("lines are told together when all have come: a batch to some, lines to the others", () =>
  play(`
    ${together}
    alice > BATCH +123 draft/multiline #a
    alice > @batch=123 PRIVMSG #a hello
    alice > @batch=123 PRIVMSG #a :
    alice > @batch=123 privmsg #A :how is\\x20
    alice > @batch=123;draft/multiline-concat PRIVMSG #a :everyone?
    alice > BATCH -123
    alice < @msgid=a :alice!~alice@127.0.0.1 BATCH +ml-a draft/multiline #a
    alice < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    alice < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :
    alice < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :how is…
    alice < @batch=ml-a;draft/multiline-concat :alice!~alice@127.0.0.1 PRIVMSG #a :everyone?
    alice < :alice!~alice@127.0.0.1 BATCH -ml-a
    bob < @msgid=a :alice!~alice@127.0.0.1 BATCH +ml-a draft/multiline #a
    bob < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    bob < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :
    bob < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :how is…
    bob < @batch=ml-a;draft/multiline-concat :alice!~alice@127.0.0.1 PRIVMSG #a :everyone?
    bob < :alice!~alice@127.0.0.1 BATCH -ml-a
    -- the lines as they were said, but no blank one; the msgid on the first alone
    carol < @msgid=a :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    carol < :alice!~alice@127.0.0.1 PRIVMSG #a :how is…
    carol < :alice!~alice@127.0.0.1 PRIVMSG #a :everyone?
    dave < :alice!~alice@127.0.0.1 PRIVMSG #a :hello
    dave < :alice!~alice@127.0.0.1 PRIVMSG #a :how is…
    dave < :alice!~alice@127.0.0.1 PRIVMSG #a :everyone?
  `));

test("of NOTICE lines it is as of PRIVMSG lines, and to a person as to a channel", () =>
  play(`
    ${together}
    alice > BATCH +x draft/multiline bob
    alice > @batch=x NOTICE bob :one
    alice > @batch=x NOTICE BOB :two
    alice > BATCH -x
    alice << BATCH -ml-
    bob < @msgid=a :alice!~alice@127.0.0.1 BATCH +ml-a draft/multiline bob
    bob < @batch=ml-a :alice!~alice@127.0.0.1 NOTICE bob :one
    bob < @batch=ml-a :alice!~alice@127.0.0.1 NOTICE bob :two
    bob < :alice!~alice@127.0.0.1 BATCH -ml-a
    alice > BATCH +x draft/multiline dave
    alice > @batch=x NOTICE dave :one
    alice > @batch=x NOTICE dave :two
    alice > BATCH -x
    alice << BATCH -ml-
    dave < :alice!~alice@127.0.0.1 NOTICE dave :one
    dave < :alice!~alice@127.0.0.1 NOTICE dave :two
  `));

test("tags of the whole are on its opening, or the first line; time and account on all lines", () =>
  play(`
    alice comes account alice batch draft/multiline message-tags
    bob comes batch draft/multiline message-tags server-time account-tag
    carol comes message-tags server-time account-tag
    alice > @+draft/reply=7;unknown BATCH +1 draft/multiline bob
    alice > @batch=1 PRIVMSG bob :one
    alice > @batch=1 PRIVMSG bob :two
    alice > BATCH -1
    bob < @time=…;msgid=…;account=alice;+draft/reply=7 :alice!… BATCH +ml-… draft/multiline bob
    bob < @batch=ml-… :alice!~alice@127.0.0.1 PRIVMSG bob :one
    bob < @batch=ml-… :alice!~alice@127.0.0.1 PRIVMSG bob :two
    bob < :alice!~alice@127.0.0.1 BATCH -ml-…
    alice > @+draft/reply=7 BATCH +1 draft/multiline carol
    alice > @batch=1 PRIVMSG carol :one
    alice > @batch=1 PRIVMSG carol :two
    alice > BATCH -1
    carol < @time=…;msgid=…;account=alice;+draft/reply=7 :alice!~alice@127.0.0.1 PRIVMSG carol :one
    carol < @time=…;account=alice :alice!~alice@127.0.0.1 PRIVMSG carol :two
  `));

test("it depends on batch: who has not negotiated that reads lines, and can send none", () =>
  play(`
    alice comes batch draft/multiline
    bob comes draft/multiline
    carol comes batch
    alice > BATCH +1 draft/multiline bob
    alice > @batch=1 PRIVMSG bob :one
    alice > @batch=1 PRIVMSG bob :two
    alice > BATCH -1
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :one
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :two
    bob > BATCH +1 draft/multiline alice
    bob < :banter.test FAIL BATCH MULTILINE_INVALID :Invalid multiline batch: The capability batch…
    bob > @batch=1 PRIVMSG alice :one
    bob > BATCH -1
    carol > BATCH +1 draft/multiline alice
    carol < :banter.test 421 carol BATCH :Unknown command
    -- where batches mean nothing, the tag does not either
    carol > @batch=1 PRIVMSG alice :one
    alice < :carol!~carol@127.0.0.1 PRIVMSG alice :one
  `));

test("MULTILINE_MAX_BYTES: the limit holds for the whole, each line feed counted", () =>
  play(
    `
    ${together}
    alice > BATCH +1 draft/multiline #a
    alice > @batch=1 PRIVMSG #a :${"x".repeat(400)}
    alice > @batch=1 PRIVMSG #a :${"x".repeat(400)}
    alice > @batch=1 PRIVMSG #a :${"x".repeat(222)}
    alice > BATCH -1
    alice << BATCH -ml-
    bob << BATCH -ml-
    carol << PRIVMSG #a
    carol << PRIVMSG #a
    carol << PRIVMSG #a
    dave << PRIVMSG #a
    dave << PRIVMSG #a
    dave << PRIVMSG #a
    alice > BATCH +1 draft/multiline #a
    alice > @batch=1 PRIVMSG #a :${"x".repeat(400)}
    alice > @batch=1 PRIVMSG #a :${"x".repeat(400)}
    alice > @batch=1 PRIVMSG #a :${"x".repeat(223)}
    alice < :banter.test FAIL BATCH MULTILINE_MAX_BYTES 1024 :Multiline batch max-bytes exceeded
    alice > @batch=1 PRIVMSG #a :${"x".repeat(400)}
    alice > BATCH -1
    alice > PRIVMSG #a :and on
    alice < …PRIVMSG #a :and on
    bob < …PRIVMSG #a :and on
    carol < …PRIVMSG #a :and on
    dave < …PRIVMSG #a :and on
  `,
    { limits },
  ));

test("MULTILINE_MAX_LINES: blank lines are lines", () =>
  play(
    `
    ${together}
    alice > BATCH +1 draft/multiline #a
    alice > @batch=1 PRIVMSG #a :x
    alice > @batch=1 PRIVMSG #a :
    alice > @batch=1 PRIVMSG #a :
    alice > @batch=1 PRIVMSG #a :x
    alice > @batch=1 PRIVMSG #a :x
    alice < :banter.test FAIL BATCH MULTILINE_MAX_LINES 4 :Multiline batch max-lines exceeded
    alice > @batch=1 PRIVMSG #a :x
    alice > BATCH -1
  `,
    { limits },
  ));

test("MULTILINE_INVALID_TARGET: all lines go where the batch goes", () =>
  play(`
    ${together}
    alice > BATCH +456 draft/multiline #a
    alice > @batch=456 PRIVMSG #bar hello
    alice < :banter.test FAIL BATCH MULTILINE_INVALID_TARGET #a #bar :Invalid multiline target
    alice > @batch=456 PRIVMSG #a hello
    alice > BATCH -456
  `));

const invalid = "alice < :banter.test FAIL BATCH MULTILINE_INVALID :Invalid multiline batch: …";

test("MULTILINE_INVALID: whatever else is wrong; nothing of it is said", async () => {
  const inBatch = (...lines: string[]) => `
    alice > BATCH +1 draft/multiline #a
    ${lines.map((line) => `alice > ${line}`).join("\n")}
    ${invalid}
    alice > BATCH -1`;
  await play(`
    ${together}
    -- a blank line that goes on from another
    ${inBatch("@batch=1 PRIVMSG #a :x", "@batch=1;draft/multiline-concat PRIVMSG #a :")}
    -- PRIVMSG and NOTICE mixed
    ${inBatch("@batch=1 PRIVMSG #a :x", "@batch=1 NOTICE #a :x")}
    -- other commands
    ${inBatch("@batch=1 TAGMSG #a")}
    ${inBatch("@batch=1 JOIN #b")}
    -- a line without a text
    ${inBatch("@batch=1 PRIVMSG #a")}
    -- other tags on a line
    ${inBatch("@batch=1;+draft/reply=1 PRIVMSG #a :x")}
    ${inBatch("@batch=1;label=1 PRIVMSG #a :x")}
    -- a line that is too long, or no UTF-8
    alice > BATCH +1 draft/multiline #a
    alice > @batch=1 PRIVMSG #a :${"x".repeat(600)}
    alice < :banter.test 417 alice :Input line was too long
    ${invalid}
    alice > BATCH -1
    alice > BATCH +1 draft/multiline #a
    alice > @batch=1 PRIVMSG #a :\\xFF
    alice < :banter.test FAIL PRIVMSG INVALID_UTF8 …
    ${invalid}
    alice > BATCH -1
    -- no line at all, and nothing but blank ones
    alice > BATCH +1 draft/multiline #a
    alice > BATCH -1
    ${invalid}
    alice > BATCH +1 draft/multiline #a
    alice > @batch=1 PRIVMSG #a :
    alice > @batch=1 PRIVMSG #a :
    alice > BATCH -1
    ${invalid}
    -- no target
    alice > BATCH +1 draft/multiline
    alice < :banter.test 461 alice BATCH :Not enough parameters
    alice > BATCH -1
  `);
});

test("what may not be said is refused as a line of its own would be; of a NOTICE in silence", () =>
  play(`
    ${together}
    alice > BATCH +1 draft/multiline #nowhere
    alice > @batch=1 PRIVMSG #nowhere :x
    alice > BATCH -1
    alice < :banter.test 403 alice #nowhere :No such channel
    alice > BATCH +1 draft/multiline nobody
    alice > @batch=1 PRIVMSG nobody :x
    alice > BATCH -1
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice > BATCH +1 draft/multiline nobody
    alice > @batch=1 NOTICE nobody :x
    alice > BATCH -1
    alice > MODE #a +m
    alice < …
    bob < …
    carol < …
    dave < …
    bob > BATCH +1 draft/multiline #a
    bob > @batch=1 PRIVMSG #a :x
    bob > BATCH -1
    bob < :banter.test 404 bob #a :Cannot send to channel
    -- STATUSMSG goes as well
    bob > BATCH +1 draft/multiline @#a
    bob > @batch=1 PRIVMSG @#a :x
    bob > BATCH -1
    bob < :banter.test 404 bob #a :Cannot send to channel
    alice > BATCH +1 draft/multiline @#a
    alice > @batch=1 PRIVMSG @#a :x
    alice > BATCH -1
    alice < @msgid=… :alice!~alice@127.0.0.1 BATCH +ml-… draft/multiline @#a
    alice < @batch=ml-… :alice!~alice@127.0.0.1 PRIVMSG @#a :x
    alice < :alice!~alice@127.0.0.1 BATCH -ml-…
  `));

test("labeled-response: the label is on the opening of the echo alone, or on the failure", () =>
  play(`
    alice comes batch draft/multiline message-tags echo-message labeled-response server-time
    bob comes
    alice > @label=x;+a BATCH +1 draft/multiline bob
    alice > @batch=1 PRIVMSG bob :one
    alice > @batch=1 PRIVMSG bob :two
    alice > BATCH -1
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :one
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :two
    alice < @label=x;time=…;msgid=4;+a :alice!~alice@127.0.0.1 BATCH +ml-4 draft/multiline bob
    alice < @batch=ml-4 :alice!~alice@127.0.0.1 PRIVMSG bob :one
    alice < @batch=ml-4 :alice!~alice@127.0.0.1 PRIVMSG bob :two
    alice < :alice!~alice@127.0.0.1 BATCH -ml-4
    alice > @label=y BATCH +1 draft/multiline bob
    alice > @batch=1 PRIVMSG carol :one
    alice < @label=y;time=… :banter.test FAIL BATCH MULTILINE_INVALID_TARGET bob carol :…
    alice > BATCH -1
    alice > @label=z BATCH +1 draft/multiline nobody
    alice > @batch=1 PRIVMSG nobody :one
    alice > BATCH -1
    alice < @label=z;time=… :banter.test 401 alice nobody :No such nick/channel
    alice > CAP REQ -echo-message
    alice < …
    alice > @label=w BATCH +1 draft/multiline bob
    alice > @batch=1 PRIVMSG bob :one
    alice > BATCH -1
    bob < :alice!~alice@127.0.0.1 PRIVMSG bob :one
    alice < @label=w;time=… :banter.test ACK
  `));

test("a line that others could not read in full goes on in one more", async () => {
  const around = ":alice!~alice@127.0.0.1 PRIVMSG #a :".length;
  const fits = "é".repeat(Math.floor((510 - around) / 2));
  await play(`
    ${together}
    alice > BATCH +1 draft/multiline #a
    alice > @batch=1 PRIVMSG #a :${fits}éé
    alice > @batch=1 PRIVMSG #a :end
    alice > BATCH -1
    alice << BATCH -ml-
    bob < …BATCH +ml-…
    bob < @batch=ml-… :alice!~alice@127.0.0.1 PRIVMSG #a :${fits}
    bob < @batch=ml-…;draft/multiline-concat :alice!~alice@127.0.0.1 PRIVMSG #a :éé
    bob < @batch=ml-… :alice!~alice@127.0.0.1 PRIVMSG #a :end
    bob < …BATCH -ml-…
    carol < @msgid=… :alice!~alice@127.0.0.1 PRIVMSG #a :${fits}
    carol < :alice!~alice@127.0.0.1 PRIVMSG #a :éé
    carol < :alice!~alice@127.0.0.1 PRIVMSG #a :end
    dave < …PRIVMSG #a :${fits}
    dave < …PRIVMSG #a :éé
    dave < …PRIVMSG #a :end
  `);
});

test("CTCP in several lines goes as it is", () =>
  play(`
    ${together}
    alice > BATCH +1 draft/multiline dave
    alice > @batch=1 PRIVMSG dave :\x01ACTION waves
    alice > @batch=1 PRIVMSG dave :and smiles\x01
    alice > BATCH -1
    alice << BATCH -ml-
    dave < :alice!~alice@127.0.0.1 PRIVMSG dave :\x01ACTION waves
    dave < :alice!~alice@127.0.0.1 PRIVMSG dave :and smiles\x01
  `));

test("it is one message of the history, told again as it was said", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    ${together}
    alice > BATCH +1 draft/multiline #a
    alice > @batch=1 PRIVMSG #a :one\\x20
    alice > @batch=1;draft/multiline-concat PRIVMSG #a :and more
    alice > @batch=1 PRIVMSG #a :
    alice > @batch=1 PRIVMSG #a :three
    alice > BATCH -1
    alice << BATCH -ml-
    bob << BATCH -ml-
    carol << three
    dave << three
    bob > HISTORY #a
    bob < :banter.test BATCH +h… chathistory #a
    bob < @batch=h…;msgid=a :alice!~alice@127.0.0.1 BATCH +ml-a draft/multiline #a
    bob < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one…
    bob < @batch=ml-a;draft/multiline-concat :alice!~alice@127.0.0.1 PRIVMSG #a :and more
    bob < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :
    bob < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :three
    bob < @batch=h… :alice!~alice@127.0.0.1 BATCH -ml-a
    bob < :banter.test BATCH -h…
    dave > HISTORY #a
    dave < :alice!~alice@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one…
    dave < :alice!~alice@127.0.0.1 PRIVMSG #a :and more
    dave < :alice!~alice@127.0.0.1 PRIVMSG #a :three
  `,
  );
  const rows = room.store.database.prepare("SELECT type, text FROM history WHERE said = 1").all();
  assert.deepEqual(
    rows.map(({ type, text }) => [type, text]),
    [["PRIVMSG", "one and more\n\nthree"]],
  );
  room.close();
});

test("a blank line at the beginning is told to nobody who may not read one, nor again later", () =>
  play(`
    ${together}
    alice > @+x=y BATCH +1 draft/multiline #a
    alice > @batch=1 PRIVMSG #a :
    alice > @batch=1 PRIVMSG #a :one
    alice > @batch=1;draft/multiline-concat PRIVMSG #a :\x20and more
    alice > BATCH -1
    alice << BATCH -ml-
    bob << BATCH -ml-
    -- the tags are on the first line that is sent
    carol < @msgid=a;+x=y :alice!~alice@127.0.0.1 PRIVMSG #a :one
    carol < :alice!~alice@127.0.0.1 PRIVMSG #a : and more
    dave < :alice!~alice@127.0.0.1 PRIVMSG #a :one
    dave < :alice!~alice@127.0.0.1 PRIVMSG #a : and more
    carol > HISTORY #a
    carol < @msgid=a;+x=y :alice!~alice@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one
    carol < :alice!~alice@127.0.0.1 PRIVMSG #a : and more
    dave > HISTORY #a
    dave < :alice!~alice@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one
    dave < :alice!~alice@127.0.0.1 PRIVMSG #a : and more
    bob > HISTORY #a
    bob < … BATCH +h…
    bob < … BATCH +ml-a draft/multiline #a
    bob < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :
    bob < @batch=ml-a :alice!~alice@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] one
    bob < @batch=ml-a;draft/multiline-concat :alice!~alice@127.0.0.1 PRIVMSG #a : and more
    bob < … BATCH -ml-a
    bob < … BATCH -h…
  `));

test("plain people read every line, the room in front where they are in several", () =>
  play(`
    alice comes batch draft/multiline
    nina comes plain
    nina << #lobby
    alice > JOIN #lobby
    alice << 366
    nina < …
    alice > BATCH +1 draft/multiline #lobby
    alice > @batch=1 PRIVMSG #lobby :one and\\x20
    alice > @batch=1;draft/multiline-concat PRIVMSG #lobby :more
    alice > @batch=1 PRIVMSG #lobby :
    alice > @batch=1 PRIVMSG #lobby :three
    alice > BATCH -1
    nina < <alice> one and more
    nina < <alice> three
    nina > /join other
    nina << #other
    alice > BATCH +1 draft/multiline #lobby
    alice > @batch=1 NOTICE #lobby :one
    alice > @batch=1 NOTICE #lobby :two
    alice > BATCH -1
    nina < #lobby -alice- one
    nina < #lobby -alice- two
    -- what they paste is said line by line
    nina > /join lobby
    nina < …
    nina > one
    alice < :amber-ant!… PRIVMSG #lobby :one
  `));

test("lines of a batch cost a quarter of a line alone", async () => {
  const flood = { linesBurst: 10, linesPerSecond: 1, exempt: [] };
  const batch = (lines: number) =>
    ["BATCH +1 draft/multiline #a"]
      .concat(Array.from({ length: lines }, (_, n) => `@batch=1 PRIVMSG #a :${n}`))
      .concat("BATCH -1", "PING :end");
  const room = new TestRoom({ flood });
  const peer = room.connect();
  peer.write("CAP REQ :batch draft/multiline\r\nNICK a\r\nUSER a 0 * :a\r\nCAP END\r\nJOIN #a\r\n");
  // All but what one begins with has to be earned.
  peer.write("PING\r\n".repeat(29));
  await room.settled();
  assert.ok(([...room.server.door.peers.values()][0]?.tokens ?? 1) < 1);
  room.now += 60_000;
  peer.take();
  peer.write(`${batch(28).join("\r\n")}\r\n`);
  await room.settled();
  assert.match(peer.take(), /PONG .*end/, "of 10 tokens (1 + 28) / 4 + 1 + 1 / 4 are enough");
  room.now += 60_000;
  peer.write(`${batch(36).join("\r\n")}\r\n`);
  await room.settled();
  assert.doesNotMatch(peer.take(), /PONG/, "some more and it waits");
  room.close();
});
