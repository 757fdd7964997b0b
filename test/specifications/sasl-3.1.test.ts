/** sasl-3.1: the AUTHENTICATE command, before registration. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey } from "../journey.ts";
import { TooBusy } from "../../src/server/bounded.ts";
import { sweep } from "../../src/server/sweep.ts";
import { TestRoom } from "../room.ts";
import { base64, plainResponse, roomWithAlice, saltIn, ScramClient, withAlice } from "../sasl.ts";

const right = plainResponse("alice", "correct horse");
const wrong = plainResponse("alice", "battery staple");

const asking = `
    jilles comes raw
    jilles > CAP REQ :sasl
    jilles < … CAP * ACK sasl
    jilles > NICK jilles
    jilles > USER jilles 0 * :Jilles
`;
const authenticating = `
    ${asking}
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
`;
const loggedIn = "jilles < … 900 jilles jilles!jilles@… alice :You are now logged in as alice";

test("the capability must be enabled before AUTHENTICATE is used", () =>
  withAlice(`
    jilles comes raw
    jilles > NICK jilles
    jilles > AUTHENTICATE PLAIN
    jilles < … 904 jilles :SASL authentication failed: ask for sasl first
  `));

test("a client-first mechanism is answered with +; 900 and 903 say that one is logged in", () =>
  withAlice(`
    ${authenticating}
    jilles > AUTHENTICATE ${right}
    ${loggedIn}
    jilles < … 903 jilles :SASL authentication successful
    jilles > CAP END
    jilles << 001
    jilles << 422
    jilles > WHOIS jilles
    jilles << 330 jilles jilles alice
    jilles << 318
  `));

test("before a nick has been said the numerics have * in its place", () =>
  withAlice(`
    jilles comes raw
    jilles > CAP REQ :sasl
    jilles << ACK
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE ${right}
    jilles < … 900 * *!*@… alice :You are now logged in as alice
    jilles < … 903 * :SASL authentication successful
  `));

test("the mechanism's name is taken in any case, the account's as nicks are", () =>
  withAlice(`
    ${asking}
    jilles > authenticate plain
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE ${plainResponse("ALICE", "correct horse", "alice")}
    ${loggedIn}
    jilles < … 903 …
  `));

test("if the mechanism is not there 904 follows, 908 before it names those that are", () =>
  withAlice(`
    ${asking}
    jilles > AUTHENTICATE DH-AES
    jilles < … 908 jilles OAUTHBEARER,PLAIN,SCRAM-SHA-256 :are available SASL mechanisms
    jilles < … 904 jilles :SASL authentication failed
    -- the session is as it was: another can be tried
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
  `));

test("without the mechanism's name there is nothing to begin", () =>
  withAlice(`
    ${asking}
    jilles > AUTHENTICATE
    jilles < … 461 * AUTHENTICATE :Not enough parameters
  `));

test("wrong credentials are 904, and one may try again", () =>
  withAlice(`
    ${authenticating}
    jilles > AUTHENTICATE ${wrong}
    jilles < … 904 jilles :SASL authentication failed
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE ${right}
    jilles < … 900 …
    jilles < … 903 …
  `));

test("what cannot be read is 904: no Base64, no three parts, another's name, no such account", () =>
  withAlice(
    [
      "no base64!",
      base64("alice"),
      base64("\0alice"),
      plainResponse("alice", "correct horse", "bob"),
      plainResponse("nobody", "correct horse"),
      "+",
    ]
      .map(
        (response, n) => `
    p${n} comes raw
    p${n} > CAP REQ :sasl
    p${n} << ACK
    p${n} > AUTHENTICATE PLAIN
    p${n} < AUTHENTICATE +
    p${n} > AUTHENTICATE :${response}
    p${n} < … 904 * :SASL authentication failed`,
      )
      .join("\n"),
  ));

test("a response comes in chunks of 400; after a last one that is full comes +", async () => {
  const room = new TestRoom();
  // \0alice\0 and so much more that the Base64 is just 400, or 800, or a little over.
  for (const [name, length] of [
    ["full", 300 - 7],
    ["fuller", 600 - 8],
    ["over", 301],
  ] as const) {
    const password = "pass word ".repeat(60).slice(0, Math.min(length, 300) - name.length);
    await journey(
      room,
      `${name} comes draft/account-registration
       ${name} > REGISTER * * :${password}
       ${name} << SUCCESS
       ${name} goes`,
    );
    // The authzid may fill it up, as long as it is the same account.
    const response = plainResponse(name, password, length > 301 ? name : "");
    const chunks: string[] = response.match(/.{1,400}/g) ?? [];
    if (response.length % 400 === 0) chunks.push("+");
    await journey(
      room,
      `${name}2 comes raw
       ${name}2 > CAP REQ :sasl
       ${name}2 << ACK
       ${name}2 > AUTHENTICATE PLAIN
       ${name}2 < AUTHENTICATE +
       ${chunks.map((chunk) => `${name}2 > AUTHENTICATE ${chunk}`).join("\n")}
       ${name}2 < … 900 * … ${name} :…
       ${name}2 < … 903 …`,
    );
  }
  room.close();
});

test("a line of more than 400 is 905, and so is a response without end", () =>
  withAlice(`
    ${authenticating}
    jilles > AUTHENTICATE ${"A".repeat(401)}
    jilles < … 905 jilles :SASL message too long
    jilles > AUTHENTICATE ${"A".repeat(401)}
    jilles < … 905 jilles :SASL message too long
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
    ${`jilles > AUTHENTICATE ${"A".repeat(400)}\n`.repeat(11)}
    jilles < … 905 jilles :SASL message too long
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE ${right}
    jilles < … 900 …
    jilles < … 903 …
  `));

test("an asterisk aborts with 906, in the middle or before", () =>
  withAlice(`
    ${authenticating}
    jilles > AUTHENTICATE *
    jilles < … 906 jilles :SASL authentication aborted
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE ${"A".repeat(400)}
    jilles > AUTHENTICATE *
    jilles < … 906 jilles :SASL authentication aborted
    jilles > AUTHENTICATE *
    jilles < … 906 jilles :SASL authentication aborted
    -- nothing of what had been said is left
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE ${right}
    jilles < … 900 …
    jilles < … 903 …
  `));

test("who completes the registration meanwhile is told 906, and is not logged in", () =>
  withAlice(`
    ${authenticating}
    jilles > CAP END
    jilles < … 906 jilles :SASL authentication aborted
    jilles << 001
    jilles << 422
    jilles > WHOIS jilles
    jilles << 312
    jilles << 317
    jilles < … 318 …
    -- and what it still says of it is no mechanism
    jilles > AUTHENTICATE ${right}
    jilles << 908
    jilles < … 904 …
  `));

test("a registration waits for the password that is being looked at", async () => {
  const room = await roomWithAlice();
  const peer = room.connect();
  peer.write("CAP REQ :sasl\r\nNICK al\r\nUSER al 0 * :Al\r\nAUTHENTICATE PLAIN\r\n");
  peer.write(`AUTHENTICATE ${right}\r\nCAP END\r\nWHOIS al\r\n`);
  await room.settled();
  const numerics = [...peer.take().matchAll(/^:\S+ (\d{3}) /gm)].map(([, numeric]) => numeric);
  assert.deepEqual(numerics.slice(0, 3), ["900", "903", "001"]);
  assert.ok(numerics.includes("330"));
  room.close();
});

test("who begins and never ends is told so after a while", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    jilles comes sasl
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
    time passes 59`,
  );
  sweep(room.server);
  await journey(room, "time passes 2");
  sweep(room.server);
  await journey(
    room,
    `
    jilles >
    jilles < … 904 jilles :SASL authentication failed: it took too long
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +`,
  );
  room.close();
});

test("902 is for an account that an operator keeps from use, once the password was right", () =>
  withAlice(
    `
    boss comes
    boss > OPER boss pw
    boss << MODE
    boss > NS SUSPEND alice spam
    boss << NickServ
    ${authenticating}
    jilles > AUTHENTICATE ${wrong}
    jilles < … 904 jilles :SASL authentication failed
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE ${right}
    jilles < … 902 jilles :This account cannot be used now
  `,
    {
      operators: [{ name: "boss", passwordHash: "hash of pw", rights: ["accounts"], masks: [] }],
    },
  ));

test("EXTERNAL: the certificate says who one is; it is offered to who has one", () =>
  withAlice(`
    key comes certificate abcd draft/account-registration
    key > REGISTER * * :with a key of its own
    key << SUCCESS
    key goes
    jilles comes certificate abcd raw
    jilles > CAP REQ :sasl
    jilles << ACK
    jilles > AUTHENTICATE EXTERNAL
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE +
    jilles < … 900 * *!*@… key :You are now logged in as key
    jilles < … 903 …
    -- nobody becomes another by it
    jilles > AUTHENTICATE EXTERNAL
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE ${base64("alice")}
    jilles < … 904 …
    jilles > AUTHENTICATE EXTERNAL
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE ${base64("KEY")}
    jilles < … 900 …
    jilles < … 903 …
    -- one that no account has
    other comes certificate 1234 raw
    other > CAP REQ :sasl
    other << ACK
    other > AUTHENTICATE EXTERNAL
    other < AUTHENTICATE +
    other > AUTHENTICATE +
    other < … 904 …
    -- none at all
    none comes secure raw
    none > CAP REQ :sasl
    none << ACK
    none > AUTHENTICATE EXTERNAL
    none < … 908 * OAUTHBEARER,PLAIN,SCRAM-SHA-256 :are available SASL mechanisms
    none < … 904 …
  `));

/** The challenge that the server has just sent. */
async function challenge(room: TestRoom, peer: ReturnType<TestRoom["connect"]>): Promise<string> {
  await room.settled();
  const [, text = ""] = /AUTHENTICATE (\S+)\r\n$/.exec(peer.take()) ?? [];
  return text;
}

