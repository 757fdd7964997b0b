/**
 * Account: registered credentials, and what belongs to them. Plain data of the state; how it comes
 * to be and changes is decided in accounts.ts.
 */
import type { Verifier } from "../protocol/scram.ts";
import type { Device } from "./devices.ts";
import type { Push } from "./pushes.ts";

/** An account's name, casefolded. */
export type AccountKey = string;

/** Whether a user stays in its channels with no device connected: never, for accounts that ask for
 * it, for all that do not decline it, or for all. */
export const alwaysOnKinds = ["off", "opt-in", "opt-out", "on"] as const;
export type AlwaysOn = (typeof alwaysOnKinds)[number];

/** What is kept of a password: never the password. */
export interface Credentials {
  /** argon2id, as password.ts writes it; null: this account has no password. */
  readonly passwordHash: string | null;
  /** SCRAM-SHA-256. */
  readonly scram: Verifier | null;
}

/** Who may use the nick that an account is called by: only its owner; others for a while; all. */
export const nickProtections = ["strict", "friendly", "off"] as const;
export type NickProtection = (typeof nickProtections)[number];

/** What has been sent to an e-mail address, and has not come back yet. */
export interface Verification {
  /** SHA-256 of the code, lower-case hex. */
  readonly codeHash: string;
  /** When both the code and the name are free again: milliseconds since the epoch. */
  readonly until: number;
}

/** Kept from use by an operator. */
export interface Suspension {
  readonly by: string;
  readonly reason: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface Account {
  readonly key: AccountKey;
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly registeredAt: number;
  readonly credentials: Credentials;
  /** SHA-256 of TLS client certificates, lower-case hex (SASL EXTERNAL). */
  readonly fingerprints: readonly string[];
  /** Those that stay logged in, by tokens. */
  readonly devices: readonly Device[];
  /** Where they are told of something while they are asleep. */
  readonly pushes: readonly Push[];
  readonly email: string | null;
  /** false: its e-mail address has not been confirmed, and nobody can log in. */
  readonly verified: boolean;
  readonly verification: Verification | null;
  readonly suspended: Suspension | null;
  /** The person's wish; null for none. */
  readonly alwaysOn: boolean | null;
  /** The person's wish; null for none. */
  readonly protect: NickProtection | null;
}

/** What of an account can change. */
export type AccountChanges = Partial<Omit<Account, "key" | "name" | "registeredAt">>;

/** Of these, what its owner can. */
export type AccountWishes = Pick<AccountChanges, "credentials" | "alwaysOn" | "protect">;

/** Somebody can log in to it. */
export const isUsable = ({ verified, suspended }: Account): boolean =>
  verified && suspended === null;
