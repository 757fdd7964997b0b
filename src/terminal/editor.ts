/**
 * Editor: the text being typed, of one line or several. Edits in, a text and a cursor out. Pure
 * state: draws nothing, sends nothing. The cursor always stands between two graphemes.
 */
import type { Offer } from "../client/completions.ts";
import { changes, kills, repeats } from "./edits.ts";
import type { Edit } from "./edits.ts";
import { KillRing } from "./killring.ts";
import { isSpaced, isWord, lineLength, wordLength } from "./reach.ts";
import { graphemes } from "./width.ts";

/** `first` when the word begins the text. */
export type Complete = (word: string, first: boolean) => readonly Offer[];

/** Texts kept for the up arrow, and steps that can be undone. */
const historyMax = 500;
const undoMax = 200;

interface Completion {
  readonly start: number;
  readonly offers: readonly Offer[];
  index: number;
  readonly after: string;
}

interface Snapshot {
  readonly before: readonly string[];
  readonly after: readonly string[];
}

export class Editor {
  readonly #complete: Complete;
  readonly #history: string[] = [];
  #before: string[] = [];
  #after: string[] = [];
  /** Which text of the history is shown; its length means the one being typed. */
  #place = 0;
  #draft = "";
  readonly #killed = new KillRing();
  /** What the last yank put in, to be exchanged for another. */
  #yanked: { length: number; index: number } | null = null;
  #undo: Snapshot[] = [];
  #redo: Snapshot[] = [];
  #last: Edit | "insert" | null = null;
  #completion: Completion | null = null;

  constructor(complete: Complete = () => []) {
    this.#complete = complete;
  }

  get before(): string {
    return this.#before.join("");
  }

  get after(): string {
    return this.#after.join("");
  }

  get text(): string {
    return this.before + this.after;
  }

  /** What completion offers at the moment, and which of it stands in the text. */
  get offers(): { readonly all: readonly Offer[]; readonly index: number } | null {
    const { offers = [], index = 0 } = this.#completion ?? {};
    if (offers.length < 2) return null;
    return { all: offers, index: (index - 1 + offers.length) % offers.length };
  }

  /** Puts a text in at the cursor. */
  insert(text: string): void {
    this.#completion = null;
    this.#yanked = null;
    // What is typed in one go is undone in one go, word by word.
    if (this.#last !== "insert" || text === " " || text.length > 1) this.#keep();
    this.#last = "insert";
    this.#insert(text);
  }

  /** Puts a text in place of all, the cursor behind it. */
  set(text: string): void {
    this.#before = graphemes(text);
    this.#after = [];
    this.#completion = null;
  }

  /** The same, as an edit that can be undone. */
  replace(text: string): void {
    this.#keep();
    this.set(text);
    this.#last = null;
  }

  /** Takes the text away: it is sent, or given up, and may be recalled. */
  take(): string {
    const text = this.text;
    this.#remember(text);
    this.set("");
    this.#undo = [];
    this.#redo = [];
    this.#last = null;
    return text;
  }

  edit(name: Edit): void {
    const completing = name === "complete" || name === "complete-back";
    if (!completing) this.#completion = null;
    if (name !== "yank-pop") this.#yanked = null;
    if (changes.has(name) && (name !== this.#last || !repeats.has(name))) this.#keep();
    this.#edits[name]();
    if (changes.has(name)) this.#settle();
    this.#last = name;
  }

  readonly #edits: Readonly<Record<Edit, () => void>> = {
    backspace: () => void this.#before.pop(),
    complete: () => this.#completeWord(1),
    "complete-back": () => this.#completeWord(-1),
    delete: () => void this.#after.shift(),
    down: () => this.#down(),
    end: () => this.#move(lineLength(this.#after)),
    "history-next": () => this.#recall(1),
    "history-previous": () => this.#recall(-1),
    home: () => this.#move(-lineLength(this.#before.toReversed())),
    "kill-after": () => this.#killAfter(Math.max(1, lineLength(this.#after))),
    "kill-before": () => this.#killBefore(Math.max(1, lineLength(this.#before.toReversed()))),
    left: () => this.#move(-1),
    newline: () => void this.#before.push("\n"),
    redo: () => this.#step(this.#redo, this.#undo),
    right: () => this.#move(1),
    "rub-word": () => this.#killBefore(wordLength(this.#before.toReversed(), isSpaced)),
    "rub-word-after": () => this.#killAfter(wordLength(this.#after, isWord)),
    transpose: () => this.#transpose(),
    undo: () => this.#step(this.#undo, this.#redo),
    up: () => this.#up(),
    "word-left": () => this.#move(-wordLength(this.#before.toReversed(), isWord)),
    "word-right": () => this.#move(wordLength(this.#after, isWord)),
    yank: () => this.#yank(0),
    "yank-pop": () => this.#yankOther(),
  };

  #insert(text: string): void {
    this.#before.push(text);
    this.#settle();
  }

  /** What a change has put beside each other may be one grapheme now: an accent joins the letter
   * before it. The cursor then stands behind it. */
  #settle(): void {
    const { before, text } = this;
    const parts = graphemes(text);
    let count = 0;
    for (let length = 0; length < before.length; count += 1) length += parts[count]?.length ?? 1;
    this.#before = parts.slice(0, count);
    this.#after = parts.slice(count);
  }

