/** SAJOIN: an operator puts somebody into a channel. By custom. */
import { type Command, split } from "../command.ts";
import { audited } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import { fullMask, userNamed } from "../state.ts";
import { putIn } from "./join.ts";

export const sajoin: Command = {
  from: { right: "force" },
  paramsMin: 2,
  help: "SAJOIN <nick> <channel>{,<channel>} — (operators) put somebody into channels",
  ask(_session, [nick = "", channels]) {
    const names = split(channels);
    if (names.length === 0) return [refuse("needMoreParams", "SAJOIN")];
    return names.map((channel) => ({ type: "forceJoin", nick, channel }));
  },
  decide: {
    forceJoin(state, { request, time }, by) {
      const user = userNamed(state, request.nick);
      if (!user) return [refuse("noSuchNick", request.nick)];
      const outcomes = putIn(state, user, request.channel, Math.max(state.time, time));
      const [came] = outcomes;
      if (came?.type !== "joined") return outcomes;
      return [...outcomes, audited(by, "SAJOIN", `${fullMask(user)} ${came.channel}`)];
    },
  },
};
