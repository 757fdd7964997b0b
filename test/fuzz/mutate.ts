/**
 * Mutations: what networks, old programs and ill will make of good bytes. For every fuzz alike;
 * knows no command.
 */
import type { Random } from "./random.ts";

const odd = [
  Buffer.from([0x00]),
  Buffer.from([0x0d]),
  Buffer.from([0x0d, 0x00]),
  Buffer.from([0x0a]),
  Buffer.from([0x0d, 0x0d, 0x0a]),
  Buffer.from([0xff]),
  Buffer.from([0xff, 0xff]),
  Buffer.from([0xff, 0xfd, 0x18]), // telnet: DO TERMINAL-TYPE
  Buffer.from([0xff, 0xfa, 0x18, 0x01, 0xff, 0xf0]), // telnet: a subnegotiation
  Buffer.from([0xff, 0xfa, 0x18]), // one that does not end
  Buffer.from([0xef, 0xbb, 0xbf]), // BOM
  Buffer.from([0xc3]), // UTF-8 that breaks off
  Buffer.from([0xf0, 0x9f]),
  Buffer.from([0xed, 0xa0, 0x80]), // a surrogate
  Buffer.from([0xc0, 0x80]), // overlong NUL
  Buffer.from("\u{1f600}"),
  Buffer.from("\u202e"), // right to left from here on
  Buffer.from("\u2028\u0085"),
  Buffer.from("\x1b[2J\x1b]0;title\x07"),
  Buffer.from("\x01"),
  Buffer.from("\x02\x0303,04\x0f"),
  Buffer.from(" "),
  Buffer.from(":"),
  Buffer.from("@"),
  Buffer.from(","),
  Buffer.from(";"),
];

export function mutate(random: Random, bytes: Buffer): Buffer {
  const at = random.below(bytes.length + 1);
  const to = Math.min(bytes.length, at + random.few(12));
  switch (random.below(6)) {
    case 0:
      return Buffer.concat([bytes.subarray(0, at), random.pick(odd), bytes.subarray(at)]);
    case 1:
      return Buffer.concat([bytes.subarray(0, at), random.pick(odd), bytes.subarray(to)]);
    case 2:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    case 3: {
      const again = bytes.subarray(at, to);
      const times = Array.from({ length: 1 + random.few(200) }, () => again);
      return Buffer.concat([bytes.subarray(0, at), ...times, bytes.subarray(to)]);
    }
    case 4: {
      if (at === bytes.length) return bytes;
      const flipped = Buffer.from(bytes);
      flipped[at] = random.below(256);
      return flipped;
    }
    default:
      return Buffer.concat([
        bytes.subarray(0, at),
        random.bytes(random.few(40)),
        bytes.subarray(at),
      ]);
  }
}

/** The same bytes in pieces, as a network may bring them: mostly whole, seldom byte by byte. */
export function pieces(random: Random, bytes: Buffer): readonly Buffer[] {
  const most = random.pick([1, 100, 1_460, 65_536, 65_536, 65_536]);
  if (most === 1 && !random.oneIn(40)) return [bytes];
  const cut: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = Math.min(bytes.length, at + 1 + random.below(most));
    cut.push(bytes.subarray(at, end));
    at = end;
  }
  return cut;
}
