/** VERSION: which program this is, and what it supports. RFC 2812 §3.4.3. */
import { compileMask } from "../../protocol/mask.ts";
import { numerics } from "../../protocol/numerics.ts";
import type { Command, Reader } from "../command.ts";
import { isupportLines } from "../isupport.ts";
import { refuse } from "../refusal.ts";
import { tellSupport } from "./isupport.ts";

export const version: Command = {
  from: "registered",
  paramsMin: 0,
  help: "VERSION — which program this is",
  answer(reader, [server]) {
    if (!isServer(reader, server)) return;
    const { reply, host, state, config } = reader;
    reply(numerics.RPL_VERSION, host.version, host.name, "https://modern.ircdocs.horse");
    tellSupport(reader, isupportLines(state.rules, config));
  },
};

/** Whether a query's target is this server: by its name, a mask of it, or somebody's nick (who
 * is on it). Tells 402 when not. */
export function isServer(reader: Reader, target: string | undefined): boolean {
  if (target === undefined) return true;
  const { state, host } = reader;
  const matches = compileMask(target, state.fold);
  if (matches(host.name) || state.nicks.has(state.fold(target))) return true;
  reader.refuse(refuse("noSuchServer", target));
  return false;
}
