/**
 * Multiline: a message of several lines as one text, and back again. ircv3 draft/multiline. Pure,
 * part of the core. Line breaks are "\n" in the text; where a line goes straight on from the one
 * before (multiline-concat) is remembered beside it, so that the lines are told as they were said.
 */
import { byteLength, cut } from "../protocol/text.ts";

export interface Multiline {
  readonly text: string;
  /** Where in the text, counted as JavaScript does, a line begins without a break before it. */
  readonly joints: readonly number[];
}

export interface Line {
  readonly text: string;
  readonly concat: boolean;
}

export function joinLines(lines: readonly Line[]): Multiline {
  let text = "";
  const joints: number[] = [];
  for (const [n, line] of lines.entries()) {
    if (n > 0 && line.concat) joints.push(text.length);
    else if (n > 0) text += "\n";
    text += line.text;
  }
  return { text, joints };
}

export function linesOf({ text, joints }: Multiline): Line[] {
  const lines: Line[] = [];
  let from = 0;
  let next = 0;
  for (const line of text.split("\n")) {
    const end = from + line.length;
    let concat = false;
    for (; next < joints.length && (joints[next] as number) <= end; next += 1) {
      lines.push({ text: text.slice(from, joints[next]), concat });
      from = joints[next] as number;
      concat = true;
    }
    lines.push({ text: text.slice(from, end), concat });
    from = end + 1;
  }
  return lines;
}

/** With no line over so many bytes: a longer one goes on in a further one. */
export function fitLines(said: Multiline, bytesMax: number): Multiline {
  const lines = linesOf(said);
  if (lines.every(({ text }) => byteLength(text) <= bytesMax)) return said;
  return joinLines(lines.flatMap((line) => pieces(line, bytesMax)));
}

function pieces({ text, concat }: Line, bytesMax: number): Line[] {
  const made: Line[] = [];
  let rest = text;
  do {
    const piece = cut(rest, bytesMax);
    made.push({ text: piece, concat: concat || made.length > 0 });
    // Not even one character fits: nothing can be told of it.
    rest = piece === "" ? "" : rest.slice(piece.length);
  } while (rest !== "");
  return made;
}
