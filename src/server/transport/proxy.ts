/**
 * The PROXY protocol, versions 1 and 2: the header in which a load balancer says for whom it
 * calls. Part of the sniffing; pure functions over bytes. It knows no sockets. Source: HAProxy,
 * proxy-protocol.txt (2020/03/05).
 */

import { isIPv4, isIPv6 } from "node:net";
import { plainAddress } from "../network.ts";

/** A header has been read. */
export interface Proxied {
  readonly is: "proxy";
  /** Length of the header; what follows is the peer's own. */
  readonly bytes: number;
  /** The peer's address; absent where the header says LOCAL, UNKNOWN or no internet address: then
   * the connection's own address stands. */
  readonly source: { readonly address: string; readonly port: number } | undefined;
  /** The peer came to the proxy over TLS (version 2, PP2_TYPE_SSL). */
  readonly secure: boolean;
}

type Answer = Proxied | { is: "more" } | { is: "close"; why: string } | undefined;

const v1Start = Buffer.from("PROXY ");
const v1BytesMax = 107; // §2.1, CR LF included
const v2Signature = Buffer.from("\r\n\r\n\0\r\nQUIT\n", "latin1");

/** The header at the start of the bytes; undefined when none stands there. An untrusted sender's
 * version 1 header is a line like any other; the signature of version 2 is typed by nobody. */
export function sniffProxy(bytes: Buffer, trusted: boolean, final: boolean): Answer {
  const v2 = overlap(bytes, v2Signature);
  if (v2 === v2Signature.length) {
    return trusted ? readV2(bytes, final) : { is: "close", why: "PROXY header not allowed" };
  }
  if (v2 > 0) return final ? undefined : { is: "more" };
  if (!trusted) return undefined;
  const v1 = overlap(bytes, v1Start);
  if (v1 === v1Start.length) return readV1(bytes, final);
  return v1 > 0 && !final ? { is: "more" } : undefined;
}

/** How many bytes both have in common, when one is the beginning of the other; else 0. */
function overlap(bytes: Buffer, start: Buffer): number {
  const shared = Math.min(bytes.length, start.length);
  return bytes.compare(start, 0, shared, 0, shared) === 0 ? shared : 0;
}

const malformed: Answer = { is: "close", why: "malformed PROXY header" };

function readV1(bytes: Buffer, final: boolean): Answer {
  const end = bytes.subarray(0, v1BytesMax).indexOf("\r\n");
  if (end < 0) return final || bytes.length >= v1BytesMax ? malformed : { is: "more" };
  const header = { is: "proxy", bytes: end + 2, secure: false } as const;
  const words = bytes.toString("latin1", 0, end).split(" ");
  const [, family, from = "", to = "", fromPort = "", toPort = ""] = words;
  if (family === "UNKNOWN") return { ...header, source: undefined };
  const valid = family === "TCP4" ? isIPv4 : family === "TCP6" ? isIPv6 : undefined;
  if (valid === undefined || words.length !== 6 || !valid(from) || !valid(to)) return malformed;
  if (!isPort(fromPort) || !isPort(toPort)) return malformed;
  // isIPv6 takes a zone, of any length; the protocol (§2.1) knows none.
  if (from.includes("%")) return malformed;
  return { ...header, source: { address: plainAddress(from), port: Number(fromPort) } };
}

function isPort(text: string): boolean {
  return /^(?:0|[1-9]\d{0,4})$/.test(text) && Number(text) <= 65_535;
}

function readV2(bytes: Buffer, final: boolean): Answer {
  if (bytes.length < 16) return final ? malformed : { is: "more" };
  const version = bytes[12]! >> 4;
  const command = bytes[12]! & 0xf;
  const length = 16 + bytes.readUInt16BE(14);
  if (version !== 2 || command > 1) return malformed;
  if (bytes.length < length) return final ? malformed : { is: "more" };
  const header = { is: "proxy", bytes: length } as const;
  // LOCAL: the proxy speaks for itself (a health check); the rest is to be skipped (§2.2).
  if (command === 0) return { ...header, source: undefined, secure: false };
  const family = bytes[13]! >> 4;
  // No transport, streams or datagrams: other values "must be rejected as invalid" (§2.2).
  if ((bytes[13]! & 0xf) > 2) return malformed;
  const block = bytes.subarray(16, length);
  const addressBytes = [0, 12, 36, 216][family];
  if (addressBytes === undefined || block.length < addressBytes) return malformed;
  const secure = saysTls(block.subarray(addressBytes));
  if (secure === undefined) return malformed;
  if (family === 1) {
    const source = { address: block.subarray(0, 4).join("."), port: block.readUInt16BE(8) };
    return { ...header, source, secure };
  }
  if (family === 2) {
    const groups = Array.from({ length: 8 }, (_, at) => block.readUInt16BE(at * 2).toString(16));
    const source = { address: plainAddress(groups.join(":")), port: block.readUInt16BE(32) };
    return { ...header, source, secure };
  }
  return { ...header, source: undefined, secure };
}

/** Whether PP2_TYPE_SSL among the TLVs says that the client used TLS; undefined: they are torn. */
function saysTls(tlvs: Buffer): boolean | undefined {
  let secure = false;
  for (let at = 0; at < tlvs.length;) {
    if (at + 3 > tlvs.length) return undefined;
    const length = tlvs.readUInt16BE(at + 1);
    if (at + 3 + length > tlvs.length) return undefined;
    // §2.2.6: type 0x20, whose first byte is a bit field; bit 0 is PP2_CLIENT_SSL.
    if (tlvs[at] === 0x20 && length > 0) secure = (tlvs[at + 3]! & 1) === 1;
    at += 3 + length;
  }
  return secure;
}
