/**
 * Picker: a list to choose from, narrowed by what is typed. The palette, the emoji, the rooms of
 * the server and the results of a search are pickers.
 */
import { Editor } from "../editor.ts";
import { editKeys } from "../keymap.ts";
import type { Key } from "../keys.ts";
import { clean } from "../paint.ts";
import { fit, width } from "../width.ts";
import { drawBox } from "./box.ts";
import type { Grid } from "./grid.ts";
import { cut } from "./rows.ts";
import type { Overlay, Scene } from "./scene.ts";

export interface Entry {
  readonly label: string;
  /** Beside it, less important. */
  readonly detail: string;
  /** At the right end. */
  readonly mark?: string;
  choose(): void;
}

export interface PickerOptions {
  readonly title: string;
  readonly hint: string;
  /** What there is for what has been typed, the best first. */
  entries(typed: string): readonly Entry[];
  /** Shown when there is nothing. */
  readonly nothing: string;
  /** Nothing can be typed: the list is what it is. */
  readonly still?: boolean;
  /** Left, or about to be answered. */
  close(): void;
  /** The choice alone is what matters: nothing is closed before it. */
  readonly once?: boolean;
}

/** What is told beside names stands in a column, unless a name is longer than this. */
const labelColumnsMax = 22;

export class Picker implements Overlay {
  readonly #options: PickerOptions;
  readonly #editor = new Editor();
  #index = 0;
  #page = 10;

  constructor(options: PickerOptions) {
    this.#options = options;
  }

  get hint(): string {
    return this.#options.hint;
  }

  draw(grid: Grid, scene: Scene): void {
    const { title, nothing, still } = this.#options;
    const { styles } = scene;
    const entries = this.#options.entries(this.#editor.text);
    const above = still === true ? 0 : 1;
    const columns = Math.min(76, grid.columns - 4);
    const rows = Math.min(Math.max(3, entries.length) + above, Math.max(3, grid.rows - 4));
    const area = drawBox(grid, { columns, rows }, title, styles.of("dim"));
    const end = area.x + area.columns;
    this.#page = Math.max(1, area.rows - above);
    this.#index = Math.max(0, Math.min(this.#index, entries.length - 1));
    if (above === 1) this.#drawTyped(grid, area.x, area.y, area.columns, scene);
    else grid.cursor = null;
    if (entries.length === 0) {
      grid.put(area.x, area.y + above, clean(nothing), styles.of("dim"), end);
      return;
    }
    const most = Math.max(0, entries.length - this.#page);
    const first = Math.max(0, Math.min(this.#index - Math.floor(this.#page / 2), most));
    const page = entries.slice(first, first + this.#page);
    const widest = Math.max(...page.map(({ label }) => width(clean(label))));
    const beside = Math.min(widest + 2, labelColumnsMax);
    for (const [at, entry] of page.entries()) {
      const y = area.y + above + at;
      const line = { x: area.x, y, columns: area.columns, rows: 1 };
      const { label, detail, mark = "" } = entry;
      const room = area.columns - (mark === "" ? 0 : width(clean(mark)) + 1);
      const x = grid.put(area.x, y, cut(clean(label), room), 0, end);
      const detailAt = Math.max(x + 2, area.x + beside);
      const rest = area.x + room - detailAt;
      if (rest > 3) grid.put(detailAt, y, cut(clean(detail), rest), styles.of("dim"), end);
      if (mark !== "") grid.put(end - width(clean(mark)), y, clean(mark), styles.of("unread"), end);
      if (first + at === this.#index) grid.restyle(line, () => styles.of("active"));
      scene.hit(line, () => this.#choose(entry));
    }
  }

  #drawTyped(grid: Grid, x: number, y: number, columns: number, { styles }: Scene): void {
    const end = x + columns;
    const at = grid.put(x, y, clean("› "), styles.of("dim"), end);
    const before = clean(this.#editor.before);
    const room = columns - 3;
    const shown = width(before) <= room ? before : clean(fit(before.slice(-room), room));
    const cursor = grid.put(at, y, shown, 0, end);
    grid.put(cursor, y, clean(this.#editor.after), 0, end);
    grid.cursor = { x: Math.min(cursor, end - 1), y };
  }

  #choose(entry: Entry | undefined): void {
    if (entry === undefined) return;
    if (this.#options.once !== true) this.#options.close();
    entry.choose();
  }

  press(key: Key): void {
    if (key.type === "text" || key.type === "paste") {
      if (this.#options.still === true) return;
      this.#editor.insert(key.text.replaceAll("\n", " "));
      this.#index = 0;
      return;
    }
    if (key.type === "mouse") return this.#wheel(key.action);
    if (key.type !== "key") return;
    const moves: Readonly<Record<string, number>> = {
      up: -1,
      "ctrl-p": -1,
      "shift-tab": -1,
      down: 1,
      "ctrl-n": 1,
      tab: 1,
      "page-up": -this.#page,
      "page-down": this.#page,
    };
    const by = moves[key.name];
    if (by !== undefined) this.#index += by;
    else if (key.name === "enter") {
      this.#choose(this.#options.entries(this.#editor.text)[this.#index]);
    } else if (["escape", "ctrl-c", "ctrl-k", "ctrl-g"].includes(key.name)) this.#options.close();
    else this.#edit(key.name);
  }

  #wheel(action: string): void {
    if (action === "wheel-up") this.#index -= 3;
    if (action === "wheel-down") this.#index += 3;
  }

  #edit(name: string): void {
    const edit = editKeys[name];
    if (edit === undefined || edit === "newline" || this.#options.still === true) return;
    this.#editor.edit(edit);
    this.#index = 0;
  }
}

/**
 * How well what is typed fits a name: all its letters in their order, the better the closer they
 * stand and the nearer to the beginning of words. Null when it does not fit; lower is better.
 */
export function fits(typed: string, name: string): number | null {
  const wanted = typed.toLowerCase();
  const given = name.toLowerCase();
  if (wanted === "") return 0;
  const whole = given.indexOf(wanted);
  if (whole >= 0) return whole === 0 ? 0 : /[^\p{L}\p{N}]/u.test(given[whole - 1] ?? "") ? 1 : 2;
  let at = -1;
  let cost = 10;
  for (const letter of wanted) {
    const next = given.indexOf(letter, at + 1);
    if (next === -1) return null;
    cost += at === -1 ? next : next - at - 1;
    at = next;
  }
  return cost;
}
