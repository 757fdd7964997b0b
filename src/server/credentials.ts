/**
 * Credentials: what is kept of an account's password, and whether one is right. Beside the journey;
 * the slow work is done off the event loop, some at once, and some may wait. It knows no account
 * and no session.
 */
import { createHash, createHmac, pbkdf2, randomBytes } from "node:crypto";
import type { Limits } from "../protocol/limits.ts";
import { type ScramCrypto, type Verifier, verifierOf } from "../protocol/scram.ts";
import { Bounded, type Bounds } from "./bounded.ts";
import { hashPassword, verifyPassword } from "./password.ts";

/** What is kept of a password; never the password. */
export interface Secrets {
  /** argon2id, in the PHC string format. */
  readonly passwordHash: string;
  readonly scram: Verifier;
}

/** Of a password that nobody has. */
export const nobodysHash =
  "$argon2id$v=19$m=19456,t=2,p=1$YmFudGVyLW5vYm9keQ$AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const saltBytes = 16;
const keyBytes = 32;

export const scramCrypto: ScramCrypto = {
  hash: (data) => createHash("sha256").update(data).digest(),
  hmac: (key, data) => createHmac("sha256", key).update(data).digest(),
};

const boundsOf = ({ hashesAtOnceMax, hashesWaitingMax }: Limits): Bounds => ({
  atOnceMax: hashesAtOnceMax,
  waitingMax: hashesWaitingMax,
});

export class CredentialWork {
  private limits: Limits;
  private readonly bounded: Bounded;

  constructor(limits: Limits) {
    this.limits = limits;
    this.bounded = new Bounded(boundsOf(limits));
  }

  /** From here on by these. */
  takeUp(limits: Limits): void {
    this.limits = limits;
    this.bounded.bounds = boundsOf(limits);
  }

  /** As the server wants them. */
  get services() {
    return {
      verifyPassword: (password: string, hash: string) => this.verify(password, hash),
      makeCredentials: (password: string) => this.make(password),
    };
  }

  /** Throws TooBusy. @param password as saslprep() has it */
  make(password: string): Promise<Secrets> {
    return this.bounded.run(async () => {
      const iterations = this.limits.scramIterations;
      const salt = randomBytes(saltBytes);
      const salted = await saltedPassword(password, salt, iterations);
      return {
        passwordHash: await hashPassword(password),
        scram: verifierOf(salted, { salt: salt.toString("base64"), iterations }, scramCrypto),
      };
    });
  }

  /** Throws TooBusy. @param hash in the PHC string format; what is none is nobody's */
  verify(password: string, hash: string): Promise<boolean> {
    return this.bounded.run(() => verifyPassword(password, hash));
  }
}

const saltedPassword = (password: string, salt: Uint8Array, iterations: number): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    pbkdf2(password, salt, iterations, keyBytes, "sha256", (error, key) =>
      error === null ? resolve(key) : reject(error),
    );
  });

/** What is kept of a code that has been sent by mail; it is random, and holds for a day. */
export const codeHashOf = (code: string): string => createHash("sha256").update(code).digest("hex");

/** For a name that nobody has: the same each time, and as random as any other. */
export const madeUpSalt = (name: string, secret: Uint8Array): string =>
  createHmac("sha256", secret)
    .update(`scram ${name}`)
    .digest()
    .subarray(0, saltBytes)
    .toString("base64");

/** 24 characters of printable ASCII without a comma. */
export const newNonce = (): string => randomBytes(18).toString("base64");
