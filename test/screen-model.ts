/**
 * Screen model: just enough of a terminal to see what emitted bytes look like. Understands what
 * our screens emit and fails on any other control, so that nothing else can slip through.
 */
import { graphemes, width } from "../src/terminal/width.ts";

/** Of a cell: what stands there, how it looks (the SGR parameters), where it leads. */
interface Cell {
  readonly text: string;
  readonly style: string;
  readonly link: string;
}

const blank: Cell = { text: " ", style: "", link: "" };

/** Modes that our screens may switch, and what a test may ask for. */
const modes = new Set(["7", "25", "1000", "1004", "1006", "1049", "2004", "2026"]);

export class ScreenModel {
  columns: number;
  rows: number;
  /** Each cell a grapheme; "" is the second half of a wide one. */
  #grid: Cell[][] = [[]];
  /** Rows that scrolled off the top. */
  readonly scrolledOff: string[] = [];
  /** The modes that are on. */
  readonly on = new Set(["7", "25"]);
  /** What was told besides: titles, notices, the clipboard, the bell. */
  readonly told: string[] = [];
  x = 0;
  y = 0;
  #saved: [number, number] = [0, 0];
  #style = "";
  #link = "";
  #pending = "";

  readonly #width: (part: string) => number;

  /** @param measure how wide this terminal takes a grapheme to be: not all agree */
  constructor(columns: number, rows: number, measure = width) {
    this.columns = columns;
    this.rows = rows;
    this.#width = measure;
  }

  /** What a person sees, without blank rows at the end. */
  get seen(): string[] {
    const rows = this.#grid.map((row) =>
      Array.from(row, (cell) => cell?.text ?? " ")
        .join("")
        .trimEnd(),
    );
    while (rows.at(-1) === "") rows.pop();
    return rows;
  }

  cell(x: number, y: number): Cell {
    return this.#grid[y]?.[x] ?? blank;
  }

  /** The terminal has another size; what does not fit is gone. */
  resize(columns: number, rows: number): void {
    this.columns = columns;
    this.rows = rows;
    this.#grid = this.#grid.slice(0, rows).map((row) => row.slice(0, columns));
    this.x = Math.min(this.x, columns - 1);
    this.y = Math.min(this.y, rows - 1);
  }

  readonly write = (bytes: string): void => {
    let rest = this.#pending + bytes;
    this.#pending = "";
    while (rest !== "") {
      const plain = /^[^\x00-\x1f\x7f-\x9f]+/.exec(rest)?.[0];
      if (plain !== undefined) {
        for (const part of graphemes(plain)) this.#put(part);
        rest = rest.slice(plain.length);
        continue;
      }
      rest = this.#control(rest);
    }
  };

  #control(text: string): string {
    if (text[0] === "\r") this.x = 0;
    else if (text[0] === "\n") this.#down();
    else if (text[0] === "\x07") this.told.push("bell");
    else if (text[0] === "\b") this.x = Math.max(0, this.x - 1);
    else {
      const command = /^\x1b\](\d+);([^\x00-\x1f\x7f-\x9f]*)\x1b\\/.exec(text);
      if (command !== null) {
        this.#told(command[1] ?? "", command[2] ?? "");
        return text.slice(command[0].length);
      }
      const sequence = /^\x1b(?:7|8|\[(\??)([\d;]*)([A-Za-z]))/.exec(text);
      if (sequence === null)
        throw new Error(`unknown control: ${JSON.stringify(text.slice(0, 30))}`);
      this.#escape(sequence[0], sequence[1] ?? "", sequence[2] ?? "", sequence[3] ?? "");
      return text.slice(sequence[0].length);
    }
    return text.slice(1);
  }

  #told(kind: string, words: string): void {
    if (kind === "8") this.#link = words.slice(words.indexOf(";") + 1);
    else if (["2", "9", "52", "777"].includes(kind)) this.told.push(`${kind};${words}`);
    else throw new Error(`unknown command: ${kind};${words}`);
  }

  #escape(whole: string, mark: string, params: string, final: string): void {
    const [first = "", second = ""] = params.split(";");
    if (whole === "\x1b7") this.#saved = [this.x, this.y];
    else if (whole === "\x1b8") [this.x, this.y] = this.#saved;
    else if (mark === "?" && modes.has(params) && (final === "h" || final === "l")) {
      if (final === "h") this.on.add(params);
      else this.on.delete(params);
      if (params === "1049") this.#grid = [[]];
    } else if (mark === "" && final === "m") this.#style = params === "0" ? "" : params;
    else if (mark === "" && final === "A") this.y = Math.max(0, this.y - Number(params || "1"));
    else if (mark === "" && final === "H") {
      [this.x, this.y] = [Number(second || "1") - 1, Number(first || "1") - 1];
      this.#within(whole);
    } else if (mark === "" && final === "G") {
      this.x = Number(first) - 1;
      this.#within(whole);
    } else if (mark === "" && final === "J" && params === "2") this.#grid = [[]];
    else if (mark === "" && final === "K" && params === "") {
      this.#grid[this.y] = (this.#grid[this.y] ?? []).slice(0, this.x);
    } else if (final !== "t" || !["22;0", "23;0"].includes(params)) {
      throw new Error(`unknown sequence: ${JSON.stringify(whole)}`);
    }
  }

  #within(whole: string): void {
    if (this.x < this.columns && this.y < this.rows) return;
    throw new Error(`outside of ${this.columns}×${this.rows}: ${JSON.stringify(whole)}`);
  }

  #down(): void {
    this.y += 1;
    if (this.y < this.rows) return;
    this.y = this.rows - 1;
    const gone = this.#grid.shift() ?? [];
    this.scrolledOff.push(
      Array.from(gone, (cell) => cell?.text ?? " ")
        .join("")
        .trimEnd(),
    );
  }

  #put(part: string): void {
    const cells = this.#width(part);
    if (cells === 0) return;
    if (this.x + cells > this.columns) {
      if (!this.on.has("7")) return;
      this.x = 0;
      this.#down();
    }
    for (let row = this.#grid.length; row <= this.y; row += 1) this.#grid[row] = [];
    const row = this.#grid[this.y] ?? [];
    while (row.length < this.x) row.push(blank);
    const cell = { text: part, style: this.#style, link: this.#link };
    // Half of a wide one that is written over is no longer there.
    if (row[this.x]?.text === "" && this.x > 0) row[this.x - 1] = blank;
    const behind = this.x + cells;
    if (row[behind]?.text === "") row[behind] = blank;
    row[this.x] = cell;
    if (cells === 2) row[this.x + 1] = { ...cell, text: "" };
    this.x += cells;
  }
}
