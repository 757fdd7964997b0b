/** TIME: the server's. RFC 2812 §3.4.6. */
import { numerics } from "../../protocol/numerics.ts";
import type { Command } from "../command.ts";
import { isServer } from "./version.ts";

export const time: Command = {
  from: "registered",
  paramsMin: 0,
  help: "TIME — the server's time",
  answer(reader, [server]) {
    const { host, reply } = reader;
    if (isServer(reader, server)) reply(numerics.RPL_TIME, host.name, host.timeInWords(host.now()));
  },
};
