/**
 * HTTP: answers the browser that comes to a chat port, and passes WebSocket upgrades on. Between
 * the arrivals and the page. Takes sockets over; never listens itself. Whatever a request carries
 * is answered as HTTP and reaches no dialect. Knows nothing of rooms.
 *
 * One request a connection: nothing here is worth keep-alive, and nothing then waits for idle ones.
 */

import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import type { Page, PageAnswer, Route, RoutedAnswer } from "../transport.ts";
import { bodyOf, sendRouted } from "./routed.ts";
import { lingerMs, type Origin } from "./socket.ts";

// An import would load all that the module exports, a browser's fetch and WebSocket among it, which
// is a tenth of the whole start.
const { createServer } = process.getBuiltinModule("node:http");

const limits = {
  headerBytesMax: 16_384, // browsers send cookies of other servers on the same host along
  headersMs: 10_000, // from the first byte to the end of the headers: no slow loris
  idleMs: 20_000, // a peer that takes nothing of its answer for so long is gone
  totalMs: 120_000, // a page of some 100 kB over a bad line still fits
  routedMs: 3_600_000, // a large file over a bad line; who idles goes sooner
  peersMax: 1_024, // HTTP peers at once, upgraded ones not counted
  peersPerAddressMax: 64, // browsers open 6, several people may share an address
};

export type Upgrade = (
  request: IncomingMessage,
  socket: Socket,
  head: Buffer,
  origin: Origin,
) => void;

export interface HttpOptions {
  /** Undefined: this listener shows no page, it only upgrades. */
  readonly page: Page | undefined;
  /** Asked before the page. */
  readonly route?: Route | undefined;
  /** Undefined: no WebSocket here. */
  readonly upgrade: Upgrade | undefined;
  /** Told of errors thrown by the page. */
  readonly fault: (error: unknown) => void;
}

interface Peer {
  readonly origin: Origin;
  timer: NodeJS.Timeout;
}

export class HttpServer {
  private readonly options: HttpOptions;
  private readonly server: Server;
  private readonly peers = new Map<Duplex, Peer>();
  private readonly perAddress = new Map<string, number>();

  constructor(options: HttpOptions) {
    this.options = options;
    this.server = createServer({
      maxHeaderSize: limits.headerBytesMax,
      keepAlive: false,
      // Any other upgrade, such as curl's to h2c, is an ordinary request (RFC 9110 §7.8).
      shouldUpgradeCallback: (request) =>
        options.upgrade !== undefined && request.headers.upgrade?.toLowerCase() === "websocket",
    });
    this.server.timeout = limits.idleMs;
    this.server.on("request", (request, response) => this.answer(request, response));
    // "Expect: 100-continue" is told to go on when a route takes the body, which a page never does.
    this.server.on("checkContinue", (request, response) => this.answer(request, response));
    this.server.on("connect", (_request, socket) => {
      socket.end(
        "HTTP/1.1 405 Method Not Allowed\r\nAllow: GET, HEAD\r\nConnection: close\r\n\r\n",
      );
    });
    this.server.on("upgrade", (request, socket, head) => {
      const peer = this.peers.get(socket);
      this.forget(socket);
      if (peer !== undefined) options.upgrade?.(request, socket as Socket, head, peer.origin);
    });
  }

  /** A socket at whose start an HTTP request line stands, not yet read. */
  take(socket: Socket, origin: Origin): void {
    const count = this.perAddress.get(origin.address) ?? 0;
    if (this.peers.size >= limits.peersMax || count >= limits.peersPerAddressMax) {
      socket.destroy();
      return;
    }
    this.perAddress.set(origin.address, count + 1);
    const timer = setTimeout(destroy, limits.headersMs, socket).unref();
    this.peers.set(socket, { origin, timer });
    socket.once("close", () => this.forget(socket));
    this.server.emit("connection", socket);
    socket.resume();
  }

  close(): void {
    for (const socket of this.peers.keys()) socket.destroy();
  }

