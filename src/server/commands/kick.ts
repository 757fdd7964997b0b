/** KICK: out of a channel, by those who rank above one. RFC 2812 §3.2.8. */
import { cut } from "../../protocol/text.ts";
import { type Command, split } from "../command.ts";
import { memberChannel, whoIs } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import { mayPutOut } from "../ranks.ts";
import { hasRank, isMember, userNamed } from "../state.ts";

export const kick: Command = {
  from: "registered",
  paramsMin: 2,
  help: "KICK <channel> <nick>{,<nick>} [<reason>] — put people out of a channel",
  ask(_session, [channels, nicks, reason = ""]) {
    const [from, names] = [split(channels), split(nicks)];
    const [first] = from;
    if (first === undefined || names.length === 0) return [refuse("needMoreParams", "KICK")];
    // "One channel and multiple users, or as many channels as there are users" (RFC 2812).
    if (from.length > 1 && from.length !== names.length) return [refuse("needMoreParams", "KICK")];
    return names.map((nick, n) => ({ type: "kick", channel: from[n] ?? first, nick, reason }));
  },
  decide: {
    kick(state, { request }, by) {
      const found = memberChannel(state, request.channel, by);
      if ("refused" in found) return found.refused;
      const { channel } = found;
      if (!hasRank(channel, by, "h")) return [refuse("operatorOnly", channel.name)];
      const target = userNamed(state, request.nick);
      // Of a nick that nobody has modern.ircdocs says the same.
      if (!target || !isMember(channel, target))
        return [refuse("userNotInChannel", target?.nick ?? request.nick, channel.name)];
      if (!mayPutOut(channel, by, target)) return [refuse("rankTooLow", channel.name)];
      const reason = cut(request.reason || by.nick, state.rules.limits.kickLengthMax);
      const { name, key } = channel;
      const who = whoIs(by);
      return [{ type: "kicked", who, channel: name, key, target: whoIs(target), reason }];
    },
  },
};
