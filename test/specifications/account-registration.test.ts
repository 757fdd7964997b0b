/** draft/account-registration: REGISTER and VERIFY, before and after connecting. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import type { Mail } from "../../src/server/mail.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";
import { offers, plainResponse, withAlice } from "../sasl.ts";

const raw = `
    bob comes raw
    bob > CAP REQ :draft/account-registration
    bob < … CAP * ACK draft/account-registration
`;

test("the capability's value says how it is done here", async () => {
  const lengths = "max-password-length=300,min-password-length=6";
  const values: [object, string][] = [
    [{}, `before-connect,custom-account-name,${lengths}`],
    [{ accounts: { customNames: false } }, `before-connect,${lengths}`],
    [
      { accounts: { emailRequired: true } },
      `before-connect,custom-account-name,email-required,${lengths}`,
    ],
    // Who must give a password first cannot register before.
    [{ server: { password: "sesame" } }, `custom-account-name,${lengths}`],
  ];
  for (const [config, value] of values) {
    const offered = await offers("302", config);
    assert.equal(offered.get("draft/account-registration"), value);
    const old = await offers("", config);
    assert.ok(old.has("draft/account-registration"));
    assert.equal(old.get("draft/account-registration"), undefined);
  }
});

test("where nobody can register it is not offered, and REGISTER says so", () =>
  play(
    `
    bob comes raw
    bob > CAP REQ :draft/account-registration
    bob < … CAP * NAK draft/account-registration
    bob > NICK bob
    bob > REGISTER * * :long enough
    bob < … FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :Nobody can register an account here
    `,
    { accounts: { registration: false } },
  ));

test("after connecting: SUCCESS, and one is logged in as if by SASL", () =>
  play(`
    bob comes draft/account-registration sasl
    bob > REGISTER * * :long enough
    bob < … 900 bob bob!~bob@127.0.0.1 bob :You are now logged in as bob
    bob < :banter.test REGISTER SUCCESS bob :The account bob is yours, and you are logged in to it
    bob > WHOIS bob
    bob << 330 bob bob bob
    bob << 318
    bob > AUTHENTICATE PLAIN
    bob < AUTHENTICATE +
    bob > AUTHENTICATE ${plainResponse("bob", "long enough")}
    bob << 903
  `));

test("those on its channels are told, who asked to be", () =>
  play(`
    al comes account-notify
    al > JOIN #a
    al << 366
    bob comes draft/account-registration
    bob > JOIN #a
    bob << 366
    al << JOIN
    bob > REGISTER * * :long enough
    bob << SUCCESS
    al < :bob!~bob@127.0.0.1 ACCOUNT bob
  `));

test("before connecting, with before-connect, as soon as there is a nick", () =>
  play(`
    ${raw}
    bob > NICK bob
    bob > REGISTER bob * :long enough
    bob < … 900 bob bob!*@… bob :You are now logged in as bob
    bob < … REGISTER SUCCESS bob :…
    bob > USER bob 0 * :Bob
    bob > CAP END
    bob << 001
    bob << 422
    bob > WHOIS bob
    bob << 330 bob bob bob
    bob << 318
  `));

test("NEED_NICK before there is one", () =>
  play(`
    ${raw}
    bob > REGISTER * * :long enough
    bob < … FAIL REGISTER NEED_NICK * :Choose a nick first
    bob > REGISTER bob * :long enough
    bob < … FAIL REGISTER NEED_NICK * :Choose a nick first
  `));

test("COMPLETE_CONNECTION_REQUIRED where a password lets one in, which registering must not", () =>
  play(
    `
    ${raw}
    bob > NICK bob
    bob > REGISTER * * :long enough
    bob < … FAIL REGISTER COMPLETE_CONNECTION_REQUIRED :Say who you are first; then register
    bob > VERIFY bob 123
    bob < … FAIL VERIFY COMPLETE_CONNECTION_REQUIRED :Say who you are first; then register
    bob > PASS sesame
    bob > USER bob 0 * :Bob
    bob > CAP END
    bob << 422
    bob > REGISTER * * :long enough
    bob << SUCCESS
    `,
    { server: { password: "sesame" } },
  ));

test("* is the nick; another name is the account's with custom-account-name", () =>
  play(`
    bob comes draft/account-registration
    bob > REGISTER robert * :long enough
    bob << 900 bob bob!~bob@127.0.0.1 robert
    bob < … REGISTER SUCCESS robert :…
  `));

test("ACCOUNT_NAME_MUST_BE_NICK without it", () =>
  play(
    `
    bob comes draft/account-registration
    bob > REGISTER robert * :long enough
    bob < … FAIL REGISTER ACCOUNT_NAME_MUST_BE_NICK robert :An account is called by …
    bob > REGISTER BOB * :long enough
    bob << SUCCESS BOB
    `,
    { accounts: { customNames: false } },
  ));

test("ACCOUNT_EXISTS: somebody has it, in any case of letters", () =>
  withAlice(`
    bob comes draft/account-registration
    bob > REGISTER alice * :long enough
    bob < … FAIL REGISTER ACCOUNT_EXISTS alice :Account already exists
    bob > REGISTER ALICE * :long enough
    bob < … FAIL REGISTER ACCOUNT_EXISTS ALICE :Account already exists
  `));

test("BAD_ACCOUNT_NAME: no nick could be that, a service is, or somebody else is called so", () =>
  play(`
    carl comes
    bob comes draft/account-registration
    bob > REGISTER 4you * :long enough
    bob < … FAIL REGISTER BAD_ACCOUNT_NAME 4you :Account name is not allowed
    bob > REGISTER NickServ * :long enough
    bob < … FAIL REGISTER BAD_ACCOUNT_NAME NickServ :Account name is not allowed
    bob > REGISTER carl * :long enough
    bob < … FAIL REGISTER BAD_ACCOUNT_NAME carl :Somebody else has that nick now
  `));

test("ALREADY_AUTHENTICATED, with the account that one is logged in to", () =>
  play(`
    bob comes account robert draft/account-registration
    bob > REGISTER * * :long enough
    bob < … FAIL REGISTER ALREADY_AUTHENTICATED robert :You are logged in already
    bob > VERIFY robert 123
    bob < … FAIL VERIFY ALREADY_AUTHENTICATED robert :You are logged in already
    ${raw.replaceAll("bob", "al")}
    al > NICK al
    al > REGISTER * * :long enough
    al << SUCCESS
    al > REGISTER * * :long enough
    al < … FAIL REGISTER ALREADY_AUTHENTICATED al :You are logged in already
  `));

test("WEAK_PASSWORD: too short, one letter over and over, or the name", () =>
  play(`
    longname comes draft/account-registration
    ${["", "short", "abababababab", "LONGNAME"]
      .map(
        (password) => `
    longname > REGISTER * * :${password}
    longname < … FAIL REGISTER WEAK_PASSWORD longname :That is too easy to guess; …`,
      )
      .join("")}
    longname > REGISTER * * :sesame
    longname << SUCCESS
  `));

test("UNACCEPTABLE_PASSWORD: what would not fit a line, or what nobody can see", () =>
  play(`
    bob comes draft/account-registration
    bob > REGISTER * * :${"long ".repeat(61)}
    bob < … FAIL REGISTER UNACCEPTABLE_PASSWORD bob :That cannot be a password: …
    bob > REGISTER * * :bell \x07 in it
    bob < … FAIL REGISTER UNACCEPTABLE_PASSWORD bob :That cannot be a password: …
  `));

test("a password in two Unicode forms is one password", () =>
  play(`
    bob comes draft/account-registration sasl
    bob > REGISTER * * :cafe\u0301 noir
    bob << SUCCESS
    bob > AUTHENTICATE PLAIN
    bob < AUTHENTICATE +
    bob > AUTHENTICATE ${plainResponse("bob", "caf\u00e9\u00a0noir")}
    bob << 903
  `));

test("what is missing is 461; what is answered goes by standard replies, asked for or not", () =>
  withAlice(`
    bob comes
    bob > REGISTER bob
    bob < … 461 bob REGISTER :Not enough parameters
    bob > REGISTER alice * :long enough
    bob < :banter.test FAIL REGISTER ACCOUNT_EXISTS alice :Account already exists
  `));

test("TEMPORARILY_UNAVAILABLE: too many from one address, until the window ends", () =>
  play(
    `
    a comes from 203.0.113.1 draft/account-registration
    a > REGISTER * * :long enough
    a << SUCCESS
    b comes from 203.0.113.1 draft/account-registration
    b > REGISTER * * :long enough
    b < … FAIL REGISTER TEMPORARILY_UNAVAILABLE b :Too many accounts have been registered …
    c comes from 203.0.113.2 draft/account-registration
    c > REGISTER * * :long enough
    c << SUCCESS
    time passes 61
    b > REGISTER * * :long enough
    b << SUCCESS
    `,
    { accounts: { registrationsPerAddressMax: 1, registrationWindowSeconds: 60 } },
  ));

const mailing = { accounts: { emailRequired: true, mailCommand: ["sendmail"] } };

/** A room that keeps its mail. */
function postOffice(over: object = mailing, failing = false) {
  const mails: Mail[] = [];
  const sendMail = (mail: Mail) => {
    mails.push(mail);
    return failing ? Promise.reject(new Error("no")) : Promise.resolve();
  };
  const room = new TestRoom(over, { sendMail, fault() {} });
  const code = () => /VERIFY \S+ (\d{9})/.exec(mails.at(-1)?.text ?? "")?.[1] ?? "";
  return { room, mails, code };
}

