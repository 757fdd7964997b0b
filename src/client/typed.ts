/**
 * Typed: a line that a person typed → what the session does. A command is looked up in the one
 * table; an unknown one is answered here and never sent. `//text` says "/text".
 */
import { commands } from "./commands.ts";
import { here } from "./deeds.ts";
import { hint } from "./turn.ts";
import type { Turn } from "./turn.ts";

/** Does what a typed line asks. False when it could not be: the line should be given back. */
export function typed(turn: Turn, line: string): boolean {
  if (!line.startsWith("/")) return line === "" || here(turn, line, "text");
  if (line.startsWith("//")) return here(turn, line.slice(1), "text");
  const [word = "", ...words] = line.slice(1).trim().split(/\s+/);
  const command = Object.hasOwn(commands, word.toLowerCase()) ? commands[word.toLowerCase()] : null;
  if (!command) {
    hint(turn, `There is no /${word}; /help lists what there is. To say it, type //${word}.`);
    return true;
  }
  if (turn.state.phase !== "ready" && command.apart !== true) {
    hint(turn, `/${word} needs the connection; it is not there now.`);
    return false;
  }
  const rest = line.slice(1).trim().slice(word.length).trim();
  if (!command.run(turn, rest, words)) hint(turn, `${command.usage}: ${command.help}`);
  return true;
}
