/** sasl-ir, draft: https://github.com/ircv3/ircv3-specifications/pull/520 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { plainResponse, roomWithAlice, saltIn, ScramClient, withAlice } from "../sasl.ts";

const right = plainResponse("alice", "correct horse");
const wrong = plainResponse("alice", "battery staple");

const asking = `
    jilles comes raw
    jilles > CAP REQ :sasl
    jilles < … CAP * ACK sasl
    jilles > NICK jilles
    jilles > USER jilles 0 * :Jilles
`;
const success = `
    jilles < … 900 jilles jilles!jilles@… alice :You are now logged in as alice
    jilles < … 903 jilles :SASL authentication successful
`;

test("the capability is offered, and can be asked for", () =>
  withAlice(`
    jilles comes raw
    jilles > CAP LS 302
    jilles <caps draft/sasl-ir
    jilles > CAP REQ :sasl draft/sasl-ir
    jilles < … ACK :sasl draft/sasl-ir
  `));

test("the first AUTHENTICATE may bring the first response, with the capability and without", () =>
  withAlice(`
    ${asking}
    jilles > AUTHENTICATE PLAIN ${right}
    ${success}
  `));

test("it is the same as with a line more", () =>
  withAlice(`
    ${asking}
    jilles > AUTHENTICATE PLAIN ${wrong}
    jilles < … 904 jilles :SASL authentication failed
    jilles > AUTHENTICATE PLAIN
    jilles < AUTHENTICATE +
    jilles > AUTHENTICATE ${right}
    ${success}
  `));

test("a response of 400 bytes goes on in further lines, without the mechanism's name", () => {
  const long = plainResponse("alice", "x".repeat(300));
  const [first, rest] = [long.slice(0, 400), long.slice(400)];
  assert.ok(rest.length > 0 && rest.length < 400);
  // As base64 of 300 bytes: its last line is full, and so another follows.
  const even = plainResponse("alice", "x".repeat(293));
  assert.equal(even.length, 400);
  return withAlice(`
    ${asking}
    jilles > AUTHENTICATE PLAIN ${first}
    jilles > AUTHENTICATE ${rest}
    jilles < … 904 jilles :SASL authentication failed
    jilles > AUTHENTICATE PLAIN ${even}
    jilles > AUTHENTICATE +
    jilles < … 904 jilles :SASL authentication failed
    jilles > AUTHENTICATE PLAIN ${right}
    ${success}
  `);
});

test("more than 400 bytes at once are too long", () =>
  withAlice(`
    ${asking}
    jilles > AUTHENTICATE PLAIN ${"A".repeat(404)}
    jilles < … 905 jilles :SASL message too long
    jilles > AUTHENTICATE PLAIN ${right}
    ${success}
  `));

test("what is not base64 fails; and so does an unknown mechanism, whatever comes with it", () =>
  withAlice(`
    ${asking}
    jilles > AUTHENTICATE PLAIN ???
    jilles < … 904 jilles :SASL authentication failed
    jilles > AUTHENTICATE DANCE ${right}
    jilles < … 908 jilles OAUTHBEARER,PLAIN,SCRAM-SHA-256 :are available SASL mechanisms
    jilles < … 904 jilles :SASL authentication failed
    jilles > AUTHENTICATE PLAIN ${right}
    ${success}
  `));

test("an empty response is +", () =>
  withAlice(`
    key comes certificate abcd draft/account-registration
    key > REGISTER * * :with a key of its own
    key << SUCCESS
    key goes
    jilles comes certificate abcd raw
    jilles > CAP REQ :sasl
    jilles << ACK
    jilles > AUTHENTICATE EXTERNAL +
    jilles < … 900 * *!*@… key :You are now logged in as key
    jilles < … 903 …
    jilles > AUTHENTICATE PLAIN +
    jilles < … 904 …
  `));

test("a mechanism of several messages goes on from there", async () => {
  const room = await roomWithAlice();
  const peer = room.connect();
  const client = new ScramClient("alice", "correct horse");
  peer.write(`CAP REQ :sasl\r\nAUTHENTICATE SCRAM-SHA-256 ${client.opening}\r\n`);
  await room.settled();
  const [, challenge = ""] = /AUTHENTICATE (\S+)\r\n$/.exec(peer.take()) ?? [];
  assert.ok(saltIn(challenge));
  peer.write(`AUTHENTICATE ${client.answer(challenge)}\r\nAUTHENTICATE +\r\n`);
  await room.settled();
  assert.match(peer.take(), / 900 \* \*!\*@\S+ alice :.*\r\n.* 903 /);
  room.close();
});
