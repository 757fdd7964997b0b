/** KILL: an operator ends somebody's connection. RFC 2812 §3.7.1. */
import { cut } from "../../protocol/text.ts";
import type { Command } from "../command.ts";
import { audited, whoIs } from "../outcomes.ts";
import { gone } from "../presence.ts";
import { refuse } from "../refusal.ts";
import { fullMask, userNamed } from "../state.ts";

export const kill: Command = {
  from: { right: "kill" },
  paramsMin: 2,
  help: "KILL <nick> :<reason> — (operators) end somebody's connection",
  ask: (_session, [nick = "", reason = ""]) => [{ type: "kill", nick, reason }],
  decide: {
    kill(state, { request }, by) {
      const target = userNamed(state, request.nick);
      if (!target) return [refuse("noSuchNick", request.nick)];
      const reason = cut(request.reason || "No reason", state.rules.limits.kickLengthMax);
      return [
        { ...gone(target, `Killed (${by.nick} (${reason}))`), killed: { by: whoIs(by), reason } },
        audited(by, "KILL", fullMask(target), reason),
      ];
    },
  },
};