test("where an e-mail address is required but no mail can be sent nobody can register", () =>
  play(
    `
    bob comes draft/account-registration
    bob > REGISTER * bob@example.org :long enough
    bob < … FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :No mail can be sent now, …
    `,
    { accounts: { emailRequired: true } },
  ));

test("INVALID_EMAIL: there is nowhere to send to", () =>
  play(
    ["*", "bob", "bob@", "@example.org", "<bob@example.org>", "x".repeat(250) + "@x.org"]
      .map(
        (email, n) => `
    b${n} comes draft/account-registration
    b${n} > REGISTER * ${email} :long enough
    b${n} < … FAIL REGISTER INVALID_EMAIL b${n} :An e-mail address is needed …`,
      )
      .join("\n"),
    mailing,
  ));

test("VERIFICATION_REQUIRED; with the code from the mail one is logged in", async () => {
  const { room, mails, code } = postOffice();
  await journey(
    room,
    `
    bob comes draft/account-registration sasl
    bob > REGISTER * bob+irc@example.org :long enough
    bob < … REGISTER VERIFICATION_REQUIRED bob :A code has been sent to you: VERIFY bob CODE
    -- until then nobody can log in to it, and nobody else can have the name
    bob > AUTHENTICATE PLAIN
    bob < AUTHENTICATE +
    bob > AUTHENTICATE ${plainResponse("bob", "long enough")}
    bob < … 902 …
    al comes draft/account-registration
    al > REGISTER bob al@example.org :long enough
    al < … FAIL REGISTER ACCOUNT_EXISTS bob :…`,
  );
  assert.deepEqual([mails.length, mails[0]?.to], [2, "bob+irc@example.org"]);
  mails.pop();
  await journey(
    room,
    `
    bob > VERIFY bob 12345
    bob < … FAIL VERIFY INVALID_CODE bob :That is not the code, or it has expired
    bob > VERIFY nobody ${code()}
    bob < … FAIL VERIFY INVALID_CODE nobody :…
    bob > VERIFY * ${code()}
    bob < … 900 bob bob!~bob@127.0.0.1 bob :You are now logged in as bob
    bob < … VERIFY SUCCESS bob :The account bob is yours, and you are logged in to it
    -- once
    al > VERIFY bob ${code()}
    al < … FAIL VERIFY INVALID_CODE bob :…`,
  );
  room.close();
});

