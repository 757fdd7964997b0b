/** TAGMSG: client-only tags without a text. message-tags, "The TAGMSG tag-only message". */
import { clientTags, isMomentary } from "../client-tags.ts";
import type { Command } from "../command.ts";
import { refuse } from "../refusal.ts";
import { has } from "../session.ts";
import { privmsg, say } from "./privmsg.ts";

export const tagmsg: Command = {
  from: "registered",
  paramsMin: 0,
  help: "TAGMSG <target>{,<target>} — send client-only tags (typing and the like) without a text",
  // What is told at once must not overtake what was asked before.
  waits: true,
  ask(session, params, message, limits) {
    if (!has(session, "message-tags")) return [refuse("unknownCommand", "TAGMSG")];
    const asked = say(session, "TAGMSG", params, message, limits);
    if (!isMomentary(clientTags(session, message))) return asked;
    return asked.map((each) =>
      each.type === "say" ? { type: "signal", target: each.target, tags: each.tags } : each,
    );
  },
  decide: {
    /** Whoever may say something may signal: the rule is that of PRIVMSG. */
    signal(state, { request, ...entry }, by) {
      const said = { ...request, type: "say", kind: "TAGMSG", text: "" } as const;
      const outcomes = privmsg.decide?.say?.(state, { ...entry, request: said }, by) ?? [];
      return outcomes.map((outcome) => {
        if (outcome.type !== "said") return outcome;
        const { who, tags, session, to } = outcome;
        return { type: "signalled", who, tags, session, to };
      });
    },
  },
};
