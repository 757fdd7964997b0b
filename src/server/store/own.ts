/**
 * Own: what an account has said, to be given out, or forgotten as its person wishes. Beside
 * sqlite.ts. Years of talk are forgotten a part at a time; till then they are there for nobody.
 */
import type { DatabaseSync } from "node:sqlite";
import type { Event } from "../event.ts";
import { personsOf } from "../history-keys.ts";
import type { Own } from "../store.ts";
import type { Forgetting, Gone } from "./forgetting.ts";
import type { Pages } from "./pages.ts";
import { type PastRow, pastEvent } from "./rows.ts";

/** Rows forgotten at once: some 10 ms of work. */
const atOnce = 500;

/** What an account said from one time up to one place. */
interface Wish {
  readonly account: string;
  readonly since: number;
  readonly place: number;
}

export class OwnMessages {
  private readonly statements;
  private readonly pages: Pages;
  private readonly forgetting: Forgetting;
  private wishes: readonly Wish[];

  constructor(database: DatabaseSync, pages: Pages, forgetting: Forgetting) {
    this.pages = pages;
    this.forgetting = forgetting;
    this.statements = prepare(database);
    this.wishes = this.statements.wishes.all() as unknown as Wish[];
  }

  read({ account, since, after, count, nameOf }: Own): Event[] {
    const start = after
      ? this.pages.firstRow((row) => row.place > after.place || isAfter(row, after))
      : this.pages.firstRow(({ time }) => time >= since);
    const rows = this.statements.own.all(account, start.seq, since, count);
    return (rows as unknown as (PastRow & { key: string })[])
      .filter((row) => !this.hides(row))
      .map((row) =>
        pastEvent(row, {
          key: row.key,
          name: personsOf(row.key) ? "" : nameOf(row.key, row.time),
        }),
      );
  }

  /** Whether a row is to be forgotten and is only still there. */
  hides(row: Pick<PastRow, "account" | "place" | "time" | "type">): boolean {
    return this.wishes.some(
      ({ account, since, place }) =>
        row.account === account && row.place <= place && row.time >= since && isMessage(row.type),
    );
  }

  get isBehind(): boolean {
    return this.wishes.length > 0;
  }

  /** To be called within a transaction, as what follows. */
  wish(account: string, since: number, place: number): void {
    this.statements.addWish.run(account, since, place);
    this.wishes = [...this.wishes, { account, since, place }];
  }

  /** Forgets a part of what is to be forgotten. Returns how many rows. */
  forget(): number {
    const [wish] = this.wishes;
    if (!wish) return 0;
    const { account, since, place } = wish;
    const rows = this.statements.forget.all(account, place, since, atOnce) as unknown as Gone[];
    this.forgetting.follow(rows);
    if (rows.length < atOnce) {
      this.statements.dropWish.run(account, place);
      this.wishes = this.wishes.slice(1);
    }
    return rows.length;
  }
}

const messageTypes = ["PRIVMSG", "NOTICE", "TAGMSG"];
const isMessage = (type: string): boolean => messageTypes.includes(type);

const isAfter = (row: { place: number; idx: number }, after: { place: number; index: number }) =>
  row.place === after.place && row.idx > after.index;

function prepare(database: DatabaseSync) {
  const isOwn = `account = ? AND type IN (${messageTypes.map((type) => `'${type}'`).join()})`;
  return {
    own: database.prepare(
      `SELECT history.*, key FROM history JOIN targets ON id = target
       WHERE ${isOwn} AND seq >= ? AND time >= ? ORDER BY seq LIMIT ?`,
    ),
    wishes: database.prepare("SELECT account, since, place FROM forgetting ORDER BY place"),
    addWish: database.prepare("INSERT INTO forgetting VALUES (?, ?, ?)"),
    dropWish: database.prepare("DELETE FROM forgetting WHERE account = ? AND place = ?"),
    forget: database.prepare(
      `DELETE FROM history WHERE seq IN (SELECT seq FROM history
         WHERE ${isOwn} AND place <= ? AND time >= ? ORDER BY seq LIMIT ?)
       RETURNING seq, target, said`,
    ),
  };
}
