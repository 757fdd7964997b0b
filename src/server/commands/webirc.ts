/** WEBIRC: a gateway says for whom it connects. ircv3 webirc. */
import type { Command } from "../command.ts";

export const webirc: Command = {
  from: "registering",
  paramsMin: 4,
  help: "WEBIRC <password> <gateway> <host> <ip> [:<options>] — (gateways) for whom you connect",
  answer: ({ host, session }, [password = "", , hostname = "", address = "", options = ""]) =>
    host.comeThrough(session, { password, hostname, address, options }),
};
