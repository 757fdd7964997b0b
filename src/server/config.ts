/**
 * Config: what an administrator decides, every field with its default. config/read.ts reads it from
 * a TOML file; a server without one needs only this.
 */
import { limitsDefault } from "../protocol/limits.ts";
import type { Limits } from "../protocol/limits.ts";
import { type ClusterConfig, clusterDefault } from "./config/cluster.ts";
import { type MessagesConfig, messagesDefault } from "./config/messages.ts";
import type { WebServiceConfig } from "./config/web-services.ts";
import { type AccountsConfig, accountsDefault } from "./config/accounts.ts";
import {
  type FilesConfig,
  filesDefault,
  type PreviewsConfig,
  previewsDefault,
  type PushConfig,
  pushDefault,
  type WebConfig,
  webDefault,
} from "./config/web.ts";
import type {
  BansConfig,
  CloakConfig,
  OperatorClassConfig,
  OperatorConfig,
} from "./config/operators.ts";
import type { MetadataRules, ReadingRules } from "./rules.ts";

export type { ClusterConfig } from "./config/cluster.ts";
export type { AccountsConfig } from "./config/accounts.ts";

/** A network as in "10.0.0.0/8", "fd00::/8" or one address. See network.ts. */
export type Network = string;

export interface ServerConfig {
  /** The source of numerics. Has a dot, by which clients tell a server from a nick. */
  readonly name: string;
  readonly description: string;
  readonly network: string;
  /** Lines; none means 422. */
  readonly motd: readonly string[];
  /** A file with more of them, after those. */
  readonly motdFile: string | undefined;
  /** Asked of every connection (PASS); undefined asks for none. */
  readonly password: string | undefined;
  /** The room where people land who name none, such as plain ones. */
  readonly lobby: string;
  readonly casemapping: "ascii" | "rfc1459" | "precis";
  /** Mode letters in alphabetical order; only modes without a parameter. */
  readonly defaultChannelModes: string;
  readonly defaultUserModes: string;
  /** The folder where everything is kept. */
  readonly data: string;
  /** What a kept message survives: the end of the process, or of the power too. */
  readonly durability: "process" | "power";
  /** The address of a square picture, of the network (draft/ICON). */
  readonly icon: string | undefined;
  /** The address where files can be uploaded to be talked of (draft/FILEHOST). */
  readonly filehost: string | undefined;
  /** The address of a document that names custom emoji (draft/EMOJI). */
  readonly emoji: string | undefined;
  /** Whether those who make lists of networks may put us on them (CRAWLER). */
  readonly crawlers: "allow" | "deny" | undefined;
  /** Told of on local networks by mDNS; never where it can be reached from elsewhere, too. */
  readonly announce: boolean;
  readonly logLevel: "silent" | "error" | "warn" | "info" | "debug";
}

/** The three lines of ADMIN (257, 258, 259); an empty one is left out. */
export interface AdminConfig {
  readonly location: string;
  readonly organisation: string;
  readonly email: string;
}

export interface ListenerConfig {
  readonly address: string;
  readonly port: number;
  /** Whether TLS is understood, beside cleartext or alone. */
  readonly tls: "off" | "optional" | "only";
  /** The page that says how to join. */
  readonly http: boolean;
  readonly websocket: boolean;
  /** The plain dialect; without it all lines are IRC. */
  readonly plain: boolean;
  /** Peers whose PROXY header is believed. */
  readonly proxyProtocolFrom: readonly Network[];
  /** Web pages, beside the server's own, whose scripts may connect; "*" for all. */
  readonly websocketOrigins: readonly string[];
}

/** Files in PEM; both or neither. Neither means a self-signed one, made at the first start. */
export interface TlsConfig {
  readonly certificate: string | undefined;
  readonly key: string | undefined;
}

/** Strict transport security: clients are to come by TLS alone. */
export interface StsConfig {
  /** From each visit on; 0 takes it back, undefined says nothing of it. */
  readonly durationSeconds: number | undefined;
  /** Where TLS is; undefined is the first listener that understands it. */
  readonly port: number | undefined;
}

/** A gateway whose WEBIRC is believed. Of the password and the certificates each that is given must
 * be right. */
export interface WebircConfig {
  readonly from: readonly Network[];
  readonly password: string | undefined;
  /** SHA-256 fingerprints of TLS client certificates, lower-case hex. */
  readonly certificates: readonly string[];
}

/** A token bucket per connection. Who runs out waits, and loses nothing. */
export interface FloodConfig {
  readonly linesBurst: number;
  readonly linesPerSecond: number;
  readonly exempt: readonly Network[];
}

export interface ConnectionsConfig {
  /** At once, from one address. */
  readonly perAddressMax: number;
  readonly perAddressPerMinuteMax: number;
  /** On this node; holds for exempt addresses too. */
  readonly totalMax: number;
  /** From the two limits per address. */
  readonly exempt: readonly Network[];
}

/** Failed OPER, PASS and logins per address; further ones are refused unchecked until the window
 * ends. */
export interface LoginConfig {
  readonly attemptsMax: number;
  /** Of one account, from all addresses but those from which somebody has come in before. */
  readonly accountAttemptsMax: number;
  readonly windowSeconds: number;
}

export interface HistoryBounds {
  /** Kept per channel or conversation; 0 is without bound, and so below. */
  readonly linesMax: number;
  readonly ageDaysMax: number;
}