async function scram(room: TestRoom, client: ScramClient) {
  const peer = room.connect();
  peer.write("CAP REQ :sasl\r\nAUTHENTICATE SCRAM-SHA-256\r\n");
  assert.equal(await challenge(room, peer), "+");
  peer.write(`AUTHENTICATE ${client.opening}\r\n`);
  const asked = await challenge(room, peer);
  peer.write(`AUTHENTICATE ${client.answer(asked)}\r\n`);
  await room.settled();
  return { peer, asked, said: peer.take() };
}

test("SCRAM-SHA-256: four messages, and an empty one when the server was right, too", async () => {
  const room = await roomWithAlice();
  const client = new ScramClient("Alice", "correct horse");
  const { peer, said } = await scram(room, client);
  assert.equal(said, `AUTHENTICATE ${client.expected}\r\n`);
  peer.write("AUTHENTICATE +\r\n");
  await room.settled();
  assert.match(peer.take(), / 900 \* \*!\*@\S+ alice :.*\r\n.* 903 /);
  room.close();
});

test("SCRAM-SHA-256: a wrong password is 904; a name that nobody has looks no other", async () => {
  const room = await roomWithAlice();
  const wrongly = await scram(room, new ScramClient("alice", "battery staple"));
  assert.match(wrongly.said, / 904 /);
  const nobody = await scram(room, new ScramClient("nobody", "correct horse"));
  const again = await scram(room, new ScramClient("NOBODY", "correct horse"));
  assert.match(nobody.said, / 904 /);
  assert.equal(saltIn(nobody.asked), saltIn(again.asked), "the salt is always the same");
  assert.match(saltIn(nobody.asked), /^s=[A-Za-z0-9+/]{22}==,i=\d+$/);
  room.close();
});

