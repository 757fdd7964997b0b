/** Bans from the whole server: KLINE, DLINE, BAN, and what becomes of whom they mean. */
import assert from "node:assert/strict";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const operators = [
  {
    name: "root",
    passwordHash: "hash of secret",
    rights: ["ban", "stats"] as const,
    masks: [],
  },
  { name: "weak", passwordHash: "hash of weak", rights: ["kill"] as const, masks: [] },
];
const config = { operators, bans: { exempt: ["127.0.0.0/8"] } };
const rootComes = `
    root comes from 10.9.9.9
    root > OPER root secret
    root << MODE
`;

test("KLINE ends the connections it means, and lets nobody like them in", () =>
  play(
    `
    ${rootComes}
    bob comes from 10.0.0.7
    carol comes from 10.0.0.8
    bob > JOIN #a
    bob << 366
    carol > JOIN #a
    carol << 366
    bob < …JOIN #a
    root > KLINE 1d12h *!~bob@10.0.0.* :no more of it
    root < …NOTICE root :Banned: mask *!~bob@10.0.0.* until 2026-11-24 06:00:00 UTC: no more of it
    bob < :banter.test 465 bob :You are banned from this server: no more of it
    bob < ERROR :Closing Link: 10.0.0.7 (Banned: no more of it)
    bob <>
    carol < :bob!~bob@10.0.0.7 QUIT :Banned: no more of it
    bob comes raw from 10.0.0.9
    bob > NICK robert
    bob > USER bob 0 * :Bob
    bob < :banter.test 465 * :You are banned from this server: no more of it
    bob < ERROR :Closing Link: 10.0.0.9 (Banned: no more of it)
    bob <>
    -- another name, or another address
    bill comes from 10.0.0.7
    -- and with its time the ban is over
    time passes 129600
    bob comes from 10.0.0.7
  `,
    { ...config, limits: { ...limitsPatient } },
  ));

const limitsPatient = { pingIntervalMs: 3_600_000_000 };

test("UNKLINE ends it sooner", () =>
  play(
    `
    ${rootComes}
    root > KLINE bob
    root < :banter.test NOTICE root :Banned: mask bob!*@* for ever: No reason
    bob comes raw from 10.0.0.7
    bob > NICK bob
    bob > USER bob 0 * :Bob
    bob < …465…No reason
    bob < ERROR …
    bob <>
    root > UNKLINE alice
    root < :banter.test NOTICE root :UNKLINE: There is no such ban
    root > UNKLINE BOB
    root < :banter.test NOTICE root :No longer banned: mask bob!*@* for ever: No reason
    bob comes from 10.0.0.7
    root > UNKLINE BOB
    root < :banter.test NOTICE root :UNKLINE: There is no such ban
  `,
    config,
  ));

test("a banned nick and realname are nobody's, a banned account is entered by nobody", () =>
  play(
    `
    ${rootComes}
    bob comes from 10.0.0.7
    root > KLINE evil*!*@*
    root < …NOTICE root :Banned…
    bob > NICK Evilest
    bob < :banter.test 432 bob Evilest :Erroneous nickname
    root > BAN ADD realname:*free?money*
    root < :banter.test NOTICE root :Banned: realname *free?money* for ever: No reason
    bob > SETNAME :get Free Money now
    bob < …FAIL SETNAME…
    eve comes raw from 10.0.0.8
    eve > NICK eve
    eve > USER eve 0 * :FREE MONEY
    eve < …465…
    eve < ERROR …
    eve <>
    ann comes from 10.0.0.9 account ann
    root > BAN ADD 1h account:ANN :borrowed
    root < :banter.test NOTICE root :Banned: account ANN until 2026-11-22 19:00:00 UTC: borrowed
    ann < :banter.test 465 ann :You are banned from this server: borrowed
    ann < ERROR …
    ann <>
  `,
    config,
  ));

