/**
 * Split: a long text → pieces that each fit one wire line. Pure text.
 */
import { byteLength } from "../protocol/text.ts";

/** Made when it is first needed: that takes a while. */
let segmenter: Intl.Segmenter | null = null;

/**
 * Cuts between words where it can, between graphemes where it must; joined again the pieces are
 * the text without the spaces at the cuts, or, `whole`, the text itself (multiline-concat). A
 * single grapheme longer than the limit stays whole.
 */
export function splitText(text: string, bytesMax: number, whole = false): string[] {
  if (byteLength(text) <= bytesMax) return [text];
  segmenter ??= new Intl.Segmenter(undefined, { granularity: "grapheme" });
  const pieces: string[] = [];
  let piece = "";
  let bytes = 0;
  for (const { segment } of segmenter.segment(text)) {
    const more = byteLength(segment);
    // A while: what stands behind the space may itself be too much with the segment.
    while (bytes + more > bytesMax && piece !== "") {
      const space = piece.lastIndexOf(" ");
      // A cut at a space is worth it only when the piece does not become much shorter.
      const atSpace = (whole || segment !== " ") && space > piece.length / 2;
      // As the specification advises, the space stays at the end of its line.
      const cut = atSpace ? space + (whole ? 1 : 0) : piece.length;
      pieces.push(piece.slice(0, cut));
      piece = whole ? piece.slice(cut) : piece.slice(cut).trimStart();
      bytes = byteLength(piece);
    }
    if (!whole && piece === "" && pieces.length > 0 && segment === " ") continue;
    piece += segment;
    bytes += more;
  }
  if (piece !== "") pieces.push(piece);
  return pieces;
}
