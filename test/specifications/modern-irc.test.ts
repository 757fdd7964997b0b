/** modern.ircdocs.horse, "Numerics": every numeric that is sent has the parameters it should have.
 * What commands do is tested in test/journeys. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { commands } from "../../src/server/commands.ts";
import { parseMessage } from "../../src/protocol/message.ts";
import type { MemoryPeer } from "../../src/server/transport/memory.ts";
import { journey } from "../journey.ts";
import { TestRoom } from "../room.ts";

const nick = "[^ :,!@*?]+";
const channel = "#[^ ,]+";
const number = "\\d+";
const word = "[^ :]\\S*";
const text = ":.*";
/** The last parameter may stand without the colon when it is one word. */
const last = "(?::.*|[^ :]\\S*)";
const time = "\\d{10}";
const prefixes = "[~&@%+]*";

/** What follows the client's nick, as the document has it. */
const forms: Readonly<Record<string, readonly string[]>> = {
  "001": [text],
  "002": [text],
  "003": [text],
  "004": [word, word, "[A-Za-z]+", "[A-Za-z]+", "[A-Za-z]+"],
  "005": ["(?:[^ :]\\S* ){0,12}[^ :]\\S*", ":are supported by this server"],
  "211": ["\\S+", number, word, number],
  "212": ["[A-Z]+", number],
  "216": ["K", word, "\\*", number, last],
  "219": ["\\S", text],
  "221": ["\\+[A-Za-z]*"],
  "225": ["D", word, "\\*", number, last],
  "242": [":Server Up \\d+ days \\d+:\\d\\d:\\d\\d"],
  "243": ["O", word, "\\*", word, ".*"],
  "251": [":There are \\d+ users and \\d+ invisible on \\d+ servers"],
  "252": ["[1-9]\\d*", text],
  "253": ["[1-9]\\d*", text],
  "254": [number, text],
  "255": [":I have \\d+ clients and \\d+ servers"],
  "256": [word, text],
  "276": [nick, text],
  "257": [last],
  "258": [last],
  "259": [last],
  "265": [number, number, text],
  "266": [number, number, text],
  "301": [nick, text],
  "302": [`:(?:${nick}\\*?=[+-]\\S+(?: ${nick}\\*?=[+-]\\S+)*)?`],
  "303": [text],
  "305": [text],
  "306": [text],
  "311": [nick, word, word, "\\*", text],
  "312": [nick, word, text],
  "313": [nick, text],
  "314": [nick, word, word, "\\*", text],
  "315": [word, text],
  "317": [nick, number, time, text],
  "318": [word, text],
  "319": [nick, `:${prefixes}${channel}(?: ${prefixes}${channel})*`],
  "321": ["Channel", ":Users  Name"],
  "322": [channel, number, text],
  "323": [text],
  "324": [channel, "\\+[A-Za-z]*(?: \\S+)*"],
  "329": [channel, time],
  "330": [nick, word, text],
  "331": [channel, text],
  "332": [channel, text],
  "333": [channel, word, time],
  "335": [nick, text],
  "336": [channel],
  "337": [text],
  "338": [nick, "\\S+@\\S+", word, text],
  "341": [nick, channel],
  "346": [channel, word, word, time],
  "347": [channel, text],
  "348": [channel, word, word, time],
  "349": [channel, text],
  "351": [word, word, last],
  "352": ["(?:\\*|#\\S+)", word, word, word, nick, `[HG]\\*?${prefixes}[A-Za-z]*`, ":\\d+ .+"],
  "353": ["[=@*]", channel, `:${prefixes}${nick}(?: ${prefixes}${nick})*`],
  "364": ["\\*", word, ":\\d+ .+"],
  "365": ["\\*", text],
  "366": [word, text],
  "367": [channel, word, word, time],
  "368": [channel, text],
  "369": [word, text],
  "371": [text],
  "372": [text],
  "374": [text],
  "375": [text],
  "376": [text],
  "378": [nick, text],
  "379": [nick, text],
  "381": [text],
  "382": [word, last],
  "391": [word, last],
  "396": [word, text],
  "400": ["\\S+(?: \\S+)*", last],
  "401": [word, text],
  "402": [word, text],
  "403": [word, text],
  "404": [word, text],
  "405": [word, text],
  "406": [word, text],
  "407": [word, text],
  "409": [text],
  "410": [word, text],
  "411": [":No recipient given \\([A-Z]+\\)"],
  "412": [text],
  "415": [word, text],
  "417": [text],
  "421": [word, text],
  "422": [text],
  "423": [word, text],
  "431": [text],
  "432": [word, text],
  "433": [word, text],
  "437": [word, text],
  "441": [word, channel, text],
  "442": [channel, text],
  "443": [word, channel, text],
  "451": [text],
  "461": ["[A-Z]+", text],
  "462": [text],
  "464": [text],
  "465": [text],
  "471": [channel, text],
  "472": ["\\S+", text],
  "473": [channel, text],
  "474": [channel, text],
  "475": [channel, text],
  "476": [word, text],
  "478": [channel, "[A-Za-z]", text],
  "481": [text],
  "482": [channel, text],
  "491": [text],
  "501": [text],
  "502": [text],
  "524": [word, text],
  "671": [nick, text],
  "696": [word, "[A-Za-z]", word, last],
  "704": [word, last],
  "705": [word, text],
  "706": [word, text],
  "730": [text],
  "731": [text],
  "732": [text],
  "733": [text],
  "734": [number, word, text],
  "900": [`${nick}!\\S+@\\S+`, word, text],
  "901": [`${nick}!\\S+@\\S+`, text],
};

