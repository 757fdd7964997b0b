/**
 * Formatting: a message's text → its pieces with what IRC's control codes say of them: bold,
 * italics and the like. Colours are left out: what the sender's screen looks like is unknown.
 * modern.ircdocs "IRC Formatting". Pure text; both user interfaces draw from it.
 */

export interface Piece {
  readonly text: string;
  readonly bold: boolean;
  readonly italic: boolean;
  readonly underline: boolean;
  readonly strike: boolean;
  readonly mono: boolean;
  readonly reverse: boolean;
}

type Toggle = Exclude<keyof Piece, "text">;

const toggles: Readonly<Record<string, Toggle>> = {
  "\x02": "bold",
  "\x11": "mono",
  "\x16": "reverse",
  "\x1d": "italic",
  "\x1e": "strike",
  "\x1f": "underline",
};
const none = {
  bold: false,
  italic: false,
  underline: false,
  strike: false,
  mono: false,
  reverse: false,
};
/** A code and what belongs to it; a colour's digits go with it. */
const code = new RegExp(
  "[\\x02\\x0f\\x11\\x16\\x1d\\x1e\\x1f]|\\x03(?:\\d{1,2}(?:,\\d{1,2})?)?|" +
    "\\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?",
  "g",
);

export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  let now: Record<Toggle, boolean> = { ...none };
  const add = (to: number): void => {
    if (to > from) pieces.push({ ...now, text: text.slice(from, to) });
  };
  for (const found of text.matchAll(code)) {
    add(found.index);
    from = found.index + found[0].length;
    const toggle = toggles[found[0]];
    if (toggle !== undefined) now = { ...now, [toggle]: !now[toggle] };
    else if (found[0] === "\x0f") now = { ...none };
  }
  add(text.length);
  return pieces;
}
