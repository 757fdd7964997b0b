/** DLINE and UNDLINE: a ban of an address or network from the whole server, and its end. By custom;
 * whoever it means is turned away before anything is said. */
import { readBanTarget } from "../bans.ts";
import type { Command } from "../command.ts";
import { askBan, askUnban } from "./ban.ts";

function asNetwork(text: string) {
  const target = readBanTarget(text);
  return target?.kind === "network" ? target : undefined;
}

export const dline: Command = {
  from: { right: "ban" },
  paramsMin: 1,
  help: "DLINE [MYSELF] [<duration>] <network> [:<reason>] — (operators) ban a network, 10.0.0.0/8",
  ask: (_session, params) => [askBan("DLINE", params, asNetwork)],
};

export const undline: Command = {
  from: { right: "ban" },
  paramsMin: 1,
  help: "UNDLINE <network> — (operators) end such a ban",
  ask: (_session, params) => [askUnban("UNDLINE", params, asNetwork)],
};
