/**
 * Modes: which rank a member has and what a room is set to, as the server's PREFIX and CHANMODES
 * (ISUPPORT) say. Pure; what a mode means is the server's business.
 */
import { parseModeString } from "../protocol/modes.ts";
import type { Mode, ModeKind } from "../protocol/modes.ts";
import type { ClientState, Conversation, Membership } from "./state.ts";

export interface Change {
  readonly adds: boolean;
  readonly letter: string;
  readonly kind: ModeKind;
  /** "" for none. */
  readonly param: string;
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

const ownPrefixes = ({ fold, nick }: ClientState, { membership }: Conversation): string =>
  membership?.members.get(fold(nick))?.prefixes ?? "";

/** One may keep order there: who stays, who speaks. */
export const mayRule = (state: ClientState, of: Conversation): boolean =>
  /[~&@%]/.test(ownPrefixes(state, of));

/** And what is allowed there at all, which is not for half an operator. */
export const maySet = (state: ClientState, of: Conversation): boolean =>
  /[~&@]/.test(ownPrefixes(state, of));

/** A member's prefixes after a change of rank. */
export function withRank(state: ClientState, prefixes: string, change: Change): string {
  const { letters, signs } = ranks(state);
  const sign = signs[letters.indexOf(change.letter)];
  if (sign === undefined) return prefixes;
  return [...signs]
    .filter((each) => (each === sign ? change.adds : prefixes.includes(each)))
    .join("");
}

const kinds: readonly ModeKind[] = ["list", "key", "limit", "flag"];

/** The changes of `+o-v alice bob`. */
export function changesOf(state: ClientState, words: readonly string[]): Change[] {
  // RFC 2811 §4 where the server does not say.
  const groups = (state.isupport.get("CHANMODES") ?? "beI,k,l,imnpst").split(",");
  const table: Record<string, Mode> = {};
  for (const [index, group] of groups.slice(0, kinds.length).entries()) {
    for (const letter of group) table[letter] = { kind: kinds[index] ?? "flag", name: letter };
  }
  for (const letter of ranks(state).letters) table[letter] = { kind: "prefix", name: letter };
  return parseModeString(words, table).changes.map(({ sign, mode, param = "" }) => ({
    adds: sign === "+",
    letter: mode,
    kind: table[mode]?.kind ?? "flag",
    param,
  }));
}

/** Takes up what they say of the room itself. */
export function takeModes({ modes }: Membership, changes: readonly Change[]): void {
  for (const { adds, letter, kind, param } of changes) {
    if (kind === "prefix" || kind === "list") continue;
    if (adds) modes.set(letter, param);
    else modes.delete(letter);
  }
}
