/**
 * A connection over a TCP or TLS socket, and the one set of handlers that all sockets share.
 * Between the kernel and the receiver. Knows nothing of sniffing or of what the bytes say.
 *
 * Memory: an idle connection costs its socket and one small object. The handlers are plain
 * functions that find their object on the socket, so no closure is made per connection, and a
 * socket passes from the sniffing (arrival.ts) to its connection by one assignment.
 */

import type { Socket } from "node:net";
import type { Connection, Receiver } from "../transport.ts";
import { Outlet, write } from "./together.ts";

/** How long a peer may take to close its side, or to be told that it is gone. */
export const lingerMs = 2_000;

/** Who takes what a socket brings. onClose always comes, last and once. */
export interface Carrier {
  onBytes(bytes: Buffer): void;
  onFinish(): void;
  onFault(error: NodeJS.ErrnoException): void;
  onClose(): void;
}

const carrier = Symbol("carrier");
interface CarriedSocket extends Socket {
  [carrier]?: Carrier | undefined;
}

function onData(this: CarriedSocket, bytes: Buffer): void {
  this[carrier]?.onBytes(bytes);
}
function onEnd(this: CarriedSocket): void {
  this[carrier]?.onFinish();
}
function onError(this: CarriedSocket, error: NodeJS.ErrnoException): void {
  this[carrier]?.onFault(error);
}
function onClose(this: CarriedSocket): void {
  this[carrier]?.onClose();
}

/** Takes note of an error that nobody is left to act on. */
export function ignore(): void {}

/** Gives the socket's events to `by`, instead of whoever had them before. */
export function carry(socket: Socket, by: Carrier): void {
  const carried: CarriedSocket = socket;
  if (carried[carrier] === undefined) {
    socket.on("data", onData).on("end", onEnd).on("error", onError).on("close", onClose);
  }
  carried[carrier] = by;
}

/** Takes our handlers off a socket that goes to a TLS or HTTP server; `bytes` are read again there.
 * The socket is left paused: the new owner's handlers must be in place before it flows. */
export function release(socket: Socket, bytes: Buffer | undefined): void {
  const carried: CarriedSocket = socket;
  carried[carrier] = undefined;
  socket.off("data", onData).off("end", onEnd).off("error", onError).off("close", onClose);
  // Between two owners, and after one that has let go, a reset must not end the process.
  socket.on("error", ignore);
  socket.pause();
  if (bytes !== undefined && bytes.length > 0) socket.unshift(bytes);
}

const leaving: Carrier = { onBytes() {}, onFinish() {}, onFault() {}, onClose() {} };

/** Says a last thing to a peer that becomes no connection, and closes. What it still sends is read
 * and dropped: closing with unread bytes sends RST, and the peer might never see the answer. */
export function dismiss(socket: Socket, lastWords: string | Uint8Array): void {
  carry(socket, leaving);
  if (lastWords.length > 0) socket.write(lastWords);
  finish(socket);
}

function finish(socket: Socket): void {
  socket.end();
  socket.resume();
  setTimeout(destroy, lingerMs, socket).unref();
}

function destroy(socket: Socket): void {
  socket.destroy();
}

const errnoWords: Record<string, string> = {
  ECONNRESET: "Connection reset by peer",
  ECONNABORTED: "Connection aborted",
  EHOSTUNREACH: "No route to host",
  ENETUNREACH: "Network is unreachable",
  EPIPE: "Broken pipe",
  ETIMEDOUT: "Connection timed out",
};

/** A socket error in words for people. */
export function faultWords(error: NodeJS.ErrnoException): string {
  const code = error.code ?? "";
  if (code.startsWith("ERR_SSL")) return "TLS error";
  const doing = error.syscall === "write" ? "Write" : "Read";
  return `${doing} error: ${errnoWords[code] ?? (code || error.message)}`;
}

/** Where a peer is and how it came; what the sniffing has found out before any line. */
export interface Origin {
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
  readonly fingerprint: string | undefined;
}

export class SocketConnection extends Outlet implements Connection, Carrier {
  readonly address: string;
  readonly port: number;
  readonly secure: boolean;
  readonly fingerprint: string | undefined;
  /** Set right after accept(); undefined again once closed() has been said. */
  receiver: Receiver | undefined;
  private ending: boolean;
  private detached = false;

  constructor(socket: Socket, origin: Origin) {
    super(socket);
    this.address = origin.address;
    this.port = origin.port;
    this.secure = origin.secure;
    this.fingerprint = origin.fingerprint;
    this.receiver = undefined;
    this.ending = false;
  }

  get framing(): "line" {
    return "line";
  }

  /** end() has been called. */
  get ended(): boolean {
    return this.ending;
  }

  get queuedBytes(): number {
    return this.detached ? 0 : this.socket.writableLength;
  }

  write(bytes: Uint8Array): boolean {
    return this.detached || write(this, bytes);
  }

  pause(): void {
    if (!this.ending) this.socket.pause();
  }

  resume(): void {
    if (!this.detached) this.socket.resume();
  }

  end(hard = false): void {
    if (this.detached) return;
    if (hard) this.socket.destroy();
    else if (!this.ending) finish(this.socket);
    this.ending = true;
  }

  /** Lets go of the socket, which has turned out to speak something else. */
  detach(reason: string): void {
    this.detached = true;
    this.ending = true;
    this.close(reason);
  }

  onBytes(bytes: Buffer): void {
    if (!this.ending) this.receiver?.received(bytes);
  }

  onFinish(): void {
    this.close("Connection closed");
    // Whoever was told may still write and then end(); this is for those who forget.
    if (!this.ending) setTimeout(end, lingerMs, this).unref();
  }

  onFault(error: NodeJS.ErrnoException): void {
    this.close(faultWords(error));
  }

  onClose(): void {
    this.close("Connection closed");
  }

  /** Says closed() unless it has been said. */
  close(reason: string): void {
    const receiver = this.receiver;
    this.receiver = undefined;
    receiver?.closed(reason);
  }
}

function end(connection: SocketConnection): void {
  connection.end();
}
