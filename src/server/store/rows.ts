/** Rows: what the entities of the state and the events look like in the database. Beside sqlite.ts,
 * which knows the statements; here is the form. */
import { casefolder } from "../../protocol/casemap.ts";
import type { Account, AccountKey } from "../account.ts";
import { putAccount } from "../accountbook.ts";
import { newChannel } from "../channels.ts";
import { type Event, isAddressed, type Said, type Who } from "../event.ts";
import { pairKey, personKey } from "../history-keys.ts";
import {
  addUser,
  type Channel,
  type ListedMask,
  type ListMode,
  type Rules,
  type State,
  type User,
  type UserId,
} from "../state.ts";
import type { Source } from "../store.ts";

/** Channels are added by their members' rows. */
export function userRow(user: User): string {
  const { id: _id, channels: _channels, spokeAt: _spokeAt, invitedTo, ...rest } = user;
  return JSON.stringify({ ...rest, invitedTo: [...invitedTo] });
}

export function addUserRow(state: State, id: number, row: string): void {
  const { invitedTo, ...rest } = JSON.parse(row) as Omit<User, "invitedTo"> & {
    invitedTo: string[];
  };
  addUser(state, {
    ...rest,
    id,
    spokeAt: rest.since,
    channels: new Set(),
    invitedTo: new Set(invitedTo),
  });
}

export const accountRow = ({ key: _key, ...rest }: Account): string => JSON.stringify(rest);

export function addAccountRow(state: State, key: string, row: string): void {
  // A row of an older version holds less.
  const added = { devices: [], pushes: [] } satisfies Partial<Account>;
  putAccount(state, {
    ...added,
    ...(JSON.parse(row) as Omit<Account, "key" | "devices" | "pushes">),
    key,
  });
}

export function channelRow(channel: Channel): string {
  const { key: _key, members: _members, ranks, spoke, ...rest } = channel;
  return JSON.stringify({ ...rest, ranks: [...ranks], spoke: [...spoke] });
}

export function addChannelRow(state: State, key: string, row: string): void {
  const rest = JSON.parse(row) as Omit<Channel, "key" | "members" | "ranks" | "spoke"> & {
    lists: Record<ListMode, ListedMask[]>;
    ranks?: [AccountKey, string][];
    spoke?: [UserId, number][];
  };
  // A row of an older version holds less.
  const maps = { ranks: new Map(rest.ranks), spoke: new Map(rest.spoke) };
  state.channels.set(key, { ...newChannel({ ...rest, key }), ...rest, ...maps });
}

export function addMemberRow(state: State, id: number, key: string, prefixes: string): void {
  state.channels.get(key)?.members.set(id, prefixes);
  state.users.get(id)?.channels.add(key);
}

export function addMetadataRows(state: State, rows: Iterable<Record<string, unknown>>): void {
  for (const { holder, key, value } of rows) {
    const values = new Map(state.metadata.get(String(holder))).set(String(key), String(value));
    state.metadata.set(String(holder), values);
  }
}

export function loadRulesRow(state: State, row: string): void {
  // A limit that is new to this version is in no older row.
  const kept = JSON.parse(row) as Rules;
  state.rules = { ...state.rules, ...kept, limits: { ...state.rules.limits, ...kept.limits } };
  state.fold = casefolder(state.rules.casemapping);
}

/** What a row of history holds of an event besides target, place, index and time. */
export interface HistoryRow {
  readonly said: number;
  readonly type: string;
  /** The user's id. */
  readonly person: number;
  readonly nick: string;
  readonly userhost: string;
  readonly account: string | null;
  readonly text: string | null;
  readonly more: string | null;
}

/** undefined for what no history has. */
export function historyRow(event: Event): HistoryRow | undefined {
  if (!("who" in event)) return undefined;
  const { id: person, nick, username, host, account } = event.who;
  const by = { person, nick, userhost: `${username}@${host}`, account };
  switch (event.type) {
    case "said":
      if (event.kind === "TAGMSG")
        return { said: 0, type: "TAGMSG", ...by, text: null, more: JSON.stringify(event) };
      return { said: 1, type: event.kind, ...by, text: event.text, more: moreOf(event) };
    case "redacted":
    case "joined":
    case "parted":
    case "kicked":
    case "quit":
    case "nickChanged":
    case "topicChanged":
    case "modesChanged":
      return { said: 0, type: event.type, ...by, text: null, more: JSON.stringify(event) };
    default:
      return undefined;
  }
}

interface More {
  readonly tags?: Readonly<Record<string, string>>;
  readonly guest?: true;
  readonly bot?: true;
  readonly operator?: true;
  readonly rank?: string;
  readonly held?: true;
  readonly user?: Who;
  /** Of several lines: see multiline.ts. */
  readonly joints?: readonly number[];
  readonly relayedBy?: string;
}

function moreOf({ who, tags, to, joints, relayedBy }: Said): string | null {
  const more: More = {
    ...(Object.keys(tags).length > 0 && { tags }),
    ...(who.guest && { guest: true }),
    ...(who.bot && { bot: true }),
    ...(who.operator && { operator: true }),
    ...(joints && { joints }),
    ...(relayedBy !== undefined && { relayedBy }),
    ...("user" in to ? { user: to.user } : to.rank !== "" && { rank: to.rank }),
    ...("held" in to && { held: true }),
  };
  return Object.keys(more).length === 0 ? null : JSON.stringify(more);
}

/** The keys under which an event is found again. */
export function targetsOf(event: Event, channels: readonly string[], { fold }: State) {
  if (!isAddressed(event) || "key" in event.to) return channels;
  if (event.type === "redacted" || event.type === "edited") return [event.said.filed];
  return [pairKey(personKey(fold, event.who), personKey(fold, event.to.user))];
}

/** A row as it is read. */
export type PastRow = HistoryRow & {
  readonly seq: number;
  readonly target: number;
  readonly place: number;
  readonly idx: number;
  readonly time: number;
};

/** What happened, as it was told; in a channel that has another name now, under that one. */
export function pastEvent(row: PastRow, source: Source): Event {
  if (row.said === 1) return saidEvent(row, source);
  const event = JSON.parse(row.more ?? "{}") as Event;
  const { name: channel, key } = source;
  if (channel === "") return event;
  if (isAddressed(event) && "key" in event.to)
    return { ...event, to: { ...event.to, channel, key } };
  return "channel" in event ? { ...event, channel, key } : event;
}

const noTags: Readonly<Record<string, string>> = {};

function saidEvent(row: PastRow, { key, name }: Source): Said {
  const more = row.more === null ? {} : (JSON.parse(row.more) as More);
  const at = row.userhost.indexOf("@");
  return {
    type: "said",
    place: row.place,
    index: row.idx,
    time: row.time,
    who: {
      id: row.person,
      nick: row.nick,
      username: row.userhost.slice(0, at),
      host: row.userhost.slice(at + 1),
      account: row.account,
      guest: more.guest === true,
      bot: more.bot === true,
      operator: more.operator === true,
    },
    kind: row.type === "NOTICE" ? "NOTICE" : "PRIVMSG",
    text: row.text ?? "",
    tags: more.tags ?? noTags,
    ...(more.joints && { joints: more.joints }),
    session: "",
    ...(more.relayedBy !== undefined && { relayedBy: more.relayedBy }),
    to: more.user
      ? { user: more.user, away: null }
      : { channel: name, key, rank: more.rank ?? "", ...(more.held && { held: true }) },
  };
}
