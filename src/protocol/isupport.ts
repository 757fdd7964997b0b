/**
 * ISUPPORT: what the server offers, told as numeric 005 after registration; read back by clients.
 * Text only: what is offered is said elsewhere. modern.ircdocs "RPL_ISUPPORT".
 */
import { byteLength } from "./text.ts";

/** A line has the client's nick, these and the words at its end: 15 params (RFC 2812 §2.3). */
const tokensPerLineMax = 13;

/** With source, nick and ":are supported by this server" a line of these stays below 512. */
const tokenBytesMax = 350;

/** The tokens of each 005 line; true is a token without a value. */
export function formatIsupport(tokens: Readonly<Record<string, string | true>>): string[][] {
  const lines: string[][] = [];
  let line: string[] = [];
  let bytes = 0;
  for (const [name, value] of Object.entries(tokens)) {
    const token = value === true ? name : `${name}=${escapeValue(value)}`;
    const cost = byteLength(token) + 1;
    if (line.length === tokensPerLineMax || (line.length > 0 && bytes + cost > tokenBytesMax)) {
      lines.push(line);
      line = [];
      bytes = 0;
    }
    line.push(token);
    bytes += cost;
  }
  if (line.length > 0) lines.push(line);
  return lines;
}

/**
 * Adds the tokens of one 005 line (its params without nick and closing words) to what is known: a
 * token without a value has "", "-NAME" takes the name away.
 */
export function parseIsupport(
  tokens: readonly string[],
  known: Map<string, string> = new Map(),
): Map<string, string> {
  for (const token of tokens) {
    if (token.startsWith("-")) {
      known.delete(token.slice(1));
      continue;
    }
    const equals = token.indexOf("=");
    const name = equals < 0 ? token : token.slice(0, equals);
    if (name !== "") known.set(name, equals < 0 ? "" : unescapeValue(token.slice(equals + 1)));
  }
  return known;
}

/** Space, backslash and control characters are written \xHH. A value begins after the first "=", so
 * more of them in it (an address may have them) need no escape. */
function escapeValue(value: string): string {
  return value.replace(/[\x00-\x20\\\x7f]/g, (character) => {
    const hex = character.charCodeAt(0).toString(16).toUpperCase();
    return `\\x${hex.padStart(2, "0")}`;
  });
}

function unescapeValue(value: string): string {
  return value.replace(/\\x([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
