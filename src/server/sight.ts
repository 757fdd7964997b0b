/**
 * Sight: who is seen by whom, in a channel and anywhere. Pure, part of the core: every answer that
 * names people asks here, and so does the telling of who comes and goes.
 */
import { type Channel, hasRank, hasRight, type State, type User } from "./state.ts";

/** From this rank on one sees everybody in an auditorium, and is seen by everybody. */
const seesAllFrom = "h";

/** In an auditorium (mode u) those without a rank are in the dark. */
export const isDark = ({ modes }: Pick<Channel, "modes">, letters: string): boolean =>
  letters === "" && modes.includes("u");

/** The rank down to which it is told that such a member comes, goes or changes; "" for all. */
export const toldFrom = (channel: Channel, letters: string): string =>
  isDark(channel, letters) ? seesAllFrom : "";

/** Whether the viewer may know that this member is in the channel. The viewer need not be in it;
 * whether they may know of the channel at all is another question (seesChannel). */
export const seesMember = (viewer: User, channel: Channel, member: User): boolean =>
  !channel.modes.includes("u") ||
  viewer === member ||
  !isDark(channel, channel.members.get(member.id) ?? "") ||
  seesInDark(viewer, channel);

export const seesInDark = (viewer: User, channel: Channel): boolean =>
  hasRank(channel, viewer, seesAllFrom) || hasRight(viewer, "see-hidden");

/** Whether there is a channel in which the viewer sees the user. */
function meets({ channels }: State, viewer: User, user: User): boolean {
  const [fewer, more] =
    viewer.channels.size <= user.channels.size ? [viewer, user] : [user, viewer];
  for (const key of fewer.channels) {
    const channel = more.channels.has(key) ? channels.get(key) : undefined;
    if (channel && seesMember(viewer, channel, user)) return true;
  }
  return false;
}

/** An invisible user (mode i) is found only by those who see it in a channel. */
export const seesUser = (state: State, viewer: User, user: User): boolean =>
  viewer === user ||
  !user.modes.includes("i") ||
  meets(state, viewer, user) ||
  hasRight(viewer, "see-hidden");
