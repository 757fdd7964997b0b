/** Owners: the ranks that a channel keeps for accounts, and the account that it belongs to. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { decide } from "../../src/server/decide.ts";
import type { Peer } from "../../src/server/peer.ts";
import type { Request } from "../../src/server/request.ts";
import { emptyState, userNamed } from "../../src/server/state.ts";
import { SqliteStore } from "../../src/server/store/sqlite.ts";
import { journey } from "../journey.ts";
import { TestRoom } from "../room.ts";

/** As ChanServ does for whoever talks to it. */
async function ask(room: TestRoom, nick: string, request: Request): Promise<void> {
  const { server } = room;
  const session = userNamed(server.state, nick)?.sessions[0]?.id ?? "";
  server.append(server.door.peers.get(session) as Peer, request, "CHANSERV");
  await room.settled();
}

const rank = (account: string, letter: string, channel = "#a"): Request => ({
  type: "changeAccountRank",
  channel,
  account,
  rank: letter,
});
const founder = (account: string | null, channel = "#a"): Request => ({
  type: "changeFounder",
  channel,
  account,
});

test("a rank kept for an account is had at once, and on joining, whatever the nick", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes account alice
    bob comes account bob
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …
  `,
  );
  await ask(room, "alice", rank("BOB", "h"));
  await journey(
    room,
    `
    -- time passes
    time passes 1
    alice < :alice!~alice@127.0.0.1 MODE #a +h bob
    bob < :alice!~alice@127.0.0.1 MODE #a +h bob
    bob > PART #a
    alice < …
    bob < …
    bob > NICK robert
    bob < …
    bob > JOIN #a
    bob < …JOIN #a
    bob < … 353 robert = #a :…%robert
    bob << 366
    alice < …JOIN #a
    alice < :banter.test MODE #a +h robert
  `,
  );
  await ask(room, "alice", rank("bob", "o"));
  await journey(
    room,
    `
    time passes 1
    alice < :alice!~alice@127.0.0.1 MODE #a -h+o robert robert
    bob < :alice!~alice@127.0.0.1 MODE #a -h+o robert robert
  `,
  );
  await ask(room, "alice", rank("bob", ""));
  await journey(
    room,
    `
    time passes 1
    alice < :alice!~alice@127.0.0.1 MODE #a -o robert
    bob < :alice!~alice@127.0.0.1 MODE #a -o robert
  `,
  );
  assert.equal(room.server.state.channels.get("#a")?.ranks.size, 0);
  room.close();
});

test("ranks are kept by those above them; and nobody's by chance is kept for ever", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes account alice
    bob comes account bob
    carol comes account carol
    dave comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …
    alice > MODE #a +o bob
    alice < …
    bob < …
  `,
  );
  // An operator of the moment keeps nothing for anybody.
  await ask(room, "bob", rank("carol", "v"));
  await ask(room, "dave", rank("carol", "v"));
  await ask(room, "alice", rank("bob", "a"));
  await ask(room, "bob", rank("carol", "a"));
  await ask(room, "bob", rank("carol", "o"));
  await ask(room, "bob", rank("bob", "q"));
  await ask(room, "alice", rank("nobody", "v"));
  await ask(room, "alice", rank("carol", "z"));
  await ask(room, "alice", rank("carol", "v", "#nowhere"));
  await journey(
    room,
    `
    time passes 1
    bob < :banter.test 482 bob #a :You're not channel operator enough for that
    bob < :alice!~alice@127.0.0.1 MODE #a +a bob
    bob < …482…
    bob < …482…
    dave < …482…
    alice < …MODE #a +a bob
    alice << No such account
    alice < …472…
    alice < …403…
    carol > JOIN #a
    carol << 353 carol = #a :~alice &bob @carol
    carol << 366
    alice < …JOIN #a
    alice < …MODE #a +o carol
    bob < …JOIN #a
    bob < …MODE #a +o carol
  `,
  );
  room.close();
});

