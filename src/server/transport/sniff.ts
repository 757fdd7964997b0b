/**
 * Sniffing: which language a peer speaks, told from its first bytes. Between the listener and the
 * dialects. A pure function over bytes: no socket, no clock. It knows the shapes of TLS, HTTP and
 * PROXY openings (proxy.ts), and no line protocol: what is none of these is lines.
 */

import { sniffProxy, type Proxied } from "./proxy.ts";

/** An opening that is still undecided after so many bytes is settled as it is. */
export const sniffBytesMax = 8_192;

export interface Situation {
  /** The bytes come out of TLS already. */
  readonly insideTls: boolean;
  /** May a PROXY header stand here, and is its sender believed? Behind one there is no second. */
  readonly proxy: "trusted" | "untrusted" | "done";
  /** Nothing more will come (end of stream, time over): settle. "more" is then never the answer. */
  readonly final: boolean;
}

export type Sniffed =
  | { readonly is: "more" }
  | { readonly is: "lines" }
  | { readonly is: "tls" }
  /** A whole HTTP/1 request line stands at the start. */
  | { readonly is: "http" }
  /** An HTTP request that cannot be served: 505 for HTTP/2 (its preface is no request), 400 for a
   * request line without an end. */
  | { readonly is: "httpRefused"; readonly status: 400 | 505 }
  | Proxied
  /** Malformed or forged: close without a word. */
  | { readonly is: "close"; readonly why: string };

const more: Sniffed = { is: "more" };
const lines: Sniffed = { is: "lines" };

const tlsHandshakeRecord = 0x16; // RFC 8446 §5.1

/** What the bytes received so far are. Call again with all of them when more have come. */
export function sniff(bytes: Buffer, situation: Situation): Sniffed {
  if (bytes.length === 0) return situation.final ? lines : more;
  if (bytes[0] === tlsHandshakeRecord && !situation.insideTls) return { is: "tls" };
  const final = situation.final || bytes.length >= sniffBytesMax;
  if (situation.proxy !== "done") {
    const proxied = sniffProxy(bytes, situation.proxy === "trusted", final);
    if (proxied !== undefined) return proxied;
  }
  return sniffHttp(bytes, final);
}

/** RFC 9110 §9, RFC 5789, and PRI, with which the HTTP/2 preface begins (RFC 9113 §3.4). Browsers
 * ask leave by OPTIONS before they send any other method elsewhere, so these are all that a page
 * can make a browser open with. */
const methods = "GET HEAD POST PUT DELETE CONNECT OPTIONS TRACE PATCH PRI"
  .split(" ")
  .map((method) => Buffer.from(`${method} `));

function sniffHttp(bytes: Buffer, final: boolean): Sniffed {
  let prefix = false;
  let method: Buffer | undefined;
  for (const candidate of methods) {
    if (bytes[0] !== candidate[0]) continue;
    const shared = Math.min(bytes.length, candidate.length);
    if (bytes.compare(candidate, 0, shared, 0, shared) !== 0) continue;
    if (shared === candidate.length) method = candidate;
    else prefix = true;
  }
  if (method === undefined) return prefix && !final ? more : lines;
  const end = bytes.indexOf(0x0a);
  if (end < 0) {
    if (!final) return more;
    return requestLike.test(bytes.toString("latin1", 0, 32))
      ? { is: "httpRefused", status: 400 }
      : lines;
  }
  // Only the version makes it HTTP: "GET well soon" is something that a person says.
  const version = / HTTP\/(\d)(?:\.\d)?\s*$/.exec(
    bytes.toString("latin1", Math.max(0, end - 32), end),
  );
  if (version === null) return lines;
  return version[1] === "1" ? { is: "http" } : { is: "httpRefused", status: 505 };
}

/** A request line that is too long or breaks off is never taken for lines if its target looks like
 * one (RFC 9112 §3.2): a page could otherwise push a body into a dialect behind a URL of 8 kB. */
const requestLike = /^[A-Z]+ +(?:[/*]|https?:|\S+:\d)/;
