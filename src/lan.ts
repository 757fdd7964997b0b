/**
 * Lan: rooms on the local network, announced and found by mDNS (RFC 6762, DNS-SD RFC 6763) as
 * `_banter._tcp`. The one place that knows the package; the server announces, the terminal client
 * finds. A convenience: a network that carries no multicast is no fault.
 */
import { hostname, networkInterfaces } from "node:os";
import type { NetworkInterfaceInfo } from "node:os";
import { inNetwork } from "./protocol/network.ts";
import { cut } from "./protocol/text.ts";

export interface LanRoom {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

export interface Announced {
  readonly name: string;
  /** The address that is listened on. */
  readonly address: string;
  readonly port: number;
  /** Only TLS is spoken there. */
  readonly tls: boolean;
}

/** Of a test: another port than mDNS's own. */
export interface LanOptions {
  readonly port?: number;
}

const type = "banter";
/** RFC 6763 §4.1.1: of the name of an instance. */
const nameBytesMax = 63;

/** RFC 1918, RFC 3927, RFC 4193, RFC 4291 §2.5.6. */
const privateNetworks = [
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "fc00::/7",
  "fe80::/10",
];

const isPrivate = (address: string): boolean =>
  privateNetworks.some((network) => inNetwork(address, network));

type Interfaces = NodeJS.Dict<NetworkInterfaceInfo[]>;

/**
 * Whether a room that listens on this address is for a local network alone: on all addresses, it is
 * when none of them is public; and not when only this machine can reach it.
 */
export function isForLan(address: string, interfaces: Interfaces = networkInterfaces()): boolean {
  if (address !== "0.0.0.0" && address !== "::") return isPrivate(address);
  const all = Object.values(interfaces).flatMap((each) => each ?? []);
  const reachable = all.filter(({ internal, family }) => !internal && family === "IPv4");
  return reachable.length > 0 && reachable.every((each) => isPrivate(each.address));
}

/** Loaded when it is needed: most starts need it not. */
async function start(options: LanOptions) {
  const { Bonjour } = await import("bonjour-service");
  // Nobody is told of what goes wrong: the room is there, only not found by itself.
  return new Bonjour({ ...options } as ConstructorParameters<typeof Bonjour>[0], () => undefined);
}

/** Tells of a room, until the result is called; that says goodbye. */
export async function announce(
  room: Announced,
  options: LanOptions = {},
): Promise<() => Promise<void>> {
  const bonjour = await start(options);
  const name = cut(`${room.name} on ${hostname()}`, nameBytesMax - 5);
  const service = bonjour.publish({
    name,
    type,
    port: room.port,
    txt: { name: room.name, tls: room.tls ? "1" : "0" },
  });
  // Another of that name is there already.
  service.on("error", () => undefined);
  return () =>
    new Promise((resolve) => {
      bonjour.unpublishAll(() => bonjour.destroy(() => resolve()));
    });
}

/** Tells of each room that is found, until the result is called. */
export async function findRooms(
  found: (room: LanRoom) => void,
  options: LanOptions = {},
): Promise<() => void> {
  const bonjour = await start(options);
  bonjour.find({ type }, ({ name, port, addresses = [], txt, referer }) => {
    const told = txt as { name?: unknown; tls?: unknown } | undefined;
    const ipv4 = addresses.filter((address) => !address.includes(":"));
    const host = ipv4.find(isPrivate) ?? referer?.address ?? ipv4[0] ?? addresses[0];
    if (host === undefined || !(port > 0 && port < 65_536)) return;
    const shown = typeof told?.name === "string" && told.name !== "" ? told.name : name;
    found({ name: shown, host, port, tls: told?.tls === "1" });
  });
  return () => bonjour.destroy();
}
