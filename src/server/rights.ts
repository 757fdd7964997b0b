/** Rights: what of the past a person may read. Pure, part of the core; every read asks here. */
import { reaches } from "../protocol/modes.ts";
import { type Event, isAddressed } from "./event.ts";
import type { ReadingRules } from "./rules.ts";
import { seesInDark } from "./sight.ts";
import { type Channel, isMember, type State, type User } from "./state.ts";
import { arrivedAt } from "./traces.ts";

/** From which time on the person may read what happened in the channel, milliseconds since the
 * epoch; undefined: nothing. Only who is in it may: nobody banned, not invited, or gone. */
export function readableSince(state: State, user: User, channel: Channel): number | undefined {
  if (!isMember(channel, user)) return undefined;
  const { readers, since } = readingRules(state, channel);
  if (readers === "accounts" && user.account === null) return undefined;
  // What was before the channel was made happened in another of that name.
  if (since === "all") return channel.created;
  return Math.max(channel.created, arrivedAt(state, channel.key, user) ?? state.time);
}

export const mayReadHistory = (state: State, user: User, channel: Channel): boolean =>
  readableSince(state, user, channel) !== undefined;

function readingRules({ rules: { history }, fold }: State, { key }: Channel): ReadingRules {
  return history.channels.find(({ name }) => fold(name) === key) ?? history;
}

/** What was said to a channel's operators is history for operators; and who came and went in an
 * auditorium (mode u) is for those who see everybody there.
 * @param channel where it happened; undefined for what was said between two */
export function wasFor(event: Event, user: User, channel: Channel | undefined): boolean {
  if (!channel) return true;
  if (isAddressed(event) && "key" in event.to && event.to.rank !== "")
    return reaches(channel.members.get(user.id) ?? "", event.to.rank);
  if (!comings.has(event.type) || !channel.modes.includes("u")) return true;
  if (event.type === "joined" && event.prefixes !== "") return true;
  const own = "who" in event && (event.type === "kicked" ? event.target : event.who).id === user.id;
  return own || seesInDark(user, channel);
}

const comings = new Set<Event["type"]>(["joined", "parted", "kicked", "quit", "nickChanged"]);
