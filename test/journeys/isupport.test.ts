/** ISUPPORT: every token that is told is true, tried by what the server does. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseIsupport } from "../../src/protocol/isupport.ts";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { TestRoom } from "../room.ts";

const limits = {
  ...limitsDefault,
  awayLengthMax: 51,
  channelLengthMax: 17,
  channelsPerUserMax: 3,
  historyPageLinesMax: 12,
  keyLengthMax: 9,
  kickLengthMax: 81,
  lineBytesMax: 600,
  maskListMax: 11,
  modesPerCommandMax: 4,
  monitorTargetsMax: 12,
  nickLengthMax: 11,
  realnameLengthMax: 31,
  targetsPerCommandMax: 3,
  topicLengthMax: 82,
  userLengthMax: 10,
};

const messages = { clientTagsDenied: ["*", "-x"] };

type Ask = (...lines: string[]) => Promise<string[]>;

/** How each token's value is tried. `ask` says lines as alice, op in #a, and returns the answer. */
const trials: Record<string, (ask: Ask, value: string) => Promise<unknown>> = {
  ACCOUNTEXTBAN: async (ask, names) => {
    for (const name of names.split(","))
      assert.match((await ask(`MODE #a +b ${name}:x`, `MODE #a -b ${name}:x`)).join(), /\+b .*-b /);
  },
  AWAYLEN: async (ask, most) => {
    const [, told] = await ask(`AWAY :${"z".repeat(Number(most) + 1)}`, "PRIVMSG alice :x");
    assert.match((await ask("WHOIS alice")).join("\n"), new RegExp(` 301 .* :z{${most}}\n`));
    return assert.ok(told);
  },
  BOT: async (ask, letter) => {
    await ask(`MODE alice +${letter}`);
    const [row = ""] = await ask("WHO alice");
    assert.match(row, new RegExp(` alice [HG]\\S*${letter} :`));
  },
  CASEMAPPING: async (ask, value) => {
    assert.equal(value, "ascii");
    assert.match((await ask("ISON ALICE")).join(), /:alice/);
    assert.doesNotMatch((await ask("PRIVMSG #{} :x")).join(), / 404 /);
  },
  CHANLIMIT: async (ask, value) => {
    const most = Number(/^#:(\d+)$/.exec(value)?.[1]);
    const names = Array.from({ length: most }, (_, n) => `#limit${n}`);
    const refused = (await ask(`JOIN ${names.join(",")}`)).filter((line) => line.includes(" 405 "));
    assert.equal(refused.length, 1, "alice is in one channel already");
    await ask(`PART ${names.join(",")}`);
  },
  CHANMODES: async (ask, value) => {
    const [lists = "", key, settings = "", flags = ""] = value.split(",");
    for (const list of lists) assert.match((await ask(`MODE #a ${list}`)).join(), /:End of /);
    assert.match((await ask(`MODE #a +${key} k`, `MODE #a -${key} k`)).join(), /\+k k.* -k k/);
    await ask("JOIN #b");
    const params: Record<string, string> = { f: "#b", j: "5:10", l: "5", W: "5" };
    for (const letter of settings) {
      const [on, off] = [`MODE #a +${letter} ${params[letter]}`, `MODE #a -${letter}`];
      const told = await ask(on, off);
      assert.ok(told[0]?.endsWith(` ${on}`) && told[1]?.endsWith(` ${off}`), told.join());
    }
    await ask("PART #b");
    for (const flag of flags.replace("P", ""))
      assert.match((await ask(`MODE #a +${flag}-${flag}+${flag}-${flag}`)).join(), / MODE #a /);
    // P is for founders with an account: it is known, and refused.
    assert.match((await ask("MODE #a +P")).join(), / 482 .*registered founder/);
    await ask("MODE #a +nt");
    const [myinfo = ""] = (await ask("VERSION")).filter((line) => line.includes("CHANMODES="));
    assert.ok(myinfo);
  },
  CHANNELLEN: async (ask, most) => {
    const longest = `#${"n".repeat(Number(most) - 1)}`;
    assert.match((await ask(`JOIN ${longest}`, `PART ${longest}`)).join(), / JOIN #n/);
    assert.match((await ask(`JOIN ${longest}n`)).join(), / 476 /);
  },
  CHATHISTORY: async (ask, most) => {
    const said = Array.from({ length: Number(most) + 1 }, (_, n) => `PRIVMSG #a :line ${n}`);
    await ask("CAP REQ :draft/chathistory", ...said);
    const told = await ask(`CHATHISTORY LATEST #a * ${Number(most) + 1}`);
    assert.equal(told.length, Number(most));
    await ask("CAP REQ :-draft/chathistory");
  },
  CHANTYPES: async (ask, types) => {
    assert.equal(types, "#");
    assert.match((await ask("JOIN &a,+a,!a")).join(), /403.*403.*403/);
  },
  CLIENTTAGDENY: async (ask, value) => {
    assert.equal(value, "*,-x");
    await ask("CAP REQ message-tags");
    assert.match((await ask("@+x;+y NOTICE alice :x")).join(), /;\+x :alice/);
    await ask("CAP REQ -message-tags");
  },
  ELIST: async (ask, letters) => {
    assert.equal(letters, "CMNTU");
    for (const condition of ["C<10", "#a*", "!#b", "<5"])
      assert.match((await ask(`LIST ${condition}`)).join(), / 322 alice #a /, condition);
    assert.doesNotMatch((await ask("LIST T>10")).join(), / 322 /);
  },
  EXCEPTS: async (ask, letter) => {
    assert.match((await ask(`MODE #a ${letter}`)).join(), / 349 /);
  },
  EXTBAN: async (ask, value) => {
    const [prefix, types = ""] = value.split(",");
    assert.equal(prefix, "");
    for (const type of types) {
      const told = (await ask(`MODE #a +b ${type}:x`, `MODE #a -b ${type}:x`)).join();
      assert.match(told, new RegExp(`\\+b ${type}:x.*-b ${type}:x`));
    }
    assert.match((await ask("MODE #a +b z:x")).join(), / 696 /);
  },
  FORWARD: async (ask, letter) => {
    await ask("JOIN #b");
    assert.match((await ask(`MODE #a +${letter} #b`, `MODE #a -${letter}`)).join(), /\+f #b,.* -f/);
    await ask("PART #b");
  },
  HOSTLEN: async (_ask, most) =>
    assert.ok("0000:0000:0000:0000:0000:0000:0000:0001".length <= +most),
  INVEX: async (ask, letter) => {
    assert.match((await ask(`MODE #a ${letter}`)).join(), / 347 /);
  },
  KEYLEN: async (ask, most) => {
    const longest = "k".repeat(Number(most));
    assert.match((await ask(`MODE #a +k ${longest}`)).join(), /\+k k/);
    assert.match((await ask(`MODE #a +k ${longest}k`, "MODE #a -k")).join(), / 696 /);
  },
  KICKLEN: async (ask, most) => {
    const [kick = ""] = await ask(`KICK #a alice :${"z".repeat(Number(most) + 1)}`);
    assert.match(kick, new RegExp(` :z{${most}}$`));
    await ask("JOIN #a");
  },
  LINELEN: async (ask, most) => {
    const ping = (bytes: number) => `PING :${"p".repeat(bytes - 8)}`;
    assert.match((await ask(ping(Number(most)))).join(), / PONG /);
    assert.match((await ask(ping(Number(most) + 1))).join(), / 417 /);
  },
  MAXLIST: async (ask, value) => {
    const [letters = "", most] = value.split(":");
    assert.equal(letters, "beI");
    const heard = [];
    for (let n = 0; n <= Number(most); n += 1)
      heard.push(...(await ask(`MODE #a +${letters[n % 3]} n${n}`)));
    assert.equal(heard.filter((line) => line.includes(" 478 ")).length, 1);
    for (let n = 0; n < Number(most); n += 1) await ask(`MODE #a -${letters[n % 3]} n${n}`);
  },
  MODES: async (ask, most) => {
    const masks = Array.from({ length: Number(most) + 1 }, (_, n) => `m${n}`);
    const [line = ""] = await ask(`MODE #a +${"b".repeat(masks.length)} ${masks.join(" ")}`);
    assert.equal(line.split("!*@*").length - 1, Number(most));
    for (const mask of masks) await ask(`MODE #a -b ${mask}`);
  },
  MONITOR: async (ask, most) => {
    const targets = Array.from({ length: Number(most) + 1 }, (_, n) => `watched${n}`);
    assert.match((await ask(`MONITOR + ${targets.slice(1).join(",")}`)).join(), / 731 /);
    assert.match((await ask("MONITOR + watched0")).join(), / 734 /);
    await ask("MONITOR C");
  },
  MSGREFTYPES: async (ask, types) => {
    await ask("CAP REQ :draft/chathistory");
    const values: Record<string, string> = { msgid: "1", timestamp: "2026-01-01T00:00:00.000Z" };
    for (const type of types.split(","))
      assert.doesNotMatch(
        (await ask(`CHATHISTORY AFTER #a ${type}=${values[type]} 1`)).join(),
        /FAIL/,
      );
    assert.match(
      (await ask("CHATHISTORY AFTER #a other=1 1")).join(),
      /FAIL .* INVALID_MSGREFTYPE/,
    );
    await ask("CAP REQ :-draft/chathistory");
  },
  NAMELEN: async (ask, most) => {
    await ask(`SETNAME :${"r".repeat(Number(most))}`);
    assert.match((await ask("WHO alice")).join(), new RegExp(` r{${most}},`));
    assert.match((await ask(`SETNAME :${"r".repeat(Number(most) + 1)}`)).join(), /NOTICE|FAIL/);
  },
  NETWORK: async (_ask, value) => assert.equal(value, "Ban ter"),
  NICKLEN: async (ask, most) => {
    const longest = "n".repeat(Number(most));
    assert.match((await ask(`NICK ${longest}`, "NICK alice")).join(), / NICK n/);
    assert.match((await ask(`NICK ${longest}n`)).join(), / 432 /);
  },
  PREFIX: async (ask, value) => {
    assert.equal(value, "(qaohv)~&@%+");
    assert.match((await ask("NAMES #a")).join(), / :@alice,/);
    await ask("MODE #a +hv-o alice alice alice");
    assert.match((await ask("NAMES #a")).join(), / :%alice,/);
    await ask("MODE #a -h alice");
    assert.match((await ask("NAMES #a")).join(), / :\+alice,/);
    await ask("MODE #a -v alice");
    // Its founder comes back as operator.
    await ask("PART #a", "JOIN #a");
  },
  SAFELIST: async (ask) => assert.match((await ask("LIST")).join(), / 323 /),
  STATUSMSG: async (ask, signs) => {
    for (const sign of signs)
      assert.equal((await ask(`PRIVMSG ${sign}#a :x`)).join(), "", "nobody hears it, as it should");
  },
  TARGMAX: async (ask, value) => {
    const most = Object.fromEntries(value.split(",").map((each) => each.split(":")));
    for (const command of ["PRIVMSG", "TAGMSG"]) {
      const targets = Array(Number(most[command]) + 1).fill("nobody");
      assert.match((await ask(`${command} ${targets.join(",")} :x`)).join(), / (407|421) /);
      const fewer = await ask(`${command} ${targets.slice(1).join(",")} :x`);
      assert.doesNotMatch(fewer.join(), / 407 /);
    }
    assert.equal(most["WHOIS"], "1");
    assert.equal(most["JOIN"], "");
  },
  TOPICLEN: async (ask, most) => {
    const [line = ""] = await ask(`TOPIC #a :${"t".repeat(Number(most) + 1)}`);
    assert.match(line, new RegExp(` :t{${most}}$`));
  },
  USERLEN: async (ask, most) => {
    assert.match((await ask("USERHOST alice")).join(), new RegExp(`~u{${Number(most) - 1}}@`));
  },
  WHOX: async (ask, value) => {
    assert.equal(value, "");
    assert.match((await ask("WHO alice %tn,7")).join(), / 354 alice 7 alice,/);
  },
  UTF8ONLY: async (ask) => assert.match((await ask("PING \xff")).join(), /UTF-8/),
};

test("every token is tried, and true", async () => {
  const room = new TestRoom({ limits, server: { network: "Ban ter" }, messages });
  const peer = room.connect();
  const ask: Ask = async (...lines) => {
    // Latin-1, so that one trial can send what is not UTF-8.
    peer.write(Buffer.from(lines.map((line) => `${line}\r\n`).join(""), "latin1"));
    await room.settled();
    return peer.take().split("\r\n").slice(0, -1);
  };
  const welcome = await ask("NICK alice", `USER ${"u".repeat(40)} 0 * :alice`, "JOIN #a");
  const tokens = new Map<string, string>();
  for (const line of welcome) {
    const rest = / 005 alice (.*) :are supported by this server$/.exec(line)?.[1];
    if (rest !== undefined) parseIsupport(rest.split(" "), tokens);
  }
  assert.deepEqual([...tokens.keys()].sort(), Object.keys(trials).sort());
  for (const [token, value] of tokens)
    await (trials[token] as (typeof trials)[string])(ask, value).catch((error: unknown) => {
      throw new Error(`${token}=${value}`, { cause: error });
    });
  room.close();
});