export interface HistoryKeptConfig extends HistoryBounds, ReadingRules {
  /** Shown on joining to clients that cannot ask for history themselves. */
  readonly linesOnJoin: number;
}

export interface HistoryConfig extends HistoryKeptConfig {
  /** On the whole server; the oldest goes first. */
  readonly linesTotalMax: number;
  /** Of what two people say to each other. */
  readonly direct: HistoryBounds;
  /** Channels that differ; what one leaves out is already filled in from above. */
  readonly channels: readonly HistoryChannelConfig[];
}

export interface HistoryChannelConfig extends HistoryKeptConfig {
  readonly name: string;
}

/** The plain dialect. */
export interface PlainConfig {
  /** Who speaks: `<nick> line`, or `<address> line` as in the report. */
  readonly names: "nick" | "address";
  readonly greeting: string;
  /** Say who joins and leaves. */
  readonly showJoins: boolean;
  /** Which lines begin with their time. */
  readonly times: "none" | "history" | "all";
}

export interface Config {
  readonly server: ServerConfig;
  readonly admin: AdminConfig;
  readonly operatorClasses: readonly OperatorClassConfig[];
  readonly operators: readonly OperatorConfig[];
  readonly accounts: AccountsConfig;
  readonly listeners: readonly ListenerConfig[];
  readonly webirc: readonly WebircConfig[];
  readonly webServices: readonly WebServiceConfig[];
  readonly tls: TlsConfig;
  readonly sts: StsConfig;
  readonly flood: FloodConfig;
  readonly connections: ConnectionsConfig;
  readonly cloak: CloakConfig;
  readonly cluster: ClusterConfig;
  readonly bans: BansConfig;
  readonly login: LoginConfig;
  readonly history: HistoryConfig;
  readonly messages: MessagesConfig;
  /** Of the trail of what operators have done. */
  readonly audit: HistoryBounds;
  readonly metadata: MetadataRules;
  readonly plain: PlainConfig;
  readonly web: WebConfig;
  readonly files: FilesConfig;
  readonly previews: PreviewsConfig;
  readonly push: PushConfig;
  readonly limits: Limits;
}

export const defaultListener: ListenerConfig = {
  address: "0.0.0.0",
  port: 6670, // browsers refuse 6665 to 6669
  tls: "optional",
  http: true,
  websocket: true,
  plain: true,
  proxyProtocolFrom: [],
  websocketOrigins: [], // otherwise any page that a member visits could speak in a LAN's room
};

export const defaultConfig: Config = {
  server: {
    name: "banter.local", // main.ts puts this host's own name here
    description: "A chat room",
    network: "Banter",
    motd: [],
    motdFile: undefined,
    password: undefined,
    lobby: "#lobby",
    casemapping: "ascii",
    defaultChannelModes: "nt",
    defaultUserModes: "i", // who shares no channel with you does not find you by WHO *
    data: "banter-data",
    durability: "process",
    icon: undefined,
    filehost: undefined,
    emoji: undefined,
    crawlers: undefined,
    announce: true,
    logLevel: "info",
  },
  admin: { location: "", organisation: "", email: "" },
  operatorClasses: [],
  operators: [],
  accounts: accountsDefault,
  listeners: [defaultListener],
  webirc: [],
  webServices: [],
  tls: { certificate: undefined, key: undefined },
  sts: { durationSeconds: undefined, port: undefined },
  // Slowing costs a person nothing: a client may open 30 windows at once, nobody types 4 lines a
  // second. Local programs are not exempt, the limit being each connection's own.
  flood: { linesBurst: 100, linesPerSecond: 5, exempt: [] },
  connections: {
    // One address may be a school or an office behind NAT: when its link comes back, 500 people
    // reconnect at once, some of them twice. Against one hostile address this still keeps
    // nineteen twentieths of the server free.
    perAddressMax: 1_000,
    perAddressPerMinuteMax: 1_500,
    totalMax: 20_000, // 12 kB each: 240 MB
    exempt: ["127.0.0.0/8", "::1"], // tunnels and proxies: one address, many people
  },
  cloak: { enabled: true, suffix: "cloak", secret: undefined, accounts: false },
  cluster: clusterDefault,
  bans: { exempt: ["127.0.0.0/8", "::1"] }, // as above; and a way back in for whoever owns it
  login: { attemptsMax: 10, accountAttemptsMax: 100, windowSeconds: 300 },
  history: {
    linesOnJoin: 20, // about a screen
    linesMax: 0,
    ageDaysMax: 0,
    readers: "members",
    since: "all", // who comes into a room wants to know what it talks about
    linesTotalMax: 10_000_000, // some 5 GB with the index: full before an ordinary disk is
    direct: { linesMax: 0, ageDaysMax: 0 },
    channels: [],
  },
  messages: messagesDefault,
  audit: { linesMax: 1_000_000, ageDaysMax: 0 }, // some 200 bytes each
  metadata: { allowed: [], blocked: [], restricted: [] },
  plain: {
    names: "nick",
    greeting: "Welcome to this chatroom!",
    showJoins: true,
    times: "history",
  },
  web: webDefault,
  files: filesDefault,
  previews: previewsDefault,
  push: pushDefault,
  limits: limitsDefault,
};

/** What is kept and shown of a channel's history: its own settings, or those of all. */
export const historyOf = (
  { history }: Config,
  fold: (name: string) => string,
  channel: string,
): HistoryKeptConfig => history.channels.find(({ name }) => fold(name) === channel) ?? history;
