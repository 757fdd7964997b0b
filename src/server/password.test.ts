import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { hashPassword, isPasswordHash, samePassword, verifyPassword } from "./password.ts";

// From the reference implementation's own tests (P-H-C/phc-winner-argon2, src/test.c, CC0).
const foreign =
  "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

test("what was hashed is verified, and nothing else", async () => {
  const hash = await hashPassword("correct horse");
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  assert.ok(isPasswordHash(hash));
  assert.equal(await verifyPassword("correct horse", hash), true);
  for (const wrong of ["correct hors", "correct horse ", "Correct horse", ""]) {
    assert.equal(await verifyPassword(wrong, hash), false);
  }
  assert.notEqual(await hashPassword("correct horse"), hash, "the salt is new each time");
});

test("one password in two Unicode forms is one password; an empty one can be hashed", async () => {
  assert.equal(await verifyPassword("cafe\u0301", await hashPassword("caf\u00e9")), true);
  assert.equal(await verifyPassword("", await hashPassword("")), true);
});

test("the reference implementation's hash is verified", async () => {
  assert.equal(await verifyPassword("password", foreign), true);
  assert.equal(await verifyPassword("passwore", foreign), false);
});

test("garbage, and hashes that would take the machine, are no hashes", async () => {
  const salt = "c2FsdHNhbHRzYWx0c2FsdA";
  const tag = "A".repeat(43);
  const garbage = [
    "",
    "hunter2",
    "$argon2id$",
    `$argon2i$v=19$m=19456,t=2,p=1$${salt}$${tag}`,
    `$argon2id$v=16$m=19456,t=2,p=1$${salt}$${tag}`,
    `$argon2id$v=19$m=4294967295,t=2,p=1$${salt}$${tag}`,
    `$argon2id$v=19$m=7,t=2,p=1$${salt}$${tag}`,
    `$argon2id$v=19$m=19456,t=99999,p=1$${salt}$${tag}`,
    `$argon2id$v=19$m=19456,t=2,p=0$${salt}$${tag}`,
    `$argon2id$v=19$m=19456,t=2,p=1$$${tag}`,
    `$argon2id$v=19$m=19456,t=2,p=1$${salt}$AAAA`,
    `$argon2id$v=19$m=19456,t=2,p=1$${salt}$${tag}\n`,
    "$2b$12$R9h/cIPz0gi.URNNX3kh2OPST9/PgBkqquzi.Ss7KIUgO2t0jWMUW",
  ];
  for (const text of garbage) {
    assert.equal(isPasswordHash(text), false, text);
    assert.equal(await verifyPassword("hunter2", text), false, text);
  }
  await fc.assert(
    fc.asyncProperty(fc.string(), async (text) => !(await verifyPassword("hunter2", text))),
  );
});

test("many at once all come to their end, and the event loop goes on meanwhile", async () => {
  const hash = await hashPassword("x");
  let ticks = 0;
  const timer = setInterval(() => (ticks += 1), 1);
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, n) => verifyPassword(n % 3 === 0 ? "x" : "y", hash)),
  );
  clearInterval(timer);
  assert.deepEqual(
    answers,
    Array.from({ length: 12 }, (_, n) => n % 3 === 0),
  );
  assert.ok(ticks > 5, `${ticks} ticks`);
});

test("passwords in clear are compared whole", () => {
  assert.equal(samePassword("secret", "secret"), true);
  assert.equal(samePassword("secre", "secret"), false);
  assert.equal(samePassword("", "secret"), false);
});
