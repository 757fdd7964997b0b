/**
 * Link: a WebSocket that comes back. Each message is one line of IRC (text.ircv3.net). Below the
 * session: hands lines on, and says when it opens, is lost, waits.
 */
import { backoffSeconds } from "../client/backoff.ts";

export interface LinkUser {
  opened(): void;
  received(line: string): void;
  /** True: try again. */
  lost(): boolean;
  /** When the next try begins, by this machine's clock; null: it has begun. */
  waiting(until: number | null): void;
}

/** A server that does not answer at all is given up, this try at least. */
const openMsMax = 15_000;

export class Link {
  readonly #url: string;
  readonly #user: LinkUser;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #timer = 0;
  #waiting = false;

  constructor(url: string, user: LinkUser) {
    this.#url = url;
    this.#user = user;
  }

  connect(): void {
    this.#waiting = false;
    const socket = new WebSocket(this.#url, ["text.ircv3.net"]);
    this.#socket = socket;
    this.#timer = setTimeout(() => this.drop(), openMsMax);
    socket.addEventListener("open", () => {
      if (socket !== this.#socket) return;
      clearTimeout(this.#timer);
      this.#user.opened();
    });
    socket.addEventListener("message", ({ data }) => {
      if (socket === this.#socket && typeof data === "string") this.#user.received(data);
    });
    socket.addEventListener("close", () => {
      if (socket === this.#socket) this.#closed();
    });
  }

  send(lines: readonly string[]): void {
    if (this.#socket?.readyState !== WebSocket.OPEN) return;
    for (const line of lines) this.#socket.send(line);
  }

  /** The session is well again: the next loss begins with the shortest wait. */
  settled(): void {
    this.#attempt = 0;
  }

  /** Tries again at once, where it waits; such as when the network is back. */
  hurry(): void {
    if (!this.#waiting) return;
    clearTimeout(this.#timer);
    this.#attempt = 0;
    this.#user.waiting(null);
    this.connect();
  }

  /** The connection is of no use any more. A dead one may take minutes to close: not waited for. */
  drop(): void {
    const socket = this.#socket;
    if (socket === null) return;
    this.#closed();
    socket.close();
  }

  /** For good. */
  end(): void {
    clearTimeout(this.#timer);
    const socket = this.#socket;
    this.#socket = null;
    this.#waiting = false;
    socket?.close();
  }

  #closed(): void {
    clearTimeout(this.#timer);
    this.#socket = null;
    if (!this.#user.lost()) return;
    const ms = backoffSeconds(this.#attempt, Math.random()) * 1000;
    this.#attempt += 1;
    this.#waiting = true;
    this.#user.waiting(Date.now() + ms);
    this.#timer = setTimeout(() => {
      this.#user.waiting(null);
      this.connect();
    }, ms);
  }
}
