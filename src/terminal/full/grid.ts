/**
 * Grid: what a terminal is to show, cell by cell. A cell holds one grapheme with its style and
 * link; of a wide one the second cell holds "". Only cleaned text gets in.
 */
import type { Clean } from "../paint.ts";
import { graphemes, width } from "../width.ts";
import type { Style } from "./styles.ts";

/** A grapheme can have any number of combining marks; more than these show nothing any more. */
const cellCharsMax = 40;
const plainAscii = /^[ -~]*$/;

export interface Area {
  readonly x: number;
  readonly y: number;
  readonly columns: number;
  readonly rows: number;
}

export class Grid {
  readonly columns: number;
  readonly rows: number;
  readonly text: string[];
  readonly style: Uint16Array;
  readonly link: Uint16Array;
  /** Where the cursor stands; null: nowhere. */
  cursor: { x: number; y: number } | null = null;

  constructor(columns: number, rows: number) {
    this.columns = columns;
    this.rows = rows;
    this.text = Array.from<string>({ length: columns * rows }).fill(" ");
    this.style = new Uint16Array(columns * rows);
    this.link = new Uint16Array(columns * rows);
  }

  /**
   * Writes from x on, as far as `end` (a column, not included); gives the column behind. A wide
   * grapheme that does not fit whole is left out.
   */
  put(x: number, y: number, text: Clean, style: Style, end = this.columns, link = 0): number {
    const last = Math.min(end, this.columns);
    if (y < 0 || y >= this.rows) return x;
    if (plainAscii.test(text)) return this.#putAscii(x, y, text, style, last, link);
    let at = x;
    for (const part of graphemes(text)) {
      const columns = width(part);
      // What takes no column by itself shows nothing: a zero-width space, a mark without a letter.
      if (columns === 0) continue;
      if (at + columns > last) break;
      if (at < 0) {
        at += columns;
        continue;
      }
      this.#set(
        at,
        y,
        part.length > cellCharsMax ? part.slice(0, cellCharsMax) : part,
        style,
        link,
      );
      if (columns === 2) this.#set(at + 1, y, "", style, link);
      at += columns;
    }
    return at;
  }

  #putAscii(x: number, y: number, text: string, style: Style, end: number, link: number): number {
    const count = Math.max(0, Math.min(text.length, end - x));
    for (let n = 0; n < count; n += 1) this.#set(x + n, y, text[n] ?? " ", style, link);
    return x + count;
  }

  #set(x: number, y: number, part: string, style: Style, link: number): void {
    if (x < 0) return;
    const index = y * this.columns + x;
    this.#mend(index, x);
    this.text[index] = part;
    this.style[index] = style;
    this.link[index] = link;
  }

  /** Half of a wide grapheme is none. */
  #mend(index: number, x: number): void {
    if (this.text[index] === "" && x > 0) this.text[index - 1] = " ";
    if (x + 1 < this.columns && this.text[index + 1] === "") this.text[index + 1] = " ";
  }

  /** One character, all over. */
  fill({ x, y, columns, rows }: Area, text: string, style: Style): void {
    for (let row = y; row < Math.min(y + rows, this.rows); row += 1) {
      for (let column = x; column < Math.min(x + columns, this.columns); column += 1) {
        this.#set(column, row, text, style, 0);
      }
    }
  }

  /** Another style for what stands there. */
  restyle({ x, y, columns, rows }: Area, change: (style: Style) => Style): void {
    for (let row = Math.max(0, y); row < Math.min(y + rows, this.rows); row += 1) {
      for (let column = x; column < Math.min(x + columns, this.columns); column += 1) {
        const index = row * this.columns + column;
        this.style[index] = change(this.style[index] ?? 0);
      }
    }
  }
}
