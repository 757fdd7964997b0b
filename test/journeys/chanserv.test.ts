/** ChanServ: to whom a channel belongs, and who is something in it whenever they come. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const cs = ":ChanServ!ChanServ@services.banter.test NOTICE";

const olga = `
    olga comes
    olga > JOIN #a
    olga << 366
    olga > PRIVMSG #a :something
`;
const toAlice = `
    alice comes account alice
    alice > JOIN #a
    alice << something
    olga << JOIN
    olga > MODE #a +o alice
    olga << MODE
    alice << MODE
    alice > CS REGISTER #a
    alice < …MODE #a +q alice
    alice < ${cs} alice :#a is yours.
    olga < …MODE #a +q alice
`;

test("REGISTER: an operator with an account makes theirs what is nobody's", () =>
  play(`
    ${olga}
    olga > PRIVMSG ChanServ :REGISTER #a
    olga < ${cs} olga :You are not logged in.
    ${toAlice}
    bob comes account bob
    bob > CS REGISTER #a
    bob < ${cs} bob :Your rank in #a is too low for that.
    bob > CHANSERV REGISTER #none
    bob < ${cs} bob :There is no room #none.
    bob > CS REGISTER
    bob < ${cs} bob :Say it as: REGISTER <channel> — make a channel yours, as its operator
  `));

test("REGISTER: what one has made oneself is kept from then on, before a word is said in it", () =>
  play(`
    alice comes account alice
    alice > JOIN #a,#b
    alice << 366 alice #b
    alice > CS REGISTER #a
    alice < ${cs} alice :#a is yours.
    alice > PART #a,#b
    alice <+ …PART…
    bob comes
    bob > JOIN #a,#b
    bob < …JOIN #a
    bob < …353 bob = #a :bob
    bob << 366
    bob < …JOIN #b
    bob < …353 bob = #b :@bob
    bob << 366
    alice > JOIN #a
    alice < …JOIN #a
    alice < …353 alice = #a :bob ~alice
    alice << 366
    bob < …JOIN #a
    bob < …MODE #a +q alice
  `));

test("OP, DEOP, VOICE, DEVOICE: by what one's account is there, not by what one is now", () =>
  play(`
    ${olga}
    ${toAlice}
    olga > MODE #a -o alice
    olga < …482…
    alice > MODE #a -qo alice alice
    alice < …MODE #a -qo alice alice
    olga < …MODE #a -qo alice alice
    alice > CS OP #a
    alice < …MODE #a +o alice
    alice < ${cs} alice :alice has +o in #a.
    olga < …MODE #a +o alice
    alice > CS DEOP #a olga
    alice < …MODE #a -o olga
    alice < ${cs} alice :olga has no more +o in #a.
    olga < …MODE #a -o olga
    alice > CS VOICE #a olga
    alice < …MODE #a +v olga
    alice < ${cs} alice :olga has +v in #a.
    olga < …MODE #a +v olga
    alice > CS DEVOICE #a olga
    alice < …MODE #a -v olga
    alice < ${cs} alice :olga has no more +v in #a.
    olga < …MODE #a -v olga
    alice > CS OP #a nobody
    alice < ${cs} alice :There is nobody called nobody.
    bob comes account bob
    bob > CS OP #a bob
    bob < ${cs} bob :…
    alice > CS OP #a bob
    alice < ${cs} alice :bob is not in #a.
  `));

test("AMODE: what accounts are whenever they join; by who is above them", () =>
  play(`
    ${olga}
    ${toAlice}
    bob comes account bob
    carl comes account carl
    alice > CS AMODE #a
    alice < ${cs} alice :#a keeps no ranks.
    alice > CS AMODE #a +o bob
    alice < ${cs} alice :bob has +o whenever they join in #a.
    alice > CS AMODE #a +voice carl
    alice < ${cs} alice :carl has +v whenever they join in #a.
    alice > CS AMODE #a +q carl
    alice < ${cs} alice :There is no mode q.
    alice > CS AMODE #a +o
    alice < ${cs} alice :Say it as: AMODE …
    alice > CS AMODE #a +o nobody
    alice < ${cs} alice :There is no account nobody.
    alice > CS AMODE #a
    alice < ${cs} alice :bob +o (operator)
    alice < ${cs} alice :carl +v (voice)
    bob > JOIN #a
    bob << 353 bob = #a :@olga ~alice @bob
    bob << something
    alice << MODE
    olga << MODE
    -- an operator is not above an operator
    bob > CS AMODE #a +o carl
    bob < ${cs} bob :…
    alice > CS AMODE #a -o bob
    alice < …MODE #a -o bob
    alice < ${cs} alice :bob has no rank any more in #a.
    bob < …MODE #a -o bob
    olga < …MODE #a -o bob
  `));

test("TRANSFER gives a channel to another account; INFO says whose it is", () =>
  play(`
    ${olga}
    ${toAlice}
    bob comes account bob
    bob > CS INFO #a
    bob < ${cs} bob :#a belongs to alice; it is there since 2026-11-22 18:00:00 UTC, with 2 in it.
    bob > CS TRANSFER #a bob
    bob < ${cs} bob :…
    alice > CS TRANSFER #a nobody
    alice < ${cs} alice :There is no account nobody.
    alice > CS TRANSFER #a bob
    alice < …MODE #a -q alice
    alice < ${cs} alice :#a belongs to bob now.
    olga < …MODE #a -q alice
    alice > TOPIC #a :of something
    alice << TOPIC
    olga << TOPIC
    bob > CS INFO #a
    bob << #a belongs to bob
    bob < ${cs} bob :It is about: of something
    bob > CS INFO #none
    bob < ${cs} bob :There is no room #none.
  `));

test("DROP asks for a code first; then the channel is nobody's", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    ${olga}
    ${toAlice}
    bob comes account bob
    bob > CS DROP #a
    bob < ${cs} bob :Your rank in #a is too low for that.
    alice > CS DROP #a
    alice << If you mean it`,
  );
  const created = room.server.state.channels.get("#a")?.created;
  const code = room.server.host.logins.confirmation(`channel #a ${created} alice`);
  assert.match(code, /^[0-9a-f]{8}$/);
  await journey(
    room,
    `
    alice > CS DROP #a 00000000
    alice < ${cs} alice :#a will belong to nobody.
    alice < ${cs} alice :If you mean it: /msg ChanServ DROP #a ${code}
    alice > CS DROP #a ${code}
    alice < …MODE #a -q alice
    alice < ${cs} alice :#a belongs to nobody now.
    olga < …MODE #a -q alice
    olga > CS INFO #a
    olga < ${cs} olga :#a belongs to nobody; …`,
  );
  room.close();
});

test("a secret channel is not there for who may not see it", () =>
  play(`
    olga comes account olga
    olga > JOIN #secret
    olga << 366
    olga > MODE #secret +s
    olga << MODE
    bob comes account bob
    bob > CS INFO #secret
    bob < ${cs} bob :There is no room #secret.
    bob > CS AMODE #secret
    bob < ${cs} bob :There is no room #secret.
    bob > CS OP #secret olga
    bob < ${cs} bob :There is no room #secret.
  `));

test("HELP", () =>
  play(`
    bob comes
    bob > CS HELP TRANSFER
    bob < ${cs} bob :TRANSFER <channel> <account> — give a channel of yours to another
    bob > CS HELP
    bob << AMODE
    bob << For one of them: /msg ChanServ HELP COMMAND
  `));
