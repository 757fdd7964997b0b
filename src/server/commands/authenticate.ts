/** AUTHENTICATE: logging in by SASL, before or after the registration. ircv3 sasl-3.1, sasl-3.2,
 * sasl-ir. */
import type { Command } from "../command.ts";

export const authenticate: Command = {
  from: "anyone",
  paramsMin: 1,
  help: "AUTHENTICATE <mechanism|response|*> [<response>] — log in; your client does this for you",
  // Nothing of it enters the log but whose account it is.
  answer: (reader, params) => reader.host.logins.authenticate(reader, params),
};
