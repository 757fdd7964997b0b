/**
 * Metadata: the keys and values that people, accounts and channels have; who may see and set which.
 * Part of the core: asked by the rules of METADATA and of accounts, and by those who answer; and
 * what of it `apply` does. ircv3 metadata.
 */
import { byteLength } from "../protocol/text.ts";
import type { Account } from "./account.ts";
import { use } from "./channels.ts";
import type { EventBody } from "./command.ts";
import type { MetadataChanged, MetadataTarget } from "./event.ts";
import { personKey } from "./history-keys.ts";
import { whoIs } from "./outcomes.ts";
import type { MetadataChange } from "./request.ts";
import {
  type Channel,
  hasRight,
  isOperatorOf,
  type State,
  type User,
  usersOfAccount,
} from "./state.ts";

/** Who has values: a channel by its key, a person by the account, or without one by the user. */
export type HolderKey = string;
export type Values = ReadonlyMap<string, string>;

const none: Values = new Map<string, string>();
const keyForm = /^[a-z0-9_./-]+$/;

export const isMetadataKey = (key: string, { rules }: State): boolean =>
  keyForm.test(key) && key.length <= rules.limits.metadataKeyLengthMax;

export const isMetadataValue = (value: string, { rules }: State): boolean =>
  byteLength(value) <= rules.limits.metadataValueLengthMax;

export const holderOf = (state: State, target: Channel | User): HolderKey =>
  "members" in target ? target.key : personKey(state.fold, target);

export const valuesOf = (state: State, target: Channel | User): Values =>
  state.metadata.get(holderOf(state, target)) ?? none;

/** A mask is a key, or with "*" at its end the beginning of one. */
const isAmong = (masks: readonly string[], key: string): boolean =>
  masks.some((mask) => (mask.endsWith("*") ? key.startsWith(mask.slice(0, -1)) : mask === key));

/** Keys that people neither see nor set, but for operators. */
const isRestricted = ({ rules }: State, key: string): boolean =>
  isAmong(rules.metadata.restricted, key);

export const seesKey = (state: State, user: User | undefined, key: string): boolean =>
  !isRestricted(state, key) || hasRight(user, "see-hidden");

/** What others are told of who may see it. */
export const visibilityOf = (state: State, key: string): string =>
  isRestricted(state, key) ? "operators" : "*";

/** Whether this person may set or remove this key, where they may set any. */
export function maySetKey(state: State, by: User | undefined, key: string): boolean {
  if (hasRight(by, "force")) return true;
  const { allowed, blocked } = state.rules.metadata;
  if (isRestricted(state, key) || isAmong(blocked, key)) return false;
  return allowed.length === 0 || isAmong(allowed, key);
}

/** Whether it is theirs to set anything there. */
export const mayRule = (by: User, target: Channel | User): boolean =>
  isTheirs(by, target) || hasRight(by, "force");

export const isTheirs = (by: User, target: Channel | User): boolean =>
  "members" in target ? isOperatorOf(target, by) : target === by;

// ── What happens ──────────────────────────────────────────────────────────────────────────────

export const targetOf = (target: Channel | User): MetadataTarget =>
  "members" in target ? { channel: target.name, key: target.key } : { user: whoIs(target) };

/** Of an account all its users are told of: to others each is a person. The first is `target`,
 * whose session is answered. */
export function metadataChanged(
  state: State,
  by: User,
  target: Channel | User,
  changes: readonly MetadataChange[],
  session: string,
  cleared = false,
): EventBody[] {
  const who = whoIs(by);
  const event = { type: "metadataChanged" as const, who, changes, cleared };
  const first = { ...event, target: targetOf(target), session };
  if ("members" in target || target.account === null) return [first];
  const others = usersOfAccount(state, state.fold(target.account)).filter(
    (user) => user !== target,
  );
  return [first, ...others.map((user) => ({ ...event, target: targetOf(user), session: "" }))];
}

/** What others see change of a person who comes to an account, or leaves it (null). An account that
 * has no values takes over those of its user. */
export function metadataOfAccount(state: State, user: User, account: string | null): EventBody[] {
  const { fold, metadata } = state;
  const key = account === null ? "" : fold(account);
  const own = metadata.get(key);
  const after = own ?? metadata.get(personKey(fold, { account: null, id: user.id })) ?? none;
  const others = own ? [] : usersOfAccount(state, key);
  return [
    ...told(user, differences(valuesOf(state, user), after)),
    ...others.flatMap((other) => told(other, differences(none, after))),
  ];
}

/** What may be of what was asked for before the registration. */
export function earlyChanges(
  state: State,
  account: Account | undefined,
  wanted: readonly MetadataChange[] = [],
): MetadataChange[] {
  const held = new Map(account && state.metadata.get(account.key));
  return wanted.filter(({ key, value }) => {
    if (!isMetadataKey(key, state) || !maySetKey(state, undefined, key)) return false;
    if (value === null) return held.delete(key);
    const full = held.size >= state.rules.limits.metadataKeysMax && !held.has(key);
    if (full || !isMetadataValue(value, state) || held.get(key) === value) return false;
    held.set(key, value);
    return true;
  });
}

/** Those who see a user of the account that is here already. */
export const toldOfAccount = (
  state: State,
  account: Account | undefined,
  changes: readonly MetadataChange[],
): EventBody[] =>
  account ? usersOfAccount(state, account.key).flatMap((user) => told(user, changes)) : [];

const told = (user: User, changes: readonly MetadataChange[]): EventBody[] =>
  changes.length === 0
    ? []
    : [
        {
          type: "metadataChanged",
          who: whoIs(user),
          target: { user: whoIs(user) },
          changes,
          cleared: false,
          session: "",
        },
      ];

function differences(before: Values, after: Values): MetadataChange[] {
  const keys = new Set([...before.keys(), ...after.keys()]);
  const changed = [...keys].filter((key) => before.get(key) !== after.get(key));
  // In an order that is the same on a node that has loaded them from its store.
  return changed.sort().map((key) => ({ key, value: after.get(key) ?? null }));
}

// ── What is so after it ───────────────────────────────────────────────────────────────────────

export function applyMetadata(state: State, { target, changes, place }: MetadataChanged): void {
  const there = "key" in target ? state.channels.get(target.key) : state.users.get(target.user.id);
  if (there && "members" in there) use(there, place);
  if (there) changeValues(state, there, changes);
}

/** A holder without values is none. */
export function changeValues(
  state: State,
  target: Channel | User,
  changes: readonly MetadataChange[],
): void {
  const holder = holderOf(state, target);
  const values = new Map(state.metadata.get(holder));
  for (const { key, value } of changes) {
    if (value === null) values.delete(key);
    else values.set(key, value);
  }
  if (values.size === 0) state.metadata.delete(holder);
  else state.metadata.set(holder, values);
}

/** The user has come to the account: see metadataOfAccount. Nothing stays with the user. */
export function takeOver(state: State, user: User, account: string | null): void {
  const unnamed = personKey(state.fold, { account: null, id: user.id });
  const values = state.metadata.get(unnamed);
  if (account === null || values === undefined) return;
  const key = state.fold(account);
  if (!state.metadata.has(key)) state.metadata.set(key, values);
  state.metadata.delete(unnamed);
}

/** Nothing is left of it. */
export const forgetUser = ({ metadata, fold }: State, id: number): void =>
  void metadata.delete(personKey(fold, { account: null, id }));
