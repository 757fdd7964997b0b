/** Own messages: what a person has said can be taken along, and deleted; and found by its words. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const capabilities = "draft/chathistory draft/search batch server-time message-tags";

const talk = `
  ann comes account ann ${capabilities}
  bob comes account bob ${capabilities}
  ann > JOIN #a
  ann << 366
  bob > JOIN #a
  bob << 366
  ann < …
  ann > PRIVMSG #a :from ann
  bob < …
  bob > PRIVMSG #a :from bob
  ann < …
  ann > PRIVMSG bob :to bob
  bob < …
  ann > @+draft/react=x;+draft/reply=y TAGMSG #a
  bob < …
  ann > TOPIC #a :tea
  ann < …
  bob < …
`;

describe("HISTORY EXPORT", () => {
  test("tells all that one has said, wherever it was, and nothing else", () =>
    play(`${talk}
      ann > HISTORY EXPORT
      ann < @time=… :banter.test BATCH +h… banter/export
      ann < @batch=h…;time=2026-11-22T18:00:00.000Z;msgid=… :ann!~ann@127.0.0.1 PRIVMSG #a :from ann
      ann < @batch=h…;time=…;msgid=… :ann!~ann@127.0.0.1 PRIVMSG bob :to bob
      ann < @batch=h…;time=…;msgid=…;+draft/react=x;+draft/reply=y :ann!~ann@127.0.0.1 TAGMSG #a
      ann < @time=… :banter.test BATCH -h…
      ann < … NOTICE ann :That is all.
      bob > HISTORY EXPORT
      bob < … BATCH +…
      bob < … PRIVMSG #a :from bob
      bob < … BATCH -…
      bob < … NOTICE bob :That is all.
    `));

  test("much of it a page at a time", () => {
    const limits = { ...limitsDefault, historyPageLinesMax: 10 };
    const many = Array.from({ length: 15 }, (_, n) => `ann > PRIVMSG #a :line ${n}`);
    return play(
      `
      ann comes account ann ${capabilities}
      ann > JOIN #a
      ann << 366
      ${many.join("\n")}
      ann > HISTORY EXPORT
      ann << :line 9
      ann < … BATCH -…
      ann < … NOTICE ann :There is more: HISTORY EXPORT e
      ann > HISTORY EXPORT e
      ann < … BATCH +…
      ann < … :line 10
      ann << :line 14
      ann < … BATCH -…
      ann < … NOTICE ann :That is all.
      ann > HISTORY EXPORT no-such-thing
      ann < … NOTICE ann :HISTORY: Invalid parameters
    `,
      { limits },
    );
  });
});

describe("HISTORY DELETE", () => {
  test("takes everything that the account has said out of the history and the index", async () => {
    const room = new TestRoom();
    await journey(
      room,
      `${talk}
      ann > HISTORY DELETE ANN
      ann < … NOTICE ann :All that ann has said is being deleted.
      ann > HISTORY EXPORT
      ann < … BATCH +…
      ann < … BATCH -…
      ann < … NOTICE ann :That is all.
      bob > CHATHISTORY LATEST #a * 10
      bob < … BATCH +…
      bob < … PRIVMSG #a :from bob
      bob < … BATCH -…
      bob > CHATHISTORY LATEST ann * 10
      bob < … BATCH +…
      bob < … BATCH -…
      bob > SEARCH from=ann
      bob < … BATCH +…
      bob < … BATCH -…
      -- What is said from then on stays.
      ann > PRIVMSG #a :again
      bob < …
      bob > SEARCH from=ann
      bob < … BATCH +…
      bob < … PRIVMSG #a :again
      bob < … BATCH -…
    `,
    );
    const { database } = room.store;
    const rows = () =>
      database.prepare("SELECT type, text FROM history WHERE account = 'ann' ORDER BY seq").all();
    const unbounded = { perTarget: false, of: () => assert.fail(), linesTotalMax: 0 };
    while (room.store.trim(room.server.state, unbounded, room.now));
    assert.deepEqual(
      rows().map(({ type, text }) => text ?? type),
      ["joined", "topicChanged", "again"],
    );
    assert.deepEqual(database.prepare("SELECT * FROM forgetting").all(), []);
    assert.deepEqual(database.prepare("SELECT rowid FROM search").all().length, 2);
    const [left] = database.prepare("SELECT count(*) AS rows FROM history").all();
    assert.equal(room.store.rows, left?.["rows"]);
    room.close();
  });

  test("is not begun by mistake: one's own account is to be named", () =>
    play(`${talk}
      ann > HISTORY DELETE
      ann < … NOTICE ann :HISTORY: Name your own account: …
      ann > HISTORY DELETE bob
      ann < … NOTICE ann :HISTORY: …
      ann > CHATHISTORY LATEST #a * 10
      ann < … BATCH +…
      ann < … PRIVMSG #a :from ann
      ann < … PRIVMSG #a :from bob
      ann < … BATCH -…
    `));
});

test("without an account nobody knows which messages are whose", () =>
  play(`
    ann comes batch
    ann > HISTORY EXPORT
    ann < :banter.test FAIL HISTORY ACCOUNT_REQUIRED :You must be logged in: …
    ann > HISTORY DELETE ann
    ann < :banter.test FAIL HISTORY ACCOUNT_REQUIRED :You must be logged in: …
  `));

test("who registers a dropped account anew is another person", async () => {
  const room = new TestRoom();
  await journey(room, talk);
  const { log } = room.server;
  const ann = [...room.server.door.peers.values()][0]?.id ?? "";
  log.append(ann, { type: "dropAccount", account: "ann" });
  await journey(room, "time passes 0\nann << 901\nbob << -q");
  room.now += 1;
  await journey(
    room,
    `
    eve comes account ann ${capabilities}
    eve > HISTORY EXPORT
    eve < … BATCH +…
    eve < … BATCH -…
    eve < … NOTICE eve :That is all.
    eve > CHATHISTORY LATEST bob * 10
    eve < … BATCH +…
    eve < … BATCH -…
    eve > SEARCH text=bob
    eve < … BATCH +…
    eve < … BATCH -…
    eve > CHATHISTORY TARGETS timestamp=2000-01-01T00:00:00Z timestamp=2040-01-01T00:00:00Z 9
    eve < … BATCH +…
    eve < … BATCH -…
    -- Bob has heard it, and reads it still.
    bob > CHATHISTORY LATEST ann * 10
    bob < … BATCH +…
    bob < … PRIVMSG bob :to bob
    bob < … BATCH -…
    bob > SEARCH text=bob;in=ann
    bob < … BATCH +…
    bob < … PRIVMSG bob :to bob
    bob < … BATCH -…
    `,
  );
  room.close();
});

describe("for people who type plain lines", () => {
  const plainTalk = `
    nina comes plain
    nina << You are in #lobby
    nina > /nick nina
    nina << You are nina now
    omar comes plain
    omar << You are in #lobby
    nina << has come in
    omar > /nick omar
    omar << You are omar now
    nina << omar now
    omar > hello fish
    nina < <omar> hello fish
    omar > /msg nina a secret fish
    nina < <omar to you> a secret fish
  `;

  test("/search finds words, /history what was said here", () =>
    play(`${plainTalk}
      nina > /search FISH
      nina < 18:00 #lobby <omar> hello fish
      nina < 18:00 <omar to you> a secret fish
      omar > /search secret
      omar < 18:00 <omar to nina> a secret fish
      nina > /search nothing
      nina < * Nothing.
      nina > /search
      nina < ! Which words? /search WORDS
      nina > /history 1
      nina < 18:00 <omar> hello fish
    `));

  test("/export and /forget need an account", () =>
    play(`${plainTalk}
      nina > /export
      nina < ! Log in first: without an account nobody knows which messages are yours
      nina > /forget nina
      nina < ! Log in first: …
    `));
});
