/** `banter join` without an address: what is found and what is remembered can be chosen. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import test from "node:test";
import { join } from "../join.ts";
import { Remembered } from "../remembered.ts";
import type { FindRooms, FoundRoom } from "../rooms-near.ts";
import { FakeTerminal, SmallServer } from "../stage.case.ts";

const limit = { timeout: 60_000 };

/** A network on which rooms turn up when a test says so. */
function network() {
  const told = Promise.withResolvers<(room: FoundRoom) => void>();
  let left = false;
  const find: FindRooms = async (found) => {
    told.resolve(found);
    return () => {
      left = true;
    };
  };
  return { find, tells: told.promise, hasLeft: () => left };
}

test("a room that is found on the network is entered by Enter", limit, async () => {
  const server = new SmallServer();
  const port = await server.listen();
  const terminal = new FakeTerminal(40, 10);
  const { find, tells, hasLeft } = network();
  const code = join({ nick: "bob" }, terminal.io, find);
  await terminal.sees("Banter: which room?");
  await terminal.sees("listening for rooms");
  (await tells)({ name: "The hall", host: "127.0.0.1", port, tls: false });
  await terminal.sees("The hall");
  terminal.type("hall\r");
  await terminal.sees("You joined #lobby.");
  assert.ok(hasLeft());
  terminal.type("/quit\r");
  assert.equal(await code, 0);
  await server.stop();
});

test("where one was is offered the next time; any address can be typed", limit, async (t) => {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-choose-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const server = new SmallServer();
  const port = await server.listen();
  for (const [typed, nick] of [
    [`127.0.0.1 ${port}\r`, "bob"],
    ["\r", undefined],
  ] as const) {
    const terminal = new FakeTerminal();
    const options = nick === undefined ? {} : { nick };
    const code = join(options, { ...terminal.io, folder }, network().find);
    await terminal.sees(nick === undefined ? "you were there as bob" : "listening for rooms");
    terminal.type(typed);
    await terminal.sees("You joined #lobby.");
    terminal.type("/quit\r");
    assert.equal(await code, 0);
  }
  assert.deepEqual(
    new Remembered(folder).places.map(({ host, nick }) => [host, nick]),
    [["127.0.0.1", "bob"]],
  );
  const terminal = new FakeTerminal();
  const { find, tells } = network();
  const code = join({}, { ...terminal.io, folder }, find);
  await terminal.sees("you were there as bob");
  // What turns up meanwhile does not get in between, and is there once.
  const other = { name: "Another", host: "10.0.0.9", port, tls: false };
  for (const room of [other, { ...other, host: "127.0.0.1", name: "The hall" }, other])
    (await tells)(room);
  await terminal.sees(/The hall +127.*you were there as bob[^]*Another/);
  assert.equal(terminal.screen.match(/Another/g)?.length, 1);
  terminal.type("\r");
  await terminal.sees("You joined #lobby.");
  terminal.type("/quit\r");
  assert.equal(await code, 0);
  await server.stop();
});
