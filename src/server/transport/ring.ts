/**
 * Ring: many sends by one system call, over Linux's io_uring. Under together.ts, which says what
 * may be sent so. The kernel has carried out each send before the call returns, as none may wait
 * (MSG_DONTWAIT): no memory of ours is in its hands afterwards. Knows descriptors and bytes, no
 * sockets.
 */
import { openUring, type Uring } from "./io-uring.ts";

/** Of one call. With more each send was no cheaper. */
const sendsMax = 512;
/** What one call may send, each bytes counted once, however many get them. */
const bytesMax = 65_536;

const nothingOperation = 0; // IORING_OP_NOP
const sendOperation = 26; // IORING_OP_SEND
const sendFlags = 0x40 | 0x4000; // MSG_DONTWAIT, MSG_NOSIGNAL
const again = -11; // EAGAIN

/** Where in a submission (struct io_uring_sqe) and a completion (io_uring_cqe) what lies, in words
 * of 4 bytes. */
const submissionWords = 16;
const of = { operation: 0, descriptor: 1, address: 4, length: 6, flags: 7, name: 8 };
const completionWords = 4;
const done = { name: 0, result: 2 };

/** The how manieth since the last submit(), from 0; how many bytes of it were taken, or the
 * negative errno (EAGAIN where the kernel did not come to it); and a copy of the others. */
type Missed = (nth: number, result: number, rest: Uint8Array) => void;

export class Ring {
  private readonly uring: Uring;
  /** Where in uring.bytes the bytes lie that are noted. They are copied: what becomes of the
   * originals is no matter. */
  private readonly places = new Map<Uint8Array, number>();
  private bytesUsed = 0;
  private last: Uint8Array | undefined = undefined;
  private lastPlace = 0;
  /** All that was ever noted, modulo 2^32, and what of it has not been submitted. */
  private tail = 0;
  private noted = 0;

  /** Undefined where there is none (see openUring). */
  static open(): Ring | undefined {
    const uring = openUring(sendsMax, bytesMax);
    return uring && goesRound(uring) ? new Ring(uring) : undefined;
  }

  constructor(uring: Uring) {
    this.uring = uring;
    this.tail = uring.words[uring.at.tail]!;
    for (let n = 0; n < uring.entries; n += 1) {
      uring.submissions[n * submissionWords + of.operation] = sendOperation;
      uring.submissions[n * submissionWords + of.flags] = sendFlags;
    }
  }

  /** Notes a send for the next submit(). false: there is no room before it. */
  send(descriptor: number, bytes: Uint8Array): boolean {
    const { submissions, entries, bytesAddress } = this.uring;
    if (this.noted === entries) return false;
    const place = bytes === this.last ? this.lastPlace : this.placeOf(bytes);
    if (place < 0) return false;
    const at = this.submissionAt(this.tail);
    submissions[at + of.descriptor] = descriptor;
    submissions[at + of.address] = (bytesAddress + place) | 0;
    submissions[at + of.address + 1] = (bytesAddress + place) / 2 ** 32;
    submissions[at + of.length] = bytes.length;
    submissions[at + of.name] = this.noted;
    this.tail = (this.tail + 1) >>> 0;
    this.noted += 1;
    return true;
  }

  private submissionAt(nth: number): number {
    return (nth & (this.uring.entries - 1)) * submissionWords;
  }

  /** Where the copy of these bytes lies; -1 if there is no room for one. */
  private placeOf(bytes: Uint8Array): number {
    let place = this.places.get(bytes);
    if (place === undefined) {
      place = this.bytesUsed;
      if (place + bytes.length > this.uring.bytes.length) return -1;
      this.uring.bytes.set(bytes, place);
      this.bytesUsed += bytes.length;
      this.places.set(bytes, place);
    }
    this.last = bytes;
    this.lastPlace = place;
    return place;
  }

  /** Sends what was noted, in its order. `missed` is told of each of which not all was taken. */
  submit(missed: Missed): void {
    const { noted, uring } = this;
    const { words, at } = uring;
    if (noted === 0) return;
    const first = (this.tail - noted) >>> 0;
    words[at.tail] = this.tail;
    uring.enter(noted, noted);
    // What it has not even looked at, for want of memory, is taken back.
    words[at.tail] = this.tail = words[at.head]!;
    const begun = (this.tail - first) >>> 0;
    let completed = this.complete(first, missed);
    while (completed < begun) {
      uring.enter(0, begun - completed);
      completed += this.complete(first, missed);
    }
    for (let nth = begun; nth < noted; nth += 1) missed(nth, again, this.rest(first + nth, 0));
    this.noted = this.bytesUsed = 0;
    this.places.clear();
    this.last = undefined;
  }

  /** Reads what has been completed; how many that were. */
  private complete(first: number, missed: Missed): number {
    const { words, at, doneEntries, submissions } = this.uring;
    const from = words[at.doneHead]!;
    const to = words[at.doneTail]!;
    for (let each = from; each !== to; each = (each + 1) >>> 0) {
      const completion = at.done + (each & (doneEntries - 1)) * completionWords;
      const nth = words[completion + done.name]!;
      const result = words[completion + done.result]! | 0;
      const length = submissions[this.submissionAt(first + nth) + of.length]!;
      if (result < length) missed(nth, result, this.rest(first + nth, Math.max(result, 0)));
    }
    words[at.doneHead] = to;
    return (to - from) >>> 0;
  }

  private rest(nth: number, taken: number): Uint8Array {
    const { submissions, bytes, bytesAddress } = this.uring;
    const at = this.submissionAt(nth);
    const place = (submissions[at + of.address]! - (bytesAddress | 0)) >>> 0;
    return bytes.slice(place + taken, place + submissions[at + of.length]!);
  }
}

/** Whether something that does nothing comes back. */
function goesRound({ words, at, submissions, enter }: Uring): boolean {
  submissions[of.operation] = nothingOperation;
  words[at.tail] = 1;
  enter(1, 1);
  words[at.doneHead] = words[at.doneTail]!;
  return words[at.head] === 1 && words[at.doneTail] === 1;
}
