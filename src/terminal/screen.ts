/**
 * Screen: messages scroll above, the line being typed stays whole below. Whatever is printed, the
 * rows of the input are erased first and drawn again after it, in one write. Bytes go out through a
 * function; what stands on the screen is remembered, never asked of the terminal.
 * Nothing is written that did not pass the gate in paint.ts.
 */
import { beside } from "./paint.ts";
import type { Paint, Painted } from "./paint.ts";
import { fit, graphemes, width, wrap } from "./width.ts";

/** One message: what stands before it on the first row, and the text, which is wrapped beside. */
export interface Block {
  readonly head: Painted;
  readonly text: Painted;
}

/** The line being typed, as the editor holds it. */
export interface Input {
  readonly before: string;
  readonly after: string;
}

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

/** Blocks remembered to draw the whole screen again: more than any screen has rows. */
const blocksMax = 500;
// Row by row, never "from here to the end": at the top of the screen tmux takes that for a clear,
// and keeps what stood there in its history.
const eraseRow = "\r\x1b[K";
const eraseRowAbove = "\x1b[1A\x1b[K";
const clearAll = "\x1b[H\x1b[2J";
// Autowrap is off while the input is drawn: a terminal that counts an emoji wider than we do then
// cuts the row instead of tearing it. The cursor is saved and restored for the same reason.
const wrapOff = "\x1b[?7l";
const wrapOn = "\x1b[?7h";
const saveCursor = "\x1b7";
const restoreCursor = "\x1b8";

export class Screen {
  readonly #write: (bytes: string) => void;
  readonly #input: Input;
  readonly #paint: Paint;
  readonly #blocks: Block[] = [];
  #columns: number;
  #rows: number;
  #prompt = "";
  #status = "";
  /** Printed since the last draw. */
  #fresh: Block[] = [];
  /** Of what stands on the screen now: rows of the input area, and its widest row. */
  #drawn = { rows: 0, columns: 0 };
  /** The first grapheme of the input that is shown. */
  #scroll = 0;

  constructor(size: Size, input: Input, paint: Paint, write: (bytes: string) => void) {
    this.#columns = Math.max(4, size.columns);
    this.#rows = Math.max(2, size.rows);
    this.#input = input;
    this.#paint = paint;
    this.#write = write;
  }

  /** A message goes above the input at the next draw(). */
  print(block: Block): void {
    this.#fresh.push(block);
    this.#blocks.push(block);
    if (this.#blocks.length > blocksMax) this.#blocks.shift();
  }

  /** What stands before the typed text. */
  prompt(text: string): void {
    this.#prompt = text;
  }

  /** A row above the input that changes in place; "" for none. */
  status(text: string): void {
    this.#status = text;
  }

  /** Brings the terminal to what should be seen, in one write. */
  draw(): void {
    const messages = this.#fresh.flatMap((block) => this.#wrapped(block));
    this.#fresh = [];
    const above = messages.map((row) => `${row}\r\n`).join("");
    this.#write(this.#erase() + above + this.#inputArea());
  }

  /** Clears the terminal and draws the last messages and the input anew. */
  redraw(): void {
    this.#fresh = [];
    const rows: string[] = [];
    const room = this.#rows - (this.#status === "" ? 1 : 2);
    for (const block of this.#blocks.toReversed()) {
      rows.unshift(...this.#wrapped(block));
      if (rows.length >= room) break;
    }
    const above = rows
      .slice(-room)
      .map((row) => `${row}\r\n`)
      .join("");
    this.#write(clearAll + above + this.#inputArea());
  }

  /** The terminal has another size. Terminals differ in whether they reflow long rows, so nothing
   * that was wide is trusted to stand where it stood: then the whole screen is drawn again. */
  resized(size: Size): void {
    const narrow = Math.min(this.#columns, Math.max(4, size.columns));
    const sameWidth = this.#columns === size.columns;
    this.#columns = Math.max(4, size.columns);
    this.#rows = Math.max(2, size.rows);
    const last = this.#blocks.slice(-this.#rows);
    const wide = last.some((block) => width(block.head) + width(block.text) >= narrow);
    if (sameWidth || (!wide && this.#drawn.columns < narrow)) this.draw();
    else this.redraw();
  }

  /** Takes the input away and leaves the cursor where a shell can go on. */
  close(): void {
    const left = this.#fresh.flatMap((block) => this.#wrapped(block));
    this.#fresh = [];
    this.#write(this.#erase() + left.map((row) => `${row}\r\n`).join(""));
    this.#drawn = { rows: 0, columns: 0 };
  }

  /** One column is never used: terminals differ in what happens after the last one. */
  get #usable(): number {
    return this.#columns - 1;
  }

  #erase(): string {
    if (this.#drawn.rows === 0) return "";
    return eraseRow + eraseRowAbove.repeat(this.#drawn.rows - 1);
  }

  #wrapped(block: Block): string[] {
    const indent = width(block.head);
    if (indent > this.#usable / 2) return wrap(beside(block.head, block.text), this.#usable);
    const rows = wrap(block.text, this.#usable - indent);
    return rows.map((row, index) => (index === 0 ? block.head : " ".repeat(indent)) + row);
  }

  #inputArea(): string {
    const status = fit(this.#paint("plain", this.#status), this.#usable);
    const prompt = width(this.#prompt) > this.#usable / 2 ? "" : this.#prompt;
    const seen = this.#visible(this.#usable - width(prompt));
    const columns = width(prompt) + width(seen.before) + width(seen.after);
    this.#drawn = {
      rows: status === "" ? 1 : 2,
      columns: Math.max(columns, width(status)),
    };
    const above = status === "" ? "" : `${this.#paint("dim", status)}\r\n`;
    const line = this.#paint("dim", prompt) + seen.before + saveCursor + seen.after;
    return above + wrapOff + line + restoreCursor + wrapOn;
  }

  /** The part of the input that fits: it scrolls sideways so that the cursor is always seen. */
  #visible(room: number): Input {
    const typed = this.#paint("plain", this.#input.before);
    const behind = this.#paint("plain", this.#input.after);
    if (width(typed) + width(behind) < room) {
      this.#scroll = 0;
      return { before: typed, after: behind };
    }
    const before = graphemes(typed);
    // Room for the mark that something stands to the left, and for the cursor behind the text.
    const usable = Math.max(2, room - 2);
    if (this.#scroll > before.length) this.#scroll = before.length;
    if (this.#scroll === before.length || columnsOf(before, this.#scroll) > usable) {
      // Out of sight: the cursor comes to stand at two thirds, so typing does not jump each time.
      this.#scroll = before.length;
      let shown = 0;
      while (this.#scroll > 0) {
        shown += width(before[this.#scroll - 1] ?? "");
        if (shown > (usable * 2) / 3) break;
        this.#scroll -= 1;
      }
    }
    const mark = this.#scroll === 0 ? "" : "<";
    const left = before.slice(this.#scroll).join("");
    return { before: mark + left, after: fit(behind, usable - width(left)) };
  }
}

function columnsOf(parts: readonly string[], from: number): number {
  return width(parts.slice(from).join(""));
}
