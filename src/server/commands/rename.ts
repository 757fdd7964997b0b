/** RENAME: gives a channel another name, with all that it has. ircv3 channel-rename. */
import { cut } from "../../protocol/text.ts";
import type { Command } from "../command.ts";
import { mayBeChannel } from "../naming.ts";
import { memberChannel, whoIs } from "../outcomes.ts";
import { refuse, type Refusal } from "../refusal.ts";
import { redirectAt } from "../renames.ts";
import { type Channel, isOperatorOf, type State } from "../state.ts";

export const rename: Command = {
  from: "registered",
  paramsMin: 2,
  help: "RENAME <channel> <new name> [:<reason>] — give a channel another name",
  ask: (_session, [channel = "", name = "", reason = ""]) => [
    { type: "rename", channel, name, reason },
  ],
  decide: {
    rename(state, { request, time }, by) {
      const found = memberChannel(state, request.channel, by);
      if ("refused" in found) return found.refused;
      const { channel } = found;
      if (!isOperatorOf(channel, by)) return [refuse("operatorOnly", channel.name)];
      const { name } = request;
      const objection = renameObjection(state, channel, name, time);
      if (objection) return [objection];
      const { name: old, key } = channel;
      // Those who do not know the command read the reason in a PART.
      const reason = cut(request.reason, state.rules.limits.quitLengthMax);
      const newKey = state.fold(name);
      return [{ type: "renamed", who: whoIs(by), channel: old, key, name, newKey, reason }];
    },
  },
};

function renameObjection(state: State, channel: Channel, name: string, time: number) {
  const { limits, lobby } = state.rules;
  const cannot = (why: string): Refusal => refuse("cannotRename", channel.name, name, why);
  if (!name.startsWith("#")) return cannot("You cannot change a channel prefix type");
  if (!mayBeChannel(state, name)) return cannot("That cannot be a channel's name");
  if (name === channel.name) return cannot("That is its name already");
  const key = state.fold(name);
  const taken = key !== channel.key && state.channels.has(key);
  const leadsTo = redirectAt(state, key, time);
  if (taken || (leadsTo && leadsTo !== channel))
    return refuse("channelNameInUse", channel.name, name);
  // It is where people land who name no room.
  if (channel.key === state.fold(lobby) && key !== channel.key)
    return cannot("The lobby keeps its name");
  if (channel.members.size > limits.renameMembersMax) return cannot("Too many people are in it");
  const { channelRenamesMax, renameWindowMs } = limits;
  const oldest = channel.renamed.at(-channelRenamesMax);
  if (oldest !== undefined && time - oldest < renameWindowMs)
    return cannot("This channel has been renamed recently");
  return undefined;
}
