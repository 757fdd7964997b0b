/** capability-negotiation: https://ircv3.net/specs/extensions/capability-negotiation
 * What each capability does is tested in its own file. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { capabilityNames } from "../../src/protocol/capabilities.ts";
import { capLines } from "../../src/server/commands/cap.ts";
import { journey, play } from "../journey.ts";
import { offered } from "../offered.ts";
import { configWith, TestRoom } from "../room.ts";

// ── Connection registration ─────────────────────────────────────────────────────────────────

test("LS or REQ during registration: it does not complete before CAP END", () =>
  play(`
    alice comes raw
    alice > CAP LS 302
    alice <+ :banter.test CAP * LS …
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice > CAP END
    alice < :banter.test 001 alice …
    alice << 422
    bob comes raw
    bob > NICK bob
    bob > CAP REQ multi-prefix
    bob < :banter.test CAP * ACK multi-prefix
    bob > USER bob 0 * :Bob
    bob > CAP END
    bob < :banter.test 001 bob …
    bob << 422
    -- even a REQ that is refused
    carol comes raw
    carol > CAP REQ nonsense
    carol < :banter.test CAP * NAK nonsense
    carol > NICK carol
    carol > USER carol 0 * :Carol
    carol > CAP END
    carol << 422
  `));

test("a client that knows no CAP is registered at once", () =>
  play(`
    alice comes raw
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice < :banter.test 001 alice …
    alice << 422
  `));

// ── The CAP command ─────────────────────────────────────────────────────────────────────────

test("CAP is accepted at any time, and replies name the client, or * before it has a nick", () =>
  play(`
    alice comes raw
    alice > CAP LIST
    alice < :banter.test CAP * LIST :
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice << 422
    alice > CAP LIST
    alice < :banter.test CAP alice LIST :
    alice > CAP LS
    alice <+ :banter.test CAP alice LS …
    alice > CAP REQ echo-message
    alice < :banter.test CAP alice ACK echo-message
  `));

test("another subcommand, or none: 410 with the subcommand, 461", () =>
  play(`
    alice comes raw
    alice > CAP FOO
    alice < :banter.test 410 * FOO :Invalid CAP command
    alice > CAP NEW :x
    alice < :banter.test 410 * NEW :Invalid CAP command
    alice > CAP DEL :x
    alice < :banter.test 410 * DEL :Invalid CAP command
    alice > CAP NAK :x
    alice < :banter.test 410 * NAK :Invalid CAP command
    alice > CAP ACK :x
    alice < :banter.test 410 * ACK :Invalid CAP command
    alice > CAP CLEAR
    alice < :banter.test 410 * CLEAR :Invalid CAP command
    alice > CAP
    alice < :banter.test 461 * CAP :Not enough parameters
    jw comes
    jw > CAP FOO
    jw < :banter.test 410 jw FOO :Invalid CAP command
  `));

// ── LS and its version ──────────────────────────────────────────────────────────────────────

const untagged = (line: string | undefined) => line?.replace(/^@\S+ /, "");

test("LS lists every capability once; one alone can be asked for, and REQ takes it", async () => {
  const room = new TestRoom();
  const peer = room.connect();
  const names = (await offered(room, peer, "LS 302")).map((word) => word.split("=")[0] as string);
  assert.deepEqual(names, [...new Set(names)]);
  for (const name of names) {
    assert.ok((capabilityNames as readonly string[]).includes(name), name);
    peer.write(`CAP REQ ${name}\r\nCAP REQ -${name}\r\n`);
    await room.settled();
    const [first, second] = peer.take().split("\r\n");
    assert.equal(untagged(first), `:banter.test CAP * ACK ${name}`);
    const verb = name === "cap-notify" ? "NAK" : "ACK";
    assert.equal(untagged(second), `:banter.test CAP * ${verb} -${name}`);
  }
  room.close();
});

test("values are told to those who know 302 only, and by LS only", async () => {
  const room = new TestRoom({
    tls: { certificate: "c", key: "k" },
    sts: { durationSeconds: 7 },
  });
  const peer = room.connect();
  const old = await offered(room, peer, "LS");
  assert.ok(
    old.every((word) => !word.includes("=")),
    old.join(" "),
  );
  assert.ok(!old.includes("sts"), "which has no meaning without its value");
  const modern = await offered(room, peer, "LS 302");
  assert.ok(modern.includes("sts=port=6670"));
  room.close();
});

test("the version is a number, of which the highest given counts", () =>
  play(`
    alice comes raw
    -- a newer one than ours is as ours; it brings cap-notify with it
    alice > CAP LS 307
    alice <+ :banter.test CAP * LS …
    alice > CAP LIST
    alice < :banter.test CAP * LIST cap-notify
    -- a lower one is answered as it asks, and takes nothing back
    alice > CAP LS
    alice <+ :banter.test CAP * LS …
    alice > CAP REQ -cap-notify
    alice < :banter.test CAP * NAK -cap-notify
    alice > CAP REQ cap-notify
    alice < :banter.test CAP * ACK cap-notify
    bob comes raw
    bob > CAP LS 301
    bob <+ :banter.test CAP * LS …
    bob > CAP LIST
    bob < :banter.test CAP * LIST :
    bob > CAP LS abc
    bob <+ :banter.test CAP * LS …
    bob > CAP LIST
    bob < :banter.test CAP * LIST :
  `));

test("what does not fit one line comes in several, all but the last marked with *", () => {
  const words = Array.from({ length: 40 }, (_, n) => `example.org/capability-${n}=value`);
  const lines = capLines(words, true);
  assert.ok(lines.length > 2);
  for (const [n, params] of lines.entries()) {
    assert.equal(params.length, n < lines.length - 1 ? 2 : 1);
    if (params.length === 2) assert.equal(params[0], "*");
    const line = `:${"s".repeat(63)} CAP ${"n".repeat(30)} LIST * :${params.at(-1)}\r\n`;
    assert.ok(line.length <= 512);
  }
  assert.deepEqual(
    lines.flatMap((params) => params.at(-1)?.split(" ")),
    words,
  );
  // To others the same without the mark, and nothing is one empty parameter.
  assert.deepEqual(
    capLines(words, false),
    lines.map((params) => params.slice(-1)),
  );
  assert.deepEqual(capLines([], true), [[""]]);
});

test("LIST comes as LS does when everything is enabled", async () => {
  const room = new TestRoom();
  const peer = room.connect();
  const names = (await offered(room, peer, "LS 302")).map((word) => word.split("=")[0] as string);
  const wanted = names.filter((name) => !["server-time", "draft/metadata-3"].includes(name));
  for (const name of wanted) peer.write(`CAP REQ ${name}\r\n`);
  await room.settled();
  peer.take();
  assert.deepEqual(await offered(room, peer, "LIST"), wanted);
  room.close();
});

test("whoever does not know 302 reads one line: drafts make room in it", async () => {
  const room = new TestRoom();
  const peer = room.connect();
  const modern = room.connect();
  const names = (await offered(room, modern, "LS 302")).map((word) => word.split("=")[0]);
  const named = await offered(room, peer, "LS");
  const isDraft = (name = ""): boolean => name.startsWith("draft/");
  assert.deepEqual(
    named.filter((name) => !isDraft(name)),
    names.filter((name) => !isDraft(name)),
  );
  assert.ok(named.some(isDraft) && named.every((name) => names.includes(name)));
  // A second line would be another answer to them.
  peer.write("CAP LS 301\r\n");
  await room.settled();
  assert.match(peer.take(), /^:\S+ CAP \* LS :[^*\r]+\r\n$/);
  // What is not named there can be asked for all the same.
  const unnamed = names.find((name = "") => !named.includes(name) && name !== "banter/nodes");
  peer.write(`CAP REQ ${unnamed}\r\n`);
  await room.settled();
  assert.equal(peer.take(), `:banter.test CAP * ACK ${unnamed}\r\n`);
  room.close();
});

// ── LIST ────────────────────────────────────────────────────────────────────────────────────

test("LIST tells what is enabled, an empty parameter when nothing is", () =>
  play(`
    alice comes
    alice > CAP LIST
    alice < :banter.test CAP alice LIST :
    alice > CAP REQ :multi-prefix echo-message
    alice < :banter.test CAP alice ACK :multi-prefix echo-message
    alice > CAP LIST
    alice < :banter.test CAP alice LIST :echo-message multi-prefix
  `));

// ── REQ, ACK, NAK ───────────────────────────────────────────────────────────────────────────

test("REQ is taken as a whole or not at all", () =>
  play(`
    alice comes raw
    alice > CAP REQ :multi-prefix nonsense echo-message
    alice < :banter.test CAP * NAK :multi-prefix nonsense echo-message
    alice > CAP LIST
    alice < :banter.test CAP * LIST :
    alice > CAP REQ :multi-prefix
    alice < :banter.test CAP * ACK multi-prefix
    alice > CAP REQ :-multi-prefix echo-message -nonsense
    alice < :banter.test CAP * NAK :-multi-prefix echo-message -nonsense
    alice > CAP LIST
    alice < :banter.test CAP * LIST multi-prefix
    alice > CAP REQ :-multi-prefix echo-message
    alice < :banter.test CAP * ACK :-multi-prefix echo-message
    alice > CAP LIST
    alice < :banter.test CAP * LIST echo-message
  `));

test("what is on already, or off already, is taken as well", () =>
  play(`
    alice comes raw
    alice > CAP REQ echo-message
    alice < :banter.test CAP * ACK echo-message
    alice > CAP REQ echo-message
    alice < :banter.test CAP * ACK echo-message
    alice > CAP REQ -setname
    alice < :banter.test CAP * ACK -setname
    alice > CAP LIST
    alice < :banter.test CAP * LIST echo-message
  `));

test("lists are read from left to right, spaces around are nothing, names are as they are", () =>
  play(`
    alice comes raw
    alice > CAP REQ :echo-message -echo-message
    alice < :banter.test CAP * ACK :echo-message -echo-message
    alice > CAP LIST
    alice < :banter.test CAP * LIST :
    alice > CAP REQ : echo-message  setname 
    alice < :banter.test CAP * ACK :…echo-message  setname…
    alice > CAP LIST
    alice < :banter.test CAP * LIST :echo-message setname
    alice > CAP REQ Setname
    alice < :banter.test CAP * NAK Setname
    alice > CAP REQ --setname
    alice < :banter.test CAP * NAK --setname
    alice > CAP REQ setname=1
    alice < :banter.test CAP * NAK setname=1
    alice > CAP REQ constructor
    alice < :banter.test CAP * NAK constructor
    alice > CAP REQ :
    alice < :banter.test CAP * ACK :
    alice > CAP REQ
    alice < :banter.test CAP * ACK :
  `));

test("a list too long to be repeated in one line is repeated in several", async () => {
  const room = new TestRoom();
  const peer = room.connect();
  const words = Array.from({ length: 38 }, () => "echo-message");
  peer.write(`CAP REQ :${words.join(" ")}\r\nCAP LIST\r\n`);
  await room.settled();
  const lines = peer.take().split("\r\n");
  const repeated = lines.slice(0, -2).flatMap((line) => {
    assert.ok(line.startsWith(":banter.test CAP * ACK :") && line.length <= 510, line);
    return line.slice(line.lastIndexOf(":") + 1).split(" ");
  });
  assert.deepEqual(repeated, words);
  assert.equal(lines.at(-2), ":banter.test CAP * LIST echo-message");
  room.close();
});

test("capabilities change when ACK has been sent, so that it reads as things were", () =>
  play(`
    alice comes
    alice > CAP REQ server-time
    alice < :banter.test CAP alice ACK server-time
    alice > CAP REQ -server-time
    alice < @time=… :banter.test CAP alice ACK -server-time
    alice > CAP LIST
    alice < :banter.test CAP alice LIST :
  `));

// ── END ─────────────────────────────────────────────────────────────────────────────────────

test("END after registration is ignored; END alone registers nobody", () =>
  play(`
    alice comes
    alice > CAP END
    bob comes raw
    bob > CAP END
    bob > NICK bob
    bob > CAP END
    bob > USER bob 0 * :Bob
    bob < :banter.test 001 bob …
    bob << 422
  `));

// ── NEW, DEL and cap-notify ─────────────────────────────────────────────────────────────────

const tls = { certificate: "c", key: "k" };

test("NEW tells of what is new, with its value to those who know 302", async () => {
  const room = new TestRoom({ tls });
  await journey(
    room,
    `
    alice comes raw
    alice > CAP LS 302
    alice <+ …LS…
    bob comes cap-notify
    carol comes echo-message
    dave comes
    nina comes plain
    nina << You are in
  `,
  );
  room.server.takeUp(configWith({ tls, sts: { durationSeconds: 60 } }));
  // sts has no meaning without a value: of it alone those without 302 hear nothing.
  await journey(room, "time passes 0\nalice < :banter.test CAP * NEW sts=port=6670");
  room.close();
});

test("DEL tells of what is no more, which is cancelled; NEW when it is back", async () => {
  const registration = (on: boolean) => configWith({ accounts: { registration: on } });
  const name = "draft/account-registration";
  const room = new TestRoom({ accounts: { registration: true } });
  await journey(
    room,
    `
    alice comes raw
    alice > CAP LS 302
    alice <+ …LS…
    alice > CAP REQ :${name} batch
    alice < …ACK…
    bob comes cap-notify ${name}
    carol comes ${name}
    nina comes plain
    nina << You are in
  `,
  );
  room.server.takeUp(registration(false));
  await journey(
    room,
    `
    time passes 0
    alice < :banter.test CAP * DEL ${name}
    bob < :banter.test CAP bob DEL ${name}
    alice > CAP LIST
    alice < :banter.test CAP * LIST :batch cap-notify
    bob > CAP LIST
    bob < :banter.test CAP bob LIST cap-notify
    -- it can be given up, and is not to be had
    alice > CAP REQ -${name}
    alice < :banter.test CAP * ACK -${name}
    alice > CAP REQ ${name}
    alice < :banter.test CAP * NAK ${name}
  `,
  );
  assert.ok(!(await offered(room, room.connect(), "LS 302")).join().includes(name));
  room.server.takeUp(registration(true));
  await journey(
    room,
    `
    time passes 0
    alice < :banter.test CAP * NEW ${name}=…
    bob < :banter.test CAP bob NEW ${name}
    alice > CAP REQ ${name}
    alice < :banter.test CAP * ACK ${name}
  `,
  );
  // Another value is news to whoever knows values.
  const limits = { ...room.server.config.limits, passwordLengthMax: 100 };
  room.server.takeUp({ ...registration(true), limits });
  await journey(
    room,
    `time passes 0\nalice < :banter.test CAP * NEW ${name}=…max-password-length=100…`,
  );
  room.close();
});

test("without 302 cap-notify can be asked for, and given up", () =>
  play(`
    alice comes raw
    alice > CAP REQ cap-notify
    alice < :banter.test CAP * ACK cap-notify
    alice > CAP LIST
    alice < :banter.test CAP * LIST cap-notify
    alice > CAP REQ -cap-notify
    alice < :banter.test CAP * ACK -cap-notify
    alice > CAP LIST
    alice < :banter.test CAP * LIST :
  `));
