/** Beside: a guest's further sessions, opened by a token of their first: the browser's next tab. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { TestRoom } from "../room.ts";

const come = (password: string): string =>
  `CAP REQ :echo-message draft/read-marker\r\nPASS ${password}\r\nNICK alice\r\n` +
  "USER a 0 * :Alice\r\nCAP END\r\n";

async function withToken() {
  const room = new TestRoom({ server: { password: "open" } });
  const first = room.connect();
  first.write(`${come("open")}JOIN #a\r\nTOKEN GENERATE SESSION\r\n`);
  await room.settled();
  const [, token = ""] = /TOKEN GENERATE SESSION \* :?(\S+)\r/.exec(first.take()) ?? [];
  return { room, first, token };
}

async function comesWith(room: TestRoom, token: string) {
  const next = room.connect();
  next.write(come(token));
  await room.settled();
  return { next, heard: next.take() };
}

test("a guest's next session has the same nick and rooms, and each hears the other", async (t) => {
  const { room, first, token } = await withToken();
  t.after(() => room.close());
  const { next, heard } = await comesWith(room, token);
  assert.match(heard, / 001 alice /);
  assert.match(heard, /:alice!\S+ JOIN #a\r/);
  next.write("PRIVMSG #a :from the second\r\nMARKREAD #a timestamp=2026-11-22T17:00:00.000Z\r\n");
  first.write("PRIVMSG #a :from the first\r\n");
  await room.settled();
  const [one, other] = [first.take(), next.take()];
  for (const said of [one, other])
    assert.match(
      said,
      /:from the second\r[^]*MARKREAD #a timestamp=2026\S+\r[^]*:from the first\r/,
    );
  assert.equal(room.server.state.users.size, 1);
  // The guest is here until the last of them goes.
  first.write("QUIT\r\n");
  await room.settled();
  assert.equal(room.server.state.users.size, 1);
  next.write("QUIT\r\n");
  await room.settled();
  assert.equal(room.server.state.users.size, 0);
});

/** By its password, or before that by the nick that is taken. */
const refused = / (?:464|433) /;

test("no other word does: changed, of another use, too old, or of who has gone", async (t) => {
  const { room, first, token } = await withToken();
  t.after(() => room.close());
  const user = [...room.server.state.users.keys()][0] ?? 0;
  const changed = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
  const other = room.server.host.web.access.sessionToken(user);
  for (const wrong of [changed, other, "bb_1.1.x"])
    assert.match((await comesWith(room, wrong)).heard, refused, wrong);
  room.now += 61_000;
  assert.match((await comesWith(room, token)).heard, refused, "too old");
  const fresh = room.server.host.web.access.besideToken(user);
  first.write("QUIT\r\n");
  await room.settled();
  assert.match((await comesWith(room, fresh)).heard, / 464 /, "gone");
});

test("whoever has logged in meanwhile has devices instead", async (t) => {
  const { room, token } = await withToken();
  t.after(() => room.close());
  room.account("alice");
  const { state, log } = room.server;
  const [session = ""] = state.sessions.keys();
  log.append(session, { type: "login", account: "alice" });
  assert.match((await comesWith(room, token)).heard, / 464 /);
});
