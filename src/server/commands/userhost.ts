/** USERHOST: where up to five people are from. RFC 2812 §4.8. */
import { numerics } from "../../protocol/numerics.ts";
import type { Command } from "../command.ts";
import { userhost as userhostOf, userNamed } from "../state.ts";

export const userhost: Command = {
  from: "registered",
  paramsMin: 1,
  help: "USERHOST <nick>{ <nick>} — where up to five people are from",
  answer({ state, reply }, params) {
    const rows = params.slice(0, state.rules.limits.userhostNicksMax).flatMap((nick) => {
      const user = userNamed(state, nick);
      if (!user) return [];
      const operator = user.operator ? "*" : "";
      return [`${user.nick}${operator}=${user.away === null ? "+" : "-"}${userhostOf(user)}`];
    });
    reply(numerics.RPL_USERHOST, rows.join(" "));
  },
};
