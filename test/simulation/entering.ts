/**
 * Entering: into which room somebody comes who asks for one, and as what. Part of the rulebook.
 */
import assert from "node:assert/strict";
import type { Event } from "../../src/server/event.ts";
import type { RequestOf } from "../../src/server/request.ts";
import { holds } from "./inviting.ts";
import { ledTo } from "./renaming.ts";
import {
  fold,
  isBanned,
  isMeant,
  isRoomName,
  type Person,
  personNamed,
  type Room,
  roomsOf,
  type World,
} from "./world.ts";

/** The key of the room where it ends; undefined: outside, or where one is already. */
export function entered(
  world: World,
  { channel, password, follow, invitation }: RequestOf<"join">,
  by: Person,
  time: number,
): string | undefined {
  const { limits } = world.rules;
  if (!isRoomName(channel, world.rules)) return undefined;
  const roomFor = (name: string) => world.rooms.get(fold(name)) ?? ledTo(world, fold(name), time);
  const first = roomFor(channel);
  const byOldName = first !== undefined && first !== world.rooms.get(fold(channel));
  if (byOldName && !follow) return undefined;
  const full = roomsOf(world, by.id).length >= limits.channelsPerUserMax;
  if (!first) return full || world.rooms.size >= limits.channelsMax ? undefined : fold(channel);
  const alone = !first.members.has(by.id) && !full;
  if (alone && !letsIn(world, first, by, password, time) && invitation) {
    const asked = invitation.room === "" ? undefined : roomFor(invitation.room);
    if (asked === first && !holds(world, invitation, by.account)) return undefined;
    const opened = { ...by, invitedTo: [...by.invitedTo, first.key] };
    if (asked === first && letsIn(world, first, opened, "", time)) return first.key;
  }
  let room: Room | undefined = first;
  for (let hops = 0; room && hops <= limits.forwardsMax; hops += 1) {
    if (room.members.has(by.id) || full) return undefined;
    if (letsIn(world, room, by, hops === 0 ? password : "", time)) return room.key;
    // An old name of what is secret tells nothing, nor does another room that leads there.
    if ((hops > 0 || byOldName) && room.flags.has("s") && !by.operator) return undefined;
    room = room.forward === null ? undefined : roomFor(room.forward);
  }
  return undefined;
}

/** The key of the room into which an operator puts somebody. */
export function putInto(
  world: World,
  { nick, channel }: RequestOf<"forceJoin">,
  time: number,
): string | undefined {
  const { limits } = world.rules;
  const person = personNamed(world, nick);
  if (!person || !isRoomName(channel, world.rules)) return undefined;
  const key = fold(channel);
  const room = world.rooms.get(key) ?? ledTo(world, key, time);
  if (room?.members.has(person.id)) return undefined;
  if (roomsOf(world, person.id).length >= limits.channelsPerUserMax) return undefined;
  return room?.key ?? (world.rooms.size >= limits.channelsMax ? undefined : key);
}

function letsIn(world: World, room: Room, by: Person, password: string, time: number): boolean {
  if (isFounder(room, by)) return true;
  const free = room.members.size === 0 && room.founder.account === null && !room.flags.has("P");
  if (free && room.key === fold(world.rules.lobby)) return true;
  if (isBanned(room, by) || (room.flags.has("R") && by.account === null)) return false;
  if (by.invitedTo.includes(room.key)) return true;
  if (room.flags.has("i") && !isMeant(room.masks.I, by)) return false;
  if (room.password !== null && password !== room.password) return false;
  if (room.limit !== null && room.members.size >= room.limit) return false;
  if (room.throttle === null || room.joinedAt.length < room.throttle.joins) return true;
  return time >= (room.joinedAt[0] ?? 0) + room.throttle.seconds * 1000;
}

/** For the throttle: those who came in since the first who still counts. */
export function noteEntering(room: Room, time: number): void {
  if (room.throttle === null) return;
  const [first] = room.joinedAt;
  if (first !== undefined && time < first + room.throttle.seconds * 1000) room.joinedAt.push(time);
  else room.joinedAt = [time];
}

/** Whoever has just logged in is in every room what their account is there. */
export function checkGained(world: World, events: readonly Event[]): void {
  for (const event of events)
    if (event.type === "accountChanged" && event.account !== null)
      for (const room of roomsOf(world, event.who.id)) checkRank(room, event.who.id, event.account);
}

function checkRank({ founder, ranks, members }: Room, id: number, account: string): void {
  const owns = founder.account !== null && fold(founder.account) === fold(account);
  const rank = owns ? "q" : ranks.get(fold(account));
  assert.ok(rank === undefined || members.get(id)?.has(rank), `${account} gains ${rank}`);
}

const isFounder = ({ founder }: Room, by: Person): boolean =>
  founder.account === null
    ? !by.guest && founder.nick === by.nick && founder.userhost === `${by.user}@${by.host}`
    : founder.account === by.account;

/** What one is in the room on coming in. */
export function prefixesFor(room: Room, by: Person): string {
  if (isFounder(room, by)) return room.founder.account === null ? "o" : "q";
  const kept = (by.account !== null && room.ranks.get(fold(by.account))) || "";
  const owned = room.founder.account !== null || room.flags.has("P");
  return room.members.size === 0 && !owned && !/[qao]/.test(kept) ? `o${kept}` : kept;
}
