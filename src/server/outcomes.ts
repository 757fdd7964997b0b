/** Outcomes: the few phrases that the rules of many commands share. Pure, part of the core. */
import type { Outcome } from "./command.ts";
import type { Who } from "./event.ts";
import { refuse } from "./refusal.ts";
import {
  type Channel,
  channelNamed,
  isMember,
  seesChannel,
  type State,
  type User,
} from "./state.ts";

export const whoIs = (user: User): Who => ({
  id: user.id,
  nick: user.nick,
  username: user.username,
  host: user.host,
  account: user.account,
  guest: user.guest,
  bot: user.modes.includes("B"),
  operator: user.operator !== null,
});

/** What an operator has done, for the audit trail; it stands beside the events of the deed. */
export const audited = (by: User, action: string, target: string, reason = ""): Outcome => ({
  type: "audited",
  who: whoIs(by),
  operator: by.operator?.name ?? "",
  action,
  target,
  reason,
});

/** The channel for someone who must be in it, or why not; of a secret one as if it were not. */
export function memberChannel(
  state: State,
  name: string,
  by: User,
): { channel: Channel } | { refused: readonly Outcome[] } {
  const channel = channelNamed(state, name);
  if (!channel || !seesChannel(by, channel)) return { refused: [refuse("noSuchChannel", name)] };
  if (!isMember(channel, by)) return { refused: [refuse("notOnChannel", channel.name)] };
  return { channel };
}
