/**
 * TOKEN: a word by which a service of this server knows who one is: FILEHOST, for uploads by
 * whoever is here, with an account or without. ircv3 draft/authtoken; GENERATE and SERVICELIST of
 * it, as nobody else has to ask whether such a word is right.
 */
import { message } from "../../protocol/message.ts";
import type { Command } from "../command.ts";
import { fileHostOf } from "../isupport.ts";
import { refuse } from "../refusal.ts";

export const token: Command = {
  from: "registered",
  paramsMin: 1,
  help: "TOKEN GENERATE <service> | TOKEN SERVICELIST — a word by which a service knows you",
  answer(reader, [what = "", service = ""], user) {
    const { config, host, send } = reader;
    const url = config.files.enabled ? (fileHostOf(config) ?? "/files") : undefined;
    switch (what.toUpperCase()) {
      case "SERVICELIST":
        if (url !== undefined)
          send(message("NOTE", ["TOKEN", "SERVICE", "FILEHOST", url, "Files"], host.name));
        return send(message("NOTE", ["TOKEN", "END_OF_LIST", "End of services"], host.name));
      case "GENERATE":
        if (service.toUpperCase() !== "FILEHOST" || url === undefined)
          return reader.refuse(refuse("noFileHost", service));
        return send(
          message("TOKEN", ["GENERATE", "FILEHOST", url, host.sessionToken(user)], host.name),
        );
      default:
        return reader.refuse(refuse("unknownSubcommand", "TOKEN", what));
    }
  },
};
