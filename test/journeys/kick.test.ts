/** KICK and INVITE. */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

test("operators put people out, one line each, with a reason or their own nick", () =>
  play(`
    alice comes
    bob comes
    carol comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    bob < …JOIN #a
    alice > KICK #a BOB,carol :out you go
    alice < :alice!~alice@127.0.0.1 KICK #a bob :out you go
    alice < :alice!~alice@127.0.0.1 KICK #a carol :out you go
    bob < :alice!~alice@127.0.0.1 KICK #a bob :out you go
    carol < :alice!~alice@127.0.0.1 KICK #a bob :out you go
    carol < :alice!~alice@127.0.0.1 KICK #a carol :out you go
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > KICK #a bob
    alice < :alice!~alice@127.0.0.1 KICK #a bob :alice
    bob < :alice!~alice@127.0.0.1 KICK #a bob :alice
    bob > PRIVMSG #a :still there?
    bob < …404…
    alice > KICK #a alice :myself
    alice < :alice!~alice@127.0.0.1 KICK #a alice :myself
  `));

test("KICK is refused", () =>
  play(`
    alice comes
    bob comes
    carol comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > KICK
    alice < :banter.test 461 alice KICK :Not enough parameters
    alice > KICK #a
    alice < :banter.test 461 alice KICK :Not enough parameters
    alice > KICK #a :
    alice < :banter.test 461 alice KICK :Not enough parameters
    alice > KICK #nowhere bob
    alice < :banter.test 403 alice #nowhere :No such channel
    alice > KICK #a carol
    alice < :banter.test 441 alice carol #a :They aren't on that channel
    alice > KICK #a nobody,bob
    alice < :banter.test 441 alice nobody #a :They aren't on that channel
    alice < …KICK #a bob :alice
    bob < …KICK #a bob :alice
    carol > KICK #a alice
    carol < :banter.test 442 carol #a :You're not on that channel
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    bob > KICK #a alice
    bob < :banter.test 482 bob #a :You're not channel operator
  `));

test("a long reason is cut", () =>
  play(
    `
    alice comes
    alice > JOIN #a
    alice << 366
    alice > KICK #a alice :${"1234567890".repeat(9)}
    alice < …KICK #a alice :${"1234567890".repeat(8)}
  `,
    { limits: { ...limitsDefault, kickLengthMax: 80 } },
  ));

test("INVITE tells who is asked and who asks, and nobody else but who wants to know", () =>
  play(`
    alice comes
    bob comes
    carol comes invite-notify
    dave comes
    alice > JOIN #a
    alice << 366
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    dave > JOIN #a
    dave << 366
    alice < …JOIN #a
    carol < …JOIN #a
    bob > AWAY :soon
    bob < …306…
    alice > INVITE BOB #A
    alice < :banter.test 341 alice bob #a
    alice < :banter.test 301 alice bob :soon
    bob < :alice!~alice@127.0.0.1 INVITE bob #a
    carol < :alice!~alice@127.0.0.1 INVITE bob #a
    dave > INVITE bob #a
    dave < :banter.test 341 dave bob #a
    dave < …301…
    bob < :dave!~dave@127.0.0.1 INVITE bob #a
    carol < :dave!~dave@127.0.0.1 INVITE bob #a
    bob > INVITE
    bob < :banter.test 336 bob #a
    bob < :banter.test 337 bob :End of INVITE list
    alice > INVITE
    alice < :banter.test 337 alice :End of INVITE list
  `));

test("INVITE is refused", () =>
  play(`
    alice comes
    bob comes
    carol comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > INVITE bob
    alice < :banter.test 461 alice INVITE :Not enough parameters
    alice > INVITE nobody #a
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice > INVITE carol #nowhere
    alice < :banter.test 403 alice #nowhere :No such channel
    alice > INVITE bob #a
    alice < :banter.test 443 alice bob #a :is already on channel
    carol > INVITE alice #a
    carol < :banter.test 442 carol #a :You're not on that channel
    alice > MODE #a +i
    alice < …MODE…
    bob < …MODE…
    bob > INVITE carol #a
    bob < :banter.test 482 bob #a :You're not channel operator
  `));

test("of too many invitations the oldest is forgotten", () =>
  play(
    `
    alice comes
    bob comes
    alice > JOIN #a,#b,#c
    alice << 366 alice #c
    alice > INVITE bob #a
    alice < …
    bob < …
    alice > INVITE bob #b
    alice < …
    bob < …
    alice > INVITE bob #c
    alice < …
    bob < …
    bob > INVITE
    bob < :banter.test 336 bob #b
    bob < :banter.test 336 bob #c
    bob < …337…
  `,
    { limits: { ...limitsDefault, invitesPerUserMax: 2 } },
  ));

test("KICK from several channels at once, one person each (RFC 2812 §3.2.8)", () =>
  play(`
    alice comes
    bob comes
    carol comes
    alice > JOIN #a,#b
    alice << 366 alice #b
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    carol > JOIN #b
    carol << 366
    alice < …JOIN #b
    alice > KICK #a,#b bob
    alice < :banter.test 461 alice KICK :Not enough parameters
    alice > KICK #a,#b bob,carol,bob
    alice < :banter.test 461 alice KICK :Not enough parameters
    alice > KICK #a,#b bob,carol :enough
    alice < :alice!~alice@127.0.0.1 KICK #a bob :enough
    alice < :alice!~alice@127.0.0.1 KICK #b carol :enough
    bob < :alice!~alice@127.0.0.1 KICK #a bob :enough
    carol < :alice!~alice@127.0.0.1 KICK #b carol :enough
  `));
