/**
 * Presence: the devices of a user: how they come and go, which user they belong to, whether the
 * user stays without any, and what of being away others see. Part of the core; pure.
 */
import { cut } from "../protocol/text.ts";
import type { Account, AlwaysOn } from "./account.ts";
import type { EventBody, Outcome } from "./command.ts";
import { whoIs } from "./outcomes.ts";
import type { Entry, RequestOf } from "./request.ts";
import {
  accountNamed,
  type SessionId,
  type State,
  type User,
  type UserSession,
  usersOfAccount,
} from "./state.ts";

/** Said for who is there with no device that anybody looks at. */
export const awayTextDefault = "Not here at the moment";

/** Somebody who looks is not away, whatever the other devices say (draft/pre-away). */
export function awayAmong(sessions: readonly Pick<UserSession, "away">[]): string | null {
  if (sessions.some(({ away }) => away === null)) return null;
  const said = sessions.map(({ away }) => away).filter((away) => away !== null && away !== "*");
  return said.at(-1) ?? awayTextDefault;
}

/** Whether the user stays when its last device goes. */
export function staysOn(state: State, user: User): boolean {
  const account = accountOf(state, user);
  // One of an account is enough.
  if (!account || usersOfAccount(state, account.key).length > 1) return false;
  return isAlwaysOn(state.rules.alwaysOn, account);
}

export function accountOf(state: State, user: User | undefined): Account | undefined {
  const name = user?.account ?? null;
  return name === null ? undefined : accountNamed(state, name);
}

/** What the server's rule and the person's wish come to. */
export function isAlwaysOn(rule: AlwaysOn, { alwaysOn }: Account): boolean {
  switch (rule) {
    case "off":
      return false;
    case "opt-in":
      return alwaysOn === true;
    case "opt-out":
      return alwaysOn !== false;
    case "on":
      return true;
    default:
      rule satisfies never;
      return false;
  }
}

/** The user of the account whom a new device joins: the one of that nick, or one without any
 * device; whoever asks for no nick joins the first. */
export function userToJoin(state: State, account: Account, nick: string | null): User | undefined {
  const users = usersOfAccount(state, account.key);
  const named = users.find((user) => nick === null || state.fold(user.nick) === state.fold(nick));
  return named ?? users.find(({ sessions }) => sessions.length === 0);
}

export function attached(user: User, entry: Entry<RequestOf<"connect">>): readonly Outcome[] {
  const { session, request } = entry;
  const { address, secure, away, device } = request;
  const by = device === undefined ? {} : { device };
  const who = whoIs(user);
  const event = { type: "attached" as const, who, session, address, secure, away, ...by };
  return [event, ...awayAs(user, [...user.sessions, { id: session, address, away }])];
}

/** A guest goes on over another connection. The one before may not have noticed its end. */
export function resumed(
  user: User,
  entry: Entry<RequestOf<"connect">>,
  before: SessionId,
): readonly Outcome[] {
  const isThere = user.sessions.some(({ id }) => id === before);
  const reason = "Goes on over another connection";
  const end = { type: "detached" as const, who: whoIs(user), session: before, reason };
  return [...attached(user, entry), ...(isThere ? [end] : [])];
}

/** These devices of a user go; with the last the user does, unless it stays. */
export function without(
  state: State,
  user: User,
  going: readonly SessionId[],
  reason: string,
  heldUntil: number | null = null,
): readonly Outcome[] {
  const words = cut(reason, state.rules.limits.quitLengthMax);
  const left = user.sessions.filter(({ id }) => !going.includes(id));
  const who = whoIs(user);
  const detached = going.map((session, n): Outcome => {
    const held = heldUntil !== null && n === going.length - 1 && { heldUntil };
    return { type: "detached", who, session, reason: words, ...held };
  });
  if (left.length > 0 || staysOn(state, user)) return [...detached, ...awayAs(user, left)];
  return heldUntil === null ? [gone(user, words)] : detached;
}

/** Devices that go with the node at which they came in. Whoever can be known again when they come
 * back by another node is held for the others until then, for a while. */
export const lostWith = (
  state: State,
  isLost: (session: SessionId) => boolean,
  reason: string,
  time: number,
): readonly Outcome[] =>
  [...state.users.values()].flatMap((user) => {
    const lost = user.sessions.map(({ id }) => id).filter(isLost);
    if (lost.length === 0) return [];
    const { graceMs } = state.rules;
    const isHeld =
      graceMs > 0 &&
      (accountOf(state, user) !== undefined || user.resumable === true) &&
      lost.length === user.sessions.length &&
      !staysOn(state, user);
    const until = Math.max(state.time, time) + graceMs;
    return without(state, user, lost, reason, isHeld ? until : null);
  });

/** Who has not come back. */
export const graceOver = (state: State, time: number): User[] =>
  [...state.users.values()].filter(({ heldUntil }) => heldUntil !== null && heldUntil <= time);

/** Tells the others when with these sessions it is otherwise than it was. */
function awayAs(user: User, sessions: readonly UserSession[]): readonly Outcome[] {
  const text = awayAmong(sessions);
  // What one said on going is better than what is said for everybody.
  if (text === user.away || (sessions.length === 0 && user.away !== null)) return [];
  return [{ type: "awayChanged", who: whoIs(user), text, session: null }];
}

export const gone = (user: User, reason: string): Extract<EventBody, { type: "quit" }> => ({
  type: "quit",
  who: whoIs(user),
  reason,
  realname: user.realname,
  sessions: user.sessions.map(({ id }) => id),
});
