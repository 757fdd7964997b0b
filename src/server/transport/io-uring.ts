/**
 * io_uring: memory that is shared with Linux, and the one call at which the kernel looks into it.
 * Under ring.ts, which says what lies there. Asked of libc by node:ffi, as Node itself offers none
 * of it. Layout and numbers: include/uapi/linux/io_uring.h, the same on all processors.
 */
import type ffi from "node:ffi";

/** A queue each way: what is to be done (64 bytes an entry), and what has been (16 bytes). */
export interface Uring {
  /** The queues' heads and tails, and the completions; `at` says which word is what. */
  readonly words: Uint32Array;
  readonly at: Record<"head" | "tail" | "doneHead" | "doneTail" | "done", number>;
  /** How many entries, a power of two. */
  readonly entries: number;
  readonly doneEntries: number;
  readonly submissions: Int32Array;
  /** Ours, and never moved: it can be told to the kernel where it lies. */
  readonly bytes: Uint8Array;
  readonly bytesAddress: number;
  /** The kernel takes so many submissions, and returns when so many completions are there. It may
   * take fewer, as the head then says, or be interrupted. */
  enter(submitted: number, completed: number): void;
}

const setupCall = 425n;
const enterCall = 426n;
/** One that fails does not hold up those after it. Linux 5.18 and newer; older ones refuse it. */
const submitAll = 1 << 7;
/** Only the thread that has set it up submits, and the kernel tells it what is done only when it
 * asks: some percent cheaper. Linux 6.1 and newer. */
const oneThread = (1 << 12) | (1 << 13);
const getEvents = 1n;
const submissionsOffset = 0x10000000n;
// mmap(2)
const readWrite = 3n;
const sharedPopulated = 0x8001n;
const privateAnonymous = 0x22n;

/** Undefined where there is none: another system, an older kernel, one that does not let us or not
 * lock so much memory (RLIMIT_MEMLOCK), a runtime without node:ffi, or UV_USE_IO_URING=0, by which
 * libuv is told not to use it for files (it does for epoll all the same). */
export function openUring(entries: number, bytes: number): Uring | undefined {
  const known = process.platform === "linux" && ["x64", "arm64"].includes(process.arch);
  if (!known || process.env["UV_USE_IO_URING"] === "0") return undefined;
  try {
    return opened(foreignFunctions(), entries, bytes);
  } catch {
    return undefined;
  }
}

function opened(foreign: typeof ffi, entries: number, bytesMax: number): Uring {
  const { call, map } = libc(foreign);
  const parameters = new Uint32Array(30); // struct io_uring_params
  const place = foreign.getRawPointer(parameters);
  const setUp = (flags: number): bigint => {
    parameters[2] = flags;
    return call(setupCall, BigInt(entries), place, 0n, 0n, 0n, 0n);
  };
  const newest = setUp(submitAll | oneThread);
  const descriptor = newest < 0n ? setUp(submitAll) : newest;
  if (descriptor < 0n) throw new Error("no io_uring");
  const [doneEntries = 0] = parameters.subarray(1);
  const [head = 0, tail = 0, , , , , order = 0] = parameters.subarray(10); // io_sqring_offsets
  const [doneHead = 0, doneTail = 0, , , , done = 0] = parameters.subarray(20); // io_cqring_offsets
  const length = Math.max(order + entries * 4, done + doneEntries * 16);
  const queues = map(length, sharedPopulated, descriptor, 0n);
  const words = new Uint32Array(queues.memory);
  for (let n = 0; n < entries; n += 1) words[order / 4 + n] = n;
  const submissions = map(entries * 64, sharedPopulated, descriptor, submissionsOffset);
  const bytes = map(bytesMax, privateAnonymous, -1n, 0n);
  return {
    words,
    at: {
      head: head / 4,
      tail: tail / 4,
      doneHead: doneHead / 4,
      doneTail: doneTail / 4,
      done: done / 4,
    },
    entries,
    doneEntries,
    submissions: new Int32Array(submissions.memory),
    bytes: new Uint8Array(bytes.memory),
    bytesAddress: bytes.address,
    enter: (submitted, completed) =>
      void call(enterCall, descriptor, BigInt(submitted), BigInt(completed), getEvents, 0n, 0n),
  };
}

/** The two functions that we need of it: syscall(2) and mmap(2). */
function libc({ dlopen, toArrayBuffer }: typeof ffi) {
  const { functions } = dlopen(null, {
    syscall: { return: "i64", arguments: ["i64", "i64", "i64", "i64", "i64", "i64", "i64"] },
    mmap: { return: "pointer", arguments: ["pointer", "i64", "i64", "i64", "i64", "i64"] },
  });
  const call = functions.syscall as (...numbers: readonly bigint[]) => bigint;
  const map = (bytes: number, how: bigint, descriptor: bigint, offset: bigint) => {
    const at = functions.mmap(0n, BigInt(bytes), readWrite, how, descriptor, offset) as bigint;
    if (BigInt.asIntN(64, at) === -1n) throw new Error("no memory for an io_uring");
    return { address: Number(at), memory: toArrayBuffer(at, bytes, false) };
  };
  return { call, map };
}

/** node:ffi, without the words that it is experimental: whoever starts a room can't help it. */
function foreignFunctions(): typeof ffi {
  const { emitWarning } = process;
  process.emitWarning = () => {};
  try {
    const found = process.getBuiltinModule("node:ffi");
    if (found === undefined) throw new Error("this runtime calls no foreign functions");
    return found;
  } finally {
    process.emitWarning = emitWarning;
  }
}
