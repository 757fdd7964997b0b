/** OPER and what it gives: KILL, WALLOPS, REHASH, seeing what is hidden. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const rights = ["kill", "ban", "rehash", "wallops", "stats", "see-hidden", "see-address"] as const;
const operators = [
  { name: "root", passwordHash: "hash of secret", rights, masks: [] },
  { name: "near", passwordHash: "hash of near", rights, masks: ["*!*@10.0.0.*"] },
  { name: "weak", passwordHash: "hash of weak", rights: [], masks: [] },
];

test("the right name and password, from the right place", () =>
  play(
    `
    alice comes
    bob comes from 10.0.0.7
    alice > OPER
    alice < :banter.test 461 alice OPER :Not enough parameters
    alice > OPER root
    alice < :banter.test 461 alice OPER :Not enough parameters
    alice > OPER root wrong
    alice < :banter.test 464 alice :Password incorrect
    alice > OPER nobody secret
    alice < :banter.test 464 alice :Password incorrect
    alice > OPER near near
    alice < :banter.test 491 alice :No O-lines for your host
    alice > OPER root secret
    alice < :banter.test 381 alice :You are now an IRC operator
    alice < :alice MODE alice +o
    alice > MODE alice
    alice < :banter.test 221 alice +io
    bob > OPER near near
    bob < :banter.test 381 bob :You are now an IRC operator
    bob < :bob MODE bob +o
    -- and may be laid down
    alice > MODE alice -o
    alice < :alice!~alice@127.0.0.1 MODE alice -o
    alice > WALLOPS :anybody?
    alice < :banter.test 481 alice :Permission Denied- You're not an IRC operator
  `,
    { operators },
  ));

test("by account or certificate where the configuration says so", async () => {
  const certificate = "ab".repeat(32);
  const room = new TestRoom({
    operators: [
      { name: "card", passwordHash: undefined, certificates: [certificate], rights, masks: [] },
      { name: "both", passwordHash: "hash of x", certificates: [certificate], rights, masks: [] },
      { name: "member", passwordHash: undefined, accounts: ["Al"], rights: [], masks: [] },
    ],
  });
  const peer = room.connect({ secure: true, fingerprint: certificate });
  peer.write("NICK holder\r\nUSER h 0 * :h\r\n");
  await room.settled();
  peer.take();
  const ask = async (line: string): Promise<string> => {
    peer.write(`${line}\r\n`);
    await room.settled();
    return peer.take();
  };
  assert.match(await ask("OPER card"), / 381 /);
  assert.match(await ask("OPER card whatever"), / 381 /);
  assert.match(await ask("OPER both"), / 461 /);
  assert.match(await ask("OPER both y"), / 464 /);
  assert.match(await ask("OPER both x"), / 381 /);
  await journey(
    room,
    `
    alice comes
    alice > OPER card
    alice < :banter.test 491 alice :No O-lines for your host
    alice > OPER both x
    alice < :banter.test 491 alice :No O-lines for your host
    alice > OPER member
    alice < :banter.test 491 alice :No O-lines for your host
  `,
  );
  room.close();
});

test("guessing is bounded: then even the right password is not looked at", () =>
  play(
    `
    alice comes from 10.0.0.8
    bob comes from 10.0.0.7
    alice > OPER root a
    alice < …464…
    alice > OPER root b
    alice < …464…
    alice > OPER root secret
    alice < …464…
    bob > OPER root secret
    bob < …381…
    bob < …MODE…
    time passes 301
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
  `,
    { operators, login: { attemptsMax: 2, windowSeconds: 300 } },
  ));

test("guessing from where many may come from one address is bounded for each name alone", () =>
  play(
    `
    alice comes
    bob comes
    alice > OPER weak a
    alice < …464…
    alice > OPER weak b
    alice < …464…
    alice > NS IDENTIFY carol wrong
    alice < …
    bob > OPER root secret
    bob < …381…
    bob < …MODE…
    carol comes from 10.0.0.7
    carol > OPER weak weak
    carol < …464…
    time passes 301
    carol > OPER weak weak
    carol < …381…
    carol < …MODE…
  `,
    { operators, login: { attemptsMax: 1, accountAttemptsMax: 2, windowSeconds: 300 } },
  ));

test("KILL ends a connection, and tells by whom", () =>
  play(
    `
    alice comes
    bob comes
    carol comes
    bob > JOIN #a
    bob << 366
    carol > JOIN #a
    carol << 366
    bob < …JOIN #a
    alice > KILL bob :enough
    alice < :banter.test 481 alice :Permission Denied- You're not an IRC operator
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
    alice > KILL
    alice < :banter.test 461 alice KILL :Not enough parameters
    alice > KILL bob
    alice < :banter.test 461 alice KILL :Not enough parameters
    alice > KILL nobody :enough
    alice < :banter.test 401 alice nobody :No such nick/channel
    alice > KILL BOB :enough
    bob < :alice!~alice@127.0.0.1 KILL bob :enough
    bob < :bob!~bob@127.0.0.1 QUIT :Killed (alice (enough))
    bob < ERROR :Closing Link: 127.0.0.1 (Killed (alice (enough)))
    bob <>
    carol < :bob!~bob@127.0.0.1 QUIT :Killed (alice (enough))
  `,
    { operators },
  ));

test("who kills or bans with a label hears them go as all others do", () =>
  play(
    `
    alice comes batch labeled-response
    alice > OPER root secret
    alice << MODE
    bob comes from 10.0.0.7
    carol comes from 10.0.0.8
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    bob << 366
    alice < …JOIN #a
    carol > JOIN #a
    carol << 366
    alice < …JOIN #a
    bob < …JOIN #a
    alice > @label=k KILL bob :enough
    bob << ERROR
    bob <>
    alice < @label=k :bob!~bob@10.0.0.7 QUIT :Killed (alice (enough))
    carol < :bob!~bob@10.0.0.7 QUIT :Killed (alice (enough))
    alice > @label=b KLINE carol :enough
    carol << ERROR
    carol <>
    alice < @label=b :banter.test BATCH …
    alice < @batch=… :banter.test NOTICE alice :Banned: mask carol!*@* for ever: enough
    alice < @batch=… :carol!~carol@10.0.0.8 QUIT :Banned: enough
    alice < :banter.test BATCH …
  `,
    { operators },
  ));

test("WALLOPS reaches who has w", () =>
  play(
    `
    alice comes
    bob comes
    carol comes
    bob > MODE bob +w
    bob < …MODE…
    alice > WALLOPS :hear, hear
    alice < …481…
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
    alice > WALLOPS
    alice < :banter.test 461 alice WALLOPS :Not enough parameters
    alice > WALLOPS :
    alice < :banter.test 461 alice WALLOPS :Not enough parameters
    alice > WALLOPS :hear, hear
    bob < :alice!~alice@127.0.0.1 WALLOPS :hear, hear
    alice > WALLOPS word
    bob < :alice!~alice@127.0.0.1 WALLOPS :word
  `,
    { operators },
  ));

test("a right that an operator has not been given is refused", () =>
  play(
    `
    alice comes
    bob comes
    alice > OPER weak weak
    alice < …381…
    alice < …MODE…
    alice > KILL bob :enough
    alice < :banter.test 723 alice kill :Insufficient oper privileges.
    alice > REHASH
    alice < :banter.test 723 alice rehash :Insufficient oper privileges.
    alice > STATS l
    alice < :banter.test 723 alice stats :Insufficient oper privileges.
  `,
    { operators },
  ));

test("REHASH takes the configuration up, or says what is wrong with it", async () => {
  const answers = [
    () => Promise.reject(new Error("banter.toml:3: server.name is wrong")),
    () => Promise.resolve({ config: room.server.config, needsRestart: ["listeners"] }),
  ];
  const room: TestRoom = new TestRoom({ operators }, { reload: () => answers.shift()!() });
  await journey(
    room,
    `
    alice comes batch labeled-response
    alice > REHASH
    alice < :banter.test 481 alice :Permission Denied- You're not an IRC operator
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
    alice > REHASH
    alice < :banter.test 382 alice banter.toml Rehashing
    alice < :banter.test NOTICE alice :The configuration stays as it was:
    alice < :banter.test NOTICE alice :banter.toml:3: server.name is wrong
    alice > @label=r REHASH
    alice < @label=r :banter.test BATCH +… labeled-response
    alice < @batch=… :banter.test 382 alice banter.toml Rehashing
    alice < @batch=… :banter.test NOTICE alice :The configuration has been taken up.
    alice < @batch=… :banter.test NOTICE alice :listeners has changed too, but needs a restart.
    alice < :banter.test BATCH -…
  `,
  );
  room.close();
});

test("see-hidden sees the invisible and secret channels, see-address addresses", () =>
  play(
    `
    alice comes
    bob comes
    bob > JOIN #a
    bob << 366
    bob > MODE #a +s
    bob < …MODE…
    alice > OPER root secret
    alice < …381…
    alice < …MODE…
    alice > LIST
    alice < …321…
    alice < :banter.test 322 alice #a 1 :
    alice < …323…
    alice > WHO b*
    alice < :banter.test 352 alice … bob …
    alice < …315…
    alice > WHOIS bob
    alice < …311…
    alice < …312…
    alice < :banter.test 338 alice bob ~bob@127.0.0.1 127.0.0.1 :Actual user@host, Actual IP
    alice < :banter.test 379 alice bob :is using modes +i
    alice < …317…
    alice < …318…
  `,
    { operators },
  ));
