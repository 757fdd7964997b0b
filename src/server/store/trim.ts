/** Trim: forgets history that is older or more than the retention says, a bounded part at a time,
 * so that nobody waits for it. Beside sqlite.ts, within its transaction. */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Retention } from "../store.ts";
import type { Forgetting, Gone } from "./forgetting.ts";

/** What one call forgets at most, and how many targets it looks at: some 5 ms of work. */
const rowsAtOnce = 500;
const targetsAtOnce = 64;
const dayMs = 86_400_000;

interface Target {
  readonly id: number;
  readonly key: string;
  /** How many rows it has: of what was said, and of the rest. */
  readonly lines: number;
  readonly others: number;
}

export interface Trimmed {
  readonly forgotten: number;
  readonly more: boolean;
}

export class Trimmer {
  private readonly statements;
  private readonly forgetting: Forgetting;
  /** The last target looked at. */
  private cursor = 0;

  constructor(database: DatabaseSync, forgetting: Forgetting) {
    this.statements = prepare(database);
    this.forgetting = forgetting;
  }

  /** @param rows how many there are of all targets @param now milliseconds since the epoch */
  trim(retention: Retention, now: number, rows: number): Trimmed {
    const over = overBy(rows, retention.linesTotalMax);
    let forgotten = over === 0 ? 0 : this.gone(this.statements.oldest, Math.min(over, rowsAtOnce));
    let more = over > forgotten;
    const targets = retention.perTarget
      ? (this.statements.targets.all(this.cursor, targetsAtOnce) as unknown as Target[])
      : [];
    for (const target of targets) {
      if (forgotten >= rowsAtOnce) return { forgotten, more: true };
      const bound = rowsAtOnce - forgotten;
      const gone = this.ofTarget(target, retention.of(target.key), now, bound);
      forgotten += gone;
      if (gone === bound) more = true;
      else this.cursor = target.id;
    }
    if (targets.length === targetsAtOnce) more = true;
    else if (!more) this.cursor = 0;
    return { forgotten, more };
  }

  private ofTarget(
    { id, lines, others }: Target,
    { linesMax, ageDaysMax }: ReturnType<Retention["of"]>,
    now: number,
    bound: number,
  ): number {
    const before = ageDaysMax === 0 ? 0 : now - ageDaysMax * dayMs;
    const { said, rest } = this.statements;
    const goneLines = this.ofKind(said, id, overBy(lines, linesMax), before, bound);
    return goneLines + this.ofKind(rest, id, overBy(others, linesMax), before, bound - goneLines);
  }

  /** The oldest of one kind: so many, and further ones from before that time. */
  private ofKind(
    { first, old }: Trimmer["statements"]["said"],
    target: number,
    over: number,
    before: number,
    bound: number,
  ): number {
    let gone = over > 0 ? this.gone(first, target, Math.min(over, bound)) : 0;
    if (before > 0 && gone < bound) gone += this.gone(old, target, bound - gone, before);
    return gone;
  }

  private gone(statement: StatementSync, ...params: number[]): number {
    const rows = statement.all(...params) as unknown as Gone[];
    this.forgetting.follow(rows);
    return rows.length;
  }
}

const overBy = (count: number, max: number): number => (max === 0 ? 0 : Math.max(0, count - max));

function prepare(database: DatabaseSync) {
  const gone = "RETURNING seq, target, said";
  const kind = (said: 0 | 1) => {
    const inOrder = `FROM history WHERE target = ? AND said = ${said} ORDER BY place LIMIT ?`;
    return {
      first: database.prepare(`DELETE FROM history WHERE seq IN (SELECT seq ${inOrder}) ${gone}`),
      old: database.prepare(
        `DELETE FROM history WHERE seq IN
         (SELECT seq FROM (SELECT seq, time ${inOrder}) WHERE time < ?) ${gone}`,
      ),
    };
  };
  return {
    said: kind(1),
    rest: kind(0),
    oldest: database.prepare(
      `DELETE FROM history WHERE seq IN (SELECT seq FROM history ORDER BY seq LIMIT ?) ${gone}`,
    ),
    targets: database.prepare(
      "SELECT id, key, lines, others FROM targets WHERE id > ? ORDER BY id LIMIT ?",
    ),
  };
}
