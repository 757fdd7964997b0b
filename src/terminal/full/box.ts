/**
 * Box: a frame in the middle of the screen, over what is there, for whatever wants an answer.
 */
import { clean } from "../paint.ts";
import type { Area, Grid } from "./grid.ts";
import { cut } from "./rows.ts";
import type { Style } from "./styles.ts";

/** Draws the frame, and gives the area inside. On a small screen it takes all of it. */
export function drawBox(
  grid: Grid,
  wanted: { readonly columns: number; readonly rows: number },
  title: string,
  line: Style,
): Area {
  const columns = Math.min(grid.columns, wanted.columns + 4);
  const rows = Math.min(grid.rows, wanted.rows + 2);
  const x = Math.floor((grid.columns - columns) / 2);
  const y = Math.max(0, Math.floor((grid.rows - rows) / 3));
  const whole = { x, y, columns, rows };
  grid.fill(whole, " ", 0);
  const across = "─".repeat(Math.max(0, columns - 2));
  grid.put(x, y, clean(`╭${across}╮`), line);
  grid.put(x, y + rows - 1, clean(`╰${across}╯`), line);
  for (let row = y + 1; row < y + rows - 1; row += 1) {
    grid.put(x, row, clean("│"), line);
    grid.put(x + columns - 1, row, clean("│"), line);
  }
  grid.put(x + 2, y, cut(clean(` ${title} `), columns - 4), line);
  return { x: x + 2, y: y + 1, columns: columns - 4, rows: rows - 2 };
}
