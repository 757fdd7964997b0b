/**
 * Together: what one turn says to many sockets goes to the kernel in one system call where that
 * can be (ring.ts), else by one for each. Between a connection and its socket. Each socket gets its
 * bytes in the order in which they were written, whichever way they take.
 */
import type { Socket } from "node:net";
import { constants } from "node:os";
import { getSystemErrorName } from "node:util";
import { Ring } from "./ring.ts";

/** The way to one socket. */
export class Outlet {
  readonly socket: Socket;
  /** By which the kernel knows it; -1 for one to which we do not speak directly (TLS). */
  readonly descriptor: number;
  /** The batch in which something for it waits. */
  noted = -1;

  constructor(socket: Socket) {
    this.socket = socket;
    this.descriptor = descriptorOf(socket);
  }
}

type Sends = Pick<Ring, "send" | "submit">;

/** What the kernel tells of a socket but once. All else Node finds out by a write of its own: a
 * full send queue, and what is wrong with io_uring (no memory, not allowed) rather than with it. */
const { ECONNABORTED, ECONNRESET, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT } = constants.errno;
const toldOnce = new Set([ECONNABORTED, ECONNRESET, EHOSTUNREACH, ENETUNREACH, ETIMEDOUT]);

export class Together {
  private readonly ring: Sends | undefined;
  private gathering = false;
  private batch = 0;
  /** Those of this batch, so many of them. */
  private readonly outlets: (Outlet | undefined)[] = [];
  private count = 0;

  constructor(ring: Sends | undefined) {
    this.ring = ring;
  }

  /** Carries out `writes`; what write() was given meanwhile has gone when this returns. Until then
   * none of these sockets may be destroyed: its descriptor could be another's by the end. */
  gather(writes: () => void): void {
    this.gathering = true;
    try {
      writes();
    } finally {
      this.gathering = false;
      this.submit();
    }
  }

  /** As the socket's own write(), but without a word after its end. Within gather() it may be
   * carried out at the end of that, and is true then. */
  write(outlet: Outlet, bytes: Uint8Array): boolean {
    const { socket } = outlet;
    return !socket.writable || this.note(outlet, bytes) || socket.write(bytes);
  }

  private note(outlet: Outlet, bytes: Uint8Array): boolean {
    const { ring } = this;
    if (ring === undefined || !this.gathering) return false;
    if (outlet.noted === this.batch) this.submit(); // it may not take all of what is before
    const { descriptor, socket } = outlet;
    if (descriptor < 0 || socket.writableLength > 0) return false;
    if (!ring.send(descriptor, bytes)) {
      this.submit();
      if (!ring.send(descriptor, bytes)) return false;
    }
    outlet.noted = this.batch;
    this.outlets[this.count] = outlet;
    this.count += 1;
    return true;
  }

  private submit(): void {
    const { outlets, count } = this;
    if (count === 0) return;
    this.batch += 1;
    this.count = 0;
    this.ring?.submit((nth, result, rest) => {
      // What the kernel does not take now waits as what is written to a socket always does.
      if (toldOnce.has(-result)) outlets[nth]?.socket.destroy(writeError(result));
      else outlets[nth]?.socket.write(rest);
    });
    outlets.fill(undefined, 0, count);
  }
}

/** Node tells it of no socket; only of what the socket has it from. */
function descriptorOf(socket: Socket): number {
  const { _handle: handle } = socket as { _handle?: { fd?: unknown } | null };
  const isTcp = handle?.constructor.name === "TCP"; // a TLS socket has the descriptor, too
  return isTcp && typeof handle?.fd === "number" ? handle.fd : -1;
}

/** As Node itself makes them. */
function writeError(errno: number): NodeJS.ErrnoException {
  const code = getSystemErrorName(errno);
  return Object.assign(new Error(`write ${code}`), { errno, code, syscall: "write" });
}

const shared = new Together(Ring.open());

export const together = (writes: () => void): void => shared.gather(writes);
export const write = (outlet: Outlet, bytes: Uint8Array): boolean => shared.write(outlet, bytes);
