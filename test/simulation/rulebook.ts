/**
 * Rulebook: what may happen, written a second time and as simply as can be, to be held against
 * what `decide` makes of each entry. It shares nothing with the core but the form of its data.
 */
import {
  accountVerdicts,
  mayFree,
  mayRecover,
  mayRegister,
  mayVerify,
  protection,
  usableName,
} from "./account-rules.ts";
import type { Entry, Request, RequestOf, RequestType } from "../../src/server/request.ts";
import { entered, putInto } from "./entering.ts";
import { holds } from "./inviting.ts";
import { mayClear, maySet } from "./profiles.ts";
import { mayRename } from "./renaming.ts";
import { mayEdit, mayRedact } from "./redactions.ts";
import { asSubject, comer, isBannedHere, keyOf, mayBan } from "./server-bans.ts";
import { above, leads, mayGive, shownAfter, userModesAfter } from "./ruling.ts";
import { hearing, mayRelay } from "./speaking.ts";
import {
  fold,
  inside,
  isNick,
  type Person,
  personAt,
  personNamed,
  type Room,
  roomsOf,
  type World,
} from "./world.ts";

export * from "./world.ts";

type Verdict<R> = (world: World, request: R, by: Person, time: number) => boolean;
type Verdicts = { readonly [T in RequestType]: Verdict<RequestOf<T>> };

/** Whether the entry changes or says anything. */
export function happens(world: World, { session, node, request, time }: Entry): boolean {
  if (request.type === "startNode" || request.type === "changeRules") return true;
  const by = personAt(world, session);
  if (request.type === "expireBans")
    return [...world.bans.values()].some(({ until }) => until !== null && until <= world.now);
  if (request.type === "loseSessions")
    return [...world.people.values()].some(({ sessions }) =>
      [...sessions.keys()].some((id) => id.startsWith(request.prefix)),
    );
  if (request.type === "endGrace")
    return [...world.people.values()].some(({ heldUntil }) => (heldUntil ?? Infinity) <= world.now);
  if (request.type === "addFile")
    return (
      !world.files.has(request.file.id) &&
      (request.account === null || world.accounts.has(fold(request.account)))
    );
  if (request.type === "removeFile") return world.files.get(request.id) === fold(request.account);
  if (request.type === "dropPush")
    return (
      world.accounts
        .get(fold(request.account))
        ?.pushes.some(({ endpoint }) => endpoint === request.endpoint) ?? false
    );
  if (request.type === "expireFiles") return false; // they are kept for ever here
  if (request.type === "registerAccount") return mayRegister(world, request, by, session);
  if (request.type === "verifyAccount") return mayVerify(world, request);
  if (request.type === "freeNick") return mayFree(world, request);
  if (request.type === "connect") {
    const account = usableName(world, request.account);
    if (by || isBannedHere(world, comer(world, request, account))) return false;
    if (request.invitation && !holds(world, request.invitation, account)) return false;
    return (
      request.nick === null ||
      joins(world, request.account, request.nick) !== undefined ||
      mayBeCalled(world, request.nick, undefined, usableName(world, request.account))
    );
  }
  if (!by || !session.startsWith(`${node}/`)) return false;
  // Operators here have every right that it takes.
  if (isForOperators(request) && !by.operator) return false;
  return (verdicts[request.type] as Verdict<Request>)(world, request, by, time);
}

/** What operators alone may do, by force or at all. */
function isForOperators(request: Request): boolean {
  if ("forced" in request && request.forced) return true;
  return /^(ban|unban|force[A-Z]\w+|kill|noteRehash|wallops)$/.test(request.type);
}

/** Whom a new device of the account joins. */
export function joins(world: World, account: string | null, nick: string): Person | undefined {
  const name = usableName(world, account);
  const own = [...world.people.values()].filter((person) => person.account !== null);
  const same = own.filter((person) => person.account === name);
  const found =
    same.find((person) => fold(person.nick) === fold(nick)) ??
    same.find(({ sessions }) => sessions.size === 0);
  return found && found.sessions.size < world.rules.limits.sessionsPerUserMax ? found : undefined;
}

