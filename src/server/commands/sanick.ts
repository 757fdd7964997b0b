/** SANICK: an operator gives somebody another nick. By custom. */
import type { Command } from "../command.ts";
import { audited } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import { fullMask, userNamed } from "../state.ts";
import { nickObjection, renamed } from "./nick.ts";

export const sanick: Command = {
  from: { right: "force" },
  paramsMin: 2,
  help: "SANICK <nick> <nick> — (operators) give somebody another nick",
  ask: (_session, [nick = "", to = ""]) => [{ type: "forceNick", nick, to }],
  decide: {
    forceNick(state, { request: { nick, to } }, by) {
      const user = userNamed(state, nick);
      if (!user) return [refuse("noSuchNick", nick)];
      const objection = nickObjection(state, to, user);
      if (objection) return [objection];
      if (to === user.nick) return [];
      return [renamed(user, to), audited(by, "SANICK", `${fullMask(user)} ${to}`)];
    },
  },
};
