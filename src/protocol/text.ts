/** Text: lengths in bytes of UTF-8, which is what every limit of a line counts. Pure. */

export function byteLength(text: string): number {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    // A surrogate pair is two units and four bytes: one more for each half.
    if (unit > 0x7f) bytes += unit < 0x800 || (unit >= 0xd800 && unit <= 0xdfff) ? 1 : 2;
  }
  return bytes;
}

/** The longest beginning of at most so many bytes that ends with a whole character. */
export function cut(text: string, bytesMax: number): string {
  if (text.length * 3 <= bytesMax || byteLength(text) <= bytesMax) return text;
  let bytes = 0;
  let end = 0;
  for (const character of text) {
    bytes += byteLength(character);
    if (bytes > bytesMax) break;
    end += character.length;
  }
  return text.slice(0, end);
}

/** The words in as few lines as hold them, joined by one character, none over so many bytes. */
export function joinWords(words: readonly string[], bytesMax: number, by = " "): string[] {
  const lines: string[] = [];
  let line = "";
  let bytes = 0;
  for (const word of words) {
    const length = byteLength(word);
    if (line !== "" && bytes + 1 + length > bytesMax) {
      lines.push(line);
      line = "";
      bytes = 0;
    }
    line = line === "" ? word : line + by + word;
    bytes += length + (bytes === 0 ? 0 : 1);
  }
  return line === "" ? lines : [...lines, line];
}
