/**
 * Masks: whether a person is meant by a channel's list. Used by the rules of joining and speaking.
 * Pure; it remembers compiled masks only as long as the lists hold them.
 */
import { parseListed } from "../protocol/extban.ts";
import { compileMask } from "../protocol/mask.ts";
import { anyHost } from "./bans.ts";
import { type Channel, type ListedMask, type ListMode, type State, type User } from "./state.ts";

interface Compiled {
  readonly mutes: boolean;
  readonly means: (user: User) => boolean;
}

const compiled = new WeakMap<ListedMask, Compiled>();

function compile(state: State, listed: ListedMask): Compiled {
  const { mutes, means, pattern } = parseListed(listed.mask);
  const matches = compileMask(pattern, state.fold);
  if (means === "account")
    return { mutes, means: ({ account }) => account !== null && matches(account) };
  // A mask means what others see of a person, or would but for another host; the address only
  // where that is it: else whoever has a channel could find out by halves what a cloak hides.
  const fits = ({ nick, username, host, cloak, address }: User): boolean => {
    const seen = { host, cloak, address: cloak.endsWith(address) ? address : cloak };
    return anyHost(seen, (one) => matches(`${nick}!${username}@${one}`));
  };
  if (means === "everybody") return { mutes, means: fits };
  return { mutes, means: (user) => user.account === null && fits(user) };
}

/** Whether one of the list's masks means the person, of those that mute or of the others. */
function isListed(state: State, channel: Channel, mode: ListMode, user: User, mutes: boolean) {
  return channel.lists[mode].some((listed) => {
    let known = compiled.get(listed);
    if (!known) compiled.set(listed, (known = compile(state, listed)));
    return known.mutes === mutes && known.means(user);
  });
}

export const isBanned = (state: State, channel: Channel, user: User): boolean =>
  channel.lists.b.length > 0 &&
  isListed(state, channel, "b", user, false) &&
  !isListed(state, channel, "e", user, false);

/** Who is excepted from bans is so from mutes; or from mutes alone. */
export const isMuted = (state: State, channel: Channel, user: User): boolean =>
  channel.lists.b.length > 0 &&
  isListed(state, channel, "b", user, true) &&
  !isListed(state, channel, "e", user, true) &&
  !isListed(state, channel, "e", user, false);

/** Who is on the list I needs no invitation. */
export const isInvited = (state: State, channel: Channel, user: User): boolean =>
  isListed(state, channel, "I", user, false);
