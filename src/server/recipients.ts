/**
 * Recipients: who must hear an event. Between decide and apply, so that who leaves still hears
 * the leaving. Plain data: no sockets, no clock, no storage.
 */
import { reaches } from "../protocol/modes.ts";
import type { Event, MetadataTarget, SaidTo } from "./event.ts";
import { toldFrom } from "./sight.ts";
import { type ChannelKey, type State, type UserId, usersOfAccount } from "./state.ts";

export interface Recipients {
  /** Every member of each of these. */
  readonly channels: readonly ChannelKey[];
  /** By channel: of its members only those who have this rank or a higher one. */
  readonly ranks?: Ranks;
  /** And these. */
  readonly users: readonly UserId[];
  /** And the session that asked, which need not have a user. */
  readonly asker?: true;
  /** And those who watch for the one whom it is about, as far as they wish (extended-monitor). */
  readonly watchers?: true;
}

export type Ranks = { readonly [key: ChannelKey]: string | undefined };

const nobody: Recipients = { channels: [], users: [] };

export function recipients(state: State, event: Event): Recipients {
  switch (event.type) {
    case "nodeStarted":
    case "rulesChanged":
    case "audited":
    case "bansExpired":
    case "invitationUsed":
    case "fileAdded":
    case "filesRemoved":
      return nobody;
    case "connected":
    case "attached":
    case "detached":
    case "userModesChanged":
    case "marked":
    case "banSet":
    case "banLifted":
    case "messagesDeleted":
    case "becameOperator":
    case "accountRankChanged":
    case "founderChanged":
      return { channels: [], users: [event.who.id] };
    case "quit":
    case "nickChanged":
      return allAround(state, event.who.id);
    case "accountChanged":
    case "hostChanged":
    case "realnameChanged":
      return { ...allAround(state, event.who.id), watchers: true };
    case "awayChanged":
      // What one device says may change nothing for others.
      if (state.users.get(event.who.id)?.away === event.text)
        return { channels: [], users: [event.who.id] };
      return { ...allAround(state, event.who.id), watchers: true };
    case "accountUpdated":
      // Of the wish to stay all devices are told (persistence).
      if (event.changes.alwaysOn !== undefined)
        return { channels: [], users: usersOfAccount(state, event.key).map(({ id }) => id) };
      return { channels: [], users: [], asker: true };
    case "accountRegistered":
    case "accountDropped":
      return { channels: [], users: [], asker: true };
    case "joined":
      // The joiner is no member yet.
      return around(state, [event.key], event.who.id, event.prefixes);
    // Whom it is about reads it in words of their own.
    case "parted":
      return around(state, [event.key], event.who.id);
    case "kicked":
      return around(state, [event.key], event.target.id);
    case "metadataChanged":
      return aroundTarget(state, event.target);
    case "renamed":
      // Each reads it in words of their own.
      return { channels: [], users: [...(state.channels.get(event.key)?.members.keys() ?? [])] };
    case "topicChanged":
    case "modesChanged":
      return { channels: [event.key], users: [] };
    case "invited":
      // The members hear it by invite-notify; the one who invites need not be among them.
      return { channels: [event.key], users: [event.who.id, event.target.id] };
    case "said":
    case "edited":
    case "redacted":
    case "signalled":
      return addressed(state, event.to, event.who.id);
    case "wallopsSaid":
      return { channels: [], users: withMode(state, "w") };
    default:
      event satisfies never;
      return nobody;
  }
}

const aroundTarget = (state: State, target: MetadataTarget): Recipients =>
  "key" in target
    ? { channels: [target.key], users: [], asker: true }
    : { ...allAround(state, target.user.id), watchers: true, asker: true };

function withMode({ users }: State, mode: string): UserId[] {
  const ids: UserId[] = [];
  for (const user of users.values()) if (user.modes.includes(mode)) ids.push(user.id);
  return ids;
}

/** The person, and everybody who shares a channel with them. */
const allAround = (state: State, id: UserId): Recipients =>
  around(state, [...(state.users.get(id)?.channels ?? [])], id);

/** The person, and those in these channels who see them there.
 * @param letters what they are there, when they are not there yet */
function around(
  state: State,
  channels: readonly ChannelKey[],
  id: UserId,
  letters?: string,
): Recipients {
  let ranks: { [key: ChannelKey]: string } | undefined;
  for (const key of channels) {
    const channel = state.channels.get(key);
    const rank = channel ? toldFrom(channel, letters ?? channel.members.get(id) ?? "") : "";
    if (rank !== "") (ranks ??= {})[key] = rank;
  }
  return ranks ? { channels, ranks, users: [id] } : { channels, users: [id] };
}

/** The users themselves, each once. What the server does with sessions, done with the state. */
export function* usersOf(state: State, to: Recipients): Generator<UserId> {
  const told = new Set<UserId>(to.users);
  yield* told;
  for (const key of to.channels) {
    for (const [id, prefixes] of state.channels.get(key)?.members ?? []) {
      const rank = to.ranks?.[key];
      if (told.has(id) || (rank !== undefined && !reaches(prefixes, rank))) continue;
      told.add(id);
      yield id;
    }
  }
}

function addressed(state: State, to: SaidTo, by: UserId): Recipients {
  if ("user" in to) return { channels: [], users: [to.user.id, by] };
  const { key, rank } = to;
  return {
    channels: [key],
    ...(rank !== "" && { ranks: { [key]: rank } }),
    // Who speaks from outside, or below the rank, hears it too.
    users: hears(state, key, by, rank) ? [] : [by],
  };
}

function hears(state: State, key: ChannelKey, id: UserId, rank: string): boolean {
  const prefixes = state.channels.get(key)?.members.get(id);
  return prefixes !== undefined && (rank === "" || reaches(prefixes, rank));
}
