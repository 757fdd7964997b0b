/** WHOWAS: who had a nick before. RFC 2812 §3.6.3. */
import { numerics } from "../../protocol/numerics.ts";
import type { Command } from "../command.ts";
import { refuse } from "../refusal.ts";

export const whowas: Command = {
  from: "registered",
  paramsMin: 0,
  heavy: true,
  help: "WHOWAS <nick> [<count>] — who had that nick before",
  answer({ state, history, host, reply, ...reader }, [nick, count]) {
    if (nick === undefined || nick === "") return reader.refuse(refuse("noNicknameGiven"));
    const wanted = Math.floor(Number(count));
    // A count that is none, or not above zero, asks for all (RFC 2812 §3.6.3).
    const most = wanted > 0 ? Math.min(wanted, whowasRepliesMax) : whowasRepliesMax;
    const found = history.whowas(state.fold(nick), most);
    if (found.length === 0) reader.refuse(refuse("wasNoSuchNick", nick));
    for (const was of found) {
      reply(numerics.RPL_WHOWASUSER, was.nick, was.username, was.host, "*", was.realname);
      reply(numerics.RPL_WHOISSERVER, was.nick, host.name, host.timeInWords(was.time));
    }
    reply(numerics.RPL_ENDOFWHOWAS, nick, "End of WHOWAS");
  },
};

const whowasRepliesMax = 100;
