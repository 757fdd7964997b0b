/**
 * History keys: under what an event is filed: a channel's key, or two persons. A person is known by
 * the account, never by the nick, so that nobody who takes a nick later reads what was said to
 * another. Pure, part of the core.
 */
import type { Who } from "./event.ts";

/** A person in the history: the folded name of the account, or "!" and the user's id. */
export type PersonKey = string;
/** A channel's key, or two persons. */
export type TargetKey = string;

type Person = Pick<Who, "account" | "id">;
type Fold = (text: string) => string;

const unnamed = ({ id }: Person): PersonKey => `!${id.toString(36)}`;

export const personKey = (fold: Fold, person: Person): PersonKey =>
  person.account === null ? unnamed(person) : fold(person.account);

/** All by which this person's words are filed: since logging in, and before that. */
export const personKeys = (fold: Fold, person: Person): readonly PersonKey[] =>
  person.account === null ? [unnamed(person)] : [fold(person.account), unnamed(person)];

/** Two persons as one key, the same from both sides. */
export const pairKey = (a: PersonKey, b: PersonKey): TargetKey =>
  a < b ? `${a} ${b}` : `${b} ${a}`;

/** The reverse; undefined for a channel. */
export function personsOf(key: TargetKey): readonly [PersonKey, PersonKey] | undefined {
  const space = key.indexOf(" ");
  return space < 0 ? undefined : [key.slice(0, space), key.slice(space + 1)];
}
