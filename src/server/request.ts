/**
 * Request: what a session asks for that would change what others see or what is so. It is appended
 * to the log; an Entry is a request at its place there. Plain data that can be sent as JSON.
 */
import type { ModeChange } from "../protocol/modes.ts";
import type { AccountWishes, Credentials, Verification } from "./account.ts";
import type { ClientTags } from "./client-tags.ts";
import type { BanKind } from "./bans.ts";
import type { KeptFile } from "./files.ts";
import type { Invitation } from "./invitations.ts";
import type { Refusal } from "./refusal.ts";
import type { Spoken } from "./spoken.ts";
import type { NodeId, Rules, SessionId, UserId } from "./state.ts";
import type { MarkKind } from "./traces.ts";

export type SayKind = "PRIVMSG" | "NOTICE" | "TAGMSG";

/** Of a key of METADATA. */
export interface MetadataChange {
  readonly key: string;
  /** null: it has none any more. */
  readonly value: string | null;
}

export type Request =
  /** A node begins (again): the sessions it had are gone; these rules hold from here on. */
  | { type: "startNode"; rules: Rules }
  | { type: "changeRules"; rules: Rules }
  /** By a node: the sessions that begin so are gone, with their node or with what it was cut off
   * by. See leases.ts. */
  | { type: "loseSessions"; prefix: string; reason: string }
  /** By a node: who was to come back has had the time for it. */
  | { type: "endGrace" }
  | {
      type: "connect";
      /** null: the person has chosen none and is given one, by the salt. */
      nick: string | null;
      username: string;
      realname: string;
      host: string;
      address: string;
      secure: boolean;
      salt: number;
      /** Logged in to already; null for none. */
      account: string | null;
      /** Said before (pre-away). */
      away: string | null;
      /** Asked for before (metadata, "before-connect"). */
      metadata?: readonly MetadataChange[];
      /** By whose token it has logged in. */
      device?: string;
      /** The guest whose session this is another one of, by their own token. */
      beside?: UserId;
      /** The guest whom it is to be again, if that one is still there, and in whose session's
       * place. */
      resumes?: { readonly user: UserId; readonly session: SessionId };
      /** Is told how to come again. */
      resumable?: true;
      /** By which the person comes. */
      invitation?: Invitation;
    }
  | { type: "disconnect"; reason: string }
  /** By whoever is not yet connected, too. The asker is logged in to it then. */
  | {
      type: "registerAccount";
      name: string;
      credentials: Credentials;
      fingerprints: readonly string[];
      email: string | null;
      /** null: nothing has to be confirmed. */
      verification: Verification | null;
      /** By which it may be made, where people cannot make accounts otherwise. */
      invitation?: Invitation;
    }
  /** By whoever is not yet connected, too. */
  | { type: "verifyAccount"; account: string; codeHash: string }
  /** The password has been checked. */
  | { type: "login"; account: string; device?: string }
  | { type: "logout" }
  | { type: "changeAccount"; account: string; changes: AccountWishes }
  /** TLS client certificates, by their fingerprints. */
  | { type: "addCertificate"; account: string; fingerprint: string }
  | { type: "removeCertificate"; account: string; fingerprint: string }
  /** `called` as its owner calls it. */
  | { type: "addDevice"; account: string; id: string; hash: string; called: string }
  /** Where Web Push reaches a device of the asker's. */
  | { type: "addPush"; account: string; endpoint: string; p256dh: string; auth: string }
  | { type: "removePush"; account: string; endpoint: string }
  /** By a node: it is no more. */
  | { type: "dropPush"; account: string; endpoint: string }
  /** By a node, for somebody with that account or with none: the bytes are on its disk. */
  | { type: "addFile"; account: string | null; file: Omit<KeptFile, "owner" | "at"> }
  | { type: "removeFile"; account: string; id: string }
  /** By a node: some are too old. */
  | { type: "expireFiles" }
  /** null: all but the asking one, and whoever is there without. */
  | { type: "removeDevice"; account: string; id: string | null }
  /** null: it can be used again. */
  | { type: "suspendAccount"; account: string; reason: string | null }
  | { type: "dropAccount"; account: string }
  | { type: "changeNick"; nick: string }
  /** `follow`: a channel's old name leads to it; without, who asks is told the new one. */
  | { type: "join"; channel: string; password: string; follow?: true; invitation?: Invitation }
  | { type: "deleteMessages"; account: string }
  | { type: "mark"; kind: MarkKind; target: string; at: number }
  /** By a node: the user has had time enough to log in as the nick's owner. */
  | { type: "freeNick"; user: UserId; nick: string; salt: number }
  /** By the nick's owner: its holder goes, gets another nick, or gives it to the owner. */
  | { type: "recoverNick"; nick: string; how: "ghost" | "release" | "regain"; salt: number }
  | { type: "part"; channel: string; reason: string }
  | {
      type: "say";
      kind: SayKind;
      target: string;
      text: string;
      tags: ClientTags;
      /** Of several lines: see multiline.ts. */
      joints?: readonly number[];
    }
  /** `nick` is somebody's on another network, who has said it there. */
  | { type: "relay"; channel: string; nick: string; text: string; tags: ClientTags }
  /** Asked by `log.signal` only: it takes no place. */
  | { type: "signal"; target: string; tags: ClientTags }
  | { type: "edit"; target: string; msgid: string; text: string; spoken: Spoken }
  /** `spoken` is what the asker's node has found. */
  | { type: "redact"; target: string; msgid: string; reason: string; spoken: Spoken }
  /** `target`: a nick, a channel, or "*" for oneself; null takes the value away. */
  | { type: "setMetadata"; target: string; key: string; value: string | null }
  | { type: "clearMetadata"; target: string }
  | { type: "rename"; channel: string; name: string; reason: string }
  /** The rank that an account has whenever it joins; "" for none. */
  | { type: "changeAccountRank"; channel: string; account: string; rank: string }
  /** Gives or takes a member's rank, by what the asker's account is there. */
  | { type: "useRank"; channel: string; nick: string; sign: "+" | "-"; rank: string }
  /** To whom the channel belongs: an account; null for nobody. */
  | { type: "changeFounder"; channel: string; account: string | null }
  | { type: "setTopic"; channel: string; text: string }
  | ({ type: "changeModes"; channel: string } & ModesAsked)
  /** `notices` are the letters beside +s. */
  | ({ type: "changeUserModes"; nick: string; notices?: string } & ModesAsked)
  | { type: "kick"; channel: string; nick: string; reason: string }
  | { type: "invite"; nick: string; channel: string }
  | { type: "setAway"; text: string }
  | { type: "setRealname"; realname: string }
  /** null: stays as it is; the host "*": as it was before any was given. */
  | { type: "changeHost"; nick: string; username: string | null; host: string | null }
  | { type: "becomeOperator"; name: string; rights: readonly string[] }
  | { type: "kill"; nick: string; reason: string }
  | { type: "forceJoin"; nick: string; channel: string }
  | { type: "forcePart"; nick: string; channel: string; reason: string }
  | { type: "forceNick"; nick: string; to: string }
  | { type: "wallops"; text: string }
  | { type: "noteRehash" }
  /** `command` is the one by which it was asked. */
  | ({ type: "ban"; command: string; reason: string } & BanAsked)
  | { type: "unban"; command: string; kind: BanKind; what: string }
  /** A node has seen that some are over. */
  | { type: "expireBans" };

export interface BanAsked {
  readonly kind: BanKind;
  readonly what: string;
  /** 0 for ever. */
  readonly durationMs: number;
  /** It may mean the asker, and everybody. */
  readonly myself: boolean;
}

interface ModesAsked {
  readonly changes: readonly ModeChange[];
  /** What the line asked for and cannot be: told when all that can be has been done. */
  readonly faults?: readonly Refusal[];
  /** Whatever rank the asker has, and whoever it is about. */
  readonly forced?: true;
}

export type RequestType = Request["type"];
export type RequestOf<T extends RequestType> = Extract<Request, { type: T }>;

export interface Entry<R extends Request = Request> {
  /** Strictly increasing along the log. */
  readonly place: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly node: NodeId;
  /** Who asks; "" when the node itself does. */
  readonly session: SessionId;
  readonly request: R;
}

/** A request that is told as it comes: without a place in the order, and perhaps not everywhere. */
export type Signal = Omit<Entry<RequestOf<"signal">>, "place"> | Alive;
export type Signalled = Exclude<Signal, Alive>;

/** A node is there, and has followed the log to that place. */
export interface Alive {
  readonly node: NodeId;
  readonly alive: number;
}
