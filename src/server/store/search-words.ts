/**
 * Search words: what of a message goes into the full-text index, and what is asked of it. Beside
 * search.ts; pure text. The index knows words between spaces and marks, without accents. Chinese,
 * Japanese, Thai and the like put no spaces between words, so there each character is one, and what
 * is asked for is found as their sequence. (Sequences of three letters, as SQLite offers them too,
 * would find parts of any word, but not words of one or two characters, which are most of these;
 * and keeping a message would cost four times as much.)
 */
import { stripFormatting } from "../../protocol/formatting.ts";
import type { PersonKey } from "../history-keys.ts";

const scripts = "Han Hiragana Katakana Hangul Thai Lao Khmer Myanmar".split(" ");
const unspaced = new RegExp(
  `[${scripts.map((script) => `\\p{Script=${script}}`).join("")}]\\p{M}*`,
  "gu",
);
/** All of them are beyond this character. */
const first = "\u0e00";

/** The text as it is put into the index. */
export function wordsOf(text: string): string {
  // "* alice waves" is said as \x01ACTION waves\x01.
  const said = text.startsWith("\x01ACTION ") ? text.slice(8) : text;
  const plain = stripFormatting(said);
  for (const character of plain) if (character >= first) return plain.replace(unspaced, " $& ");
  return plain;
}

/** A word of the index's by which a message's target, persons and sender are found. */
export const targetWord = (target: number): string => `c${target}`;
export const personWord = (person: PersonKey): string => `p${hex(person)}`;
/** The same for nicks that any casemapping takes for the same. */
export const nickWord = (nick: string): string =>
  `n${hex(nick.toLowerCase().replace(/[[\]\\~]/g, (mark) => rfc1459[mark] ?? mark))}`;

const rfc1459: { readonly [mark: string]: string } = { "[": "{", "]": "}", "\\": "|", "~": "^" };

const hex = (text: string): string => Buffer.from(text).toString("hex");

/** Prefixes that short would be of too many words. */
const prefixLengthMin = 3;

/** Of a beginning that is a word of the index's as it stands, the words that begin so. */
export type Begun = (beginning: string) => readonly string[] | undefined;

/** What is asked: an expression of FTS5; undefined when no message can be that. With `begun` the
 * last word may be the beginning of one. */
export function expressionOf(
  text: string,
  scopes: readonly string[],
  nick: string | undefined,
  begun?: Begun,
): string | undefined {
  if (scopes.length === 0) return undefined;
  const words = text.split(/\s+/).filter((word) => word !== "");
  const phrases = words.flatMap((word) => {
    const inIndex = wordsOf(word).trim();
    return /[\p{L}\p{N}]/u.test(inIndex) ? [quoted(inIndex)] : [];
  });
  // Marks alone are no words.
  if (words.length > 0 && phrases.length === 0) return undefined;
  const last = phrases.length - 1;
  if (begun) {
    const beginning = beginningOf(phrases[last] ?? "", begun);
    if (beginning === undefined) return undefined;
    phrases[last] = beginning;
  }
  const parts = [`scope : (${scopes.map(quoted).join(" OR ")})`];
  if (nick !== undefined) parts.unshift(`scope : ${quoted(nickWord(nick))}`);
  if (phrases.length > 0) parts.unshift(`text : (${phrases.join(" AND ")})`);
  return parts.join(" AND ");
}

/** FTS5 gathers all rows of all words that begin so before it gives the first of them: some 25 ms
 * for half a million. Where they are few they are named, and it goes through them row by row. */
function beginningOf(phrase: string, begun: Begun): string | undefined {
  const [, plain] = /^"([a-z0-9]+)"$/i.exec(phrase) ?? [];
  const words = plain === undefined ? undefined : begun(plain.toLowerCase());
  if (words === undefined) return `${phrase} *`;
  return words.length === 0 ? undefined : `(${words.map(quoted).join(" OR ")})`;
}

/** Whether the last word can be the beginning of another. */
export function hasPrefix(text: string): boolean {
  const last = wordsOf(text).trim().split(/\s+/).at(-1) ?? "";
  return [...last].length >= prefixLengthMin && /[\p{L}\p{N}]$/u.test(last);
}

const quoted = (phrase: string): string => `"${phrase.replaceAll('"', '""')}"`;
