/**
 * Passwords: made unreadable, and compared. Beside the journey, at OPER, PASS and on the command
 * line. It knows no operator, no account and no session; how many at once, credentials.ts says.
 */
import { argon2, createHash, randomBytes, timingSafeEqual } from "node:crypto";

// argon2id with 19 MiB, two passes, one lane: OWASP's first choice, 50 ms on a small machine.
const memoryKiB = 19_456;
const passes = 2;
const lanes = 1;
const saltBytes = 16; // RFC 9106 §3.1
const tagBytes = 32;

// A hash comes from a file that an administrator wrote: bounded, so that none takes the machine.
const memoryKiBMost = 1_048_576;
const passesMost = 64;
const lanesMost = 16;

interface Hash {
  readonly memory: number;
  readonly passes: number;
  readonly parallelism: number;
  readonly salt: Buffer;
  readonly tag: Buffer;
}

const number = "(0|[1-9][0-9]{0,9})";
const base64 = "([A-Za-z0-9+/]+)"; // unpadded, as the PHC string format has it
const phc = new RegExp(
  `^\\$argon2id\\$v=19\\$m=${number},t=${number},p=${number}\\$${base64}\\$${base64}$`,
);

function parse(text: string): Hash | undefined {
  const [, m, t, p, salt, tag] = phc.exec(text) ?? [];
  if (salt === undefined || tag === undefined) return undefined;
  const hash = {
    memory: Number(m),
    passes: Number(t),
    parallelism: Number(p),
    salt: Buffer.from(salt, "base64"),
    tag: Buffer.from(tag, "base64"),
  };
  const possible =
    hash.parallelism >= 1 &&
    hash.parallelism <= lanesMost &&
    hash.passes >= 1 &&
    hash.passes <= passesMost &&
    hash.memory >= 8 * hash.parallelism && // RFC 9106 §3.1
    hash.memory <= memoryKiBMost &&
    hash.salt.length >= 8 &&
    hash.salt.length <= 64 &&
    hash.tag.length >= 16 && // RFC 9106 allows 4, which anyone could guess
    hash.tag.length <= 64;
  return possible ? hash : undefined;
}

/** On a thread of libuv's pool: the event loop goes on meanwhile. */
const derive = (password: string, hash: Omit<Hash, "tag">, tagLength: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const { memory, passes, parallelism, salt: nonce } = hash;
    argon2(
      "argon2id",
      // NFC: one keyboard's "é" is another's "e" and an accent.
      { message: password.normalize(), nonce, memory, passes, parallelism, tagLength },
      (error, tag) => (error === null ? resolve(tag) : reject(error)),
    );
  });

const unpadded = (bytes: Buffer): string => bytes.toString("base64").replaceAll("=", "");

/** In the PHC string format, `$argon2id$v=19$m=19456,t=2,p=1$salt$hash`. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(saltBytes);
  const tag = await derive(
    password,
    { memory: memoryKiB, passes, parallelism: lanes, salt },
    tagBytes,
  );
  const parameters = `m=${memoryKiB},t=${passes},p=${lanes}`;
  return `$argon2id$v=19$${parameters}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Whether the text is a hash that verifyPassword() can use. */
export const isPasswordHash = (text: string): boolean => parse(text) !== undefined;

/** False for a wrong password and for what is no hash. Compares in constant time. */
export async function verifyPassword(password: string, phc: string): Promise<boolean> {
  const hash = parse(phc);
  if (hash === undefined) return false;
  const tag = await derive(password, hash, hash.tag.length);
  return timingSafeEqual(tag, hash.tag);
}

/** Whether two passwords kept in clear are one, such as the connection's, in constant time:
 * hashed first, as the comparison wants equal lengths and would otherwise tell them. */
export const samePassword = (given: string, expected: string): boolean =>
  timingSafeEqual(digest(given), digest(expected));

const digest = (text: string): Buffer => createHash("sha256").update(text.normalize()).digest();
