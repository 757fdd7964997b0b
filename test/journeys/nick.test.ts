/** NICK after registration: who hears it, what is refused, and which names are one name. */
import { test } from "node:test";
import { play } from "../journey.ts";

test("all who share a channel hear it, each once", () =>
  play(`
    alice comes
    bob comes
    eve comes
    alice > JOIN #a,#b
    alice << 366
    alice << 366
    bob > JOIN #a,#b
    bob << 366
    bob << 366
    alice < …JOIN #a
    alice < …JOIN #b
    bob > NICK robert
    bob < :bob!~bob@127.0.0.1 NICK robert
    alice < :bob!~bob@127.0.0.1 NICK robert
    alice > PRIVMSG robert :hello
    bob < :alice!~alice@127.0.0.1 PRIVMSG robert :hello
    alice > PRIVMSG bob :hello
    alice < :banter.test 401 alice bob :No such nick/channel
  `));

test("what cannot be a nick is refused", () =>
  play(`
    alice comes
    bob comes
    alice > NICK
    alice < :banter.test 431 alice :No nickname given
    alice > NICK :
    alice < :banter.test 431 alice :No nickname given
    alice > NICK 1alice
    alice < :banter.test 432 alice 1alice :Erroneous nickname
    alice > NICK -alice
    alice < :banter.test 432 alice -alice :Erroneous nickname
    alice > NICK :two words
    alice < :banter.test 432 alice * :Erroneous nickname
    alice > NICK a.b
    alice < :banter.test 432 alice a.b :Erroneous nickname
    alice > NICK älice
    alice < :banter.test 432 alice älice :Erroneous nickname
    alice > NICK ${"a".repeat(31)}
    alice < :banter.test 432 alice ${"a".repeat(31)} :Erroneous nickname
    alice > NICK ${"a".repeat(30)}
    alice < …NICK ${"a".repeat(30)}
    alice > NICK Bob
    alice < :banter.test 433 ${"a".repeat(30)} Bob :Nickname is already in use
    alice > NICK [a]{b}\\|c-^_\`1
    alice < …NICK [a]{b}\\|c-^_\`1
  `));

test("the case of one's own nick may change; the same again is no news", () =>
  play(`
    alice comes
    alice > NICK alice
    alice > NICK ALICE
    alice < :alice!~alice@127.0.0.1 NICK ALICE
    alice > WHOIS alice
    alice < :banter.test 311 ALICE ALICE ~alice 127.0.0.1 * :alice of Test
    alice << 318
  `));

test("by default only letters fold; with rfc1459 brackets do too", async () => {
  await play(`
    a[1] comes
    a{1} comes
    a[1] > JOIN #x[]
    a[1] << 366
    a{1} > JOIN #x{}
    a{1} << 366 a{1} #x{}
  `);
  await play(
    `
    a[1]^ comes
    bob comes
    bob > NICK A{1}~
    bob < :banter.test 432 bob A{1}~ :Erroneous nickname
    bob > NICK A{1}^
    bob < :banter.test 433 bob A{1}^ :Nickname is already in use
    bob > PRIVMSG a{1}^ :hello
    a[1]^ < :bob!~bob@127.0.0.1 PRIVMSG a[1]^ :hello
    bob > JOIN #X[]\\~
    bob << 366
    a[1]^ > JOIN #x{}|^
    a[1]^ < :a[1]^!~a1@127.0.0.1 JOIN #X[]\\~
    a[1]^ << 366
    bob < …JOIN #X[]\\~
  `,
    { server: { casemapping: "rfc1459" } },
  );
});

test("channels fold too: the name is as it was first written", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #Lobby
    alice << 366
    bob > JOIN #LOBBY
    bob < :bob!~bob@127.0.0.1 JOIN #Lobby
    bob << 366 bob #Lobby
    alice < …JOIN #Lobby
    bob > PRIVMSG #lObBy :hello
    alice < :bob!~bob@127.0.0.1 PRIVMSG #Lobby :hello
    bob > PART #lobby
    bob < :bob!~bob@127.0.0.1 PART #Lobby
    alice < :bob!~bob@127.0.0.1 PART #Lobby
  `));
