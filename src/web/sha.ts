/** Sha: SHA-256, HMAC and PBKDF2 for logging in by SCRAM. The browser's own are to be had over
 * https alone, and do not answer at once. Loaded when somebody logs in. */
import { hmac } from "@noble/hashes/hmac.js";
import { pbkdf2 } from "@noble/hashes/pbkdf2.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { saslprep } from "../protocol/saslprep.ts";
import { scramWith } from "../protocol/scram.ts";

export const scram = scramWith({
  hash: (data) => sha256(data),
  hmac: (key, data) => hmac(sha256, key, data),
});

/** RFC 5802 §2.2, Hi(): some 50 ms. */
export function salted(password: string, salt: Uint8Array, iterations: number): Uint8Array {
  const prepared = new TextEncoder().encode(saslprep(password) ?? password);
  return pbkdf2(sha256, prepared, salt, { c: iterations, dkLen: 32 });
}
