/**
 * SCRAM-SHA-256: proving that one knows a password without saying it, and that the server knew it
 * too. RFC 5802, RFC 7677. The messages and both sides' steps, for server and clients. Pure: chance
 * and cryptography are handed in.
 *
 *   client-first  n,,n=user,r=CLIENT            server-first  r=CLIENTSERVER,s=salt,i=iterations
 *   client-final  c=biws,r=CLIENTSERVER,p=proof server-final  v=signature
 */
import { decodeBase64, decodeText, encodeText } from "./sasl.ts";

/** SHA-256, and HMAC with it. PBKDF2, which is slow, is the caller's to do. */
export interface ScramCrypto {
  hash(data: Uint8Array): Uint8Array;
  hmac(key: Uint8Array, data: Uint8Array): Uint8Array;
}

/** What a server keeps of a password; the bytes in Base64. */
export interface Verifier {
  readonly salt: string;
  readonly iterations: number;
  readonly storedKey: string;
  readonly serverKey: string;
}

/** RFC 7677 §4; fewer would be guessed too fast by who has stolen the verifiers. */
export const iterationsLeast = 4_096;
/** More than this, asked by a server, is an attack on the client's time. */
export const iterationsMost = 10_000_000;
const keyLength = 32;

/** Who cannot read a message of the other side, or finds it wrong. */
type Fault = { readonly fault: string };
const fault = (words: string): Fault => ({ fault: words });

/** @param saltedPassword PBKDF2 of the prepared password, 32 bytes of SHA-256 */
export function verifierOf(
  saltedPassword: Uint8Array,
  { salt, iterations }: Pick<Verifier, "salt" | "iterations">,
  sha: ScramCrypto,
): Verifier {
  const clientKey = sha.hmac(saltedPassword, encodeText("Client Key"));
  const serverKey = sha.hmac(saltedPassword, encodeText("Server Key"));
  const storedKey = sha.hash(clientKey);
  return { salt, iterations, storedKey: storedKey.toBase64(), serverKey: serverKey.toBase64() };
}

// ── The client ──────────────────────────────────────────────────────────────────────────────

export interface ClientFirst {
  readonly nonce: string;
  /** client-first-message-bare. */
  readonly bare: string;
  readonly message: Uint8Array;
}

/** @param nonce printable ASCII without commas, another each time */
export function clientFirst(user: string, nonce: string): ClientFirst {
  const bare = `n=${escapeName(user)},r=${nonce}`;
  return { nonce, bare, message: encodeText(gs2None + bare) };
}

/** What the client must salt its password with, or why it will not. */
export function readServerFirst(
  first: ClientFirst,
  message: Uint8Array,
): { readonly salt: Uint8Array; readonly iterations: number; readonly text: string } | Fault {
  const text = decodeText(message) ?? "";
  const [, nonce = "", salt = "", iterations = ""] = serverFirstForm.exec(text) ?? [];
  if (nonce === "") return fault("the server's message cannot be read");
  if (!nonce.startsWith(first.nonce) || nonce === first.nonce)
    return fault("the server has answered somebody else");
  const bytes = decodeBase64(salt);
  const count = Number(iterations);
  if (!bytes || bytes.length === 0) return fault("the server's salt cannot be read");
  if (count < iterationsLeast || count > iterationsMost)
    return fault(`the server wants ${iterations} iterations`);
  return { salt: bytes, iterations: count, text };
}

/** The client's last message, and what the server must answer if it knows the password too. */
export function clientFinal(
  first: ClientFirst,
  serverFirst: string,
  saltedPassword: Uint8Array,
  sha: ScramCrypto,
): { readonly message: Uint8Array; readonly expected: Uint8Array } {
  const nonce = serverFirstForm.exec(serverFirst)?.[1] ?? "";
  const bare = `c=${encodeText(gs2None).toBase64()},r=${nonce}`;
  const signed = encodeText(`${first.bare},${serverFirst},${bare}`);
  const clientKey = sha.hmac(saltedPassword, encodeText("Client Key"));
  const signature = sha.hmac(sha.hash(clientKey), signed);
  const proof = xor(clientKey, signature).toBase64();
  const serverKey = sha.hmac(saltedPassword, encodeText("Server Key"));
  const expected = `v=${sha.hmac(serverKey, signed).toBase64()}`;
  return { message: encodeText(`${bare},p=${proof}`), expected: encodeText(expected) };
}

/** A client's side of it, as it is handed to whoever logs in. */
export interface ScramClient {
  readonly first: typeof clientFirst;
  readonly readServerFirst: typeof readServerFirst;
  final(
    first: ClientFirst,
    serverFirst: string,
    saltedPassword: Uint8Array,
  ): ReturnType<typeof clientFinal>;
}

export const scramWith = (sha: ScramCrypto): ScramClient => ({
  first: clientFirst,
  readServerFirst,
  final: (first, served, salted) => clientFinal(first, served, salted, sha),
});

// ── The server ──────────────────────────────────────────────────────────────────────────────

