/** casemapping = "precis": names in letters of every script (RFC 8265, for IRC). */
import { test } from "node:test";
import { play } from "../journey.ts";

const config = { server: { casemapping: "precis" as const } };

test("005 tells ascii for those who know no other, and rfc8265", () =>
  play(
    `
    alice comes
    alice > ISUPPORT
    alice < … CASEMAPPING=ascii …
    alice << UTF8MAPPING=rfc8265
    alice > PING x
    alice < …PONG…
  `,
    config,
  ));

test("nicks are of every script, and the same in large and small letters", () =>
  play(
    `
    zoé comes as Zoé
    alice comes
    alice > NICK ZOÉ
    alice < :banter.test 433 alice ZOÉ :Nickname is already in use
    alice > PRIVMSG zOÉ :hello
    zoé < :alice!~alice@127.0.0.1 PRIVMSG Zoé :hello
    alice > NICK Мария
    alice < :alice!~alice@127.0.0.1 NICK Мария
    zoé > WHOIS МАРИЯ
    zoé < :banter.test 311 Zoé Мария ~alice 127.0.0.1 * :alice of Test
    zoé << 318
    zoé > MONITOR + МАРИЯ,田中
    zoé < :banter.test 730 Zoé :Мария!~alice@127.0.0.1
    zoé < :banter.test 731 Zoé :田中
    zoé > NICK zoé
    zoé < :Zoé!~Zo@127.0.0.1 NICK zoé
  `,
    config,
  ));

test("what is not in its own form, or is no name, is refused", () =>
  play(
    `
    alice comes
    alice > NICK Ａｌｉｃｅ
    alice < :banter.test 432 alice Ａｌｉｃｅ :Erroneous nickname
    alice > NICK Zoe\u0301
    alice < :banter.test 432 …
    alice > NICK a\u200db
    alice < :banter.test 432 …
    alice > NICK ☕
    alice < :banter.test 432 …
    alice > NICK aש
    alice < :banter.test 432 …
    alice > JOIN #☕
    alice < :banter.test 476 alice #☕ :Bad Channel Mask
  `,
    config,
  ));

test("channels are the same in large and small letters, and so are masks", () =>
  play(
    `
    alice comes
    jürgen comes
    alice > JOIN #Café
    alice << 366
    alice > MODE #CAFÉ +b JÜRGEN
    alice < :alice!~alice@127.0.0.1 MODE #Café +b JÜRGEN!*@*
    jürgen > JOIN #cafÉ
    jürgen < :banter.test 474 jürgen #Café :Cannot join channel (+b)
    alice > MODE #café -b jürgen
    alice < :alice!~alice@127.0.0.1 MODE #Café -b JÜRGEN!*@*
    jürgen > JOIN #cafÉ
    jürgen << 366 jürgen #Café
    alice < :jürgen!~jrgen@127.0.0.1 JOIN #Café
  `,
    config,
  ));

test("without it nicks are ASCII, and letters beyond it are different in each case", () =>
  play(`
    alice comes
    alice > NICK Zoé
    alice < :banter.test 432 alice Zoé :Erroneous nickname
    alice > JOIN #É,#é
    alice << 366 alice #É
    alice << 366 alice #é
  `));
