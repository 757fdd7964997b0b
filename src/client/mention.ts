/**
 * Mention: whether a text calls us by our nick. Pure text.
 */
import type { ClientState } from "./state.ts";

/** What a nick may consist of: beside one of these it is another word. */
const inWord = /[\p{L}\p{N}_\-[\]\\`^{}|]/u;

export function isMention({ fold, nick }: ClientState, text: string): boolean {
  const folded = fold(text);
  const wanted = fold(nick);
  if (wanted === "") return false;
  for (let at = folded.indexOf(wanted); at >= 0; at = folded.indexOf(wanted, at + 1)) {
    const before = folded.slice(0, at).match(/.$/su)?.[0] ?? " ";
    const after = folded.slice(at + wanted.length).match(/^./su)?.[0] ?? " ";
    if (!inWord.test(before) && !inWord.test(after)) return true;
  }
  return false;
}
