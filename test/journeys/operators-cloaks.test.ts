/** Cloaks: what others see of where a person is from, and who sees more. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { cloak } from "../../src/server/cloak.ts";
import { journey, play } from "../journey.ts";
import { TestRoom } from "../room.ts";

const secret = "a secret for the tests";
const operators = [
  {
    name: "root",
    passwordHash: "hash of secret",
    rights: ["see-address", "ban", "kill", "stats"] as const,
    masks: ["*!*@10.9.*"],
  },
  {
    name: "weak",
    passwordHash: "hash of weak",
    rights: ["see-hidden", "stats"] as const,
    masks: [],
  },
];
const config = {
  operators,
  cloak: { enabled: true, secret, suffix: "cloak" },
  server: { defaultUserModes: "" },
};
const at = (address: string): string => cloak(secret, "cloak", address);
const bob = at("10.0.0.7");
const [, b24 = "", b16 = ""] = bob.split(".");

test("everybody reads the cloak, and the address nowhere", async () => {
  const room = new TestRoom(config);
  await journey(
    room,
    `
    alice comes from 10.0.1.1
    bob comes from 10.0.0.7
    alice > JOIN #a
    alice << 366
    bob > JOIN #a
    alice < :bob!~bob@${bob} JOIN #a
    bob << 366
    bob > PRIVMSG #a :hello
    alice < :bob!~bob@${bob} PRIVMSG #a :hello
    bob > TOPIC #a :x
    bob < …482…
    alice > WHO #a
    alice < :banter.test 352 alice #a ~alice ${at("10.0.1.1")} banter.test alice H@ :0 alice of Test
    alice < :banter.test 352 alice #a ~bob ${bob} banter.test bob H :0 bob of Test
    alice < …315…
    alice > WHO #a %ih
    alice < :banter.test 354 alice 10.0.1.1 ${at("10.0.1.1")}
    alice < :banter.test 354 alice 255.255.255.255 ${bob}
    alice < …315…
    alice > WHO 10.0.0.7
    alice < …315…
    alice > WHO *${b24}*
    alice < … 352 …${bob}…
    alice < …315…
    alice > USERHOST bob
    alice < :banter.test 302 alice :bob=+~bob@${bob}
    alice > WHOIS bob
    alice < :banter.test 311 alice bob ~bob ${bob} * :bob of Test
    alice <+ …31…
    -- of oneself one may know it, in the one place where operators see it
    bob > WHOIS bob
    bob < :banter.test 311 bob bob ~bob ${bob} * :bob of Test
    bob < …319…
    bob < …312…
    bob < :banter.test 338 bob bob ~bob@10.0.0.7 10.0.0.7 :Actual user@host, Actual IP
    bob << 318
    bob > QUIT
    bob < ERROR :Closing Link: 10.0.0.7 (Quit: )
    alice < :bob!~bob@${bob} QUIT …
    alice > WHOWAS bob
    alice < :banter.test 314 alice bob ~bob ${bob} * :bob of Test
    alice << 369
    alice > HISTORY #a
    alice < …hello
  `,
  );
  const kept = room.store.database.prepare("SELECT userhost FROM history").all();
  assert.ok(kept.length > 0);
  assert.doesNotMatch(JSON.stringify(kept), /10\.0\.0\.7/);
  room.close();
});

test("operators with the right see the address, those without do not", () =>
  play(
    `
    root comes from 10.9.9.9
    weak comes from 10.8.8.8
    bob comes from 10.0.0.7
    weak > OPER root secret
    weak < …491…
    weak > OPER weak weak
    weak << MODE
    weak > WHOIS bob
    weak < …311…
    weak < …312…
    weak < …379…
    weak << 318
    weak > STATS l
    weak < :banter.test 211 weak root 0 ${at("10.9.9.9")} 0
    weak < :banter.test 211 weak weak 0 ${at("10.8.8.8")} 0
    weak < :banter.test 211 weak bob 0 ${bob} 0
    weak < …219…
    -- a mask of the configuration means the address, too
    root > OPER root secret
    root << MODE
    root > WHOIS bob
    root < :banter.test 311 root bob ~bob ${bob} * :bob of Test
    root < …312…
    root < :banter.test 338 root bob ~bob@10.0.0.7 10.0.0.7 :Actual user@host, Actual IP
    root << 318
    root > WHO 10.0.0.7
    root < …315…
    root > WHO 10.0.0.7 i
    root < … 352 … bob …
    root < …315…
    root > WHO bob %ih
    root < :banter.test 354 root 10.0.0.7 ${bob}
    root < …315…
    root > STATS l
    root < :banter.test 211 root root 0 10.9.9.9 0
    root < :banter.test 211 root weak 0 10.8.8.8 0
    root < :banter.test 211 root bob 0 10.0.0.7 0
    root < …219…
  `,
    config,
  ));

test("channels ban a network by the end of the cloak, and learn nothing of addresses", () =>
  play(
    `
    alice comes from 10.0.1.1
    bob comes from 10.0.0.7
    near comes from 10.0.0.8
    far comes from 10.1.0.7
    alice > JOIN #a
    alice << 366
    alice > MODE #a +b *!*@*.${b24}.${b16}.cloak
    alice < …MODE…
    bob > JOIN #a
    bob < …474…
    near > JOIN #a
    near < …474…
    far > JOIN #a
    far << 366
    alice < …JOIN #a
    -- else whoever has a channel could find out where people are from, by halves
    alice > MODE #a -b+b *!*@*.${b24}.${b16}.cloak *!*@10.0.0.0/24
    alice < …MODE…
    far < …MODE…
    near > JOIN #a
    near << 366
    alice < …JOIN #a
    far < …JOIN #a
  `,
    config,
  ));

test("bans from the whole server mean the address, too", () =>
  play(
    `
    bob comes from 10.0.0.7
    root comes from 10.9.9.9
    root > OPER root secret
    root << MODE
    root > KLINE *!*@${bob} :this one
    root < …Banned…
    bob < …465…
    bob < ERROR …
    bob <>
    root > DLINE 10.0.0.0/29 :these
    root < …Banned…
    late comes raw from 10.0.0.6
    late < ERROR :You are banned from this server: these
    late <>
  `,
    config,
  ));

test("who is logged in is shown by the account where that is configured", async () => {
  const room = new TestRoom({ ...config, cloak: { ...config.cloak, accounts: true } });
  await journey(
    room,
    `
    op comes from 10.0.1.1 chghost
    alice comes from 10.0.0.7 account alice
    op > JOIN #a
    op << 366
    alice > JOIN #a
    alice << 366
    op < :alice!~alice@alice.users.cloak JOIN #a
    op > MODE #a +b *!*@${bob}
    op < …MODE…
    alice < …MODE…
    alice > PRIVMSG #a :hello?
    alice < …404…
    op > MODE #a -b *!*@${bob}
    op < …MODE…
    alice < …MODE…
  `,
  );
  const alice = room.newest;
  const change = async (request: Parameters<typeof room.server.append>[1], transcript: string) => {
    room.server.append(alice, request);
    await journey(
      room,
      `time passes 0
${transcript}`,
    );
  };
  const shown = (host: string): string => `alice < :banter.test 396 alice ${host} :…`;
  await change(
    { type: "logout" },
    `-- the cloak again
    alice < …901…
    alice < :NickServ!…
    ${shown(bob)}
    op < :alice!~alice@alice.users.cloak CHGHOST ~alice ${bob}`,
  );
  await change(
    { type: "login", account: "alice" },
    `-- the account again
    alice < …900…
    ${shown("alice.users.cloak")}
    op < :alice!~alice@${bob} CHGHOST ~alice alice.users.cloak`,
  );
  // One that was given stays.
  await change(
    { type: "changeHost", nick: "alice", username: null, host: "given" },
    `-- by an operator
    ${shown("given")}
    op < …CHGHOST ~alice given`,
  );
  await change({ type: "logout" }, "alice < …901…\nalice < :NickServ!…");
  room.close();
});

test("where plain people are shown by their addresses nobody has a cloak", () =>
  play(
    `
    alice comes from 10.0.0.7
    nina comes plain from 10.0.0.8
    nina << You are in
    alice > JOIN #lobby
    alice << 366
    nina < …
    nina > hello
    alice < :…!~plain@10.0.0.8 PRIVMSG #lobby :hello
    alice > PRIVMSG #lobby :you too
    nina < <alice> you too
  `,
    { ...config, plain: { names: "address" } },
  ));
