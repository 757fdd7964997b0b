/**
 * The listener: opens a port and sets each peer on its way. First step of the journey. It puts
 * together the arrivals, TLS, HTTP and WebSocket; it knows no dialect and reads no configuration.
 */

import { BlockList, createServer, isIP, type AddressInfo, type Socket } from "node:net";
import type { Accept, Listener, Page, Route } from "../transport.ts";
import { Arrival, type Entrance } from "./arrival.ts";
import type { SecureContextSource } from "./certificate.ts";
import { HttpServer } from "./http.ts";
import { plainAddress } from "../network.ts";
import type { Origin } from "./socket.ts";
import { TlsServer } from "./tls.ts";
import { websocketUpgrade } from "./websocket.ts";

export interface ListenOptions {
  readonly address: string;
  /** 0: any free port; the Listener says which. */
  readonly port: number;
  /** "off": a TLS hello is turned away; "only": all else is told to come over TLS. */
  readonly tls?: "off" | "optional" | "only";
  /** Needed unless tls is "off". */
  readonly secureContext?: SecureContextSource | undefined;
  /** Show `page`. Where both are off an HTTP request is refused; it never reaches a dialect. */
  readonly http: boolean;
  readonly websocket: boolean;
  /** Addresses and networks ("10.0.0.0/8") whose PROXY headers are believed. */
  readonly proxyFrom: readonly string[];
  /** Origins ("https://chat.example.org") besides the listener's own whose pages may connect; "*":
   * all. Peers that send no Origin, that is, all but browsers, always may. */
  readonly websocketOrigins: readonly string[];
  /** And those of this cluster's other nodes, as they are now. */
  readonly nodeOrigins?: () => readonly string[];
  readonly page: Page;
  /** What else is answered over HTTP. */
  readonly route?: Route;
  readonly silentGreetingMs: number;
  /** How long an opening may stay undecided; 10 s by default. */
  readonly sniffMsMax?: number;
  /** Several processes listen on one port and share its peers. */
  readonly reusePort?: boolean;
  /** Told of what goes wrong after the start (no file descriptors left, a page that throws). */
  readonly fault?: (error: unknown) => void;
}

/** Why a listener cannot be opened: one sentence for people. */
export class ListenFault extends Error {
  override name = "ListenFault";
}

const sniffMsDefault = 10_000;
const backlog = 4_096; // a burst of reconnecting peers; the kernel lowers it to somaxconn
// A plain peer answers no PING: TCP's own probing is what finds one that has vanished.
const keepAliveMs = 60_000;

/** Opens a listener; throws ListenFault. */
export async function listen(options: ListenOptions, accept: Accept): Promise<Listener> {
  const fault = options.fault ?? (() => {});
  const tls = options.tls ?? "off";
  const proxyTrusted = trust(options.proxyFrom);
  const waiting = new Set<Arrival>();
  const http = httpOf(options, accept, fault);
  const tlsServer = tlsOf(options, (socket, origin) => {
    new Arrival(socket, origin, entrance, true);
  });
  const server = createServer({
    allowHalfOpen: true, // "echo hi | nc -N": the peer has said all, and still listens
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: keepAliveMs,
  });
  await opened(server, options);
  server.on("error", fault);
  const { address, port } = server.address() as AddressInfo;
  const entrance: Entrance = {
    accept,
    tls,
    port,
    silentGreetingMs: options.silentGreetingMs,
    sniffMsMax: options.sniffMsMax ?? sniffMsDefault,
    proxyTrusted,
    startTls: (socket, origin, hello) => tlsServer?.take(socket, origin, hello),
    startHttp: http && ((socket, origin) => http.take(socket, origin)),
    waiting,
  };
  server.on("connection", (socket) => {
    const origin = originOf(socket);
    if (origin === undefined) socket.destroy();
    else new Arrival(socket, origin, entrance, false);
  });
  return {
    address,
    port,
    close() {
      // Not its callback: that waits for every open connection.
      server.close();
      for (const arrival of waiting) arrival.cut();
      tlsServer?.close();
      http?.close();
      return Promise.resolve();
    },
  };
}

function httpOf(
  options: ListenOptions,
  accept: Accept,
  fault: (error: unknown) => void,
): HttpServer | undefined {
  if (!options.http && !options.websocket) return undefined;
  return new HttpServer({
    page: options.http ? options.page : undefined,
    route: options.http ? options.route : undefined,
    upgrade: options.websocket ? websocketUpgrade(options, accept) : undefined,
    fault,
  });
}

function tlsOf(
  options: ListenOptions,
  secured: (socket: Socket, origin: Origin) => void,
): TlsServer | undefined {
  if ((options.tls ?? "off") === "off") return undefined;
  if (options.secureContext === undefined) throw new ListenFault("TLS needs a certificate");
  return new TlsServer(options.secureContext, secured);
}

/** Undefined for a peer that has gone before we looked. */
function originOf(socket: Socket): Origin | undefined {
  const { remoteAddress, remotePort } = socket;
  if (remoteAddress === undefined || remotePort === undefined) return undefined;
  const address = plainAddress(remoteAddress);
  return { address, port: remotePort, secure: false, fingerprint: undefined };
}

function opened(server: ReturnType<typeof createServer>, options: ListenOptions): Promise<void> {
  const { address: host, port, reusePort = false } = options;
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => {
      reject(new ListenFault(faultSentence(error, host, port), { cause: error }));
    };
    server.once("error", failed);
    server.listen({ host, port, backlog, reusePort }, () => {
      server.off("error", failed);
      resolve();
    });
  });
}

function faultSentence(error: NodeJS.ErrnoException, address: string, port: number): string {
  switch (error.code) {
    case "EADDRINUSE":
      return `port ${port} is in use on ${address}: another program listens there`;
    case "EADDRNOTAVAIL":
      return `${address} is not an address of this machine`;
    case "EACCES":
    case "EPERM":
      return port < 1_024
        ? `port ${port} may not be used: ports below 1024 are kept for the administrator`
        : `port ${port} on ${address} may not be used: the system does not permit it`;
    case "ENOTFOUND":
    case "EAI_AGAIN":
      return `${address} is not an address, and no address is known for that name`;
    case "EAFNOSUPPORT":
      return `${address} cannot be used: this machine has no IPv${isIP(address) || "6"}`;
    case "ENOTSUP":
    case "EINVAL":
      return `port ${port} on ${address} cannot be shared: this system has no reusePort`;
    default:
      return `cannot listen on port ${port} of ${address}: ${error.message}`;
  }
}

/** Whether an address is in one of the networks; throws ListenFault for what is not a network. */
function trust(networks: readonly string[]): (address: string) => boolean {
  const list = new BlockList();
  for (const network of networks) {
    const [address = "", prefix] = network.split("/");
    const version = isIP(address);
    const bits = prefix === undefined ? version * 16 + 32 : Number(prefix);
    try {
      if (version === 4) list.addSubnet(address, prefix === undefined ? 32 : bits, "ipv4");
      else if (version === 6) list.addSubnet(address, prefix === undefined ? 128 : bits, "ipv6");
      else throw new RangeError(network);
    } catch (error) {
      const message = `"${network}" is not a network; write 10.0.0.0/8, 192.0.2.7 or fd00::/8`;
      throw new ListenFault(message, { cause: error });
    }
  }
  return (address) => {
    const version = isIP(address);
    return version !== 0 && list.check(address, version === 4 ? "ipv4" : "ipv6");
  };
}