/** What others see of being away. */
export function seenAway({ sessions }: Pick<Person, "sessions">): string | null {
  const said = [...sessions.values()];
  if (said.includes(null)) return null;
  return said.filter((text) => text !== "*").at(-1) ?? "Not here at the moment";
}

type ByNobody =
  | "startNode"
  | "loseSessions"
  | "endGrace"
  | "changeRules"
  | "connect"
  | "registerAccount"
  | "verifyAccount"
  | "freeNick"
  | "expireBans"
  | "addFile"
  | "removeFile"
  | "expireFiles"
  | "dropPush";

const verdicts: Omit<Verdicts, ByNobody> = {
  ...accountVerdicts,
  logout: (_world, _request, by) => by.account !== null,
  changeAccountRank: mayKeepRank,
  useRank: mayUseRank,
  changeFounder: mayGiveAway,
  recoverNick: mayRecover,
  disconnect: () => true,
  changeNick: (world, { nick }, by) =>
    nick !== by.nick &&
    mayBeCalled(world, nick, by) &&
    !isBannedHere(world, { ...asSubject(by), nick }),
  deleteMessages: ({ accounts }, { account }, by) =>
    by.account !== null && accounts.has(fold(by.account)) && fold(account) === fold(by.account),
  mark: (_world, { target }) => (target.startsWith("#") ? target.length > 1 : true),
  join: (world, asked, by, time) => entered(world, asked, by, time) !== undefined,
  part: (world, { channel }, by) =>
    channel === "*" ? roomsOf(world, by.id).length > 0 : inside(world, channel, by) !== undefined,
  edit: mayEdit,
  redact: mayRedact,
  relay: mayRelay,
  rename: mayRename,
  setMetadata: maySet,
  clearMetadata: mayClear,
  say: (world, asked, by, time) => hearing(world, asked, by, time) !== undefined,
  signal: () => false, // which is no entry
  setTopic(world, { channel, text }, by) {
    const room = inside(world, channel, by);
    if (!room || (room.flags.has("t") && !leads(room, by, "h"))) return false;
    return text.slice(0, world.rules.limits.topicLengthMax) !== room.topic;
  },
  changeModes(world, { channel, changes, forced }, by) {
    const room = forced ? world.rooms.get(fold(channel)) : inside(world, channel, by);
    if (!room) return false;
    const who = forced ? "force" : by;
    // "+i-i" changes something, and changes it back.
    return changes.some((_, n) => {
      const after = (count: number) => shownAfter(world, room, changes.slice(0, count), who);
      return after(n) !== after(n + 1);
    });
  },
  changeUserModes(world, { nick, changes, notices, forced }, by) {
    const target = personNamed(world, nick);
    if (!target || (target !== by && !forced)) return false;
    const after = (count: number) => userModesAfter(target, changes.slice(0, count), notices);
    const differs = (n: number): boolean =>
      [...after(n).modes].sort().join() !== [...after(n + 1).modes].sort().join();
    return changes.some((_, n) => differs(n)) || after(changes.length).notices !== target.notices;
  },
  kick(world, { channel, nick }, by) {
    const room = inside(world, channel, by);
    const target = personNamed(world, nick);
    const theirs = target && room?.members.get(target.id);
    if (!room || !theirs || !leads(room, by, "h")) return false;
    return target === by || above(room.members.get(by.id) as Set<string>, theirs);
  },
  invite(world, { channel, nick }, by) {
    const room = inside(world, channel, by);
    const target = personNamed(world, nick);
    if (!room || !target || (room.members.has(target.id) && sees(room, by, target))) return false;
    return !room.flags.has("i") || leads(room, by, "h");
  },
  setAway: () => true,
  setRealname: (world, { realname }, by) =>
    realname !== "" &&
    realname.length <= world.rules.limits.realnameLengthMax &&
    !isBannedHere(world, { ...asSubject(by), realname }),
  changeHost: (world, { nick, username, host }, by) =>
    personNamed(world, nick) === by &&
    ((username ?? by.user) !== by.user || (host ?? by.host) !== by.host),
  becomeOperator: () => true,
  kill: (world, { nick }) => personNamed(world, nick) !== undefined,
  forceJoin: (world, asked, _by, time) => putInto(world, asked, time) !== undefined,
  forcePart(world, { nick, channel }) {
    const target = personNamed(world, nick);
    return target !== undefined && inside(world, channel, target) !== undefined;
  },
  forceNick(world, { nick, to }) {
    const target = personNamed(world, nick);
    return target !== undefined && to !== target.nick && mayBeCalled(world, to, target);
  },
  wallops: () => true,
  noteRehash: () => true,
  ban: mayBan,
  unban: ({ bans }, request) => bans.has(keyOf(request)),
};

