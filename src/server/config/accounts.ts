/**
 * Accounts, in the configuration: who can make them, and what they are worth. A part of config.ts.
 */
import type { AlwaysOn, NickProtection } from "../account.ts";

export interface AccountsConfig {
  /** Whose users stay in their channels when their last device goes. */
  readonly alwaysOn: AlwaysOn;
  /** Nobody is let in who has not logged in. */
  readonly required: boolean;
  /** People can make accounts; without it there are only those that there are. */
  readonly registration: boolean;
  /** From one address within the window; more are told to come again later. */
  readonly registrationsPerAddressMax: number;
  readonly registrationWindowSeconds: number;
  /** An account can be called otherwise than the nick of who registers it. */
  readonly customNames: boolean;
  /** How the nick that an account is called by is kept from others. */
  readonly nickProtection: NickProtection;
  /** How long somebody else can have such a nick, before they are called otherwise. */
  readonly nickGraceSeconds: number;
  /** A device stays logged in unless it is not used for so long; 0 for ever. */
  readonly deviceDaysMax: number;
  /** A code is sent to the e-mail address of who registers. */
  readonly emailRequired: boolean;
  /** A program and its arguments, to which a mail is given whole; none: there is no mail. */
  readonly mailCommand: readonly string[];
  readonly mailFrom: string | undefined;
}

export const accountsDefault: AccountsConfig = {
  alwaysOn: "opt-in",
  required: false,
  registration: true,
  registrationsPerAddressMax: 50, // a school class registers in one lesson
  registrationWindowSeconds: 3_600,
  customNames: true,
  nickProtection: "strict",
  nickGraceSeconds: 60, // to find the password, and type it
  deviceDaysMax: 90, // a season
  emailRequired: false,
  mailCommand: [],
  mailFrom: undefined,
};
