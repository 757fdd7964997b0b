/** Wake: after sleep and in another network the server is asked at once whether it is there. */
import assert from "node:assert/strict";
import test from "node:test";
import { join } from "./join.ts";
import { FakeTerminal, haste, SmallServer } from "./stage.case.ts";
import { Wake } from "./wake.ts";

test("sleep and another network are noticed, and only they", () => {
  let addresses = "10.0.0.1";
  const wake = new Wake(0, () => addresses);
  assert.equal(wake.changed(1000, 1000), false);
  assert.equal(wake.changed(2500, 1000), false);
  assert.equal(wake.changed(60_000, 1000), true);
  assert.equal(wake.changed(61_000, 1000), false);
  addresses = "192.168.1.7";
  assert.equal(wake.changed(62_000, 1000), true);
  assert.equal(wake.changed(63_000, 1000), false);
  assert.equal(wake.changed(3000, 1000), true, "the clock was put back");
  assert.equal(wake.changed(4000, 1000), false);
});

test("in another network the old connection is tried, given up when nobody answers", async () => {
  const server = new SmallServer();
  const port = await server.listen();
  const terminal = new FakeTerminal();
  let addresses = "10.0.0.1";
  const began = Date.now();
  // The clock is in the same haste as the waits of that terminal.
  const now = (): number => began + (Date.now() - began) * haste;
  const io = { ...terminal.io, addresses: () => addresses, now };
  const code = join({ host: "127.0.0.1", port, nick: "bob" }, io);
  await terminal.sees("You joined #lobby.");
  // What is sent comes to nothing from here on, and nothing comes.
  for (const socket of server.people.keys()) socket.pause();
  addresses = "192.168.1.7";
  await terminal.sees(/Connection lost|Trying again/);
  await terminal.lacks("Trying again");
  terminal.type("here again\r");
  await terminal.sees(/bob here again\n/);
  terminal.type("/quit\r");
  assert.equal(await code, 0);
  await server.stop();
});
