/**
 * Input rows: the text being typed, broken into rows of so many columns, and where the cursor
 * stands in them. Broken anywhere between two graphemes, so that nothing moves while a word grows.
 */
import { clean } from "../paint.ts";
import type { Clean } from "../paint.ts";
import { graphemes, width } from "../width.ts";

export interface InputRows {
  readonly rows: readonly Clean[];
  readonly x: number;
  readonly y: number;
}

export function inputRows(before: string, after: string, columns: number): InputRows {
  const most = Math.max(2, columns);
  const rows: string[] = [""];
  let used = 0;
  let cursor: { x: number; y: number } | null = null;
  const put = (part: string): void => {
    if (part === "\n") {
      rows.push("");
      used = 0;
      return;
    }
    const shown = clean(part);
    const needs = width(shown);
    if (used + needs > most) {
      rows.push("");
      used = 0;
    }
    rows[rows.length - 1] += shown;
    used += needs;
  };
  for (const part of graphemes(before)) put(part);
  const [next] = graphemes(after);
  // At the end of a full row the cursor stands at the beginning of the next.
  if (used >= most && next !== "\n") {
    rows.push("");
    used = 0;
  }
  cursor = { x: Math.min(used, most - 1), y: rows.length - 1 };
  for (const part of graphemes(after)) put(part);
  return { rows: rows as Clean[], ...cursor };
}

/** Of more rows than there is room for, those around the cursor. */
export function visible({ rows, x, y }: InputRows, most: number): InputRows {
  if (rows.length <= most) return { rows, x, y };
  const first = Math.max(0, Math.min(y - most + 1 + Math.floor(most / 2), rows.length - most));
  return { rows: rows.slice(first, first + most), x, y: y - first };
}
