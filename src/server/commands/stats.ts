/** STATS: how the server is doing; "u" for all, the rest for operators. RFC 2812 §3.4.4. */
import { numerics } from "../../protocol/numerics.ts";
import { type Command, lacking } from "../command.ts";
import { refuse } from "../refusal.ts";
import { hasRight } from "../state.ts";
import { isServer } from "./version.ts";

const forOperators = new Set("lmokd");

export const stats: Command = {
  from: "registered",
  paramsMin: 0,
  heavy: true,
  help: "STATS <u|l|m|o|k|d> — uptime; operators: connections, commands, operators, bans",
  answer(reader, [query, server], user) {
    const { host, reply } = reader;
    if (query === undefined || query === "")
      return reader.refuse(refuse("needMoreParams", "STATS"));
    if (!isServer(reader, server)) return;
    const letter = query.charAt(0);
    if (forOperators.has(letter) && !hasRight(user, "stats"))
      return reader.refuse(lacking(user, "stats"));
    for (const [numeric = "", ...params] of host.statistics(letter, user))
      reply(numeric, ...params);
    reply(numerics.RPL_ENDOFSTATS, letter, "End of /STATS report");
  },
};
