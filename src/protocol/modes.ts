/**
 * Modes: the letters of channels and people, and how a MODE line is read and written.
 * Tables and text only: whether a change is allowed, and what it does, is decided elsewhere.
 */
import { byteLength } from "./text.ts";

/**
 * How a mode takes its param (modern.ircdocs CHANMODES): a "list" (type A) always has one, and is
 * asked for without; a "key" (B) always has one; a "limit" (C) only when set; a "flag" (D) never.
 * A "prefix" mode is a member's rank and always has a nick.
 */
export type ModeKind = "list" | "key" | "limit" | "flag" | "prefix";

export interface Mode {
  readonly kind: ModeKind;
  readonly name: string;
  /** The sign before a nick; of "prefix" modes only. */
  readonly prefix?: string;
}

/** By letter. Prefix modes stand from the highest rank to the lowest: their order is the ranking.
 * A letter is looked up as one character, so nothing of Object.prototype is ever found. */
export type ModeTable = Readonly<Record<string, Mode>>;

export const channelModes: ModeTable = {
  q: { kind: "prefix", name: "founder", prefix: "~" },
  a: { kind: "prefix", name: "admin", prefix: "&" },
  o: { kind: "prefix", name: "operator", prefix: "@" },
  h: { kind: "prefix", name: "half-operator", prefix: "%" },
  v: { kind: "prefix", name: "voice", prefix: "+" },
  b: { kind: "list", name: "ban" },
  e: { kind: "list", name: "ban exception" },
  I: { kind: "list", name: "invite exception" },
  k: { kind: "key", name: "key" },
  f: { kind: "limit", name: "forward" }, // to #channel
  j: { kind: "limit", name: "join throttle" }, // so many:in so many seconds
  l: { kind: "limit", name: "member limit" },
  W: { kind: "limit", name: "slow mode" }, // seconds that each waits; "f" and "S" are other things
  C: { kind: "flag", name: "no CTCP" },
  M: { kind: "flag", name: "only registered people speak" },
  P: { kind: "flag", name: "permanent" },
  R: { kind: "flag", name: "only registered people join" },
  U: { kind: "flag", name: "moderated, heard by operators" },
  i: { kind: "flag", name: "invite only" },
  m: { kind: "flag", name: "moderated" },
  n: { kind: "flag", name: "no messages from outside" },
  s: { kind: "flag", name: "secret" },
  t: { kind: "flag", name: "protected topic" },
  u: { kind: "flag", name: "auditorium" },
};

export const userModes: ModeTable = {
  B: { kind: "flag", name: "bot" },
  R: { kind: "flag", name: "hears registered people only" },
  i: { kind: "flag", name: "invisible" },
  o: { kind: "flag", name: "operator" },
  s: { kind: "flag", name: "hears server notices" }, // its param is optional: see user-modes.ts
  w: { kind: "flag", name: "hears WALLOPS" },
};

export interface ModeChange {
  readonly sign: "+" | "-";
  readonly mode: string;
  /** Absent from a "list" mode: the list is asked for, not changed. */
  readonly param?: string;
}

export interface ParsedModes {
  readonly changes: readonly ModeChange[];
  /** Letters that the table does not hold, each once. */
  readonly unknown: readonly string[];
  /** Letters whose param is missing, each once; they are not among the changes. */
  readonly missing: readonly string[];
}

/**
 * Reads what follows the target: ["+o-v", "bob", "eve"]. No sign is "+". "-k" needs no param: it
 * has "*" then, since a key cannot be told apart by it. Params left over are ignored.
 */
