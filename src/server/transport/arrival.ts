/**
 * An arrival: a peer whose language is not known yet. Between the listener and whoever takes the
 * peer over: TLS (from which it arrives once more), HTTP, or a receiver of lines. Applies what
 * sniff.ts finds; bounds the waiting; greets the silent. Knows no dialect.
 */

import type { Socket } from "node:net";
import type { Accept } from "../transport.ts";
import { sniff } from "./sniff.ts";
import {
  carry,
  dismiss,
  faultWords,
  release,
  SocketConnection,
  type Carrier,
  type Origin,
} from "./socket.ts";

/** What the arrivals of one listener share. */
export interface Entrance {
  readonly accept: Accept;
  readonly tls: "off" | "optional" | "only";
  readonly silentGreetingMs: number;
  /** An opening that is still undecided after so long is settled as it is. */
  readonly sniffMsMax: number;
  readonly port: number;
  proxyTrusted(address: string): boolean;
  /** `hello` is what has come of it so far; it can be read from the socket again. */
  startTls(socket: Socket, origin: Origin, hello: Uint8Array): void;
  /** Undefined where the listener has neither HTTP nor WebSocket. */
  readonly startHttp: ((socket: Socket, origin: Origin) => void) | undefined;
  /** Those not accepted yet, to be cut off when the listener closes. */
  readonly waiting: Set<Arrival>;
}

export class Arrival implements Carrier {
  private readonly socket: Socket;
  private readonly entrance: Entrance;
  private origin: Origin;
  private readonly insideTls: boolean;
  private proxied = false;
  private held: Buffer | undefined = undefined;
  private timer: NodeJS.Timeout | undefined = undefined;
  private soon: NodeJS.Immediate | undefined = undefined;
  private settling = false;
  private finished = false;
  /** Made when the peer was silent; what it sends afterwards is sniffed all the same. */
  private greeted: SocketConnection | undefined = undefined;

  constructor(socket: Socket, origin: Origin, entrance: Entrance, insideTls: boolean) {
    this.socket = socket;
    this.origin = origin;
    this.entrance = entrance;
    this.insideTls = insideTls;
    entrance.waiting.add(this);
    carry(socket, this);
    // On a port for TLS alone nobody is greeted in the clear, only told so, and late: a slow
    // client's handshake must not meet our words.
    if (this.mustBeTls()) this.expect(settle, entrance.sniffMsMax);
    else this.wait();
  }

  onBytes(bytes: Buffer): void {
    if (this.greeted?.ended === true) return;
    this.held = this.held === undefined ? bytes : Buffer.concat([this.held, bytes]);
    this.decide(false);
  }

  onFinish(): void {
    this.finished = true;
    if (this.held !== undefined) this.decide(true);
    else if (this.greeted !== undefined) this.hand(this.greeted, undefined);
    else this.leave("");
  }

  onFault(error: NodeJS.ErrnoException): void {
    this.forget();
    this.greeted?.close(faultWords(error));
  }

  onClose(): void {
    this.forget();
    this.greeted?.close("Connection closed");
  }

  /** Cuts the peer off: the listener closes. */
  cut(): void {
    this.socket.destroy();
  }

  /** The time is up, but a busy server may not have looked at what has come meanwhile. A greeting
   * would spoil a TLS or HTTP opening that waits in the kernel: read once more first. */
  lookAgain(): void {
    this.soon = setImmediate(greet, this);
  }

  /** The peer has sent nothing: make the receiver, but go on sniffing. */
  greet(): void {
    this.entrance.waiting.delete(this);
    this.greeted = new SocketConnection(this.socket, this.origin);
    this.greeted.receiver = this.entrance.accept(this.greeted);
    if (!this.greeted.ended) this.greeted.receiver.silent();
  }

  /** Time is over: what has come so far decides. */
  settle(): void {
    if (this.held === undefined) this.tellTlsOnly();
    else this.decide(true);
  }

  private decide(final: boolean): void {
    while (this.held !== undefined) {
      const found = sniff(this.held, {
        insideTls: this.insideTls,
        proxy: this.proxyPlace(),
        final,
      });
      switch (found.is) {
        case "more":
          return this.wait();
        case "proxy":
          this.proxied = true;
          this.origin = { ...this.origin, ...found.source, secure: found.secure };
          this.held = this.held.subarray(found.bytes);
          // What was made on a greeting bears the proxy's address: it ends, and a new one begins.
          this.abandon("The peer is a proxy");
          if (this.held.length > 0) continue;
          this.held = undefined;
          // A balancer that only asks whether we live: header, and gone.
          return this.finished ? this.leave("") : this.wait();
        case "tls":
          return this.toTls();
        case "http":
          return this.toHttp();
        case "httpRefused":
          return this.leave(httpAnswer(found.status));
        case "close":
          return this.leave("");
        case "lines":
          return this.toLines();
        default:
          found satisfies never;
      }
    }
  }

