/** REHASH: takes up the changed configuration. RFC 2812 §4.2. */
import type { Command } from "../command.ts";
import { audited } from "../outcomes.ts";

export const rehash: Command = {
  from: { right: "rehash" },
  paramsMin: 0,
  help: "REHASH — (operators) take up the changed configuration",
  ask: () => [{ type: "noteRehash" }],
  answers: () => true,
  answer: ({ host, session }) => host.rehash(session),
  // What comes of it depends on a file; that it was asked for has its place among all else.
  decide: { noteRehash: (_state, _entry, by) => [audited(by, "REHASH", "")] },
};
