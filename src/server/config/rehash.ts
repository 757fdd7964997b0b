/**
 * Rehash: what of a changed configuration a running server takes up, and what waits for a restart.
 * Asked by REHASH and SIGHUP. It reads no file and tells nobody.
 */
import { limitsDefault } from "../../protocol/limits.ts";
import type { Limits } from "../../protocol/limits.ts";
import { type AccountsConfig, type ClusterConfig, type Config, defaultConfig } from "../config.ts";
import type { FilesConfig } from "./web.ts";
import { snake } from "./keys.ts";

type Answers<Part> = { readonly [Name in keyof Part]: boolean };
type Answered = {
  readonly [Name in keyof Config]: Config[Name] extends readonly unknown[]
    ? boolean
    : Answers<Config[Name]>;
};

const all = <Part extends object>(part: Part): Answers<Part> =>
  Object.fromEntries(Object.keys(part).map((name) => [name, true])) as Answers<Part>;

const none = <Part extends object>(part: Part): Answers<Part> =>
  Object.fromEntries(Object.keys(part).map((name) => [name, false])) as Answers<Part>;

/** Whether a key is taken up at once. A new key does not compile until it is answered here. */
export const changesAtOnce: Answered = {
  server: {
    name: false, // people's clients know the server by it
    description: true,
    network: true,
    motd: true,
    motdFile: true,
    password: true,
    lobby: true,
    casemapping: false, // two nicks that are here could become one
    defaultChannelModes: true,
    defaultUserModes: true,
    data: false,
    durability: false, // said to the database as it is opened
    icon: true,
    filehost: true,
    emoji: true,
    crawlers: true,
    announce: false, // begun with the listeners, and ended with them
    logLevel: true,
  },
  admin: { location: true, organisation: true, email: true },
  operatorClasses: true,
  operators: true, // who is one stays one, with the rights of then
  accounts: all<AccountsConfig>(defaultConfig.accounts),
  listeners: false, // a port is opened once, with all that is known of it
  webirc: true,
  webServices: true,
  tls: { certificate: false, key: false }, // what the files hold is read anew at each REHASH
  sts: { durationSeconds: true, port: true },
  flood: { linesBurst: true, linesPerSecond: true, exempt: true },
  connections: { perAddressMax: true, perAddressPerMinuteMax: true, totalMax: true, exempt: true },
  cloak: { enabled: true, suffix: true, secret: true, accounts: true }, // for who comes then
  cluster: {
    ...none<ClusterConfig>(defaultConfig.cluster), // it is one node of one cluster
    addresses: true,
    leaseSeconds: true,
    graceSeconds: true,
    snapshotMinutes: true,
  },
  bans: { exempt: true },
  login: { attemptsMax: true, accountAttemptsMax: true, windowSeconds: true },
  history: {
    linesOnJoin: true,
    linesMax: true,
    ageDaysMax: true,
    readers: true,
    since: true,
    linesTotalMax: true,
    direct: true,
    channels: true,
  },
  messages: {
    clientTagsDenied: true,
    redactMinutesMax: true,
    editMinutesMax: true,
    fallbackNotices: true,
  },
  audit: { linesMax: true, ageDaysMax: true },
  metadata: { allowed: true, blocked: true, restricted: true },
  web: { address: true },
  previews: { enabled: true },
  push: { enabled: true },
  files: all<FilesConfig>(defaultConfig.files),
  plain: { names: true, greeting: true, showJoins: true, times: true },
  limits: {
    ...all<Limits>(limitsDefault),
    lineBytesMax: false, // clients were told at their start, and count on it
    tagBytesMax: false,
    silentGreetingMs: false, // as the listeners
    handshakeTimeoutMs: false,
  },
};

/** Keys as in the file, `plain.greeting`. No key is in both. */
export interface Changes {
  /** Taken up now. */
  readonly changed: readonly string[];
  /** Differ as well, and keep their running value. */
  readonly needsRestart: readonly string[];
}

export const compareConfig = (old: Config, next: Config): Changes => rehash(old, next).changes;

/** The configuration to run with from now on. */
export const mergeForRehash = (old: Config, next: Config): Config => rehash(old, next).merged;

type Part = { readonly [name: string]: unknown };

/** Both answers come from one walk, so they cannot differ. */
function rehash(old: Config, next: Config): { merged: Config; changes: Changes } {
  const changed: string[] = [];
  const needsRestart: string[] = [];
  const choose = (
    key: string,
    answer: boolean | Part,
    before: unknown,
    after: unknown,
  ): unknown => {
    if (typeof answer !== "boolean") {
      const entries = Object.entries(answer).map(([name, inner]) => [
        name,
        choose(
          key === "" ? snake(name) : `${key}.${snake(name)}`,
          inner as boolean | Part,
          (before as Part)[name],
          (after as Part)[name],
        ),
      ]);
      return Object.fromEntries(entries);
    }
    if (JSON.stringify(before) === JSON.stringify(after)) return before;
    (answer ? changed : needsRestart).push(key);
    return answer ? after : before;
  };
  const merged = choose("", changesAtOnce, old, next) as Config;
  return { merged, changes: { changed, needsRestart } };
}
