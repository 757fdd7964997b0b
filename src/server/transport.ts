/**
 * Transport: what carries bytes. First and last step of the journey on the server's side.
 * The contract; `transport/` holds who fulfils it. It knows no IRC, no session, no room.
 */

/** How lines lie in the bytes: newline-ended, or each alone in a WebSocket text or binary
 * message. */
export type Framing = "line" | "text" | "binary";

/** The bytes of one peer. */
export interface Connection {
  /** The peer's address as text (IPv4-mapped IPv6 written as IPv4), after PROXY where trusted. */
  readonly address: string;
  readonly port: number;
  /** Came in over TLS (or a trusted proxy said so). */
  readonly secure: boolean;
  readonly framing: Framing;
  /** SHA-256 of the TLS client certificate, lower-case hex without colons; absent without one.
   * The peer has proved that it holds the key; no authority has been asked. */
  readonly fingerprint?: string | undefined;
  /** Bytes accepted by write() that the kernel has not taken yet. */
  readonly queuedBytes: number;
  /** One write towards the peer; never throws, silently dropped after the end; what comes of it
   * the receiver is told in a later turn. For framings "text" and "binary" the bytes are whole
   * WebSocket frames, made by frame() in transport/websocket.ts. true while the peer keeps up: then
   * queuedBytes is small and need not be asked for. */
  write(bytes: Uint8Array): boolean;
  /** Stops reading (back-pressure towards a flooding peer) and goes on again. What was read before
   * pause() may still come: at most one chunk of 64 kB. */
  pause(): void;
  resume(): void;
  /** Sends what is queued, then closes; closes hard after 2 s or when `hard`. Nothing more is
   * received; closed() still follows (unless it was said before), in a later turn. */
  end(hard?: boolean): void;
}

/** Whoever listens to one connection. No call follows closed(), which comes exactly once. */
export interface Receiver {
  /** 300 ms have passed and the peer has sent nothing. At most once, and before any received(). */
  silent(): void;
  /** Framing "line": bytes as they came. "text"/"binary": one line without its end; a message that
   * holds several lines comes as several calls. */
  received(bytes: Buffer): void;
  /** `reason` in words for people, e.g. "Connection closed", "Read error: Broken pipe".
   * A peer that has only shut down its sending side can still be written to: call end() when what
   * it shall still read is written. Without that the connection ends by itself 2 s later. */
  closed(reason: string): void;
}

/** Carries out `writes`, to many connections, at a lower cost than one by one where it can. What is
 * written has gone when it returns; until then no connection that was written to may be ended. */
export type Together = (writes: () => void) => void;

/** Called once for each connection that speaks lines or IRC over WebSocket. */
export type Accept = (connection: Connection) => Receiver;

/** An open listener. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  /** Stops accepting; open connections stay. Who is not accepted yet, and HTTP, is cut off. */
  close(): Promise<void>;
}

/** One HTTP request that wants a page. */
export interface PageRequest {
  readonly method: "GET" | "HEAD";
  /** As sent, percent-encoded, without the query; begins with "/". */
  readonly path: string;
  /** By lower-case name, as node:http gives them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly address: string;
  readonly secure: boolean;
}

/** Its answer. Security headers are added by the transport where the answer has none. */
export interface PageAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

export type Page = (request: PageRequest) => PageAnswer;

/** An HTTP request that is more than a page: it may have a body, and its answer may be long. */
export interface RoutedRequest {
  readonly method: string;
  /** As sent, percent-encoded, without the query; begins with "/". */
  readonly path: string;
  /** What follows the "?", "" for nothing. */
  readonly query: string;
  /** By lower-case name, as node:http gives them. */
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly address: string;
  readonly secure: boolean;
  /** Its bytes as they come, no faster than they are taken; throws when the peer goes before the
   * end. What is not taken is dropped. */
  readonly body: AsyncIterable<Uint8Array>;
}

/** Its answer; a body in pieces is asked for the next one when the peer has taken the last. */
export interface RoutedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** undefined: nothing of ours; the page is asked then. What is rejected is a fault. */
export type Route = (request: RoutedRequest) => Promise<RoutedAnswer> | undefined;
