/** Devices: several sessions on one nick and account, and a user who stays without any. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const two = `
    alice comes account alice
    alice > JOIN #a
    alice << 366
    phone comes account alice as alice extended-join server-time echo-message
`;

test("a second device under one's nick joins the user, and finds it where it is", () =>
  play(`
    alice comes account alice
    alice > JOIN #a
    alice << 366
    bob comes
    bob > JOIN #a
    bob << 366
    alice < :bob!… JOIN #a
    phone comes raw
    phone > CAP REQ :extended-join
    phone << ACK
    -- without the account the nick is taken; that it has none is known when it is done with CAP
    phone > NICK alice
    phone > USER alice 0 * :Alice
    phone > CAP END
    phone < … 433 * alice :Nickname is already in use
  `));

test("it is welcomed by the nick it has and told of its channels; nobody else hears of it", () =>
  play(`
    ${two}
    phone < @time=… :alice!~alice@127.0.0.1 JOIN #a alice :alice of Test
    phone < … 353 alice = #a :~alice
    phone < … 366 alice #a :End of /NAMES list
  `));

test("what one device says shows on the others, as it is said", () =>
  play(`
    bob comes
    ${two}
    phone << 366
    bob > JOIN #a
    bob << 366
    alice < :bob!… JOIN #a
    phone < @time=… :bob!… JOIN #a * :bob of Test
    alice > PRIVMSG #a :from the desk
    phone < @time=… :alice!… PRIVMSG #a :from the desk
    bob < :alice!… PRIVMSG #a :from the desk
    alice > PRIVMSG bob :hello
    bob < :alice!… PRIVMSG bob :hello
    phone < @time=… :alice!… PRIVMSG bob :hello
    phone > PRIVMSG bob :and from the phone
    phone < @time=… :alice!… PRIVMSG bob :and from the phone
    alice < :alice!… PRIVMSG bob :and from the phone
    bob < :alice!… PRIVMSG bob :and from the phone
    bob > PRIVMSG alice :to both
    alice < :bob!… PRIVMSG alice :to both
    phone < @time=… :bob!… PRIVMSG alice :to both
  `));

test("they join, leave and change their name together", () =>
  play(`
    ${two}
    phone << 366
    phone > JOIN #b
    phone << 366
    alice << 366
    alice > PART #a :enough
    alice < :alice!… PART #a :enough
    phone < @time=… :alice!… PART #a :enough
    phone > NICK alicia
    alice < :alice!… NICK alicia
    phone < @time=… :alice!… NICK alicia
  `));

test("one that goes is not missed; with the last the user goes", () =>
  play(`
    bob comes
    ${two}
    phone << 366
    bob > JOIN #a
    bob << 366
    alice << JOIN
    phone << JOIN
    phone > QUIT :later
    phone < ERROR :Closing Link: 127.0.0.1 (Quit: later)
    phone <>
    bob > PRIVMSG alice :still there?
    alice < :bob!… PRIVMSG alice :still there?
    alice goes
    bob < :alice!… QUIT :Read error…
  `));

test("a killed user loses all devices", () =>
  play(
    `
    boss comes
    boss > OPER boss secret
    boss << MODE boss
    ${two}
    phone << 366
    boss > KILL alice :no
    alice < :boss!… KILL alice :no
    alice < …QUIT…
    alice < ERROR …
    alice <>
    phone < … :boss!… KILL alice :no
    phone < …QUIT…
    phone < ERROR …
    phone <>
  `,
    { operators: [{ name: "boss", passwordHash: "hash of secret", rights: ["kill"], masks: [] }] },
  ));

test("away is who is away on all devices", () =>
  play(`
    bob comes away-notify
    ${two}
    phone << 366
    bob > JOIN #a
    bob << 366
    alice << JOIN
    phone << JOIN
    alice > AWAY :at lunch
    alice < … 306 …
    -- nobody hears of it while the phone is looked at
    phone > AWAY :on the train
    phone < … 306 …
    bob < :alice!… AWAY :on the train
    alice > AWAY
    alice < … 305 …
    bob < :alice!… AWAY
    alice goes
    bob < :alice!… AWAY :on the train
  `));

test("always on: without a device the user stays, is away, and hears of nothing less", () =>
  play(`
    bob comes away-notify
    bob > JOIN #a
    bob << 366
    alice comes always alice
    alice > JOIN #a
    alice << 366
    bob < :alice!… JOIN #a
    alice > QUIT :good night
    alice << ERROR
    alice <>
    bob < :alice!… AWAY :Not here at the moment
    bob > PRIVMSG alice :are you there?
    bob < … 301 bob alice :Not here at the moment
    bob > PRIVMSG #a :good night
    -- the next morning
    again comes account alice as alice
    bob < :alice!… AWAY
    again < :alice!… JOIN #a
    again << 366
    again < :bob!… PRIVMSG #a :[…] good night
    bob > PRIVMSG alice :good morning
    again < :bob!… PRIVMSG alice :good morning
  `));

test("what one said of being away on going stays said", () =>
  play(`
    bob comes
    alice comes always alice
    alice > AWAY :on holiday
    alice < … 306 …
    alice goes
    bob > PRIVMSG alice :?
    bob < … 301 bob alice :on holiday
  `));

test("a device that asks for another nick comes to its user when nobody else is with it", () =>
  play(`
    alice comes always alice
    alice > JOIN #a
    alice << 366
    alice goes
    phone comes account alice as alice_
    phone < :alice!… JOIN #a
    phone << 366
    phone > PRIVMSG alice :it is me
    phone < :alice!… PRIVMSG alice :it is me
  `));

test("without always-on, or where it is off, nobody stays", async () => {
  const transcript = `
    bob comes
    bob > JOIN #a
    bob << 366
    alice comes always alice
    alice > JOIN #a
    alice << 366
    bob < :alice!… JOIN #a
    alice goes
    bob < :alice!… QUIT :Read error…
  `;
  await play(transcript, { accounts: { alwaysOn: "off" } });
  await play(transcript.replace("always alice", "account alice"));
});

test("opt-out and on: all who have an account stay", async () => {
  for (const alwaysOn of ["opt-out", "on"] as const)
    await play(
      `
      alice comes account alice
      alice goes
      bob comes
      bob > PRIVMSG alice :?
      bob < … 301 bob alice :…
    `,
      { accounts: { alwaysOn } },
    );
});

test("a restart loses no one who stays, nor what they are in", async (context) => {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = path.join(folder, "banter.db");
  const before = new TestRoom({}, { file });
  await journey(
    before,
    `
    alice comes always alice
    alice > JOIN #a
    alice << 366
    bob comes
    bob > JOIN #a
    bob << 366
    alice < :bob!… JOIN #a
  `,
  );
  before.store.close();
  const after = new TestRoom({}, { file });
  context.after(() => after.close());
  const [alice, ...others] = [...after.server.state.users.values()];
  assert.deepEqual([alice?.nick, alice?.sessions, others], ["alice", [], []]);
  await journey(
    after,
    `
    bob comes
    bob > JOIN #a
    bob < :bob!… JOIN #a
    bob < … 353 bob = #a :~alice bob
    bob << 366
    bob > WHOIS alice
    bob << 301 bob alice :Not here at the moment
    bob << 318
    phone comes account alice as alice
    phone << 366
    bob > PRIVMSG alice :good morning
    phone < :bob!… PRIVMSG alice :good morning
  `,
  );
});

test("of too many devices of one person the next is one person more", () =>
  play(
    `
    alice comes account alice
    phone comes account alice as alice
    third comes account alice as alice_
    third > PRIVMSG alice :hello, me
    alice < :alice_!… PRIVMSG alice :hello, me
    phone < :alice_!… PRIVMSG alice :hello, me
  `,
    { limits: { sessionsPerUserMax: 2 } },
  ));

test("a plain device joins too", () =>
  play(`
    alice comes account alice
    alice > JOIN #a
    alice << 366
    nina comes plain account alice
    alice < :alice!… JOIN #lobby
    alice << 366
    nina << Welcome
    nina < * You are alice, here already with your other devices, in #a.
    nina < * You are in #lobby, nobody else is here yet.
    nina > hello from a telephone line
    alice < :alice!… PRIVMSG #lobby :hello from a telephone line
    alice > PRIVMSG #lobby :hello from the desk
    nina < #lobby <alice> hello from the desk
  `));
