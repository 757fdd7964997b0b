/** UNSAY: takes back what one has said last, for those whose clients know no ids of messages. */
import type { Command } from "../command.ts";
import { msgidOf } from "../event.ts";
import { refuse } from "../refusal.ts";
import { lastOwn } from "../spoken.ts";

export const unsay: Command = {
  from: "registered",
  paramsMin: 1,
  help: "UNSAY <target> [<reason>] — take back what you said there last",
  answer(reader, [target = "", reason = ""], user) {
    const spoken = lastOwn(reader, user, target);
    if (spoken === undefined) return reader.refuse(refuse("redactTarget", target));
    if (spoken === null) return reader.refuse(refuse("nothingSaid", target));
    reader.request({ type: "redact", target, msgid: msgidOf(spoken), reason, spoken });
  },
};
