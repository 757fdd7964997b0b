/** SAMODE: an operator changes the modes of a channel or a person, whatever their rank there. By
 * custom. The rules are those of MODE. */
import type { Command } from "../command.ts";
import type { Request } from "../request.ts";
import { mode } from "./mode.ts";

export const samode: Command = {
  from: { right: "force" },
  paramsMin: 2,
  help: "SAMODE <channel|nick> <modes> [<param>…] — (operators) change any modes",
  ask: (...asked) =>
    (mode.ask?.(...asked) ?? []).map((request) =>
      isModes(request) ? { ...request, forced: true } : request,
    ),
};

const isModes = (asked: { readonly type: string }): asked is Request & { type: "changeModes" } =>
  asked.type === "changeModes" || asked.type === "changeUserModes";
