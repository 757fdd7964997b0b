/** Invitations: a word by which people come in, as the server's password or a channel's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { invitationToken, readInvitation } from "../../src/server/invitation-tokens.ts";
import { journey, play } from "../journey.ts";
import { startOfTime, testCredentials, TestRoom } from "../room.ts";

const day = 86_400_000;
let made = 0;

/** For `uses` people, during the next day. */
function invitation(room = "", uses = 10, until = startOfTime + day): string {
  const id = Buffer.alloc(6, (made += 1));
  return invitationToken(testCredentials.secret, id, { room, until, uses });
}

const comes = (who: string, password: string): string => `
  ${who} comes raw
  ${who} > PASS ${password}
  ${who} > NICK ${who}
  ${who} > USER ${who} 0 * :${who}`;

test("it opens a server that has a password, and the room that it names", () => {
  const token = invitation("#den");
  return play(
    `
    ${comes("olga", "sesame")}
    olga << 422
    olga > JOIN #den
    olga << 366
    olga > MODE #den +ik secret
    olga < …MODE #den +ik secret
    ${comes("bob", token)}
    bob << 422
    bob > JOIN #DEN
    bob <+ …
    olga < :bob!… JOIN #den
    -- Without it nobody comes in.
    ${comes("eve", "guess")}
    eve < :banter.test 464 * :Password incorrect
    eve < ERROR :…
    eve <>
  `,
    { server: { password: "sesame" } },
  );
});

test("who is here already takes it for the channel's key", () => {
  const token = invitation("#den", 1);
  return play(`
    olga comes
    olga > JOIN #den
    olga << 366
    olga > MODE #den +i
    olga < …MODE #den +i
    bob comes
    bob > JOIN #den
    bob < :banter.test 473 bob #den :Cannot join channel (+i)
    bob > JOIN #other,#den ,${token}
    bob << 366
    bob << 366
    olga < :bob!… JOIN #den
    -- It is for one.
    eve comes
    eve > JOIN #den ${token}
    eve < …JOIN: As many have come by this invitation as may: ask for another
    -- It is for that channel.
    eve > JOIN #den ${invitation("#other")}
    eve < :banter.test 473 eve #den :Cannot join channel (+i)
    eve > JOIN #den inv-${"a".repeat(40)}
    eve < :banter.test 473 eve #den :Cannot join channel (+i)
    -- Nor does it lift a ban.
    olga > MODE #den +b mal!*@*
    olga < …MODE…
    bob < …MODE…
    mal comes
    mal > JOIN #den ${invitation("#den")}
    mal < :banter.test 474 mal #den :Cannot join channel (+b)
  `);
});

test("where the channel is open it is not used", () =>
  play(`
    olga comes
    olga > JOIN #den
    olga << 366
    bob comes
    bob > JOIN #den ${invitation("#den", 1)}
    bob << 366
    olga < :bob!… JOIN #den
  `));

test("who is invited needs no account where others do, and can make one", () => {
  const token = invitation("", 2);
  return play(
    `
    ${comes("eve", "x")}
    eve < …FAIL * ACCOUNT_REQUIRED :…
    eve < ERROR :…
    eve <>
    ${comes("bob", token)}
    bob << 422
    -- Registration is closed to all others.
    bob > REGISTER * * :correct horse
    bob << REGISTER SUCCESS bob
    -- That was once for coming, and once for the account; with that no more is needed.
    ${comes("cy", token)}
    cy < …PASS: As many have come by this invitation as may: ask for another
    cy < ERROR :…
    cy <>
  `,
    { accounts: { required: true, registration: false } },
  );
});

test("an account can be made before one is there", () =>
  play(
    `
    ada comes raw
    ada > PASS ${invitation("", 1)}
    ada > CAP REQ :draft/account-registration
    ada < …
    ada > NICK ada
    ada > REGISTER * * :correct horse
    ada << REGISTER SUCCESS
    ada > USER ada 0 * :ada
    ada > CAP END
    ada << 422
  `,
    { accounts: { required: true, registration: false } },
  ));

test("it has an end", () => {
  const token = invitation("#den", 10, startOfTime + 60_000);
  return play(`
    olga comes
    olga > JOIN #den
    olga << 366
    olga > MODE #den +i
    olga < …MODE…
    time passes 59
    ${comes("bob", token)}
    bob << 422
    time passes 1
    bob > JOIN #den ${token}
    bob << 366
    olga < :bob!…
    ${comes("eve", token)}
    eve < …PASS: This invitation has ended: ask for another
    eve < ERROR :…
    eve <>
    cy comes
    cy > JOIN #den ${token}
    cy < …JOIN: This invitation has ended: ask for another
    ${comes("mal", `inv-${"a".repeat(40)}`)}
    mal < …PASS: That is no invitation to this server
    mal < ERROR :…
    mal <>
  `);
});

test("who comes again by it is known by a word of their own", () => {
  const token = invitation("#den", 2);
  const phone = `${token}.phone-of-bob`;
  return play(
    `
    ${comes("bob", phone)}
    bob << 422
    bob goes
    ${comes("bob", phone)}
    bob << 422
    bob goes
    ${comes("cy", token)}
    cy << 422
    ${comes("bob", phone)}
    bob << 422
    ${comes("eve", token)}
    eve < …PASS: As many have come by this invitation…
    eve < ERROR :…
    eve <>
  `,
    { server: { password: "sesame" } },
  );
});

test("an account is known by itself", () => {
  const token = invitation("#den", 1);
  return play(`
    olga comes
    olga > JOIN #den
    olga << 366
    olga > MODE #den +i
    olga < …MODE…
    ada comes account ada
    ada > JOIN #den ${token}
    ada << 366
    olga < :ada!…
    ada > PART #den
    ada < …
    olga < …
    ada > JOIN #den ${token}
    ada << 366
    olga < :ada!…
    bob comes
    bob > JOIN #den ${token}
    bob < …JOIN: As many have come…
  `);
});

test("how often it has been used is kept", async () => {
  const room = new TestRoom({ server: { password: "sesame" } });
  const token = invitation("", 1);
  await journey(room, `${comes("bob", token)}\nbob << 422`);
  const [used] = room.server.state.invitations.values();
  assert.deepEqual(used, { until: startOfTime + day, count: 1, holders: [] });
  const rows = room.store.database.prepare("SELECT state FROM invitations").all();
  assert.deepEqual(
    rows.map(({ state }) => JSON.parse(String(state))),
    [used],
  );
  room.close();
});

test("a word that was changed anywhere is no invitation", () => {
  const token = invitation("#den");
  assert.equal(readInvitation(testCredentials.secret, token)?.room, "#den");
  assert.equal(readInvitation(Buffer.from("another"), token), undefined);
  for (let at = 4; at < token.length; at += 1) {
    const other = token[at] === "A" ? "B" : "A";
    const changed = token.slice(0, at) + other + token.slice(at + 1);
    const read = readInvitation(testCredentials.secret, changed);
    // The last character has bits that mean nothing.
    assert.ok(read === undefined || at === token.length - 1, changed);
  }
});
