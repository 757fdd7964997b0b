/** World: everything that is so, as the model sees it, and how to find one's way in it. */
import type { Known } from "./account-rules.ts";
import type { ServerBan } from "../../src/server/bans.ts";
import type { Rules } from "../../src/server/state.ts";

export const fold = (text: string): string =>
  text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());

export interface Person {
  readonly id: number;
  nick: string;
  user: string;
  host: string;
  /** The host that others see unless another is given. */
  readonly cloak: string;
  /** Behind both. */
  readonly address: string;
  /** The devices, each with what it says of being away. */
  readonly sessions: Map<string, string | null>;
  /** Where they are; those that are gone, too. */
  readonly addresses: Map<string, string>;
  account: string | null;
  /** Without a device, and waited for. */
  heldUntil?: number | undefined;
  guest: boolean;
  realname: string;
  modes: Set<string>;
  /** The letters of the notices that it hears. */
  notices: string;
  away: string | null;
  operator: boolean;
  invitedTo: string[];
  /** What it says of itself; who has an account says it there. */
  values: Map<string, string>;
}

export interface Room {
  key: string;
  name: string;
  founder: {
    readonly nick: string;
    readonly userhost: string;
    readonly account: string | null;
  };
  topic: string;
  flags: Set<string>;
  password: string | null;
  limit: number | null;
  forward: string | null;
  throttle: { readonly joins: number; readonly seconds: number } | null;
  slow: number | null;
  /** Milliseconds since the epoch: when those came in whom the throttle counts. */
  joinedAt: number[];
  spokeAt: Map<number, number>;
  masks: { b: string[]; e: string[]; I: string[] };
  /** By account, folded. */
  ranks: Map<string, string>;
  /** The prefix letters of each member. */
  members: Map<number, Set<string>>;
  /** Something has been said or set: it outlives its members. */
  used: boolean;
  /** When it was given another name. */
  renamed: number[];
  values: Map<string, string>;
}

/** A name that a room had, and has no more. */
export interface OldName {
  readonly key: string;
  readonly to: string;
  readonly at: number;
}

/** Everything that is so. */
export interface World {
  rules: Rules;
  readonly people: Map<number, Person>;
  readonly rooms: Map<string, Room>;
  /** In the order in which they were given up. */
  oldNames: OldName[];
  readonly accounts: Map<string, Known>;
  readonly bans: Map<string, ServerBan>;
  /** What was uploaded, by id: whose it is. */
  readonly files: Map<string, string | null>;
  /** By which somebody has come: how often, and who is known again. */
  readonly invitations: Map<string, { until: number; count: number; holders: readonly string[] }>;
  /** The time of the entry, or of one before it that had a later one. */
  now: number;
}

export const personNamed = ({ people }: World, nick: string): Person | undefined =>
  [...people.values()].find((person) => fold(person.nick) === fold(nick));
export const personAt = ({ people }: World, session: string): Person | undefined =>
  [...people.values()].find(({ sessions }) => sessions.has(session));
export const roomsOf = ({ rooms }: World, id: number): Room[] =>
  [...rooms.values()].filter(({ members }) => members.has(id));

export const inside = ({ rooms }: World, name: string, by: Person): Room | undefined => {
  const room = rooms.get(fold(name));
  return room?.members.has(by.id) ? room : undefined;
};

export const isRoomName = (name: string, { limits }: Rules): boolean =>
  /^#[^ ,]+$/.test(name) && name.length <= limits.channelLengthMax;
export const isNick = ({ rules }: World, nick: string): boolean =>
  /^[A-Za-z_][\w-]*$/.test(nick) && nick.length <= rules.limits.nickLengthMax;

export const newRoom = (named: Pick<Room, "key" | "name" | "founder" | "flags">): Room => ({
  ...named,
  topic: "",
  values: new Map(),
  password: null,
  limit: null,
  forward: null,
  throttle: null,
  slow: null,
  joinedAt: [],
  spokeAt: new Map(),
  masks: { b: [], e: [], I: [] },
  ranks: new Map(),
  members: new Map(),
  used: false,
  renamed: [],
});

const plain = (mask: string): boolean => !mask.startsWith("m:");

export const isBanned = ({ masks }: Room, by: Person): boolean =>
  isMeant(masks.b.filter(plain), by) && !isMeant(masks.e.filter(plain), by);

/** An exception from bans is one from mutes. */
export function isMuted({ masks }: Room, by: Person): boolean {
  const mutes = masks.b.filter((mask) => !plain(mask)).map((mask) => mask.slice(2));
  return (
    isMeant(mutes, by) &&
    !isMeant(
      masks.e.map((mask) => mask.replace(/^m:/, "")),
      by,
    )
  );
}

export function isMeant(masks: readonly string[], person: Person): boolean {
  const { nick, user, host, cloak, address, account } = person;
  return masks.some((mask) => {
    const [, kind, rest = ""] = /^(?:([aU]):)?(.*)$/.exec(mask) ?? [];
    if (kind === "U" && account !== null) return false;
    const pattern = fold(rest)
      .replace(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*");
    const means = new RegExp(`^${pattern}$`);
    if (kind === "a") return account !== null && means.test(fold(account));
    const seen = cloak.endsWith(address) ? address : cloak;
    return [host, cloak, seen].some((from) => means.test(fold(`${nick}!${user}@${from}`)));
  });
}