export interface ReadFirst {
  /** Whom to act as; "" for oneself. */
  readonly authzid: string;
  readonly user: string;
  readonly nonce: string;
  /** gs2-header, which the client repeats in its last message. */
  readonly header: string;
  readonly bare: string;
}

export function readClientFirst(message: Uint8Array): ReadFirst | Fault {
  const text = decodeText(message) ?? "";
  const [, header = "", binding = "", authzid = "", bare = ""] = clientFirstForm.exec(text) ?? [];
  if (header === "") return fault("the client's message cannot be read");
  // "y": it could bind the channel but thinks that we cannot, in which it is right.
  if (binding.startsWith("p")) return fault("channel binding is not supported");
  const [, extension, name = "", nonce = ""] = clientBareForm.exec(bare) ?? [];
  if (extension !== undefined) return fault("an extension is not supported");
  const [user, other] = [unescapeName(name), unescapeName(authzid)];
  if (nonce === "" || user === undefined || user === "" || other === undefined)
    return fault("the client's message cannot be read");
  return { authzid: other, user, nonce, header, bare };
}

export interface ServerFirst {
  /** The client's and the server's. */
  readonly nonce: string;
  readonly text: string;
  readonly message: Uint8Array;
}

/** @param nonce printable ASCII without commas, another each time */
export function serverFirst(
  first: ReadFirst,
  { salt, iterations }: Pick<Verifier, "salt" | "iterations">,
  nonce: string,
): ServerFirst {
  const both = first.nonce + nonce;
  const text = `r=${both},s=${salt},i=${iterations}`;
  return { nonce: both, text, message: encodeText(text) };
}

/** server-final when the client has proved that it knows the password; else why not.
 * @param verifier undefined when nobody is known by that name: it takes as long */
export function serverFinal(
  first: ReadFirst,
  second: ServerFirst,
  message: Uint8Array,
  verifier: Pick<Verifier, "storedKey" | "serverKey"> | undefined,
  sha: ScramCrypto,
): { readonly message: Uint8Array } | Fault {
  const text = decodeText(message) ?? "";
  const [, bare = "", header = "", nonce = "", encoded = ""] = clientFinalForm.exec(text) ?? [];
  const proof = decodeBase64(encoded);
  if (bare === "" || proof?.length !== keyLength) return fault("the proof cannot be read");
  if (nonce !== second.nonce) return fault("the proof is for another");
  if (header !== encodeText(first.header).toBase64()) return fault("the channel is not bound so");
  const signed = encodeText(`${first.bare},${second.text},${bare}`);
  const { storedKey, serverKey } = verifier ?? nobody;
  const stored = decodeBase64(storedKey) ?? new Uint8Array(keyLength);
  const clientKey = xor(proof, sha.hmac(stored, signed));
  const right = sameBytes(sha.hash(clientKey), stored);
  const signature = sha.hmac(decodeBase64(serverKey) ?? new Uint8Array(keyLength), signed);
  if (!right || !verifier) return fault("the proof is wrong");
  return { message: encodeText(`v=${signature.toBase64()}`) };
}

/** The hash of nothing known. */
const nobody = { storedKey: "A".repeat(43).concat("="), serverKey: "A".repeat(43).concat("=") };

// ── What both share ─────────────────────────────────────────────────────────────────────────

/** No channel binding, and nobody else to act as. */
const gs2None = "n,,";

// RFC 5802 §7. Attributes that are not known may follow; a mandatory extension ("m=") may not.
const nonceForm = "[\\x21-\\x2b\\x2d-\\x7e]+";
const clientFirstForm = /^((p=[A-Za-z0-9.-]+|n|y),(?:a=([^,]+))?,)(.*)$/s;
const clientBareForm = new RegExp(`^(?:(m=)|n=([^,]*),r=(${nonceForm})(?:,[A-Za-z]=[^,]+)*$)`);
const serverFirstForm = new RegExp(
  `^r=(${nonceForm}),s=([^,]*),i=([1-9][0-9]{0,9})(?:,[A-Za-z]=[^,]+)*$`,
);
const clientFinalForm = new RegExp(
  `^(c=([A-Za-z0-9+/=]+),r=(${nonceForm})(?:,[A-Za-z]=[^,]+)*),p=([^,]+)$`,
);

const escapeName = (name: string): string => name.replaceAll("=", "=3D").replaceAll(",", "=2C");

/** undefined when there is a "=" that is no escape. */
function unescapeName(name: string): string | undefined {
  if (/=(?!2C|3D)/.test(name)) return undefined;
  return name.replaceAll("=2C", ",").replaceAll("=3D", "=");
}

const xor = (a: Uint8Array, b: Uint8Array): Uint8Array =>
  a.map((byte, index) => byte ^ (b[index] ?? 0));

/** In constant time. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  let different = a.length ^ b.length;
  for (let index = 0; index < a.length; index += 1)
    different |= (a[index] as number) ^ (b[index] ?? 0);
  return different === 0;
}
