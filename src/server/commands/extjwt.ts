/** EXTJWT: a token by which a web service knows who one is here. ircv3 extjwt (draft). */
import { message } from "../../protocol/message.ts";
import { byteLength } from "../../protocol/text.ts";
import type { Command } from "../command.ts";
import { refuse } from "../refusal.ts";
import { type Channel, channelNamed, seesChannel, type User } from "../state.ts";

export const extjwt: Command = {
  from: "registered",
  paramsMin: 1,
  help: "EXTJWT <channel|*> [<service>] — a token by which a web service knows who you are",
  answer(reader, [target = "*", service = "*"], user) {
    const { config, host, state, send } = reader;
    if (config.webServices.length === 0) return reader.refuse(refuse("unknownCommand", "EXTJWT"));
    const channel = channelNamed(state, target);
    if (target !== "*" && !(channel && seesChannel(user, channel)))
      return reader.refuse(refuse("noSuchChannel", target));
    const claims = { iss: host.name, ...claimsOf(user), ...(channel && claimsIn(channel, user)) };
    const token = host.webToken(service, claims);
    if (token === undefined) return reader.refuse(refuse("noSuchService", service));
    const about = [channel?.name ?? "*", service];
    const pieces = cutInto(token, bytesMax - byteLength(about.join(" ")));
    for (const [n, piece] of pieces.entries()) {
      // "The final chunk MUST NOT include this extra `*` parameter."
      const more = n < pieces.length - 1 ? ["*"] : [];
      send(message("EXTJWT", [...about, ...more, piece], host.name));
    }
  },
};

const bytesMax = 420; // beside a server's name, EXTJWT and the spaces

const claimsOf = ({ nick, account, modes }: User): object => ({
  sub: nick,
  account: account ?? "",
  umodes: [...modes],
});

/** When one has come is not kept: "1 if no timestamp is available". */
const claimsIn = ({ name, members }: Channel, { id }: User): object => ({
  channel: name,
  joined: members.has(id) ? 1 : 0,
  cmodes: [...(members.get(id) ?? "")],
});

/** The text has ASCII alone. */
const cutInto = (text: string, length: number): string[] =>
  text.match(new RegExp(`.{1,${length}}`, "g")) ?? [];
