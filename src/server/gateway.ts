/**
 * Gateway: a web client's server that connects for people elsewhere, and says by WEBIRC where each
 * is from. Beside the door: from then on the peer comes from there. ircv3 webirc.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import { validHostname } from "../protocol/names.ts";
import { unescapeTagValue } from "../protocol/tags.ts";
import type { WebircConfig } from "./config.ts";
import { inNetworks, plainAddress } from "./network.ts";
import type { Peer } from "./peer.ts";
import type { Server } from "./server.ts";

/** As WEBIRC has it. */
export interface Gatewayed {
  readonly password: string;
  readonly hostname: string;
  readonly address: string;
  readonly options: string;
}

/** Where somebody is who comes through a gateway. */
export interface Origin {
  readonly address: string;
  /** As the gateway has resolved it; undefined when that is no name. */
  readonly hostname: string | undefined;
  readonly secure: boolean;
}

/** Whoever may not, or asks for what cannot be, is told so by ERROR and goes. */
export function comeThrough(server: Server, peer: Peer, said: Gatewayed): void {
  const { door, config } = server;
  const now = server.options.now();
  const refuse = (reason: string): void => door.drop(peer, reason);
  if (!isFirst(peer)) return refuse("WEBIRC must come first");
  const gateways = config.webirc.filter(({ from }) => inNetworks(from)(peer.address));
  if (gateways.length === 0) return refuse("WEBIRC is not allowed from your address");
  if (!door.admission.mayGuess(peer.address, config, now))
    return refuse("Too many wrong passwords; try again later");
  if (!gateways.some((gateway) => proves(gateway, peer, said.password))) {
    door.admission.guessedWrong(peer.address, now);
    return refuse("Invalid WebIRC password");
  }
  // An IPv6 address that begins with ":" comes with a zero before it.
  if (isIP(said.address) === 0) return refuse("Invalid WebIRC address");
  const address = plainAddress(said.address);
  const objection = door.moveTo(peer, address);
  if (objection !== undefined) return refuse(objection);
  const named = isIP(said.hostname) === 0 && validHostname(said.hostname);
  const fits = Buffer.byteLength(said.hostname) <= config.limits.hostLengthMax;
  peer.origin = {
    address,
    hostname: named && fits ? said.hostname : undefined,
    // "MUST ONLY treat the connection as secure if this flag is sent and the connection from the
    // gateway to the server is also secure".
    secure: peer.connection.secure && optionsOf(said.options).has("secure"),
  };
}

/** "MUST be the first command sent". */
const isFirst = (peer: Peer): boolean =>
  peer.origin === undefined &&
  peer.nick === null &&
  peer.username === null &&
  peer.password === null &&
  peer.account === null &&
  peer.capVersion === 0 &&
  !peer.negotiating;

/** Of the password and the certificates each that is configured must be right. */
function proves({ password, certificates }: WebircConfig, peer: Peer, given: string): boolean {
  const { fingerprint = "" } = peer.connection;
  if (certificates.length > 0 && !certificates.includes(fingerprint)) return false;
  // Compared in a time that says nothing of how much of it is right.
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return password === undefined || timingSafeEqual(digest(password), digest(given));
}

/** "<name>[=<value>]" each; a value where none is known of is nothing to us. */
function optionsOf(text: string): ReadonlyMap<string, string> {
  const options = text.split(" ").filter((word) => word !== "");
  return new Map(
    options.map((option) => {
      const [name = "", ...value] = option.split("=");
      return [name, unescapeTagValue(value.join("="))];
    }),
  );
}
