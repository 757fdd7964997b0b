/**
 * Spoken: a message of the past that somebody names, to take it back or to change it. What of it
 * the rules need is looked up when it is asked for, and goes into the request. Part of the core.
 */
import type { Reader } from "./command.ts";
import { type Event, placeOfMsgid, type Said, type SaidTo, type Who } from "./event.ts";
import type { TargetKey } from "./history-keys.ts";
import { whoIs } from "./outcomes.ts";
import { pastNamed, pastOfChannel } from "./past.ts";
import type { SayKind } from "./request.ts";
import { wasFor } from "./rights.ts";
import {
  channelNamed,
  isChannelName,
  isMember,
  type State,
  type User,
  usersOfAccount,
} from "./state.ts";
import type { Place, Source } from "./store.ts";

export interface Spoken extends Place {
  /** Milliseconds since the epoch. */
  readonly time: number;
  /** Under what it is filed. */
  readonly key: TargetKey;
  readonly kind: SayKind;
  readonly by: Pick<Who, "id" | "nick" | "account">;
  /** The person to whom it was said; null in a channel. */
  readonly to: Who | null;
  /** STATUSMSG, or "". */
  readonly rank: string;
  /** Kept back from the others by the channel's modes, not meant for few. */
  readonly held?: true;
  /** Whether the one who asks could read it in the history. */
  readonly readable: boolean;
}

/** null: there is no such message; undefined: the target is none of this person's. */
export function findSpoken(
  reader: Pick<Reader, "history" | "state">,
  user: User,
  target: string,
  msgid: string,
): Spoken | null | undefined {
  const sources = sourcesOf(reader, user, target);
  const at = placeOfMsgid(msgid);
  if (!sources || !at) return sources && null;
  for (const source of sources) {
    const event = reader.history.message([source], at);
    if (event?.type === "said") return spokenOf(event, source, reader.state, user);
  }
  return null;
}

/** What this person said there last; null and undefined as above. */
export function lastOwn(
  reader: Pick<Reader, "history" | "state">,
  user: User,
  target: string,
): Spoken | null | undefined {
  const sources = sourcesOf(reader, user, target);
  if (!sources) return undefined;
  const { state, history } = reader;
  // Of several sources each is asked, so that it is known where the message is filed.
  const last = sources.flatMap((source) => {
    const isOwn = (event: Event): boolean =>
      event.type === "said" && isBy(state, spokenOf(event, source, state, user), user);
    const page = { count: 1, from: "newest", events: false, wanted: isOwn } as const;
    return history
      .page([source], page)
      .flatMap((event) => (event.type === "said" ? [spokenOf(event, source, state, user)] : []));
  });
  return last.sort((a, b) => b.place - a.place || b.index - a.index)[0] ?? null;
}

/** Who is in a channel may name what was said there, also where they may not read the past. */
function sourcesOf(
  { history, state }: Pick<Reader, "history" | "state">,
  user: User,
  name: string,
) {
  if (!isChannelName(name)) return pastNamed({ history, state }, user, name)?.sources;
  const channel = channelNamed(state, name);
  return channel && isMember(channel, user) ? [channel] : undefined;
}

export function spokenOf(event: Said, source: Source, state: State, user: User): Spoken {
  const { place, index, time, kind, who, to } = event;
  const { id, nick, account } = who;
  return {
    place,
    index,
    time,
    key: source.key,
    kind,
    by: { id, nick, account },
    to: "user" in to ? to.user : null,
    rank: "user" in to ? "" : to.rank,
    ...("key" in to && to.held && { held: to.held }),
    readable: mayRead(event, state, user),
  };
}

function mayRead(event: Said, state: State, user: User): boolean {
  if ("user" in event.to) return true;
  const channel = state.channels.get(event.to.key);
  const past = channel && pastOfChannel(state, user, channel);
  return past !== undefined && event.time >= past.since && wasFor(event, user, channel);
}

/** Said by the same person: on the same connection, or logged in to the same account. */
export const isBy = ({ fold }: State, { by }: Spoken, user: User): boolean =>
  by.id === user.id ||
  (by.account !== null && user.account !== null && fold(by.account) === fold(user.account));

/** Where those are now to whom it was said; undefined when the asker has no part in it. */
export function nowAt(state: State, { to, key, rank, held }: Spoken, by: User): SaidTo | undefined {
  if (to) {
    const user = personNow(state, to);
    return { user: user ? whoIs(user) : to, away: null };
  }
  const channel = state.channels.get(key);
  if (!channel || !isMember(channel, by)) return undefined;
  return { channel: channel.name, key: channel.key, rank, ...(held && { held }) };
}

/** The same connection, or another of the same account. */
function personNow(state: State, { id, account }: Who): User | undefined {
  const user = state.users.get(id);
  return user ?? (account === null ? undefined : usersOfAccount(state, state.fold(account))[0]);
}