  // ── Undo ─────────────────────────────────────────────────────────────────────────────────────

  #keep(): void {
    this.#undo.push({ before: [...this.#before], after: [...this.#after] });
    if (this.#undo.length > undoMax) this.#undo.shift();
    this.#redo = [];
  }

  #step(from: Snapshot[], to: Snapshot[]): void {
    const snapshot = from.pop();
    if (snapshot === undefined) return;
    to.push({ before: [...this.#before], after: [...this.#after] });
    this.#before = [...snapshot.before];
    this.#after = [...snapshot.after];
  }

  // ── History, and moving up and down ──────────────────────────────────────────────────────────

  #remember(text: string): void {
    if (text.trim() !== "" && this.#history.at(-1) !== text) this.#history.push(text);
    if (this.#history.length > historyMax) this.#history.shift();
    this.#place = this.#history.length;
    this.#draft = "";
  }

  #recall(by: number): void {
    const place = this.#place + by;
    if (place < 0 || place > this.#history.length) return;
    if (this.#place === this.#history.length) this.#draft = this.text;
    this.#place = place;
    this.set(this.#history[place] ?? this.#draft);
  }

  #up(): void {
    const start = this.#before.lastIndexOf("\n");
    if (start === -1) return this.#recall(-1);
    const column = this.#before.length - start - 1;
    const above = lineLength(this.#before.slice(0, start).toReversed());
    this.#move(-(column + 1 + Math.max(0, above - column)));
  }

  #down(): void {
    const end = this.#after.indexOf("\n");
    if (end === -1) return this.#recall(1);
    const column = lineLength(this.#before.toReversed());
    const below = lineLength(this.#after.slice(end + 1));
    this.#move(end + 1 + Math.min(below, column));
  }

  #move(by: number): void {
    if (by < 0) this.#after.unshift(...this.#before.splice(by));
    else this.#before.push(...this.#after.splice(0, by));
  }

  // ── Kill and yank ────────────────────────────────────────────────────────────────────────────

  #killBefore(count: number): void {
    if (count > 0) this.#kill(this.#before.splice(-count).join(""), "before");
  }

  #killAfter(count: number): void {
    if (count > 0) this.#kill(this.#after.splice(0, count).join(""), "after");
  }

  #kill(text: string, side: "after" | "before"): void {
    const again = this.#last !== null && kills.has(this.#last);
    this.#killed.kill(text, side, again);
  }

  #yank(index: number): void {
    const text = this.#killed.at(index);
    const length = this.#before.length;
    this.#insert(text);
    this.#yanked = { length: this.#before.length - length, index };
  }

  #yankOther(): void {
    if (this.#yanked === null) return;
    const { length, index } = this.#yanked;
    if (length > 0) this.#before.splice(-length);
    this.#yank(index + 1);
  }

  #transpose(): void {
    if (this.#after.length > 0) this.#move(1);
    const [one, other] = this.#before.slice(-2);
    if (one !== undefined && other !== undefined) this.#before.splice(-2, 2, other, one);
  }

  // ── Completion ───────────────────────────────────────────────────────────────────────────────

  #completeWord(by: 1 | -1): void {
    const fresh = this.#completion === null;
    const completion = this.#completion ?? this.#offers();
    if (completion === null) return;
    const { offers, start, after } = completion;
    const next = fresh ? (by === 1 ? 0 : offers.length - 1) : completion.index - 1 + by;
    const index = (next + offers.length) % offers.length;
    completion.index = index + 1;
    this.#before = [this.before.slice(0, start), offers[index]?.text ?? ""];
    this.#after = [after];
    this.#completion = completion;
  }

  #offers(): Completion | null {
    const start = Math.max(this.before.lastIndexOf(" "), this.before.lastIndexOf("\n")) + 1;
    const word = this.before.slice(start);
    const offers = word === "" ? [] : this.#complete(word, start === 0);
    return offers.length === 0 ? null : { start, offers, index: 0, after: this.after };
  }
}
