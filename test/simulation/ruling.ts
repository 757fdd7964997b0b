/**
 * Ruling: ranks and modes of rooms and people, written a second time. Part of the rulebook: who may
 * change what, and what is so after it.
 */
import { normalizeMask } from "../../src/protocol/mask.ts";
import type { ModeChange } from "../../src/protocol/modes.ts";
import { fold, type Person, personNamed, type Room, type World } from "./world.ts";

const ladder = ["q", "a", "o", "h", "v"];
/** The step on which these letters stand: 0 is the top. */
const step = (letters: ReadonlySet<string>): number => {
  const held = ladder.findIndex((letter) => letters.has(letter));
  return held < 0 ? ladder.length : held;
};
export const leads = (room: Room, by: Person, least: string): boolean =>
  step(room.members.get(by.id) ?? new Set()) <= ladder.indexOf(least);
/** Operators are above each other; of all others only who stands higher is above. */
export const above = (mine: ReadonlySet<string>, theirs: ReadonlySet<string>): boolean =>
  step(mine) < step(theirs) || (step(mine) === 2 && step(theirs) === 2);

/** Whether who has these letters may give that rank. */
export function mayGive(letters: Iterable<string>, rank: string): boolean {
  const giver = { q: "q", a: "q", o: "o", h: "o", v: "h" }[rank] as string;
  return step(new Set(letters)) <= ladder.indexOf(giver);
}

/** A room's modes as one text, to tell whether they differ. */
export function shown(room: Room): string {
  const { flags, password, limit, forward, throttle, slow, masks, ranks, members } = room;
  const prefixes = [...members].map(([id, letters]) => `${id} ${[...letters].sort().join("")}`);
  const modes = [[...flags].sort(), password, limit, forward, throttle, slow, masks];
  return JSON.stringify([modes, [...ranks].map(String).sort(), prefixes.sort()]);
}

export const shownAfter = (
  world: World,
  room: Room,
  changes: readonly ModeChange[],
  by: Person | "force",
): string => shown(withModes(world, room, changes, by));

/** The room as it is after the changes; the room itself stays as it is.
 * @param by who asks for them, when they are not known to be allowed */
export function withModes(
  world: World,
  room: Room,
  changes: readonly ModeChange[],
  by?: Person | "force",
): Room {
  const { limits } = world.rules;
  const after: Room = {
    ...room,
    flags: new Set(room.flags),
    masks: { b: [...room.masks.b], e: [...room.masks.e], I: [...room.masks.I] },
    members: new Map([...room.members].map(([id, letters]) => [id, new Set(letters)])),
  };
  let params = 0;
  for (const change of changes) {
    if (change.param !== undefined) params += 1;
    if (by && params > limits.modesPerCommandMax) break;
    if (!by || mayChange(world, room, after, change, by)) changeMode(world, after, change);
  }
  return after;
}

/** By the rank one has before all the changes; whom it is about counts as they are by then. */
function mayChange(
  world: World,
  before: Room,
  now: Room,
  { sign, mode, param = "" }: ModeChange,
  by: Person | "force",
): boolean {
  if (by === "force") return true;
  const mine = before.members.get(by.id);
  if (!mine) return false;
  if (mode === "b") return step(mine) <= ladder.indexOf("h");
  if (!ladder.includes(mode) && step(mine) > ladder.indexOf("o")) return false;
  if (mode === "P" && by.operator) return true;
  if (mode === "P") return before.founder.account !== null && before.founder.account === by.account;
  if (mode === "f" && sign === "+") {
    const target = world.rooms.get(fold(param));
    return target !== undefined && (by.operator || leads(target, by, "o"));
  }
  if (!ladder.includes(mode)) return true;
  const target = personNamed(world, param);
  if (sign === "-" && target === by) return true;
  if (!mayGive(mine, mode)) return false;
  const theirs = target && now.members.get(target.id);
  return sign === "+" || !theirs || above(mine, theirs);
}

