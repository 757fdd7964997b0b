/** Fuzz: thousands of odd openings over real sockets, in the clear and inside TLS. */
import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, type Socket } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { test } from "node:test";
import { connect as connectTls } from "node:tls";
import type { Listener } from "../../src/server/transport.ts";
import { selfSignedCertificate } from "../../src/server/transport/certificate.ts";
import { listen } from "../../src/server/transport/listener.ts";
import { joinPage } from "../../src/server/transport/page.ts";
import { TestRoom } from "../room.ts";
import { judgeEmpty, judgeState } from "./judge.ts";
import { mutate, pieces } from "./mutate.ts";
import { opening } from "./openings.ts";
import { type Random, rounds } from "./random.ts";

const peersMax = 3_000;
const atOnce = 64;
const piecesMax = 40;

test("whoever knocks, the door stays whole", async (context) => {
  const folder = await mkdtemp(path.join(tmpdir(), "banter-fuzz-"));
  const room = new TestRoom({ server: { description: "<b>&" } });
  const faults: unknown[] = [];
  const secureContext = await selfSignedCertificate({ folder, serverName: "banter.test" });
  const open = (tls: "off" | "optional" | "only", proxyFrom: readonly string[]) =>
    listen(
      {
        address: "127.0.0.1",
        port: 0,
        tls,
        secureContext,
        http: true,
        websocket: true,
        proxyFrom,
        websocketOrigins: [],
        page: joinPage({ network: "Banter", description: "<b>&", port: 1, tls }),
        silentGreetingMs: 50,
        sniffMsMax: 200,
        fault: (error) => faults.push(error),
      },
      room.server.door.accept,
    );
  const listeners = await Promise.all([
    open("optional", []),
    open("optional", ["127.0.0.1"]),
    open("only", []),
    open("off", []),
  ]);
  context.after(async () => {
    await Promise.all(listeners.map((listener) => listener.close()));
    room.close();
    await rm(folder, { recursive: true });
  });
  const told = await rounds(peersMax, async (random) => {
    await Promise.all(Array.from({ length: atOnce }, () => visit(random, random.pick(listeners))));
    judgeState(room.server);
    return atOnce;
  });
  await gone(room);
  judgeEmpty(room.server);
  assert.deepEqual(faults, []);
  await stillServes(listeners[0] as Listener);
  await gone(room);
  context.diagnostic(told);
});

/** Comes, says what it says in pieces, and leaves one way or another. */
async function visit(random: Random, { port }: Listener): Promise<void> {
  const secure = random.oneIn(16);
  const socket: Socket = secure
    ? connectTls({ port, host: "127.0.0.1", rejectUnauthorized: false })
    : connect({ port, host: "127.0.0.1", noDelay: true, allowHalfOpen: random.oneIn(2) });
  const closed = new Promise((resolve) => socket.once("close", resolve));
  // To be hung up on is what many of them ask for.
  socket.on("error", () => socket.destroy()).resume();
  await Promise.race([closed, new Promise((come) => socket.once("connect", come))]);
  let bytes = opening(random);
  for (let times = random.few(2); times > 0; times -= 1) bytes = mutate(random, bytes);
  let said = 0;
  for (const piece of pieces(random, bytes)) {
    const rest = bytes.length > 500 && said++ > piecesMax;
    if (rest || socket.destroyed) break;
    socket.write(piece);
    await new Promise(setImmediate);
  }
  const heard = new Promise((resolve) => socket.once("data", resolve).once("end", resolve));
  if (random.oneIn(3)) await Promise.race([closed, heard, turns(20)]);
  // Of one that is shutting down, Node would forget to close the handle.
  const resets = !secure && socket.writable && !socket.readableEnded;
  if (resets && random.oneIn(4)) socket.resetAndDestroy();
  else if (random.oneIn(3)) socket.end();
  else socket.destroy();
  await Promise.race([closed, turns(50)]);
  socket.destroy();
}

async function turns(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) await new Promise(setImmediate);
}

/** The kernel tells of the last of them a little later. */
async function gone({ server }: TestRoom): Promise<void> {
  const deadline = performance.now() + 10_000;
  while (server.door.peers.size > 0 && performance.now() < deadline) await turns(10);
  assert.equal(server.door.peers.size, 0, "peers left");
}

async function stillServes({ port }: Listener): Promise<void> {
  const socket = connect({ port, host: "127.0.0.1" });
  let heard = "";
  socket.write("NICK zoe\r\nUSER zoe 0 * :Zoe\r\nPRIVMSG zoe :still there?\r\nQUIT\r\n");
  for await (const bytes of socket) heard += String(bytes);
  assert.match(heard, / PRIVMSG zoe :still there\?\r\n/);
}
