/** Ranks: what one may do in a channel, and to whom, by what one is there (q a o h v). Asked by the
 * rules of many commands; the refusals are theirs. Pure. */
import { rankOf, reaches } from "../protocol/modes.ts";
import type { Channel, User } from "./state.ts";

/** Who may give and take each rank. A founder makes admins, an operator operators. */
const givenBy: { readonly [rank: string]: string } = { q: "q", a: "q", o: "o", h: "o", v: "h" };

/** What a half-operator may change with MODE; all else is for operators. */
const halfOperatorModes = "bv";

/** Operators may overrule each other, as ever; founders, admins and half-operators may not. */
function overrules(by: string, other: string): boolean {
  const [mine, theirs] = [rankOf(by), rankOf(other)];
  return mine < theirs || (mine === theirs && by.startsWith("o"));
}

const lettersOf = ({ members }: Channel, { id }: User): string => members.get(id) ?? "";

export function mayPutOut(channel: Channel, by: User, target: User): boolean {
  const letters = lettersOf(channel, by);
  if (!reaches(letters, "h")) return false;
  return by === target || overrules(letters, lettersOf(channel, target));
}

/** Whether anything of this mode may be changed by somebody with these letters. */
export const mayChangeMode = (letters: string, mode: string): boolean =>
  reaches(letters, givenBy[mode] ?? (halfOperatorModes.includes(mode) ? "h" : "o"));

/** Whether who has `letters` may take a rank from who has `others`. Giving it harms nobody. */
export const mayTakeRank = (letters: string, others: string): boolean => overrules(letters, others);
