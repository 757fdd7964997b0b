/** PART: out of a channel. RFC 2812 §3.2.2. */
import { cut } from "../../protocol/text.ts";
import { type Command, type EventBody, split } from "../command.ts";
import { memberChannel, whoIs } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import { type Channel, isChannelName, type User } from "../state.ts";

export const part: Command = {
  from: "registered",
  paramsMin: 1,
  help: "PART <channel>{,<channel>} [<reason>] — leave channels",
  ask(_session, [channels, reason = ""]) {
    const names = split(channels);
    if (names.length === 0) return [refuse("needMoreParams", "PART")];
    return names.map((channel) =>
      isChannelName(channel) ? { type: "part", channel, reason } : refuse("noSuchChannel", channel),
    );
  },
  decide: {
    part(state, { request }, by) {
      const reason = cut(request.reason, state.rules.limits.quitLengthMax);
      // All of them: asked for by JOIN 0. In an order that is the same on a node that has loaded
      // them from its store.
      if (request.channel === "*")
        return [...by.channels].sort().flatMap((key) => {
          const channel = state.channels.get(key);
          return channel ? [parted(by, channel, reason)] : [];
        });
      const found = memberChannel(state, request.channel, by);
      return "refused" in found ? found.refused : [parted(by, found.channel, reason)];
    },
  },
};

export const parted = (by: User, channel: Channel, reason: string): EventBody => ({
  type: "parted",
  who: whoIs(by),
  channel: channel.name,
  key: channel.key,
  reason,
});
