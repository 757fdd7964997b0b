/**
 * Traces: what stays of people in the state when they have gone: since when they have known a
 * channel, and how far they have read. Beside apply.ts; pure. Persons are as in history-keys.ts:
 * an account's traces stay, those of a person without one go with the connection.
 */
import type { EventOf, Joined, Renamed, Who } from "./event.ts";
import { personKey, type PersonKey } from "./history-keys.ts";
import type { ChannelKey, State, User, UserId } from "./state.ts";

/** What of a target is marked: how far it has been read (draft/read-marker), and up to where
 * old clients want no playback of it (znc.in/playback). */
export const markKinds = ["read", "cleared"] as const;
export type MarkKind = (typeof markKinds)[number];
/** `read #lobby`: a kind and a folded target. */
export type MarkKey = string;
export const markKey = (kind: MarkKind, foldedTarget: string): MarkKey => `${kind} ${foldedTarget}`;

/** A person who has no account. */
const nameless = (id: UserId): Pick<Who, "account" | "id"> => ({ account: null, id });

export function arrive(state: State, { key, who, time }: Joined): void {
  since(state, key, personKey(state.fold, who), time);
}

function since({ arrivals }: State, channel: ChannelKey, person: PersonKey, time: number): void {
  const known = arrivals.get(channel);
  if (!known) arrivals.set(channel, new Map([[person, time]]));
  else if (time < (known.get(person) ?? Infinity)) known.set(person, time);
}

export function depart(state: State, channel: ChannelKey, id: UserId): void {
  forget(state, channel, personKey(state.fold, nameless(id)));
}

function forget({ arrivals }: State, channel: ChannelKey, person: PersonKey): void {
  const known = arrivals.get(channel);
  known?.delete(person);
  if (known?.size === 0) arrivals.delete(channel);
}

/** When the person first came into the channel, milliseconds since the epoch. */
export const arrivedAt = (state: State, channel: ChannelKey, user: User): number | undefined =>
  state.arrivals.get(channel)?.get(personKey(state.fold, user));

/** Who logs in brings along what was seen without; who logs out sees what comes from then on. */
export function changePerson(state: State, user: User, event: EventOf<"accountChanged">): void {
  const was = personKey(state.fold, nameless(user.id));
  const is = personKey(state.fold, { account: event.account, id: user.id });
  for (const channel of user.channels)
    since(state, channel, is, state.arrivals.get(channel)?.get(was) ?? event.time);
}

/** What was known of the channel is known of it under its new name; what was of another channel of
 * that name is forgotten. */
export function renameTraces({ arrivals, marks }: State, { key, newKey }: Renamed): void {
  if (key === newKey) return;
  const known = arrivals.get(key);
  arrivals.delete(key);
  if (known) arrivals.set(newKey, known);
  for (const [person, own] of marks) {
    for (const kind of markKinds) {
      const at = own.get(markKey(kind, key));
      own.delete(markKey(kind, key));
      own.delete(markKey(kind, newKey));
      if (at !== undefined) own.set(markKey(kind, newKey), at);
    }
    if (own.size === 0) marks.delete(person);
  }
}

/** A person who comes no more: the account is dropped, or the connection gone. */
export function forgetPerson(state: State, person: PersonKey): void {
  state.marks.delete(person);
  for (const channel of state.arrivals.keys()) forget(state, channel, person);
}

export function forgetGuest(state: State, id: UserId): void {
  state.marks.delete(personKey(state.fold, nameless(id)));
}

/** Whoever has changed a mark last is the last to be forgotten. */
export function mark({ marks }: State, event: EventOf<"marked">): void {
  if (!event.moved) return;
  let own = marks.get(event.person);
  if (!own) marks.set(event.person, (own = new Map()));
  const key = markKey(event.kind, event.key);
  own.delete(key);
  own.set(key, event.at);
  for (const forgotten of event.forgotten) own.delete(forgotten);
}

/** Milliseconds since the epoch; undefined when nothing is marked. */
export const markOf = (
  { marks, fold }: State,
  person: PersonKey,
  kind: MarkKind,
  target: string,
): number | undefined => marks.get(person)?.get(markKey(kind, fold(target)));
