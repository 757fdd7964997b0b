/**
 * State: what a client knows about the server, itself, its rooms and what was said in them.
 * Plain data, changed by the handlers only; read by whoever shows it. Survives lost connections.
 */
import { casefolder } from "../protocol/casemap.ts";
import type { Device } from "./account.ts";
import type { Ban } from "./bans.ts";
import type { Batch } from "./pages.ts";
import type { Ask } from "./history.ts";
import type { Login } from "./login.ts";
import type { Orphans } from "./notes.ts";
import type { Outgoing } from "./outgoing.ts";
import type { Profiles } from "./profiles.ts";
import type { Search } from "./search.ts";
import { newTimeline } from "./timeline.ts";
import type { Item, Timeline } from "./timeline.ts";

export interface Member {
  nick: string;
  /** Highest first, e.g. "@+". */
  prefixes: string;
  account: string | null;
  away: boolean;
}

/** A channel, a person talked to in private, or the server itself. */
export interface Conversation extends Timeline {
  name: string;
  readonly kind: "channel" | "person" | "server";
  /** Notes on messages that have not been told yet. */
  orphans: Orphans;
  /** Pages of history that are being waited for; the first is under way. */
  asks: Ask[];
  /** Since we came back, some of what was said meanwhile is still to be told. */
  catching: boolean;
  /** Pages asked for since, to that end. */
  catchUpPages: number;
  /** Since we came (back), something was told from the history. */
  replayed: boolean;
  /** What somebody reads who looks at what is old: nothing near it is let go. Null: the end. */
  held: Item | null;
  /** All up to this time of the server was read. */
  readAt: number;
  /** Something was read here, and not only elsewhere. */
  readHere: boolean;
  /** The readAt that the server knows of, and when it was told. */
  toldReadAt: number;
  toldAt: number;
  /** Where reading stopped: a line is drawn behind what is of this time. */
  readLine: number | null;
  unread: number;
  /** Of the unread, those that are meant for us. */
  mentions: number;
  /** Who is typing, by folded nick, and until when that is to be believed. */
  typing: Map<string, { readonly nick: string; readonly until: number }>;
  membership: Membership | null;
  /** Of a person: what is known of them now. */
  presence: Presence | null;
}

export interface Presence {
  online: boolean | null;
  away: boolean;
  account: string | null;
}

/** What a channel has that a person has not. */
export interface Membership {
  /** We are in it now. */
  joined: boolean;
  /** We want to be in it: it is joined again after the connection was lost. */
  wanted: boolean;
  /** We have been in it before. */
  before: boolean;
  /** All that the server tells on joining has come; what waits may be sent. */
  settled: boolean;
  /** By the server's clock, where it tells the time. */
  joinedAt: number;
  key: string;
  topic: string;
  /** What the room is set to, as far as it was asked (MODE): by letter, "" without a parameter. */
  modes: Map<string, string>;
  /** Who is kept out; null before it was asked. */
  bans: readonly Ban[] | null;
  /** The same, being listed; null when nobody is waiting for it. */
  listing: Ban[] | null;
  /** By folded nick. */
  members: Map<string, Member>;
  /** The names being listed; null when none is under way. */
  naming: Map<string, Member> | null;
}

export interface ClientState {
  phase: "apart" | "registering" | "ready";
  /** Has been ready once: what comes later is a return. */
  before: boolean;
  /** The connection is encrypted. */
  secure: boolean;
  nick: string;
  /** The nick to go back to when it is free. */
  wantedNick: string;
  nickTries: number;
  username: string;
  host: string;
  account: string | null;
  away: string | null;
  fold: (name: string) => string;
  /** ISUPPORT tokens; a token without a value has "". */
  isupport: Map<string, string>;
  /** Capabilities offered, with their values. */
  offered: Map<string, string>;
  caps: Set<string>;
  /** Those that were asked for and are not answered yet. */
  capsAsked: Set<string>;
  conversations: Map<string, Conversation>;
  /** The folded name of the conversation that typed lines go to. */
  active: string | null;
  /** The folded name of the conversation whose end is before somebody's eyes. */
  watched: string | null;
  server: Conversation;
  batches: Map<string, Batch>;
  outgoing: Outgoing;
  login: Login;
  search: Search | null;
  /** Server's clock minus ours in ms, as far as known. */
  clockAhead: number;
  heardAt: number;
  pingedAt: number | null;
  /** The server's time when the connection was last lost. */
  lostAt: number;
  /** The word by which a guest is known again after the connection. */
  resume: string | null;
  /** A WHO or LIST being answered. */
  listing: { room: string; people: { nick: string; prefixes: string; away: boolean }[] } | null;
  /** Rooms, folded, whose members were asked for by ourselves: nobody is told the answer. */
  quietWho: Set<string>;
  /** What a LIST that was asked for has told so far; null: none was asked for. */
  rooms: Listed[] | null;
  /** What people say of themselves. */
  profiles: Profiles;
  /** Those that stay logged in, as far as it was asked. */
  devices: Device[];
  /** What LIST last told: whoever offers rooms to choose from may offer these. */
  listed: readonly Listed[];
  /** Earlier lines were asked for by /history: the room's folded name, and how many came. */
  asked: { readonly room: string; fresh: number } | null;
  /** When we last said that we are typing, and where. */
  typingTold: { at: number; target: string; active: boolean } | null;
}