function changeMode(world: World, room: Room, { sign, mode, param = "" }: ModeChange): void {
  const on = sign === "+";
  if (ladder.includes(mode)) {
    const target = personNamed(world, param);
    const letters = target && room.members.get(target.id);
    if (on) letters?.add(mode);
    else letters?.delete(mode);
  } else if (mode === "b" || mode === "e" || mode === "I") {
    const mask = maskOf(param);
    if (mask === undefined || (mode === "I" && mask.startsWith("m:"))) return;
    const others = room.masks[mode].filter((other) => fold(other) !== fold(mask));
    const held = others.length < room.masks[mode].length;
    const { b, e, I } = room.masks;
    if (!on) room.masks[mode] = others;
    else if (!held && b.length + e.length + I.length < world.rules.limits.maskListMax)
      room.masks[mode].push(mask);
  } else if (mode === "k") {
    if (!on) room.password = null;
    else if (/^[^:\s,][^\s,]*$/.test(param)) room.password = param;
  } else if ("fjlW".includes(mode)) changeSetting(world, room, mode, on ? param : null);
  else if (on) room.flags.add(mode);
  else room.flags.delete(mode);
}

/** With a letter that means something, or none. */
function maskOf(given: string): string | undefined {
  const param = given.replace(/^mute:/, "m:").replace(/^(m:)?account:/, "$1a:");
  const [, letters = "", rest = ""] = /^((?:m:)?(?:[aU]:)?)(.*)$/.exec(param) ?? [];
  if (rest.includes(":") || (rest === "" && !letters.endsWith("U:"))) return undefined;
  if (letters.endsWith("a:")) return letters + rest;
  return letters + normalizeMask(rest === "" ? "*" : rest);
}

function changeSetting(world: World, room: Room, mode: string, param: string | null): void {
  const { throttleJoinsMax, throttleSecondsMax, slowSecondsMax } = world.rules.limits;
  const [, first, second] = /^(\d{1,9})(?::(\d{1,9}))?$/.exec(param ?? "") ?? [];
  const number = Number(first ?? 0);
  const seconds = Number(second ?? 0);
  if (mode === "f") {
    const target = param === null ? null : world.rooms.get(fold(param));
    if (target === null) room.forward = null;
    else if (target && target.key !== room.key) room.forward = target.name;
  } else if (mode === "l") {
    if (param === null) room.limit = null;
    else if (number > 0 && second === undefined) room.limit = number;
  } else if (mode === "W") {
    if (param === null) room.slow = null;
    else if (number > 0 && number <= slowSecondsMax && second === undefined) room.slow = number;
    room.spokeAt = new Map();
  } else {
    const right = number > 0 && number <= throttleJoinsMax;
    if (param === null) room.throttle = null;
    else if (right && seconds > 0 && seconds <= throttleSecondsMax)
      room.throttle = { joins: number, seconds };
    room.joinedAt = [];
  }
}

/** What somebody's modes are after what they ask for, and which notices they hear then. */
export function userModesAfter(
  { modes: held, notices: heard }: Pick<Person, "modes" | "notices">,
  changes: readonly ModeChange[],
  letters: string | undefined,
): { readonly modes: ReadonlySet<string>; readonly notices: string } {
  const modes = new Set(held);
  let notices = heard;
  for (const { sign, mode } of changes) {
    if (sign === "-") modes.delete(mode);
    else if (mode !== "o" && mode !== "s") modes.add(mode);
    if (mode === "s" && sign === "-") notices = "";
    if (mode === "s" && sign === "+" && modes.has("o")) notices = noticesAfter(notices, letters);
    if (!modes.has("o")) notices = "";
    modes.delete("s");
    if (notices !== "") modes.add("s");
  }
  return { modes, notices };
}

function noticesAfter(heard: string, letters = "abcfko"): string {
  const signed = /^[+-]/.test(letters) ? letters : `+${letters}`;
  const after = new Set(heard);
  for (const [part] of signed.matchAll(/[+-][^+-]*/g))
    for (const letter of part.slice(1).replace(/[^abcfko]/g, ""))
      if (part.startsWith("+")) after.add(letter);
      else after.delete(letter);
  return [...after].sort().join("");
}
