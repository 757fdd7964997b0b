/**
 * Talker: somebody who talks in the lobby, hears what is said there, and comes in by the next node
 * when the connection ends. All that is heard is written down, for the judgement. A member has an
 * account, keeps its nick, and reads what was said while it was not there; a guest takes what nick
 * it can get.
 */
import { Visit } from "./visit.ts";

export interface Said {
  readonly text: string;
  /** Milliseconds since the epoch. */
  readonly saidAt: number;
  readonly heardAt: number;
}

/** What has been read over one connection since it was in, in the order in which it came. */
export interface Heard {
  readonly who: string;
  readonly said: string[];
}

export interface Place {
  readonly address: string;
  readonly port: number;
}

export interface Stage {
  /** The nodes, in the order in which the first one tries them. */
  readonly places: readonly Place[];
  /** Somebody has seen others come or go: the line. */
  readonly seen: (by: string, line: string) => void;
}

const againMs = 200;

export class Talker {
  readonly name: string;
  readonly isMember: boolean;
  readonly heards: Heard[] = [];
  /** What it has said and heard again. */
  readonly acknowledged: Said[] = [];
  /** What a member has read, live or later, of what was said since it first was in. */
  readonly read = new Set<string>();
  /** The longest from saying something to hearing it, or to its first word by another node. */
  waitedMsMax = 0;
  /** How often it was told that the others cannot be reached. */
  told = 0;
  hasAccount = false;
  /** The msgid up to which a member has read all. */
  readTo: string | undefined;
  isQuiet = false;
  readonly stage: Stage;
  private readonly first: number;
  /** Since it last was in: where it belongs is tried first. */
  private tries = 0;
  private visits = 0;
  private visit: Visit | undefined;
  private count = 0;
  /** Since when it has wanted to say something, as performance.now(); 0 for not. */
  private wantsSince = 0;
  private over = false;

  constructor(name: string, first: number, isMember: boolean, stage: Stage) {
    this.name = name;
    this.first = first;
    this.isMember = isMember;
    this.stage = stage;
    this.come();
  }

  /** It is in, has read all, and nothing that it has said waits for an answer. */
  get isIdle(): boolean {
    return this.visit?.isIdle ?? false;
  }

  /** Comes in again where it did first, if it is in elsewhere. */
  goHome(): void {
    const { visit } = this;
    if (!this.isMember && visit?.isIn && visit.place !== this.stage.places[this.first])
      visit.leave();
  }

  goOn(): void {
    this.isQuiet = false;
    this.visit?.talk();
  }

  stop(): void {
    this.over = true;
    this.visit?.leave();
  }

  // ── What its visit tells ──────────────────────────────────────────────────────────────────

  isIn(): void {
    this.tries = 0;
  }

  nextText(): string {
    this.count += 1;
    this.wantsSince ||= performance.now();
    return `${this.name}-${this.count}`;
  }

  hearsItself(said: Said): void {
    this.acknowledged.push(said);
    this.waitedMsMax = Math.max(this.waitedMsMax, performance.now() - this.wantsSince);
    this.wantsSince = 0;
  }

  hasLeft(): void {
    setTimeout(() => this.come(), againMs);
  }

  private come(): void {
    if (this.over) return;
    const { places } = this.stage;
    const place = places[(this.first + this.tries) % places.length] as Place;
    this.tries += 1;
    this.visits += 1;
    this.visit = new Visit(this, place, this.visits);
  }
}
