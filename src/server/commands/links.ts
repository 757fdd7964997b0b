/** LINKS: the servers of the network. Nodes of one room are one server to its people.
 * RFC 2812 §3.4.5. */
import { compileMask } from "../../protocol/mask.ts";
import { numerics } from "../../protocol/numerics.ts";
import type { Command } from "../command.ts";

export const links: Command = {
  from: "registered",
  paramsMin: 0,
  help: "LINKS [<mask>] — the servers of the network",
  answer({ state, host, config, reply }, params) {
    const mask = params.at(-1) ?? "*";
    const { name } = host;
    if (compileMask(mask, state.fold)(name))
      reply(numerics.RPL_LINKS, "*", name, `0 ${config.server.description}`);
    reply(numerics.RPL_ENDOFLINKS, "*", "End of /LINKS list");
  },
};
