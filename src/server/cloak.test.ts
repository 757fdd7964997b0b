import assert from "node:assert/strict";
import { test } from "node:test";
import { cloak, hostOf } from "./cloak.ts";
import { defaultConfig } from "./config.ts";
import { cloakSuffixLengthMax } from "./config/operators.ts";

const of = (address: string, secret = "s"): string[] => cloak(secret, "end", address).split(".");
const shared = (a: string, b: string): number =>
  [1, 2, 3].filter(
    (n) =>
      of(a)
        .slice(-n - 1)
        .join() ===
      of(b)
        .slice(-n - 1)
        .join(),
  ).length;

test("stable, of the form that masks can mean, and nothing without the secret", () => {
  assert.match(of("10.1.2.3").join("."), /^[0-9a-v]{8}\.[0-9a-v]{8}\.[0-9a-v]{8}\.end$/);
  assert.deepEqual(of("10.1.2.3"), of("10.1.2.3"));
  assert.deepEqual(of("10.1.2.3"), of("::ffff:10.1.2.3"));
  assert.notDeepEqual(of("10.1.2.3"), of("10.1.2.3", "t"));
  for (const n of [0, 1, 2]) assert.notEqual(of("10.1.2.3")[n], of("10.1.2.3", "t")[n]);
});

test("who shares a network shares the end", () => {
  assert.equal(shared("10.1.2.3", "10.1.2.4"), 2);
  assert.equal(shared("10.1.2.3", "10.1.3.3"), 1);
  assert.equal(shared("10.1.2.3", "10.2.2.3"), 0);
  assert.equal(shared("2001:db8:1:2::3", "2001:db8:1:2:ffff::9"), 3);
  assert.equal(shared("2001:db8:1:2::3", "2001:db8:1:3::3"), 2);
  assert.equal(shared("2001:db8:1:2::3", "2001:db8:2:2::3"), 1);
  assert.equal(shared("2001:db8:1:2::3", "2001:db9:1:2::3"), 0);
});

test("the parts of one address tell nothing of each other", () => {
  // 10.0.0.0 is the first address of its own /24 and /16.
  assert.equal(new Set(of("10.0.0.0")).size, 4);
  assert.equal(new Set(of("::")).size, 4);
});

test("what is no address has a cloak too, and none is too long", () => {
  assert.match(of("somewhere").join("."), /^[0-9a-v]{8}\.end$/);
  assert.ok(cloak("s", "x".repeat(cloakSuffixLengthMax), "10.1.2.3").length <= 39);
});

test("who is shown by address is, and the configuration's secret comes before the server's", () => {
  const secret = Buffer.from("kept");
  const host = (address: string, over: object = {}, plain: object = {}): string => {
    const settings = { ...defaultConfig.cloak, ...over };
    const config = {
      ...defaultConfig,
      cloak: settings,
      plain: { ...defaultConfig.plain, ...plain },
    };
    return hostOf(address, config, secret);
  };
  assert.match(host("10.1.2.3"), /^\w{8}\.\w{8}\.\w{8}\.cloak$/);
  assert.equal(host("10.1.2.3", { enabled: false }), "10.1.2.3");
  assert.equal(host("::1", { enabled: false }), "0::1");
  assert.equal(host("10.1.2.3", {}, { names: "address" }), "10.1.2.3");
  assert.equal(host("10.1.2.3", { secret: "s", suffix: "end" }), cloak("s", "end", "10.1.2.3"));
  assert.notEqual(host("10.1.2.3", { secret: "s" }), host("10.1.2.3"));
  // The secret itself, from which other things are made, is not the key.
  assert.notEqual(host("10.1.2.3"), cloak(secret, "cloak", "10.1.2.3"));
});
