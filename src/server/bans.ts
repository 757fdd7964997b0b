/**
 * Bans: who may not be on this server, by mask, network, account or realname: what one ban means.
 * All of them together are in ban-index.ts. Pure; knows no command.
 */
import { compileMask, normalizeMask } from "../protocol/mask.ts";
import { formatNetwork, parseAddress, parseNetwork } from "../protocol/network.ts";
import { NetworkMap } from "../protocol/network-map.ts";
import type { Rules, State } from "./state.ts";

export const banKinds = ["mask", "network", "account", "realname"] as const;
export type BanKind = (typeof banKinds)[number];

export interface ServerBan {
  readonly kind: BanKind;
  /** nick!user@host, a network in its one form, an account's name, or a pattern of realnames. */
  readonly what: string;
  readonly reason: string;
  /** The nick of who set it. */
  readonly by: string;
  /** Milliseconds since the epoch, and so below. */
  readonly at: number;
  /** null: for ever. */
  readonly until: number | null;
}

/** What bans look at, of somebody who is here or wants to come. */
export interface Subject {
  readonly nick: string;
  readonly username: string;
  /** What others see, or would without a host by account or by gift; a mask means each of them, or
   * the address. */
  readonly host: string;
  readonly cloak: string;
  readonly address: string;
  readonly account: string | null;
  readonly realname: string;
}

export const banKey = ({ fold }: State, kind: BanKind, what: string): string =>
  `${kind} ${fold(what)}`;

/** Whom one ban means. @param exempted whether the exempt networks count */
export function meaning(state: State, ban: ServerBan, exempted = true): (one: Subject) => boolean {
  const held = compileBan(ban, state.fold);
  if (!exempted || !held.ofAddress) return held.fits;
  return (subject) => !isExempt(state.rules, subject.address) && held.fits(subject);
}

/** No sign in it tells one person from another. */
export function meansEverybody({ kind, what }: ServerBan): boolean {
  const network = kind === "mask" ? partsOf(what).host : what;
  const parsed = parseNetwork(network);
  // All of IPv4, or all of IPv6.
  const everywhere = parsed !== undefined && formatNetwork(parsed).endsWith("/0");
  if (kind === "network") return everywhere;
  if (kind === "account") return false;
  const wild = (text: string): boolean => /^[*?.:!@]*$/.test(text);
  return wild(what) || (kind === "mask" && everywhere && wild(what.slice(0, -network.length)));
}

// ── One ban ─────────────────────────────────────────────────────────────────────────────────

/** A ban made ready to be asked. */
export interface Held {
  readonly ban: ServerBan;
  readonly fits: (subject: Subject) => boolean;
  /** It means an address and nothing else of a person: the exempt networks are not meant. */
  readonly ofAddress: boolean;
}

export type Fold = State["fold"];

export function compileBan(ban: ServerBan, fold: Fold): Held {
  const { kind, what } = ban;
  switch (kind) {
    case "network":
      return { ban, ofAddress: true, fits: inside(what) };
    case "account": {
      const account = fold(what);
      const fitsAccount = (subject: Subject) =>
        subject.account !== null && fold(subject.account) === account;
      return { ban, ofAddress: false, fits: fitsAccount };
    }
    case "realname": {
      const matches = compileMask(what, fold);
      return { ban, ofAddress: false, fits: ({ realname }) => matches(realname) };
    }
    case "mask":
      return compileFullMask(ban, fold);
    default:
      kind satisfies never;
      throw new Error("unreachable");
  }
}

function inside(text: string): (subject: Subject) => boolean {
  const map = new NetworkMap<true>();
  const network = parseNetwork(text);
  if (network) map.set(network, true);
  return ({ address }) => {
    const words = parseAddress(address);
    return words !== undefined && map.holding(words).length > 0;
  };
}

function compileFullMask(ban: ServerBan, fold: Fold): Held {
  const { nick, user, host } = partsOf(ban.what);
  const ofAddress = nick === "*" && user === "*";
  if (parseNetwork(host) !== undefined) {
    const named = compileMask(`${nick}!${user}`, fold);
    const within = inside(host);
    const fitsBoth = (subject: Subject) =>
      within(subject) && named(`${subject.nick}!${subject.username}`);
    return { ban, ofAddress, fits: fitsBoth };
  }
  const matches = compileMask(ban.what, fold);
  const fitsMask = (subject: Subject): boolean =>
    anyHost(subject, (one) => matches(`${subject.nick}!${subject.username}@${one}`));
  return { ban, ofAddress, fits: fitsMask };
}

/** Each of them is asked once; mostly they are one or two. */
export const anyHost = (
  { host, cloak, address }: Pick<Subject, "host" | "cloak" | "address">,
  is: (host: string) => boolean,
): boolean =>
  is(host) ||
  (cloak !== host && is(cloak)) ||
  (address !== host && address !== cloak && is(address));

/** A mask is in its whole form: see normalizeMask. */
export function partsOf(mask: string): { nick: string; user: string; host: string } {
  const at = mask.lastIndexOf("@");
  const bang = mask.indexOf("!");
  return { nick: mask.slice(0, bang), user: mask.slice(bang + 1, at), host: mask.slice(at + 1) };
}

// ── Exempt networks ─────────────────────────────────────────────────────────────────────────

const exemptions = new WeakMap<Rules, NetworkMap<true>>();

export function isExempt(rules: Rules, address: string): boolean {
  if (rules.bansExempt.length === 0) return false;
  let map = exemptions.get(rules);
  if (!map) {
    exemptions.set(rules, (map = new NetworkMap()));
    for (const text of rules.bansExempt) {
      const network = parseNetwork(text);
      if (network) map.set(network, true);
    }
  }
  const words = parseAddress(address);
  return words !== undefined && map.holding(words).length > 0;
}

// ── As it is typed ──────────────────────────────────────────────────────────────────────────

/** What an operator types, as the ban it means; undefined when it means none. */
export function readBanTarget(text: string): { kind: BanKind; what: string } | undefined {
  const [, kind, rest = ""] = /^(account|realname):(.*)$/s.exec(text) ?? [];
  if (kind !== undefined) return rest === "" ? undefined : { kind: kind as BanKind, what: rest };
  const network = parseNetwork(text);
  if (network) return { kind: "network", what: formatNetwork(network) };
  const mask = normalizeMask(text);
  return /^[^\0-\x20\x7f]/.test(text) ? { kind: "mask", what: mask } : undefined;
}
