/**
 * TLS: the handshake of a socket that has begun one. Between an arrival in the clear and the same
 * peer's arrival inside TLS. Knows no HTTP and no lines.
 */

import { createHash } from "node:crypto";
import type { Socket } from "node:net";
import { createServer, type Server, type TLSSocket } from "node:tls";
import type { SecureContextSource } from "./certificate.ts";
import type { KeyPair } from "./selfsigned.ts";
import { ignore, type Origin } from "./socket.ts";

const handshakeMsMax = 10_000;

/** Brings sockets through the handshake, with the certificate of the moment. */
export class TlsServer {
  private readonly source: SecureContextSource;
  private readonly secured: (socket: TLSSocket, origin: Origin) => void;
  /** For all, and for browsers. */
  private readonly asking: Server;
  private readonly notAsking: Server;
  private used: KeyPair;
  private readonly shaking = new Map<string, { socket: Socket; origin: Origin }>();

  constructor(source: SecureContextSource, secured: (socket: TLSSocket, origin: Origin) => void) {
    this.source = source;
    this.secured = secured;
    this.used = source.current;
    this.asking = this.newServer(true);
    this.notAsking = this.newServer(false);
  }

  /** @param requestCert asks the peer for a certificate, and does without when it has none */
  private newServer(requestCert: boolean): Server {
    // Whose key it is matters here, not who has signed it (SASL EXTERNAL).
    const options = { ...this.used, ...common, requestCert, rejectUnauthorized: false };
    const server = createServer(options);
    server.on("secureConnection", (socket) => {
      socket.on("error", ignore);
      const key = keyOf(socket);
      const origin = this.shaking.get(key)?.origin;
      this.shaking.delete(key);
      socket.allowHalfOpen = true;
      if (origin === undefined) socket.destroy();
      else this.secured(socket, { ...origin, secure: true, fingerprint: fingerprintOf(socket) });
    });
    server.on("tlsClientError", (_error, socket) => socket.on("error", ignore).destroy());
    return server;
  }

  /** A socket at whose start a TLS hello stands, not yet read; `hello` is what has come of it. */
  take(socket: Socket, origin: Origin, hello: Uint8Array): void {
    if (this.used !== this.source.current) {
      this.used = this.source.current;
      for (const server of [this.asking, this.notAsking])
        server.setSecureContext({ ...this.used, ...common });
    }
    const key = keyOf(socket);
    this.shaking.set(key, { socket, origin });
    socket.once("close", () => {
      if (this.shaking.get(key)?.socket === socket) this.shaking.delete(key);
    });
    // A peer that ends within the handshake has nothing to be told; inside TLS it may half-close.
    socket.allowHalfOpen = false;
    const server = speaksHttp(hello) ? this.notAsking : this.asking;
    server.emit("connection", socket);
  }

  close(): void {
    for (const { socket } of this.shaking.values()) socket.destroy();
  }
}

/** A browser with certificates of its own would ask its person which one to show. All browsers say
 * by ALPN what they are about to speak (RFC 7301), in the clear; when that has not come yet, the
 * worst is that question. */
const speaksHttp = (hello: Uint8Array): boolean =>
  Buffer.from(hello.buffer, hello.byteOffset, hello.byteLength).includes("\x08http/1.1", "latin1");

const common = {
  minVersion: "TLSv1.2",
  handshakeTimeout: handshakeMsMax,
  ALPNProtocols: ["http/1.1", "irc"],
} as const;

/** What finds the origin of a TLSSocket, of which the server does not say whose socket it wraps:
 * the two ends of its TCP connection, of which there is one at a time. */
function keyOf(socket: Socket): string {
  const { remoteAddress, remotePort, localAddress, localPort } = socket;
  return `${remoteAddress} ${remotePort} ${localAddress} ${localPort}`;
}

function fingerprintOf(socket: TLSSocket): string | undefined {
  const certificate = socket.getPeerX509Certificate();
  return certificate && createHash("sha256").update(certificate.raw).digest("hex");
}
