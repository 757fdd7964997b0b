/** MOTD: the message of the day. RFC 2812 §3.4.1. */
import { numerics } from "../../protocol/numerics.ts";
import type { Command, Reader } from "../command.ts";
import { isServer } from "./version.ts";

export const motd: Command = {
  from: "registered",
  paramsMin: 0,
  help: "MOTD — the message of the day",
  answer(reader, [server]) {
    if (isServer(reader, server)) tellMotd(reader);
  },
};

export function tellMotd({ config, host, reply }: Pick<Reader, "config" | "host" | "reply">): void {
  if (config.server.motd.length === 0)
    return reply(numerics.ERR_NOMOTD, "There is no message of the day");
  reply(numerics.RPL_MOTDSTART, `- ${host.name} Message of the day -`);
  for (const line of config.server.motd) reply(numerics.RPL_MOTD, `- ${line}`);
  reply(numerics.RPL_ENDOFMOTD, "End of /MOTD command.");
}
