/** Channels: what an event changes in a channel: its members, its ranks, how it is ruled. Part of
 * apply. */
import { channelModes, withLetter, withoutLetter, withRank } from "../protocol/modes.ts";
import type { ChannelChange, EventOf, Joined } from "./event.ts";
import { forgetRedirectsOf } from "./renames.ts";
import { type Channel, type Founder, type ListMode, type State, type Throttle } from "./state.ts";

type Named = Pick<Channel, "key" | "name" | "founder" | "created" | "modes">;

/** What a channel is without anything set; also for rows of a version that knew less. */
export const newChannel = (named: Named): Channel => ({
  ...named,
  used: 0,
  topic: null,
  password: null,
  limit: null,
  forward: null,
  throttle: null,
  joins: { since: 0, count: 0 },
  slow: null,
  spoke: new Map(),
  lists: { b: [], e: [], I: [] },
  ranks: new Map(),
  renamed: [],
  members: new Map(),
});

/** Makes the channel when it is not there. */
export function enter(state: State, event: Joined): void {
  const { key, channel: name, created, time } = event;
  let channel = state.channels.get(key);
  if (!channel && created) {
    channel = newChannel({ key, name, created: time, ...created });
    state.channels.set(key, channel);
    forgetRedirectsOf(state, key);
  }
  if (!channel) return;
  channel.members.set(event.who.id, event.prefixes);
  if (channel.throttle !== null) countJoin(channel, channel.throttle, time);
}

function countJoin(channel: Channel, { seconds }: Throttle, time: number): void {
  const { since, count } = channel.joins;
  const goesOn = time - since < seconds * 1000;
  channel.joins = goesOn ? { since, count: count + 1 } : { since: time, count: 1 };
}

/** In a channel where people wait between their words. */
export function noteSpeech({ slow, spoke }: Channel, user: number, time: number): void {
  spoke.delete(user);
  spoke.set(user, time);
  for (const [oldest, at] of spoke) {
    if (time - at < (slow ?? 0) * 1000) return;
    spoke.delete(oldest);
  }
}

/** It has seen something, and stays when nobody is left. */
export function use(channel: Channel | undefined, place: number): void {
  if (channel?.used === 0) channel.used = place;
}

export function changeRank(state: State, event: EventOf<"accountRankChanged">): void {
  const channel = state.channels.get(event.key);
  if (!channel) return;
  use(channel, event.place);
  if (event.rank === "") channel.ranks.delete(event.account);
  else channel.ranks.set(event.account, event.rank);
}

export function changeFounder(state: State, event: EventOf<"founderChanged">): void {
  const channel = state.channels.get(event.key);
  if (!channel) return;
  use(channel, event.place);
  channel.founder = event.founder satisfies Founder;
}

export function setTopic(state: State, event: EventOf<"topicChanged">): void {
  const channel = state.channels.get(event.key);
  if (!channel) return;
  use(channel, event.place);
  const by = `${event.who.nick}!${event.who.username}@${event.who.host}`;
  channel.topic = event.text === "" ? null : { text: event.text, by, at: event.time };
}

export function changeModes(state: State, event: EventOf<"modesChanged">): void {
  const channel = state.channels.get(event.key);
  if (!channel) return;
  use(channel, event.place);
  const by = `${event.who.nick}!${event.who.username}@${event.who.host}`;
  for (const change of event.changes) changeMode(channel, change, by, event.time);
}

function changeMode(channel: Channel, change: ChannelChange, by: string, at: number): void {
  const { mode, sign, param = "" } = change;
  const on = sign === "+";
  if (change.user !== undefined) {
    const held = channel.members.get(change.user);
    if (held === undefined) return;
    channel.members.set(change.user, withRank(held, mode, on));
  } else if (mode === "b" || mode === "e" || mode === "I") {
    const list = channel.lists[mode satisfies ListMode];
    const place = list.findIndex((listed) => listed.mask === param);
    if (on && place < 0) list.push({ mask: param, by, at });
    if (!on && place >= 0) list.splice(place, 1);
  } else if (mode === "k") channel.password = on ? param : null;
  else if (channelModes[mode]?.kind === "limit") changeSetting(channel, mode, on ? param : null);
  else channel.modes = (on ? withLetter : withoutLetter)(channel.modes, mode);
}

function changeSetting(channel: Channel, mode: string, param: string | null): void {
  switch (mode) {
    case "f":
      channel.forward = param;
      return;
    case "j":
      channel.throttle = param === null ? null : throttleOf(param);
      channel.joins = { since: 0, count: 0 };
      return;
    case "l":
      channel.limit = param === null ? null : Number(param);
      return;
    case "W":
      channel.slow = param === null ? null : Number(param);
      channel.spoke.clear();
      return;
    default:
  }
}

/** "5:10" as five in ten seconds. */
function throttleOf(param: string): Throttle {
  const [joins, seconds] = param.split(":").map(Number);
  return { joins: joins ?? 0, seconds: seconds ?? 0 };
}
