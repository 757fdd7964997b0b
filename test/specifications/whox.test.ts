/** whox: https://ircv3.net/specs/extensions/whox */
import { test } from "node:test";
import { play } from "../journey.ts";

const operators = [
  { name: "root", passwordHash: "hash of secret", rights: ["see-address" as const], masks: [] },
];

test("005 has WHOX, without a value", () =>
  play(`
    alice comes raw
    alice > NICK alice
    alice > USER alice 0 * :Alice
    alice << WHOX :are supported
    alice << 422
  `));

test("exactly the fields that are asked for come, in the order of the specification", () =>
  play(`
    alice comes
    bob comes from 10.0.0.7
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN…
    time passes 65
    alice > WHO bob %tcuihsnflar,42
    alice < … 354 alice 42 #a ~bob 255.255.255.255 10.0.0.7 banter.test bob H 65 0 :bob of Test
    alice < :banter.test 315 alice bob :End of WHO list
    alice > WHO bob %ralfnshiuct,42
    alice < … 354 alice 42 #a ~bob 255.255.255.255 10.0.0.7 banter.test bob H 65 0 :bob of Test
    alice < …315…
    alice > WHO bob %cuhnar
    alice < :banter.test 354 alice #a ~bob 10.0.0.7 bob 0 :bob of Test
    alice < …315…
    alice > WHO bob %nnn
    alice < :banter.test 354 alice bob
    alice < …315…
    alice > WHO bob %r
    alice < :banter.test 354 alice :bob of Test
    alice < …315…
  `));

test("each field alone", () =>
  play(`
    alice comes from ::1
    alice > WHO alice %c
    alice < :banter.test 354 alice *
    alice < …315…
    alice > WHO alice %u
    alice < :banter.test 354 alice ~alice
    alice < …315…
    alice > WHO alice %i
    alice < :banter.test 354 alice 0::1
    alice < …315…
    alice > WHO alice %h
    alice < :banter.test 354 alice 0::1
    alice < …315…
    alice > WHO alice %s
    alice < :banter.test 354 alice banter.test
    alice < …315…
    alice > WHO alice %n
    alice < :banter.test 354 alice alice
    alice < …315…
    alice > WHO alice %f
    alice < :banter.test 354 alice H
    alice < …315…
    alice > WHO alice %l
    alice < :banter.test 354 alice 0
    alice < …315…
    alice > WHO alice %a
    alice < :banter.test 354 alice 0
    alice < …315…
    -- not of the specification, but as common: hops (d) and channel operator level (o)
    alice > WHO alice %d
    alice < :banter.test 354 alice 0
    alice < …315…
    alice > WHO alice %no
    alice < :banter.test 354 alice alice n/a
    alice < …315…
  `));

test("of a channel each member has a row, of no match there is none; 352 never comes", () =>
  play(`
    alice comes
    bob comes
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN…
    bob > AWAY :out
    bob < …306…
    alice > WHO #A %tnf,999
    alice < :banter.test 354 alice 999 alice H@
    alice < :banter.test 354 alice 999 bob G
    alice < :banter.test 315 alice #A :End of WHO list
    alice > WHO #nowhere %tnf,1
    alice < :banter.test 315 alice #nowhere :End of WHO list
    alice > WHO nobody %n
    alice < :banter.test 315 alice nobody :End of WHO list
    alice > WHO b* %n
    alice < :banter.test 354 alice bob
    alice < :banter.test 315 alice b* :End of WHO list
  `));

test("fields that are not known are ignored; without any there is no row", () =>
  play(`
    alice comes
    alice > WHO alice %zZn!7
    alice < :banter.test 354 alice alice
    alice < …315…
    alice > WHO alice %Z
    alice < …315…
    alice > WHO alice %
    alice < …315…
  `));

