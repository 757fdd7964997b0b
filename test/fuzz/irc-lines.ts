/** IRC lines: what clients of all kinds might send; valid commands with wild parameters. */
import { capabilities } from "../../src/protocol/capabilities.ts";
import { commands } from "../../src/server/commands.ts";
import type { Random } from "./random.ts";
import { list, mask, modes, nick, number, room, target, text, word } from "./words.ts";

type Maker = (random: Random) => readonly string[];

/** Params of the commands whose sense lies in them; the rest get anything. */
const makers: { readonly [command: string]: Maker } = {
  AWAY: (r) => (r.oneIn(2) ? [] : [text(r)]),
  BATCH: (r) => {
    const reference = r.pick(["+", "-"]) + r.pick(["1", "2", ""]);
    return r.oneIn(9) ? [reference] : [reference, "draft/multiline", target(r)];
  },
  CAP: (r) => {
    if (r.oneIn(3)) return ["LS", r.pick(["302", number(r), ""])];
    if (r.oneIn(3)) return [r.pick(["END", "LIST", word(r)])];
    const names = Object.keys(capabilities).filter(() => r.oneIn(3));
    return ["REQ", names.map((name) => (r.oneIn(4) ? `-${name}` : name)).join(" ")];
  },
  EDIT: (r) => [target(r)],
  HISTORY: (r) => [room(r), number(r)],
  INVITE: (r) => [nick(r), room(r)],
  ISON: (r) => [list(r, nick).replaceAll(",", " ")],
  JOIN: (r) => (r.oneIn(200) ? ["0"] : [list(r, room), ...(r.oneIn(4) ? [word(r)] : [])]),
  KICK: (r) => [room(r), list(r, nick), text(r)],
  KILL: (r) => [r.oneIn(6) ? nick(r) : "nobody", text(r)],
  LIST: (r) => [list(r, (q) => q.pick([room(q), mask(q), ">1", "<3", "C<5", "T>0", "!*a*"]))],
  MODE: (r) =>
    r.oneIn(5)
      ? [nick(r), modes(r)]
      : [room(r), modes(r), ...Array.from({ length: r.below(7) }, () => modeParam(r))],
  MONITOR: (r) => [r.pick(["+", "+", "-", "C", "L", "S", word(r)]), list(r, nick)],
  NAMES: (r) => [list(r, room)],
  NICK: (r) => [nick(r)],
  NOTICE: (r) => [list(r, target), text(r)],
  OPER: (r) => ["boss", r.pick(["secret", "wrong"])],
  PART: (r) => [list(r, room), ...(r.oneIn(2) ? [text(r)] : [])],
  PRIVMSG: (r) => [list(r, target), text(r)],
  QUIT: (r) => [text(r)],
  REDACT: (r) => [target(r), msgid(r), ...(r.oneIn(3) ? [text(r)] : [])],
  RELAYMSG: (r) => [room(r), r.oneIn(4) ? text(r) : `${nick(r)}/${word(r)}`, text(r)],
  SETNAME: (r) => [text(r)],
  TAGMSG: (r) => [list(r, target)],
  TOPIC: (r) => [room(r), ...(r.oneIn(4) ? [] : [text(r)])],
  UNSAY: (r) => [target(r)],
  USER: (r) => [word(r), "0", "*", text(r)],
  USERHOST: (r) => [nick(r), nick(r), nick(r), nick(r), nick(r), nick(r)],
  WALLOPS: (r) => [text(r)],
  WHO: (r) => [r.pick([room(r), nick(r), mask(r)]), ...(r.oneIn(2) ? [whox(r)] : [])],
  WHOIS: (r) => (r.oneIn(4) ? [nick(r), nick(r)] : [list(r, nick)]),
  WHOWAS: (r) => [nick(r), number(r)],
};

const modeParam = (random: Random): string =>
  random.pick([nick, mask, word, number])(random) || "x";

const whox = (random: Random): string => {
  const flags = random.pick(["", "o", "nuhisra", word(random)]);
  const fields = random.pick(["tcuihsnfdlaor", "n", "", word(random)]);
  return random.oneIn(4) ? flags : `${flags}%${fields},${random.pick(["1", number(random)])}`;
};

/** Often one that there is. */
const msgid = (random: Random): string =>
  random.oneIn(9) ? word(random) : random.below(3_000).toString(36);

const names = Object.keys(commands);
/** What people do most, and what costs most when it goes wrong. */
const often =
  "PRIVMSG PRIVMSG PRIVMSG NOTICE JOIN PART MODE MODE TOPIC KICK NICK TAGMSG BATCH".split(" ");

export function ircLine(random: Random): string {
  let name = random.pick(random.oneIn(2) ? often : names);
  // A room that is always emptied has nothing to fuzz.
  if (name === "QUIT" && !random.oneIn(8)) name = "PING";
  if (random.oneIn(60)) name = random.pick(["", "constructor", "__proto__", "001", "é", "X\x01"]);
  if (random.oneIn(20)) name = name.toLowerCase();
  const wild = random.oneIn(12) || !Object.hasOwn(makers, name);
  const params = wild
    ? Array.from({ length: random.few(16) }, () => word(random))
    : (makers[name] as Maker)(random);
  const last = params.at(-1);
  const rest = last === undefined ? [] : [random.oneIn(9) ? last : `:${last}`];
  const line = [name, ...params.slice(0, -1), ...rest].join(random.oneIn(40) ? "  " : " ");
  const from = random.oneIn(30) ? `:${word(random)} ` : "";
  return `${random.oneIn(5) ? tags(random) : ""}${from}${line}`;
}

function tags(random: Random): string {
  const length = random.oneIn(20) ? 1 + random.below(100) : 1 + random.below(4);
  const made = Array.from({ length }, () => {
    const key = random.pick([
      "label",
      "+typing",
      "+draft/reply",
      "time",
      "msgid",
      "+a/b",
      "batch",
      "draft/multiline-concat",
      "draft/target-msgid",
      "draft/edit-text",
      "+",
      "=",
    ]);
    if (key === "draft/target-msgid") return `${key}=${msgid(random)}`;
    if (key === "batch") return `batch=${random.pick(["1", "2"])}`;
    return random.oneIn(4) ? key : `${key}=${tagValue(random)}`;
  });
  return `@${made.join(random.oneIn(20) ? ";;" : ";")} `;
}

const tagValue = (random: Random): string =>
  random.oneIn(15) ? "v".repeat(random.below(5_000)) : tagged(text(random));
/** Mostly as it is to be written, so that odd values get through. */
const tagged = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll(";", "\\:").replaceAll(" ", "\\s") + "\\r\\n";

/** The opening lines of a client. */
export function registration(random: Random): string[] {
  const lines = [`NICK ${nick(random)}`, `USER ${word(random) || "u"} 0 * :${text(random)} `];
  if (random.oneIn(2)) {
    const wanted = Object.keys(capabilities).filter(() => random.oneIn(2));
    lines.unshift("CAP LS 302", `CAP REQ :${wanted.join(" ")}`);
    lines.push("CAP END");
  }
  if (random.oneIn(10)) lines.reverse();
  // The same again with another nick: the first may be taken.
  return [...lines, ...(random.oneIn(2) ? [`NICK g${random.below(1_000_000)}`] : [])];
}
