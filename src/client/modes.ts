/**
 * Modes: which rank a member has, as the server's PREFIX and CHANMODES (ISUPPORT) say.
 * Pure; what a mode means is the server's business.
 */
import { parseModeString } from "../protocol/modes.ts";
import type { Mode, ModeKind } from "../protocol/modes.ts";
import type { ClientState, Conversation } from "./state.ts";

export interface RankChange {
  readonly adds: boolean;
  readonly letter: string;
  readonly nick: string;
}

/** `(ov)@+` → letters "ov" and signs "@+", highest first. */
function ranks(state: ClientState): { letters: string; signs: string } {
  const [, letters = "", signs = ""] =
    /^\((.*)\)(.*)$/.exec(state.isupport.get("PREFIX") ?? "(ov)@+") ?? [];
  return { letters, signs };
}

/** The prefix signs before a nick in a list of names (multi-prefix: all of them). */
export function prefixesOf(state: ClientState, word: string): string {
  const { signs } = ranks(state);
  let count = 0;
  while (count < word.length && signs.includes(word[count] ?? "")) count += 1;
  return word.slice(0, count);
}

/** One may keep order there. */
export function mayRule({ fold, nick }: ClientState, { membership }: Conversation): boolean {
  return /[~&@%]/.test(membership?.members.get(fold(nick))?.prefixes ?? "");
}

/** A member's prefixes after a change of rank. */
export function withRank(state: ClientState, prefixes: string, change: RankChange): string {
  const { letters, signs } = ranks(state);
  const sign = signs[letters.indexOf(change.letter)];
  if (sign === undefined) return prefixes;
  return [...signs]
    .filter((each) => (each === sign ? change.adds : prefixes.includes(each)))
    .join("");
}

/** Takes up what `+it-m` says of modes without a parameter. */
export function takeFlags(state: ClientState, flags: Set<string>, change: string): void {
  const known = (state.isupport.get("CHANMODES") ?? "beI,k,l,imnpst").split(",")[3] ?? "";
  let adds = true;
  for (const letter of change) {
    if (letter === "+" || letter === "-") adds = letter === "+";
    else if (!known.includes(letter)) continue;
    else if (adds) flags.add(letter);
    else flags.delete(letter);
  }
}

const kinds: readonly ModeKind[] = ["list", "key", "limit", "flag"];

/** The changes of `+o-v alice bob` that concern members. */
export function rankChanges(state: ClientState, words: readonly string[]): RankChange[] {
  // RFC 2811 §4 where the server does not say.
  const groups = (state.isupport.get("CHANMODES") ?? "beI,k,l,imnpst").split(",");
  const table: Record<string, Mode> = {};
  for (const [index, group] of groups.slice(0, kinds.length).entries()) {
    for (const letter of group) table[letter] = { kind: kinds[index] ?? "flag", name: letter };
  }
  for (const letter of ranks(state).letters) table[letter] = { kind: "prefix", name: letter };
  return parseModeString(words, table).changes.flatMap(({ sign, mode, param }) =>
    table[mode]?.kind === "prefix" && param !== undefined
      ? [{ adds: sign === "+", letter: mode, nick: param }]
      : [],
  );
}
