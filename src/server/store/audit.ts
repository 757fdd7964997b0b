/** Audit: the rows of what operators have done. Beside sqlite.ts, within its transaction. */
import type { DatabaseSync } from "node:sqlite";
import type { Audited } from "../event.ts";
import type { AuditRow, Trail } from "../store.ts";

/** What one call forgets at most. */
const rowsAtOnce = 500;

export class AuditTrail implements Trail {
  private readonly statements;
  /** How many rows there are, and the time of the first: nothing is asked while nothing goes. */
  private rows = 0;
  private since = Infinity;

  constructor(database: DatabaseSync) {
    this.statements = prepare(database);
    this.count();
  }

  private count(): void {
    const { rows, since } = this.statements.count.get() as { rows: number; since: number | null };
    this.rows = rows;
    this.since = since ?? Infinity;
  }

  add({ place, time, operator, who, action, target, reason }: Audited): void {
    const { nick, account } = who;
    this.statements.add.run(place, time, operator, nick, account, action, target, reason);
    this.rows += 1;
    this.since = Math.min(this.since, time);
  }

  read(count: number, mask: string): AuditRow[] {
    const like = likeOf(mask);
    return this.statements.read.all(like, count) as unknown as AuditRow[];
  }

  /** The oldest first, a bounded number of them. */
  trim({ linesMax, ageDaysMax }: Parameters<Trail["trim"]>[0], now: number): void {
    const { first, old } = this.statements;
    const over = linesMax === 0 ? 0 : this.rows - linesMax;
    const before = ageDaysMax === 0 ? -Infinity : now - ageDaysMax * 86_400_000;
    if (over <= 0 && this.since >= before) return;
    if (over > 0) first.run(Math.min(over, rowsAtOnce));
    if (this.since < before) old.run(rowsAtOnce, before);
    this.count();
  }
}

/** "*" and "?" as SQL has them; letters are alike in both cases. */
const likeOf = (mask: string): string =>
  mask
    .replace(/[%_\\]/g, "\\$&")
    .replaceAll("*", "%")
    .replaceAll("?", "_");

function prepare(database: DatabaseSync) {
  const any = ["operator", "nick", "account", "action", "target"]
    .map((column) => `${column} LIKE ?1 ESCAPE '\\'`)
    .join(" OR ");
  return {
    add: database.prepare(`INSERT INTO audit
      (place, time, operator, nick, account, action, target, reason)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)`),
    read: database.prepare(`SELECT time, operator, nick, account, action, target, reason
      FROM audit WHERE ${any} ORDER BY seq DESC LIMIT ?2`),
    count: database.prepare("SELECT count(*) AS rows, min(time) AS since FROM audit"),
    first: database.prepare(
      "DELETE FROM audit WHERE seq IN (SELECT seq FROM audit ORDER BY seq LIMIT ?)",
    ),
    old: database.prepare(`DELETE FROM audit WHERE seq IN (SELECT seq FROM
      (SELECT seq, time FROM audit ORDER BY seq LIMIT ?) WHERE time < ?)`),
  };
}