/** Numerics of extensions have tests of their own. */
const elsewhere = /^(?:354|435|47[07]|489|7[26]\d|77\d|90[2-8])$/;

class Listener {
  readonly seen = new Set<string>();

  hear(lines: readonly string[]): void {
    for (const line of lines) {
      const [, numeric = "", client = "", rest = ""] =
        /^:banter\.test (\d{3}) (\S+) ?(.*)$/.exec(line) ?? [];
      if (numeric === "" || elsewhere.test(numeric)) continue;
      const form = forms[numeric];
      assert.ok(form, `${line}\n${numeric} has no form`);
      assert.match(client, new RegExp(`^(?:\\*|${nick})$`), line);
      assert.match(rest, new RegExp(`^${form.join(" ").replace(/ \.\*$/, "(?: .*)?")}$`), line);
      this.seen.add(numeric);
    }
  }
}

async function say(room: TestRoom, peer: MemoryPeer, ...lines: string[]): Promise<string[]> {
  peer.write(lines.map((line) => `${line}\r\n`).join(""));
  await room.settled();
  return peer.take().split("\r\n");
}

const config = {
  operators: [
    {
      name: "root",
      passwordHash: "hash of secret",
      rights: ["kill", "ban", "rehash", "wallops", "stats", "see-hidden"] as const,
      masks: [],
    },
  ],
  server: { motd: ["Be kind.", "Drink tea."] },
  admin: { location: "Kitchen", organisation: "Tea", email: "tea@example.org" },
};

async function people(listener: Listener) {
  const room = new TestRoom(config);
  const come = async (name: string, secure = false) => {
    const peer = room.connect({ secure });
    listener.hear(await say(room, peer, `NICK ${name}`, `USER ${name} 0 * :${name} of Test`));
    return peer;
  };
  return { room, alice: await come("alice", true), bob: await come("bob") };
}

/** Everything that can go right, and much that can go wrong. */
const lines = `
  JOIN #a|JOIN #b key|TOPIC #a|TOPIC #a :tea|TOPIC #a|MODE #a|MODE #a +bbk x y!*@* key|MODE #a b
  MODE #a +eI x y|MODE #a e|MODE #a I|MODE #a +k :|MODE #a +l x|MODE #a +l|MODE #a +z|MODE #a -k
  NAMES #a|NAMES|NAMES #nowhere|LIST|LIST #a|WHO #a|WHO bob|WHO *|WHO|WHOIS alice|WHOIS bob
  WHOIS|WHOIS nobody|WHOIS BOB,alice|WHOIS nowhere bob|WHOIS bob bob|WHOWAS nobody|WHOWAS
  INVITE bob #a|INVITE bob|INVITE nobody #a|INVITE alice #a|INVITE bob #nowhere
  AWAY :out|WHOIS alice|PRIVMSG alice :x|AWAY|USERHOST bob alice nobody|USERHOST|ISON bob x|ISON
  MOTD|MOTD nowhere|VERSION|VERSION x.y|ADMIN|TIME|INFO|LINKS|LINKS nowhere|LUSERS|HELP|HELP join
  HELP nonsense|STATS u|STATS m|STATS|NONSENSE|NICK|NICK 1|NICK bob|USER a 0 * :b|PASS x|JOIN
  JOIN nowhere|JOIN #|PART #nowhere|PART #c|KICK #a nobody|KICK #a bob|KICK #nowhere bob|KICK
  MODE bob|MODE bob +i|MODE alice|MODE alice +B-B|MODE alice +Z|MODE nobody|MODE #nowhere|MODE
  PRIVMSG|PRIVMSG bob|PRIVMSG nobody :x|PRIVMSG #nowhere :x|PRIVMSG a,b,c,d,e,f :x|PING|PING :
  OPER root wrong|KILL bob|REHASH|WALLOPS x|CAP FOO|MONITOR + bob,nobody|MONITOR L|MONITOR S
  MONITOR X|MODE #a +o nobody|MODE #a +bbbbbb 1 2 3 4 5 6|JOIN 0
`;

/** And, being an operator. */
const operatorLines = `
  OPER root secret|STATS l|STATS o|STATS m|STATS k|WHOIS bob|WHOIS alice|LUSERS|REHASH|WHO alice
`;

