/** PONG: I am. What arrives on a connection already shows that; nothing is left to do. */
import type { Command } from "../command.ts";

export const pong: Command = {
  from: "anyone",
  paramsMin: 0,
  help: "PONG <token> — answer the server's PING",
  ask: () => [],
};
