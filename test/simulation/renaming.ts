/**
 * Renaming: when a room may be given another name, where its old ones lead, what becomes of what
 * was filed under them. A part of the rulebook and of the model; it shares nothing with the core.
 */
import type { Renamed } from "../../src/server/event.ts";
import type { RequestOf } from "../../src/server/request.ts";
import type { Kept } from "./kept.ts";
import { leads } from "./ruling.ts";
import { fold, inside, isRoomName } from "./world.ts";
import type { OldName, Person, Room, World } from "./world.ts";

/** The room that an old name leads to, from one name to the next. */
export function ledTo(world: World, key: string, time: number): Room | undefined {
  const old = world.oldNames.find((each) => each.key === key);
  if (!old || time > old.at + world.rules.limits.channelRedirectMs) return undefined;
  return world.rooms.get(old.to) ?? ledTo(world, old.to, time);
}

export function mayRename(
  world: World,
  { channel, name }: RequestOf<"rename">,
  by: Person,
  time: number,
): boolean {
  const room = inside(world, channel, by);
  if (!room || !leads(room, by, "o") || !isRoomName(name, world.rules) || name === room.name)
    return false;
  const { limits, lobby } = world.rules;
  const key = fold(name);
  if (key !== room.key) {
    const other = world.rooms.get(key) ?? ledTo(world, key, time) ?? room;
    if (other !== room || room.key === fold(lobby)) return false;
  }
  const lately = room.renamed.filter((at) => time - at < limits.renameWindowMs);
  return room.members.size <= limits.renameMembersMax && lately.length < limits.channelRenamesMax;
}

/** What is so after it. */
export function rename(world: World, room: Room, event: Renamed): void {
  const { key, newKey, name, time } = event;
  Object.assign(room, { key: newKey, name, used: true, renamed: [...room.renamed, time] });
  world.rooms.delete(key);
  world.rooms.set(newKey, room);
  if (key === newKey) return;
  for (const person of world.people.values())
    person.invitedTo = person.invitedTo.map((each) => (each === key ? newKey : each));
  const { channelRedirectsMax, channelRedirectMs } = world.rules.limits;
  const others = world.oldNames.filter((old) => old.key !== newKey);
  const newest = [...others, { key, to: newKey, at: time }].slice(-channelRedirectsMax);
  const first = newest.findIndex(({ at }) => time - at <= channelRedirectMs);
  world.oldNames = newest.slice(first);
}

/** Another room has been made under this name. */
export function forgetOldNamesOf(world: World, key: string): void {
  const leadsThere = (old: OldName): boolean => old.key === key || old.to === key;
  world.oldNames = world.oldNames.filter((old) => !leadsThere(old));
}

/** Where what is filed under a key is found when a room has another name. What strangers once said
 * under the new one is found by nobody. */
export function keyAfter(filed: string, { key, newKey, place }: Renamed): string {
  if (filed === key) return newKey;
  return filed === newKey ? `${newKey}\n${place}` : filed;
}

export const refiled = (rows: readonly Kept[], event: Renamed): Kept[] =>
  inOrder(rows.map((row) => ({ ...row, key: keyAfter(row.key, event) })));

/** The rows of one event are in the order of their keys. */
export function inOrder(kept: Kept[]): Kept[] {
  const nth = new Map<string, number>();
  for (const { msgid } of kept) if (!nth.has(msgid)) nth.set(msgid, nth.size);
  const order = ({ msgid }: Kept): number => nth.get(msgid) as number;
  return kept.sort((a, b) => order(a) - order(b) || (a.key < b.key ? -1 : 1));
}