test("its owner gives a channel away; what is nobody's its operator takes", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes account alice
    bob comes account bob
    carol comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …
    carol > JOIN #c
    carol << 366
  `,
  );
  await ask(room, "bob", founder("bob"));
  await ask(room, "alice", founder("bob"));
  await journey(
    room,
    `
    time passes 1
    bob < …482…
    bob < :alice!~alice@127.0.0.1 MODE #a -q+q alice bob
    alice < :alice!~alice@127.0.0.1 MODE #a -q+q alice bob
  `,
  );
  // Without an account there is nobody to give it to; the account must be one's own.
  await ask(room, "carol", founder("bob", "#c"));
  await ask(room, "bob", founder(null));
  await ask(room, "bob", founder("nobody", "#c"));
  await journey(
    room,
    `
    time passes 1
    carol < …482…
    bob < …MODE #a -q bob
    alice < …MODE #a -q bob
    bob << No such account
    bob > JOIN #c
    bob << 366
    carol < …
    carol > MODE #c +o bob
    carol < …
    bob < …
  `,
  );
  await ask(room, "bob", founder("bob", "#c"));
  await journey(
    room,
    `
    time passes 1
    bob < :bob!~bob@127.0.0.1 MODE #c +q bob
    carol < :bob!~bob@127.0.0.1 MODE #c +q bob
  `,
  );
  room.close();
});

test("what an account had goes with it, and is not had by who takes its name", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes account alice
    bob comes account bob
    alice > JOIN #a
    alice << 366
    bob > JOIN #a,#b
    bob << 366
    bob << 366
    alice < …
  `,
  );
  await ask(room, "alice", rank("bob", "o"));
  await ask(room, "bob", { type: "dropAccount", account: "bob" });
  await journey(
    room,
    `
    time passes 1
    alice < …MODE #a +o bob
    alice < :bob!~bob@127.0.0.1 MODE #a -o bob
    bob < …MODE #a +o bob
    bob < …MODE #a -o bob
    bob < …MODE #b -q bob
    bob < …901…
  `,
  );
  const { channels } = room.server.state;
  assert.equal(channels.get("#a")?.ranks.size, 0);
  assert.equal(channels.get("#b")?.founder.account, null);
  room.close();
});

test("ranks and owners are there after a restart", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-"));
  const file = path.join(folder, "banter.sqlite");
  const before = new TestRoom({}, { file });
  await journey(
    before,
    `
    alice comes account alice
    bob comes account bob
    alice > JOIN #a
    alice << 366
  `,
  );
  await ask(before, "alice", rank("bob", "a"));
  before.close();
  const after = new TestRoom({}, { file });
  await journey(
    after,
    `
    bob comes account bob
    alice comes account alice
    bob > JOIN #a
    bob << 353 bob = #a :&bob
    bob << 366
    alice > JOIN #a
    alice << 353 alice = #a :&bob ~alice
    alice << 366
    bob < …JOIN #a
    bob < …MODE #a +q alice
  `,
  );
  after.close();
  rmSync(folder, { recursive: true });
});

test("who logs in becomes at once what the account is where one is already", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes account alice
    bob comes account bob
    alice > JOIN #a
    alice << 366
  `,
  );
  await ask(room, "alice", rank("bob", "o"));
  await journey(
    room,
    `
    alice > PART #a
    alice < …
    zoe comes sasl
    yan comes sasl
    zoe > JOIN #a
    zoe << 366
    yan > JOIN #a
    yan << 366
    zoe < …
    zoe > AUTHENTICATE PLAIN
    zoe < AUTHENTICATE +
    zoe > AUTHENTICATE AGFsaWNlAGFsaWNlJ3M=
    zoe << :zoe!~zoe@127.0.0.1 MODE #a +q zoe
    zoe < …903…
    yan < :zoe!~zoe@127.0.0.1 MODE #a +q zoe
    yan > AUTHENTICATE PLAIN
    yan < AUTHENTICATE +
    yan > AUTHENTICATE AGJvYgBib2Incw==
    yan << :yan!~yan@127.0.0.1 MODE #a +o yan
    yan < …903…
    zoe < :yan!~yan@127.0.0.1 MODE #a +o yan
  `,
  );
  room.close();
});

test("a node that has loaded its state comes to the same events in the same order", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-"));
  const file = path.join(folder, "banter.sqlite");
  const before = new TestRoom({ accounts: { alwaysOn: "on" } }, { file });
  await journey(
    before,
    `
    bob comes account bob
    bob > JOIN #b
    bob << 366
    bob > TOPIC #b :kept
    bob < …
    zoe comes sasl
    yan comes account bob as yan
    zoe > JOIN #a
    zoe << 366
    zoe > AUTHENTICATE PLAIN
    zoe < AUTHENTICATE +
    zoe > AUTHENTICATE AGJvYgBib2Incw==
    zoe << 903
    yan > JOIN #b
    yan << 366
    bob <+ …
    zoe > JOIN #b
    zoe <+ …
    bob <+ …
    yan <+ …
    zoe > TOPIC #a :kept
    zoe < …
  `,
  );
  await ask(before, "zoe", founder("bob"));
  const { server, store } = before;
  store.commit(server.state);
  const loaded = emptyState(server.state.rules);
  const other = new SqliteStore({ file, durability: "process" });
  other.load(loaded);
  const session = userNamed(server.state, "bob")?.sessions[0]?.id ?? "";
  for (const request of [
    founder("alice", "#b"),
    { type: "dropAccount", account: "bob" },
  ] as const) {
    const entry = { place: 10_000, time: before.now, node: "a", session, request };
    const outcomes = decide(server.state, entry);
    assert.ok(outcomes.length > 0);
    assert.deepEqual(decide(loaded, entry), outcomes);
  }
  other.close();
  before.close();
  rmSync(folder, { recursive: true });
});
