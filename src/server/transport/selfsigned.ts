/**
 * Makes a self-signed certificate: an X.509 structure (RFC 5280) in DER, written by hand over
 * node:crypto. Used by certificate.ts at the first start. Knows no files and no sockets.
 *
 * A library for this brings a dozen packages and 200 ms to the first start, for these 100 lines.
 */

import { generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { isIP, isIPv4 } from "node:net";

/** A certificate, and all that may follow it in its file (the chain), with its key; PEM. */
export interface KeyPair {
  readonly cert: string;
  readonly key: string;
}

export interface SelfSigned {
  readonly commonName: string;
  /** DNS names and IP addresses that the certificate speaks for. */
  readonly names: readonly string[];
  readonly notBefore: Date;
  readonly notAfter: Date;
}

/** ECDSA on P-256 with SHA-256, for a TLS server; each call makes a new key. */
export function makeSelfSigned(wanted: SelfSigned): KeyPair {
  const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const name = sequence(set(sequence(oid.commonName, utf8(wanted.commonName.slice(0, 64)))));
  const algorithm = sequence(oid.ecdsaWithSha256);
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])), // serial: positive, 16 bytes
    algorithm,
    name, // issuer
    sequence(time(wanted.notBefore), time(wanted.notAfter)),
    name, // subject
    keys.publicKey.export({ type: "spki", format: "der" }),
    explicit(3, sequence(...extensions(wanted.names))),
  );
  const signature = sign("sha256", toBeSigned, keys.privateKey);
  const certificate = sequence(toBeSigned, algorithm, bits(0, signature));
  const base64 = certificate.toString("base64").replace(/.{1,64}/g, "$&\n");
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${base64}-----END CERTIFICATE-----\n`,
    key: keys.privateKey.export({ type: "pkcs8", format: "pem" }) as string,
  };
}

/** RFC 5280 §4.2.1: what the key is for, and whose it is. */
function extensions(names: readonly string[]): Buffer[] {
  const general = names.map((name) =>
    isIP(name) === 0 ? der(0x82, Buffer.from(name, "ascii")) : der(0x87, addressBytes(name)),
  );
  return [
    sequence(oid.basicConstraints, critical, octets(sequence())), // no authority
    sequence(oid.keyUsage, critical, octets(bits(7, Buffer.from([0x80])))), // digitalSignature
    sequence(oid.extendedKeyUsage, octets(sequence(oid.serverAuth))),
    sequence(oid.subjectAltName, octets(sequence(...general))),
  ];
}

/** The 4 or 16 bytes of an IP address. */
function addressBytes(address: string): Buffer {
  if (isIPv4(address)) return Buffer.from(address.split(".").map(Number));
  const [head = "", tail] = address.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = Array<string>(8 - before.length - after.length).fill("0");
  const groups = [...before, ...zeros, ...after];
  return Buffer.from(groups.map((group) => group.padStart(4, "0")).join(""), "hex");
}

/** Tag, length, value (X.690 §8.1). */
function der(tag: number, ...values: Buffer[]): Buffer {
  const value = Buffer.concat(values);
  const { length } = value;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), value]);
}

const sequence = (...values: Buffer[]): Buffer => der(0x30, ...values);
const set = (...values: Buffer[]): Buffer => der(0x31, ...values);
const explicit = (number: number, value: Buffer): Buffer => der(0xa0 + number, value);
const integer = (value: Buffer): Buffer => der(0x02, value);
const octets = (value: Buffer): Buffer => der(0x04, value);
const bits = (unused: number, value: Buffer): Buffer => der(0x03, Buffer.from([unused]), value);
const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text));
const critical = der(0x01, Buffer.from([0xff]));

/** RFC 5280 §4.1.2.5: two-digit years until 2049, four digits from 2050 on. */
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/[-:T]|\.\d+/g, "");
  if (date.getUTCFullYear() < 2050) return der(0x17, Buffer.from(digits.slice(2)));
  return der(0x18, Buffer.from(digits));
}

const oid = {
  basicConstraints: oidOf("551d13"), // 2.5.29.19
  commonName: oidOf("550403"), // 2.5.4.3
  ecdsaWithSha256: oidOf("2a8648ce3d040302"), // 1.2.840.10045.4.3.2
  extendedKeyUsage: oidOf("551d25"), // 2.5.29.37
  keyUsage: oidOf("551d0f"), // 2.5.29.15
  serverAuth: oidOf("2b06010505070301"), // 1.3.6.1.5.5.7.3.1
  subjectAltName: oidOf("551d11"), // 2.5.29.17
};

function oidOf(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}
