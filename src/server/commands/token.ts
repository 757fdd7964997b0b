/**
 * TOKEN: a word by which a service of this server knows who one is, with an account or without:
 * FILEHOST for uploads, PREVIEW for previews of links, SESSION (by PASS) for another session of a
 * guest's, such as in the browser's next tab. ircv3 draft/authtoken; GENERATE and SERVICELIST of
 * it, as nobody else has to ask whether such a word is right.
 */
import { message } from "../../protocol/message.ts";
import type { Command } from "../command.ts";
import type { Config } from "../config.ts";
import { fileHostOf } from "../isupport.ts";
import { refuse } from "../refusal.ts";

export const token: Command = {
  from: "registered",
  paramsMin: 1,
  help: "TOKEN GENERATE <service> | TOKEN SERVICELIST — a word by which a service knows you",
  answer(reader, [what = "", service = ""], user) {
    const { config, host, send } = reader;
    const services = servicesOf(config);
    switch (what.toUpperCase()) {
      case "SERVICELIST":
        for (const [name, { url, words }] of services)
          send(message("NOTE", ["TOKEN", "SERVICE", name, url, words], host.name));
        return send(message("NOTE", ["TOKEN", "END_OF_LIST", "End of services"], host.name));
      case "GENERATE": {
        const name = service.toUpperCase();
        const known = services.get(name);
        if (known === undefined) return reader.refuse(refuse("noSuchTokenService", service));
        const word = name === "SESSION" ? host.besideToken(user) : host.sessionToken(user);
        return send(message("TOKEN", ["GENERATE", name, known.url, word], host.name));
      }
      default:
        return reader.refuse(refuse("unknownSubcommand", "TOKEN", what));
    }
  },
};

function servicesOf(config: Config): Map<string, { readonly url: string; readonly words: string }> {
  const services = new Map([["SESSION", { url: "*", words: "Another session" }]]);
  if (config.previews.enabled) services.set("PREVIEW", { url: "/preview", words: "Previews" });
  if (config.files.enabled)
    services.set("FILEHOST", { url: fileHostOf(config) ?? "/files", words: "Files" });
  return services;
}
