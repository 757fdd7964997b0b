/**
 * Link: a WebSocket that comes back, at another node where there are several. Each message is one
 * line of IRC (text.ircv3.net). Below the session: hands lines on, and says when it opens, is lost,
 * waits.
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
  /** Where the same rooms are. */
  #urls: readonly string[];
  #at = 0;
  readonly #user: LinkUser;
  #socket: WebSocket | null = null;
  #attempt = 0;
  #timer = 0;
  #waiting = false;

  /** @param urls the first comes before all others */
  constructor(urls: readonly string[], user: LinkUser) {
    this.#urls = urls;
    this.#user = user;
  }

  /** The same rooms are there, too: where to go on when the server is gone. */
  alsoAt(others: readonly string[]): void {
    const here = this.#urls[this.#at];
    this.#urls = [...new Set([...this.#urls.slice(0, 1), ...others])];
    this.#at = Math.max(0, here === undefined ? 0 : this.#urls.indexOf(here));
  }

  connect(): void {
    this.#waiting = false;
    const socket = new WebSocket(this.#urls[this.#at] ?? "", ["text.ircv3.net"]);
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
    const { length } = this.#urls;
    this.#at = (this.#at + 1) % length;
    const ms = backoffSeconds(Math.floor(this.#attempt / length), Math.random()) * 1000;
    this.#attempt += 1;
    this.#waiting = true;
    this.#user.waiting(Date.now() + ms);
    this.#timer = setTimeout(() => {
      this.#user.waiting(null);
      this.connect();
    }, ms);
  }
}