  private proxyPlace(): "trusted" | "untrusted" | "done" {
    if (this.proxied || this.insideTls) return "done";
    return this.entrance.proxyTrusted(this.origin.address) ? "trusted" : "untrusted";
  }

  private mustBeTls(): boolean {
    return this.entrance.tls === "only" && !this.origin.secure;
  }

  /** The first undecided bytes start one wait for the rest, which later bytes do not lengthen. */
  private wait(): void {
    if (this.mustBeTls()) return; // that wait has begun with the arrival
    if (this.held === undefined) {
      this.expect(lookAgain, this.entrance.silentGreetingMs);
    } else if (!this.settling) {
      this.expect(settle, this.entrance.sniffMsMax);
      this.settling = true;
    }
  }

  private expect(next: (arrival: Arrival) => void, ms: number): void {
    this.stopWaiting();
    this.timer = setTimeout(next, ms, this);
    this.settling = false;
  }

  private toLines(): void {
    if (this.mustBeTls()) return this.tellTlsOnly();
    const bytes = this.held;
    this.forget();
    let connection = this.greeted;
    if (connection === undefined) {
      connection = new SocketConnection(this.socket, this.origin);
      connection.receiver = this.entrance.accept(connection);
    }
    this.hand(connection, bytes);
  }

  private hand(connection: SocketConnection, bytes: Buffer | undefined): void {
    this.forget();
    carry(this.socket, connection);
    if (bytes !== undefined) connection.onBytes(bytes);
    if (this.finished) connection.onFinish();
  }

  private toTls(): void {
    if (this.entrance.tls === "off") return this.leave(tlsAlert);
    const bytes = this.held ?? Buffer.alloc(0);
    this.abandon("The peer speaks TLS");
    this.forget();
    release(this.socket, bytes);
    this.entrance.startTls(this.socket, this.origin, bytes);
  }

  private toHttp(): void {
    if (this.mustBeTls())
      return this.leave(httpAnswer(400, "This port speaks TLS only: use https://"));
    const { startHttp } = this.entrance;
    if (startHttp === undefined) return this.leave(httpAnswer(403, "This port speaks no HTTP"));
    const bytes = this.held;
    this.abandon("The peer speaks HTTP");
    this.forget();
    release(this.socket, bytes);
    startHttp(this.socket, this.origin);
  }

  private tellTlsOnly(): void {
    // Reads well to a person and is IRC's own ERROR line at once.
    const how = `for example: openssl s_client -connect HOST:${this.entrance.port}`;
    this.leave(`ERROR :This port speaks TLS only; connect with TLS (${how})\r\n`);
  }

  private leave(lastWords: string | Uint8Array): void {
    this.abandon("The peer speaks no language that is served here");
    this.forget();
    dismiss(this.socket, lastWords);
  }

  /** Takes the receiver of a greeting away again. */
  private abandon(reason: string): void {
    this.greeted?.detach(reason);
    this.greeted = undefined;
  }

  private forget(): void {
    this.held = undefined;
    this.stopWaiting();
    this.entrance.waiting.delete(this);
  }

  private stopWaiting(): void {
    clearTimeout(this.timer);
    clearImmediate(this.soon);
    this.timer = undefined;
    this.soon = undefined;
  }
}

function lookAgain(arrival: Arrival): void {
  arrival.lookAgain();
}
function greet(arrival: Arrival): void {
  arrival.greet();
}
function settle(arrival: Arrival): void {
  arrival.settle();
}

/** A fatal handshake_failure (RFC 8446 §6): a TLS client then says what is wrong at once. */
const tlsAlert = Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x28]);

const httpStatus = {
  400: "Bad Request",
  403: "Forbidden",
  505: "HTTP Version Not Supported",
};

function httpAnswer(status: keyof typeof httpStatus, text: string = httpStatus[status]): string {
  return [
    `HTTP/1.1 ${status} ${httpStatus[status]}`,
    "Content-Type: text/plain; charset=utf-8",
    `Content-Length: ${Buffer.byteLength(text) + 1}`,
    "X-Content-Type-Options: nosniff",
    "Connection: close",
    "",
    `${text}\n`,
  ].join("\r\n");
}
