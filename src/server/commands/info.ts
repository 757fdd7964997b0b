/** INFO: about the program. RFC 2812 §3.4.10. */
import { numerics } from "../../protocol/numerics.ts";
import type { Command } from "../command.ts";
import { isServer } from "./version.ts";

export const info: Command = {
  from: "registered",
  paramsMin: 0,
  help: "INFO — about this program",
  answer(reader, [server]) {
    if (!isServer(reader, server)) return;
    const { reply, host } = reader;
    reply(numerics.RPL_INFO, `${host.version}: a chat room over TCP/IP, joined with anything`);
    reply(numerics.RPL_INFO, "Browsers, banter join, nc and IRC clients meet in the same rooms.");
    reply(numerics.RPL_INFO, `Up since ${host.timeInWords(host.startedAt)}`);
    reply(numerics.RPL_ENDOFINFO, "End of INFO list");
  },
};
