/** PASS: the connection's password, before registration. RFC 2812 §3.1.1. */
import type { Command } from "../command.ts";

export const pass: Command = {
  from: "registering",
  paramsMin: 1,
  help: "PASS <password> — the server's password, when it has one, before anything else",
  ask(session, [password = ""]) {
    session.password = password;
    return [];
  },
};
