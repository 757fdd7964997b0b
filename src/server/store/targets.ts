/** Targets: whose history it is, how much each has, and who has written to whom. Beside sqlite.ts:
 * counted as the events of a turn come, written once when it ends. */
import type { Event, Renamed } from "../event.ts";
import { pairKey, type PersonKey, personKey, personsOf, type TargetKey } from "../history-keys.ts";
import type { State } from "../state.ts";
import type { Statements } from "./statements.ts";

/** Targets whose numbers are remembered, some 100 bytes each. */
const knownMax = 10_000;

interface Added {
  lines: number;
  others: number;
  /** When something was said last; 0 when nothing was. */
  latest: number;
}

/** One side of two people who write to each other. */
interface Side {
  readonly person: string;
  readonly other: string;
  readonly folded: string;
  readonly nick: string;
  /** When words were said last; 0 when none were. */
  readonly latest: number;
}

export class Targets {
  private readonly statements: Statements;
  private readonly known = new Map<TargetKey, number>();
  /** Rows of history since the last commit, by target. */
  private readonly counts = new Map<number, Added>();
  private readonly sides = new Map<string, Side>();

  constructor(statements: Statements) {
    this.statements = statements;
  }

  find(key: TargetKey): number | undefined {
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const row = this.statements.findTarget.get(key);
    return row === undefined ? undefined : this.remember(key, Number(row["id"]));
  }

  /** Its number, which it is given when it has none. */
  idOf(key: TargetKey): number {
    const found = this.find(key);
    if (found !== undefined) return found;
    return this.remember(key, Number(this.statements.addTarget.run(key).lastInsertRowid));
  }

  private remember(key: TargetKey, id: number): number {
    if (this.known.size >= knownMax) this.known.clear();
    this.known.set(key, id);
    return id;
  }

  /** A row has been added. A busy channel's rows of one turn are counted as one. */
  added(target: number, said: number, event: Event, { fold }: State): void {
    const count = this.counts.get(target) ?? { lines: 0, others: 0, latest: 0 };
    if (said === 1) {
      count.lines += 1;
      count.latest = event.time;
    } else count.others += 1;
    this.counts.set(target, count);
    if (event.type !== "said" || !("user" in event.to)) return;
    const [a, b] = [event.who, event.to.user];
    const [keyA, keyB] = [personKey(fold, a), personKey(fold, b)];
    // A reaction alone makes two people known to each other, though nothing has been said yet.
    const time = said === 1 ? event.time : 0;
    const side = (person: string, other: string, nick: string) => {
      const known = `${person} ${other}`;
      const latest = Math.max(time, this.sides.get(known)?.latest ?? 0);
      this.sides.set(known, { person, other, folded: fold(nick), nick, latest });
    };
    side(keyA, keyB, b.nick);
    side(keyB, keyA, a.nick);
  }

  write(): void {
    const { count, putCorrespondent } = this.statements;
    for (const [target, { lines, others, latest }] of this.counts)
      count.run(lines, others, latest, target);
    for (const { person, other, folded, nick, latest } of this.sides.values())
      putCorrespondent.run(person, other, folded, nick, latest);
    this.counts.clear();
    this.sides.clear();
  }

  /** Both keys mean others than before. */
  renamed({ key, newKey }: Renamed): void {
    this.known.delete(key);
    this.known.delete(newKey);
  }

  /** The account is no more: whoever is called so later is another person, and does not read what
   * was said to this one. Those who said it still do. */
  setAside(person: PersonKey, place: number): void {
    const { correspondentsOf, renameTarget, renameOther, renamePerson } = this.statements;
    this.write();
    this.known.clear();
    const aside = `${person}\n${place}`;
    for (const { other } of correspondentsOf.all(person) as { other: string }[]) {
      const now = other === person ? aside : other;
      renameTarget.run(pairKey(person, other), pairKey(aside, now));
      renameOther.run(aside, other, person);
    }
    renamePerson.run(aside, person);
  }

  /** Nothing is left of its history. */
  forget(key: TargetKey): void {
    this.known.delete(key);
    const [a, b] = personsOf(key) ?? [];
    if (a === undefined || b === undefined) return;
    this.statements.dropCorrespondent.run(a, b);
    this.statements.dropCorrespondent.run(b, a);
  }
}
