/** Bans: the list that a page asks for is its own, and is kept in step; another is told. */
import assert from "node:assert/strict";
import test from "node:test";
import { Session } from "./session.ts";
import { find } from "./state.ts";

test("who is kept out", () => {
  const session = new Session({ nick: "bob", rooms: ["#lobby"] });
  const hears = (...lines: string[]) => lines.flatMap((line) => session.received(line, 0).news);
  session.opened(0);
  hears(
    ":a.example 001 bob :Welcome",
    ":a.example 005 bob CHANMODES=beI,k,lW,imnst PREFIX=(ov)@+ :are supported",
    ":a.example 376 bob :End",
    ":bob!b@h JOIN #lobby",
  );
  const membership = find(session.state, "#lobby")?.membership;
  assert.ok(membership);
  assert.equal(membership.bans, null);
  assert.deepEqual(session.act({ type: "askBans", name: "#lobby" }, 0).send, ["MODE #lobby +b"]);
  const list = [
    ":a.example 367 bob #lobby mallory!*@* alice!a@h 1800000000",
    ":a.example 368 bob #lobby :End",
  ];
  assert.deepEqual(hears(...list), []);
  const mallory = { mask: "mallory!*@*", by: "alice", at: 1_800_000_000_000 };
  assert.deepEqual(membership.bans, [mallory]);
  hears("@time=2027-01-15T08:00:10.000Z :carl!c@h MODE #lobby +bWi-o m:eve!*@* 30 carl");
  const eve = { mask: "m:eve!*@*", by: "carl", at: 1_800_000_010_000 };
  assert.deepEqual(membership.bans, [mallory, eve]);
  assert.deepEqual(
    [...membership.modes],
    [
      ["W", "30"],
      ["i", ""],
    ],
  );
  hears(":carl!c@h MODE #lobby -b MALLORY!*@*", ":carl!c@h MODE #lobby -W");
  assert.deepEqual(membership.bans, [eve]);
  assert.deepEqual([...membership.modes.keys()], ["i"]);
  // Asked for twice, it is answered once.
  const asks = () => session.act({ type: "askBans", name: "#lobby" }, 0).send;
  assert.deepEqual([asks(), asks()], [["MODE #lobby +b"], []]);
  assert.deepEqual(hears(...list), []);
  assert.deepEqual(membership.bans, [mallory]);
  // Refused, it can be asked for again.
  assert.equal(asks().length, 1);
  hears(":a.example 482 bob #lobby :You're not channel operator");
  // Typed, it is told.
  assert.deepEqual(session.typed("/ban", 0).send, ["MODE #lobby +b"]);
  assert.equal(hears(...list).length, 2);
  assert.deepEqual(membership.bans, [mallory]);
  assert.equal(asks().length, 1);
});