test("DLINE turns a network away at the door", async () => {
  const room = new TestRoom(config);
  await journey(
    room,
    `
    ${rootComes}
    bob comes from 2001:db8:1::7
    new comes raw from 2001:db8:1::8
    other comes raw from 2001:db9::1
    root > DLINE 30m 2001:DB8::/32 :open proxies
    root < …NOTICE root :Banned: network 2001:db8::/32 until 2026-11-22 18:30:00 UTC: open proxies
    bob < :banter.test 465 bob :You are banned from this server: open proxies
    bob < ERROR …
    bob <>
    -- who has not said yet who they are goes, too
    new < * Goodbye: You are banned from this server: open proxies
    new <>
    late comes raw from 2001:db8:2::1
    late < ERROR :You are banned from this server: open proxies
    late <>
    nina comes plain from 2001:db8:3::1
    nina < ERROR :You are banned from this server: open proxies
    nina <>
    root > DLINE nowhere
    root < :banter.test 415 root nowhere :Bad Server/host mask
    root > UNDLINE 2001:db8::/33
    root < :banter.test NOTICE root :UNDLINE: There is no such ban
    root > UNDLINE 2001:db8::5/32
    root < …No longer banned: network 2001:db8::/32…
    late comes from 2001:db8:2::1
  `,
  );
  assert.equal(room.server.state.bans.size, 0);
  room.close();
});

test("a plain person reads why in words", () =>
  play(
    `
    ${rootComes}
    nina comes plain from 10.0.0.7
    nina << You are in
    root > KLINE *!*@10.0.0.7 :shouting
    root < …Banned…
    nina < * Goodbye: Banned: shouting
    nina <>
    root > KLINE *!plain@* :only IRC here
    root < …Banned…
    root > KLINE *!*plain@* :only IRC here
    root < …Banned…
    nina comes plain from 10.0.0.8
    nina < Welcome to this chatroom!
    nina < ! You are banned here: only IRC here
    nina < * Goodbye: Banned: only IRC here
    nina <>
  `,
    config,
  ));

test("nobody bans themselves, or everybody, unawares", () =>
  play(
    `
    ${rootComes}
    local comes
    local > OPER root secret
    local << MODE
    root > KLINE *!*@10.9.*
    root < …KLINE: That means you or everybody; say MYSELF before it if it is to
    root > DLINE 10.9.9.0/24
    root < …NOTICE root :DLINE: That means you…
    root > BAN ADD realname:root*
    root < …NOTICE root :BAN: That means you…
    root > DLINE 0.0.0.0/0
    root < …That means you…
    -- everybody but the operator is everybody
    root > DLINE 0::/0
    root < …That means you…
    -- and an exempt network need not be there for ever
    local > KLINE *!*@127.0.0.1
    local < …That means you…
    root > KLINE *!*@127.*
    root < :banter.test NOTICE root :Banned: mask *!*@127.* for ever: No reason
    local > DLINE MYSELF 127.0.0.0/8 :a trial
    local < :banter.test NOTICE local :Banned: network 127.0.0.0/8 for ever: a trial
    other comes
    root > KLINE MYSELF 1d *!*@10.9.9.9 :over
    root < :banter.test NOTICE root :Banned: mask *!*@10.9.9.9 until 2026-11-23 18:00:00 UTC: over
    root < :banter.test 465 root :You are banned from this server: over
    root < ERROR :Closing Link: 10.9.9.9 (Banned: over)
    root <>
  `,
    config,
  ));

test("BAN LIST and STATS show what there is", () =>
  play(
    `
    ${rootComes}
    root > BAN ADD 10.1.0.0/16 :network
    root < …Banned…
    root > BAN ADD 1h spam!*@* :mask
    root < …Banned…
    root > BAN ADD realname:a?b :name
    root < …Banned…
    root > BAN LIST
    root < :banter.test NOTICE root :network 10.1.0.0/16 for ever: network; by root
    root < :banter.test NOTICE root :mask spam!*@* until 2026-11-22 19:00:00 UTC: mask; by root
    root < :banter.test NOTICE root :realname a?b for ever: name; by root
    root < :banter.test NOTICE root :3 bans
    root > BAN list spam*
    root < …mask spam!*@*…
    root < :banter.test NOTICE root :1 bans
    root > STATS k
    root < :banter.test 216 root K spam!*@* * 1795374000 :mask
    root < :banter.test 216 root K realname:a?b * 0 :name
    root < …219…
    root > STATS d
    root < :banter.test 225 root D 10.1.0.0/16 * 0 :network
    root < …219…
    -- said again it lasts as long as was said last
    root > BAN ADD 2h SPAM!*@* :longer
    root < …until 2026-11-22 20:00:00 UTC: longer
    root > BAN LIST *spam*
    root < …until 2026-11-22 20:00:00 UTC: longer; by root
    root < …:1 bans
    root > BAN DEL spam!*@*
    root < …No longer banned…
    root > BAN LIST spam*
    root < …:0 bans
    time passes 3601
  `,
    config,
  ));

