/** Over a kernel that is short of memory, slow and interrupted, which the real one can't be made.
 * What the real one does is in together.test.ts. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../../test/seed.ts";
import type { Uring } from "./io-uring.ts";
import { Ring } from "./ring.ts";

const entries = 8;
const address = 2 ** 47 - 24; // a copy may lie across the end of 4 GB

/** What the kernel does with one send: takes so many bytes of it, or refuses. */
type Fate = (length: number) => number;

class Kernel implements Uring {
  readonly words = new Uint32Array(4 + 2 * entries * 4);
  readonly at = { head: 0, tail: 1, doneHead: 2, doneTail: 3, done: 4 };
  readonly entries = entries;
  readonly doneEntries = 2 * entries;
  readonly submissions = new Int32Array(entries * 16);
  readonly bytes = new Uint8Array(64);
  readonly bytesAddress = address;
  readonly sent: { to: number; text: string }[] = [];
  private readonly done: { name: number; result: number }[] = [];
  fate: Fate = (length) => length;
  /** Of the next call: how many it looks at, and how many of them are completed before its end. */
  looksAt = entries;
  completes = entries;

  constructor() {
    // Long in use: the counts are about to begin anew.
    this.words.fill(2 ** 32 - 5, 0, 4);
  }

  enter(submitted: number): void {
    const { words } = this;
    for (let n = 0; n < Math.min(submitted, this.looksAt); n += 1) {
      this.carryOut(this.submissions.subarray((words[0]! & (entries - 1)) * 16));
      words[0]! += 1;
    }
    for (const { name, result } of this.done.splice(0, this.completes)) {
      const at = 4 + (words[3]! & (2 * entries - 1)) * 4;
      words.set([name, 0, result >>> 0, 0], at);
      words[3]! += 1;
    }
    this.completes = entries;
  }

  private carryOut([operation, to, , , low, high, length, flags, name]: Int32Array): void {
    assert.deepEqual([operation, flags], [26, 0x4040]);
    const place = high! * 2 ** 32 + (low! >>> 0) - address;
    const result = this.fate(length!);
    const taken = this.bytes.subarray(place, place + Math.max(result, 0));
    if (taken.length > 0) this.sent.push({ to: to!, text: String(Buffer.from(taken)) });
    this.done.push({ name: name!, result });
  }
}

test("each is sent, or told of with what is left, whatever the kernel does", () => {
  const said = fc.record({
    texts: fc.array(fc.nat({ max: 5 }), { maxLength: 2 * entries }),
    fates: fc.array(fc.integer({ min: -2, max: 4 }), { minLength: 1 }),
    looksAt: fc.nat({ max: entries }),
    completes: fc.nat({ max: entries }),
  });
  fc.assert(
    fc.property(fc.array(said), (rounds) => {
      const kernel = new Kernel();
      const ring = new Ring(kernel);
      const texts = Array.from({ length: 6 }, (_, n) => Buffer.from("abcdef".repeat(n).slice(n)));
      for (const { texts: chosen, fates, looksAt, completes } of rounds) {
        let fated = 0;
        // -2 stands for an error, -1 for all of it, else for so many bytes.
        kernel.fate = (length) => {
          const fate = fates[fated++ % fates.length]!;
          return fate === -2 ? -104 : fate === -1 ? length : Math.min(fate, length);
        };
        Object.assign(kernel, { looksAt, completes });
        const noted: { to: number; text: string }[] = [];
        const copied = new Set<Buffer>();
        for (const [to, text] of chosen.entries()) {
          const bytes = texts[text]!;
          const used = [...new Set([...copied, bytes])].reduce(
            (sum, { length }) => sum + length,
            0,
          );
          const hasRoom = noted.length < entries && used <= kernel.bytes.length;
          assert.equal(ring.send(to, bytes), hasRoom);
          if (!hasRoom) continue;
          noted.push({ to, text: String(bytes) });
          copied.add(bytes);
        }
        const rests = new Map<number, { result: number; rest: string }>();
        ring.submit((nth, result, rest) => {
          assert.ok(!rests.has(nth));
          rests.set(nth, { result, rest: String(Buffer.from(rest)) });
        });
        const sent = kernel.sent.splice(0);
        for (const [nth, { to, text }] of noted.entries()) {
          const taken = sent.filter((each) => each.to === to).map((each) => each.text);
          const { result = text.length, rest = "" } = rests.get(nth) ?? {};
          assert.equal(taken.join("") + rest, text);
          if (nth >= looksAt) assert.equal(result, -11);
        }
        const order = sent.map(({ to }) => to);
        assert.deepEqual(
          order,
          [...new Set(order)].sort((a, b) => a - b),
        );
      }
    }),
  );
});
