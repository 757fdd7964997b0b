/** Folder: where everything is kept, and that only one server keeps it. Before the journey. */
import { randomBytes } from "node:crypto";
import {
  accessSync,
  constants,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

/** Why the folder cannot be used: one sentence for people. */
export class FolderFault extends Error {
  override name = "FolderFault";
}

/** Makes the folder when it is not there; throws FolderFault when it cannot be written. */
export function openFolder(folder: string): {
  readonly database: string;
  readonly lock: string;
  readonly secret: string;
  /** Of the cluster of that id, to which it has come. */
  readonly secretOf: (cluster: string) => string;
} {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    throw new FolderFault(`the folder ${folder} cannot be written: ${reasons[code] ?? code}`);
  }
  return {
    database: join(folder, "banter.db"),
    lock: join(folder, "lock.db"),
    secret: join(folder, "secret"),
    secretOf: (cluster) => join(folder, `secret-${cluster}`),
  };
}

const secretBytes = 32;

/** What only this server knows; made when it is not there. */
export function secretIn(file: string): Uint8Array {
  const kept = keptSecret(file);
  if (kept) return kept;
  const secret = randomBytes(secretBytes);
  keepSecret(file, secret);
  return secret;
}

/** undefined: there is none. */
export function keptSecret(file: string): Uint8Array | undefined {
  try {
    const secret = readFileSync(file);
    if (secret.length === secretBytes) return secret;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
  throw new Error("it is damaged");
}

/** It is there whole, or as it was before. */
export function keepSecret(file: string, secret: Uint8Array): void {
  const part = `${file}.part`;
  rmSync(part, { force: true });
  writeFileSync(part, secret, { mode: 0o600, flush: true });
  renameSync(part, file);
}

/** Opens what lies in it; throws FolderFault. */
export function opened<Opened>(file: string, open: () => Opened): Opened {
  try {
    return open();
  } catch (error) {
    const words = error instanceof Error ? error.message : String(error);
    throw new FolderFault(`the file ${file} cannot be used: ${words}`);
  }
}

const reasons: { readonly [code: string]: string } = {
  EACCES: "permission denied",
  EEXIST: "there is a file of that name",
  ENOENT: "a part of its path is not there",
  ENOTDIR: "a part of its path is a file",
  EROFS: "it is on a read-only disk",
  ENOSPC: "the disk is full",
};
