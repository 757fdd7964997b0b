/** Registration: NICK, USER, PASS in any order, and what is answered before it is complete. */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

test("the welcome has its numerics in order", () =>
  play(`
    alice comes raw
    alice > NICK alice
    alice > USER al 0 * :Alice A.
    alice < :banter.test 001 alice :Welcome to the Banter Network, alice!~al@127.0.0.1
    alice < :banter.test 002 alice :Your host is banter.test, running version banter-test
    alice < :banter.test 003 alice :This server was started 2026-11-22 18:00:00 UTC
    alice < :banter.test 004 alice banter.test banter-test BR…osw C…v I…v
    alice <+ :banter.test 005 alice … :are supported by this server
    alice < :banter.test 251 alice :There are 0 users and 1 invisible on 1 servers
    alice < :banter.test 254 alice 0 :channels formed
    alice < :banter.test 255 alice :I have 1 clients and 0 servers
    alice < :banter.test 265 alice 1 1 :Current local users 1, max 1
    alice < :banter.test 266 alice 1 1 :Current global users 1, max 1
    alice < :banter.test 221 alice +i
    alice < :banter.test 422 alice :There is no message of the day
  `));

test("USER may come before NICK", () =>
  play(`
    alice comes raw
    alice > USER al 0 * :Alice
    alice > NICK alice
    alice << 001 alice
    alice << 422
    alice > WHOIS alice
    alice < :banter.test 311 alice alice ~al 127.0.0.1 * :Alice
    alice << 318
  `));

test("nicks are refused at once, and another may be chosen", () =>
  play(`
    bob comes
    alice comes raw
    alice > NICK
    alice < :banter.test 431 * :No nickname given
    alice > NICK :
    alice < :banter.test 431 * :No nickname given
    alice > NICK 4lice
    alice < :banter.test 432 * 4lice :Erroneous nickname
    alice > NICK :al ice
    alice < :banter.test 432 * * :Erroneous nickname
    alice > NICK ::alice
    alice < :banter.test 432 * * :Erroneous nickname
    alice > NICK #alice
    alice < :banter.test 432 * #alice :Erroneous nickname
    alice > NICK al!ce
    alice < :banter.test 432 * al!ce :Erroneous nickname
    alice > NICK BOB
    alice < :banter.test 433 * BOB :Nickname is already in use
    alice > USER al 0 * :Alice
    alice > NICK alice
    alice << 001 alice
    alice << 422
  `));

test("of two who want one nick the first to be complete has it", () =>
  play(`
    one comes raw
    two comes raw
    one > NICK carol
    two > NICK carol
    two > USER two 0 * :Two
    two << 001 carol
    two << 422
    one > USER one 0 * :One
    one < :banter.test 433 * carol :Nickname is already in use
    one > NICK carol2
    one << 001 carol2
    one << 422
  `));

test("USER needs all it has, and comes once", () =>
  play(`
    alice comes raw
    alice > USER
    alice < :banter.test 461 * USER :Not enough parameters
    alice > USER al 0 *
    alice < :banter.test 461 * USER :Not enough parameters
    alice > USER :
    alice < :banter.test 461 * USER :Not enough parameters
    alice > USER al 0 * :
    alice < :banter.test 461 * USER :Not enough parameters
    alice > NICK alice
    alice > USER al*i@ce!that_is_longer_than_eighteen 0 * Alice
    alice << 001 alice :Welcome to the Banter Network, alice!~alicethat_is_long@127.0.0.1
    alice << 422
    alice > USER al 0 * :Alice
    alice < :banter.test 462 alice :You may not reregister
    alice > PASS x
    alice < :banter.test 462 alice :You may not reregister
  `));

test("before registration little is answered", () =>
  play(`
    alice comes raw
    alice > NICK alice
    alice > JOIN #lobby
    alice < :banter.test 451 * :You have not registered
    alice > PRIVMSG bob :hello
    alice < :banter.test 451 * :You have not registered
    alice > NONSENSE
    alice < :banter.test 451 * :You have not registered
    alice > PING here
    alice < :banter.test PONG banter.test here
    alice > PONG whatever
    alice > NOTICE bob :is never answered
    alice > QUIT :no more
    alice < ERROR :Closing Link: 127.0.0.1 (Quit: no more)
    alice <>
  `));

test("a password is asked for, and its guessing is bounded", () =>
  play(
    `
    right comes raw
    right > PASS
    right < :banter.test 461 * PASS :Not enough parameters
    right > PASS wrong
    right > PASS open sesame
    right > PASS :open sesame
    right > NICK right
    right > USER right 0 * :Right
    right << 001 right
    right << 422
    none comes raw
    none > NICK none
    none > USER none 0 * :None
    none < :banter.test 464 * :Password incorrect
    none < ERROR :Closing Link: 127.0.0.1 (Bad password)
    none <>
    wrong comes raw
    wrong > PASS :close sesame
    wrong > NICK wrong
    wrong > USER wrong 0 * :Wrong
    wrong < :banter.test 464 * :Password incorrect
    wrong < ERROR :Closing Link: 127.0.0.1 (Bad password)
    wrong <>
    late comes raw
    late > PASS :open sesame
    late > NICK late
    late > USER late 0 * :Late
    late < ERROR :Closing Link: 127.0.0.1 (Too many wrong passwords; try again later)
    time passes 301
    later comes raw
    later > PASS :open sesame
    later > NICK later
    later > USER later 0 * :Later
    later << 001 later
    later << 422
  `,
    {
      server: { password: "open sesame" },
      login: { attemptsMax: 2, windowSeconds: 300 },
    },
  ));

test("PING is answered with its token, the first of two", () =>
  play(`
    alice comes
    alice > PING
    alice < :banter.test 461 alice PING :Not enough parameters
    alice > PING :
    alice < :banter.test 409 alice :No origin specified
    alice > PING one
    alice < :banter.test PONG banter.test one
    alice > PING :one two
    alice < :banter.test PONG banter.test :one two
    alice > PING one two
    alice < :banter.test PONG banter.test one
    alice > PONG
    alice > pong x
  `));

test("QUIT is told with its reason, which may be empty or long", () =>
  play(
    `
    alice comes
    bob comes
    carol comes
    dave comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    bob < …JOIN #a
    dave > QUIT :nobody shares a channel
    dave < ERROR :Closing Link: 127.0.0.1 (Quit: nobody shares a channel)
    carol > QUIT
    carol < ERROR :Closing Link: 127.0.0.1 (Quit: )
    carol <>
    alice < :carol!~carol@127.0.0.1 QUIT :Quit:…
    bob < :carol!~carol@127.0.0.1 QUIT :Quit:…
    bob > QUIT :${"1234567890".repeat(10)}
    bob < ERROR :Closing Link: 127.0.0.1 (Quit: ${"1234567890".repeat(7)}1234)
    alice < :bob!~bob@127.0.0.1 QUIT :Quit: ${"1234567890".repeat(7)}1234
  `,
    { limits: { ...limitsDefault, quitLengthMax: 80 } },
  ));

test("a long goodbye before registration comes back within a line", () =>
  play(`
    alice comes raw
    alice > CAP LIST
    alice < …
    alice > QUIT :${"x".repeat(504)}
    alice < ERROR :Closing Link: 127.0.0.1 (Quit: ${"x".repeat(510 - 39)})
    alice <>
  `));
