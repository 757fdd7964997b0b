/**
 * Link: a connection that comes back. Dials, and, once it has stood, dials again with back-off when
 * it is lost. Below the protocol: hands on bytes, and says when it opens, is lost, waits.
 */
import type { Socket } from "node:net";
import { backoffSeconds } from "../client/backoff.ts";
import { dial, placeName } from "./dial.ts";
import type { Changed, Place } from "./dial.ts";
import type { Io } from "./io.ts";

export interface LinkUser {
  opened(stranger: string | null): void;
  received(chunk: Buffer): void;
  drained(): void;
  /** True: try again. `reason` in words. */
  lost(reason: string, never: boolean, changed: Changed | null): boolean;
  /** Seconds until the next try, told every second; 0 when it begins. */
  waiting(seconds: number): void;
}

/** A server that does not answer at all is given up, this try at least. */
const dialTimeoutMs = 15_000;
/** At the end: how long the server may take to close its side. */
const farewellMs = 1000;

export class Link {
  /** Where the same rooms are: the one that was asked for first. */
  #places: readonly Place[];
  /** Which of them is tried. */
  #at = 0;
  readonly #io: Io;
  readonly #user: LinkUser;
  #socket: Socket | null = null;
  #open = false;
  #ended = false;
  #attempt = 0;
  /** For the next try. */
  #waiting = false;
  #cancel: () => void = () => undefined;

  constructor(place: Place, io: Io, user: LinkUser) {
    this.#places = [place];
    this.#io = io;
    this.#user = user;
  }

  get open(): boolean {
    return this.#open;
  }

  get #place(): Place {
    return this.#places[this.#at % this.#places.length] as Place;
  }

  /** The same rooms are there too, as "host:port": where to go when the server is gone. Whoever is
   * there has to show the same certificate. */
  alsoAt(addresses: readonly string[]): void {
    const [first] = this.#places as readonly [Place];
    const others = addresses.flatMap((address) => placeAt(address, first));
    const here = this.#place;
    this.#places = [first, ...others.filter((other) => placeName(other) !== placeName(first))];
    const at = this.#places.findIndex((other) => placeName(other) === placeName(here));
    this.#at = Math.max(0, at);
  }

  connect(): void {
    this.#cancel = this.#io.after(dialTimeoutMs, () => {
      this.#socket?.destroy(timeout());
    });
    this.#socket = dial(this.#place, {
      opened: (stranger) => {
        this.#cancel();
        this.#open = true;
        this.#user.opened(stranger);
      },
      // Also after end(): what comes until the server closes may confirm what was said.
      received: (chunk) => this.#user.received(chunk),
      drained: () => this.#user.drained(),
      closed: (reason, never, changed) => this.#closed(reason, never, changed),
    });
  }

  /** Tries again at once, where it waits; such as when the network is another. */
  hurry(): void {
    if (!this.#waiting || this.#ended) return;
    this.#cancel();
    this.#attempt = 0;
    this.#wait(0);
  }

  /** From now on this certificate is the one that is expected. */
  trust(pinned: string): void {
    this.#places = this.#places.map((place) => ({ ...place, pinned }));
  }

  /** The session is well again: the next loss begins with the shortest wait. */
  settled(): void {
    this.#attempt = 0;
  }

  /** False when the kernel takes no more for now; drained() follows. */
  write(text: string): boolean {
    if (this.#ended || !this.#open || this.#socket === null) return true;
    return this.#socket.write(text);
  }

  /** The connection is of no use any more; it counts as lost. @param silent nothing comes */
  drop(silent = false): void {
    this.#socket?.destroy(silent ? timeout() : undefined);
  }

  /** Sends what is written, says goodbye, and calls back when all is over. Nothing follows it. */
  end(done: () => void): void {
    this.#cancel();
    const socket = this.#socket;
    const open = this.#open;
    this.#ended = true;
    if (socket === null || !open) {
      socket?.destroy();
      done();
      return;
    }
    // Destroyed with unread bytes, a socket resets, and the server may lose our last lines. So it
    // is half-closed, and read until the server closes too.
    const cancel = this.#io.after(farewellMs, () => socket.destroy());
    socket.once("close", () => {
      cancel();
      done();
    });
    socket.end();
  }

  #closed(reason: string, never: boolean, changed: Changed | null): void {
    this.#cancel();
    this.#socket = null;
    this.#open = false;
    if (this.#ended) return;
    // What is wrong with one of several is no reason to give up.
    const alone = this.#places.length === 1;
    if (!this.#user.lost(reason, never && alone, alone ? changed : null)) return;
    this.#at += 1;
    const round = Math.floor(this.#attempt / this.#places.length);
    const seconds = backoffSeconds(round, this.#io.chance());
    this.#attempt += 1;
    this.#wait(seconds);
  }

  /** Counts down, a second at a time. */
  #wait(seconds: number): void {
    this.#waiting = seconds > 0;
    if (seconds <= 0) {
      this.#user.waiting(0);
      this.connect();
      return;
    }
    this.#user.waiting(Math.ceil(seconds));
    const step = seconds % 1 || 1;
    this.#cancel = this.#io.after(step * 1000, () => this.#wait(seconds - step));
  }
}

const timeout = (): Error => Object.assign(new Error("timeout"), { code: "ETIMEDOUT" });

/** Reached as the first is. */
function placeAt(address: string, first: Place): readonly Place[] {
  const [, host = "", port = ""] = /^\[?([^\]]+?)\]?:([0-9]+)$/.exec(address) ?? [];
  return host === "" ? [] : [{ ...first, host, port: Number(port) }];
}
