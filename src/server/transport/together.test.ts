/** Over real sockets: with the ring where this machine has one, and without. What Node itself has
 * sent it counts (bytesWritten), and so tells what has gone by the ring. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { existsSync, readdirSync, readlinkSync } from "node:fs";
import { connect, createServer, type AddressInfo, type Socket } from "node:net";
import { constants, release } from "node:os";
import { test, type TestContext } from "node:test";
import { fc } from "../../../test/seed.ts";
import { Ring } from "./ring.ts";
import { Outlet, Together } from "./together.ts";

/** A socket of ours, the way to it, and the peer at its other end. */
interface Pair {
  readonly ours: Socket;
  readonly way: Outlet;
  readonly peer: Socket;
}

async function pairs(t: TestContext, count: number): Promise<readonly Pair[]> {
  const server = createServer({ noDelay: true });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const made: Pair[] = [];
  for (let n = 0; n < count; n += 1) {
    const peer = connect((server.address() as AddressInfo).port, "127.0.0.1").pause();
    const [ours] = (await once(server, "connection")) as [Socket];
    made.push({ ours, way: new Outlet(ours), peer });
  }
  t.after(() => {
    server.close();
    for (const { ours, peer } of made) for (const socket of [ours, peer]) socket.destroy();
  });
  return made;
}

