/**
 * Tags: the metadata in front of a message (IRCv3 message-tags). Part of the wire line.
 * Pure text: knows the escaping and nothing of what a tag means.
 */

/** Tag keys with their unescaped values; a tag without a value has "" (message-tags). */
export type Tags = ReadonlyMap<string, string>;

/** Shared by every message without tags, so that most messages allocate no Map. */
export const noTags: Tags = new Map<string, string>();

const backslash = 0x5c;

/** The escape of a character that a value may not hold bare, "" when it may (message-tags). */
function escapeOf(code: number): string {
  switch (code) {
    case 0x3b: // ;
      return "\\:";
    case 0x20:
      return "\\s";
    case backslash:
      return "\\\\";
    case 0x0d:
      return "\\r";
    case 0x0a:
      return "\\n";
    default:
      return "";
  }
}

export function escapeTagValue(value: string): string {
  let escaped = "";
  let from = 0;
  for (let at = 0; at < value.length; at++) {
    const escape = escapeOf(value.charCodeAt(at));
    if (escape !== "") {
      escaped += value.slice(from, at) + escape;
      from = at + 1;
    }
  }
  return from === 0 ? value : escaped + value.slice(from);
}

/** An unknown escape stands for its character; a lone backslash at the end is dropped. */
export function unescapeTagValue(value: string): string {
  let slash = value.indexOf("\\");
  if (slash < 0) return value;
  let text = "";
  let from = 0;
  while (slash >= 0 && slash + 1 < value.length) {
    text += value.slice(from, slash) + unescaped(value.charAt(slash + 1));
    from = slash + 2;
    slash = value.indexOf("\\", from);
  }
  return text + value.slice(from, slash < 0 ? value.length : slash);
}

function unescaped(letter: string): string {
  switch (letter) {
    case ":":
      return ";";
    case "s":
      return " ";
    case "r":
      return "\r";
    case "n":
      return "\n";
    default:
      return letter;
  }
}

/** Reads `a=b;c` (no leading "@"). The last of equal keys wins; a tag without a key is dropped. */
export function parseTags(text: string): Tags {
  const tags = new Map<string, string>();
  let at = 0;
  while (at < text.length) {
    const semicolon = text.indexOf(";", at);
    const end = semicolon < 0 ? text.length : semicolon;
    const equals = text.indexOf("=", at);
    if (equals < 0 || equals >= end) {
      if (end > at) tags.set(text.slice(at, end), "");
    } else if (equals > at) {
      tags.set(text.slice(at, equals), unescapeTagValue(text.slice(equals + 1, end)));
    }
    at = end + 1;
  }
  return tags.size === 0 ? noTags : tags;
}

/** The inverse of parseTags; an empty value is written as a missing one, which is shorter. */
export function formatTags(tags: Tags): string {
  let text = "";
  for (const [key, value] of tags) {
    if (text !== "") text += ";";
    text += value === "" ? key : `${key}=${escapeTagValue(value)}`;
  }
  return text;
}
