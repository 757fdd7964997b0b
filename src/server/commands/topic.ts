/** TOPIC: what a channel is about. RFC 2812 §3.2.4. */
import { parseSource } from "../../protocol/source.ts";
import { cut } from "../../protocol/text.ts";
import { numerics } from "../../protocol/numerics.ts";
import type { Command, Reader } from "../command.ts";
import { memberChannel, whoIs } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import { type Channel, channelNamed, hasRank, isMember, seesChannel } from "../state.ts";

export const topic: Command = {
  from: "registered",
  paramsMin: 1,
  help: "TOPIC <channel> [:<topic>] — see, set or (with an empty one) clear the topic",
  ask: (_session, [channel = "", text]) =>
    text === undefined ? [] : [{ type: "setTopic", channel, text }],
  answers: ({ length }) => length === 1,
  answer(reader, [name = ""], user) {
    const channel = channelNamed(reader.state, name);
    if (!channel || !seesChannel(user, channel))
      return reader.refuse(refuse("noSuchChannel", name));
    if (!isMember(channel, user)) return reader.refuse(refuse("notOnChannel", channel.name));
    if (!channel.topic) return reader.reply(numerics.RPL_NOTOPIC, channel.name, "No topic is set");
    tellTopic(reader, channel);
  },
  decide: {
    setTopic(state, { request }, by) {
      const found = memberChannel(state, request.channel, by);
      if ("refused" in found) return found.refused;
      const { channel } = found;
      if (channel.modes.includes("t") && !hasRank(channel, by, "h"))
        return [refuse("operatorOnly", channel.name)];
      const text = cut(request.text, state.rules.limits.topicLengthMax);
      if (text === (channel.topic?.text ?? "")) return [];
      const { name, key } = channel;
      return [{ type: "topicChanged", who: whoIs(by), channel: name, key, text }];
    },
  },
};

/** The topic with who set it and when, as on joining; nothing when there is none. */
export function tellTopic(reader: Pick<Reader, "reply">, { name, topic: set }: Channel): void {
  if (!set) return;
  reader.reply(numerics.RPL_TOPIC, name, set.text);
  // A nick and no more (modern.ircdocs, "RPL_TOPICWHOTIME").
  const { nick } = parseSource(set.by);
  reader.reply(numerics.RPL_TOPICWHOTIME, name, nick, String(Math.floor(set.at / 1000)));
}
