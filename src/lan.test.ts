/** Lan: what is announced is found, and only where it should be. */
import assert from "node:assert/strict";
import { networkInterfaces } from "node:os";
import test from "node:test";
import { announce, findRooms, isForLan } from "./lan.ts";
import type { LanRoom } from "./lan.ts";

const address = (text: string, internal = false) => {
  const family = text.includes(":") ? ("IPv6" as const) : ("IPv4" as const);
  const rest = { netmask: "", mac: "", cidr: null, internal };
  return family === "IPv6"
    ? { ...rest, address: text, family, scopeid: 0 }
    : { ...rest, address: text, family };
};

test("a room is for a local network when it can be reached there, and from nowhere else", () => {
  const home = {
    lo: [address("127.0.0.1", true)],
    eth0: [address("192.168.1.5"), address("2001:db8::5")],
  };
  assert.equal(isForLan("0.0.0.0", home), true);
  assert.equal(isForLan("::", home), true);
  assert.equal(isForLan("0.0.0.0", { ...home, eth1: [address("203.0.113.9")] }), false);
  assert.equal(isForLan("0.0.0.0", { lo: [address("127.0.0.1", true)] }), false);
  assert.equal(isForLan("192.168.1.5", home), true);
  assert.equal(isForLan("203.0.113.9", home), false);
  assert.equal(isForLan("127.0.0.1", home), false);
  assert.equal(isForLan("172.20.0.1"), true);
  assert.equal(isForLan("172.32.0.1"), false);
});

const outside = Object.values(networkInterfaces())
  .flatMap((each) => each ?? [])
  .some(({ internal, family }) => !internal && family === "IPv4");
const skip = outside ? false : "this machine is on no network, and lo carries no multicast";

test("what is announced is found, with its name and port", { skip, timeout: 20_000 }, async () => {
  const options = { port: 20_000 + (process.pid % 20_000) };
  const { promise, resolve } = Promise.withResolvers<LanRoom>();
  const stopFinding = await findRooms((room) => resolve(room), options);
  const room = { name: "The hall", address: "0.0.0.0", port: 6670, tls: true };
  const goodbye = await announce(room, options);
  const found = await promise;
  assert.deepEqual([found.name, found.port, found.tls], ["The hall", 6670, true]);
  assert.notEqual(found.host, "");
  await goodbye();
  stopFinding();
});
