/**
 * Mask: which people a pattern like *!*@10.0.0.0/8 means. Used by bans, lists, WHO and oper rules.
 * Pure text: knows no channel and no list.
 */
import { inNetwork, parseNetwork } from "./network.ts";

export { inNetwork, parseNetwork } from "./network.ts";
export type { Network } from "./network.ts";

const anyText = -1;
const anyCharacter = -2;

/**
 * Completes what people type into nick!user@host: "bob" is bob!*@*, "a@b" is *!a@b, a lone host
 * or network (it has a dot or a colon, a nick has none) is *!*@host. Cut at the first space or
 * control character, since a mask is one param. Idempotent.
 */
export function normalizeMask(text: string): string {
  const mask = firstWord(text);
  const at = mask.lastIndexOf("@");
  const name = at < 0 ? mask : mask.slice(0, at);
  const bang = name.indexOf("!");
  if (at < 0 && bang < 0) {
    return /[.:]/.test(mask) ? `*!*@${mask}` : `${mask || "*"}!*@*`;
  }
  const host = at < 0 ? "*" : mask.slice(at + 1);
  const nick = bang < 0 ? "*" : name.slice(0, bang);
  const user = bang < 0 ? name : name.slice(bang + 1);
  return `${nick || "*"}!${user || "*"}@${host || "*"}`;
}

function firstWord(text: string): string {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code <= 0x20 || code === 0x7f) return text.slice(0, index);
  }
  return text;
}

/**
 * `*` is any text, `?` one character (an emoji is one); `\*` and `\?` are the characters
 * themselves, any other backslash is itself, since nicks may hold it (RFC 2812 §2.5). A host part
 * like 10.0.0.0/8 also means every address in that network. Time: at most mask × text.
 */
export function compileMask(
  mask: string,
  fold: (text: string) => string,
): (text: string) => boolean {
  const pattern = compileGlob(mask, fold);
  const at = mask.lastIndexOf("@");
  const network = mask.includes("/", at + 1) ? parseNetwork(mask.slice(at + 1)) : undefined;
  if (network === undefined) return (text) => matches(pattern, fold(text));
  const name = at < 0 ? undefined : compileGlob(mask.slice(0, at), fold);
  return function matchesNetwork(text) {
    if (matches(pattern, fold(text))) return true;
    const split = text.lastIndexOf("@");
    if (!inNetwork(text.slice(split + 1), network)) return false;
    return name === undefined || (split >= 0 && matches(name, fold(text.slice(0, split))));
  };
}

/** UTF-16 units with the two wildcards as negative numbers; runs of `*` become one. */
function compileGlob(mask: string, fold: (text: string) => string): readonly number[] {
  const pattern: number[] = [];
  let literal = "";
  const flush = (): void => {
    // Folded after the escapes are read: rfc1459 folds the backslash as well.
    const folded = fold(literal);
    for (let index = 0; index < folded.length; index++) pattern.push(folded.charCodeAt(index));
    literal = "";
  };
  for (let index = 0; index < mask.length; index++) {
    const character = mask.charAt(index);
    const next = mask.charAt(index + 1);
    if (character === "\\" && (next === "*" || next === "?")) {
      literal += next;
      index++;
    } else if (character === "*") {
      flush();
      if (pattern.at(-1) !== anyText) pattern.push(anyText);
    } else if (character === "?") {
      flush();
      pattern.push(anyCharacter);
    } else {
      literal += character;
    }
  }
  flush();
  return pattern;
}

/**
 * Only the latest `*` is ever retried: an earlier one could gain nothing by taking more. That
 * bounds the time where naive backtracking is exponential.
 */
function matches(pattern: readonly number[], text: string): boolean {
  let position = 0;
  let index = 0;
  let star = -1;
  let starPosition = 0;
  while (position < text.length) {
    const wanted = index < pattern.length ? (pattern[index] as number) : undefined;
    if (wanted === anyText) {
      star = index++;
      starPosition = position;
    } else if (wanted === anyCharacter) {
      position += characterWidth(text, position);
      index++;
    } else if (wanted === text.charCodeAt(position)) {
      position++;
      index++;
    } else if (star >= 0) {
      starPosition += characterWidth(text, starPosition);
      position = starPosition;
      index = star + 1;
    } else {
      return false;
    }
  }
  while (pattern[index] === anyText) index++;
  return index === pattern.length;
}

function characterWidth(text: string, position: number): number {
  return (text.codePointAt(position) as number) > 0xffff ? 2 : 1;
}
