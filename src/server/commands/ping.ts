/** PING: are you there? Answered before registration too. RFC 2812 §3.7.2. */
import { message } from "../../protocol/message.ts";
import type { Command } from "../command.ts";
import { refuse } from "../refusal.ts";

export const ping: Command = {
  from: "anyone",
  paramsMin: 0,
  help: "PING <token> — ask whether the server is there",
  answer({ send, host, ...reader }, [token]) {
    if (token === undefined) return reader.refuse(refuse("needMoreParams", "PING"));
    if (token === "") return reader.refuse(refuse("noOrigin"));
    send(message("PONG", [host.name, token], host.name));
  },
};
