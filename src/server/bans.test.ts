import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { banOf, expiredBans, liftBan, networkBanOf, setBan } from "./ban-index.ts";
import {
  banKey,
  type BanKind,
  meaning,
  meansEverybody,
  readBanTarget,
  type ServerBan,
  type Subject,
} from "./bans.ts";
import { emptyState, rulesDefault, type State } from "./state.ts";

const banned = (kind: BanKind, what: string, until: number | null = null): ServerBan => {
  return { kind, what, reason: what, by: "root", at: 0, until };
};

const bob: Subject = {
  nick: "Bob",
  username: "~bob",
  host: "Robert.users.cloak",
  cloak: "a1b2.c3d4.cloak",
  address: "10.1.2.3",
  account: "Robert",
  realname: "Bob of Test",
};

test("what is typed, as the ban it means", () => {
  const rows: readonly (readonly [string, string | undefined])[] = [
    ["bob", "mask bob!*@*"],
    ["bob@10.*", "mask *!bob@10.*"],
    ["*.example.org", "mask *!*@*.example.org"],
    ["10.1.2.3", "network 10.1.2.3"],
    ["10.1.2.3/8", "network 10.0.0.0/8"],
    ["2001:DB8::1/32", "network 2001:db8::/32"],
    ["*!*@10.0.0.0/8", "mask *!*@10.0.0.0/8"],
    ["account:Bob", "account Bob"],
    ["realname:*free money*", "realname *free money*"],
    ["account:", undefined],
    ["", undefined],
    [" ", undefined],
    ["\x01", undefined],
  ];
  for (const [text, wanted] of rows) {
    const target = readBanTarget(text);
    assert.equal(target && `${target.kind} ${target.what}`, wanted, text);
  }
});

test("whom each kind of ban means", () => {
  const state = emptyState();
  const fits: readonly (readonly [BanKind, string])[] = [
    ["mask", "bob!*@*"],
    ["mask", "b?b!*@*"],
    ["mask", "*!~bob@*"],
    ["mask", "*!*@A1B2.c3d4.CLOAK"],
    ["mask", "*!*@*.c3d4.cloak"],
    ["mask", "*!*@*d4.cloak"],
    ["mask", "*!*@*cloak"],
    ["mask", "*!*@robert.users.*"],
    ["mask", "*!*@10.1.2.3"],
    ["mask", "*!*@10.1.*"],
    ["mask", "*!*@10.*"],
    ["mask", "*!*@1*"],
    ["mask", "*!*@::ffff:10.1.2.3"],
    ["mask", "B*!*bob@10.0.0.0/8"],
    ["network", "10.1.2.3"],
    ["network", "10.0.0.0/8"],
    ["network", "0.0.0.0/0"],
    ["account", "ROBERT"],
    ["realname", "bob of*"],
    ["realname", "bob?of?test"],
  ];
  const fitsNot: readonly (readonly [BanKind, string])[] = [
    ["mask", "bo!*@*"],
    ["mask", "bob!*@10.2.*"],
    ["mask", "*!*@10.1.2.30"],
    ["mask", "*!*@cloak"],
    ["mask", "alice!*@10.0.0.0/8"],
    ["mask", "*!*@11.0.0.0/8"],
    ["network", "10.1.2.4"],
    ["network", "::/0"],
    ["account", "bob"],
    ["realname", "bob"],
  ];
  for (const [kind, what] of [...fits, ...fitsNot]) {
    const means = fits.some((one) => one[0] === kind && one[1] === what);
    assert.equal(meaning(state, banned(kind, what))(bob), means, `${kind} ${what}`);
    // And found by the index, alone and among others.
    setBan(state, banned(kind, what));
    assert.equal(banOf(state, bob, 1) !== undefined, means, `the index: ${kind} ${what}`);
    liftBan(state, banKey(state, kind, what));
    assert.equal(banOf(state, bob, 1), undefined);
  }
  assert.equal(meaning(state, banned("account", "x"))({ ...bob, account: null }), false);
  assert.equal(meaning(state, banned("network", "10.0.0.0/8"))({ ...bob, address: "?" }), false);
});

test("a ban of everybody is known as such", () => {
  const all: readonly (readonly [BanKind, string])[] = [
    ["mask", "*!*@*"],
    ["mask", "*?!*@*"],
    ["mask", "*!*@*.*"],
    ["mask", "*!*@0.0.0.0/0"],
    ["network", "0.0.0.0/0"],
    ["network", "::/0"],
    ["realname", "*"],
  ];
  for (const [kind, what] of all) assert.ok(meansEverybody(banned(kind, what)), what);
  const some: readonly (readonly [BanKind, string])[] = [
    ["mask", "bob!*@*"],
    ["mask", "bob!*@0.0.0.0/0"],
    ["mask", "*!*@*.org"],
    ["network", "10.0.0.0/8"],
    ["account", "*"],
    ["realname", "*a*"],
  ];
  for (const [kind, what] of some) assert.ok(!meansEverybody(banned(kind, what)), what);
});

