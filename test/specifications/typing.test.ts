/** typing: https://ircv3.net/specs/client-tags/typing. It is a signal: see src/server/log.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { play } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("+typing goes by TAGMSG to a channel or a person: active, paused, done", () =>
  play(`
    alice comes message-tags
    bob comes message-tags server-time
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
    alice > @+typing=active TAGMSG #a
    bob < @time=2026-11-22T18:00:00.000Z;+typing=active :alice!~alice@127.0.0.1 TAGMSG #a
    time passes 4
    alice > @+typing=paused TAGMSG #a
    bob < @time=2026-11-22T18:00:04.000Z;+typing=paused :alice!~alice@127.0.0.1 TAGMSG #a
    alice > @+typing=done TAGMSG #a
    bob < @time=…;+typing=done :alice!~alice@127.0.0.1 TAGMSG #a
    bob > @+typing=active TAGMSG alice
    alice < @+typing=active :bob!~bob@127.0.0.1 TAGMSG alice
  `));

test("it needs message-tags, on both sides; plain people hear nothing of it", () =>
  play(`
    alice comes message-tags
    carol comes
    nina comes plain
    nina << #lobby
    alice > JOIN #lobby
    alice << 366
    nina < …
    carol > @+typing=active TAGMSG alice
    carol < :banter.test 421 carol TAGMSG :Unknown command
    alice > @+typing=active TAGMSG carol
    alice > @+typing=active TAGMSG #lobby
  `));

test("one's own comes back only by echo-message, and to oneself besides", () =>
  play(`
    alice comes message-tags
    bob comes message-tags echo-message
    alice > @+typing=active TAGMSG alice
    alice < @+typing=active :alice!~alice@127.0.0.1 TAGMSG alice
    bob > @+typing=active TAGMSG bob
    bob < @+typing=active :bob!~bob@127.0.0.1 TAGMSG bob
    bob < @+typing=active :bob!~bob@127.0.0.1 TAGMSG bob
    bob > JOIN #a
    bob << 366
    bob > @+typing=active TAGMSG #a
    bob < @+typing=active :bob!~bob@127.0.0.1 TAGMSG #a
  `));

test("it comes after what the same session has asked for before", () =>
  play(`
    alice comes message-tags
    bob comes message-tags
    bob > JOIN #a
    bob << 366
    alice > @+typing=active TAGMSG #a
    alice < …404…
    alice > JOIN #a
    alice << 366
    bob < …JOIN #a
    alice > @+typing=active TAGMSG #a
    bob < @+typing=active …TAGMSG #a
  `));

test("who is typing is neither kept nor committed, and takes no place in the log", async () => {
  let commits = 0;
  const room = new TestRoom();
  const { store, server } = room;
  const commit = store.commit.bind(store);
  const peer = room.connect();
  const other = room.connect();
  for (const [each, nick] of [
    [peer, "alice"],
    [other, "bob"],
  ] as const)
    each.write(`CAP REQ message-tags\r\nNICK ${nick}\r\nUSER u 0 * :u\r\nCAP END\r\nJOIN #a\r\n`);
  await room.settled();
  other.take();
  const { place } = server.state;
  const changes = () => store.database.prepare("SELECT total_changes() AS n").get()?.["n"];
  const before = changes();
  store.commit = (state) => {
    commit(state);
    assert.ok(!store.database.isTransaction);
    commits += 1;
  };
  for (let n = 0; n < 10; n += 1) {
    peer.write("@+typing=active TAGMSG #a\r\n");
    await room.settled();
  }
  assert.equal(other.take().match(/TAGMSG #a/g)?.length, 10);
  assert.ok(commits > 0, "the turns have ended");
  assert.equal(changes(), before, "and nothing was written");
  assert.equal(server.state.place, place);
  store.commit = commit;
  room.close();
});
