/** NickServ: accounts without SASL and REGISTER; what is said to it is heard by nobody. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sweep } from "../../src/server/sweep.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";
import { plainResponse, roomWithAlice, withAlice } from "../sasl.ts";

const ns = ":NickServ!NickServ@services.banter.test NOTICE";

test("REGISTER makes an account of the nick and logs in; IDENTIFY does so again", () =>
  play(`
    bob comes
    bob > PRIVMSG NickServ :REGISTER long enough
    bob < … 900 bob bob!~bob@127.0.0.1 bob :You are now logged in as bob
    bob < ${ns} bob :The account bob is yours. Its password is known to nobody but you.
    bob > PRIVMSG NickServ :LOGOUT
    bob < … 901 bob bob!~bob@127.0.0.1 :You are now logged out
    bob < ${ns} bob :The nick bob belongs to an account. If it is yours log in within 60 …
    bob < ${ns} bob :You are logged out.
    bob > PRIVMSG nickserv@services.banter.test :identify wrong password
    bob < ${ns} bob :That is not the password.
    bob > PRIVMSG NickServ :IDENTIFY bob long enough
    bob < … 900 bob bob!~bob@127.0.0.1 bob :You are now logged in as bob
    bob < ${ns} bob :You are logged in as bob.
  `));

test("NS, NICKSERV and PRIVMSG come to the same; with NS a password can have spaces", () =>
  withAlice(`
    bob comes
    bob > NS IDENTIFY alice :correct horse
    bob < … 900 …
    bob < ${ns} bob :You are logged in as alice.
    bob > NICKSERV logout
    bob < … 901 …
    bob < ${ns} bob :You are logged out.
    bob > NS IDENTIFY alice battery
    bob < ${ns} bob :That is not the password.
    bob > NS IDENTIFY nobody :correct horse
    bob < ${ns} bob :That is not the password.
  `));

test("what is wrong is said in words, and how it is said right", () =>
  withAlice(`
    bob comes
    bob > NS REGISTER
    bob < ${ns} bob :Say it as: REGISTER <password> [<e-mail>] — make an account …
    bob > NS REGISTER short
    bob < ${ns} bob :That is too easy to guess; take a longer one.
    bob > NS LOGOUT
    bob < ${ns} bob :You are not logged in.
    bob > NS SUSPEND alice because
    bob < ${ns} bob :Only server operators may do that.
    bob > NS DANCE
    bob < ${ns} bob :There is no such command here; HELP lists those there are.
    bob > NS constructor
    bob < ${ns} bob :There is no such command here; HELP lists those there are.
    bob > NS HELP GHOST
    bob < ${ns} bob :GHOST <nick> [<password>] — end the connection that has your nick
    bob > NS HELP SUSPEND
    bob < ${ns} bob :There is no such command here.
    bob > NS
    bob < … 461 bob NS :Not enough parameters
    -- what clients say to each other is nothing to it, and notices are never answered
    bob > PRIVMSG NickServ :\x01VERSION\x01
    bob > NOTICE NickServ :IDENTIFY alice correct horse
  `));

test("HELP lists the commands", async () => {
  const room = new TestRoom();
  await journey(room, "bob comes");
  const { peers } = room.server.door;
  assert.equal(peers.size, 1);
  await journey(room, `bob > NS HELP\nbob << REGISTER <password>\nbob << HELP COMMAND`);
  room.close();
});

test("nobody hears what is said to it: no echo, no other device, no history, no log", async () => {
  const room = await roomWithAlice();
  const asked: string[] = [];
  const { append } = room.server.log;
  room.server.log.append = (session, request) => {
    asked.push(JSON.stringify(request));
    append.call(room.server.log, session, request);
  };
  await journey(
    room,
    `
    bob comes account bob echo-message
    phone comes account bob as bob echo-message
    bob > PRIVMSG NickServ :PASSWD wrong-secret new-secret-word
    bob < ${ns} bob :That is not the password.
    bob > PRIVMSG NickServ,bob :IDENTIFY alice other-secret
    phone < … PRIVMSG bob :IDENTIFY alice other-secret
    bob < … PRIVMSG bob :IDENTIFY alice other-secret
    bob < … PRIVMSG bob :IDENTIFY alice other-secret
    bob < ${ns} bob :That is not the password.
    bob > PRIVMSG NickServ :REGISTER third-secret
    bob < ${ns} bob :You are logged in as bob already.`,
  );
  assert.ok(!asked.join("\n").includes("wrong-secret"));
  assert.ok(!asked.join("\n").includes("third-secret"));
  room.close();
});

test("a service is no user, but is there for those who look; its nick is nobody's", () =>
  play(`
    bob comes
    bob > WHOIS NickServ
    bob < … 311 bob NickServ NickServ services.banter.test * :Makes accounts, and keeps their nicks
    bob < … 312 bob NickServ banter.test :…
    bob < … 313 bob NickServ :is a service of this network
    bob < … 318 bob NickServ :End of /WHOIS list
    bob > NICK nickserv
    bob < … 433 bob nickserv :Nickname is already in use
    bob > NICK OperServ
    bob < … 433 bob OperServ :Nickname is already in use
    bob > KILL NickServ :gone
    bob < … 481 …
    bob > INVITE NickServ #x
    bob << 40
    early comes raw
    early > NICK ChanServ
    early < … 433 * ChanServ :Nickname is already in use
  `));

test("PASSWD and SET PASSWORD change it, for who knows the old one", () =>
  withAlice(`
    bob comes
    bob > NS IDENTIFY alice :correct horse
    bob << You are logged in as alice.
    bob > NS PASSWD wrong battery-staple
    bob < ${ns} bob :That is not the password.
    bob > NS SET PASSWORD correct short
    bob < ${ns} bob :That is too easy to guess; take a longer one.
    bob > NS PASSWD :correct horse
    bob < ${ns} bob :Say it as: PASSWD <password> <new> — change your password
  `));

test("a password in one word is changed, and the old one lets nobody in", () =>
  play(`
    bob comes sasl
    bob > NS REGISTER first-secret
    bob << is yours
    bob > NS PASSWD first-secret second-secret
    bob < ${ns} bob :You have a new password.
    bob > AUTHENTICATE PLAIN
    bob < AUTHENTICATE +
    bob > AUTHENTICATE ${plainResponse("bob", "first-secret")}
    bob < … 904 …
    bob > AUTHENTICATE PLAIN
    bob < AUTHENTICATE +
    bob > AUTHENTICATE ${plainResponse("bob", "second-secret")}
    bob << 903
  `));

test("CERT: which certificates let one in; each is one account's", () =>
  play(`
    bob comes certificate ${"ab".repeat(32)}
    bob > NS REGISTER long-enough
    bob << is yours
    bob > NS CERT LIST
    bob < ${ns} bob :${"ab".repeat(32)} (in use now)
    bob > NS CERT ADD ${"CD:".repeat(31)}CD
    bob < ${ns} bob :It lets you in from now on.
    bob > NS CERT ADD nonsense
    bob < ${ns} bob :That is no SHA-256 fingerprint.
    carl comes certificate ${"cd".repeat(32)}
    carl > NS REGISTER long-enough
    carl << is yours
    carl > NS CERT LIST
    carl < ${ns} carl :You have no certificates.
    carl > NS CERT ADD
    carl < ${ns} carl :Another account has that certificate.
    bob > NS CERT DEL ${"cd".repeat(32)}
    bob < ${ns} bob :It lets nobody in any more.
    bob > NS CERT DEL ${"cd".repeat(32)}
    bob < ${ns} bob :The account has no such certificate.
    carl > NS CERT ADD
    carl < ${ns} carl :It lets you in from now on.
    carl > NS CERT SWALLOW
    carl < ${ns} carl :CERT LIST, CERT ADD or CERT DEL FINGERPRINT?
    dora comes
    dora > NS REGISTER long-enough
    dora << is yours
    dora > NS CERT ADD
    dora < ${ns} dora :You have come without a certificate.
  `));

test("of too many certificates the next is refused", () =>
  play(
    `
    bob comes
    bob > NS REGISTER long-enough
    bob << is yours
    bob > NS CERT ADD ${"ab".repeat(32)}
    bob << lets you in
    bob > NS CERT ADD ${"cd".repeat(32)}
    bob < ${ns} bob :The account has too many certificates.
  `,
    { limits: { ...new TestRoom().server.config.limits, certificatesPerAccountMax: 1 } },
  ));

test("INFO tells everybody when it was made, and its owner the rest", () =>
  withAlice(`
    bob comes
    bob > NS INFO
    bob < ${ns} bob :There is no account bob.
    bob > NS INFO alice
    bob < ${ns} bob :The account alice is there since 2026-11-22 18:00:00 UTC; … is not here.
    bob > NS IDENTIFY alice :correct horse
    bob << You are logged in as alice.
    bob > NS SET ALWAYS-ON on
    bob < ${ns} bob :You stay when your last device goes.
    bob > NS SET PROTECT friendly
    bob < ${ns} bob :Your nick is kept as friendly.
    bob > NS SET PROTECT sometimes
    bob < ${ns} bob :There is no such setting: HELP SET lists them.
    bob > NS INFO
    bob < ${ns} bob :The account alice is there since 2026-11-22 18:00:00 UTC; its owner is here.
    bob < ${ns} bob :It has 0 certificates.
    bob < ${ns} bob :Always on: on.
    bob < ${ns} bob :Its nick is kept as friendly.
    bob > NS SET ALWAYS-ON default
    bob < ${ns} bob :Whether you stay without a device is as the server has it.
    bob > NS SET PROTECT default
    bob < ${ns} bob :Your nick is kept as the server keeps nicks.
  `));

test("DROP asks for a code first, and leaves nothing", async () => {
  const room = await roomWithAlice();
  await journey(
    room,
    `
    bob comes
    bob > NS DROP
    bob < ${ns} bob :You are not logged in.
    bob > NS DROP alice
    bob < ${ns} bob :alice is another's account.
    bob > NS IDENTIFY alice :correct horse
    bob << You are logged in as alice.
    bob > JOIN #mine
    bob << 366
    bob > PRIVMSG #mine :here
    carl comes
    carl > NS REGISTER long-enough
    carl << is yours
    carl > NS DROP alice
    carl < ${ns} carl :alice is another's account.
    bob > NS DROP
    bob << If you mean it`,
  );
  const code = room.server.host.logins.confirmation(
    `drop alice ${room.server.state.accounts.get("alice")?.registeredAt}`,
  );
  await journey(
    room,
    `
    bob > NS DROP alice 00000000
    bob < ${ns} bob :With the account alice goes all that it has, its channels' ranks too.
    bob < ${ns} bob :If you mean it: /msg NickServ DROP alice ${code}
    bob > NS DROP alice ${code}
    bob << 901
    bob < ${ns} bob :The account alice is no more.
    bob > NS IDENTIFY alice :correct horse
    bob < ${ns} bob :That is not the password.
    -- who takes the name next has none of it
    carl > NICK alice
    carl << NICK
    carl > NS LOGOUT
    carl << You are logged out.
    carl > NS REGISTER long-enough
    carl << is yours
    carl > JOIN #mine
    carl << 353 alice = #mine :bob alice
    carl << here
    bob < :alice!… JOIN #mine`,
  );
  room.close();
});

const operators = [
  { name: "boss", passwordHash: "hash of pw", rights: ["accounts"], masks: [] },
] as const;

test("operators with the right suspend accounts, reset their passwords, drop them", async () => {
  const room = await roomWithAlice({ operators });
  await journey(
    room,
    `
    boss comes
    boss > OPER boss pw
    boss << MODE
    al comes
    al > NS IDENTIFY alice :correct horse
    al << You are logged in as alice.
    boss > NS SUSPEND nobody spam
    boss < ${ns} boss :There is no account nobody.
    boss > NS SUSPEND ALICE too much spam
    boss < ${ns} boss :The account alice cannot be used any more.
    al < … 901 al al!~al@127.0.0.1 :You are now logged out
    al > NS IDENTIFY alice :correct horse
    al < ${ns} al :That account cannot be used now; ask those who run this server.
    al > NS IDENTIFY alice :wrong horse
    al < ${ns} al :That is not the password.
    boss > NS INFO alice
    boss << its owner is not here
    boss < ${ns} boss :It has 0 certificates.
    boss < ${ns} boss :Kept from use since 2026-11-22 18:00:00 UTC: too much spam
    boss > NS UNSUSPEND alice
    boss < ${ns} boss :The account alice can be used again.
    al > NS IDENTIFY alice :correct horse
    al << You are logged in as alice.
    boss > NS RESET alice
    boss < ${ns} boss :The account alice has the password … now; tell its owner.
    al > NS LOGOUT
    al << You are logged out.
    al > NS IDENTIFY alice :correct horse
    al < ${ns} al :That is not the password.
    boss > NS DROP alice ${room.server.host.logins.confirmation(
      `drop alice ${room.server.state.accounts.get("alice")?.registeredAt}`,
    )}
    boss < ${ns} boss :The account alice is no more.`,
  );
  room.close();
});

// ── Nicks ───────────────────────────────────────────────────────────────────────────────────

test("strict: nobody else can have the nick, not even for a moment", () =>
  withAlice(`
    bob comes
    bob > NICK alice
    bob < … 433 bob alice :Nickname belongs to an account; log in first, or choose another
    nina comes plain
    nina << nobody else
    nina > /nick alice
    nina < ! alice belongs to an account: log in first, or choose another nick
  `));

test("friendly: others can have it for a while, and are then called otherwise", async () => {
  const room = await roomWithAlice({
    accounts: { nickProtection: "friendly", nickGraceSeconds: 30 },
  });
  await journey(
    room,
    `
    carl comes
    carl > JOIN #a
    carl << 366
    bob comes
    bob > JOIN #a
    bob << 366
    carl << JOIN
    bob > NICK alice
    bob < :bob!… NICK alice
    bob < ${ns} alice :The nick alice belongs to an account. If it is yours log in within 30 …
    carl < :bob!… NICK alice
    time passes 29`,
  );
  sweep(room.server);
  await journey(room, "time passes 2");
  sweep(room.server);
  await journey(
    room,
    `
    bob >
    bob < :alice!… NICK amber-ant
    carl < :alice!… NICK amber-ant
    -- who logs in in time stays
    bob > NICK alice
    bob << NickServ
    carl << NICK
    bob > NS IDENTIFY :correct horse
    bob << You are logged in as alice.
    time passes 60`,
  );
  sweep(room.server);
  await journey(room, "bob >\ntime passes 1");
  assert.ok(room.server.state.nicks.has("alice"));
  room.close();
});

test("who logs out keeps the nick for as long, strict or not", async () => {
  const room = await roomWithAlice();
  await journey(
    room,
    `
    bob comes
    bob > NS IDENTIFY alice :correct horse
    bob << You are logged in as alice.
    bob > NICK alice
    bob << NICK
    bob > NS LOGOUT
    bob << belongs to an account
    bob < ${ns} alice :You are logged out.
    time passes 61`,
  );
  sweep(room.server);
  await journey(room, "bob >\nbob < :alice!… NICK amber-ant");
  room.close();
});

test("off: a nick is like any other, whatever the account wishes", () =>
  withAlice(
    `
    bob comes
    bob > NICK alice
    bob < :bob!… NICK alice
    `,
    { accounts: { nickProtection: "off" } },
  ));

test("a rehash that keeps nicks tells those who have another's", async () => {
  const room = await roomWithAlice({ accounts: { nickProtection: "off" } });
  await journey(room, "alice comes");
  const { config } = room.server;
  room.server.takeUp({ ...config, accounts: { ...config.accounts, nickProtection: "strict" } });
  await journey(room, "alice >\nalice < … NOTICE alice :The nick alice belongs to an account. …");
  room.close();
});

test("GHOST, RELEASE and REGAIN: one's nick from whoever has it", () =>
  withAlice(
    `
    thief comes
    thief > NICK alice
    thief << NickServ
    old comes
    old > NS GHOST alice
    old < ${ns} old :alice is not your nick.
    old > NS GHOST alice wrong-password
    old < ${ns} old :That is not the password.
    old > NS GHOST alice correct horse
    old << 900
    thief < ERROR :Closing Link: 127.0.0.1 (Ghost of old)
    old < ${ns} old :Whoever was called alice is gone.
    old > NS GHOST alice
    old < ${ns} old :There is nobody called alice.
    again comes
    again > NICK alice
    again << NickServ
    old > NS RELEASE alice
    again < :alice!… NICK amber-ant
    old < ${ns} old :alice is free again.
    again > NICK alice
    again << NickServ
    old > NS REGAIN alice
    again < :alice!… NICK amber-ant
    old < :old!… NICK alice
    old < ${ns} alice :You are alice again.
    old > NS REGAIN alice
    old < ${ns} alice :You are alice already.
  `,
    { accounts: { nickProtection: "friendly" } },
  ));

test("one is not locked out on an old client: another nick, then IDENTIFY and REGAIN", () =>
  withAlice(`
    old comes raw
    old > NICK alice
    old > USER alice 0 * :Alice
    old < … 433 * alice :…
    old > NICK alice_
    old << 422
    old > PRIVMSG NickServ :REGAIN alice correct horse
    old << 900
    old < :alice_!… NICK alice
    old < ${ns} alice :You are alice again.
  `));

// ── Plain people ────────────────────────────────────────────────────────────────────────────

test("plain: /register, /logout, /login; whoever has no nick yet has the account's", () =>
  play(
    `
    nina comes plain
    nina << nobody else
    nina > /register long-enough
    nina < * Choose a nick first.
    nina > /nick nina
    nina < * You are nina now.
    nina > /register long-enough
    nina < * You are logged in as nina.
    nina < * The account nina is yours. Its password is known to nobody but you.
    nina > /logout
    nina < * You are logged out.
    nina < * The nick nina belongs to an account. …
    nina > /quit
    nina < * Goodbye!
    otto comes plain
    otto << nobody else
    otto > /login nina wrong-password
    otto < * That is not the password.
    otto > /login nina long-enough
    otto < * You are logged in as nina.
    otto < * You are nina now.
    otto > /login
    otto < ! /login NAME PASSWORD
  `,
  ));
