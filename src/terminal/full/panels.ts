/**
 * Panels: what else lies over the conversation: a text to read, a question, a password to type.
 */
import { Editor } from "../editor.ts";
import { editKeys } from "../keymap.ts";
import type { Key } from "../keys.ts";
import { clean } from "../paint.ts";
import { drawBox } from "./box.ts";
import type { Grid } from "./grid.ts";
import type { Overlay, Scene } from "./scene.ts";
import type { StyleName } from "./styles.ts";
import { wrapSpans } from "./wrap.ts";
import type { Span } from "./wrap.ts";

export interface TextRow {
  readonly text: string;
  readonly style: StyleName;
  /** Further rows of it stand so many columns to the right. */
  readonly indent?: number;
}

/** With less room beside what stands at the left, the rest of a row goes on below it. */
const besideMin = 24;

const flat = ({ text, style, indent = 0 }: TextRow): TextRow => ({
  text: `${text.slice(0, indent).trimEnd()}  ${text.slice(indent)}`.trimStart(),
  style,
});

/** Rows of text as they fit into so many columns. */
export function wrapped(
  rows: readonly TextRow[],
  columns: number,
  { content, styles }: Scene,
): Span[][] {
  return rows.flatMap((row) => {
    const { text, style, indent = 0 } = columns - (row.indent ?? 0) < besideMin ? flat(row) : row;
    const head = content.span(text.slice(0, indent), styles.of(style));
    const margin = content.span(" ".repeat(indent), 0);
    const body = wrapSpans([content.span(text.slice(indent), styles.of(style))], columns - indent);
    return body.map((spans, index) =>
      indent === 0 ? spans : [index === 0 ? head : margin, ...spans],
    );
  });
}

/** Something to read; longer than the screen, it scrolls. */
export class TextPanel implements Overlay {
  readonly hint = "↑ ↓ PgUp PgDn scroll · Esc closes";
  readonly #title: string;
  readonly #rows: readonly TextRow[];
  readonly #close: () => void;
  #first = 0;
  #page = 10;

  constructor(title: string, rows: readonly TextRow[], close: () => void) {
    this.#title = title;
    this.#rows = rows;
    this.#close = close;
  }

  draw(grid: Grid, scene: Scene): void {
    const columns = Math.min(84, grid.columns - 4);
    const all = wrapped(this.#rows, columns, scene);
    const size = { columns, rows: Math.min(all.length, Math.max(3, grid.rows - 4)) };
    const area = drawBox(grid, size, this.#title, scene.styles.of("dim"));
    this.#page = area.rows;
    this.#first = Math.max(0, Math.min(this.#first, all.length - area.rows));
    for (const [index, spans] of all.slice(this.#first, this.#first + area.rows).entries()) {
      let { x } = area;
      for (const { text, style } of spans) {
        x = grid.put(x, area.y + index, text, style, area.x + area.columns);
      }
    }
    grid.cursor = null;
  }

  press(key: Key): void {
    if (key.type === "mouse") {
      if (key.action === "wheel-up") this.#first -= 3;
      if (key.action === "wheel-down") this.#first += 3;
      return;
    }
    if (key.type !== "key") return;
    const moves: Readonly<Record<string, number>> = {
      up: -1,
      down: 1,
      "page-up": -this.#page,
      "page-down": this.#page,
      home: -1e9,
      end: 1e9,
    };
    const by = moves[key.name];
    if (by !== undefined) this.#first += by;
    else this.#close();
  }
}

/** Something that wants a yes; anything but Enter is a no. */
export class Question implements Overlay {
  readonly hint: string;
  readonly #title: string;
  readonly #rows: readonly TextRow[];
  readonly #answer: (yes: boolean) => void;

  constructor(
    title: string,
    rows: readonly TextRow[],
    yes: string,
    answer: (yes: boolean) => void,
  ) {
    this.hint = `Enter ${yes} · Esc goes back`;
    this.#title = title;
    this.#rows = rows;
    this.#answer = answer;
  }

  draw(grid: Grid, scene: Scene): void {
    const columns = Math.min(70, grid.columns - 4);
    const all = wrapped(this.#rows, columns, scene);
    const keys = wrapped([{ text: this.hint, style: "strong" }], columns, scene);
    const room = Math.max(1, grid.rows - 3 - keys.length);
    const more = wrapped([{ text: "…", style: "dim" }], columns, scene);
    const shown = all.length > room ? [...all.slice(0, room - 1), ...more] : all;
    const size = { columns, rows: shown.length + 1 + keys.length };
    const area = drawBox(grid, size, this.#title, scene.styles.of("mention"));
    const rows = [...shown, ...(area.rows > shown.length + keys.length ? [[]] : []), ...keys];
    for (const [index, spans] of rows.entries()) {
      let { x } = area;
      for (const { text, style } of spans) {
        x = grid.put(x, area.y + index, text, style, area.x + area.columns);
      }
    }
    grid.cursor = null;
  }

  press(key: Key): void {
    if (key.type !== "key") return;
    if (key.name === "enter") this.#answer(true);
    else if (["escape", "ctrl-c", "ctrl-g"].includes(key.name)) this.#answer(false);
  }
}

/** A word that is not shown while it is typed. */
export class PasswordPanel implements Overlay {
  readonly hint: string;
  readonly #title: string;
  readonly #why: string;
  readonly #answer: (password: string | null, remember: boolean) => void;
  readonly #editor = new Editor();
  #remember = false;

  constructor(
    account: string,
    why: string,
    answer: (password: string | null, remember: boolean) => void,
  ) {
    this.#title = `Password of ${account}`;
    this.#why = why;
    this.#answer = answer;
    this.hint = "Enter logs in · Tab: stay logged in here · Esc goes on without";
  }

  draw(grid: Grid, scene: Scene): void {
    const { styles } = scene;
    const columns = Math.min(64, grid.columns - 4);
    const mark = this.#remember ? "[x]" : "[ ]";
    const rows = wrapped(
      [
        ...(this.#why === "" ? [] : [{ text: this.#why, style: "error" } as const]),
        { text: `${mark} stay logged in on this machine`, style: "plain" },
        {
          text: "A key made of the password is kept, not the password. Tab switches.",
          style: "dim",
        },
      ],
      columns,
      scene,
    );
    const area = drawBox(grid, { columns, rows: rows.length + 2 }, this.#title, styles.of("dim"));
    const end = area.x + area.columns;
    const hidden = "•".repeat([...this.#editor.text].length).slice(0, columns - 3);
    const x = grid.put(area.x, area.y, clean("› "), styles.of("dim"), end);
    grid.cursor = { x: grid.put(x, area.y, clean(hidden), 0, end), y: area.y };
    for (const [index, spans] of rows.entries()) {
      let at = area.x;
      for (const { text, style } of spans) at = grid.put(at, area.y + 2 + index, text, style, end);
    }
  }

  press(key: Key): void {
    if (key.type === "text" || key.type === "paste") {
      this.#editor.insert(key.text.replaceAll("\n", ""));
      return;
    }
    if (key.type !== "key") return;
    const { name } = key;
    if (name === "enter" && this.#editor.text !== "") {
      this.#answer(this.#editor.text, this.#remember);
    } else if (["escape", "ctrl-c", "ctrl-g"].includes(name)) this.#answer(null, false);
    else if (name === "tab") this.#remember = !this.#remember;
    else {
      const edit = editKeys[name];
      if (edit !== undefined && edit !== "newline") this.#editor.edit(edit);
    }
  }
}
