import assert from "node:assert/strict";
import { createPublicKey, verify } from "node:crypto";
import { test } from "node:test";
import { encrypted, vapidOf } from "./push-crypto.ts";

test("the example of RFC 8291, appendix A", () => {
  const given = {
    salt: Buffer.from("DGv6ra1nlYgDCS1FRnbzlw", "base64url"),
    key: Buffer.from("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw", "base64url"),
  };
  const keys = {
    p256dh:
      "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
    auth: "BTBZMqHH6r4Tts7J_aSIgg",
  };
  const text = Buffer.from("When I grow up, I want to be a watermelon");
  assert.equal(
    encrypted(text, keys, given).toString("base64url"),
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS" +
      "6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSx" +
      "sj_Qulcy4a-fN",
  );
  const wrong = { ...keys, p256dh: Buffer.alloc(65, 4).toString("base64url") };
  assert.throws(() => encrypted(text, wrong));
});

test("who we are is signed, the same as long as the secret is", () => {
  const vapid = vapidOf(Buffer.from("secret"));
  assert.equal(vapid.publicKey, vapidOf(Buffer.from("secret")).publicKey);
  assert.notEqual(vapid.publicKey, vapidOf(Buffer.from("another")).publicKey);
  const now = Date.UTC(2026, 10, 22);
  const header = vapid.authorization("https://push.example/a/b", "mailto:a@b", now);
  const [, said = "", signature = "", key] =
    /^vapid t=([\w-]+\.[\w-]+)\.([\w-]+), k=([\w-]+)$/.exec(header) ?? [];
  assert.equal(key, vapid.publicKey);
  const claims = JSON.parse(Buffer.from(said.split(".")[1] ?? "", "base64url").toString());
  assert.deepEqual(claims, {
    aud: "https://push.example",
    exp: now / 1000 + 43_200,
    sub: "mailto:a@b",
  });
  const point = Buffer.from(vapid.publicKey, "base64url");
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) =>
    part.toString("base64url"),
  );
  const jwk = { kty: "EC", crv: "P-256", x, y };
  const publicKey = createPublicKey({ format: "jwk", key: jwk as never });
  const proof = { key: publicKey, dsaEncoding: "ieee-p1363" } as const;
  assert.ok(verify("sha256", Buffer.from(said), proof, Buffer.from(signature, "base64url")));
});
