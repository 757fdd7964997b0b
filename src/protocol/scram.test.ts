import assert from "node:assert/strict";
import { createHash, createHmac, pbkdf2Sync } from "node:crypto";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { decodeText, encodeText } from "./sasl.ts";
import { saslprep } from "./saslprep.ts";
import * as scram from "./scram.ts";

const crypto: scram.ScramCrypto = {
  hash: (data) => createHash("sha256").update(data).digest(),
  hmac: (key, data) => createHmac("sha256", key).update(data).digest(),
};
const salted = (password: string, salt: Uint8Array, iterations: number): Uint8Array =>
  pbkdf2Sync(password, salt, iterations, 32, "sha256");

function verifier(password: string, salt = "W22ZaJ0SNY7soEsUEjb6gQ==", iterations = 4_096) {
  const bytes = salted(password, Uint8Array.fromBase64(salt), iterations);
  return scram.verifierOf(bytes, { salt, iterations }, crypto);
}

function good<T extends object>(result: T): Exclude<T, { fault: string }> {
  if ("fault" in result) assert.fail(String(result.fault));
  return result as Exclude<T, { fault: string }>;
}
const faulty = (result: object): boolean => "fault" in result;

/** What both sides say; undefined for the last when the server was not convinced. */
function talk(
  name: string,
  password: string,
  kept: scram.Verifier | undefined,
  nonces = ["c", "s"],
) {
  const client = scram.clientFirst(name, nonces[0] ?? "");
  const read = good(scram.readClientFirst(client.message));
  const server = scram.serverFirst(read, kept ?? verifier(""), nonces[1] ?? "");
  const asked = good(scram.readServerFirst(client, server.message));
  const key = salted(password, asked.salt, asked.iterations);
  const final = scram.clientFinal(client, asked.text, key, crypto);
  const answer = scram.serverFinal(read, server, final.message, kept, crypto);
  const said = "fault" in answer ? undefined : decodeText(answer.message);
  const lines = [client.message, server.message, final.message].map(decodeText);
  return { user: read.user, lines, said, expected: decodeText(final.expected) };
}

