/** INVITE: lets a person into a channel, or lists where one is invited. RFC 2812 §3.2.7. */
import { numerics } from "../../protocol/numerics.ts";
import type { Command } from "../command.ts";
import { memberChannel, whoIs } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import { seesMember } from "../sight.ts";
import { hasRank, isMember, userNamed } from "../state.ts";

export const invite: Command = {
  from: "registered",
  paramsMin: 0,
  help: "INVITE [<nick> <channel>] — ask a person in; alone: where you are invited",
  ask(_session, [nick, channel]) {
    if (nick === undefined) return [];
    if (channel === undefined) return [refuse("needMoreParams", "INVITE")];
    return [{ type: "invite", nick, channel }];
  },
  answers: ({ length }) => length === 0,
  answer({ state, reply }, _params, user) {
    for (const key of user.invitedTo) {
      const channel = state.channels.get(key);
      if (channel) reply(numerics.RPL_INVITELIST, channel.name);
    }
    reply(numerics.RPL_ENDOFINVITELIST, "End of INVITE list");
  },
  decide: {
    invite(state, { request }, by) {
      const target = userNamed(state, request.nick);
      if (!target) return [refuse("noSuchNick", request.nick)];
      const found = memberChannel(state, request.channel, by);
      if ("refused" in found) return found.refused;
      const { channel } = found;
      if (channel.modes.includes("i") && !hasRank(channel, by, "h"))
        return [refuse("operatorOnly", channel.name)];
      // Of somebody in the dark (mode u) nobody learns by this that they are there.
      if (isMember(channel, target) && seesMember(by, channel, target))
        return [refuse("userOnChannel", target.nick, channel.name)];
      const { name, key } = channel;
      const { away } = target;
      const who = whoIs(by);
      return [{ type: "invited", who, channel: name, key, target: whoIs(target), away }];
    },
  },
};
