import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { parse as parseYaml } from "yaml";
import { casefolder } from "./casemap.ts";
import { compileMask, inNetwork, normalizeMask, parseNetwork } from "./mask.ts";

interface Vector {
  mask: string;
  matches: string[];
  fails: string[];
}

const fold = casefolder("rfc1459");
const file = new URL("../../test/vectors/mask-match.yaml", import.meta.url);
const { tests } = parseYaml(readFileSync(file, "utf8")) as { tests: Vector[] };

for (const { mask, matches, fails } of tests) {
  test(`mask ${mask}`, () => {
    const compiled = compileMask(mask, fold);
    for (const text of matches) assert.ok(compiled(text), text);
    for (const text of fails) assert.ok(!compiled(text), text);
  });
}

test("escapes, case and characters outside the BMP", () => {
  const yes: [string, string][] = [
    ["a\\*b", "A*b"],
    ["a\\?b", "a?b"],
    ["a\\b", "a\\b"],
    ["a\\b", "a|b"], // rfc1459: one letter in two cases
    ["*\\", "x\\"],
    ["?", "😀"],
    ["*😀", "x😀"],
    ["**", ""],
  ];
  const no: [string, string][] = [
    ["a\\*b", "axb"],
    ["a\\?b", "axb"],
    ["??", "😀"],
    ["?*?", "😀"],
    ["*??", "😀"],
    ["", "a"],
  ];
  for (const [mask, text] of yes) assert.ok(compileMask(mask, fold)(text), `${mask} ${text}`);
  for (const [mask, text] of no) assert.ok(!compileMask(mask, fold)(text), `${mask} ${text}`);
});

/** Naive, by code point: what the matcher must equal. */
function oracle(mask: string[], text: string[]): boolean {
  const [head, ...tail] = mask;
  if (head === undefined) return text.length === 0;
  if (head === "*") return oracle(tail, text) || (text.length > 0 && oracle(mask, text.slice(1)));
  if (text.length === 0) return false;
  if (head === "?") return oracle(tail, text.slice(1));
  if (head === "\\" && (tail[0] === "*" || tail[0] === "?"))
    return tail[0] === text[0] && oracle(tail.slice(1), text.slice(1));
  return fold(head) === fold(text[0] as string) && oracle(tail, text.slice(1));
}

test("equals a naive matcher", () => {
  const unit = fc.constantFrom("*", "?", "\\", "a", "B", "b", "[", "{", "😀");
  const short = fc.string({ unit, maxLength: 9 });
  fc.assert(
    fc.property(short, short, (mask, text) => {
      assert.equal(compileMask(mask, fold)(text), oracle([...mask], [...text]));
    }),
    { numRuns: 3000 },
  );
});

test("a hostile mask costs no exponential time", () => {
  const compiled = compileMask(`${"*a".repeat(150)}b`, fold);
  const began = process.cpuUsage(); // not the clock: others use the machine, too
  for (let count = 0; count < 100; count++) assert.ok(!compiled("a".repeat(400)));
  assert.ok(process.cpuUsage(began).user < 1_000_000);
});

test("normalizeMask completes what people type", () => {
  const cases: [string, string][] = [
    ["bob", "bob!*@*"],
    ["bob*", "bob*!*@*"],
    ["a@b", "*!a@b"],
    ["a!b", "a!b@*"],
    ["a!b@c", "a!b@c"],
    ["!b@c", "*!b@c"],
    ["a!@", "a!*@*"],
    ["@host", "*!*@host"],
    ["", "*!*@*"],
    ["*", "*!*@*"],
    ["*.example.org", "*!*@*.example.org"],
    ["10.0.0.0/8", "*!*@10.0.0.0/8"],
    ["2001:db8::/32", "*!*@2001:db8::/32"],
    ["bob!*@* and more", "bob!*@*"],
  ];
  for (const [text, mask] of cases) assert.equal(normalizeMask(text), mask);
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom("!", "@", "*", ".", "a", " ") }), (text) => {
      const mask = normalizeMask(text);
      assert.equal(normalizeMask(mask), mask);
      assert.match(mask, /^[^ ]+![^ ]+@[^ ]+$/);
    }),
  );
});

test("a host part that is a network means its addresses", () => {
  const compiled = compileMask("*!ann@10.0.0.0/8", fold);
  assert.ok(compiled("x!ann@10.200.3.4"));
  assert.ok(compiled("x!Ann@::ffff:10.1.1.1"));
  assert.ok(!compiled("x!bob@10.200.3.4"));
  assert.ok(!compiled("x!ann@11.0.0.1"));
  assert.ok(!compiled("x!ann@example.org"));
  assert.ok(compileMask("*!*@2001:db8::/32", fold)("a!b@2001:DB8:1::9"));
  assert.ok(compileMask("*!*@user/bob", fold)("a!b@user/bob"));
});

test("inNetwork", () => {
  const inside: [string, string][] = [
    ["10.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "10.1.2.3"],
    ["10.1.2.3", "10.9.9.9/8"],
    ["::ffff:10.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "::ffff:10.0.0.0/104"],
    ["::ffff:a01:203", "10.1.2.3/32"],
    ["255.255.255.255", "0.0.0.0/0"],
    ["2001:db8::1", "2001:db8::/32"],
    ["2001:db8::1", "2001:0DB8:0:0:0:0:0:1/128"],
    ["fe80::1%eth0", "fe80::/10"],
    ["::1", "::1"],
    ["::", "::/0"],
    ["1::", "1:0::/17"],
  ];
  const outside: [string, string][] = [
    ["11.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "::/0"],
    ["2001:db9::1", "2001:db8::/32"],
    ["2001:db8::1", "0.0.0.0/0"],
    ["10.1.2.4", "10.1.2.3"],
    ["example.org", "0.0.0.0/0"],
    ["10.1.2.3", "nonsense"],
  ];
  for (const [address, network] of inside)
    assert.ok(inNetwork(address, network), `${address} in ${network}`);
  for (const [address, network] of outside)
    assert.ok(!inNetwork(address, network), `${address} not in ${network}`);
});

test("parseNetwork refuses what is wrong", () => {
  const wrong = [
    "", "/", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/8/8", "10.0.0/8", "10.0.0.256",
    "010.0.0.1", "1.2.3.4.5", ":", ":::", "1::2::3", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9",
    "::1/129", "12345::", "g::", "1:2:3:4:5:6:7::8", "::1.2.3", "1.2.3.4::", ":1", "1:", "a",
  ]; // prettier-ignore
  for (const text of wrong) assert.equal(parseNetwork(text), undefined, text);
});

test("every IPv4 network holds exactly its addresses", () => {
  const word = fc.nat({ max: 0xffff_ffff });
  const dotted = (value: number): string =>
    [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join(".");
  fc.assert(
    fc.property(word, word, fc.nat({ max: 32 }), (address, network, bits) => {
      const same = bits === 0 || address >>> (32 - bits) === network >>> (32 - bits);
      assert.equal(inNetwork(dotted(address), `${dotted(network)}/${bits}`), same);
    }),
  );
});
