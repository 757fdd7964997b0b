/**
 * Width: how many columns a text takes, and where it may be broken. The one place that knows the
 * two packages that measure; everything else in the terminal asks here.
 */
import { createRequire } from "node:module";
import type stringWidthOf from "string-width";
import type wrapAnsiOf from "wrap-ansi";

/** Loaded when the first text comes that needs them: what they know of emoji takes a while. */
const require = createRequire(import.meta.url);
let stringWidth: typeof stringWidthOf | null = null;
let wrapAnsi: typeof wrapAnsiOf | null = null;

/** Made when it is first needed: that takes a while. */
let segmenter: Intl.Segmenter | null = null;
const plainAscii = /^[ -~]*$/;
/**
 * Each is a character of its own and takes one column, whatever stands beside it: the usual
 * letters of Europe, and what the screens are drawn with. Most texts are of nothing else, and
 * measuring them by what Unicode knows of all others costs more than the rest of a drawing.
 */
const simple = new RegExp(
  "^[ -~\\u00a1-\\u00ac\\u00ae-\\u024f\\u0391-\\u03c9\\u0400-\\u0481\\u048a-\\u052f" +
    "\\u2010-\\u2014\\u2018-\\u201f\\u2022\\u2026\\u2039\\u203a\\u2190-\\u2193" +
    "\\u2500-\\u257f\\u25cb\\u25cf\\u2713]*$",
);

/** The characters as a person sees them: a letter with its accents, an emoji with its parts. */
export function graphemes(text: string): string[] {
  if (simple.test(text)) return text.split("");
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  return Array.from(segmenter.segment(text), (part) => part.segment);
}

/** Columns taken on the screen; colour sequences take none. */
export function width(text: string): number {
  if (simple.test(text)) return text.length;
  stringWidth ??= (require("string-width") as { default: typeof stringWidthOf }).default;
  return stringWidth(text);
}

/**
 * Breaks a text, which may hold colour sequences, into rows of at most `columns`: between words
 * where it can, within a word where it must, never within a grapheme or a sequence.
 */
export function wrap(text: string, columns: number): string[] {
  if (plainAscii.test(text) && text.length <= columns) return [text];
  wrapAnsi ??= (require("wrap-ansi") as { default: typeof wrapAnsiOf }).default;
  return wrapAnsi(text, Math.max(2, columns), { hard: true }).split("\n");
}

/** The longest beginning of `text` that fits into `columns`. */
export function fit(text: string, columns: number): string {
  if (width(text) <= columns) return text;
  let taken = "";
  let used = 0;
  for (const part of graphemes(text)) {
    used += width(part);
    if (used > columns) break;
    taken += part;
  }
  return taken;
}
