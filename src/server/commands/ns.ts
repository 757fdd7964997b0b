/** NS, CS and ZNC: what is said to services, without naming them as targets. Clients show
 * nothing of such a line, so a password in it is on no screen. */
import type { Command } from "../command.ts";
import type { ServiceNick } from "../reserved.ts";
import { refuse } from "../refusal.ts";
import { askService, serviceNamed } from "../services.ts";

const speakingTo = (service: ServiceNick, help: string): Command => ({
  from: "registered",
  paramsMin: 1,
  help,
  answer: (reader, params, user) => askService(reader, user, service, params),
});

export const ns = speakingTo("NickServ", "NS <command> — ask NickServ, who knows accounts");
export const cs = speakingTo("ChanServ", "CS <command> — ask ChanServ, who knows channels");

/** What "/znc *playback PLAY" sends, as to ZNC's modules. */
export const znc: Command = {
  from: "registered",
  paramsMin: 1,
  help: "ZNC *playback <PLAY|LIST|CLEAR> … — the history, for clients that know it from ZNC",
  answer(reader, params, user) {
    const [name = "", ...words] = params
      .join(" ")
      .split(" ")
      .filter((word) => word !== "");
    const service = serviceNamed(name);
    if (service) askService(reader, user, service, words);
    else reader.refuse(refuse("noSuchNick", name));
  },
};
