/** PASS: the server's password, and the account of who knows no SASL. */
import { test } from "node:test";
import { play } from "../journey.ts";
import { withAlice } from "../sasl.ts";

const arrival = `
    old > NICK alice
    old > USER alice 0 * :Alice
`;
const inAsAlice = `
    old < … 900 alice alice!alice@… alice :You are now logged in as alice
    old << 001 alice
    old << 422
    old > WHOIS alice
    old << 330 alice alice alice
    old << 318
`;

test("PASS account:password logs in, and lets one have the account's nick", () =>
  withAlice(`
    old comes raw
    old > PASS :ALICE:correct horse
    ${arrival}
    ${inAsAlice}
  `));

test("a wrong one is 464, and lets nobody in under another's name", () =>
  withAlice(`
    old comes raw
    old > PASS :alice:battery staple
    ${arrival}
    old < … 464 * :Password incorrect
    old < ERROR :Closing Link: 127.0.0.1 (Bad password)
    old <>
    nobody comes raw
    nobody > PASS nobody:correct
    nobody > NICK nobody
    nobody > USER nobody 0 * :Nobody
    nobody < … 464 * :Password incorrect
    nobody < ERROR :Closing Link: 127.0.0.1 (Bad password)
  `));

test("a password that names no account is nobody's concern where none is asked for", () =>
  withAlice(`
    old comes raw
    old > PASS secret
    old > NICK bob
    old > USER bob 0 * :Bob
    old << 422
    other comes raw
    other > PASS ::secret
    other > NICK carl
    other > USER carl 0 * :Carl
    other << 422
  `));

test("without it one is told that the nick belongs to an account, and can take another", () =>
  withAlice(`
    old comes raw
    ${arrival}
    old < … 433 * alice :Nickname belongs to an account; log in first, or choose another
    old > NICK alice_
    old << 422
  `));

const guarded = { server: { password: "open sesame" } };
const register = `
    maker comes raw
    maker > PASS :open sesame
    maker > NICK maker
    maker > USER maker 0 * :Maker
    maker << 422
    maker > REGISTER alice * :correct horse
    maker << SUCCESS
    maker goes
`;

test("where the server has a password, the account stands behind it and a slash", () =>
  play(
    `
    ${register}
    old comes raw
    old > PASS :open sesame/alice:correct horse
    ${arrival}
    ${inAsAlice}
    -- the account's alone opens nothing
    other comes raw
    other > PASS :alice:correct horse
    other > NICK other
    other > USER other 0 * :Other
    other < … 464 * :Password incorrect
    other < ERROR …
    wrong comes raw
    wrong > PASS :open sesame/alice:battery staple
    wrong > NICK wrong
    wrong > USER wrong 0 * :Wrong
    wrong < … 464 * :Password incorrect
    wrong < ERROR …
    near comes raw
    near > PASS :open sesamealice:correct horse
    near > NICK near
    near > USER near 0 * :Near
    near < … 464 …
    near < ERROR …
    `,
    guarded,
  ));

test("who has logged in by SASL is not asked again", () =>
  withAlice(`
    old comes raw
    old > PASS :alice:battery staple
    old > CAP REQ :sasl
    old << ACK
    old > AUTHENTICATE PLAIN
    old < AUTHENTICATE +
    old > AUTHENTICATE AGFsaWNlAGNvcnJlY3QgaG9yc2U=
    old << 903
    ${arrival}
    old > CAP END
    old << 001 alice
    old << 422
  `));

test("the line of the registration waits for the password, and all others behind it", () =>
  withAlice(`
    old comes raw
    old > PASS :alice:correct horse
    old > NICK alice
    old > USER alice 0 * :Alice
    old << 422
    old > PRIVMSG alice :to myself
    old < :alice!~alice@127.0.0.1 PRIVMSG alice :to myself
  `));