test("the example of RFC 7677 §3", () => {
  const nonces = ["rOprNGfwEbeRWgbNEkqO", "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0"];
  const { lines, said, expected } = talk("user", "pencil", verifier("pencil"), nonces);
  assert.deepEqual(lines, [
    "n,,n=user,r=rOprNGfwEbeRWgbNEkqO",
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0," +
      "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=",
  ]);
  assert.equal(said, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
  assert.equal(expected, said);
});

const words = fc.string({ unit: "binary", minLength: 1, maxLength: 20 });
const nonce = fc.stringMatching(/^[\x21-\x2b\x2d-\x7e]{1,30}$/);

test("who knows the password is let in, and nobody else; both know it of each other", () => {
  fc.assert(
    fc.property(words, words, words, nonce, nonce, (name, password, other, ours, theirs) => {
      const kept = verifier(password);
      const right = talk(name, password, kept, [ours, theirs]);
      assert.equal(right.user, name);
      assert.ok(right.said !== undefined && right.said === right.expected);
      if (other === password) return;
      assert.equal(talk(name, other, kept, [ours, theirs]).said, undefined);
      // A server that has only heard of the name cannot pass for the one that knows.
      assert.notEqual(talk(name, password, verifier(other)).said, right.expected);
    }),
    { numRuns: 30 },
  );
});

test("nobody's password is never right, even the one behind the made-up keys", () => {
  assert.equal(talk("nobody", "", undefined).said, undefined);
});

test("a proof is good once, for the words that it was made for", () => {
  const kept = verifier("pencil");
  const { lines } = talk("user", "pencil", kept, ["a", "b"]);
  const [first = "", , final = ""] = lines;
  const read = good(scram.readClientFirst(encodeText(first)));
  const judge = (said: string, theirs = "b"): boolean =>
    !faulty(
      scram.serverFinal(
        read,
        scram.serverFirst(read, kept, theirs),
        encodeText(said),
        kept,
        crypto,
      ),
    );
  assert.ok(judge(final));
  assert.ok(!judge(final, "c"), "said again to another nonce");
  assert.ok(!judge(final.replace("r=ab", "r=ac")));
  assert.ok(!judge(final.replace("c=biws", "c=eSws")), "it began with n, not y");
  fc.assert(
    fc.property(fc.nat(final.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, by) => {
      fc.pre(final[at] !== by);
      assert.ok(!judge(final.slice(0, at) + by + final.slice(at + 1)));
    }),
  );
});

test("what the server reads of a client's first message", () => {
  const read = (text: string) => scram.readClientFirst(encodeText(text));
  const { authzid, user, header } = good(read("y,a=boss,n=a=2Cb=3Dc,r=x,f=more"));
  assert.deepEqual([authzid, user, header], ["boss", "a,b=c", "y,a=boss,"]);
  for (const wrong of [
    "",
    "n,,",
    "n=user,r=x",
    "n,,n=user",
    "n,,n=,r=x",
    "n,,n=user,r=",
    "n,,n=user,r=a b",
    "n,,n=us=er,r=x",
    "n,,m=1,n=user,r=x",
    "p=tls-exporter,,n=user,r=x",
    "x,,n=user,r=x",
    "n,a=,n=user,r=x",
  ])
    assert.ok(faulty(read(wrong)), wrong);
  assert.ok(faulty(scram.readClientFirst(Uint8Array.of(0xff))));
});

test("what a client believes of the server's first message", () => {
  const first = scram.clientFirst("user", "abc");
  const read = (text: string) => scram.readServerFirst(first, encodeText(text));
  assert.equal(good(read("r=abcdef,s=AAAA,i=4096")).iterations, 4_096);
  for (const wrong of [
    "",
    "r=abc,s=AAAA,i=4096",
    "r=xyzabc,s=AAAA,i=4096",
    "r=abcd,s=,i=4096",
    "r=abcd,s=A,i=4096",
    "r=abcd,s=AAAA,i=4095",
    "r=abcd,s=AAAA,i=999999999",
    "r=abcd,s=AAAA,i=-1",
    "m=1,r=abcd,s=AAAA,i=4096",
    "e=other-error",
  ])
    assert.ok(faulty(read(wrong)), wrong);
});

test("whatever a peer sends, neither side throws", () => {
  const kept = verifier("pencil");
  const read = good(scram.readClientFirst(encodeText("n,,n=user,r=x")));
  const second = scram.serverFirst(read, kept, "y");
  const text = fc.oneof(fc.uint8Array(), words.map(encodeText));
  fc.assert(
    fc.property(text, (bytes) => {
      scram.readClientFirst(bytes);
      scram.readServerFirst(scram.clientFirst("user", "x"), bytes);
      assert.ok(faulty(scram.serverFinal(read, second, bytes, kept, crypto)));
    }),
  );
});

test("SASLprep: the examples of RFC 4013 §3", () => {
  assert.equal(saslprep("I\u00adX"), "IX", "a soft hyphen is mapped to nothing");
  assert.equal(saslprep("user"), "user");
  assert.equal(saslprep("USER"), "USER", "case is kept");
  assert.equal(saslprep("\u00aa"), "a", "NFKC");
  assert.equal(saslprep("\u2168"), "IX");
  assert.equal(saslprep("\u0007"), undefined, "a control character");
});

test("SASLprep: one look is one password, and what has none is none", () => {
  assert.equal(saslprep("cafe\u0301\u00a0noir"), "caf\u00e9 noir");
  assert.equal(saslprep("👍🏽 ok"), "👍🏽 ok");
  for (const none of ["", "\u00ad", "a\u0000", "\ud800", "\ue000", "\u200e", "\ufffd", "\u0378"])
    assert.equal(saslprep(none), undefined, JSON.stringify(none));
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const once = saslprep(text);
      if (once !== undefined) assert.equal(saslprep(once), once);
    }),
  );
});
