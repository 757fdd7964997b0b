/** Server notices: what operators read of what goes on, by the user mode s. */
import { test } from "node:test";
import { play } from "../journey.ts";

const rights = ["kill", "ban", "force", "see-address", "accounts"] as const;
const operators = [
  { name: "root", passwordHash: "hash of x", rights, masks: [] },
  { name: "weak", passwordHash: "hash of x", rights: [], masks: [] },
];
const config = {
  operators,
  server: { defaultUserModes: "" },
  cloak: { enabled: true, secret: "a secret for the tests", suffix: "c" },
};

test("the mode s is for operators, and has letters of its own", () =>
  play(
    `
    alice comes
    alice > MODE alice +s
    alice < :banter.test 481 alice :Permission Denied- You're not an IRC operator
    alice > OPER root x
    alice << MODE
    alice > MODE alice +s
    alice < :alice!… MODE alice +s
    alice < :banter.test 008 alice +abcfko :Server notice mask
    alice > MODE alice
    alice < :banter.test 221 alice +os
    alice < :banter.test 008 alice +abcfko :Server notice mask
    alice > MODE alice +s -cf+x
    alice < :banter.test 008 alice +abko :Server notice mask
    alice > MODE alice +s abko
    alice > MODE alice -s+s
    alice < :alice!… MODE alice -s+s
    alice < :banter.test 008 alice +abcfko :Server notice mask
    alice > MODE alice +s -abcfko
    alice < :alice!… MODE alice -s
    alice > MODE alice +is kb
    alice < :alice!… MODE alice +is
    alice < :banter.test 008 alice +bk :Server notice mask
    -- whoever stops being an operator hears nothing more
    alice > MODE alice -o
    alice < :alice!… MODE alice -os
    alice > MODE alice
    alice < :banter.test 221 alice +i
  `,
    config,
  ));

test("who comes and goes: with addresses for those who may see them", () =>
  play(
    `
    root comes
    weak comes
    root > OPER root x
    root << MODE
    weak > OPER weak x
    weak << MODE
    root > MODE root +s c
    root << 008
    weak > MODE weak +s c
    weak << 008
    bob comes from 10.0.0.7
    root < :banter.test NOTICE root :*** bob!~bob@… has come from 10.0.0.7 (bob of Test)
    weak < :banter.test NOTICE weak :*** bob!~bob@… has come from ….c (bob of Test)
    bob > QUIT :bye
    bob << ERROR
    root < :banter.test NOTICE root :*** bob!~bob@… has gone (Quit: bye)
    weak < :banter.test NOTICE weak :*** bob!~bob@… has gone (Quit: bye)
    alice comes from 10.0.0.8 account alice
    root < …*** alice!~alice@… has come…
    weak < …*** alice!~alice@… has come…
    phone comes from 10.0.0.9 account alice as alice
    root < :banter.test NOTICE root :*** alice!~alice@… has one device more, from 10.0.0.9
    weak < …one device more, from ….c
    phone goes
    root < …NOTICE root :*** alice!~alice@… has one device less (Read error: …)
    weak < …one device less…
  `,
    config,
  ));

test("each kind by its letter: kills, bans, operators, accounts", () =>
  play(
    `
    k comes
    b comes
    o comes
    a comes
    k > OPER root x
    k << MODE
    b > OPER root x
    b << MODE
    o > OPER root x
    o << MODE
    a > OPER root x
    a << MODE
    k > MODE k +s k
    k << 008
    b > MODE b +s b
    b << 008
    o > MODE o +s o
    o << 008
    a > MODE a +s a
    a << 008
    bob comes from 10.0.0.7
    o > KILL bob :enough
    bob << ERROR
    k < :banter.test NOTICE k :*** o (root) KILL bob!~bob@…: enough
    o > KLINE 1m *!*@10.0.0.7 :really
    o < :banter.test NOTICE o :Banned…
    b < :banter.test NOTICE b :*** o (root) KLINE mask *!*@10.0.0.7 for …: really
    time passes 61
    later comes
    bob comes from 10.0.0.7
    bob > OPER root wrong
    bob < …464…
    o < :banter.test NOTICE o :*** bob from 10.0.0.7 is not the operator root
    bob > OPER nobody x
    bob < …464…
    o < :banter.test NOTICE o :*** bob from 10.0.0.7 is not an operator there is none of
    bob > OPER weak x
    bob << MODE
    o < :banter.test NOTICE o :*** bob (weak) OPER bob!~bob@…
    a > SANICK bob rob
    bob < …NICK rob
    o < :banter.test NOTICE o :*** a (root) SANICK bob!~bob@… rob
    -- the server makes it itself
    ann comes account ann
    a < :banter.test NOTICE a :*** The account ann has been registered
  `,
    config,
  ));

test("floods: whoever is turned away at the door, or guesses too often; ten a minute", () => {
  const turnedAway = Array.from(
    { length: 12 },
    (_, n) => `
    p${n} comes raw from 10.0.0.7
    p${n} < ERROR :Too many connections from your address
    ${n < 10 ? "f < :banter.test NOTICE f :*** 10.0.0.7 is turned away: Too many connections…" : ""}
  `,
  );
  return play(
    `
    f comes
    f > OPER root x
    f << MODE
    f > MODE f +s f
    f << 008
    bob comes from 10.0.0.7
    ${turnedAway.join("")}
    time passes 61
    last comes raw from 10.0.0.7
    last < ERROR …
    f < …*** 10.0.0.7 is turned away: Too many connections from your address (and 2 more before)
    bob > OPER root wrong
    bob < …464…
    bob > OPER root x
    bob < …464…
    f < :banter.test NOTICE f :*** 10.0.0.7 is turned away: Too many wrong passwords
  `,
    {
      ...config,
      login: { attemptsMax: 1 },
      connections: { perAddressMax: 1, exempt: ["127.0.0.1"] },
    },
  );
});