const asked = (block: string): string[] =>
  block.split(/[|\n]/).flatMap((line) => line.trim() || []);

const common =
  "001 002 003 004 005 212 219 221 242 251 254 255 256 257 258 259 265 266 301 302 303 305 306 " +
  "311 312 313 315 317 318 319 321 322 323 324 329 331 332 333 336 337 341 346 347 348 349 351 " +
  "352 353 364 365 366 367 368 369 371 372 374 375 376 379 381 382 391 401 402 403 404 406 407 " +
  "409 410 411 412 421 431 432 433 441 442 443 461 462 464 471 472 473 474 475 476 481 501 502 " +
  "524 671 696 704 705 706 730 731 732 733";

test("all numerics of a session have their parameters", async () => {
  const listener = new Listener();
  const { room, alice, bob } = await people(listener);
  await say(room, bob, "JOIN #c", "MODE #c +s", "JOIN #inv", "MODE #inv +i", "JOIN #key");
  await say(room, bob, "MODE #key +k x", "JOIN #full", "MODE #full +l 1", "JOIN #ban");
  await say(room, bob, "MODE #ban +b alice", "JOIN #mod", "MODE #mod +m", "INVITE alice #key");
  listener.hear(await say(room, alice, "INVITE"));
  for (const line of asked(lines)) listener.hear(await say(room, alice, line));
  await say(room, bob, "JOIN #k", "MODE #k +k x");
  for (const name of ["#inv", "#k", "#full", "#ban", "#c", "#mod"])
    listener.hear(await say(room, alice, `JOIN ${name}`, `PRIVMSG ${name} :x`, `TOPIC ${name} :x`));
  listener.hear(await say(room, alice, "INVITE bob #mod", "MODE #mod +v bob", "KICK #mod bob"));
  for (const line of asked(operatorLines)) listener.hear(await say(room, alice, line));
  listener.hear(await say(room, bob, "NICK bobby", "WHOIS alice"));
  listener.hear(await say(room, alice, "WHOWAS bob", "QUIT"));
  const unseen = common.split(" ").filter((numeric) => !listener.seen.has(numeric));
  assert.deepEqual(unseen, []);
  room.close();
});

test("whatever a command is given, what it answers has a form", async () => {
  const listener = new Listener();
  const { room, alice } = await people(listener);
  const things = ["", ":", "x", "#a", "alice", "bob", "*", "0", "#a,#b", ":a b", "::", "+i"];
  for (const name of Object.keys(commands)) {
    if (name === "QUIT" || name === "NICK") continue;
    for (const first of things)
      for (const second of first.startsWith(":") ? [""] : ["", "#a", "bob", ":x y", "-1"])
        listener.hear(await say(room, alice, `${name} ${first} ${second}`.trim()));
  }
  room.close();
});

test("318 has the parameter exactly as it was sent", async () => {
  const { room, alice } = await people(new Listener());
  for (const [sent, told] of [
    ["BOB", "BOB"],
    ["bob,alice", "bob,alice"],
    ["nobody", "nobody"],
    ["banter.test BOB", "BOB"],
  ]) {
    const answer = await say(room, alice, `WHOIS ${sent}`);
    assert.equal(answer.at(-2), `:banter.test 318 alice ${told} :End of /WHOIS list`);
  }
  room.close();
});

test("001 names no cloak, which clients might look up", async () => {
  const room = new TestRoom({ cloak: { enabled: true, suffix: "cloak" } });
  const welcome = (await say(room, room.connect(), "NICK alice", "USER alice 0 * :x"))[0];
  assert.equal(welcome, ":banter.test 001 alice :Welcome to the Banter Network, alice");
  const open = new TestRoom({ cloak: { enabled: false } });
  const other = (await say(open, open.connect(), "NICK alice", "USER alice 0 * :x"))[0];
  assert.match(other ?? "", /Network, alice!~alice@127\.0\.0\.1$/);
  for (const each of [room, open]) each.close();
});

test("no line is longer than it may be, whatever has been given", async () => {
  const room = new TestRoom();
  const peer = room.connect();
  const long = "x".repeat(400);
  const given = Object.keys(commands)
    .filter((name) => name !== "QUIT")
    .flatMap((name) => [`${name} ${long}`, `${name} #${long}`, `${name} x :${long}`]);
  const told = await say(room, peer, "NICK alice", `USER ${long} 0 * :${long}`, ...given);
  for (const line of told) {
    assert.ok(Buffer.byteLength(line) <= 510, line);
    assert.ok(line === "" || parseMessage(line));
  }
  room.close();
});

test("an empty message is ignored, also where it is the first of all", async () => {
  const room = new TestRoom();
  await journey(
    room,
    `
    alice comes raw
    alice > \r
    alice << #lobby
    alice > NICK alice
    alice > USER alice 0 * :x
    alice << 422
    alice > \r
    alice > PING x
    alice < :banter.test PONG banter.test x
    `,
  );
  room.close();
});
