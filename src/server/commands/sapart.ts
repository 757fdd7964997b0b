/** SAPART: an operator takes somebody out of a channel. By custom. */
import { cut } from "../../protocol/text.ts";
import { type Command, split } from "../command.ts";
import { audited } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import { channelNamed, fullMask, isMember, userNamed } from "../state.ts";
import { parted } from "./part.ts";

export const sapart: Command = {
  from: { right: "force" },
  paramsMin: 2,
  help: "SAPART <nick> <channel>{,<channel>} [<reason>] — (operators) take somebody out",
  ask(_session, [nick = "", channels, reason = ""]) {
    const names = split(channels);
    if (names.length === 0) return [refuse("needMoreParams", "SAPART")];
    return names.map((channel) => ({ type: "forcePart", nick, channel, reason }));
  },
  decide: {
    forcePart(state, { request }, by) {
      const user = userNamed(state, request.nick);
      if (!user) return [refuse("noSuchNick", request.nick)];
      const channel = channelNamed(state, request.channel);
      if (!channel) return [refuse("noSuchChannel", request.channel)];
      if (!isMember(channel, user)) return [refuse("userNotInChannel", user.nick, channel.name)];
      const reason = cut(request.reason, state.rules.limits.quitLengthMax);
      const target = `${fullMask(user)} ${channel.name}`;
      return [parted(user, channel, reason), audited(by, "SAPART", target, reason)];
    },
  },
};