test("before connecting, too", async () => {
  const { room, code } = postOffice();
  await journey(
    room,
    `
    ${raw}
    bob > NICK bob
    bob > REGISTER * bob@example.org :long enough
    bob < … REGISTER VERIFICATION_REQUIRED bob :…`,
  );
  await journey(
    room,
    `
    bob > VERIFY bob ${code()}
    bob < … 900 bob bob!*@… bob :You are now logged in as bob
    bob < … VERIFY SUCCESS bob :…
    bob > USER bob 0 * :Bob
    bob > CAP END
    bob << 422
    bob > WHOIS bob
    bob << 330 bob bob bob
    bob << 318`,
  );
  room.close();
});

test("a restart forgets no account, nor what is still to be confirmed", async () => {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-accounts-"));
  const file = path.join(folder, "banter.db");
  const mails: Mail[] = [];
  const sendMail = (mail: Mail) => Promise.resolve(void mails.push(mail));
  const before = new TestRoom(mailing, { file, sendMail });
  await journey(
    before,
    `
    bob comes draft/account-registration
    bob > REGISTER * bob@example.org :long enough
    bob << VERIFICATION_REQUIRED`,
  );
  before.close();
  const after = new TestRoom(mailing, { file, sendMail });
  const code = /VERIFY \S+ (\d{9})/.exec(mails[0]?.text ?? "")?.[1];
  await journey(
    after,
    `
    bob comes sasl
    bob > VERIFY bob ${code}
    bob << SUCCESS
    bob > NS LOGOUT
    bob << You are logged out.
    bob > AUTHENTICATE PLAIN
    bob < AUTHENTICATE +
    bob > AUTHENTICATE ${plainResponse("bob", "long enough")}
    bob << 903`,
  );
  after.close();
  rmSync(folder, { recursive: true });
});