export function parseModeString(params: readonly string[], table: ModeTable): ParsedModes {
  const changes: ModeChange[] = [];
  const unknown = new Set<string>();
  const missing = new Set<string>();
  let sign: "+" | "-" = "+";
  let next = 1;
  for (const mode of params[0] ?? "") {
    if (mode === "+" || mode === "-") {
      sign = mode;
      continue;
    }
    const kind = table[mode]?.kind;
    if (kind === undefined) {
      unknown.add(mode);
    } else if (kind === "flag" || (kind === "limit" && sign === "-")) {
      changes.push({ sign, mode });
    } else if (next < params.length) {
      changes.push({ sign, mode, param: params[next++] as string });
    } else if (kind === "list") {
      changes.push({ sign, mode });
    } else if (kind === "key" && sign === "-") {
      changes.push({ sign, mode, param: "*" });
    } else {
      missing.add(mode);
    }
  }
  return { changes, unknown: [...unknown], missing: [...missing] };
}

/**
 * Writes changes in their order as the params of MODE lines after the target: ["+o-v", "bob",
 * "eve"]. A line has at most `perLineMax` params (ISUPPORT MODES counts those) and about
 * `bytesMax` bytes, so that with source and target it stays below 512.
 */
export function formatModeChanges(
  changes: readonly ModeChange[],
  perLineMax: number,
  bytesMax = 300,
): string[][] {
  const lines: string[][] = [];
  let letters = "";
  let sign = "";
  let params: string[] = [];
  let bytes = 0;
  for (const change of changes) {
    const param = change.param;
    const cost = 2 + (param === undefined ? 0 : 1 + byteLength(param));
    const full = bytes + cost > bytesMax || (param !== undefined && params.length >= perLineMax);
    if (full && letters !== "") {
      lines.push([letters, ...params]);
      letters = sign = "";
      params = [];
      bytes = 0;
    }
    letters += change.sign === sign ? change.mode : change.sign + change.mode;
    sign = change.sign;
    bytes += cost;
    if (param !== undefined) params.push(param);
  }
  if (letters !== "") lines.push([letters, ...params]);
  return lines;
}

/** The letters of prefix modes, highest rank first. */
export function rankedModes(table: ModeTable): string {
  return lettersOf(table, "prefix");
}

/** A member's signs, highest first: "vo" is "@+" (multi-prefix); take the first for one alone. */
export function prefixesOf(letters: string, table: ModeTable): string {
  if (letters === "") return ""; // nearly everybody
  let signs = "";
  for (const letter of rankedModes(table)) {
    if (letters.includes(letter)) signs += table[letter]?.prefix ?? "";
  }
  return signs;
}

/** Our own ranks, the highest first: "qaohv". A member's letters stand in that order. */
export const ranks = rankedModes(channelModes);

/** A member's letters, highest first, with one more or one fewer. */
export function withRank(letters: string, letter: string, held: boolean): string {
  if (letters.includes(letter) === held) return letters;
  return [...ranks].filter((rank) => (rank === letter ? held : letters.includes(rank))).join("");
}

/** How high these letters reach: 0 is the highest, without any it is the number of ranks. */
export const rankOf = (letters: string): number =>
  letters === "" ? ranks.length : ranks.indexOf(letters.charAt(0));

/** Whether these letters reach the rank: "o" reaches "v". */
export const reaches = (letters: string, rank: string): boolean =>
  letters !== "" && rankOf(letters) <= rankOf(rank);

/** The value of ISUPPORT PREFIX: "(ov)@+". */
export function formatPrefix(table: ModeTable): string {
  const letters = rankedModes(table);
  return `(${letters})${prefixesOf(letters, table)}`;
}

/** The value of ISUPPORT CHANMODES: "beI,k,fl,imnst". */
export function formatChanmodes(table: ModeTable): string {
  const kinds: readonly ModeKind[] = ["list", "key", "limit", "flag"];
  return kinds.map((kind) => lettersOf(table, kind)).join(",");
}

function lettersOf(table: ModeTable, kind: ModeKind): string {
  let letters = "";
  for (const [letter, mode] of Object.entries(table)) {
    if (mode.kind === kind) letters += letter;
  }
  return letters;
}

/** The letters with one more or one fewer, in alphabetical order. */
export const withLetter = (letters: string, letter: string): string =>
  letters.includes(letter) ? letters : [...letters, letter].sort().join("");
export const withoutLetter = (letters: string, letter: string): string =>
  letters.replace(letter, "");
