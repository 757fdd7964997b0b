/** WHOIS: all that one may know of a person. modern.ircdocs; RFC 2812 §3.6.2. */
import { addressParam } from "../../protocol/network.ts";
import { numerics } from "../../protocol/numerics.ts";
import { joinWords } from "../../protocol/text.ts";
import { type Command, type Reader, split } from "../command.ts";
import { refuse } from "../refusal.ts";
import type { ServiceNick } from "../reserved.ts";
import { aboutService, serviceHost, serviceNamed } from "../services.ts";
import { hasRight, seesAddress, type User, userNamed } from "../state.ts";
import { channelsOf } from "./names.ts";
import { isServer } from "./version.ts";

export const whois: Command = {
  from: "registered",
  paramsMin: 0,
  heavy: true,
  help: "WHOIS [<server>] <nick> — all that you may know of a person",
  answer(reader, [target, nick], viewer) {
    const [name] = split(nick ?? target);
    if (name === undefined) return reader.refuse(refuse("noNicknameGiven"));
    // With two params the first says which server to ask; here all know the same.
    if (nick === undefined || isServer(reader, target)) tell(reader, name, viewer);
    // "MUST be exactly the <nick> parameter sent by the client", the others of a list as well.
    reader.reply(numerics.RPL_ENDOFWHOIS, nick ?? target ?? "", "End of /WHOIS list");
  },
};

function tell(reader: Reader, name: string, viewer: User): void {
  const user = userNamed(reader.state, name);
  const service = serviceNamed(name);
  if (user) tellUser(reader, user, viewer);
  else if (service) tellOfService(reader, service);
  else reader.refuse(refuse("noSuchNick", name));
}

/** It is there for those who look, though it is no user. */
function tellOfService({ reply, host, config }: Reader, nick: ServiceNick): void {
  reply(numerics.RPL_WHOISUSER, nick, nick, serviceHost(host.name), "*", aboutService(nick));
  reply(numerics.RPL_WHOISSERVER, nick, host.name, config.server.description);
  reply(numerics.RPL_WHOISOPERATOR, nick, "is a service of this network");
}

function tellUser(reader: Reader, user: User, viewer: User): void {
  const { reply, host, config, state, session } = reader;
  const { nick } = user;
  reply(numerics.RPL_WHOISUSER, nick, user.username, user.host, "*", user.realname);
  for (const line of joinWords(channelsOf(state, session, user, viewer), 380))
    reply(numerics.RPL_WHOISCHANNELS, nick, line);
  reply(numerics.RPL_WHOISSERVER, nick, host.name, config.server.description);
  if (user.away !== null) reply(numerics.RPL_AWAY, nick, user.away);
  if (user.operator) reply(numerics.RPL_WHOISOPERATOR, nick, "is an IRC operator");
  if (user.account !== null)
    reply(numerics.RPL_WHOISACCOUNT, nick, user.account, "is logged in as");
  if (user.modes.includes("B")) reply(numerics.RPL_WHOISBOT, nick, "is a bot");
  if (user.secure) reply(numerics.RPL_WHOISSECURE, nick, "is using a secure connection");
  if (seesAddress(viewer, user)) {
    const ip = addressParam(user.address);
    const from = `${user.username}@${ip}`;
    reply(numerics.RPL_WHOISACTUALLY, nick, from, ip, "Actual user@host, Actual IP");
  }
  // "MUST only be sent [to those who] are either using the WHOIS command on themselves or […]"
  if (user === viewer && session.fingerprint !== undefined) {
    const words = `has client certificate fingerprint ${session.fingerprint}`;
    reply(numerics.RPL_WHOISCERTFP, nick, words);
  }
  if (user === viewer || hasRight(viewer, "see-hidden")) {
    reply(numerics.RPL_WHOISMODES, nick, `is using modes +${user.modes}`);
  }
  const idle = String(Math.max(0, Math.floor((host.now() - user.spokeAt) / 1000)));
  const since = String(Math.floor(user.since / 1000));
  reply(numerics.RPL_WHOISIDLE, nick, idle, since, "seconds idle, signon time");
}
