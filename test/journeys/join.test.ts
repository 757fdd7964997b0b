/** JOIN and PART: who gets in, who does not and why, and what is read on the way. */
import { test } from "node:test";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { play } from "../journey.ts";

test("JOIN, then the topic, then the names with the joiner's among them", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice < :alice!~alice@127.0.0.1 JOIN #a
    alice < :banter.test 353 alice = #a :@alice
    alice < :banter.test 366 alice #a :End of /NAMES list
    alice > TOPIC #a :what it is about
    alice < …TOPIC…
    bob > JOIN #a
    bob < :bob!~bob@127.0.0.1 JOIN #a
    bob < :banter.test 332 bob #a :what it is about
    bob < :banter.test 333 bob #a alice 1795370400
    bob < :banter.test 353 bob = #a :@alice bob
    bob < :banter.test 366 bob #a :End of /NAMES list
    alice < :bob!~bob@127.0.0.1 JOIN #a
    -- again is no news
    bob > JOIN #a
  `));

test("what is no channel's name is refused", () =>
  play(`
    alice comes
    alice > JOIN
    alice < :banter.test 461 alice JOIN :Not enough parameters
    alice > JOIN :
    alice < :banter.test 461 alice JOIN :Not enough parameters
    alice > JOIN ,
    alice < :banter.test 461 alice JOIN :Not enough parameters
    alice > JOIN lobby
    alice < :banter.test 403 alice lobby :No such channel
    alice > JOIN &local
    alice < :banter.test 403 alice &local :No such channel
    alice > JOIN #
    alice < :banter.test 476 alice # :Bad Channel Mask
    alice > JOIN :#two words
    alice < :banter.test 476 alice * :Bad Channel Mask
    alice > JOIN #bell\x07
    alice < :banter.test 476 alice #bell\x07 :Bad Channel Mask
    alice > JOIN #${"x".repeat(64)}
    alice < :banter.test 476 alice #${"x".repeat(64)} :Bad Channel Mask
    alice > JOIN #${"x".repeat(63)}
    alice << 366
  `));

test("i, k, l and b keep people out, each with its numeric", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #i,#k,#l,#b
    alice << 366 alice #b
    alice > MODE #i +i
    alice < …MODE #i +i
    alice > MODE #k +k sesame
    alice < …MODE #k +k sesame
    alice > MODE #l +l 1
    alice < …MODE #l +l 1
    alice > MODE #b +b bob
    alice < …MODE #b +b bob!*@*
    bob > JOIN #i
    bob < :banter.test 473 bob #i :Cannot join channel (+i)
    bob > JOIN #k
    bob < :banter.test 475 bob #k :Cannot join channel (+k)
    bob > JOIN #k open
    bob < :banter.test 475 bob #k :Cannot join channel (+k)
    bob > JOIN #l
    bob < :banter.test 471 bob #l :Cannot join channel (+l)
    bob > JOIN #b
    bob < :banter.test 474 bob #b :Cannot join channel (+b)
    bob > JOIN #k sesame
    bob << 366
    alice < …JOIN #k
  `));

test("the n-th key is the n-th channel's; one refusal stops no other", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a,#b,#c
    alice << 366 alice #c
    alice > MODE #a +k one
    alice < …MODE…
    alice > MODE #b +k two
    alice < …MODE…
    bob > JOIN #a,#b,#c one
    bob << 366 bob #a
    bob < :banter.test 475 bob #b :Cannot join channel (+k)
    bob << 366 bob #c
    alice < …JOIN #a
    alice < …JOIN #c
    bob > PART #a
    bob < …PART #a
    alice < …PART #a
    bob > JOIN #a,#b ,two
    bob < :banter.test 475 bob #a :Cannot join channel (+k)
    bob << 366 bob #b
    alice < …JOIN #b
  `));

test("an exception opens b and I opens i; an invitation opens i, k and l, once", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +bbe *!*@127.* bob bob!*@*
    alice < …MODE #a +bbe *!*@127.* bob!*@* bob!*@*
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > KICK #a bob
    alice < …KICK…
    bob < …KICK…
    alice > MODE #a -b+i *!*@127.*
    alice < …MODE…
    alice > MODE #a +I *!~bob@*
    alice < …MODE…
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > KICK #a bob
    alice < …KICK…
    bob < …KICK…
    alice > MODE #a -I+kl *!~bob@* key 1
    alice < :alice!~alice@127.0.0.1 MODE #a -I+kl *!~bob@* key 1
    alice > INVITE bob #a
    alice < …341…
    bob < …INVITE…
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    bob > PART #a
    bob < …PART…
    alice < …PART…
    bob > JOIN #a
    bob < :banter.test 473 bob #a :Cannot join channel (+i)
  `));

test("one may be in so many channels, and the server have so many", () =>
  play(
    `
    alice comes
    bob comes
    alice > JOIN #a,#b,#c
    alice << 366 alice #a
    alice << 366 alice #b
    alice < :banter.test 405 alice #c :You have joined too many channels
    bob > JOIN #c,#d
    bob << 366 bob #c
    bob < :banter.test 437 bob #d :The server has too many channels
  `,
    { limits: { ...limitsDefault, channelsPerUserMax: 2, channelsMax: 3 } },
  ));

test("JOIN 0 leaves them all", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a,#b
    alice << 366 alice #b
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    alice > JOIN 0
    alice < :alice!~alice@127.0.0.1 PART #a :Left all channels
    alice < :alice!~alice@127.0.0.1 PART #b :Left all channels
    bob < :alice!~alice@127.0.0.1 PART #a :Left all channels
    alice > JOIN 0
  `));

test("PART tells the channel, with its reason if there is one", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a,#b,#c
    alice << 366 alice #c
    bob > JOIN #a,#b
    bob << 366 bob #b
    alice < …JOIN #a
    alice < …JOIN #b
    bob > PART #a,#b :good bye
    bob < :bob!~bob@127.0.0.1 PART #a :good bye
    bob < :bob!~bob@127.0.0.1 PART #b :good bye
    alice < :bob!~bob@127.0.0.1 PART #a :good bye
    alice < :bob!~bob@127.0.0.1 PART #b :good bye
    alice > PART #a
    alice < :alice!~alice@127.0.0.1 PART #a
    alice > PART #b :bye
    alice < :alice!~alice@127.0.0.1 PART #b :bye
  `));

test("PART is refused where one is not", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    bob > PART
    bob < :banter.test 461 bob PART :Not enough parameters
    bob > PART :
    bob < :banter.test 461 bob PART :Not enough parameters
    bob > PART #a,#nowhere,nonsense
    bob < :banter.test 442 bob #a :You're not on that channel
    bob < :banter.test 403 bob #nowhere :No such channel
    bob < :banter.test 403 bob nonsense :No such channel
    -- and means nobody's channels
    alice > PART *
    alice < :banter.test 403 alice * :No such channel
  `));
