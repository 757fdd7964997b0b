/**
 * Emit: what stands on the terminal, and what is to stand there → the bytes that lead from one to
 * the other, as few as is simple. The only place that writes escape sequences around text.
 */
import type { Grid } from "./grid.ts";
import type { Links } from "./links.ts";
import type { Styles } from "./styles.ts";

/** Cells left alone between two changes cost less when they are written, too. */
const gapMax = 6;

/** Terminals do not agree on how wide others are, or turn them around: what stood in their place
 * is blanked, the cursor put in its place after them, and rows that run from right to left are
 * written whole. */
const sureWidth = /^[\x20-\x7e\u00a0-\u02af\u0400-\u052f\u2500-\u257f\u3040-\u9fff\uac00-\ud7a3]$/;
const rightToLeft = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]|[\ud802\ud803\ud83a\ud83b]/;

// Synchronized output (mode 2026): the terminal shows all of it at once.
const begin = "\x1b[?2026h";
const end = "\x1b[?2026l";
const hideCursor = "\x1b[?25l";
const showCursor = "\x1b[?25h";

export class Emitter {
  readonly #styles: Styles;
  readonly #links: Links;
  #shown: Grid | null = null;
  #cursorShown = false;

  constructor(styles: Styles, links: Links) {
    this.#styles = styles;
    this.#links = links;
  }

  /** What stands on the terminal is not known any more: the next draws all. */
  forget(): void {
    this.#shown = null;
    this.#cursorShown = false;
  }

  /** "" when nothing has changed. */
  draw(next: Grid): string {
    const shown = this.#fitting(next);
    const pen = new Pen(this.#styles, this.#links);
    if (shown === null) pen.out += "\x1b[0m\x1b[2J";
    for (let y = 0; y < next.rows; y += 1) drawRow(pen, shown, next, y);
    pen.lift();
    const moved =
      shown === null || shown.cursor?.x !== next.cursor?.x || shown.cursor?.y !== next.cursor?.y;
    this.#shown = next;
    if (pen.out === "" && !moved) return "";
    return begin + (this.#cursorShown ? hideCursor : "") + pen.out + this.#place(next) + end;
  }

  #fitting({ columns, rows }: Grid): Grid | null {
    const shown = this.#shown;
    return shown?.columns === columns && shown.rows === rows ? shown : null;
  }

  #place({ cursor }: Grid): string {
    this.#cursorShown = cursor !== null;
    return cursor === null ? "" : `${at(cursor.x, cursor.y)}${showCursor}`;
  }
}

const at = (x: number, y: number): string => `\x1b[${y + 1};${x + 1}H`;

/** Writes cells, and knows in which style. */
class Pen {
  out = "";
  readonly #styles: Styles;
  readonly #links: Links;
  #style = 0;
  #link = 0;

  constructor(styles: Styles, links: Links) {
    this.#styles = styles;
    this.#links = links;
  }

  take(style: number, link: number): void {
    if (style !== this.#style) this.out += this.#styles.sgr(style);
    if (link !== this.#link) this.out += this.#links.open(link);
    this.#style = style;
    this.#link = link;
  }

  lift(): void {
    this.take(0, 0);
  }
}

function drawRow(pen: Pen, shown: Grid | null, next: Grid, y: number): void {
  const { columns } = next;
  const start = y * columns;
  const blankFrom = blankTail(next, start);
  let from = 0;
  while (from < columns) {
    const first = nextChange(shown, next, start, from);
    if (first === -1) return;
    const whole = isRightToLeft(next, start) || (shown !== null && isRightToLeft(shown, start));
    const head = whole ? 0 : headOf(next, shown, start, first);
    const last = whole ? columns : endOfRun(shown, next, start, first);
    pen.out += at(head, y);
    for (let x = head; x < Math.min(last, blankFrom); x += 1) drawCell(pen, next, start, x);
    if (last > blankFrom) {
      pen.take(0, 0);
      pen.out += blankFrom > head ? "\x1b[K" : `${at(Math.max(head, blankFrom), y)}\x1b[K`;
      return;
    }
    from = last;
  }
}

function drawCell(pen: Pen, next: Grid, start: number, x: number): void {
  const part = next.text[start + x] ?? " ";
  if (part === "") return;
  pen.take(next.style[start + x] ?? 0, next.link[start + x] ?? 0);
  const wide = next.text[start + x + 1] === "" ? 2 : 1;
  const sure = sureWidth.test(part);
  if (!sure && wide === 2) pen.out += `  \x1b[${x + 1}G`;
  pen.out += part;
  if (sure) return;
  if (x + wide < next.columns) pen.out += `\x1b[${x + wide + 1}G`;
}

const differs = (shown: Grid | null, next: Grid, index: number): boolean =>
  shown === null ||
  shown.text[index] !== next.text[index] ||
  shown.style[index] !== next.style[index] ||
  shown.link[index] !== next.link[index];

function nextChange(shown: Grid | null, next: Grid, start: number, from: number): number {
  // A screen that was cleared has its blanks already.
  for (let x = from; x < next.columns; x += 1) {
    const index = start + x;
    if (shown === null ? !isBlank(next, index) : differs(shown, next, index)) return x;
  }
  return -1;
}

const isBlank = (grid: Grid, index: number): boolean =>
  grid.text[index] === " " && grid.style[index] === 0 && grid.link[index] === 0;

/** A wide grapheme is written from its head, and so is one that is overwritten. */
function headOf(next: Grid, shown: Grid | null, start: number, x: number): number {
  let head = x;
  while (head > 0 && (next.text[start + head] === "" || shown?.text[start + head] === ""))
    head -= 1;
  return head;
}

function endOfRun(shown: Grid | null, next: Grid, start: number, first: number): number {
  let end = first + 1;
  for (let x = end; x < next.columns && x - end <= gapMax; x += 1) {
    if (differs(shown, next, start + x) || next.text[start + x] === "") end = x + 1;
  }
  return end;
}

/** From where on the row is blank. */
function blankTail(grid: Grid, start: number): number {
  let x = grid.columns;
  while (x > 0 && isBlank(grid, start + x - 1)) x -= 1;
  return x;
}

function isRightToLeft(grid: Grid, start: number): boolean {
  for (let x = 0; x < grid.columns; x += 1) {
    const part = grid.text[start + x] ?? "";
    const code = part.charCodeAt(0);
    // Lines of boxes lie between, and are many.
    if (code >= 0x590 && (code < 0x900 || code >= 0xd800) && rightToLeft.test(part)) return true;
  }
  return false;
}
