/** NOTICE: as PRIVMSG, but nothing ever answers it, errors included. RFC 2812 §3.3.2. */
import type { Command } from "../command.ts";
import { isForUsers, say } from "./privmsg.ts";

export const notice: Command = {
  from: "registered",
  paramsMin: 0,
  help: "NOTICE <target>{,<target>} :<text> — as PRIVMSG, but nothing answers it by itself",
  silent: true,
  ask: (session, params, message, limits) =>
    say(session, "NOTICE", params, message, limits).filter(isForUsers),
};
