/** WALLOPS: an operator tells all who listen for it (user mode w). RFC 2812 §4.7. */
import type { Command } from "../command.ts";
import { whoIs } from "../outcomes.ts";
import { refuse } from "../refusal.ts";

export const wallops: Command = {
  from: { right: "wallops" },
  paramsMin: 1,
  help: "WALLOPS :<text> — (operators) tell all who have mode w",
  ask: (_session, [text = ""]) =>
    text === "" ? [refuse("needMoreParams", "WALLOPS")] : [{ type: "wallops", text }],
  decide: {
    wallops: (_state, { request }, by) => [
      { type: "wallopsSaid", who: whoIs(by), text: request.text },
    ],
  },
};
