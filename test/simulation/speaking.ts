/** Speaking: who may say something, and down to which rank it is heard. Part of the rulebook. */
import assert from "node:assert/strict";
import type { Event } from "../../src/server/event.ts";
import type { RequestOf } from "../../src/server/request.ts";
import { leads } from "./ruling.ts";
import {
  fold,
  isBanned,
  isMuted,
  type Person,
  personNamed,
  type Room,
  type World,
} from "./world.ts";

const ladder = "qaohv";

/** "" for everybody it is for; undefined when it may not be said. */
export function hearing(
  world: World,
  { target, kind, text }: RequestOf<"say">,
  by: Person,
  time: number,
): string | undefined {
  const [, signs = "", name = ""] = /^([~&@%+]*)(#.*)$/.exec(target) ?? [];
  if (name === "") return mayTell(personNamed(world, target), by) ? "" : undefined;
  const room = world.rooms.get(fold(name));
  if (!room) return undefined;
  const lowest = Math.max(...[...signs].map((sign) => "~&@%+".indexOf(sign)));
  const rank = signs === "" ? "" : ladder.charAt(lowest);
  const letters = room.members.get(by.id);
  if (room.flags.has("C") && /^\x01(?!ACTION )/.test(text)) return undefined;
  if (letters && letters.size > 0) return rank;
  if ((!letters && room.flags.has("n")) || isBanned(room, by)) return undefined;
  if (kind !== "TAGMSG" && mustWait(room, by, time)) return undefined;
  if (room.flags.has("U")) return "qaoh".includes(rank || "v") ? rank : "h";
  if (room.flags.has("m") || isMuted(room, by)) return undefined;
  if (room.flags.has("M") && by.account === null) return undefined;
  return rank;
}

/** What others have said elsewhere. */
export function mayRelay(world: World, asked: RequestOf<"relay">, by: Person): boolean {
  const room = world.rooms.get(fold(asked.channel));
  if (!room?.members.has(by.id) || !leads(room, by, "o")) return false;
  return !(room.flags.has("C") && asked.text.startsWith("\x01"));
}

export function checkRelayed(
  event: Event | undefined,
  { nick, text }: RequestOf<"relay">,
  by: Person | undefined,
): void {
  if (event?.type !== "said") return;
  const { who, relayedBy } = event;
  assert.deepEqual([who.nick, who.account, relayedBy], [nick, null, by?.nick]);
  assert.equal(event.text, text);
}

const mayTell = (target: Person | undefined, by: Person): boolean =>
  target !== undefined &&
  (!target.modes.has("R") || by.account !== null || target === by || by.operator);

const mustWait = ({ slow, spokeAt }: Room, by: Person, time: number): boolean =>
  slow !== null && time < (spokeAt.get(by.id) ?? -Infinity) + slow * 1000;

/** In slow mode those without a rank wait from now on. */
export function noteSpeaking(room: Room, id: number, time: number): void {
  room.used = true;
  if (room.slow !== null && (room.members.get(id)?.size ?? 0) === 0) room.spokeAt.set(id, time);
}
