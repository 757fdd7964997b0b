/** REDACT: takes a message back, or out of a channel. ircv3 draft/message-redaction. */
import { cut } from "../../protocol/text.ts";
import type { Command } from "../command.ts";
import { whoIs } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import { has } from "../session.ts";
import { findSpoken, isBy, nowAt, type Spoken } from "../spoken.ts";
import { hasRank, type State, type User } from "../state.ts";

export const redact: Command = {
  from: "registered",
  paramsMin: 2,
  help: "REDACT <target> <msgid> [<reason>] — take back what you said, or out what others said",
  answer(reader, [target = "", msgid = "", reason = ""], user) {
    if (!has(reader.session, "draft/message-redaction"))
      return reader.refuse(refuse("unknownCommand", "REDACT"));
    const spoken = findSpoken(reader, user, target, msgid);
    if (spoken === undefined) return reader.refuse(refuse("redactTarget", target));
    if (spoken === null) return reader.refuse(refuse("messageUnknown", target, msgid));
    reader.request({ type: "redact", target, msgid, reason, spoken });
  },
  decide: {
    redact(state, { request, session, time }, by) {
      const { target, msgid, spoken } = request;
      const to = nowAt(state, spoken, by);
      if (!to) return [refuse("redactTarget", target)];
      const own = isBy(state, spoken, by);
      if (!rulesOver(state, spoken, by)) {
        if (!own && !spoken.readable) return [refuse("messageUnknown", target, msgid)];
        if (!own) return [refuse("redactForbidden", target, msgid)];
        const { redactMs } = state.rules;
        if (redactMs > 0 && time - spoken.time > redactMs)
          return [refuse("redactTooLate", target, msgid, String(redactMs / 1000))];
      }
      const { place, index, key, by: author, time: saidAt, kind } = spoken;
      const reason = cut(request.reason, state.rules.limits.kickLengthMax);
      const silent = kind === "TAGMSG" ? { silent: true as const } : {};
      const said = { place, index, filed: key, by: author.nick, own, at: saidAt, ...silent };
      return [{ type: "redacted", who: whoIs(by), said, reason, session, to }];
    },
  },
};

/** Half-operators put people out of a channel; so they may take out what was said. */
function rulesOver({ channels }: State, { key, to }: Spoken, by: User): boolean {
  const channel = to ? undefined : channels.get(key);
  return channel !== undefined && hasRank(channel, by, "h");
}