test("a name that nobody has costs a look at a password as any other", async () => {
  const looked: string[] = [];
  const verifyPassword = (password: string, hash: string) => {
    looked.push(hash);
    return Promise.resolve(`hash of ${password}` === hash);
  };
  const room = new TestRoom({}, { verifyPassword });
  room.account("alice");
  room.server.log.append("", {
    type: "registerAccount",
    name: "keyless",
    credentials: { passwordHash: null, scram: null },
    fingerprints: [],
    email: null,
    verification: null,
  });
  for (const name of ["alice", "nobody", "keyless", "not a name", ""])
    await journey(
      room,
      `
      x${looked.length} comes raw
      x${looked.length} > CAP REQ :sasl
      x${looked.length} << ACK
      x${looked.length} > AUTHENTICATE PLAIN
      x${looked.length} < AUTHENTICATE +
      x${looked.length} > AUTHENTICATE ${plainResponse(name || "?", "a bell \x07 in it")}
      x${looked.length} < … 904 * :SASL authentication failed`,
    );
  assert.equal(looked.length, 5);
  assert.equal(looked[0], "hash of alice's");
  assert.equal(new Set(looked.slice(1)).size, 1, "nobody's");
  room.close();
});

test("when too many passwords are being looked at one is told to come again", async () => {
  const room = new TestRoom(
    {},
    {
      verifyPassword: () => Promise.reject(new TooBusy("busy")),
      makeCredentials: () => Promise.reject(new TooBusy("busy")),
    },
  );
  room.account("alice");
  await journey(
    room,
    `
    bob comes sasl draft/account-registration
    bob > AUTHENTICATE PLAIN
    bob < AUTHENTICATE +
    bob > AUTHENTICATE ${plainResponse("alice", "alice's")}
    bob < … 904 bob :SASL authentication failed: the server is busy; try again later
    bob > REGISTER * * :long enough
    bob < … FAIL REGISTER TEMPORARILY_UNAVAILABLE bob :There is too much to do; try again later
    bob > NS IDENTIFY alice alice's
    bob < … NOTICE bob :There is too much to do; try again later.`,
  );
  room.close();
});

