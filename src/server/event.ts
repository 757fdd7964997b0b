/**
 * Event: what happened, in the past tense. Made by `decide`, told to its recipients, put into the
 * state by `apply`, kept by the store. Whole in itself: to tell or keep it, no state is needed.
 */
import type { ModeChange } from "../protocol/modes.ts";
import type { Account, AccountChanges, AccountKey } from "./account.ts";
import type { ClientTags } from "./client-tags.ts";
import type { PersonKey } from "./history-keys.ts";
import type { FilesChanged } from "./files.ts";
import type { InvitationUsed } from "./invitations.ts";
import type { ServerBan } from "./bans.ts";
import type { TargetKey } from "./history-keys.ts";
import type { MetadataChange, SayKind } from "./request.ts";
import type {
  ChannelKey,
  Founder,
  NodeId,
  Operator,
  Rules,
  SessionId,
  UserId,
  UserSession,
} from "./state.ts";
import type { MarkKey, MarkKind } from "./traces.ts";

/** A person as they were when it happened. */
export interface Who {
  readonly id: UserId;
  readonly nick: string;
  readonly username: string;
  readonly host: string;
  readonly account: string | null;
  readonly guest: boolean;
  /** Says of itself that it is a program (mode B). */
  readonly bot?: boolean;
  /** A server operator. */
  readonly operator?: boolean;
}

interface At {
  /** The entry's place, and which of its events this is: together they make the msgid. */
  readonly place: number;
  readonly index: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
}

interface By extends At {
  readonly who: Who;
}

interface InChannel extends By {
  readonly channel: string;
  readonly key: ChannelKey;
}

export interface Connected extends By {
  type: "connected";
  session: SessionId;
  realname: string;
  /** The host that it has unless it is given another. */
  cloak: string;
  address: string;
  secure: boolean;
  modes: string;
  away: string | null;
  device?: string;
  /** Is told how to come again. */
  resumable?: true;
  /** Of itself: asked for before (metadata, "before-connect"). */
  metadata?: readonly MetadataChange[];
}
/** One more device of a user who is here. */
export interface Attached extends By {
  type: "attached";
  session: SessionId;
  address: string;
  secure: boolean;
  away: string | null;
  device?: string;
}
/** A device goes, and its user stays. */
export interface Detached extends By {
  type: "detached";
  session: SessionId;
  reason: string;
  /** Set when a ban ended it: the ban's reason. */
  bannedFor?: string;
  /** Set when it was the last and the user stays until then, to come back by another node. */
  heldUntil?: number;
}
export interface Quit extends By {
  type: "quit";
  reason: string;
  realname: string;
  /** The sessions that end with it. */
  sessions: readonly SessionId[];
  /** Set when an operator ended it. */
  killed?: { readonly by: Who; readonly reason: string };
  /** Set when a ban ended it: the ban's reason. */
  bannedFor?: string;
}
/** What others see of where a person is from. */
export interface HostChanged extends By {
  type: "hostChanged";
  username: string;
  host: string;
  /** For those who read that the person goes and comes again. */
  realname: string;
  away: string | null;
  channels: readonly { readonly channel: string; key: ChannelKey; prefixes: string }[];
}
export interface Joined extends InChannel {
  type: "joined";
  /** The prefix modes the member starts with. */
  prefixes: string;
  realname: string;
  away: string | null;
  /** Set when the joining made the channel. */
  created?: { founder: Founder; modes: string };
}
/** The channel has another name; `channel` and `key` are the old ones. */
export interface Renamed extends InChannel {
  type: "renamed";
  name: string;
  newKey: ChannelKey;
  reason: string;
}
export type MetadataTarget =
  | { readonly channel: string; readonly key: ChannelKey }
  | { readonly user: Who };
export interface MetadataChanged extends By {
  type: "metadataChanged";
  target: MetadataTarget;
  changes: readonly MetadataChange[];
  /** All of them were asked to go. */
  cleared: boolean;
  /** The session that asked, "" for none: it is answered, and hears nothing else of it. */
  session: SessionId;
}
export interface Said extends By {
  type: "said";
  kind: SayKind;
  text: string;
  /** Client-only tags, with their "+". */
  tags: ClientTags;
  /** Set when it was said in several lines: see multiline.ts. */
  joints?: readonly number[];
  /** The session that said it: it hears it again only when it has asked for echoes. */
  session: SessionId;
  to: SaidTo;
  /** The nick of who has told it here, where it was said by somebody on another network. */
  relayedBy?: string;
}
export interface AwayChanged extends By {
  type: "awayChanged";
  /** As others see it, of all devices together. */
  text: string | null;
  /** The device that said so, and what of itself; null when one came or went. */
  session: Pick<UserSession, "id" | "away"> | null;
}
/** An operator has done something as such: a line of the audit trail. */
export interface Audited extends By {
  type: "audited";
  /** The name that the operator has in the configuration. */
  operator: string;
  /** The command, "KILL". */
  action: string;
  /** Whom or what it was done to; "" for nothing. */
  target: string;
  reason: string;
}
/** Client-only tags that are of the moment (typing): told, but neither applied nor kept. It has no
 * place of its own, so no msgid either. */
