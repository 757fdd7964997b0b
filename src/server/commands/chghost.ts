/** CHGHOST: an operator gives somebody another host, or username, to be seen. By custom; what is
 * told of it is ircv3 chghost. The rule stands in hosts.ts. */
import type { Command } from "../command.ts";

export const chghost: Command = {
  from: { right: "vhost" },
  paramsMin: 2,
  help: "CHGHOST <nick> [<username>@]<host|*> — (operators) another host for others to see",
  ask(_session, [nick = "", seen = ""]) {
    const at = seen.lastIndexOf("@");
    const username = at < 0 ? null : seen.slice(0, at);
    return [{ type: "changeHost", nick, username, host: seen.slice(at + 1) }];
  },
};
