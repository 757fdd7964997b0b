/** KLINE and UNKLINE: a ban of nick!user@host from the whole server, and its end. By custom. */
import { normalizeMask } from "../../protocol/mask.ts";
import type { Command } from "../command.ts";
import { askBan, askUnban } from "./ban.ts";

/** Also an address alone: *!*@10.0.0.7. */
const asMask = (text: string) =>
  /^[^\0-\x20\x7f]/.test(text) ? { kind: "mask" as const, what: normalizeMask(text) } : undefined;

export const kline: Command = {
  from: { right: "ban" },
  paramsMin: 1,
  help: "KLINE [MYSELF] [<duration>] <mask> [:<reason>] — (operators) ban people from the server",
  ask: (_session, params) => [askBan("KLINE", params, asMask)],
};

export const unkline: Command = {
  from: { right: "ban" },
  paramsMin: 1,
  help: "UNKLINE <mask> — (operators) end such a ban",
  ask: (_session, params) => [askUnban("UNKLINE", params, asMask)],
};
