/** AWAY: says that one is away, or back. RFC 2812 §4.1. */
import { cut } from "../../protocol/text.ts";
import { numerics } from "../../protocol/numerics.ts";
import type { Command } from "../command.ts";
import { whoIs } from "../outcomes.ts";
import { awayAmong } from "../presence.ts";
import { refuse } from "../refusal.ts";
import { has } from "../session.ts";

export const away: Command = {
  from: "anyone",
  paramsMin: 0,
  help: "AWAY [:<text>] — say that you are away; without a text, that you are back",
  ask(session, [text = ""], _message, limits) {
    if (session.user !== 0) return [{ type: "setAway", text }];
    // Before the registration is complete it waits for it (draft/pre-away).
    if (!has(session, "draft/pre-away")) return [refuse("notRegistered")];
    session.away = cut(text, limits.awayLengthMax) || null;
    return [];
  },
  answers: () => true,
  answer({ session, reply }) {
    if (session.user !== 0 || !has(session, "draft/pre-away")) return;
    if (session.away === null) reply(numerics.RPL_UNAWAY, "You are no longer marked as being away");
    else reply(numerics.RPL_NOWAWAY, "You have been marked as being away");
  },
  decide: {
    setAway(state, { request, session }, by) {
      const away = cut(request.text, state.rules.limits.awayLengthMax) || null;
      const own = { id: session, away };
      const text = awayAmong(by.sessions.map((each) => (each.id === session ? own : each)));
      return [{ type: "awayChanged", who: whoIs(by), text, session: own }];
    },
  },
};
