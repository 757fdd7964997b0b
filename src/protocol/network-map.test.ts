import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import {
  formatNetwork,
  inNetwork,
  type Network,
  parseAddress,
  parseNetwork,
  type Words,
} from "./network.ts";
import { NetworkMap } from "./network-map.ts";

const network = (text: string): Network => {
  const parsed = parseNetwork(text);
  assert.ok(parsed, text);
  return parsed;
};

test("a network in its one form", () => {
  const pairs = [
    ["10.1.2.3/8", "10.0.0.0/8"],
    ["10.1.2.3", "10.1.2.3"],
    ["10.1.2.3/32", "10.1.2.3"],
    ["0.0.0.0/0", "0.0.0.0/0"],
    ["::ffff:10.1.2.3", "10.1.2.3"],
    ["::/0", "::/0"],
    ["::1", "::1"],
    ["2001:DB8:0:0:1:0:0:0/64", "2001:db8::/64"],
    ["2001:db8:0:0:1:0:0:0", "2001:db8:0:0:1::"],
    ["2001:db8:0:1:0:0:0:1", "2001:db8:0:1::1"],
    ["1:0:2:0:3:0:4:0", "1:0:2:0:3:0:4:0"],
    ["fe80::1%eth0", "fe80::1"],
  ] as const;
  for (const [given, formed] of pairs) assert.equal(formatNetwork(network(given)), formed);
});

/** Few bits differ, so that networks lie in each other. */
const word = fc.constantFrom(0, 1, 0x8000_0000, 0xc000_0000, 0xffff_ffff);
const ipv6 = fc.tuple(word, word, word, word) as fc.Arbitrary<Words>;
const ipv4 = word.map((last): Words => [0, 0, 0xffff, last]);
const words = fc.oneof(ipv6, ipv4);
const networks = fc.record({ words, prefixBits: fc.integer({ min: 0, max: 128 }) });
const textOf = (address: Words): string => formatNetwork({ words: address, prefixBits: 128 });

test("formatted and read again it is the same network", () => {
  fc.assert(
    fc.property(networks, words, (one, address) => {
      const text = formatNetwork(one);
      assert.equal(formatNetwork(network(text)), text);
      assert.equal(inNetwork(textOf(address), network(text)), inNetwork(textOf(address), one));
    }),
  );
});

test("the map finds just what looking at each would", () => {
  const step = fc.tuple(networks, fc.boolean());
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.array(words), (steps, addresses) => {
      const map = new NetworkMap<string>();
      const held = new Map<string, Network>();
      for (const [one, on] of steps) {
        // By bits, not by text: ::/0 with a mapped word in it is one of two networks in text.
        const key = `${formatNetwork(one)} ${one.prefixBits}`;
        if (on) {
          map.set(one, key);
          held.set(key, one);
        } else {
          map.delete(one);
          held.delete(key);
        }
        assert.equal(map.get(one), on ? key : undefined);
      }
      for (const address of addresses) {
        const wanted = [...held]
          .filter(([, one]) => inNetwork(textOf(address), one))
          .sort(([, a], [, b]) => a.prefixBits - b.prefixBits)
          .map(([key]) => key);
        assert.deepEqual(map.holding(address), wanted, textOf(address));
      }
    }),
    { numRuns: 300 },
  );
});

test("among fifty thousand networks an address is looked up in microseconds", () => {
  const map = new NetworkMap<number>();
  for (let n = 0; n < 50_000; n += 1) {
    const bytes = [n % 223, (n >> 3) % 256, (n * 7) % 256].join(".");
    map.set(network(n % 2 ? `${bytes}.0/24` : `2001:db8:${n.toString(16)}::/48`), n);
  }
  const addresses = ["17.2.119.5", "2001:db8:2::1", "203.0.113.1"].map((text) =>
    parseAddress(text),
  );
  const began = process.cpuUsage(); // not the clock: others use the machine, too
  for (let n = 0; n < 30_000; n += 1) map.holding(addresses[n % 3] as Words);
  const microseconds = process.cpuUsage(began).user / 30_000;
  assert.ok(microseconds < 50, `${microseconds} µs`);
});
