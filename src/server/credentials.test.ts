import assert from "node:assert/strict";
import { pbkdf2Sync } from "node:crypto";
import { test } from "node:test";
import { limitsDefault } from "../protocol/limits.ts";
import * as scram from "../protocol/scram.ts";
import { Bounded, TooBusy } from "./bounded.ts";
import { CredentialWork, madeUpSalt, newNonce, nobodysHash, scramCrypto } from "./credentials.ts";

const limits = { ...limitsDefault, scramIterations: 4_096 };

/** What runs now, and how each is ended. */
function manyIn(bounded: Bounded, count: number) {
  const begun: (() => void)[] = [];
  const all = Array.from({ length: count }, (_, n) =>
    bounded.run(async () => {
      await new Promise<void>((resolve) => begun.push(resolve));
      return n;
    }),
  );
  return { begun, all };
}

test("so many run at once, so many wait in order, and the rest is told to come again", async () => {
  const bounded = new Bounded({ atOnceMax: 2, waitingMax: 3 });
  const { begun, all } = manyIn(bounded, 7);
  const [, , , , , sixth, seventh] = all;
  await assert.rejects(sixth as Promise<number>, TooBusy);
  await assert.rejects(seventh as Promise<number>, TooBusy);
  assert.equal(begun.length, 2);
  begun.shift()?.();
  assert.equal(await all[0], 0);
  assert.equal(begun.length, 2, "the next has taken its place");
  while (begun.length > 0) {
    begun.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  assert.deepEqual(await Promise.all(all.slice(0, 5)), [0, 1, 2, 3, 4]);
  assert.equal(await bounded.run(() => Promise.resolve("again")), "again");
});

test("work that fails gives its place to the next", async () => {
  const bounded = new Bounded({ atOnceMax: 1, waitingMax: 1 });
  const failing = bounded.run(() => Promise.reject(new Error("so it is")));
  const next = bounded.run(() => Promise.resolve("here"));
  await assert.rejects(failing, /so it is/);
  assert.equal(await next, "here");
});

test("what is made of a password lets in by PLAIN and by SCRAM", async () => {
  const work = new CredentialWork(limits);
  const { passwordHash, scram: verifier } = await work.make("tr0ub4dor&3");
  assert.ok(await work.verify("tr0ub4dor&3", passwordHash));
  assert.ok(!(await work.verify("Tr0ub4dor&3", passwordHash)));
  assert.equal(verifier.iterations, 4_096);
  const first = scram.clientFirst("alice", newNonce());
  const read = scram.readClientFirst(first.message);
  assert.ok(!("fault" in read));
  const second = scram.serverFirst(read, verifier, newNonce());
  const salt = Buffer.from(verifier.salt, "base64");
  const salted = pbkdf2Sync("tr0ub4dor&3", salt, verifier.iterations, 32, "sha256");
  const final = scram.clientFinal(first, second.text, salted, scramCrypto);
  assert.ok("message" in scram.serverFinal(read, second, final.message, verifier, scramCrypto));
});

test("the salt is new each time; nobody's is made up, and always the same", async () => {
  const work = new CredentialWork(limits);
  const [one, two] = await Promise.all([work.make("same same"), work.make("same same")]);
  assert.notEqual(one.scram.salt, two.scram.salt);
  assert.notEqual(one.passwordHash, two.passwordHash);
  const secret = Buffer.from("secret");
  assert.equal(madeUpSalt("bob", secret), madeUpSalt("bob", secret));
  assert.notEqual(madeUpSalt("bob", secret), madeUpSalt("carl", secret));
  assert.notEqual(madeUpSalt("bob", secret), madeUpSalt("bob", Buffer.from("another")));
  assert.equal(madeUpSalt("bob", secret).length, one.scram.salt.length);
  assert.equal(await work.verify("", nobodysHash), false);
});

test("the bounds are the configuration's, also after it has changed", async () => {
  const work = new CredentialWork({ ...limits, hashesAtOnceMax: 1, hashesWaitingMax: 1 });
  const some = () => Array.from({ length: 3 }, () => work.verify("x", nobodysHash));
  const outcomes = async () => (await Promise.allSettled(some())).map(({ status }) => status);
  assert.deepEqual(await outcomes(), ["fulfilled", "fulfilled", "rejected"]);
  work.takeUp({ ...limits, hashesAtOnceMax: 1, hashesWaitingMax: 2 });
  assert.deepEqual(await outcomes(), ["fulfilled", "fulfilled", "fulfilled"]);
});
