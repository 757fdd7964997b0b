/**
 * SASL on IRC: how a response lies in AUTHENTICATE lines, and what one of PLAIN, EXTERNAL or
 * OAUTHBEARER says. ircv3 sasl-3.1, RFC 4616, RFC 4422 appendix A, RFC 7628. For server and
 * clients; pure.
 */

export const mechanisms = ["EXTERNAL", "OAUTHBEARER", "PLAIN", "SCRAM-SHA-256"] as const;
export type Mechanism = (typeof mechanisms)[number];

/** What a peer can log in with; EXTERNAL needs its TLS client certificate. */
export const mechanismsFor = (fingerprint: string | undefined): readonly Mechanism[] =>
  mechanisms.filter((each) => each !== "EXTERNAL" || fingerprint !== undefined);

/** A response that fills its last line to the end is followed by an empty one. */
export const chunkLength = 400;

/** The params of the AUTHENTICATE lines that carry a response, in order. */
export function chunksOf(response: Uint8Array): string[] {
  const text = response.toBase64();
  const chunks: string[] = [];
  for (let from = 0; from < text.length; from += chunkLength)
    chunks.push(text.slice(from, from + chunkLength));
  if (text.length % chunkLength === 0) chunks.push("+");
  return chunks;
}

/** Gathers the chunks of one response. */
export class Chunks {
  private text = "";
  private readonly lengthMax: number;

  /** @param lengthMax of all chunks together, in bytes of Base64 */
  constructor(lengthMax: number) {
    this.lengthMax = lengthMax;
  }

  /** The response when it is complete, undefined while it is not. After any fault or response the
   * next chunk begins another. */
  add(chunk: string): Uint8Array | "too long" | "not base64" | undefined {
    const tooLong = chunk.length > chunkLength || this.text.length + chunk.length > this.lengthMax;
    if (!tooLong && chunk.length === chunkLength) {
      this.text += chunk;
      return undefined;
    }
    const text = chunk === "+" ? this.text : this.text + chunk;
    this.text = "";
    return tooLong ? "too long" : (decodeBase64(text) ?? "not base64");
  }
}

/** Strictly: with its padding and no spaces (RFC 4648 §4). */
export function decodeBase64(text: string): Uint8Array | undefined {
  if (!/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  try {
    return Uint8Array.fromBase64(text, { lastChunkHandling: "strict" });
  } catch {
    return undefined;
  }
}

const utf8 = new TextEncoder();
const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

export const encodeText = (text: string): Uint8Array => utf8.encode(text);

/** undefined when the bytes are not UTF-8. */
export function decodeText(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

/** RFC 4616 §2: whom to act as ("" for oneself), who one is, and the password. */
export interface Plain {
  readonly authzid: string;
  readonly authcid: string;
  readonly password: string;
}

export function parsePlain(response: Uint8Array): Plain | undefined {
  const parts = decodeText(response)?.split("\0");
  const [authzid = "", authcid = "", password = ""] = parts ?? [];
  if (parts?.length !== 3 || authcid === "" || password === "") return undefined;
  return { authzid, authcid, password };
}

export const formatPlain = ({ authzid, authcid, password }: Plain): Uint8Array =>
  encodeText(`${authzid}\0${authcid}\0${password}`);

/** RFC 7628 §3.1: whom to act as ("" for oneself), and the token. */
export interface Bearer {
  readonly authzid: string;
  readonly token: string;
}

export function parseBearer(response: Uint8Array): Bearer | undefined {
  const [header = "", ...pairs] = decodeText(response)?.split("\x01") ?? [];
  const [, name] = /^n,(?:a=([^,]+))?,$/.exec(header) ?? [];
  // Each pair ends with one \x01, and all of them with another.
  const ended = pairs.length >= 2 && pairs.at(-1) === "" && pairs.at(-2) === "";
  if (!/^n,(?:a=[^,]+)?,$/.test(header) || !ended) return undefined;
  const auth = pairs.find((pair) => pair.startsWith("auth="));
  const [, token] = /^auth=bearer +([\w.~+/=-]+)$/i.exec(auth ?? "") ?? [];
  const authzid = (name ?? "").replaceAll("=2C", ",").replaceAll("=3D", "=");
  return token === undefined ? undefined : { authzid, token };
}

export const formatBearer = ({ authzid, token }: Bearer): Uint8Array => {
  const name = authzid.replaceAll("=", "=3D").replaceAll(",", "=2C");
  return encodeText(`n,${name === "" ? "" : `a=${name}`},\x01auth=Bearer ${token}\x01\x01`);
};
