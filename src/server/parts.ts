/** Parts: what a server is made of. The contract between main.ts, which chooses them, and
 * server.ts, which lets them work together. */
import type { Config, HistoryBounds } from "./config.ts";
import type { walk } from "./decide.ts";
import type { Dialect, View } from "./dialect.ts";
import type { Event } from "./event.ts";
import type { Frame } from "./fanout.ts";
import type { Services } from "./host.ts";
import type { Follower, Listener, Log } from "./log.ts";
import type { Outage } from "./outage.ts";
import type { Rules, State } from "./state.ts";
import type { Store } from "./store.ts";
import type { Together } from "./transport.ts";
import type { Guard } from "./web/guard.ts";
import type { SharedFiles } from "./web/mirror.ts";

export interface Parts extends Services {
  readonly config: Config;
  readonly store: Store;
  readonly makeLog: (
    from: { place: number; time: number },
    follower: Follower,
    listener: Listener,
    outage: Outage,
  ) => Log;
  readonly dialects: { readonly irc: Dialect; readonly plain: Dialect };
  readonly frame: Frame;
  /** Where the bytes of files lie; without it none are taken. */
  readonly filesFolder?: string;
  /** Where other nodes have them too; absent where there are none. */
  readonly sharedFiles?: SharedFiles;
  /** How others on the web are asked; the internet as it is when absent. */
  readonly guard?: Guard;
  /** Runs `end` when all that has arrived in this turn of the event loop has been taken in. */
  readonly atEndOfTurn: (end: () => void) => void;
  readonly together?: Together;
  /** What happened cannot be kept. Nobody has been told of it; the process is to end. */
  readonly cannotKeep: (error: unknown) => void;
  /** Told in full of what went wrong in an answer; all go on. Without it nobody does. */
  readonly fault?: (error: unknown) => void;
  readonly observer?: Observer;
  /** The core; the simulation hands in broken ones too. */
  readonly walk?: typeof walk;
}

/** Whoever watches over the server's shoulder: the console. */
export interface Observer {
  connected(address: string): void;
  left(address: string, nick: string | null): void;
  /** @param here whether it was asked for on this node */
  happened(event: Event, here: boolean): void;
}

/** What dialects may look at; the configuration is always the newest. */
export const makeView = (of: { state: State; config: Config; options: Parts }): View => ({
  state: of.state,
  get config() {
    return of.config;
  },
  name: of.options.name,
  now: of.options.now,
});

export const rulesOf = ({ server, limits, ...config }: Config): Rules => ({
  casemapping: server.casemapping,
  limits,
  channelModes: server.defaultChannelModes.replace("+", ""),
  userModes: server.defaultUserModes.replace("+", ""),
  lobby: server.lobby,
  alwaysOn: config.accounts.alwaysOn,
  graceMs: config.cluster.servers.length > 0 ? config.cluster.graceSeconds * 1_000 : 0,
  clientTagsDenied: config.messages.clientTagsDenied,
  redactMs: config.messages.redactMinutesMax * 60_000,
  editMs: config.messages.editMinutesMax * 60_000,
  history: {
    readers: config.history.readers,
    since: config.history.since,
    channels: config.history.channels.map(({ name, readers, since }) => ({ name, readers, since })),
    ageDaysMax: longestDays([config.history, config.history.direct, ...config.history.channels]),
  },
  accountHosts: config.cloak.accounts ? config.cloak.suffix : "",
  bansExempt: config.bans.exempt,
  metadata: config.metadata,
  accountRequired: config.accounts.required,
  nickProtection: config.accounts.nickProtection,
  files: {
    perAccountMax: config.files.accountMegabytesMax * 1_000_000,
    guestsMax: config.files.guestsMegabytesMax * 1_000_000,
    totalMax: config.files.totalMegabytesMax * 1_000_000,
    ageMs: config.files.daysMax * 86_400_000,
  },
  deviceMs: config.accounts.deviceDaysMax * 86_400_000,
});

/** 0: there are targets whose history never ends. */
function longestDays(kept: readonly HistoryBounds[]): number {
  const days = kept.map(({ ageDaysMax }) => ageDaysMax);
  return days.includes(0) ? 0 : Math.max(...days);
}
