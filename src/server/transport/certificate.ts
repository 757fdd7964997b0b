/**
 * The certificate that TLS shows: read from files, or self-signed and made at the first start. Off
 * the journey: main.ts gets one and gives it to the listeners. Knows no
 * sockets.
 */

import { createPrivateKey, X509Certificate } from "node:crypto";
import { chmod, mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import { join } from "node:path";
import { makeSelfSigned, type KeyPair } from "./selfsigned.ts";

/** Where listeners find the certificate for their next TLS peer. */
export interface SecureContextSource {
  readonly current: KeyPair;
  /** SHA-256 of the certificate, upper-case hex with colons, as clients show it. */
  readonly fingerprint: string;
  readonly selfSigned: boolean;
  readonly validTo: Date;
  /** Reads the files again; new peers get the new certificate. Throws CertificateFault and keeps
   * the old one when that fails. */
  reload(): Promise<void>;
}

/** Why a certificate cannot be used: one sentence for people. */
export class CertificateFault extends Error {
  override name = "CertificateFault";
}

/** The certificate in two PEM files; throws CertificateFault. */
export async function certificateFromFiles(files: {
  readonly cert: string;
  readonly key: string;
}): Promise<SecureContextSource> {
  const source = new FileSource(files.cert, files.key);
  await source.reload();
  return source;
}

/** A self-signed certificate, kept in `folder` (tls-cert.pem, tls-key.pem) and made there when it
 * is missing or has run out; throws CertificateFault. `now` for tests. */
export async function selfSignedCertificate(
  options: { readonly folder: string; readonly serverName: string },
  now: Date = new Date(),
): Promise<SecureContextSource> {
  const cert = join(options.folder, "tls-cert.pem");
  const key = join(options.folder, "tls-key.pem");
  const source = new FileSource(cert, key);
  const missing = (await readText(cert)) === undefined && (await readText(key)) === undefined;
  if (!missing) await source.reload();
  if (missing || source.validTo < now) {
    const made = selfSigned(options.serverName, now);
    try {
      await mkdir(options.folder, { recursive: true });
      await writeWhole(key, made.key, 0o600);
      await writeWhole(cert, made.cert, 0o644);
    } catch (error) {
      throw new CertificateFault(
        `cannot keep the certificate in ${options.folder}: ${words(error)}`,
      );
    }
    await source.reload();
  }
  return source;
}

class FileSource implements SecureContextSource {
  current: KeyPair = { cert: "", key: "" };
  fingerprint = "";
  selfSigned = false;
  validTo = new Date(0);
  private readonly certFile: string;
  private readonly keyFile: string;

  constructor(certFile: string, keyFile: string) {
    this.certFile = certFile;
    this.keyFile = keyFile;
  }

  async reload(): Promise<void> {
    // One after the other: of two that are missing, the first is named.
    const cert = await mustRead(this.certFile);
    const key = await mustRead(this.keyFile);
    const parsed = check(cert, key, this.certFile, this.keyFile);
    this.current = { cert, key };
    this.fingerprint = parsed.fingerprint256;
    this.selfSigned = parsed.issuer === parsed.subject && parsed.verify(parsed.publicKey);
    this.validTo = parsed.validToDate;
  }
}

function check(cert: string, key: string, certFile: string, keyFile: string): X509Certificate {
  let parsed: X509Certificate;
  try {
    parsed = new X509Certificate(cert);
  } catch {
    throw new CertificateFault(`${certFile} holds no certificate in PEM form`);
  }
  if (/^-----BEGIN ENCRYPTED|^Proc-Type:.*ENCRYPTED/m.test(key)) {
    throw new CertificateFault(`the key in ${keyFile} is encrypted; give it without a passphrase`);
  }
  let matches: boolean;
  try {
    matches = parsed.checkPrivateKey(createPrivateKey(key));
  } catch {
    throw new CertificateFault(`${keyFile} holds no private key in PEM form`);
  }
  if (!matches) throw new CertificateFault(`the key in ${keyFile} is not that of ${certFile}`);
  return parsed;
}

async function mustRead(file: string): Promise<string> {
  const text = await readText(file);
  if (text === undefined) throw new CertificateFault(`cannot read ${file}: there is no such file`);
  return text;
}

async function readText(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new CertificateFault(`cannot read ${file}: ${words(error)}`);
  }
}

function words(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === "EACCES" || code === "EPERM") return "permission denied";
  if (code === "EISDIR") return "it is a folder";
  if (code === "ENOSPC") return "the disk is full";
  return message;
}

/** Whoever reads the file meanwhile sees the old or the new one, whole. */
async function writeWhole(file: string, text: string, mode: number): Promise<void> {
  const unfinished = `${file}.new`;
  await writeFile(unfinished, text, { mode });
  await chmod(unfinished, mode);
  await rename(unfinished, file);
}

/** For the server's name and all the names that this machine goes by; ten years. */
function selfSigned(serverName: string, now: Date): KeyPair {
  const own = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  const addresses = own.map(({ address }) => address.split("%")[0]!);
  const names = new Set([serverName, hostname(), "localhost", "127.0.0.1", "::1", ...addresses]);
  const notBefore = new Date(now.getTime() - 24 * 60 * 60 * 1_000); // some peers' clocks go slow
  const notAfter = new Date(now);
  notAfter.setUTCFullYear(notAfter.getUTCFullYear() + 10);
  return makeSelfSigned({
    commonName: serverName,
    names: [...names].filter(isName),
    notBefore,
    notAfter,
  });
}

function isName(name: string): boolean {
  return isIP(name) !== 0 || /^[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})*$/i.test(name);
}
