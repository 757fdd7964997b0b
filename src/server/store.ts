/**
 * Store: what is kept. Between apply and the outboxes: nothing is shown before it is kept.
 * The contract; `store/` holds who fulfils it. It knows no session and no wire format.
 */
import type { Event } from "./event.ts";
import type { PersonKey, TargetKey } from "./history-keys.ts";
import type { ChannelKey, State } from "./state.ts";

/** Someone who was here under a nick. */
export interface Was {
  readonly nick: string;
  readonly username: string;
  readonly host: string;
  readonly realname: string;
  /** When they left it, milliseconds since the epoch. */
  readonly time: number;
}

/** What an operator has done. */
export interface AuditRow {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** The name in the configuration. */
  readonly operator: string;
  readonly nick: string;
  readonly account: string | null;
  /** The command, "KILL". */
  readonly action: string;
  readonly target: string;
  readonly reason: string;
}

/** How much is kept; 0 is without bound. What was said, and what else happened, are counted apart:
 * `linesMax` of each. */
export interface Retention {
  /** false: `of` bounds nothing, and is not asked. */
  readonly perTarget: boolean;
  /** Of a channel, or of what two people said to each other: by key. */
  of(target: string): { readonly linesMax: number; readonly ageDaysMax: number };
  /** Of both kinds, and of all targets together; the oldest go first. */
  readonly linesTotalMax: number;
}

/** Where in the log something happened: what its msgid says. */
export interface Place {
  readonly place: number;
  readonly index: number;
}

/** When something happened, or a time. */
export type Moment = Place | { readonly time: number };

/** Whose history: a channel's, or what two people have said to each other. */
export interface Source {
  readonly key: TargetKey;
  /** The channel's name as it is now; "" for two people. */
  readonly name: string;
}

/** A part of a history. */
export interface Page {
  /** What happened at it is left out, as with `before`. */
  readonly after?: Moment;
  readonly before?: Moment;
  readonly count: number;
  /** The end from which so many are counted. */
  readonly from: "oldest" | "newest";
  /** What happened besides what was said, too. */
  readonly events: boolean;
  /** What of it is meant for the reader; the rest is as if it were not there. */
  readonly wanted?: (event: Event) => boolean;
  /** Called when there are no more than the page holds. */
  readonly ranOut?: () => void;
}

/** Someone with whom a person has exchanged messages. */
export interface Correspondent {
  readonly person: PersonKey;
  readonly other: PersonKey;
  /** By which the other was last called. */
  readonly nick: string;
  /** When they last said something to each other, milliseconds since the epoch. */
  readonly latest: number;
}

/** What is looked for among what was said. */
export interface Search {
  /** Words that all have to be there; "" for any text. */
  readonly text: string;
  /** Who said it. */
  readonly nick: string | undefined;
  /** Where: here, or in any conversation of these persons. */
  readonly sources: readonly Source[];
  readonly persons: readonly PersonKey[];
  /** When, milliseconds since the epoch; both times are part of it. */
  readonly after: number | undefined;
  readonly before: number;
  readonly count: number;
  readonly from: "oldest" | "newest";
  /** What of it is meant for the reader. */
  readonly wanted: (event: Event) => boolean;
}

/** Someone's own messages, of an account. */
export interface Own {
  readonly account: string;
  /** None from before the account was there, milliseconds since the epoch. */
  readonly since: number;
  readonly after: Place | undefined;
  readonly count: number;
  /** What a channel is to be called in which something was said at that time. */
  readonly nameOf: (channel: ChannelKey, time: number) => string;
}

/** What can be read at any time; it sees what has been kept with the events of this turn. Every
 * answer takes time by its own length, whatever the history's. */
export interface History {
  /** Oldest first, of all these sources together. */
  page(sources: readonly Source[], page: Page): Event[];
  /** The message that has this place and index; undefined when it is in none of these. */
  message(sources: readonly Source[], at: Place): Event | undefined;
  /** The place of the first of all things kept from that time on; beyond all when there is none. */
  placeFrom(time: number): number;
  /** When something was last said there, milliseconds since the epoch. */
  latest(target: TargetKey): number | undefined;
  /** Newest first or oldest first, as `from` says; both times are left out. */
  correspondents(
    person: PersonKey,
    asked: Pick<Page, "count" | "from"> & { readonly after: number; readonly before: number },
  ): Correspondent[];
  /** Those who were last called so, whoever they are; who wrote last comes first. */
  namesakes(person: PersonKey, foldedNick: string, count: number): Correspondent[];
  /** Oldest first. What has just been said is found, too. */
  search(asked: Search): Event[];
  /** All that an account has said, wherever it was; oldest first. */
  own(asked: Own): Event[];
  /** Newest first. */
  whowas(foldedNick: string, count: number): Was[];
}

/** What operators have done. */
export interface Trail {
  /** Newest first; those of which something but the reason is like `mask`, in which "*" and "?"
   * are wild. */
  read(count: number, mask: string): AuditRow[];
  /** Forgets a bounded number of what is older or more; 0 forgets nothing. */
  trim(kept: { readonly linesMax: number; readonly ageDaysMax: number }, now: number): void;
}

export interface Store {
  readonly history: History;
  readonly trail: Trail;
  /** Puts what was kept into an empty state: place, time, users, channels, members. */
  load(state: State): void;
  /** Takes an event that has just been applied; it is kept with the next commit. `channels` are
   * those in whose history it belongs. */
  keep(state: State, event: Event, channels: readonly ChannelKey[]): void;
  /** Keeps, in one transaction, all that came since the last commit, and the place `state` is at.
   * Throws when it cannot: then nothing of it is kept and nobody may be told of it. */
  commit(state: State): void;
  /** Forgets what is older or more than the retention says; bounded work a call, and none at all
   * when it bounds nothing. Returns whether there may be more to do. */
  trim(state: State, retention: Retention, now: number): boolean;
  close(): void;
}
