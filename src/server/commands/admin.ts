/** ADMIN: who runs this server. RFC 2812 §3.4.9. */
import { numerics } from "../../protocol/numerics.ts";
import type { Command } from "../command.ts";
import { isServer } from "./version.ts";

export const admin: Command = {
  from: "registered",
  paramsMin: 0,
  help: "ADMIN — who runs this server",
  answer(reader, [server]) {
    if (!isServer(reader, server)) return;
    const { location, organisation, email } = reader.config.admin;
    const { reply, host } = reader;
    // All four are expected, whatever there is to say (modern.ircdocs).
    reply(numerics.RPL_ADMINME, host.name, "Administrative info");
    reply(numerics.RPL_ADMINLOC1, location || "(no location is given)");
    reply(numerics.RPL_ADMINLOC2, organisation || "(nobody is named)");
    reply(numerics.RPL_ADMINEMAIL, email || "(no address is given)");
  },
};