test("guessing is bounded for an address, and for an account from everywhere", () =>
  withAlice(
    `
    ${[1, 2, 3]
      .map(
        (n) => `
    g${n} comes from 203.0.113.${n} sasl
    g${n} > AUTHENTICATE PLAIN
    g${n} < AUTHENTICATE +
    g${n} > AUTHENTICATE ${wrong}
    g${n} << 904
    g${n} > AUTHENTICATE PLAIN
    g${n} < AUTHENTICATE +
    g${n} > AUTHENTICATE ${n === 1 ? plainResponse("bob", "battery staple") : wrong}
    g${n} << 904`,
      )
      .join("\n")}
    -- of its own address there were two
    g1 > AUTHENTICATE PLAIN
    g1 < AUTHENTICATE +
    g1 > AUTHENTICATE ${plainResponse("carl", "battery staple")}
    g1 < … 904 g1 :SASL authentication failed: too many attempts; try again later
    -- of alice there were five, and now not even the right password is looked at
    g4 comes from 203.0.113.4 sasl
    g4 > AUTHENTICATE PLAIN
    g4 < AUTHENTICATE +
    g4 > AUTHENTICATE ${right}
    g4 < … 904 g4 :SASL authentication failed: too many attempts; try again later
    time passes 301
    g4 > AUTHENTICATE PLAIN
    g4 < AUTHENTICATE +
    g4 > AUTHENTICATE ${right}
    g4 < … 900 …
    g4 < … 903 …
  `,
    { login: { attemptsMax: 2, accountAttemptsMax: 5, windowSeconds: 300 } },
  ));
