/**
 * State: who and what is here now. What `decide` reads and `apply` writes; the same on every node
 * at the same place in the log. Plain data: no sockets, no clock, no storage, no wire format.
 */
import { casefolder } from "../protocol/casemap.ts";
import { reaches } from "../protocol/modes.ts";
import type { Account, AccountKey } from "./account.ts";
import type { ServerBan } from "./bans.ts";
import type { Founder, ListedMask, Throttle, Topic } from "./channel-parts.ts";
import type { PersonKey } from "./history-keys.ts";
import type { KeptFile } from "./files.ts";
import type { UsedInvitation } from "./invitations.ts";
import { type Rules, rulesDefault } from "./rules.ts";
import type { MarkKey } from "./traces.ts";
import type { Redirect } from "./renames.ts";

export type { Founder, ListedMask, Throttle, Topic } from "./channel-parts.ts";
export { type Rules, rulesDefault } from "./rules.ts";

/** The place in the log at which the user connected. */
export type UserId = number;
/** `node/start.n`: n counts the node's connections, `start` is another at each start. */
export type SessionId = string;
export type NodeId = string;
/** A channel's name, casefolded. */
export type ChannelKey = string;

export interface Operator {
  readonly name: string;
  /** "*" for all of them. */
  readonly rights: readonly string[];
}

/** One of the devices that a user is here with. */
export interface UserSession {
  readonly id: SessionId;
  readonly address: string;
  /** Away as this device has it; "*" for one that nobody looks at (pre-away). */
  away: string | null;
  /** By whose token it has come. */
  readonly device?: string;
}

export interface User {
  readonly id: UserId;
  nick: string;
  username: string;
  realname: string;
  /** What others see of the address. */
  host: string;
  /** What others see unless another host is given: the cloak of the address. */
  readonly cloak: string;
  /** The address itself; only operators and the person see it. */
  readonly address: string;
  /** All its sessions came over TLS. */
  secure: boolean;
  /** The name of the account that it is logged in to. */
  account: string | null;
  /** User mode letters in alphabetical order. */
  modes: string;
  /** Letters of the server's notices that it hears, in alphabetical order; see user-modes.ts. */
  notices: string;
  /** As others see it; see presence.ts. */
  away: string | null;
  operator: Operator | null;
  /** Has chosen no nick yet: the one it has was given. */
  guest: boolean;
  /** Milliseconds since the epoch. */
  readonly since: number;
  /** None: it stays although no device is connected. */
  sessions: UserSession[];
  /** A guest who can be known again without an account; see resuming.ts. */
  readonly resumable?: true;
  /** Without a device, its node being gone: so long it stays, milliseconds since the epoch. */
  heldUntil: number | null;
  /** When it last said something. Not kept, not compared between nodes. */
  spokeAt: number;
  readonly channels: Set<ChannelKey>;
  readonly invitedTo: Set<ChannelKey>;
}

export interface Channel {
  key: ChannelKey;
  name: string;
  founder: Founder;
  /** Milliseconds since the epoch. */
  readonly created: number;
  /** The place at which first something was said or set here, or somebody asked in; 0 for never:
   * such a channel goes with its last member. */
  used: number;
  topic: Topic | null;
  /** Letters of the modes without a parameter, in alphabetical order. */
  modes: string;
  password: string | null;
  limit: number | null;
  /** The name of the channel to which those are sent whom this one does not let in (mode f). */
  forward: string | null;
  /** No more than so many joins in so many seconds (mode j). */
  throttle: Throttle | null;
  /** The joins since a moment, milliseconds since the epoch; of meaning with `throttle`. */
  joins: { readonly since: number; readonly count: number };
  /** Seconds from one message of a person to the next (mode W). */
  slow: number | null;
  /** When each last spoke, the oldest first; of those who have to wait. */
  readonly spoke: Map<UserId, number>;
  readonly lists: Record<ListMode, ListedMask[]>;
  /** When it was given another name of late, milliseconds since the epoch, oldest first. */
  renamed: readonly number[];
  /** By account: the prefix mode that who is logged in to it has on joining (AMODE). */
  readonly ranks: Map<AccountKey, string>;
  /** Each member's prefix modes, highest first: "o", "ov", "v", "" and so on. */
  readonly members: Map<UserId, string>;
}

export const listModes = ["b", "e", "I"] as const;
export type ListMode = (typeof listModes)[number];

export interface State {
  /** The last entry taken in. */
  place: number;
  /** The time of that entry, milliseconds since the epoch; never goes back. */
  time: number;
  rules: Rules;
  fold: (text: string) => string;
  readonly users: Map<UserId, User>;
  readonly nicks: Map<string, UserId>;
  readonly sessions: Map<SessionId, UserId>;
  readonly channels: Map<ChannelKey, Channel>;
  readonly accounts: Map<AccountKey, Account>;
  /** Whose TLS client certificates there are, by fingerprint. */
  readonly certificates: Map<string, AccountKey>;
  /** Whose devices there are, by id. */
  readonly devices: Map<string, AccountKey>;
  /** The users of each account that has any here. */
  readonly loggedIn: Map<AccountKey, Set<UserId>>;
  /** Of people and channels, by who holds them; see metadata.ts. */
  readonly metadata: Map<string, ReadonlyMap<string, string>>;
  /** In the order of their places. */
  readonly redirects: Map<ChannelKey, Redirect>;
  /** When each person first came into each channel, milliseconds since the epoch; see traces.ts. */
  readonly arrivals: Map<ChannelKey, Map<PersonKey, number>>;
  /** How far each person has read, milliseconds since the epoch; see traces.ts. */
  readonly marks: Map<PersonKey, Map<MarkKey, number>>;
  /** By kind and what they mean; see bans.ts. Written by ban-index.ts. */
  readonly bans: Map<string, ServerBan>;
  /** By id; see files.ts. */
  readonly files: Map<string, KeptFile>;
  /** Those by which somebody has come, until they end; see invitations.ts. */
  readonly invitations: Map<string, UsedInvitation>;
  /** How many of the users are invisible, and operators: LUSERS tells everybody who comes. */
  readonly tally: { invisible: number; operators: number };
  /** Those who hear notices of the server. */
  readonly attentive: Set<UserId>;
}

