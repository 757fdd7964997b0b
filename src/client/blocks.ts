/**
 * Blocks: a message's text → what stands in it: runs of formatted text, addresses, and blocks of
 * code between lines of ```. Pure text; a user interface draws them.
 */
import { piecesOf } from "./formatting.ts";
import type { Piece } from "./formatting.ts";

export type Run =
  | { readonly type: "text"; readonly piece: Piece }
  | { readonly type: "link"; readonly piece: Piece; readonly address: string };

export type Block =
  | { readonly type: "runs"; readonly runs: readonly Run[] }
  | { readonly type: "code"; readonly text: string };

const fence = /(?:^|\n)```[^\n`]*\n([^]*?)(?:\n```(?=\n|$)|$)/g;
/** Whatever ends a sentence or closes a bracket behind an address is not part of it. */
const address = /\bhttps?:\/\/[^\s<>"\p{Cc}\p{Bidi_Control}]+/giu;

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let from = 0;
  const add = (part: string): void => {
    if (part !== "") blocks.push({ type: "runs", runs: piecesOf(part).flatMap(runsOf) });
  };
  for (const found of text.matchAll(fence)) {
    add(text.slice(from, found.index));
    blocks.push({ type: "code", text: found[1] ?? "" });
    from = found.index + found[0].length;
    if (text[from] === "\n") from += 1;
  }
  add(text.slice(from));
  return blocks;
}

/** The addresses that a text names. */
export const addressesIn = (text: string): string[] =>
  blocksOf(text).flatMap((block) =>
    block.type === "code"
      ? []
      : block.runs.flatMap((run) => (run.type === "link" ? [run.address] : [])),
  );

function runsOf(piece: Piece): Run[] {
  const { text } = piece;
  if (piece.mono) return [{ type: "text", piece }];
  const runs: Run[] = [];
  let from = 0;
  const add = (to: number): void => {
    if (to > from) runs.push({ type: "text", piece: { ...piece, text: text.slice(from, to) } });
  };
  for (const found of text.matchAll(address)) {
    const shown = trimmed(found[0]);
    if (!URL.canParse(shown)) continue;
    add(found.index);
    runs.push({ type: "link", piece: { ...piece, text: shown }, address: shown });
    from = found.index + shown.length;
  }
  add(text.length);
  return runs;
}

function trimmed(found: string): string {
  let shown = found;
  for (;;) {
    const last = shown.at(-1) ?? "";
    const opens = { ")": "(", "]": "[", "}": "{" }[last];
    const closes = opens !== undefined && shown.split(opens).length < shown.split(last).length;
    if (!closes && !/[.,;:!?'"*_~]/.test(last)) return shown;
    shown = shown.slice(0, -1);
  }
}
