/**
 * Reach: how far an edit goes from the cursor. Graphemes in, a count out.
 */
const wordChar = /[\p{L}\p{N}\p{M}_]/u;

export const isWord = (part: string): boolean => wordChar.test(part);
export const isSpaced = (part: string): boolean => part !== " " && part !== "\n";

/** What separates first, then the word: how far a word move goes. */
export function wordLength(parts: readonly string[], inWord: (part: string) => boolean): number {
  const start = parts.findIndex(inWord);
  if (start === -1) return parts.length;
  const end = parts.findIndex((part, index) => index > start && !inWord(part));
  return end === -1 ? parts.length : end;
}

/** Up to the next line break. */
export function lineLength(parts: readonly string[]): number {
  const end = parts.indexOf("\n");
  return end === -1 ? parts.length : end;
}