  private forget(socket: Duplex): void {
    const peer = this.peers.get(socket);
    if (peer === undefined) return;
    this.peers.delete(socket);
    clearTimeout(peer.timer);
    const { address } = peer.origin;
    const count = (this.perAddress.get(address) ?? 0) - 1;
    if (count > 0) this.perAddress.set(address, count);
    else this.perAddress.delete(address);
  }

  private answer(request: IncomingMessage, response: ServerResponse): void {
    const { socket, method } = request;
    const peer = this.peers.get(socket);
    if (peer === undefined) {
      socket.destroy();
      return;
    }
    clearTimeout(peer.timer);
    response.once("finish", () => {
      request.resume(); // the rest of a body that nobody wanted: or the answer would be lost
      peer.timer.refresh();
      setTimeout(destroy, lingerMs, socket).unref();
    });
    const routed = this.routed(request, response, peer.origin);
    const ms = routed ? limits.routedMs : limits.totalMs;
    peer.timer = setTimeout(destroy, ms, socket).unref();
    if (routed) return void this.follow(routed, request, response);
    request.resume(); // a body is read and dropped
    send(response, method, this.choose(request, peer.origin));
  }

  private routed(
    request: IncomingMessage,
    response: ServerResponse,
    { address, secure }: Origin,
  ): Promise<RoutedAnswer> | undefined {
    const { method = "", headers, url = "/" } = request;
    const path = pathOf(url);
    if (path === undefined) return undefined;
    const mark = url.indexOf("?");
    const query = mark < 0 ? "" : url.slice(mark + 1).replace(/#.*$/, "");
    const body = bodyOf(request, response);
    return this.options.route?.({ method, path, query, headers, address, secure, body });
  }

  private async follow(
    routed: Promise<RoutedAnswer>,
    request: IncomingMessage,
    response: ServerResponse,
  ): Promise<void> {
    try {
      await sendRouted(response, request.method, await routed, securityHeaders);
    } catch (error) {
      // A peer that has gone is no fault of ours.
      if (!request.socket.destroyed) this.options.fault(error);
      if (response.headersSent) request.socket.destroy();
      else send(response, request.method, plain(500, "Internal error"));
    }
  }

  private choose(request: IncomingMessage, origin: Origin): PageAnswer {
    const { method, headers } = request;
    if (method !== "GET" && method !== "HEAD") {
      return plain(405, "Only GET and HEAD are answered here", { Allow: "GET, HEAD" });
    }
    if (this.options.page === undefined) {
      return plain(426, "This port speaks WebSocket, not pages", { Upgrade: "websocket" });
    }
    const path = pathOf(request.url ?? "/");
    if (path === undefined) return plain(400, "Bad request");
    try {
      const { address, secure } = origin;
      return this.options.page({ method, path, headers, address, secure });
    } catch (error) {
      this.options.fault(error);
      return plain(500, "Internal error");
    }
  }
}

/** The path of a request target in origin form or absolute form (RFC 9112 §3.2). */
function pathOf(target: string): string | undefined {
  const rest = target.replace(/^https?:\/\/[^/?#]*/i, "");
  const path = rest.split(/[?#]/, 1)[0] ?? "";
  if (path === "" && rest !== target) return "/";
  return path.startsWith("/") ? path : undefined;
}

function destroy(socket: Duplex): void {
  socket.destroy();
}

/** What every answer carries unless it says otherwise: nothing is run, framed, guessed, leaked. */
const securityHeaders = {
  "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
};

function plain(status: number, text: string, more: Record<string, string> = {}): PageAnswer {
  const headers = { "Content-Type": "text/plain; charset=utf-8", ...more };
  return { status, headers, body: `${text}\n` };
}

function send(response: ServerResponse, method: string | undefined, answer: PageAnswer): void {
  const length = String(Buffer.byteLength(answer.body));
  response.shouldKeepAlive = false;
  const headers = { ...securityHeaders, ...answer.headers };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  response.setHeader("Content-Length", length);
  const connection = answer.status === 426 ? "close, Upgrade" : "close";
  response.setHeader("Connection", connection);
  response.statusCode = answer.status;
  response.end(method === "HEAD" ? undefined : answer.body);
}
