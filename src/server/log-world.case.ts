/**
 * The world in which the suite that every log must pass plays (log.case.ts): where logs share one
 * order, and what the followers were given. Knows none of the guarantees.
 */
import assert from "node:assert/strict";
import type { Follower, Listener, Log } from "./log.ts";
import type { Entry, Request } from "./request.ts";

/** A place for logs that share one order. */
export interface LogWorld {
  /** A node begins, or begins again, after that place. */
  open(
    node: string,
    from: { place: number; time: number },
    follower: Follower,
    listener?: Listener,
  ): Log;
  /** It ends without a word, as by kill -9. */
  crash(node: string): void;
  /** The clock jumps: forth, or back by a negative number. */
  turnClock(ms: number): void;
  /** Resolves when everybody has followed all that was appended. */
  settled(): Promise<void>;
  close(): Promise<void>;
}

export const beginning = { place: 0, time: 0 };
export const word = (text: string): Request => ({ type: "setAway", text });

export const wordsOf = (entries: readonly Entry[]): string[] =>
  entries.map(({ request }) => ("text" in request ? request.text : request.type));

/** What a follower has been given, and shorthand for its words. */
export class Given {
  readonly entries: Entry[] = [];
  readonly follower: Follower = (entry) => void this.entries.push(entry);

  get words(): string[] {
    return wordsOf(this.entries);
  }
  wordsOf(session: string): string[] {
    return this.entries.flatMap((entry) =>
      entry.session === session && "text" in entry.request ? [entry.request.text] : [],
    );
  }
  get last(): { place: number; time: number } {
    return this.entries.at(-1) ?? beginning;
  }
}

export const count = (to: number, prefix = ""): string[] =>
  Array.from({ length: to }, (_, n) => `${prefix}${n}`);

/** Of places: strictly. */
export function increasing(places: readonly number[]): void {
  places.reduce((before, place) => {
    assert.ok(Number.isSafeInteger(place) && place > before, `${place} after ${before}`);
    return place;
  }, 0);
}