test("a token is up to three digits, any other is 0; unasked it is not told", () =>
  play(`
    alice comes
    alice > WHO alice %tn,007
    alice < :banter.test 354 alice 007 alice
    alice < …315…
    alice > WHO alice %n,7
    alice < :banter.test 354 alice alice
    alice < …315…
    alice > WHO alice %tn
    alice < :banter.test 354 alice 0 alice
    alice < …315…
    alice > WHO alice %tn,1234
    alice < :banter.test 354 alice 0 alice
    alice < …315…
    alice > WHO alice :%tn,a b
    alice < :banter.test 354 alice 0 alice
    alice < …315…
  `));

test("the address is the person's own to see, and that of operators who may", () =>
  play(
    `
    alice comes from 10.0.0.1
    bob comes from 10.0.0.2
    alice > WHO alice %i
    alice < :banter.test 354 alice 10.0.0.1
    alice < …315…
    alice > WHO bob %i
    alice < :banter.test 354 alice 255.255.255.255
    alice < …315…
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
    alice > WHO bob %if
    alice < :banter.test 354 alice 10.0.0.2 H
    alice < …315…
    alice > WHO alice %nf
    alice < :banter.test 354 alice alice H*
    alice < …315…
  `,
    { operators },
  ));

test("the account is told by its name, and can be asked for", () =>
  play(`
    alice comes
    bob comes account Robert
    alice > WHO bob %na
    alice < :banter.test 354 alice bob Robert
    alice < …315…
    bob > MODE bob -i
    bob < …MODE…
    alice > WHO robert a%na
    alice < :banter.test 354 alice bob Robert
    alice < …315…
    alice > WHO robert n%na
    alice < …315…
    alice > WHO Rob* %n
    alice < :banter.test 354 alice bob
    alice < …315…
  `));

test("flags before the percent: only operators, and what the mask is held against", () =>
  play(
    `
    alice comes
    bob comes from 10.0.0.2
    bob > MODE bob -i
    bob < …MODE…
    bob > SETNAME :alice's friend
    alice > WHO *alice* %n
    alice < :banter.test 354 alice alice
    alice < :banter.test 354 alice bob
    alice < …315…
    alice > WHO *alice* n%n
    alice < :banter.test 354 alice alice
    alice < …315…
    alice > WHO *friend r%n
    alice < :banter.test 354 alice bob
    alice < …315…
    alice > WHO ~bob u%n
    alice < :banter.test 354 alice bob
    alice < …315…
    alice > WHO 10.* h%n
    alice < :banter.test 354 alice bob
    alice < …315…
    -- the address behind the host is not hers to ask for, her own is
    alice > WHO * i%n
    alice < :banter.test 354 alice alice
    alice < …315…
    alice > WHO *.test s%n
    alice < :banter.test 354 alice alice
    alice < :banter.test 354 alice bob
    alice < …315…
    -- nobody is logged in
    alice > WHO * a%n
    alice < …315…
    alice > WHO * na%n
    alice < :banter.test 354 alice alice
    alice < :banter.test 354 alice bob
    alice < …315…
    alice > WHO * o%n
    alice < …315…
    bob > OPER root secret
    bob < …381…
    bob < …MODE…
    alice > WHO * o%nf
    alice < :banter.test 354 alice bob H*
    alice < …315…
    -- and without a percent the answer is the common one
    alice > WHO b* n
    alice < :banter.test 352 alice * ~bob 10.0.0.2 banter.test bob H* :0 alice's friend
    alice < …315…
  `,
    { operators },
  ));

test("who is invisible and shares no channel is found by the exact nick only", () =>
  play(`
    alice comes
    bob comes
    alice > WHO b* %n
    alice < …315…
    alice > WHO *bob* u%n
    alice < …315…
    alice > WHO BOB n%n
    alice < :banter.test 354 alice bob
    alice < …315…
  `));

test("the rows have an end", () =>
  play(
    `
    alice comes
    bob comes
    alice > MODE alice -i
    alice < …MODE…
    bob > WHO * %n
    bob <+ :banter.test 354 bob …
    bob < …315…
  `,
    { limits: { whoRepliesMax: 1 } },
  ));