test("exempt networks are meant by no ban of an address, but by one of a name", () => {
  const rules = { ...rulesDefault, bansExempt: ["10.1.0.0/16", "::1", "nonsense"] };
  const state = { ...emptyState(), rules };
  for (const what of ["10.0.0.0/8", "10.1.2.3"]) {
    setBan(state, banned("network", what));
    assert.equal(networkBanOf(state, "10.1.2.3", 1), undefined);
    assert.ok(networkBanOf(state, "10.1.2.3".replace(".1.", ".2."), 1) ?? what === "10.1.2.3");
  }
  setBan(state, banned("mask", "*!*@10.*"));
  assert.equal(banOf(state, bob, 1), undefined);
  assert.equal(meaning(state, banned("mask", "*!*@10.*"))(bob), false);
  assert.equal(meaning(state, banned("mask", "*!*@10.*"), false)(bob), true);
  setBan(state, banned("mask", "bob!*@10.*"));
  assert.equal(banOf(state, bob, 1)?.what, "bob!*@10.*");
});

test("a ban holds until its end, and is then swept", () => {
  const state = emptyState();
  setBan(state, banned("network", "10.0.0.0/8", 1000));
  setBan(state, banned("account", "robert", 500));
  setBan(state, banned("account", "x"));
  assert.equal(banOf(state, bob, 999)?.kind, "network");
  assert.equal(networkBanOf(state, "10.9.9.9", 999)?.what, "10.0.0.0/8");
  assert.equal(banOf(state, bob, 1000), undefined);
  assert.equal(networkBanOf(state, "10.9.9.9", 1000), undefined);
  assert.deepEqual(expiredBans(state, 499), []);
  assert.deepEqual(expiredBans(state, 500), ["account robert"]);
  assert.deepEqual(expiredBans(state, 1000), ["account robert", "network 10.0.0.0/8"]);
  // The same again lasts as long as was said last.
  setBan(state, banned("account", "ROBERT", 2000));
  assert.deepEqual(expiredBans(state, 1000), ["network 10.0.0.0/8"]);
  liftBan(state, "network 10.0.0.0/8");
  assert.deepEqual(expiredBans(state, 1999), []);
  assert.equal(state.bans.size, 2);
});

test("whatever bans there are, the index finds one just when one means the person", () => {
  const nick = fc.constantFrom("*", "bob", "b*", "alice", "?ob");
  const user = fc.constantFrom("*", "~bob", "~*", "x");
  const part = fc.constantFrom("*", "a1b2", "10", "1", "2", "3", "c3d4", "cloak", "*d4", "?");
  const host = fc.oneof(
    fc.array(part, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(".")),
    fc.constantFrom("10.0.0.0/8", "10.1.2.3", "2001:db8::*", "2001:db8::/32", "::1", "2001:*"),
  );
  const masks = fc
    .tuple(nick, user, host)
    .map(([n, u, h]) => banned("mask", `${n}!${u}@${h}`, null));
  const bans = fc.array(fc.tuple(masks, fc.boolean()), { maxLength: 12 });
  const address = fc.constantFrom("10.1.2.3", "2001:db8::1", "::1", "11.0.0.1");
  fc.assert(
    fc.property(bans, address, (steps, from) => {
      const state: State = emptyState();
      const subject = { ...bob, address: from };
      for (const [ban, on] of steps) {
        if (on) setBan(state, ban);
        else liftBan(state, banKey(state, ban.kind, ban.what));
        const one = [...state.bans.values()].some((each) => meaning(state, each)(subject));
        assert.equal(banOf(state, subject, 1) !== undefined, one);
      }
    }),
    { numRuns: 500 },
  );
});

test("tens of thousands of bans cost a connection microseconds", () => {
  const state = emptyState();
  for (let n = 0; n < 20_000; n += 1) {
    const bytes = `${11 + (n % 200)}.${(n >> 4) % 256}.${(n * 7) % 256}`;
    setBan(state, banned("network", `${bytes}.0/24`));
    setBan(state, banned("mask", `*!*@*.x${n}.example.org`));
    setBan(state, banned("mask", `spam${n}!*@*`));
  }
  const timed = (work: () => unknown): number => {
    for (let n = 0; n < 200; n += 1) work();
    const began = process.cpuUsage(); // not the clock: others use the machine, too
    for (let n = 0; n < 5_000; n += 1) assert.equal(work(), undefined);
    return process.cpuUsage(began).user / 5_000;
  };
  const door = timed(() => networkBanOf(state, "10.1.2.3", 1));
  const registration = timed(() => banOf(state, bob, 1));
  // A machine under load is slower; trying each ban would be a thousand times so.
  assert.ok(door < 50 && registration < 200, `${door} and ${registration} µs`);
});
