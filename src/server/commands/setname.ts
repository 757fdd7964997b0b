/** SETNAME: changes one's realname. ircv3 setname. */
import { byteLength } from "../../protocol/text.ts";
import type { Command } from "../command.ts";
import { whoIs } from "../outcomes.ts";
import { refuse } from "../refusal.ts";
import { bannedAs } from "../server-bans.ts";

export const setname: Command = {
  from: "registered",
  paramsMin: 1,
  help: "SETNAME :<realname> — change your real name",
  ask: (_session, [realname = ""]) => [{ type: "setRealname", realname }],
  decide: {
    setRealname(state, { request, time }, by) {
      const { realname } = request;
      if (realname === "" || byteLength(realname) > state.rules.limits.realnameLengthMax)
        return [refuse("invalidRealname")];
      if (bannedAs(state, { ...by, realname }, time)) return [refuse("invalidRealname")];
      return [{ type: "realnameChanged", who: whoIs(by), realname }];
    },
  },
};
