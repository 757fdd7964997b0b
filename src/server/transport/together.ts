/**
 * Together: what one turn says to many sockets goes to the kernel in one system call where that
 * can be (ring.ts), else by one for each. Between a connection and its socket. Each socket gets its
 * bytes in the order in which they were written, whichever way they take.
 */
import type { Socket } from "node:net";
import { constants } from "node:os";
import { getSystemErrorName } from "node:util";
import { Ring } from "./ring.ts";

const descriptor = Symbol("descriptor");
const noted = Symbol("noted");
interface NotedSocket extends Socket {
  /** By which the kernel knows it; -1 for one to which we do not speak directly (TLS). */
  [descriptor]?: number;
  /** The batch in which something for it waits. */
  [noted]?: number;
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
  private readonly sockets: (NotedSocket | undefined)[] = [];
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
  write(socket: NotedSocket, bytes: Uint8Array): boolean {
    return !socket.writable || this.note(socket, bytes) || socket.write(bytes);
  }

  private note(socket: NotedSocket, bytes: Uint8Array): boolean {
    const { ring } = this;
    if (ring === undefined || !this.gathering) return false;
    if (socket[noted] === this.batch) this.submit(); // it may not take all of what is before
    const to = (socket[descriptor] ??= descriptorOf(socket));
    if (to < 0 || socket.writableLength > 0) return false;
    if (!ring.send(to, bytes)) {
      this.submit();
      if (!ring.send(to, bytes)) return false;
    }
    socket[noted] = this.batch;
    this.sockets[this.count] = socket;
    this.count += 1;
    return true;
  }

  private submit(): void {
    const { sockets, count } = this;
    if (count === 0) return;
    this.batch += 1;
    this.count = 0;
    this.ring?.submit((nth, result, rest) => {
      // What the kernel does not take now waits as what is written to a socket always does.
      if (toldOnce.has(-result)) sockets[nth]?.destroy(writeError(result));
      else sockets[nth]?.write(rest);
    });
    sockets.fill(undefined, 0, count);
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
export const write = (socket: Socket, bytes: Uint8Array): boolean => shared.write(socket, bytes);