export function emptyState(rules: Rules = rulesDefault): State {
  return {
    place: 0,
    time: 0,
    rules,
    fold: casefolder(rules.casemapping),
    users: new Map(),
    nicks: new Map(),
    sessions: new Map(),
    channels: new Map(),
    accounts: new Map(),
    certificates: new Map(),
    devices: new Map(),
    loggedIn: new Map(),
    metadata: new Map(),
    redirects: new Map(),
    arrivals: new Map(),
    marks: new Map(),
    bans: new Map(),
    invitations: new Map(),
    files: new Map(),
    tally: { invisible: 0, operators: 0 },
    attentive: new Set(),
  };
}

/** Puts a user with all that leads to it into the state; also when it is loaded from the store. */
export function addUser(state: State, user: User): void {
  state.users.set(user.id, user);
  state.nicks.set(state.fold(user.nick), user.id);
  for (const { id } of user.sessions) state.sessions.set(id, user.id);
  count(state, user.modes, 1);
  setNotices(state, user, user.notices);
  enlist(state, user);
}

/** The reverse. Its channels have been left. */
export function removeUser(state: State, user: User): void {
  setAccount(state, user, null);
  setModes(state, user, "");
  setNotices(state, user, "");
  for (const { id } of user.sessions) state.sessions.delete(id);
  state.nicks.delete(state.fold(user.nick));
  state.users.delete(user.id);
}

/** The one way in which a user comes to an account, and (with null) leaves it. */
export function setAccount(state: State, user: User, account: string | null): void {
  if (user.account !== null) {
    const key = state.fold(user.account);
    const users = state.loggedIn.get(key);
    users?.delete(user.id);
    if (users?.size === 0) state.loggedIn.delete(key);
  }
  user.account = account;
  enlist(state, user);
}

function enlist({ loggedIn, fold }: State, { id, account }: User): void {
  if (account === null) return;
  const key = fold(account);
  const users = loggedIn.get(key);
  if (users) users.add(id);
  else loggedIn.set(key, new Set([id]));
}

/** The one way in which the notices that a user hears change, and (with "") end. */
export function setNotices(state: State, user: User, notices: string): void {
  user.notices = notices;
  if (notices === "") state.attentive.delete(user.id);
  else state.attentive.add(user.id);
}

/** The one way in which a user's modes change, and (with "") end. */
export function setModes(state: State, user: User, modes: string): void {
  count(state, user.modes, -1);
  count(state, modes, 1);
  user.modes = modes;
}

function count({ tally }: State, modes: string, by: 1 | -1): void {
  if (modes.includes("i")) tally.invisible += by;
  if (modes.includes("o")) tally.operators += by;
}

/** `#` is the one kind of channel there is (CHANTYPES). */
export const isChannelName = (target: string): boolean => target.charCodeAt(0) === 35;

export const userNamed = (state: State, nick: string): User | undefined => {
  const id = state.nicks.get(state.fold(nick));
  return id === undefined ? undefined : state.users.get(id);
};

export const channelNamed = (state: State, name: string): Channel | undefined =>
  state.channels.get(state.fold(name));

export const userOf = (state: State, session: SessionId): User | undefined => {
  const id = state.sessions.get(session);
  return id === undefined ? undefined : state.users.get(id);
};

export const accountNamed = (state: State, name: string): Account | undefined =>
  state.accounts.get(state.fold(name));

/** The users of an account, who came first first, whenever they logged in. */
export const usersOfAccount = (state: State, key: AccountKey): User[] =>
  [...(state.loggedIn.get(key) ?? [])]
    .sort((a, b) => a - b)
    .flatMap((id) => state.users.get(id) ?? []);

export const nodeOf = (session: SessionId): NodeId => session.slice(0, session.indexOf("/"));

type Named = Pick<User, "nick" | "username" | "host">;
export const userhost = (user: Omit<Named, "nick">): string => `${user.username}@${user.host}`;
export const fullMask = (user: Named): string => `${user.nick}!${userhost(user)}`;

export const isMember = (channel: Channel, user: User): boolean => channel.members.has(user.id);
export const hasRank = (channel: Channel, user: User, rank: string): boolean =>
  reaches(channel.members.get(user.id) ?? "", rank);
/** Or more than that: a founder or an admin. */
export const isOperatorOf = (channel: Channel, user: User): boolean => hasRank(channel, user, "o");

export const hasRight = (user: User | undefined, right: string): boolean =>
  user?.operator?.rights.some((held) => held === "*" || held === right) ?? false;

/** The address behind the host that others see. */
export const seesAddress = (viewer: User, user: User): boolean =>
  viewer === user || hasRight(viewer, "see-address");

/** A secret channel is there only for its members and for operators who may see. */
export const seesChannel = (user: User, channel: Channel): boolean =>
  !channel.modes.includes("s") || isMember(channel, user) || hasRight(user, "see-hidden");
