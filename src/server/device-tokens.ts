/**
 * Device tokens: what a device logs in with. "bt_" with the id, by which it is found, and the
 * secret, of which only the hash is kept: it is random, so one SHA-256 is enough (NIST SP 800-63B
 * §3.1.2.2). Beside logins.ts.
 */
import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import type { Account } from "./account.ts";
import { type Device, deviceOf } from "./devices.ts";
import type { State } from "./state.ts";

const idBytes = 6;
const secretBytes = 32;
const hashOf = (secret: string): string => createHash("sha256").update(secret).digest("hex");

/** `token` is told once, and kept by nobody here. */
export function newDeviceToken(): { id: string; hash: string; token: string } {
  const id = randomBytes(idBytes).toString("hex");
  const secret = randomBytes(secretBytes).toString("base64url");
  return { id, hash: hashOf(secret), token: `bt_${id}_${secret}` };
}

export const looksLikeDeviceToken = (text: string): boolean =>
  /^bt_[0-9a-f]{12}_[\w-]{43}$/.test(text);

/** Whose it is; undefined when it is nobody's now.
 * @param time milliseconds since the epoch */
export function ownerOfToken(
  state: State,
  token: string,
  time: number,
): { account: Account; device: Device } | undefined {
  if (!looksLikeDeviceToken(token)) return undefined;
  const [id, secret] = [token.slice(3, 15), token.slice(16)];
  const key = state.devices.get(id);
  const account = key === undefined ? undefined : state.accounts.get(key);
  const device = account && deviceOf(state, account, id, time);
  if (!device || !timingSafeEqual(Buffer.from(hashOf(secret)), Buffer.from(device.hash)))
    return undefined;
  return { account, device };
}