export interface Listed {
  readonly room: string;
  readonly people: number;
  readonly topic: string;
}

export function newState(nick: string, outgoing: Outgoing, login: Login): ClientState {
  return {
    phase: "apart",
    before: false,
    secure: false,
    nick,
    wantedNick: nick,
    nickTries: 0,
    username: "",
    host: "",
    account: null,
    away: null,
    fold: casefolder("rfc1459"),
    isupport: new Map(),
    offered: new Map(),
    caps: new Set(),
    capsAsked: new Set(),
    conversations: new Map(),
    active: null,
    watched: null,
    server: newConversation("", "server"),
    batches: new Map(),
    outgoing,
    login,
    search: null,
    clockAhead: 0,
    heardAt: 0,
    pingedAt: null,
    lostAt: 0,
    resume: null,
    listing: null,
    quietWho: new Set(),
    rooms: null,
    profiles: { known: new Map(), newcomers: [], later: new Map() },
    devices: [],
    listed: [],
    asked: null,
    typingTold: null,
  };
}

export const same = (state: ClientState, one: string, other: string): boolean =>
  state.fold(one) === state.fold(other);

export const isChannel = (state: ClientState, name: string): boolean =>
  name !== "" && (state.isupport.get("CHANTYPES") ?? "#&+!").includes(name[0] ?? "");

/** A room's name as people type it: "#" may be left out. */
export const roomName = (name: string): string => (/^[#&+!]/.test(name) ? name : `#${name}`);

export function find(state: ClientState, name: string): Conversation | null {
  return state.conversations.get(state.fold(name)) ?? null;
}

/** The conversation of this name, made when there is none. */
export function conversation(state: ClientState, name: string): Conversation {
  const known = find(state, name);
  if (known !== null) return known;
  const made = newConversation(name, isChannel(state, name) ? "channel" : "person");
  state.conversations.set(state.fold(name), made);
  return made;
}

function newConversation(name: string, kind: Conversation["kind"]): Conversation {
  return {
    ...newTimeline(),
    name,
    kind,
    orphans: new Map(),
    asks: [],
    catching: false,
    catchUpPages: 0,
    replayed: false,
    held: null,
    readAt: 0,
    readHere: false,
    toldReadAt: 0,
    toldAt: 0,
    readLine: null,
    unread: 0,
    mentions: 0,
    typing: new Map(),
    membership: kind === "channel" ? newMembership() : null,
    presence: kind === "person" ? { online: null, away: false, account: null } : null,
  };
}

function newMembership(): Membership {
  return {
    joined: false,
    wanted: false,
    before: false,
    settled: false,
    joinedAt: 0,
    key: "",
    topic: "",
    modes: new Map(),
    bans: null,
    listing: null,
    members: new Map(),
    naming: null,
  };
}

/** The conversation that typed lines go to; null when that is the server, or none. */
export function active(state: ClientState): Conversation | null {
  return state.active === null ? null : (state.conversations.get(state.active) ?? null);
}

/** The names of the joined channels in which this nick is. */
export function roomsOf(state: ClientState, nick: string): string[] {
  const folded = state.fold(nick);
  return [...state.conversations.values()]
    .filter((each) => each.membership?.joined && each.membership.members.has(folded))
    .map((each) => each.name);
}

/** The names of those that one is in, or on the way into. */
export const wantedRooms = ({ conversations }: ClientState): string[] =>
  [...conversations.values()].filter((of) => of.membership?.wanted).map(({ name }) => name);

/** Every place where this person is a member. */
export function memberships(state: ClientState, nick: string): Member[] {
  const folded = state.fold(nick);
  return [...state.conversations.values()].flatMap(
    ({ membership }) => membership?.members.get(folded) ?? [],
  );
}

/** Whether this server can be asked for what was said, page by page. */
export const canAsk = (state: ClientState): boolean => has(state, "draft/chathistory", "batch");

/** Capabilities that are agreed upon, all of them. */
export const has = (state: ClientState, ...caps: readonly string[]): boolean =>
  caps.every((cap) => state.caps.has(cap));