export interface Signalled extends By {
  type: "signalled";
  tags: ClientTags;
  session: SessionId;
  to: SaidTo;
}
/** How far a person has read, or the like: for that one's own devices. */
export interface Marked extends By {
  type: "marked";
  person: PersonKey;
  kind: MarkKind;
  /** As it is written, and folded. */
  target: string;
  key: string;
  /** What is marked now, milliseconds since the epoch. */
  at: number;
  /** false: it is where it was, and only who asked is told. */
  moved: boolean;
  session: SessionId;
  /** Marks that make room for it. */
  forgotten: readonly MarkKey[];
}
/** A message of the past that an event is about. */
export interface SaidBefore {
  readonly place: number;
  readonly index: number;
  /** Under what the history has it. */
  readonly filed: TargetKey;
  /** The nick of who said it. */
  readonly by: string;
  /** Whether that is the one who acts. */
  readonly own: boolean;
  /** Milliseconds since the epoch. */
  readonly at: number;
  /** It was tags alone (TAGMSG). */
  readonly silent?: true;
}
export interface Redacted extends By {
  type: "redacted";
  said: SaidBefore;
  reason: string;
  session: SessionId;
  to: SaidTo;
}
/** Other words for what was said. */
export interface Edited extends By {
  type: "edited";
  said: SaidBefore;
  text: string;
  joints?: readonly number[];
  session: SessionId;
  to: SaidTo;
}
export type SaidTo =
  | {
      readonly channel: string;
      readonly key: ChannelKey;
      /** Only they hear it who have this rank or a higher one; "" for all. */
      readonly rank: string;
      /** That is not by STATUSMSG, but because others are not to hear this person (mode U). */
      readonly held?: true;
    }
  | { readonly user: Who; readonly away: string | null };
/** A member's mode change names the person too, as nicks change. */
export type ChannelChange = ModeChange & { readonly user?: UserId };

export type Event =
  | (At & { type: "nodeStarted"; node: NodeId; rules: Rules })
  | (At & { type: "rulesChanged"; rules: Rules })
  | Connected
  | Attached
  | Detached
  | Quit
  | HostChanged
  | Joined
  | MetadataChanged
  | Renamed
  | Said
  | Edited
  | Redacted
  | Signalled
  | (By & { type: "nickChanged"; nick: string })
  | (InChannel & { type: "parted"; reason: string })
  | (InChannel & { type: "kicked"; target: Who; reason: string })
  | (InChannel & { type: "topicChanged"; text: string })
  | (InChannel & { type: "modesChanged"; changes: readonly ChannelChange[] })
  | (InChannel & { type: "invited"; target: Who; away: string | null })
  /** "" for none. */
  | (InChannel & { type: "accountRankChanged"; account: AccountKey; rank: string })
  | (InChannel & { type: "founderChanged"; founder: Founder })
  /** `notices`: those that an operator hears from now on, when they are others. */
  | (By & { type: "userModesChanged"; changes: readonly ModeChange[]; notices?: string })
  | AwayChanged
  | (By & { type: "accountChanged"; account: string | null })
  | Marked
  /** All that the account has said from that time up to here is to be forgotten. */
  | (By & { type: "messagesDeleted"; account: string; since: number })
  | (At & { type: "accountRegistered"; account: Account; session: SessionId })
  | (At & { type: "accountUpdated"; key: AccountKey; changes: AccountChanges })
  | (At & { type: "accountDropped"; key: AccountKey; name: string })
  | (At & InvitationUsed)
  | (At & FilesChanged)
  | (By & { type: "realnameChanged"; realname: string })
  | (By & { type: "becameOperator"; operator: Operator })
  | (By & { type: "wallopsSaid"; text: string })
  | (By & { type: "banSet"; ban: ServerBan })
  | (By & { type: "banLifted"; ban: ServerBan })
  | (At & { type: "bansExpired"; keys: readonly string[] })
  | Audited;

export type EventType = Event["type"];
export type EventOf<T extends EventType> = Extract<Event, { type: T }>;

/** Of what is told as an event and is none: it has no msgid. */
export const noIndex = -1;

/** Whoever asked for it hears of it by echo-message only. */
export const isAddressed = (event: Event): event is Said | Edited | Redacted | Signalled =>
  "to" in event;

export { msgidOf, placeOfMsgid } from "./msgid.ts";