function mayBeCalled(
  world: World,
  nick: string,
  by: Person | undefined,
  account = by?.account ?? null,
): boolean {
  if (!isNick(world, nick)) return false;
  const holder = personNamed(world, nick);
  if (holder) return holder === by;
  return protection(world, nick, account) !== "strict";
}

const owns = ({ founder }: Room, account: string | null): boolean =>
  account !== null && founder.account !== null && fold(founder.account) === fold(account);

/** In an auditorium those without a rank see each other not. */
const sees = (room: Room, by: Person, { id }: Person): boolean =>
  !room.flags.has("u") ||
  id === by.id ||
  room.members.get(id)?.size !== 0 ||
  leads(room, by, "h") ||
  by.operator;

/** The operators here may see what is hidden, but not rule what is others'. */
function seen({ rooms }: World, name: string, by: Person): Room | undefined {
  const room = rooms.get(fold(name));
  return !room?.flags.has("s") || room.members.has(by.id) || by.operator ? room : undefined;
}

function mayKeepRank(world: World, request: RequestOf<"changeAccountRank">, by: Person): boolean {
  const room = seen(world, request.channel, by);
  if (!room || !world.accounts.has(fold(request.account))) return false;
  if (!["q", "a", "o", "h", "v", ""].includes(request.rank)) return false;
  const held = room.ranks.get(fold(request.account)) ?? "";
  return held !== request.rank && (by.operator || keepsByRight(room, request, by));
}

/** Without being an operator of the server. */
export function keepsByRight(room: Room, request: RequestOf<"changeAccountRank">, by: Person) {
  const held = room.ranks.get(fold(request.account)) ?? "";
  const height = (letter: string) => "qaohv ".indexOf(letter === "" ? " " : letter);
  const mine = height((by.account !== null && room.ranks.get(fold(by.account))) || "");
  const above = mine === 0 || (mine <= 2 && mine < height(request.rank) && mine < height(held));
  return above || owns(room, by.account);
}

function mayUseRank(world: World, request: RequestOf<"useRank">, by: Person): boolean {
  const room = seen(world, request.channel, by);
  if (!room || by.account === null || !/^[qaohv]$/.test(request.rank)) return false;
  const mine = owns(room, by.account) ? "q" : (room.ranks.get(fold(by.account)) ?? "");
  if (mine === "" || !mayGive(mine, request.rank)) return false;
  const target = personNamed(world, request.nick);
  const theirs = target && room.members.get(target.id);
  if (!theirs || theirs.has(request.rank) === (request.sign === "+")) return false;
  return request.sign === "+" || target === by || above(new Set(mine), theirs);
}

function mayGiveAway(world: World, request: RequestOf<"changeFounder">, by: Person): boolean {
  const room = seen(world, request.channel, by);
  const account = request.account === null ? null : world.accounts.get(fold(request.account))?.name;
  if (!room || account === undefined) return false;
  // Said of an unused one it is kept from then on.
  if (account === room.founder.account && (account === null || room.used)) return false;
  return by.operator || givesByRight(room, request, by);
}

export function givesByRight(room: Room, { account }: RequestOf<"changeFounder">, by: Person) {
  if (owns(room, by.account)) return true;
  const own = by.account !== null && account !== null && fold(by.account) === fold(account);
  return room.founder.account === null && leads(room, by, "o") && own;
}
