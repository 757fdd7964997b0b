/**
 * A room for tests: the real server over the in-memory transport and an in-memory database. Its
 * clock stands still until a test moves it.
 */
import { pbkdf2Sync } from "node:crypto";
import { verifierOf } from "../src/protocol/scram.ts";
import type { Account } from "../src/server/account.ts";
import { type Config, defaultConfig } from "../src/server/config.ts";
import { scramCrypto } from "../src/server/credentials.ts";
import { irc } from "../src/server/dialect/irc.ts";
import { plain } from "../src/server/dialect/plain.ts";
import { localLog } from "../src/server/log/local.ts";
import type { Parts } from "../src/server/parts.ts";
import type { Peer } from "../src/server/peer.ts";
import { Server } from "../src/server/server.ts";
import { accountNamed } from "../src/server/state.ts";
import { SqliteStore } from "../src/server/store/sqlite.ts";
import { memoryListener, type MemoryPeer } from "../src/server/transport/memory.ts";
import { frame } from "../src/server/transport/websocket.ts";

export type DeepPartial<T> = {
  readonly [K in keyof T]?: T[K] extends readonly unknown[]
    ? T[K]
    : T[K] extends object
      ? DeepPartial<T[K]>
      : T[K];
};

/** 2026-11-22 18:00:00 UTC */
export const startOfTime = Date.UTC(2026, 10, 22, 18);

/** Without cloaks, unless it is asked for them: a transcript shows addresses. */
export function configWith(over: DeepPartial<Config>): Config {
  const base: Config = { ...defaultConfig, cloak: { ...defaultConfig.cloak, enabled: false } };
  const merged = Object.entries(base).map(([key, value]) => {
    const given = over[key as keyof Config];
    if (given === undefined) return [key, value];
    return [key, Array.isArray(value) ? given : { ...(value as object), ...(given as object) }];
  });
  return Object.fromEntries(merged) as Config;
}

/** As quick as can be; SCRAM is real. */
export const testCredentials = {
  verifyPassword: (password: string, hash: string) =>
    Promise.resolve(`hash of ${password}` === hash),
  makeCredentials(password: string) {
    const salted = { salt: "W22ZaJ0SNY7soEsUEjb6gQ==", iterations: 4_096 };
    const salt = Buffer.from(salted.salt, "base64");
    const key = pbkdf2Sync(password, salt, salted.iterations, 32, "sha256");
    const scram = verifierOf(key, salted, scramCrypto);
    return Promise.resolve({ passwordHash: `hash of ${password}`, scram });
  },
  sendMail: () => Promise.resolve(),
  secret: Buffer.from("secret"),
} satisfies Partial<Parts>;

/** Gives out each entry in a later turn than it was appended in. */
export const slowLog: Pick<Parts, "makeLog"> = {
  makeLog({ place, time }, follower) {
    const log = localLog({ node: "a", place, time, now: () => startOfTime }, follower);
    return {
      ...log,
      append: (session, request) => void setImmediate(() => log.append(session, request)),
    };
  },
};

export class TestRoom {
  readonly server: Server;
  readonly store: SqliteStore;
  private readonly listener;
  now = startOfTime;

  constructor(over: DeepPartial<Config> = {}, options: Partial<Parts> & { file?: string } = {}) {
    const flood = { linesBurst: 10_000, linesPerSecond: 10_000, exempt: [] };
    const config = configWith({ flood, ...over });
    this.store = new SqliteStore({ file: options.file ?? ":memory:", durability: "process" });
    this.server = new Server({
      config,
      store: this.store,
      makeLog: ({ place, time }, follower) =>
        localLog({ node: "a", place, time, now: () => this.now }, follower),
      dialects: { irc, plain },
      frame,
      name: "banter.test",
      version: "banter-test",
      now: () => this.now,
      random: () => 0,
      ...testCredentials,
      reload: () => Promise.resolve({ config, needsRestart: [] }),
      atEndOfTurn: (end) => void setImmediate(end),
      cannotKeep: (error) => {
        throw error;
      },
      ...options,
    });
    this.listener = memoryListener(this.server.door.accept);
  }

  connect(options: Parameters<TestRoom["listener"]["connect"]>[0] = {}): MemoryPeer {
    return this.listener.connect(options);
  }

  /** An account, made at once when there is none; its password is "NAME's". */
  account(name: string, alwaysOn: boolean | null = null): void {
    const { log, state } = this.server;
    if (accountNamed(state, name)) return;
    const credentials = { passwordHash: `hash of ${name}'s`, scram: null };
    const rest = { fingerprints: [], email: null, verification: null };
    log.append("", { type: "registerAccount", name, credentials, ...rest });
    const key = state.fold(name);
    state.accounts.set(key, { ...(state.accounts.get(key) as Account), alwaysOn });
  }

  /** The newest peer. */
  get newest(): Peer {
    return [...this.server.door.peers.values()].at(-1) as Peer;
  }

  /** Resolves when all that has been sent has had all its effects. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 2; quiet += 1) {
      await this.listener.settled();
      await new Promise((resolve) => setImmediate(resolve));
    }
    await this.listener.settled();
  }

  close(): void {
    this.server.stop("Closing");
    this.store.close();
  }
}
