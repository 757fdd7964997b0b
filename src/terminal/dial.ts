/**
 * Dial: one connection to a server, TCP or TLS, and what went wrong with it in words for people.
 * Knows no protocol and tries once; trying again is link.ts.
 */
import net from "node:net";
import type { Socket } from "node:net";
import type { TLSSocket } from "node:tls";

export interface Place {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** SHA-256 of the only certificate that is accepted, in hexadecimal. */
  readonly fingerprint?: string | undefined;
  /** The one that was seen here before; another is refused unless somebody vouches for it. */
  readonly pinned?: string | undefined;
}

/** A certificate that nobody vouches for, and not the one that was seen before. */
export interface Changed {
  readonly was: string;
  readonly is: string;
}

export interface Dialled {
  /** `stranger`: the fingerprint of a certificate that nobody vouches for. */
  opened(stranger: string | null): void;
  received(chunk: Buffer): void;
  drained(): void;
  /** The last call. `reason` in words. `never`: another try would end the same. */
  closed(reason: string, never: boolean, changed: Changed | null): void;
}

export const placeName = ({ host, port }: Place): string =>
  host.includes(":") ? `[${host}]:${port}` : `${host}:${port}`;

/** Opens it; exactly one closed() follows, whatever happens. */
export function dial(place: Place, to: Dialled): Socket {
  const { host, port } = place;
  let failure: Error | null = null;
  let refusal: string | null = null;
  let changed: Changed | null = null;
  let open = false;
  const socket = place.tls
    ? // Loaded here, as cryptography is: most starts need it not.
      process.getBuiltinModule("node:tls").connect({
        host,
        port,
        // Nobody vouches for a room on a LAN: the fingerprint is shown, or compared, instead.
        rejectUnauthorized: false,
        ...(net.isIP(host) === 0 ? { servername: host } : {}),
      })
    : net.connect({ host, port });
  socket.setNoDelay(true);
  socket.on(place.tls ? "secureConnect" : "connect", () => {
    const certificate = place.tls ? certificateOf(socket as TLSSocket) : null;
    if (certificate !== null && isWrong(place, certificate)) {
      const shown = colons(certificate.fingerprint);
      refusal = `${placeName(place)} shows another certificate: SHA-256 ${shown}`;
      socket.destroy();
      return;
    }
    changed = certificate === null ? null : changeOf(place, certificate);
    if (changed !== null) {
      refusal = `the certificate of ${placeName(place)} has changed`;
      socket.destroy();
      return;
    }
    open = true;
    const known = certificate === null || certificate.vouched || place.fingerprint !== undefined;
    to.opened(known ? null : colons(certificate.fingerprint));
  });
  socket.on("data", (chunk: Buffer) => to.received(chunk));
  socket.on("drain", () => to.drained());
  socket.on("error", (error) => {
    failure = error;
  });
  socket.on("close", () => {
    if (refusal !== null) to.closed(refusal, true, changed);
    else if (failure !== null) to.closed(failureInWords(place, failure, open), false, null);
    else to.closed(open ? "the server closed the connection" : noTls(place), false, null);
  });
  return socket;
}

interface Certificate {
  readonly fingerprint: string;
  /** By an authority that this machine trusts, and for this host. */
  readonly vouched: boolean;
}

function certificateOf(socket: TLSSocket): Certificate {
  const { fingerprint256 } = socket.getPeerCertificate();
  return { fingerprint: plainHex(fingerprint256 ?? ""), vouched: socket.authorized };
}

function isWrong(place: Place, certificate: Certificate): boolean {
  const { fingerprint } = place;
  return fingerprint !== undefined && certificate.fingerprint !== plainHex(fingerprint);
}

function changeOf(place: Place, { fingerprint, vouched }: Certificate): Changed | null {
  const { pinned } = place;
  if (pinned === undefined || vouched || place.fingerprint !== undefined) return null;
  if (fingerprint === plainHex(pinned)) return null;
  return { was: colons(plainHex(pinned)), is: colons(fingerprint) };
}

const plainHex = (text: string): string => text.replaceAll(":", "").toUpperCase();
const colons = (hex: string): string => hex.replace(/(..)(?=.)/g, "$1:");
const noTls = (place: Place): string => `${placeName(place)} does not speak TLS`;

const reasons: Readonly<Record<string, string>> = {
  ECONNREFUSED: "nobody listens there",
  ECONNRESET: "the connection was cut",
  EHOSTUNREACH: "there is no way to it",
  EAI_AGAIN: "the name could not be looked up",
  ENETUNREACH: "there is no network to it",
  ENOTFOUND: "there is no such host",
  EPIPE: "the connection was cut",
  ETIMEDOUT: "it does not answer",
};

function failureInWords(place: Place, error: Error, open: boolean): string {
  const code = (error as NodeJS.ErrnoException).code ?? "";
  // What comes instead of a handshake, or its cutting short (OpenSSL's own words vary).
  const handshake = code.startsWith("ERR_SSL") || code === "EPROTO";
  if (place.tls && !open && (handshake || code === "ECONNRESET")) return noTls(place);
  const words = reasons[code] ?? error.message;
  return open ? words : `${placeName(place)} cannot be reached: ${words}`;
}
