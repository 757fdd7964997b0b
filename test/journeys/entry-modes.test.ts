/** Who may come in, and where they are sent: the channel modes R, f, j and P. */
import { test } from "node:test";
import { play } from "../journey.ts";

const root = {
  operators: [{ name: "root", passwordHash: "hash of secret", rights: ["force"], masks: [] }],
} as const;

test("R: only people with an account come in, invited or not", () =>
  play(`
    alice comes account alice
    bob comes
    carol comes account carol
    alice > JOIN #a
    alice << 366
    alice > MODE #a +R
    alice < …
    bob > JOIN #a
    bob < :banter.test 477 bob #a :Cannot join channel (+R): you need to be logged in to an account
    alice > INVITE bob #a
    alice < …
    bob < …
    bob > JOIN #a
    bob < …477…
    carol > JOIN #a
    carol << 366
    alice < …
  `));

test("j: no more than so many joins in so many seconds; who is invited comes in", () =>
  play(`
    alice comes
    bob comes
    carol comes
    dave comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +j 2:10
    alice < :alice!~alice@127.0.0.1 MODE #a +j 2:10
    bob > JOIN #a
    bob << 366
    alice < …
    time passes 5
    carol > JOIN #a
    carol << 366
    alice < …
    bob < …
    dave > JOIN #a
    dave < :banter.test 437 dave #a :Cannot join channel (+j): too many joins at once; …
    time passes 4
    dave > JOIN #a
    dave < …437…
    -- whose channel it is comes in nevertheless
    alice > PART #a
    alice < …
    bob < …
    carol < …
    alice > JOIN #a
    alice << 366
    bob < …
    bob < …+o alice
    carol < …
    carol < …+o alice
    alice > INVITE dave #a
    alice < …
    dave < …
    dave > JOIN #a
    dave << 366
    alice < …
    bob < …
    carol < …
    dave > PART #a
    dave < …
    alice < …
    bob < …
    carol < …
    dave > JOIN #a
    dave < …437…
    time passes 1
    dave > JOIN #a
    dave << 366
    alice < …
    bob < …
    carol < …
    dave > MODE #a
    dave < :banter.test 324 dave #a +ntj 2:10
    dave < …329…
  `));

test("P: its registered founder makes a channel permanent; who comes next does not lead", () =>
  play(
    `
    alice comes account alice
    bob comes
    rita comes
    alice > JOIN #a
    alice << 366
    alice > MODE #a +P
    alice < :alice!~alice@127.0.0.1 MODE #a +P
    bob > JOIN #b
    bob << 366
    bob > MODE #b +Pm
    bob < :bob!~bob@127.0.0.1 MODE #b +m
    bob < :banter.test 482 bob #b :You're not the registered founder of the channel
    rita > OPER root secret
    rita << +o
    rita > JOIN #b
    rita << 366
    bob < …
    bob > MODE #b +o rita
    bob < …
    rita < …
    rita > MODE #b +P
    bob < …MODE #b +P
    rita < …MODE #b +P
    bob > MODE #b -P
    bob < …482…
    bob > PART #b
    bob < …
    rita < …
    rita > PART #b
    rita < …
    rita > JOIN #b
    rita << 353 rita = #b :rita
    rita < …366…
    -- its founder is still known
    bob > JOIN #b
    bob << 353 bob = #b :rita @bob
    bob < …366…
    rita < …
    rita < …+o bob
    alice > MODE #a -P
    alice < …
  `,
    root,
  ));

test("a permanent lobby stays as the server's operators have shut it", () =>
  play(
    `
    rita comes
    bob comes
    rita > OPER root secret
    rita << +o
    rita > JOIN #lobby
    rita << 366
    rita > MODE #lobby +Pi
    rita < …
    rita > PART #lobby
    rita < …
    bob > JOIN #lobby
    bob < …473…
  `,
    root,
  ));

test("f: nobody is sent into what is not there, not seen, not led by who sends them", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a,#b
    alice << #b :End
    bob > JOIN #c,#s
    bob << #s :End
    bob > MODE #s +s
    bob < …
    alice > MODE #a +f
    alice < :banter.test 696 alice #a f * :You must give a parameter
    alice > MODE #a +f #nowhere
    alice < :banter.test 696 alice #a f #nowhere :There is no such channel
    alice > MODE #a +f #s
    alice < :banter.test 696 alice #a f #s :There is no such channel
    alice > MODE #a +f #A
    alice < :banter.test 696 alice #a f #A :That is this channel
    alice > MODE #a +f #c
    alice < :banter.test 482 alice #c :You're not channel operator
    alice > MODE #a +f #B
    alice < …MODE #a +f #b
    alice > MODE #a +f #b
    alice > MODE #a
    alice < :banter.test 324 alice #a +ntf #b
    alice < …329…
    alice > MODE #a -f
    alice < …MODE #a -f
  `));
