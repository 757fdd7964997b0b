/**
 * WebSocket: IRC for browsers, one line a message (IRCv3 "WebSocket support", work in progress).
 * Between HTTP and the receiver. The only importer of `ws`, which does the opening handshake and
 * reads; what the server says is framed here once and written to the socket directly, so that all
 * recipients share one frame. That is safe: ws writes each frame of its own (pong, close) whole and
 * in one turn, as compression is off. Knows no IRC beyond "a line".
 */

import type { IncomingMessage } from "node:http";
import type { Socket } from "node:net";
import { WebSocketServer, type RawData, type WebSocket } from "ws";
import type { Accept, Connection, Receiver } from "../transport.ts";
import type { Upgrade } from "./http.ts";
import { faultWords, lingerMs, type Origin } from "./socket.ts";
import { Outlet, write } from "./together.ts";

/** An IRC line with all tags fits (8,191 + 512 bytes), and some pasted together. */
const messageBytesMax = 16_384;
const fragmentsMax = 64;

/** One server-to-client message (RFC 6455 §5.2: final, unmasked) holding `line`; a CR LF at its
 * end is left out. For "text" the line must be valid UTF-8: a browser hangs up otherwise. */
export function frame(line: Uint8Array, framing: "text" | "binary"): Buffer {
  let length = line.length;
  if (length > 0 && line[length - 1] === 0x0a) {
    length--;
    if (length > 0 && line[length - 1] === 0x0d) length--;
  }
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const whole = Buffer.allocUnsafe(head + length);
  whole[0] = framing === "text" ? 0x81 : 0x82;
  if (head === 2) {
    whole[1] = length;
  } else if (head === 4) {
    whole[1] = 126;
    whole.writeUInt16BE(length, 2);
  } else {
    whole[1] = 127;
    whole.writeBigUInt64BE(BigInt(length), 2);
  }
  whole.set(length === line.length ? line : line.subarray(0, length), head);
  return whole;
}

/** Origins whose pages may connect, besides our own. */
interface Origins {
  readonly websocketOrigins: readonly string[];
  readonly nodeOrigins?: () => readonly string[];
}

/** Makes the handler of upgrade requests; a page of another origin is refused with 403. */
export function websocketUpgrade(origins: Origins, accept: Accept): Upgrade {
  const fixed = new Set(origins.websocketOrigins.map((origin) => origin.toLowerCase()));
  const allows = (origin: string): boolean =>
    fixed.has(origin) || fixed.has("*") || origins.nodeOrigins?.().includes(origin) === true;
  const options = {
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload: messageBytesMax,
    maxFragments: fragmentsMax,
    closeTimeout: lingerMs, // its types do not know this one and maxFragments yet
    handleProtocols: (offered: Set<string>) =>
      [...offered].find((name) => Object.hasOwn(framings, name)) ?? false,
  };
  const server = new WebSocketServer(options);
  return (request, socket, head, origin) => {
    if (!mayCome(request, allows)) {
      socket.on("error", () => {});
      socket.end(forbidden);
      setTimeout(() => socket.destroy(), lingerMs).unref();
      return;
    }
    // The handshake of ws answers with an error and closes, or calls back at once.
    server.handleUpgrade(request, socket, head, (websocket) => {
      const connection = new WebSocketConnection(websocket, socket, origin);
      connection.receiver = accept(connection);
    });
  };
}

/** IRCv3 WebSocket: the client's first choice that we know; without one, text. */
const framings: Record<string, "text" | "binary"> = {
  "text.ircv3.net": "text",
  "binary.ircv3.net": "binary",
};

/** Browsers name the page's origin (RFC 6455 §10.2); it must be ours, or one that we were told. */
function mayCome(request: IncomingMessage, allows: (origin: string) => boolean): boolean {
  const { origin, host } = request.headers;
  if (origin === undefined || allows(origin.toLowerCase())) return true;
  if (!URL.canParse(origin) || host === undefined) return false;
  // Behind a proxy that ends TLS the scheme differs from what we see, so only hosts are compared;
  // the URL drops the port that the scheme implies, on either side.
  const page = new URL(origin);
  const ours = `${page.protocol}//${host}`;
  return URL.canParse(ours) && page.host !== "" && new URL(ours).host === page.host;
}

const forbidden = [
  "HTTP/1.1 403 Forbidden",
  "Content-Type: text/plain; charset=utf-8",
  "Content-Length: 44",
  "Connection: close",
  "",
  "Pages of this origin may not connect here.\r\n",
].join("\r\n");

const carried = Symbol("connection");
interface CarriedWebSocket extends WebSocket {
  [carried]?: WebSocketConnection;
}
interface CarriedSocket extends Socket {
  [carried]?: WebSocketConnection;
}

class WebSocketConnection extends Outlet implements Connection {
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
  readonly fingerprint: string | undefined;
  readonly framing: "text" | "binary";
  receiver: Receiver | undefined = undefined;
  reason = "Connection closed";
  private ending = false;
  private readonly websocket: WebSocket;

  constructor(websocket: CarriedWebSocket, socket: CarriedSocket, origin: Origin) {
    super(socket);
    this.websocket = websocket;
    this.address = origin.address;
    this.port = origin.port;
    this.secure = origin.secure;
    this.fingerprint = origin.fingerprint;
    this.framing = framings[websocket.protocol] ?? "text";
    websocket[carried] = this;
    socket[carried] = this;
    websocket.on("message", onMessage).on("error", onProtocolError).on("close", onClose);
    socket.on("error", onSocketError);
  }

  get queuedBytes(): number {
    return this.socket.writableLength;
  }

  write(bytes: Uint8Array): boolean {
    // Nothing may follow a Close frame (RFC 6455 §5.5.1), be it ours or the answer to theirs.
    return this.websocket.readyState !== this.websocket.OPEN || write(this, bytes);
  }

  pause(): void {
    if (!this.ending) this.websocket.pause();
  }

  resume(): void {
    this.websocket.resume();
  }

  end(hard = false): void {
    if (hard) this.websocket.terminate();
    else if (!this.ending) {
      this.websocket.resume();
      this.websocket.close(1000);
    }
    this.ending = true;
  }

  message(bytes: Buffer): void {
    for (let start = 0; start <= bytes.length && !this.ending;) {
      const newline = bytes.indexOf(0x0a, start);
      const end = newline < 0 ? bytes.length : newline;
      const shown = end > start && bytes[end - 1] === 0x0d ? end - 1 : end;
      if (shown > start) this.receiver?.received(bytes.subarray(start, shown));
      start = end + 1;
    }
  }

  closed(): void {
    const receiver = this.receiver;
    this.receiver = undefined;
    receiver?.closed(this.reason);
  }
}

function onMessage(this: CarriedWebSocket, data: RawData): void {
  // "nodebuffer", the default binaryType of ws, makes every message one Buffer.
  this[carried]?.message(data as Buffer);
}
function onProtocolError(this: CarriedWebSocket, error: Error): void {
  const connection = this[carried];
  if (connection !== undefined) connection.reason = `WebSocket error: ${error.message}`;
}
function onSocketError(this: CarriedSocket, error: Error): void {
  const connection = this[carried];
  if (connection !== undefined) connection.reason = faultWords(error);
}
function onClose(this: CarriedWebSocket): void {
  this[carried]?.closed();
}
