/**
 * Viewport: which rows of a conversation are before one's eyes. It is held by what is said, not by
 * how far from the end it is: new messages, loaded pages and other widths move nothing away.
 */
import type { Conversation } from "../../client/state.ts";
import type { Gap, Item } from "../../client/timeline.ts";
import type { Block, Blocks, Reader } from "./blocks.ts";
import type { Measure, Row } from "./rows.ts";

/** The bottom row: so many rows of that item's block are below it. Null: the end, and stays it. */
export type Anchor = { readonly item: Item; readonly below: number } | null;

export interface SeenRow {
  readonly row: Row;
  readonly item: Item;
  /** Rows of the block below this one. */
  readonly below: number;
}

export interface Seen {
  readonly rows: readonly SeenRow[];
  /** The first row is the first of all that is known. */
  readonly atTop: boolean;
  readonly atEnd: boolean;
  readonly gaps: readonly Gap[];
  /** The index in the log of the last item that is seen. */
  readonly lastIndex: number;
}

export class Viewport {
  readonly #blocks: Blocks;

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  /** The rows above and at the anchor, at most so many; fewer only when there are no more. */
  see(of: Conversation, anchor: Anchor, rows: number, measure: Measure, reader: Reader): Seen {
    const start = this.#start(of, anchor);
    const seen: SeenRow[] = [];
    const gaps: Gap[] = [];
    let { index } = start;
    let { below } = start;
    let atTop = true;
    const lastIndex = index;
    while (seen.length < rows) {
      const block = this.#blocks.endingAt(of, index, measure, reader);
      if (block === null) break;
      if (block.item.type === "gap") gaps.push(block.item);
      const skipped = Math.min(below, Math.max(0, block.rows.length - 1));
      for (let at = block.rows.length - 1 - skipped; at >= 0; at -= 1) {
        const row = block.rows[at];
        if (seen.length === rows) atTop = false;
        if (seen.length === rows || row === undefined) break;
        seen.push({ row, item: block.item, below: block.rows.length - 1 - at });
      }
      below = 0;
      index = block.first - 1;
    }
    if (index >= 0 && this.#blocks.endingAt(of, index, measure, reader) !== null) atTop = false;
    return { rows: seen.toReversed(), atTop, atEnd: anchor === null, gaps, lastIndex };
  }

  #start({ log }: Conversation, anchor: Anchor): { index: number; below: number } {
    const index = anchor === null ? -1 : log.lastIndexOf(anchor.item);
    if (anchor === null || index < 0) return { index: log.length - 1, below: 0 };
    return { index, below: anchor.below };
  }

  /** So many rows up. The top row is never above the first of all. */
  up(
    of: Conversation,
    anchor: Anchor,
    by: number,
    rows: number,
    measure: Measure,
    reader: Reader,
  ): Anchor {
    const { rows: seen } = this.see(of, anchor, rows + by, measure, reader);
    const bottom = Math.max(Math.min(rows, seen.length), seen.length - by) - 1;
    const row = seen[bottom];
    if (row === undefined || (anchor === null && bottom === seen.length - 1)) return anchor;
    return { item: row.item, below: row.below };
  }

  /** So many rows down; at the end it stays at the end. */
  down(of: Conversation, anchor: Anchor, by: number, measure: Measure, reader: Reader): Anchor {
    if (anchor === null) return null;
    let index = of.log.lastIndexOf(anchor.item);
    if (index < 0) return null;
    let block: Block | null = this.#blocks.endingAt(of, index, measure, reader);
    let below = anchor.below - by;
    while (block !== null && below < 0) {
      index = block.last + 1;
      block = this.#blocks.beginningAt(of, index, measure, reader);
      below += block?.rows.length ?? 0;
    }
    if (block === null) return null;
    const ended = below === 0 && block.last >= of.log.length - 1;
    return ended ? null : { item: block.item, below };
  }

  /** Such that the item stands in the middle of so many rows. */
  around(of: Conversation, item: Item, rows: number, measure: Measure, reader: Reader): Anchor {
    return this.down(of, { item, below: 0 }, Math.floor(rows / 2), measure, reader);
  }
}
