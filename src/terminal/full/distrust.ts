/**
 * Distrust: the certificate of a place is another than before. Loud, and answered by typing a
 * word, so that nobody gets past it by habit.
 */
import { placeName } from "../dial.ts";
import type { Changed, Place } from "../dial.ts";
import { Editor } from "../editor.ts";
import type { Key } from "../keys.ts";
import { clean } from "../paint.ts";
import { drawBox } from "./box.ts";
import type { Grid } from "./grid.ts";
import type { TextRow } from "./panels.ts";
import { wrapped } from "./panels.ts";
import type { Overlay, Scene } from "./scene.ts";

const word = "trust";

export function distrust(
  place: Place,
  changed: Changed,
  answer: (trust: boolean) => void,
): Overlay {
  return new Distrust(place, changed, answer);
}

class Distrust implements Overlay {
  readonly hint = `Esc leaves · type "${word}" and Enter to go on`;
  readonly #rows: readonly TextRow[];
  readonly #answer: (trust: boolean) => void;
  readonly #editor = new Editor();

  constructor(place: Place, { was, is }: Changed, answer: (trust: boolean) => void) {
    this.#answer = answer;
    this.#rows = [
      { text: `The certificate of ${placeName(place)} is another than before.`, style: "error" },
      { text: "Somebody may be listening in between. Nothing was sent.", style: "error" },
      { text: "", style: "plain" },
      { text: `was ${was}`, style: "plain", indent: 4 },
      { text: `is  ${is}`, style: "plain", indent: 4 },
      { text: "", style: "plain" },
      { text: `Ask whoever runs the server. If it is right, type "${word}".`, style: "plain" },
    ];
  }

  draw(grid: Grid, scene: Scene): void {
    const columns = Math.min(72, grid.columns - 4);
    const rows = wrapped(this.#rows, columns, scene);
    const title = "THE CERTIFICATE HAS CHANGED";
    const size = { columns, rows: rows.length + 2 };
    const area = drawBox(grid, size, title, scene.styles.of("alarm"));
    const end = area.x + area.columns;
    // Where there is not room for all of it, the answer is still to be seen.
    const shown = rows.slice(0, Math.max(0, area.rows - 1));
    for (const [index, spans] of shown.entries()) {
      let { x } = area;
      for (const { text, style } of spans) x = grid.put(x, area.y + index, text, style, end);
    }
    const y = area.y + area.rows - 1;
    const x = grid.put(area.x, y, clean("› "), scene.styles.of("dim"), end);
    grid.cursor = { x: grid.put(x, y, clean(this.#editor.text), 0, end), y };
  }

  press(key: Key): void {
    if (key.type === "text") return this.#editor.insert(key.text);
    if (key.type !== "key") return;
    if (["escape", "ctrl-c", "ctrl-g"].includes(key.name)) return this.#answer(false);
    if (key.name === "backspace") return this.#editor.edit("backspace");
    if (key.name === "enter" && this.#editor.text.trim().toLowerCase() === word) {
      this.#answer(true);
    }
  }
}
