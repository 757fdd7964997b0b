import assert from "node:assert/strict";
import { test } from "node:test";
import { inNetworks, isNetwork } from "./network.ts";

test("addresses and prefixes are networks, nothing else is", () => {
  for (const right of ["10.0.0.0/8", "0.0.0.0/0", "192.0.2.1", "::1", "fd00::/8", "::/0"]) {
    assert.equal(isNetwork(right), true, right);
  }
  for (const wrong of ["", "/8", "10.0.0/8", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8/8", "a.org"]) {
    assert.equal(isNetwork(wrong), false, wrong);
  }
  assert.equal(isNetwork("fd00::/129"), false);
  assert.equal(isNetwork("10.0.0.0/8\n"), false);
});

test("an address is in the networks that it lies in", () => {
  const inside = inNetworks(["10.1.0.0/16", "192.0.2.1", "fd00::/8", "::1"]);
  for (const yes of ["10.1.0.0", "10.1.255.255", "192.0.2.1", "fd12::3", "::1"]) {
    assert.equal(inside(yes), true, yes);
  }
  assert.equal(inside("::ffff:10.1.2.3"), true, "an IPv4 address, mapped");
  for (const no of ["10.2.0.0", "192.0.2.2", "fe80::1", "::2", "", "unknown", "10.1.0.0/16"]) {
    assert.equal(inside(no), false, no);
  }
  assert.equal(inNetworks([])("10.1.0.0"), false);
  assert.equal(inNetworks(["0.0.0.0/0"])("::1"), false, "IPv4 only");
});
