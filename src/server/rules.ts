/** Rules: what of the configuration the decisions depend on. Part of the state; plain data that
 * comes in through the log, so that every node decides alike. */
import type { Casemapping } from "../protocol/casemap.ts";
import { limitsDefault, type Limits } from "../protocol/limits.ts";
import { type FileRules, fileRulesDefault } from "./files.ts";
import type { AlwaysOn, NickProtection } from "./account.ts";

export interface Rules {
  readonly casemapping: Casemapping;
  readonly limits: Limits;
  /** Mode letters a new channel has, e.g. "nt". */
  readonly channelModes: string;
  /** Mode letters a new user has, e.g. "i". */
  readonly userModes: string;
  /** The room where people land who name none. */
  readonly lobby: string;
  /** Whose users stay when their last device goes. */
  readonly alwaysOn: AlwaysOn;
  /** So long somebody with an account stays whose node has gone; 0: not at all. */
  readonly graceMs: number;
  /** As CLIENTTAGDENY has them: names without "+", "*", "-name". */
  readonly clientTagsDenied: readonly string[];
  /** The end of the host of who is logged in, "" when their account is not shown so. */
  readonly accountHosts: string;
  /** Networks whose addresses no ban means. */
  readonly bansExempt: readonly string[];
  /** For how long one may take back what one has said, and change it; 0 is without bound. */
  readonly redactMs: number;
  readonly editMs: number;
  /** Nobody is let in without one. */
  readonly accountRequired: boolean;
  /** For accounts that have no wish of their own. */
  readonly nickProtection: NickProtection;
  /** A device that has not been used for so long has to log in anew; 0 for never. */
  readonly deviceMs: number;
  readonly files: FileRules;
  readonly history: HistoryRules;
  readonly metadata: MetadataRules;
}

/** Keys of METADATA, or with "*" at the end their beginnings. */
export interface MetadataRules {
  /** That people may set; none means all but those below. */
  readonly allowed: readonly string[];
  readonly blocked: readonly string[];
  /** That only operators set and see. */
  readonly restricted: readonly string[];
}

/** What of a channel's history its members may read. */
export interface ReadingRules {
  /** Everybody in the channel, or only those of them who are logged in. */
  readonly readers: "members" | "accounts";
  /** All that is kept, or what has happened since one first came: since the account did, or for
   * who has none since the person came in. */
  readonly since: "all" | "join";
}

export interface HistoryRules extends ReadingRules {
  /** Channels that differ. */
  readonly channels: readonly (ReadingRules & { readonly name: string })[];
  /** After so many days nothing is left anywhere; 0 for never. */
  readonly ageDaysMax: number;
}

export const rulesDefault: Rules = {
  casemapping: "ascii",
  limits: limitsDefault,
  channelModes: "nt",
  userModes: "",
  lobby: "#lobby",
  alwaysOn: "opt-in",
  graceMs: 0,
  clientTagsDenied: [],
  accountHosts: "",
  bansExempt: [],
  redactMs: 0,
  editMs: 0,
  accountRequired: false,
  nickProtection: "strict",
  deviceMs: 0,
  files: fileRulesDefault,
  metadata: { allowed: [], blocked: [], restricted: [] },
  history: { readers: "members", since: "all", channels: [], ageDaysMax: 0 },
};
