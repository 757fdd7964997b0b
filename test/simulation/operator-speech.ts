/** Operator speech: what server operators say, by chance. Beside speech.ts. */
import type { Chance } from "../../src/server/log/simulated.ts";

/** What the others say of people, rooms and modes. */
interface Words {
  readonly own: string;
  readonly nick: () => string;
  readonly channel: () => string;
  readonly modes: () => string;
}

export function operatorLine(chance: Chance, { own, nick, channel, modes }: Words): string {
  const mask = (): string =>
    chance.pick([
      () => `${nick()}!*@*`,
      () => `*!~u${chance.below(3)}@*`,
      () => `*!*@10.0.0.${1 + chance.below(4)}`,
      () => `${nick()}!*@10.0.0.0/30`,
      () => `*!*@10.0.?.${1 + chance.below(3)}`,
      () => "*!*@*",
    ])();
  const network = (): string =>
    chance.pick([
      `10.0.0.${1 + chance.below(4)}`,
      "10.0.0.2/31",
      "10.9.0.0/16",
      "2001:db8::/32",
      "0.0.0.0/0",
      "nowhere",
    ]);
  const target = (): string =>
    chance.pick([
      () => mask(),
      () => network(),
      () => `account:${nick()}`,
      () => `realname:${chance.pick(["Two", "On?", "x*"])}`,
    ])();
  // Short, mostly: or soon nobody would be left to play.
  const how = (): string =>
    (chance.oneIn(6) ? "MYSELF " : "") + chance.pick(["5s ", "20s ", "20s ", "1m ", "2m ", ""]);
  return chance.pick([
    () => `KILL ${nick()} :by chance`,
    () => "WALLOPS :by chance",
    () => `MODE ${own} ${chance.pick(["+s", "+s kb", "+is -k", "-s", "-s+s c-c", "+s x"])}`,
    () => `KLINE ${how()}${mask()} :by chance`,
    () => `KLINE ${how()}${mask()} :by chance`,
    () => `SAJOIN ${nick()} ${channel()}`,
    () => `SAPART ${nick()} ${channel()} :by chance`,
    () => `SANICK ${nick()} ${nick()}`,
    () => `SAMODE ${channel()} ${modes()}`,
    () => `SAMODE ${channel()} ${modes()}`,
    () => `SAMODE ${nick()} ${chance.pick(["+i", "-i", "+w", "-o", "+o"])}`,
    () => `KLINE 1m *!~u${chance.below(3)}@*`,
    () => `UNKLINE ${mask()}`,
    () => `DLINE ${how()}${network()} :by chance`,
    () => `UNDLINE ${network()}`,
    () => `BAN ADD ${how()}${target()}`,
    () => `BAN DEL ${target()}`,
    () => chance.pick(["BAN LIST", "STATS k", "STATS d", "AUDIT 3"]),
  ])();
}
