/**
 * Past: what of the history one person may read, by the names that people use. Between the commands
 * that read and the store; part of the core. Nothing reads the history but through here.
 */
import type { Reader } from "./command.ts";
import type { Event } from "./event.ts";
import { pairKey, type PersonKey, personKeys, type TargetKey } from "./history-keys.ts";
import { readableSince, wasFor } from "./rights.ts";
import {
  type Channel,
  channelNamed,
  isChannelName,
  type State,
  type User,
  userNamed,
  usersOfAccount,
} from "./state.ts";
import type { History, Moment, Page, Place, Source } from "./store.ts";

/** A channel's history or that of a conversation, which the reader may read. */
export interface Past {
  /** Its name as it is written now. */
  readonly name: string;
  readonly sources: readonly Source[];
  /** Nothing from before, milliseconds since the epoch. */
  readonly since: number;
}

type Reading = Pick<Reader, "history" | "state">;

/** People who have gone by one name in the reader's conversations; more are not looked for. */
const namesakesMax = 8;

/** What a name means to this person; undefined when there is nothing that they may read. */
export function pastNamed(reading: Reading, user: User, name: string): Past | undefined {
  if (!isChannelName(name)) return conversation(reading, user, name);
  const channel = channelNamed(reading.state, name);
  return channel && pastOfChannel(reading.state, user, channel);
}

export function pastOfChannel(state: State, user: User, channel: Channel): Past | undefined {
  const since = readableSince(state, user, channel);
  const { key, name } = channel;
  return since === undefined ? undefined : { name, sources: [{ key, name }], since };
}

/** With whoever goes by the name now, and with those who went by it when they last spoke with this
 * person: for guests have no other name, and what one has heard oneself is no secret. */
function conversation({ history, state }: Reading, user: User, name: string): Past | undefined {
  const { fold } = state;
  const here = userNamed(state, name);
  const own = personKeys(fold, user);
  const pairs = new Set<TargetKey>();
  let shown = here?.nick;
  for (const person of own) {
    for (const other of here ? personKeys(fold, here) : []) pairs.add(pairKey(person, other));
    for (const known of history.namesakes(person, fold(name), namesakesMax)) {
      pairs.add(pairKey(person, known.other));
      shown ??= known.nick;
    }
    // An account is known by its name, whatever nick it had.
    const account = state.accounts.get(fold(name));
    const key = pairKey(person, fold(name));
    if (account && history.latest(key) !== undefined) {
      pairs.add(key);
      shown ??= account.name;
    }
  }
  if (shown === undefined) return undefined;
  return { name: shown, sources: [...pairs].map((key) => ({ key, name: "" })), since: 0 };
}

/** Oldest first. */
export function pageOf({ history, state }: Reading, user: User, past: Past, page: Page): Event[] {
  const { sources, since } = past;
  const channel = state.channels.get(sources[0]?.key ?? "");
  const wanted = (event: Event): boolean => wasFor(event, user, channel);
  if (since === 0) return history.page(sources, { ...page, wanted });
  const bound = { place: history.placeFrom(since), index: -1 };
  return history.page(sources, { ...page, after: later(history, page.after, bound), wanted });
}

function later(history: History, given: Moment | undefined, bound: Place): Place {
  if (given === undefined) return bound;
  const place = "place" in given ? given : { place: history.placeFrom(given.time + 1), index: -1 };
  return place.place < bound.place ? bound : place;
}

/** The last lines said, oldest first. */
export const lastLines = (
  reading: Reading,
  user: User,
  past: Past | undefined,
  count: number,
): Event[] =>
  past === undefined || count === 0
    ? []
    : pageOf(reading, user, past, { count, from: "newest", events: false });

/** Where something was said that the reader may read, and when last. */
export interface PastTarget {
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly latest: number;
}

/** Channels and people in the order of their last messages, oldest first; both times left out. */
export function targetsOf(
  reading: Reading,
  user: User,
  asked: Pick<Page, "count" | "from" | "ranOut"> & {
    readonly after: number;
    readonly before: number;
  },
): PastTarget[] {
  const { history, state } = reading;
  const { after, before, count, from, ranOut } = asked;
  let full = false;
  const found = new Map<string, PastTarget>();
  for (const key of user.channels) {
    const channel = state.channels.get(key);
    const past = channel && pastOfChannel(state, user, channel);
    // That of anybody's words: of those that this person may read it is this one or an earlier.
    const any = history.latest(key);
    if (!past || any === undefined || any <= after) continue;
    const latest = lastLines(reading, user, past, 1)[0]?.time ?? 0;
    if (latest > after && latest < before) found.set(key, { name: past.name, latest });
  }
  for (const person of personKeys(state.fold, user)) {
    const correspondents = history.correspondents(person, asked);
    full ||= correspondents.length >= count;
    for (const { other, nick, latest } of correspondents) {
      const name = nickOf(state, other) ?? nick;
      // Several may have gone by one name: to the reader they are one.
      const known = found.get(state.fold(name))?.latest ?? 0;
      if (latest > known) found.set(state.fold(name), { name, latest });
    }
  }
  const inOrder = [...found.values()].sort((a, b) => a.latest - b.latest);
  if (!full && inOrder.length <= count) ranOut?.();
  return from === "newest" ? inOrder.slice(-count) : inOrder.slice(0, count);
}

/** By which a person is here now. */
function nickOf(state: State, person: PersonKey): string | undefined {
  if (!person.startsWith("!")) return usersOfAccount(state, person)[0]?.nick;
  const user = state.users.get(parseInt(person.slice(1), 36));
  return user?.account === null ? user.nick : undefined;
}

/** What a person looks for; times are milliseconds since the epoch. */
export interface Sought {
  readonly text: string;
  /** A channel or a person; undefined for all that one may read. */
  readonly place: string | undefined;
  readonly nick: string | undefined;
  readonly after: number | undefined;
  readonly before: number;
  readonly count: number;
  readonly from: "oldest" | "newest";
}

/** Oldest first. */
export function search(reading: Reading, user: User, sought: Sought): Event[] {
  const { state, history } = reading;
  const { fold } = state;
  const { place, nick } = sought;
  const pasts = place === undefined ? channelsOf(state, user) : [pastNamed(reading, user, place)];
  const since = new Map<string, number>();
  const sources = pasts.flatMap((past) => {
    for (const { key } of past?.sources ?? []) since.set(key, past?.since ?? 0);
    return past?.sources ?? [];
  });
  return history.search({
    ...sought,
    // What is from before is not even looked through.
    after: Math.max(sought.after ?? 0, place === undefined ? 0 : Math.min(...since.values())),
    sources,
    persons: place === undefined ? personKeys(fold, user) : [],
    wanted(event) {
      if (event.type !== "said") return false;
      if ("key" in event.to) {
        const { key } = event.to;
        if (event.time < (since.get(key) ?? Infinity)) return false;
        if (!wasFor(event, user, state.channels.get(key))) return false;
      }
      return nick === undefined || fold(event.who.nick) === fold(nick);
    },
  });
}

const channelsOf = (state: State, user: User): (Past | undefined)[] =>
  [...user.channels].map((key) => {
    const channel = state.channels.get(key);
    return channel && pastOfChannel(state, user, channel);
  });
