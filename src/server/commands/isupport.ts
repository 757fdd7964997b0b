/** ISUPPORT: what the server supports, asked for again or early. ircv3 draft/extended-isupport. */
import { message, noTags } from "../../protocol/message.ts";
import { numerics } from "../../protocol/numerics.ts";
import type { Command, Reader } from "../command.ts";
import { isupportLines } from "../isupport.ts";
import { refuse } from "../refusal.ts";
import { has } from "../session.ts";

export const isupport: Command = {
  from: "anyone",
  paramsMin: 0,
  help: "ISUPPORT — what this server supports, its limits among it (005)",
  answer(reader) {
    const { session, state, config } = reader;
    // Before registration only for those who have asked for it.
    if (session.user === 0 && !has(session, "draft/extended-isupport"))
      return reader.refuse(refuse("notRegistered"));
    tellSupport(reader, isupportLines(state.rules, config));
  },
};

/** In a batch of their own for those who know it: "MUST group all RPL_ISUPPORT messages". */
export function tellSupport(
  { session, state, host, send }: Pick<Reader, "session" | "state" | "host" | "send">,
  lines: readonly (readonly string[])[],
): void {
  const batched = has(session, "batch") && has(session, "draft/extended-isupport");
  // Begun and ended at once, so that its name meets no other's.
  const batch = "isupport";
  const tags = batched ? new Map([["batch", batch]]) : noTags;
  const nick = state.users.get(session.user)?.nick ?? "*";
  if (batched) send(message("BATCH", [`+${batch}`, "draft/isupport"], host.name));
  for (const tokens of lines) {
    const params = [nick, ...tokens, "are supported by this server"];
    send(message(numerics.RPL_ISUPPORT, params, host.name, tags));
  }
  if (batched) send(message("BATCH", [`-${batch}`], host.name));
}
