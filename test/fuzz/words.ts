/**
 * Words: what the lines of a fuzz are made of. Names that many share, so that they meet; and all
 * that a parameter should not be.
 */
import type { Random } from "./random.ts";

export const nicks =
  "alice bob carol dave eve mallory trent [x]{y} _^`| a constructor __proto__ toString amber-ant"
    .split(" ")
    .concat("n".repeat(30), "ALICE", "Bob");
export const rooms = "#lobby #a #b #c #LOBBY #ünïcode #日本語 #__proto__ #constructor #[x] ##"
  .split(" ")
  .concat(`#${"r".repeat(63)}`, `#${"R".repeat(63)}`);

const numbers = "0 1 -1 1.5 1e-9 1e9 1e400 NaN Infinity 0x10 007 99999999999999999999 ٣".split(" ");
const masks = [
  "*!*@*",
  "*",
  "alice",
  "*!*@127.0.0.0/8",
  "*!*@::1/64",
  "a?*\\*!~*@*.*",
  ":x!y@z",
  "@",
  "!",
  "*".repeat(80),
  "*a".repeat(60),
  "m".repeat(149),
  "~x!*@/99",
];
const wrong = [
  "",
  ":",
  "::",
  ":a b",
  "a b c",
  "#",
  "#a,b",
  "#a#b",
  "#a\x07b",
  "#a\u200bb",
  "@#lobby",
  "+#lobby",
  "@+#lobby",
  "@alice",
  ",",
  ",,,",
  "&local",
  "0",
  "*",
  "$$*",
  "banter.test",
  "\x01VERSION\x01",
  "\x01ACTION waves\x01",
  "\x01ACTION",
  "\x1b[31mred\x1b[2J",
  "\u202eright to left",
  "e\u0301",
  "\u{1f468}\u200d\u{1f469}\u200d\u{1f467}",
  "\ufffd",
];
const letters = Array.from(
  "abcdefghijklmnopqrstuvwxyzABC0123456789 -_.,:;!?*@#é日\u{1f600}\x02\x03\x1f\x07",
);

export function text(random: Random): string {
  if (random.oneIn(5)) return random.pick(wrong);
  return random.text(letters, random.oneIn(30) ? random.below(700) : random.few(80));
}

export const nick = (random: Random): string =>
  random.oneIn(12) ? word(random) : random.pick(nicks);
export const room = (random: Random): string =>
  random.oneIn(12) ? word(random) : random.pick(rooms);
export const target = (random: Random): string =>
  random.oneIn(3) ? nick(random) : random.oneIn(8) ? `@${room(random)}` : room(random);
export const number = (random: Random): string => random.pick(numbers);
export const mask = (random: Random): string => random.pick(masks);

export function list(random: Random, of: (random: Random) => string): string {
  const length = random.oneIn(16) ? 1 + random.few(60) : 1;
  return Array.from({ length }, () => of(random)).join(",");
}

/** Anything at all. */
export function word(random: Random): string {
  switch (random.below(7)) {
    case 0:
      return random.pick(nicks);
    case 1:
      return random.pick(rooms);
    case 2:
      return random.pick(numbers);
    case 3:
      return random.pick(masks);
    case 4:
      return random.pick(wrong);
    case 5:
      return random.text(letters, random.few(200));
    default:
      return random.text("+-beIklimnstovBiwxyz".split(""), random.few(20));
  }
}

export function modes(random: Random): string {
  const length = 1 + random.few(30);
  return (
    random.pick(["+", "-", "", "+-"]) + random.text("+-+-bbbeIklimnstoovvBwqz".split(""), length)
  );
}
