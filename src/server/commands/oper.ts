/** OPER: becomes a server operator: by a password, an account, a certificate. RFC 2812 §3.1.4. */
import type { Command } from "../command.ts";
import { audited, whoIs } from "../outcomes.ts";
import { fullMask } from "../state.ts";

export const oper: Command = {
  from: "registered",
  paramsMin: 1,
  help: "OPER <name> [<password>] — become a server operator",
  // The password is checked off the event loop and never enters the log.
  answer: ({ host, session }, [name = "", password]) =>
    host.authenticateOperator(session, name, password),
  decide: {
    becomeOperator(_state, { request }, by) {
      const operator = { name: request.name, rights: request.rights };
      return [
        { type: "becameOperator", who: whoIs(by), operator },
        audited({ ...by, operator }, "OPER", fullMask(by)),
      ];
    },
  },
};
