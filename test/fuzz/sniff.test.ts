/** Fuzz: a million openings, in pieces, to the sniffing. Over real sockets: arrivals.test.ts. */
import assert from "node:assert/strict";
import { isIP } from "node:net";
import { test } from "node:test";
import {
  sniff,
  type Sniffed,
  sniffBytesMax,
  type Situation,
} from "../../src/server/transport/sniff.ts";
import { mutate, pieces } from "./mutate.ts";
import { opening } from "./openings.ts";
import { type Random, rounds } from "./random.ts";

const openingsMax = Number(process.env["BANTER_FUZZ_UNITS"] ?? 1_000_000);
const openingsARound = 10_000;
const places = ["trusted", "untrusted", "done"] as const;

test("any bytes are sniffed alike, however they are cut", async (context) => {
  const told = await rounds(openingsMax, (random) => {
    for (let n = 0; n < openingsARound; n += 1) judgeOpening(random);
    return openingsARound;
  });
  context.diagnostic(told);
});

function judgeOpening(random: Random): void {
  let bytes = opening(random);
  for (let times = random.few(3); times > 0; times -= 1) bytes = mutate(random, bytes);
  const situation = { insideTls: random.oneIn(4), proxy: random.pick(places), final: false };
  const whole = sniff(bytes, situation);
  judge(whole, bytes, situation);
  const final = sniff(bytes, { ...situation, final: true });
  judge(final, bytes, { ...situation, final: true });
  // What is too long is settled as it is when the bound is reached, so there the cuts matter.
  if (bytes.length >= sniffBytesMax) return;
  if (whole.is !== "more") assert.deepEqual(final, whole, show(bytes));
  let end = 0;
  for (const piece of pieces(random, bytes)) {
    end += piece.length;
    const found = sniff(bytes.subarray(0, end), situation);
    if (found.is === "more") continue;
    assert.deepEqual(found, whole, `after ${end} bytes of ${show(bytes)}`);
    return;
  }
  assert.equal(whole.is, "more", show(bytes));
}

function judge(found: Sniffed, bytes: Buffer, { insideTls, proxy, final }: Situation): void {
  if (found.is === "more") assert.ok(!final, "the end has come");
  if (found.is === "tls") assert.ok(!insideTls && bytes[0] === 0x16);
  // A page can make a browser send this, and it must reach no dialect.
  if (found.is === "lines")
    assert.doesNotMatch(bytes.toString("latin1"), /^(?:GET|POST|PUT) \/\S* HTTP\/1\.[01]\r?\n/);
  if (found.is !== "proxy") return;
  assert.equal(proxy, "trusted");
  assert.ok(found.bytes <= bytes.length);
  if (found.source === undefined) return;
  assert.notEqual(isIP(found.source.address), 0, found.source.address);
  assert.match(found.source.address, /^[0-9a-f.:]+$/);
}

const show = (bytes: Buffer): string => JSON.stringify(bytes.toString("latin1"));
