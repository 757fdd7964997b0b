/** LIST: the channels there are. RFC 2812 §3.2.6; ELIST conditions of modern.ircdocs. */
import { compileMask } from "../../protocol/mask.ts";
import { numerics } from "../../protocol/numerics.ts";
import { type Command, split } from "../command.ts";
import { type Channel, seesChannel, type State } from "../state.ts";

export const list: Command = {
  from: "registered",
  paramsMin: 0,
  heavy: true,
  help: "LIST [<channel or condition>{,…}] — the channels there are; e.g. LIST >3,*lob*",
  answer({ state, host, reply }, [channels, conditions], viewer) {
    reply(numerics.RPL_LISTSTART, "Channel", "Users  Name");
    const wanted = conditionOf(state, [...split(channels), ...split(conditions)], host.now());
    let left = state.rules.limits.listRepliesMax;
    for (const channel of state.channels.values()) {
      if (!seesChannel(viewer, channel) || !wanted(channel)) continue;
      if (left-- === 0) break;
      const count = String(channel.members.size);
      reply(numerics.RPL_LIST, channel.name, count, channel.topic?.text ?? "");
    }
    reply(numerics.RPL_LISTEND, "End of /LIST");
  },
};

type Condition = (channel: Channel) => boolean;

/** Names and masks are alternatives; all the other conditions must hold (ELIST=CMNTU). */
function conditionOf(state: State, parts: readonly string[], now: number): Condition {
  const minutesSince = (at: number) => (now - at) / 60_000;
  const names: Condition[] = [];
  const all: Condition[] = [];
  for (const part of new Set(parts)) {
    const compared = /^([CT])?([<>])([0-9]{1,9})$/.exec(part.toUpperCase());
    if (compared) {
      const [, kind, sign, digits] = compared;
      const bound = Number(digits);
      const below = sign === "<";
      all.push((channel) => {
        if (kind === undefined) {
          const { size } = channel.members;
          return below ? size < bound : size > bound;
        }
        // "C>10": made more than ten minutes ago; "T" the same of the topic.
        const at = kind === "C" ? channel.created : channel.topic?.at;
        if (at === undefined) return false;
        return below ? minutesSince(at) < bound : minutesSince(at) > bound;
      });
    } else if (part.startsWith("!")) {
      const matches = compileMask(part.slice(1), state.fold);
      all.push((channel) => !matches(channel.name));
    } else {
      const matches = compileMask(part, state.fold);
      names.push((channel) => matches(channel.name));
    }
  }
  return (channel) =>
    (names.length === 0 || names.some((name) => name(channel))) &&
    all.every((condition) => condition(channel));
}
