/** NAMES: who is in a channel. RFC 2812 §3.2.5. */
import { channelModes, prefixesOf } from "../../protocol/modes.ts";
import { numerics } from "../../protocol/numerics.ts";
import { joinWords } from "../../protocol/text.ts";
import { type Command, type Reader, split } from "../command.ts";
import { has, type Session } from "../session.ts";
import { seesMember } from "../sight.ts";
import {
  type Channel,
  channelNamed,
  fullMask,
  isMember,
  seesChannel,
  type State,
  type User,
} from "../state.ts";

export const names: Command = {
  from: "registered",
  paramsMin: 0,
  heavy: true,
  help: "NAMES [<channel>{,<channel>}] — who is there",
  answer(reader, [channels], user) {
    if (split(channels).length === 0)
      return reader.reply(numerics.RPL_ENDOFNAMES, "*", "End of /NAMES list");
    // Each once: a line of one name again and again would be answered with megabytes.
    for (const name of new Set(split(channels))) {
      const channel = channelNamed(reader.state, name);
      if (channel && seesChannel(user, channel)) tellNames(reader, channel, user);
      else reader.reply(numerics.RPL_ENDOFNAMES, name, "End of /NAMES list");
    }
  },
};

/** 353 and 366; people who are invisible are named only to those in the channel. */
export function tellNames(
  reader: Pick<Reader, "reply" | "session" | "state">,
  channel: Channel,
  user: User,
): void {
  const { state, session, reply } = reader;
  const inside = isMember(channel, user);
  const items: string[] = [];
  for (const [id, prefixes] of channel.members) {
    const member = state.users.get(id);
    if (!member || (!inside && member.modes.includes("i"))) continue;
    if (!seesMember(user, channel, member)) continue;
    const shown = has(session, "userhost-in-names") ? fullMask(member) : member.nick;
    items.push(prefixOf(session, prefixes) + shown);
  }
  const symbol = channel.modes.includes("s") ? "@" : "=";
  for (const line of joinWords(items, 380)) {
    reply(numerics.RPL_NAMREPLY, symbol, channel.name, line);
  }
  reply(numerics.RPL_ENDOFNAMES, channel.name, "End of /NAMES list");
}

/** "@+" with multi-prefix, else the highest alone. */
export function prefixOf(session: Session, prefixes: string): string {
  const all = prefixesOf(prefixes, channelModes);
  return has(session, "multi-prefix") ? all : all.slice(0, 1);
}

/** The channels of `user` that `viewer` may know of, each with its prefix there. */
export function channelsOf(state: State, session: Session, user: User, viewer: User): string[] {
  const found: string[] = [];
  for (const key of user.channels) {
    const channel = state.channels.get(key);
    if (!channel || !seesChannel(viewer, channel) || !seesMember(viewer, channel, user)) continue;
    if (user.modes.includes("i") && viewer !== user && !isMember(channel, viewer)) continue;
    found.push(prefixOf(session, channel.members.get(user.id) ?? "") + channel.name);
  }
  return found;
}