test("what is no ban is refused, and who has not the right does nothing", () =>
  play(
    `
    ${rootComes}
    weak comes from 10.0.0.7
    weak > KLINE bob
    weak < :banter.test 481 weak :Permission Denied- You're not an IRC operator
    weak > OPER weak weak
    weak << MODE
    weak > KLINE bob
    weak < …723 weak ban :…
    weak > UNKLINE bob
    weak < …723 weak ban :…
    weak > DLINE 10.1.1.1
    weak < …723 weak ban :…
    weak > UNDLINE 10.1.1.1
    weak < …723 weak ban :…
    weak > BAN LIST
    weak < …723 weak ban :…
    root > KLINE
    root < :banter.test 461 root KLINE :Not enough parameters
    root > KLINE :
    root < :banter.test 461 root KLINE :Not enough parameters
    root > KLINE 1x bob :a typing error
    root < :banter.test 415 root 1x :Bad Server/host mask
    root > KLINE 1h
    root < :banter.test NOTICE root :Banned: mask 1h!*@* for ever: No reason
    root > BAN
    root < :banter.test 461 root BAN :Not enough parameters
    root > BAN ADD
    root < :banter.test 461 root BAN :Not enough parameters
    root > BAN ADD MYSELF 1h
    root < :banter.test NOTICE root :Banned: mask 1h!*@* for ever: No reason
    root > BAN frobnicate x
    root < :banter.test 461 root BAN :Not enough parameters
    root > BAN ADD account:
    root < :banter.test 415 root account: :Bad Server/host mask
    root > KLINE *!*@${"x".repeat(200)}
    root < :banter.test 415 root … :Bad Server/host mask
    root > UNKLINE
    root < :banter.test 461 root UNKLINE :Not enough parameters
  `,
    config,
  ));

test("there is a bound", () =>
  play(
    `
    ${rootComes}
    root > BAN ADD a
    root < …Banned…
    root > BAN ADD b
    root < …Banned…
    root > BAN ADD c
    root < :banter.test NOTICE root :BAN: There are too many bans
    root > BAN ADD 1h A
    root < …Banned…
    root > BAN DEL b
    root < …No longer banned…
    root > BAN ADD c
    root < …Banned…
  `,
    { ...config, limits: { serverBansMax: 2 } },
  ));

test("of a person's devices those go that the ban means; the person goes with the last", () =>
  play(
    `
    ${rootComes}
    alice comes from 10.0.0.1 account alice
    phone comes from 10.0.1.1 account alice as alice
    bob comes from 10.0.0.2
    bob > JOIN #a
    bob << 366
    alice > JOIN #a
    alice << 366
    phone << 366
    bob < …JOIN #a
    root > DLINE 10.0.1.0/24 :this one
    root < …Banned…
    phone < …465…this one
    phone < ERROR …
    phone <>
    root > DLINE 10.0.0.1 :and that one
    root < …Banned…
    alice < …465…and that one
    alice < ERROR …
    alice <>
    bob < :alice!~alice@10.0.0.1 QUIT :Banned: and that one
  `,
    config,
  ));

test("bans are kept", async () => {
  const file = `file:/banter-bans-${process.pid}?vfs=memdb`;
  const disk = new DatabaseSync(file);
  const before = new TestRoom(config, { file });
  await journey(
    before,
    `
    ${rootComes}
    root > KLINE 1h bob :gone
    root < …Banned…
    root > DLINE 10.0.0.0/8 MYSELF
    root < …That means you…
    root > DLINE 10.1.0.0/16
    root < …Banned…
    root > BAN DEL 10.1.0.0/16
    root < …No longer…
  `,
  );
  before.close();
  const after = new TestRoom(config, { file });
  await journey(
    after,
    `
    bob comes raw from 10.0.0.7
    bob > NICK bob
    bob > USER bob 0 * :Bob
    bob < …465…gone
    bob < ERROR …
    bob <>
    ann comes from 10.1.0.7
  `,
  );
  after.close();
  disk.close();
});

test("the trail tells setting from lifting, and for how long", () =>
  play(
    `
    ${rootComes}
    root > BAN ADD 1d12h account:ann :no
    root < …Banned…
    root > BAN ADD spam :spam
    root < …Banned…
    root > BAN DEL account:ann
    root < …No longer banned…
    root > AUDIT *a*n*
    root << BAN ADD account ann for 1d12h: no
    root < …BAN ADD mask spam!*@*: spam
    root < …BAN DEL account ann: no
    root < …End of AUDIT
  `,
    {
      operators: [
        { name: "root", passwordHash: "hash of secret", rights: ["ban", "audit"], masks: [] },
      ],
    },
  ));
