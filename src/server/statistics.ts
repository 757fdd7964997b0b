/**
 * Statistics: the rows of STATS, each a numeric and its params. Beside host.ts; reads the server,
 * changes nothing.
 */
import { addressParam } from "../protocol/network.ts";
import { numerics } from "../protocol/numerics.ts";
import type { BanKind } from "./bans.ts";
import type { Server } from "./server.ts";
import { hasRight, type User } from "./state.ts";

/** @param used how often each command has been asked */
export function statistics(
  server: Server,
  used: ReadonlyMap<string, number>,
  letter: string,
  viewer: User,
): readonly (readonly string[])[] {
  switch (letter) {
    case "u":
      return [[numerics.RPL_STATSUPTIME, uptime(server.host.now() - server.host.startedAt)]];
    case "l":
      return connections(server, hasRight(viewer, "see-address"));
    case "m":
      return [...used.keys()]
        .sort()
        .map((command) => [numerics.RPL_STATSCOMMANDS, command, String(used.get(command))]);
    case "o":
      return server.config.operators.map(({ name, masks, class: named }) => {
        const from = masks[0] ?? "*";
        return [numerics.RPL_STATSOLINE, "O", from, "*", name, ...(named ? [named] : [])];
      });
    case "k":
      return bans(server, numerics.RPL_STATSKLINE, "K", (kind) => kind !== "network");
    case "d":
      return bans(server, numerics.RPL_STATSDLINE, "D", (kind) => kind === "network");
    default:
      return [];
  }
}

/** Each with its end, in seconds since the epoch: 0 for none. */
function bans(
  { state, config }: Server,
  numeric: string,
  sign: string,
  of: (k: BanKind) => boolean,
) {
  const rows: string[][] = [];
  for (const { kind, what, until, reason } of state.bans.values()) {
    if (rows.length >= config.limits.banRepliesMax) break;
    const shown = kind === "mask" || kind === "network" ? what : `${kind}:${what}`;
    const word = addressParam(shown).replaceAll(" ", "?");
    const end = String(until === null ? 0 : Math.floor(until / 1000));
    if (of(kind)) rows.push([numeric, sign, word, "*", end, reason]);
  }
  return rows;
}

/** As servers have always written it, and bots read it (RFC 2812 §3.4.4). */
function uptime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const part = (each: number, most: number) => Math.floor(seconds / each) % most;
  const two = (n: number) => String(n).padStart(2, "0");
  const clock = `${part(3600, 24)}:${two(part(60, 60))}:${two(part(1, 60))}`;
  return `Server Up ${Math.floor(seconds / 86_400)} days ${clock}`;
}

/** Each with nick, bytes that wait for it, where it is from, and the seconds it has been here. */
const connections = ({ door, state, host }: Server, addresses: boolean): string[][] =>
  [...door.peers.values()].map(({ user: id, connection, address, since }) => {
    const user = state.users.get(id);
    const from = addresses ? addressParam(address) : (user?.host ?? "*");
    const [queued, age] = [connection.queuedBytes, Math.floor((host.now() - since) / 1000)];
    return [numerics.RPL_STATSLINKINFO, user?.nick ?? "*", `${queued}`, from, `${age}`];
  });
