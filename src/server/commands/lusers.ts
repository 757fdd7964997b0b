/** LUSERS: how many are here. RFC 2812 §3.4.2. */
import { numerics } from "../../protocol/numerics.ts";
import type { Command, Reader } from "../command.ts";

export const lusers: Command = {
  from: "registered",
  paramsMin: 0,
  help: "LUSERS — how many people and channels there are",
  answer: (reader) => tellLusers(reader),
};

export function tellLusers({ state, host, reply }: Pick<Reader, "state" | "host" | "reply">): void {
  const { invisible, operators } = state.tally;
  const total = state.users.size;
  const { sessions, sessionsMax, unregistered } = host.counts();
  const visible = total - invisible;
  reply(
    numerics.RPL_LUSERCLIENT,
    `There are ${visible} users and ${invisible} invisible on 1 servers`,
  );
  if (operators > 0) reply(numerics.RPL_LUSEROP, String(operators), "operator(s) online");
  if (unregistered > 0)
    reply(numerics.RPL_LUSERUNKNOWN, String(unregistered), "unknown connection(s)");
  reply(numerics.RPL_LUSERCHANNELS, String(state.channels.size), "channels formed");
  reply(numerics.RPL_LUSERME, `I have ${sessions} clients and 0 servers`);
  const [now, most] = [String(sessions), String(sessionsMax)];
  reply(numerics.RPL_LOCALUSERS, now, most, `Current local users ${now}, max ${most}`);
  reply(
    numerics.RPL_GLOBALUSERS,
    String(total),
    most,
    `Current global users ${total}, max ${most}`,
  );
}
