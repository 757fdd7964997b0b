/**
 * Session: the protocol state on one connection. What commands may know and change of whoever
 * asks. No bytes and no socket: the server holds those.
 */
import { type CapabilityName, holds } from "../protocol/capabilities.ts";
import type { OpenBatch } from "./commands/batch.ts";
import type { SessionId, UserId } from "./state.ts";

export interface Session {
  readonly id: SessionId;
  /** The peer's address. */
  readonly address: string;
  readonly secure: boolean;
  /** Reads words, no numerics. */
  readonly plain: boolean;
  /** Of its TLS client certificate, as in transport.ts. */
  readonly fingerprint: string | undefined;
  /** 0 until registration is complete. */
  user: UserId;
  /** What has been said so far of who this is; meaningful until registered. */
  nick: string | null;
  username: string | null;
  realname: string;
  password: string | null;
  /** The account that it has logged in to before it has a user; see the user afterwards. */
  account: string | null;
  /** By which word it wants to be known again; see resuming.ts. */
  resume: string | null;
  /** What it has said of being away before it has a user (draft/pre-away). */
  away: string | null;
  /** Between CAP LS or REQ and CAP END: registration waits. */
  negotiating: boolean;
  /** The version given with CAP LS; 302 and above see values and get cap-notify. */
  capVersion: number;
  /** The set of capabilities in force; see protocol/capabilities.ts. */
  capabilities: number;
  /** What it has begun to say in several lines, or has been told to be wrong of such. */
  batch: OpenBatch | undefined;
  /** See metadataOf; undefined until then. */
  metadata: SessionMetadata | undefined;
  /** Where a plain line goes: a channel's name, "" for nowhere. */
  room: string;
  /** Milliseconds since the epoch. */
  readonly since: number;
}

/** What a session remembers of metadata: nothing of it is state. */
export interface SessionMetadata {
  /** Keys whose changes it is told of. */
  readonly subscriptions: Set<string>;
  /** What it has asked for before it has a user; null takes a value away. */
  readonly wanted: Map<string, string | null>;
  /** Its changes since `windowAt`, milliseconds since the epoch. */
  changes: number;
  windowAt: number;
  /** When it was last told much at once, or was told to ask for it. */
  syncedAt: number;
}

/** Made when it is first needed. */
export const metadataOf = (session: Session): SessionMetadata =>
  (session.metadata ??= {
    subscriptions: new Set(),
    wanted: new Map(),
    changes: 0,
    windowAt: 0,
    syncedAt: 0,
  });

export const has = (session: Session, capability: CapabilityName): boolean =>
  holds(session.capabilities, capability);
