/** ISON: which of these nicks are here. RFC 2812 §4.9. */
import { numerics } from "../../protocol/numerics.ts";
import type { Command } from "../command.ts";
import { userNamed } from "../state.ts";

export const ison: Command = {
  from: "registered",
  paramsMin: 1,
  help: "ISON <nick>{ <nick>} — which of them are here",
  answer({ state, reply }, params) {
    const nicks = params.flatMap((param) => param.split(" ")).filter((nick) => nick !== "");
    const here = nicks.flatMap((nick) => userNamed(state, nick)?.nick ?? []);
    reply(numerics.RPL_ISON, here.join(" "));
  },
};