test("a code expires, and with it the claim to the name", async () => {
  const { room, code } = postOffice();
  await journey(
    room,
    `
    bob comes draft/account-registration
    bob > REGISTER bob bob@example.org :long enough
    bob << VERIFICATION_REQUIRED
    bob > NICK rob
    bob << NICK
    time passes 86401`,
  );
  await journey(
    room,
    `
    bob > VERIFY bob ${code()}
    bob < … FAIL VERIFY INVALID_CODE bob :…
    al comes draft/account-registration
    al > REGISTER bob al@example.org :long enough
    al << VERIFICATION_REQUIRED`,
  );
  await journey(room, `al > VERIFY bob ${code()}\nal << SUCCESS bob`);
  room.close();
});

test("mail that cannot be sent is TEMPORARILY_UNAVAILABLE, and the name stays free", async () => {
  const { room } = postOffice(mailing, true);
  await journey(
    room,
    `
    bob comes draft/account-registration
    bob > REGISTER bob bob@example.org :long enough
    bob < … FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :No mail can be sent now, …
    bob > REGISTER bob bob@example.org :long enough
    bob < … FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :No mail can be sent now, …`,
  );
  assert.equal(room.server.state.accounts.size, 0);
  room.close();
});

test("a code cannot be guessed: TEMPORARILY_UNAVAILABLE after so many", () =>
  play(
    `
    bob comes from 203.0.113.1 draft/account-registration
    bob > REGISTER * bob@example.org :long enough
    bob << VERIFICATION_REQUIRED
    bob > VERIFY bob 000000000
    bob << INVALID_CODE
    bob > VERIFY bob 000000001
    bob << INVALID_CODE
    bob > VERIFY bob 000000002
    bob < … FAIL VERIFY TEMPORARILY_UNAVAILABLE bob :There is too much to do; try again later
    `,
    { ...mailing, login: { attemptsMax: 2 } },
  ));

test("two who register one name at once: one has it", () =>
  play(`
    a comes batch labeled-response draft/account-registration
    b comes batch labeled-response draft/account-registration
    a > REGISTER one * :long enough
    a << SUCCESS one
    b > @label=x REGISTER one * :long enough
    b < @label=x … FAIL REGISTER ACCOUNT_EXISTS one :Account already exists
  `));

// ── Where an account is required ────────────────────────────────────────────────────────────

const required = { accounts: { required: true } };

test("FAIL * ACCOUNT_REQUIRED for who has none; 005 says so, also before", async () => {
  const room = new TestRoom(required);
  room.account("alice");
  await journey(
    room,
    `
    bob comes raw
    bob > CAP REQ :draft/extended-isupport
    bob << ACK
    bob > ISUPPORT
    bob << draft/ACCOUNTREQUIRED
    bob > NICK bob
    bob > USER bob 0 * :Bob
    bob > CAP END
    bob < :banter.test FAIL * ACCOUNT_REQUIRED :An account is needed here: …
    bob < ERROR :Closing Link: 127.0.0.1 (An account is required)
    bob <>
    nina comes plain
    nina << ! An account is needed here, and one must log in by IRC
    nina << Goodbye
    old comes raw
    old > PASS :alice:alice's
    old > NICK alice
    old > USER alice 0 * :Alice
    old << 001 alice
    old << 422`,
  );
  room.close();
});

test("registering before connecting is a way in", () =>
  play(
    `
    ${raw}
    bob > NICK bob
    bob > REGISTER * * :long enough
    bob << SUCCESS
    bob > USER bob 0 * :Bob
    bob > CAP END
    bob << 001 bob
    bob << 422
    `,
    required,
  ));

test("what a rehash changes is told by CAP NEW and DEL", async () => {
  const room = new TestRoom();
  await journey(room, "bob comes cap-notify draft/account-registration");
  const { config } = room.server;
  const closed = { ...config, accounts: { ...config.accounts, registration: false } };
  room.server.takeUp(closed);
  await journey(room, "bob >\nbob < :banter.test CAP bob DEL draft/account-registration");
  room.server.takeUp(config);
  await journey(room, "bob >\nbob < :banter.test CAP bob NEW draft/account-registration");
  room.close();
});
