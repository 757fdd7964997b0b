/** Comings: what it changes in the state that a user or a device of one comes, or a device goes.
 * Part of apply. */
import type { Attached, AwayChanged, Connected, EventOf } from "./event.ts";
import { changeValues } from "./metadata.ts";
import { awayAmong } from "./presence.ts";
import { addUser, type State, type User, type UserSession } from "./state.ts";

export function connect(state: State, event: Connected): void {
  const { who } = event;
  const sessions = [sessionOf(event)];
  const user: User = {
    id: who.id,
    nick: who.nick,
    username: who.username,
    realname: event.realname,
    host: who.host,
    cloak: event.cloak,
    address: event.address,
    secure: event.secure,
    account: who.account,
    modes: event.modes,
    away: awayAmong(sessions),
    operator: null,
    notices: "",
    guest: who.guest,
    since: event.time,
    sessions,
    heldUntil: null,
    ...(event.resumable && { resumable: true as const }),
    spokeAt: event.time,
    channels: new Set(),
    invitedTo: new Set(),
  };
  addUser(state, user);
  if (event.metadata) changeValues(state, user, event.metadata);
}

export function detach(state: State, { who, session, heldUntil }: EventOf<"detached">): void {
  state.sessions.delete(session);
  const user = state.users.get(who.id);
  if (!user) return;
  user.heldUntil = heldUntil ?? null;
  user.sessions = user.sessions.filter(({ id }) => id !== session);
}

const sessionOf = ({ session: id, address, away, device }: Connected | Attached): UserSession => ({
  id,
  address,
  away,
  ...(device !== undefined && { device }),
});

export function attach(state: State, event: Attached): void {
  const user = state.users.get(event.who.id);
  if (!user) return;
  user.sessions = [...user.sessions, sessionOf(event)];
  user.secure &&= event.secure;
  user.heldUntil = null;
  state.sessions.set(event.session, user.id);
}

export function changeAway(state: State, { who, text, session }: AwayChanged): void {
  const user = state.users.get(who.id);
  if (!user) return;
  user.away = text;
  const device = user.sessions.find(({ id }) => id === session?.id);
  if (device && session) device.away = session.away;
}
