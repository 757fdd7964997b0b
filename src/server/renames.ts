/**
 * Renames: what becomes of a channel's old name. Part of `apply` and of the rules of JOIN and
 * RENAME; pure. ircv3 channel-rename, "Channel redirection".
 */
import type { Renamed } from "./event.ts";
import type { Channel, ChannelKey, State } from "./state.ts";

/** A channel's old name, which leads to it for a while. */
export interface Redirect {
  readonly name: string;
  readonly to: ChannelKey;
  /** The renaming's place, and its time in milliseconds since the epoch. */
  readonly place: number;
  readonly at: number;
}

/** The channel to which an old name leads, over newer ones; undefined when it leads nowhere (any
 * more). No name leads back to itself: a channel's own has no redirect. */
export function redirectAt(state: State, key: ChannelKey, time: number): Channel | undefined {
  const redirect = state.redirects.get(key);
  if (!redirect || time - redirect.at > state.rules.limits.channelRedirectMs) return undefined;
  return state.channels.get(redirect.to) ?? redirectAt(state, redirect.to, time);
}

/** Of `apply`: the channel, its members and who is invited go by the new key. */
export function rename(state: State, event: Renamed): void {
  const { key, newKey } = event;
  const channel = state.channels.get(key);
  if (!channel) return;
  const { channelRenamesMax } = state.rules.limits;
  channel.renamed = [...channel.renamed, event.time].slice(-channelRenamesMax);
  channel.name = event.name;
  if (channel.used === 0) channel.used = event.place;
  if (newKey === key) return;
  channel.key = newKey;
  state.channels.delete(key);
  state.channels.set(newKey, channel);
  const values = state.metadata.get(key);
  state.metadata.delete(key);
  state.metadata.delete(newKey);
  if (values) state.metadata.set(newKey, values);
  for (const id of channel.members.keys()) {
    const channels = state.users.get(id)?.channels;
    channels?.delete(key);
    channels?.add(newKey);
  }
  for (const { invitedTo } of state.users.values())
    if (invitedTo.has(key)) replace(invitedTo, event);
  redirect(state, event);
}

/** In its place, as the oldest invitation is the first to be forgotten. */
function replace(keys: Set<ChannelKey>, { key, newKey }: Renamed): void {
  const all = [...keys].map((each) => (each === key ? newKey : each));
  keys.clear();
  for (const each of all) keys.add(each);
}

function redirect({ redirects, rules, time }: State, event: Renamed): void {
  const { key, newKey, channel: name, place } = event;
  const { channelRedirectsMax, channelRedirectMs } = rules.limits;
  redirects.delete(newKey);
  redirects.set(key, { name, to: newKey, place, at: event.time });
  for (const [oldest, { at }] of redirects) {
    if (redirects.size <= channelRedirectsMax && time - at <= channelRedirectMs) return;
    redirects.delete(oldest);
  }
}

/** A channel has been made under this key: nothing leads away from it, or to what was there. */
export function forgetRedirectsOf({ redirects }: State, key: ChannelKey): void {
  redirects.delete(key);
  for (const [old, { to }] of redirects) if (to === key) redirects.delete(old);
}
