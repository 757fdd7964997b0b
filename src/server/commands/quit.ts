/** QUIT: goodbye. RFC 2812 §3.1.7. The rule of a connection's end stands here, however it ends. */
import type { Command } from "../command.ts";
import { gone, graceOver, lostWith, without } from "../presence.ts";
import { nodeOf, type SessionId, userOf } from "../state.ts";

export const quit: Command = {
  from: "anyone",
  paramsMin: 0,
  help: "QUIT [<reason>] — leave",
  answer({ host, session }, [reason = ""]) {
    // Told apart from a connection that broke by the word before it, whatever follows.
    host.quit(session, `Quit: ${reason}`);
  },
  decide: {
    disconnect(state, { session, request }) {
      const user = userOf(state, session);
      if (!user) return [];
      return without(state, user, [session], request.reason);
    },
    loseSessions(state, { request, time }) {
      const lost = (session: SessionId): boolean => session.startsWith(request.prefix);
      return lostWith(state, lost, request.reason, time);
    },
    endGrace: (state, { time }) =>
      graceOver(state, Math.max(state.time, time)).flatMap((user) => [
        gone(user, "Has not come back"),
      ]),
    startNode(state, { node, request, time }) {
      return [
        ...lostWith(state, (session) => nodeOf(session) === node, "Server restarted", time),
        { type: "nodeStarted", node, rules: request.rules },
      ];
    },
    changeRules: (_state, { request }) => [{ type: "rulesChanged", rules: request.rules }],
  },
};
