import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { type Outbox, Outboxes } from "./outbox.ts";

/** A connection that notes each write, and keeps up or not as told. */
function outbox(sendQueueBytesMax = 1_000) {
  const writes: Uint8Array[] = [];
  const noted = { writes, queuedBytes: 0, ended: 0, keepsUp: true };
  const connection = {
    address: "",
    port: 0,
    secure: false,
    framing: "line" as const,
    get queuedBytes() {
      return noted.queuedBytes;
    },
    write(bytes: Uint8Array) {
      writes.push(bytes);
      return noted.keepsUp;
    },
    pause() {},
    resume() {},
    end() {
      noted.ended += 1;
    },
  };
  const box: Outbox = { connection, sequence: 0, behind: false, ending: false, sendQueueBytesMax };
  return { box, noted };
}

const never = () => assert.fail("nobody is too slow here");

test("each reads its own frames in their order, in one write a turn", () => {
  const turn = fc.array(fc.tuple(fc.nat({ max: 4 }), fc.nat({ max: 3 })), { maxLength: 40 });
  fc.assert(
    fc.property(fc.array(turn, { maxLength: 5 }), (turns) => {
      const frames = ["a", "bb", "ccc", "d"].map((text) => Buffer.from(text));
      const people = Array.from({ length: 5 }, () => outbox());
      const outboxes = new Outboxes(never);
      for (const pushes of turns) {
        const expected = people.map(() => "");
        for (const [person, frame] of pushes) {
          outboxes.push(people[person]!.box, frames[frame]!);
          expected[person] += frames[frame]!.toString();
        }
        outboxes.flush();
        people.forEach(({ noted }, n) => {
          assert.equal(noted.writes.length, expected[n] === "" ? 0 : 1);
          assert.equal(Buffer.concat(noted.writes.splice(0)).toString(), expected[n]);
        });
      }
    }),
  );
});

test("who got the same frames shares one buffer", () => {
  const [ann, bob, cleo] = [outbox(), outbox(), outbox()];
  const [hello, there] = [Buffer.from("hello"), Buffer.from("there")];
  const outboxes = new Outboxes(never);
  for (const { box } of [ann, bob, cleo]) outboxes.push(box, hello);
  for (const { box } of [ann, cleo]) outboxes.push(box, there);
  outboxes.flush();
  assert.equal(ann.noted.writes[0], cleo.noted.writes[0]);
  assert.equal(bob.noted.writes[0], hello);
});

test("a slow reader goes when too much waits; nobody else notices", () => {
  const [ann, slow] = [outbox(), outbox(10)];
  const gone: Outbox[] = [];
  const outboxes = new Outboxes<Outbox>((box) => void gone.push(box));
  const say = () => {
    for (const { box } of [ann, slow]) outboxes.push(box, Buffer.from("123456"));
    outboxes.flush();
  };
  slow.noted.keepsUp = false;
  say();
  slow.noted.queuedBytes = 6;
  say();
  assert.deepEqual(gone, [slow.box]);
  assert.equal(slow.noted.writes.length, 1);
  assert.equal(ann.noted.writes.length, 2);
});

test("that the slow go is told to others by the next flush, and to none of the slow", () => {
  const slow = [outbox(10), outbox(10)];
  const other = outbox();
  const gone: Outbox[] = [];
  const outboxes = new Outboxes<Outbox>((box) => {
    gone.push(box);
    for (const each of [...slow, other])
      if (!gone.includes(each.box)) outboxes.push(each.box, Buffer.from("gone "));
  });
  for (const { noted } of slow) noted.keepsUp = false;
  const say = () => {
    for (const { box } of [...slow, other]) outboxes.push(box, Buffer.from("123456 "));
    outboxes.flush();
  };
  say();
  for (const { noted } of slow) noted.queuedBytes = 7;
  say();
  assert.deepEqual(
    gone,
    slow.map(({ box }) => box),
  );
  assert.equal(other.noted.writes.join(""), "123456 123456 ");
  outboxes.flush();
  assert.equal(other.noted.writes.join(""), "123456 123456 gone gone ");
  for (const { noted } of slow) assert.equal(noted.writes.length, 1);
});

test("the last words leave before the connection ends", () => {
  const { box, noted } = outbox();
  const outboxes = new Outboxes(never);
  outboxes.push(box, Buffer.from("goodbye"));
  outboxes.end(box);
  outboxes.end(box);
  assert.equal(noted.ended, 0);
  outboxes.flush();
  assert.equal(String(noted.writes[0]), "goodbye");
  assert.equal(noted.ended, 1);
});
