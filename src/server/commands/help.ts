/** HELP: what each command is for, from the table of commands itself. modern.ircdocs. */
import { numerics } from "../../protocol/numerics.ts";
import type { Command, Commands } from "../command.ts";

export const help: Command = {
  from: "registered",
  paramsMin: 0,
  help: "HELP [<command>] — what there is, or what a command is for",
  answer({ reply, commands }, [subject]) {
    const name = (subject ?? "*").toUpperCase();
    const lines = linesOn(commands, name);
    if (!lines)
      return reply(numerics.ERR_HELPNOTFOUND, subject ?? "*", "No help available on this topic");
    const [start = "", ...rest] = lines;
    const topic = subject === undefined ? "*" : name;
    reply(numerics.RPL_HELPSTART, topic, start);
    for (const line of rest) reply(numerics.RPL_HELPTXT, topic, line);
    reply(numerics.RPL_ENDOFHELP, topic, "End of /HELP");
  },
};

/** A title, an empty line, what there is to say; as modern.ircdocs recommends. */
function linesOn(commands: Commands, name: string): string[] | undefined {
  if (name === "*") {
    // What goes by several names is told of once.
    const all = new Set(Object.values(commands).flatMap((command) => command?.help ?? []));
    return ["What one can do here", "", ...[...all].sort()];
  }
  const command = commands[name];
  return command && [name, "", ...command.help.split("\n")];
}
