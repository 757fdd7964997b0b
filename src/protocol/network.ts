/**
 * Network: IP addresses and CIDR networks, for bans and for limits with exempt networks.
 * Pure text and numbers: never asks a resolver or the operating system.
 */

/** 128 bits as four unsigned 32-bit words; IPv4 lies at ::ffff:0:0/96 (RFC 4291 §2.5.5.2). */
export type Words = readonly [number, number, number, number];

export interface Network {
  readonly words: Words;
  /** 0 to 128, counted in the 128 bits: an IPv4 /8 is 104. */
  readonly prefixBits: number;
}

const mappedWord = 0xffff;
const mappedBits = 96;

/** A network wider than this one, so ::/0, holds no IPv4 address: who writes it means IPv6. */
export const holdsMapped = ({ prefixBits }: Network): boolean => prefixBits >= mappedBits;

/** "10.0.0.0/8", "2001:db8::/32" or a lone address; undefined when wrong. Host bits may be set. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf("/");
  const words = parseAddress(slash < 0 ? text : text.slice(0, slash));
  if (words === undefined) return undefined;
  const dotted = !text.includes(":");
  const bitsMax = dotted ? 32 : 128;
  const bits = slash < 0 ? bitsMax : parseDecimal(text.slice(slash + 1), bitsMax);
  if (bits === undefined) return undefined;
  return { words, prefixBits: dotted ? mappedBits + bits : bits };
}

/** False when either is no address. An IPv4-mapped IPv6 address is the IPv4 one. */
export function inNetwork(address: string, network: Network | string): boolean {
  const within = typeof network === "string" ? parseNetwork(network) : network;
  const words = parseAddress(address);
  if (within === undefined || words === undefined) return false;
  if (isMapped(words) && !holdsMapped(within)) return false;
  for (let index = 0; index < 4; index++) {
    const bits = Math.min(32, within.prefixBits - index * 32);
    if (bits <= 0) break;
    const mask = (0xffff_ffff << (32 - bits)) >>> 0;
    const difference = (words[index] as number) ^ (within.words[index] as number);
    if ((difference & mask) !== 0) return false;
  }
  return true;
}

/** As a param of a line, of which one that begins with ":" would be the last: "0::1" for "::1"
 * (modern.ircdocs, RPL_WHOISUSER). */
export const addressParam = (address: string): string => address.replace(/^:/, "0:");

/** As parseNetwork reads it, without host bits and in one form (RFC 5952); a lone address has no
 * "/". */
export function formatNetwork({ words, prefixBits }: Network): string {
  const kept = words.map((word, index) => {
    const bits = Math.max(0, Math.min(32, prefixBits - index * 32));
    return bits === 0 ? 0 : (word & (0xffff_ffff << (32 - bits))) >>> 0;
  }) as unknown as Words;
  const dotted = isMapped(kept) && prefixBits >= mappedBits;
  const [bits, bitsMax] = dotted ? [prefixBits - mappedBits, 32] : [prefixBits, 128];
  const address = dotted ? bytesOf(kept[3]).join(".") : formatIpv6(kept);
  return bits === bitsMax ? address : `${address}/${bits}`;
}

const bytesOf = (word: number): number[] => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff);

/** The first of the longest runs of two or more zeros is "::". */
function formatIpv6(words: Words): string {
  const groups = words.flatMap((word) => [word >>> 16, word & 0xffff]);
  let [start, length] = [0, 1];
  for (let from = 0; from < 8; from++) {
    let run = 0;
    while (groups[from + run] === 0) run++;
    if (run > length) [start, length] = [from, run];
  }
  const hex = groups.map((group) => group.toString(16));
  if (length < 2) return hex.join(":");
  return `${hex.slice(0, start).join(":")}::${hex.slice(start + length).join(":")}`;
}

export function isMapped(words: Words): boolean {
  return words[0] === 0 && words[1] === 0 && words[2] === mappedWord;
}

export function parseAddress(text: string): Words | undefined {
  if (!text.includes(":")) {
    const word = parseIpv4(text);
    return word === undefined ? undefined : [0, 0, mappedWord, word];
  }
  const zone = text.indexOf("%"); // fe80::1%eth0: the zone is this machine's own matter
  const groups = parseIpv6(zone < 0 ? text : text.slice(0, zone));
  if (groups === undefined) return undefined;
  const word = (index: number): number =>
    (((groups[index] as number) << 16) | (groups[index + 1] as number)) >>> 0;
  return [word(0), word(2), word(4), word(6)];
}

function parseIpv4(text: string): number | undefined {
  const parts = text.split(".", 5);
  if (parts.length !== 4) return undefined;
  let word = 0;
  for (const part of parts) {
    const byte = parseDecimal(part, 255);
    if (byte === undefined) return undefined;
    word = word * 256 + byte;
  }
  return word;
}

/** Eight 16-bit groups (RFC 4291 §2.2: one "::", an IPv4 address may be the end). */
function parseIpv6(text: string): number[] | undefined {
  const halves = text.split("::", 3);
  if (halves.length > 2) return undefined;
  const head = parseGroups(halves[0] as string, halves.length === 1);
  const tail = halves.length === 2 ? parseGroups(halves[1] as string, true) : [];
  if (head === undefined || tail === undefined) return undefined;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  return [...head, ...Array.from({ length: missing }, () => 0), ...tail];
}

function parseGroups(text: string, endsAddress: boolean): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":", 9);
  const groups: number[] = [];
  for (const [index, part] of parts.entries()) {
    if (endsAddress && index === parts.length - 1 && part.includes(".")) {
      const word = parseIpv4(part);
      if (word === undefined) return undefined;
      groups.push(word >>> 16, word & 0xffff);
    } else {
      if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return undefined;
      groups.push(Number.parseInt(part, 16));
    }
  }
  return groups;
}

/** No sign, no leading zero (some read 010 as eight, so nobody should), at most `max`. */
function parseDecimal(text: string, max: number): number | undefined {
  if (!/^(0|[1-9][0-9]{0,2})$/.test(text)) return undefined;
  const value = Number(text);
  return value <= max ? value : undefined;
}
