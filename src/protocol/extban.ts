/**
 * Extban: masks that mean people by something else than nick!user@host, and masks that do something
 * else than keep people out. Text only: who is meant is asked elsewhere.
 * modern.ircdocs EXTBAN, ircv3 account-extban.
 *
 *   a:NAME    who is logged in to that account; NAME may have wildcards
 *   U:MASK    who is logged in to no account, and fits the mask
 *   m:…       whom the rest means is not kept out, but may not speak
 */
import { normalizeMask } from "./mask.ts";

export interface Extban {
  /** Whom it means may not speak, instead of not come in. */
  readonly mutes: boolean;
  /** Of whom the pattern is held against what. */
  readonly means: "everybody" | "unregistered" | "account";
  readonly pattern: string;
}

/** The letters, each with the names that mean the same. */
const names = { a: "account", m: "mute", U: "unregistered" } as const;

/** The values of ISUPPORT EXTBAN (no prefix) and ACCOUNTEXTBAN. */
export const extbanTypes = `,${Object.keys(names).sort().join("")}`;
export const accountExtbans = `a,${names.a}`;

/** "account:bob" → a, bob. */
function split(text: string): readonly [letter: keyof typeof names, rest: string] | undefined {
  const [, type = "", rest = ""] = /^([A-Za-z]+):(.*)$/s.exec(text) ?? [];
  for (const letter of ["a", "m", "U"] as const)
    if (type === letter || type === names[letter]) return [letter, rest];
  return undefined;
}

/**
 * The mask of a list as it is kept: with one letter and a whole pattern. undefined when it is no
 * mask. Idempotent.
 */
export function normalizeListed(text: string): string | undefined {
  const [letter, rest = ""] = split(text) ?? [];
  if (letter === "m") {
    const meant = normalizeMeant(rest);
    return meant === undefined ? undefined : `m:${meant}`;
  }
  return normalizeMeant(text);
}

function normalizeMeant(text: string): string | undefined {
  const [letter, rest = ""] = split(text) ?? [];
  if (letter === "m") return undefined;
  if (letter === "U") {
    const mask = normalizePlain(rest === "" ? "*" : rest);
    return mask === undefined ? undefined : `U:${mask}`;
  }
  // An IPv6 address may begin with "a:", but no account has a ":" in its name.
  if (letter === "a" && !rest.includes(":"))
    return /^[^\0-\x20\x7f!@,]+$/.test(rest) ? `a:${rest}` : undefined;
  return normalizePlain(text);
}

/** What is no word at all would be completed to a mask that means everybody; what begins with a
 * type that there is not, to an address that nobody has. */
function normalizePlain(text: string): string | undefined {
  if (!/^[^\0-\x20\x7f]/.test(text)) return undefined;
  if (/^[^!@]*:/.test(text) && !/^[0-9A-Fa-f:.*?]+(\/[0-9]{1,3})?$/.test(text)) return undefined;
  const mask = normalizeMask(text);
  return /[\s\0]/.test(mask) ? undefined : mask;
}

/** A mask as normalizeListed has made it. */
export function parseListed(mask: string): Extban {
  const mutes = mask.startsWith("m:");
  const rest = mutes ? mask.slice(2) : mask;
  // An address alone has been completed, and begins with another character.
  if (rest.startsWith("a:")) return { mutes, means: "account", pattern: rest.slice(2) };
  if (rest.startsWith("U:")) return { mutes, means: "unregistered", pattern: rest.slice(2) };
  return { mutes, means: "everybody", pattern: rest };
}
