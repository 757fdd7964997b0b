/**
 * Networks: which addresses a rule is for, as "10.0.0.0/8", "fd00::/8" or one address alone.
 * Asked where a connection comes in. It knows no connection and no configuration.
 */
import { BlockList, isIP, isIPv6, SocketAddress } from "node:net";

const parts = /^([^/]*)(?:\/([0-9]{1,3}))?$/;

function parse(text: string) {
  const [, address = "", prefix] = parts.exec(text) ?? [];
  const family = isIP(address);
  if (family === 0) return undefined;
  const bitsMax = family === 4 ? 32 : 128;
  const bits = prefix === undefined ? bitsMax : Number(prefix);
  if (bits > bitsMax) return undefined;
  return { address, bits, family: family === 4 ? ("ipv4" as const) : ("ipv6" as const) };
}

export const isNetwork = (text: string): boolean => parse(text) !== undefined;

/** Whether an address lies in one of the networks; what is no address lies in none.
 * IPv4-mapped IPv6 is taken for the IPv4 address that it is. */
export function inNetworks(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const text of networks) {
    const network = parse(text);
    if (network !== undefined) list.addSubnet(network.address, network.bits, network.family);
  }
  return (address) => {
    const family = isIP(address);
    return family !== 0 && list.check(address, family === 4 ? "ipv4" : "ipv6");
  };
}

/** An IP address as people write it: IPv6 shortened (RFC 5952), IPv4-mapped as IPv4. */
export function plainAddress(address: string): string {
  if (!isIPv6(address)) return address;
  if (address.includes("%")) return address; // a zone ("fe80::1%eth0") is meant for this machine
  const short = new SocketAddress({ address, family: "ipv6" }).address;
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(short)?.[1] ?? short;
}
