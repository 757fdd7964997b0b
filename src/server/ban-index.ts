/**
 * Ban index: all bans of the state, so that tens of thousands of them cost a connection no more
 * than a few. Beside bans.ts. It remembers where each lies; what a ban means is said there.
 */
import { parseAddress, parseNetwork } from "../protocol/network.ts";
import { NetworkMap } from "../protocol/network-map.ts";
import {
  banKey,
  compileBan,
  type Fold,
  type Held,
  isExempt,
  partsOf,
  type ServerBan,
  type Subject,
} from "./bans.ts";
import type { State } from "./state.ts";

export function setBan(state: State, ban: ServerBan): void {
  const key = banKey(state, ban.kind, ban.what);
  liftBan(state, key);
  state.bans.set(key, ban);
  indexes.get(state.bans)?.add(key, ban);
}

export function liftBan(state: State, key: string): void {
  state.bans.delete(key);
  indexes.get(state.bans)?.remove(key);
}

const inForce = ({ until }: ServerBan, now: number): boolean => until === null || until > now;

/** The keys of bans whose time is over, in an order that does not depend on how they came here. */
export function expiredBans(state: State, now: number): string[] {
  if (indexOf(state).expires > now) return [];
  return [...state.bans]
    .filter(([, ban]) => !inForce(ban, now))
    .map(([key]) => key)
    .sort();
}

/** A ban that holds for this person now. */
export function banOf(state: State, subject: Subject, now: number): ServerBan | undefined {
  if (state.bans.size === 0) return undefined;
  return indexOf(state).find(subject, now, isExempt(state.rules, subject.address));
}

/** A ban of a network that holds for this address now: all that is known at the door. */
export function networkBanOf(state: State, address: string, now: number): ServerBan | undefined {
  if (state.bans.size === 0 || isExempt(state.rules, address)) return undefined;
  return indexOf(state).findNetwork(address, now);
}

const indexes = new WeakMap<ReadonlyMap<string, ServerBan>, BanIndex>();

function indexOf(state: State): BanIndex {
  const known = indexes.get(state.bans);
  if (known?.fold === state.fold) return known;
  const index = new BanIndex(state.fold);
  for (const [key, ban] of state.bans) index.add(key, ban);
  indexes.set(state.bans, index);
  return index;
}

/**
 * Each ban lies where one look finds it: under a network, or under a word that a person it means
 * must have (a whole host, the end or the beginning of one, a nick, an account). What has no such
 * word is tried on everybody.
 */
class BanIndex {
  readonly fold: Fold;
  /** When the first of them is over, at the earliest. */
  expires = Infinity;
  private readonly networks = new NetworkMap<Map<string, Held>>();
  private readonly words = new Map<string, Map<string, Held>>();
  private readonly wild = new Map<string, Held>();
  private readonly bans = new Map<string, ServerBan>();

  constructor(fold: Fold) {
    this.fold = fold;
  }

  add(key: string, ban: ServerBan): void {
    this.bans.set(key, ban);
    if (ban.until !== null) this.expires = Math.min(this.expires, ban.until);
    const place = placeOf(ban, this.fold);
    const held = compileBan(ban, this.fold);
    if (place === undefined) this.wild.set(key, held);
    else if (place.type === "network") {
      const there = this.networks.get(place.network);
      if (there) there.set(key, held);
      else this.networks.set(place.network, new Map([[key, held]]));
    } else {
      const there = this.words.get(place.word);
      if (there) there.set(key, held);
      else this.words.set(place.word, new Map([[key, held]]));
    }
  }

  remove(key: string): void {
    const ban = this.bans.get(key);
    if (!ban) return;
    this.bans.delete(key);
    const place = placeOf(ban, this.fold);
    if (place === undefined) this.wild.delete(key);
    else if (place.type === "network") {
      const there = this.networks.get(place.network);
      there?.delete(key);
      if (there?.size === 0) this.networks.delete(place.network);
    } else {
      const there = this.words.get(place.word);
      there?.delete(key);
      if (there?.size === 0) this.words.delete(place.word);
    }
    if (ban.until === this.expires) {
      this.expires = Infinity;
      for (const { until } of this.bans.values())
        if (until !== null) this.expires = Math.min(this.expires, until);
    }
  }

  find(subject: Subject, now: number, exempt: boolean): ServerBan | undefined {
    const among = (there: ReadonlyMap<string, Held> | undefined): ServerBan | undefined => {
      if (there === undefined) return undefined;
      for (const held of there.values())
        if (!(exempt && held.ofAddress) && inForce(held.ban, now) && held.fits(subject))
          return held.ban;
      return undefined;
    };
    const address = parseAddress(subject.address);
    for (const there of address ? this.networks.holding(address) : []) {
      const found = among(there);
      if (found) return found;
    }
    for (const word of wordsOf(subject, this.fold)) {
      const found = among(this.words.get(word));
      if (found) return found;
    }
    return among(this.wild);
  }

  findNetwork(address: string, now: number): ServerBan | undefined {
    const words = parseAddress(address);
    for (const there of words ? this.networks.holding(words) : [])
      for (const { ban } of there.values())
        if (ban.kind === "network" && inForce(ban, now)) return ban;
    return undefined;
  }
}

type Place =
  | { readonly type: "network"; readonly network: NonNullable<ReturnType<typeof parseNetwork>> }
  | { readonly type: "word"; readonly word: string };

const word = (kind: string, text: string): Place => ({ type: "word", word: `${kind} ${text}` });
const isLiteral = (text: string): boolean => !/[*?\\]/.test(text);

function placeOf({ kind, what }: ServerBan, fold: Fold): Place | undefined {
  if (kind === "account") return word("account", fold(what));
  if (kind === "realname") return undefined;
  const { nick, user, host } =
    kind === "mask" ? partsOf(what) : { nick: "*", user: "*", host: what };
  const network = parseNetwork(host);
  if (network) return { type: "network", network };
  if (isLiteral(host)) return word("host", fold(host));
  if (isLiteral(nick)) return word("nick", fold(nick));
  // "*.example.org": what follows the last wild sign, from its first dot on; and the reverse.
  const [tail] = /\..+$/.exec(/[^*?\\]*$/.exec(host)?.[0] ?? "") ?? [];
  if (tail !== undefined) return word("end", fold(tail));
  const [head] = /^.+[.:]/.exec(/^[^*?\\]*/.exec(host)?.[0] ?? "") ?? [];
  if (head !== undefined) return word("beginning", fold(head));
  return isLiteral(user) ? word("user", fold(user)) : undefined;
}

/** Under which a ban that means this person lies, if under any. */
function wordsOf(subject: Subject, fold: Fold): Set<string> {
  const { nick, username, account, host, cloak, address } = subject;
  const words = new Set([`nick ${fold(nick)}`, `user ${fold(username)}`]);
  if (account !== null) words.add(`account ${fold(account)}`);
  for (const text of new Set([host, cloak, address].map(fold))) {
    words.add(`host ${text}`);
    for (let index = 0; index < text.length; index++) {
      const sign = text.charAt(index);
      if (sign === ".") words.add(`end ${text.slice(index)}`);
      if (sign === "." || sign === ":") words.add(`beginning ${text.slice(0, index + 1)}`);
    }
  }
  return words;
}
