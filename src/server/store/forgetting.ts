/** Forgetting: what goes with rows of history when they go: their words in the index, the counts of
 * their targets, targets of which nothing is left. Beside sqlite.ts, within its transaction. */
import type { DatabaseSync } from "node:sqlite";
import { personsOf } from "../history-keys.ts";
import type { SearchIndex } from "./search.ts";
import type { Targets } from "./targets.ts";

/** A row that has been deleted. */
export interface Gone {
  readonly seq: number;
  readonly target: number;
  readonly said: number;
}

interface Left {
  readonly key: string;
  readonly lines: number;
  readonly others: number;
  readonly latest: number;
}

export class Forgetting {
  private readonly statements;
  private readonly index: SearchIndex;
  private readonly targets: Targets;

  constructor(database: DatabaseSync, index: SearchIndex, targets: Targets) {
    this.statements = prepare(database);
    this.index = index;
    this.targets = targets;
  }

  /** These rows are no more. */
  follow(rows: readonly Gone[]): void {
    if (rows.length === 0) return;
    const counts = new Map<number, { lines: number; others: number }>();
    for (const { seq, target, said } of rows) {
      const count = counts.get(target) ?? { lines: 0, others: 0 };
      if (said === 1) {
        this.index.remove(seq);
        count.lines += 1;
      } else count.others += 1;
      counts.set(target, count);
    }
    this.index.removed();
    for (const [target, { lines, others }] of counts) this.uncount(target, lines, others);
  }

  private uncount(target: number, lines: number, others: number): void {
    const { uncount, dropTarget, putLatest } = this.statements;
    const left = uncount.get(lines, others, target) as unknown as Left | undefined;
    if (!left) return;
    if (left.lines + left.others === 0) {
      dropTarget.run(target);
      this.targets.forget(left.key);
      return;
    }
    const [a, b] = personsOf(left.key) ?? [];
    if (a === undefined || b === undefined) return;
    putLatest.run(left.latest, a, b);
    putLatest.run(left.latest, b, a);
  }
}

function prepare(database: DatabaseSync) {
  return {
    uncount: database.prepare(
      `UPDATE targets SET lines = lines - ?, others = others - ?, latest = coalesce(
         (SELECT time FROM history WHERE target = targets.id AND said = 1
          ORDER BY place DESC, idx DESC LIMIT 1), 0)
       WHERE id = ? RETURNING key, lines, others, latest`,
    ),
    dropTarget: database.prepare("DELETE FROM targets WHERE id = ?"),
    putLatest: database.prepare(
      "UPDATE correspondents SET latest = ? WHERE person = ? AND other = ?",
    ),
  };
}
