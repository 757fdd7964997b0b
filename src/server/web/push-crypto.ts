/**
 * Push crypto: a message that only one browser can read (RFC 8291, RFC 8188), and who we are, for
 * the service that passes it on (VAPID, RFC 8292). With node:crypto alone; it sends nothing.
 */
import {
  createCipheriv,
  createECDH,
  createHmac,
  createPrivateKey,
  hkdfSync,
  randomBytes,
  sign,
} from "node:crypto";

const curve = "prime256v1";
const recordSize = 4_096;

export interface Keys {
  readonly p256dh: string;
  readonly auth: string;
}

/** @param given in tests: the vector's own salt and private key
 * Throws for a key that is no point of the curve. */
export function encrypted(
  text: Uint8Array,
  { p256dh, auth }: Keys,
  given?: { readonly salt: Uint8Array; readonly key: Uint8Array },
): Buffer {
  const theirs = Buffer.from(p256dh, "base64url");
  const ecdh = createECDH(curve);
  if (given) ecdh.setPrivateKey(given.key);
  else ecdh.generateKeys();
  const ours = ecdh.getPublicKey();
  const shared = ecdh.computeSecret(theirs);
  const salt = given?.salt ?? randomBytes(16);
  const info = Buffer.concat([Buffer.from("WebPush: info\0"), theirs, ours]);
  const secret = derived(shared, Buffer.from(auth, "base64url"), info, 32);
  const key = derived(secret, salt, "Content-Encoding: aes128gcm\0", 16);
  const nonce = derived(secret, salt, "Content-Encoding: nonce\0", 12);
  const cipher = createCipheriv("aes-128-gcm", key, nonce);
  // One record, the last: its delimiter is 2 (RFC 8188 §2).
  const record = [cipher.update(text), cipher.update(Buffer.from([2])), cipher.final()];
  const head = Buffer.alloc(21);
  head.set(salt);
  head.writeUInt32BE(recordSize, 16);
  head[20] = ours.length;
  return Buffer.concat([head, ours, ...record, cipher.getAuthTag()]);
}

const derived = (key: Uint8Array, salt: Uint8Array, info: string | Uint8Array, length: number) =>
  Buffer.from(hkdfSync("sha256", key, salt, info, length));

export interface Vapid {
  /** Uncompressed, in base64url: what browsers subscribe with. */
  readonly publicKey: string;
  /** The Authorization for one service. @param now milliseconds since the epoch */
  authorization(endpoint: string, subject: string | undefined, now: number): string;
}

const tokenSeconds = 43_200; // RFC 8292 §2: at most 24 hours

/** Made of the folder's secret: the same as long as it is, and on each node of a cluster. */
export function vapidOf(secret: Uint8Array): Vapid {
  const ecdh = createECDH(curve);
  for (let n = 0; ; n += 1) {
    const d = createHmac("sha256", secret).update(`vapid ${n}`).digest();
    try {
      // One in four thousand million is no key of the curve.
      ecdh.setPrivateKey(d);
      break;
    } catch {
      continue;
    }
  }
  const point = ecdh.getPublicKey();
  const [x, y] = [point.subarray(1, 33), point.subarray(33)].map((part) =>
    part.toString("base64url"),
  );
  const d = ecdh.getPrivateKey().toString("base64url");
  const jwk = { kty: "EC", crv: "P-256", d, x, y } as const;
  const key = createPrivateKey({ format: "jwk", key: jwk as never });
  const publicKey = point.toString("base64url");
  const base64 = (value: object): string =>
    Buffer.from(JSON.stringify(value)).toString("base64url");
  return {
    publicKey,
    authorization(endpoint, subject, now) {
      const exp = Math.floor(now / 1000) + tokenSeconds;
      const sub = subject === undefined ? {} : { sub: subject };
      const claims = { aud: new URL(endpoint).origin, exp, ...sub };
      const said = `${base64({ typ: "JWT", alg: "ES256" })}.${base64(claims)}`;
      const signature = sign("sha256", Buffer.from(said), { key, dsaEncoding: "ieee-p1363" });
      return `vapid t=${said}.${signature.toString("base64url")}, k=${publicKey}`;
    },
  };
}
