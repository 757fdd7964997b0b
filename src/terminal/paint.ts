/**
 * Paint: the one gate between what came from outside and the terminal. Every text becomes harmless
 * here (no escape sequence, no control character passes), then gets its colour. The screens take
 * nothing that did not pass; the types see to it.
 */
import { printable, stripFormatting } from "../protocol/formatting.ts";

declare const gate: unique symbol;
/** Text that may be written to a terminal. */
export type Painted = string & { readonly [gate]: true };

declare const bare: unique symbol;
/** Text that may be written to a terminal and has no colour in it: it is as wide as it looks. */
export type Clean = Painted & { readonly [bare]: true };

/** The gate itself. */
export const clean = (text: string): Clean => printable(stripFormatting(text)) as Clean;

/** A line of our own on the way out, or where nothing is drawn. */
export const writeLine = (to: NodeJS.WritableStream, text: string): void =>
  void to.write(`${clean(text)}\n`);

export type Style = "plain" | "dim" | "own" | "error" | "nick" | "notice";

export type Paint = (style: Style, text: string) => Painted;

/** SGR parameters (ECMA-48 §8.3.117): modest, and readable on black and on white. */
const sgr: Readonly<Record<Exclude<Style, "plain" | "nick">, string>> = {
  dim: "2",
  error: "31",
  notice: "36",
  own: "1",
};
/** No red, which is for errors; no blue, which is unreadable on black. */
const nickColours = ["32", "33", "35", "36", "92", "95"] as const;

/** @param colour false leaves all colour out (NO_COLOR, TERM=dumb, no terminal). */
export function painter(colour: boolean): Paint {
  return (style, text) => {
    const plain = clean(text);
    if (!colour || style === "plain" || plain === "") return plain;
    const code = style === "nick" ? nickColour(plain) : sgr[style];
    return `\x1b[${code}m${plain}\x1b[0m` as Painted;
  };
}

/** Puts painted parts beside each other. */
export const beside = (...parts: readonly Painted[]): Painted => parts.join("") as Painted;

const nickColour = (nick: string): string => nickColours[hashOf(nick) % nickColours.length] ?? "32";

/** One nick has one colour, here and tomorrow. */
export function hashOf(nick: string): number {
  let hash = 0;
  for (const char of nick) hash = (hash * 31 + (char.codePointAt(0) ?? 0)) >>> 0;
  return hash;
}

/** https://no-color.org: set and not empty. */
export function wantsColour(env: Readonly<Record<string, string | undefined>>): boolean {
  return (env["NO_COLOR"] ?? "") === "" && env["TERM"] !== "dumb";
}
