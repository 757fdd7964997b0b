/**
 * Formatting: IRC's bold and colours taken out, and text made safe to show in a terminal. Last
 * step towards plain readers. Pure text: modern.ircdocs "IRC Formatting".
 */

const color = 0x03;
const hexColor = 0x04;

/** Bold, reset, monospace, reverse, italics, strikethrough, underline: one character each. */
const toggles: ReadonlySet<number> = new Set([0x02, 0x0f, 0x11, 0x16, 0x1d, 0x1e, 0x1f]);

/** The words without their formatting; other control characters stay (see printable). */
export function stripFormatting(text: string): string {
  let stripped = "";
  let from = 0;
  for (let position = 0; position < text.length;) {
    const code = text.charCodeAt(position);
    const end = code < 0x20 ? formattingEnd(text, position, code) : position;
    if (end > position) {
      stripped += text.slice(from, position);
      from = end;
    }
    position = Math.max(end, position + 1);
  }
  return from === 0 ? text : stripped + text.slice(from);
}

/** Where the code that begins at `position` ends; `position` itself when it is none. */
function formattingEnd(text: string, position: number, code: number): number {
  if (toggles.has(code)) return position + 1;
  if (code !== color && code !== hexColor) return position;
  const digits = code === color ? decimalEnd : hexEnd;
  const foreground = digits(text, position + 1);
  if (foreground === position + 1 || text.charAt(foreground) !== ",") return foreground;
  const background = digits(text, foreground + 1);
  // A comma without digits is the text's own.
  return background === foreground + 1 ? foreground : background;
}

/** One or two digits. */
function decimalEnd(text: string, from: number): number {
  let end = from;
  while (end < from + 2 && isDigit(text.charCodeAt(end))) end++;
  return end;
}

/** Exactly six hexadecimal digits, else none. */
function hexEnd(text: string, from: number): number {
  return /^[0-9A-Fa-f]{6}$/.test(text.slice(from, from + 6)) ? from + 6 : from;
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}

/**
 * Text that can neither move a cursor nor change a terminal: C0 and DEL become their pictures (an
 * escape sequence shows as "␛[2J"), a tab a space, C1 and line separators U+FFFD; the characters
 * that turn the direction of what follows are dropped.
 */
export function printable(text: string): string {
  let clean = "";
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code >= 0x20 && code < 0x7f) continue;
    const shown = shownInstead(code);
    if (shown === undefined) continue;
    clean += text.slice(from, index) + shown;
    from = index + 1;
  }
  return from === 0 ? text : clean + text.slice(from);
}

/** Undefined when the character may stay. */
function shownInstead(code: number): string | undefined {
  if (code === 0x09) return " ";
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  if (code === 0x7f) return "\u2421";
  if (code < 0xa0 || code === 0x2028 || code === 0x2029) return "\uFFFD";
  const turnsDirection = (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);
  return turnsDirection ? "" : undefined;
}