/** What the peer reads next, when it is so many bytes. */
async function read(peer: Socket, bytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let length = 0; length < bytes; length += chunks.at(-1)?.length ?? 0) {
    if (peer.readableLength === 0) await once(peer, "readable");
    const chunk = peer.read() as Buffer | null;
    if (chunk !== null) chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** In a container there may be none: Docker's rules forbid io_uring. libuv has one wherever it can,
 * from Linux 5.10 on, and so tells, whatever Ring says; ours needs 5.18. */
const withRing = { skip: !mayHaveRing() && "there is no io_uring here" };

function mayHaveRing(): boolean {
  const [major = 0, minor = 0] = release().split(".").map(Number);
  if (process.platform !== "linux" || major * 1_000 + minor < 5_018) return false;
  return readdirSync("/proc/self/fd").some((name) => {
    const link = `/proc/self/fd/${name}`;
    return existsSync(link) && readlinkSync(link) === "anon_inode:[io_uring]";
  });
}

test("there is a ring, and none where libuv is told to use none", withRing, (t) => {
  assert.ok(Ring.open());
  process.env["UV_USE_IO_URING"] = "0";
  t.after(() => delete process.env["UV_USE_IO_URING"]);
  assert.equal(Ring.open(), undefined);
});

test("by the ring go the gathered writes, and no others", withRing, async (t) => {
  const [pair] = await pairs(t, 1);
  const { ours, way, peer } = pair!;
  const together = new Together(Ring.open());
  together.gather(() => assert.equal(together.write(way, Buffer.from("hello ")), true));
  assert.equal(ours.bytesWritten, 0);
  together.write(way, Buffer.from("there"));
  assert.equal(ours.bytesWritten, 5);
  assert.equal(String(await read(peer, 11)), "hello there");
  ours.cork();
  ours.write("what waits ");
  together.gather(() => together.write(way, Buffer.from("goes first")));
  ours.uncork();
  assert.equal(String(await read(peer, 21)), "what waits goes first");
});

test("what is written after something that was not taken whole waits behind it", async (t) => {
  const [pair] = await pairs(t, 1);
  const { ours, way, peer } = pair!;
  // The kernel may do so, but only when a peer reads in the very same moment.
  let sends: Uint8Array[] = [];
  const together = new Together({
    send: (_, bytes) => sends.push(bytes) > 0,
    submit(missed) {
      const [first, ...others] = sends;
      sends = [];
      ours.write(first!.subarray(0, 2));
      for (const bytes of others) ours.write(bytes);
      missed(0, 2, first!.subarray(2));
    },
  });
  together.gather(() => {
    for (const said of ["hello ", "there ", "you"]) together.write(way, Buffer.from(said));
  });
  assert.equal(String(await read(peer, 15)), "hello there you");
});

test("what io_uring itself refuses goes the usual way, and ends nobody", async (t) => {
  const crowd = await pairs(t, 2);
  let sends: Uint8Array[] = [];
  let errno = 0;
  const together = new Together({
    send: (_, bytes) => sends.push(bytes) > 0,
    submit(missed) {
      for (const [nth, bytes] of sends.entries()) missed(nth, -errno, bytes);
      sends = [];
    },
  });
  // What the real one says only when it is out of memory, or may not do all that it can.
  for (const refused of ["ENOMEM", "EINTR", "EPERM", "EACCES", "EINVAL", "EOPNOTSUPP"] as const) {
    errno = constants.errno[refused];
    together.gather(() => {
      for (const [n, { way }] of crowd.entries()) together.write(way, Buffer.from(`hello ${n}`));
    });
    for (const [n, { peer }] of crowd.entries())
      assert.equal(String(await read(peer, 7)), `hello ${n}`, refused);
  }
});

test("what is said to those who have gone reaches nobody who has come since", async (t) => {
  const gone = await pairs(t, 3);
  const together = new Together(Ring.open());
  const say = (to: readonly Pair[], text: string): void =>
    together.gather(() => {
      for (const { way } of to) together.write(way, Buffer.from(text));
    });
  say(gone, "hello");
  for (const { ours, peer } of gone) {
    assert.equal(String(await read(peer, 5)), "hello");
    ours.destroy();
    peer.destroy();
  }
  // The system gives them the descriptors of those before.
  const come = await pairs(t, 3);
  say(gone, "for others");
  say(come, "hello");
  for (const { ours, peer } of come) {
    peer.write("there");
    assert.equal(String(await read(peer, 5)), "hello");
    assert.equal(String(await read(ours, 5)), "there");
  }
});

const turns = fc.array(
  fc.record({
    gathered: fc.boolean(),
    writes: fc.array(
      fc.record({
        to: fc.nat({ max: 3 }),
        // Now and then more than the ring takes at once.
        length: fc.oneof(fc.integer({ min: 1, max: 600 }), fc.integer({ min: 1, max: 90_000 })),
        sameAsBefore: fc.boolean(),
      }),
      { maxLength: 20 },
    ),
  }),
  { maxLength: 8 },
);

for (const [how, ring] of [
  ["a ring", Ring.open()],
  ["no ring", undefined],
] as const) {
  test(`with ${how} each reads all of its bytes, in their order`, async (t) => {
    const crowd = await pairs(t, 4);
    const together = new Together(ring);
    let seed = 0;
    await fc.assert(
      fc.asyncProperty(turns, async (said) => {
        const expected: Buffer[][] = crowd.map(() => []);
        for (const { gathered, writes } of said) {
          let bytes = Buffer.from("first");
          const write = (): void => {
            for (const { to, length, sameAsBefore } of writes) {
              if (!sameAsBefore) bytes = Buffer.alloc(length, (seed = (seed + 1) % 251));
              expected[to]!.push(bytes);
              together.write(crowd[to]!.way, bytes);
            }
          };
          if (gathered) together.gather(write);
          else write();
        }
        const whole = expected.map((parts) => Buffer.concat(parts));
        const heard = await Promise.all(crowd.map(({ peer }, n) => read(peer, whole[n]!.length)));
        heard.forEach((bytes, n) => assert.ok(bytes.equals(whole[n]!), `peer ${n}`));
      }),
      { numRuns: 100 },
    );
  });

  test(`with ${how} more are told than go into one call`, async (t) => {
    const crowd = await pairs(t, 1_100);
    const together = new Together(ring);
    // All different, and together more than a ring holds, too.
    const said = crowd.map((_, n) => Buffer.alloc(100, `${n} `));
    together.gather(() => crowd.forEach(({ way }, n) => together.write(way, said[n]!)));
    for (const [n, { ours, peer }] of crowd.entries()) {
      assert.ok((await read(peer, 100)).equals(said[n]!));
      assert.equal(ours.bytesWritten, ring === undefined ? 100 : 0);
    }
  });

  test(`with ${how} who does not read loses nothing, and others do not wait`, async (t) => {
    const [slow, quick] = (await pairs(t, 2)) as [Pair, Pair];
    const together = new Together(ring);
    const said: Buffer[] = [];
    const say = (): void => {
      const bytes = Buffer.alloc(50_000, `${said.length} `);
      said.push(bytes);
      together.gather(() => {
        for (const { way } of [slow, quick]) together.write(way, bytes);
      });
    };
    while (slow.ours.writableLength === 0) {
      say();
      assert.ok((await read(quick.peer, 50_000)).equals(said.at(-1)!));
    }
    const kept = slow.ours.writableLength;
    say();
    assert.equal(slow.ours.writableLength, kept + 50_000);
    const all = Buffer.concat(said);
    assert.ok((await read(slow.peer, all.length)).equals(all));
  });

  test(`with ${how} who is reset is found out, who has ended is told nothing`, async (t) => {
    const [reset, ended, other] = (await pairs(t, 3)) as [Pair, Pair, Pair];
    const together = new Together(ring);
    const hello = Buffer.from("hello");
    const fault = once(reset.ours, "error") as Promise<[NodeJS.ErrnoException]>;
    reset.peer.resetAndDestroy();
    await once(reset.peer, "close");
    ended.ours.destroy();
    together.gather(() => {
      for (const { way } of [reset, ended, other]) together.write(way, hello);
    });
    assert.ok((await read(other.peer, 5)).equals(hello));
    const [{ code, syscall }] = await fault;
    assert.deepEqual({ code, syscall }, { code: "ECONNRESET", syscall: "write" });
  });
}
