/**
 * RESUME: a guest comes again and is still the same. Told by the server to whoever has asked for
 * banter/resume and has no account; given back by the client before NICK and USER, at any node.
 */
import type { Command } from "../command.ts";

export const resume: Command = {
  from: "registering",
  paramsMin: 1,
  help: "RESUME <token> — be again the guest to whom that token was told",
  ask(session, [token = ""]) {
    session.resume = token;
    return [];
  },
};
