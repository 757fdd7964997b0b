/** Founders: who made a channel comes back to it as its operator. Others become one by chance. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

test("the founder comes back as operator, and in whatever is set", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > MODE #a +ikb-o secret *!*@127.* alice
    alice < …MODE…
    bob < …MODE…
    alice > PART #a
    alice < …PART…
    bob < …PART…
    alice > JOIN #a
    alice < :alice!~alice@127.0.0.1 JOIN #a
    alice < :banter.test 353 alice = #a :bob @alice
    alice < :banter.test 366 alice #a :End of /NAMES list
    bob < :alice!~alice@127.0.0.1 JOIN #a
    bob < :banter.test MODE #a +o alice
  `));

test("the founder is known by nick, user and host together", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > QUIT
    alice < …
    bob < …QUIT…
    bob > NICK alice
    bob < …NICK alice
    bob > PART #a
    bob < …PART…
    carol comes
    carol > JOIN #a
    -- nobody was there: it is whoever's comes first
    carol << 353 carol = #a :@carol
    carol < …366…
    bob > JOIN #a
    bob << 353 alice = #a :@carol alice
    bob < …366…
    carol < …JOIN #a
    alice comes raw from 10.0.0.1
    alice > NICK alicia
    alice > USER alice 0 * :Alice
    alice << 422
    alice > JOIN #a
    alice << 353 alicia = #a :@carol alice alicia
    alice < …366…
    bob < …JOIN #a
    carol < …JOIN #a
  `));

test("a channel is still there after a restart: founder, modes, topic, history", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-"));
  const file = path.join(folder, "banter.sqlite");
  const before = new TestRoom({}, { file });
  await journey(
    before,
    `
    alice comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +mk-t secret
    alice < …MODE…
    alice > TOPIC #a :kept
    alice < …TOPIC…
    alice > PRIVMSG #a :said before
  `,
  );
  before.close();
  const after = new TestRoom({}, { file });
  await journey(
    after,
    `
    bob comes
    bob > JOIN #a
    bob < :banter.test 475 bob #a :Cannot join channel (+k)
    alice comes
    alice > JOIN #a
    alice < …JOIN #a
    alice < :banter.test 332 alice #a :kept
    alice < …333…
    alice < …353 alice = #a :@alice
    alice < …366…
    alice < :alice!~alice@127.0.0.1 PRIVMSG #a :[2026-11-22 18:00] said before
    alice > MODE #a
    alice < :banter.test 324 alice #a +mnk secret
    alice < …329…
  `,
  );
  assert.equal(after.server.state.channels.size, 1);
  after.close();
  rmSync(folder, { recursive: true });
});

test("nobody can shut the lobby behind them", () =>
  play(`
    alice comes
    alice > JOIN #lobby
    alice << 366
    alice > MODE #lobby +imk secret
    alice < …MODE #lobby +imk secret
    alice > MODE #lobby +b *!*@*
    alice < …MODE #lobby +b *!*@*
    alice > PRIVMSG #lobby :mine
    bob comes
    -- While its operator is there, the lobby is as it is ruled
    bob > JOIN #lobby
    bob < :banter.test 474 bob #lobby :Cannot join channel (+b)
    alice goes
    bob > JOIN #lobby
    bob < :bob!~bob@127.0.0.1 JOIN #lobby
    bob < :banter.test 353 bob = #lobby :@bob
    bob << 366
    bob < …mine
    bob > MODE #lobby -imk *
    bob < …MODE #lobby -imk secret
  `));
