/**
 * Layout: where what stands, by the size of the terminal. From 40×10 up everything is there; below
 * that, what there is room for.
 */
import type { Area } from "./grid.ts";

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface Layout {
  /** Conversations; null where there is no room for them. */
  readonly list: Area | null;
  readonly head: Area;
  readonly talk: Area;
  readonly status: Area;
  readonly input: Area;
  readonly members: Area | null;
}

/** From so many columns on there is a list at the left, and one at the right. */
const columnsForList = 60;
const columnsForMembers = 100;

/** @param inputRows that the text being typed takes @param members whether they are wanted */
export function layoutOf({ columns, rows }: Size, inputRows: number, members: boolean): Layout {
  const listColumns = columns < columnsForList ? 0 : columns < 100 ? 16 : 22;
  const memberColumns = !members || columns < columnsForMembers ? 0 : columns < 130 ? 16 : 20;
  // A column stays free beside each list, for the line between.
  const x = listColumns === 0 ? 0 : listColumns + 1;
  const width = columns - x - (memberColumns === 0 ? 0 : memberColumns + 1);
  const head = rows >= 6 ? 1 : 0;
  const status = rows >= 4 ? 1 : 0;
  const input = Math.max(1, Math.min(inputRows, Math.max(1, Math.floor((rows - 2) / 2))));
  const talk = Math.max(0, rows - head - status - input);
  const area = (y: number, height: number): Area => ({ x, y, columns: width, rows: height });
  return {
    list: listColumns === 0 ? null : { x: 0, y: 0, columns: listColumns, rows },
    head: area(0, head),
    talk: area(head, talk),
    status: area(head + talk, status),
    input: area(head + talk + status, input),
    members:
      memberColumns === 0
        ? null
        : { x: columns - memberColumns, y: 0, columns: memberColumns, rows },
  };
}
