/**
 * Hearers: who should hear what, by the model; before the event has happened. Beside model.ts; it
 * shares nothing with `recipients`.
 */
import type { Event } from "../../src/server/event.ts";
import { type Room, roomsOf, type World } from "./world.ts";

export function concerned(world: World, event: Event): number[] {
  const all = (rooms: readonly (Room | undefined)[]): number[] =>
    rooms.flatMap((room) => [...(room?.members.keys() ?? [])]);
  switch (event.type) {
    case "nodeStarted":
    case "rulesChanged":
    case "audited":
    case "invitationUsed":
    case "fileAdded":
    case "filesRemoved":
    case "banSet": // a notice, which bears no msgid
    case "banLifted":
    case "bansExpired":
    case "connected": // a welcome, which bears no msgid
    case "becameOperator":
    case "attached":
    case "detached":
    case "metadataChanged": // told by numerics, which bear no msgid
    case "accountRegistered":
    case "accountUpdated":
    case "accountDropped":
    case "accountRankChanged":
    case "founderChanged":
      return [];
    case "quit":
      // Of one's own going one reads only when another has brought it about.
      return around(world, event.who.id).filter((id) => id !== event.who.id || event.killed);
    case "awayChanged":
      if (world.people.get(event.who.id)?.away === event.text) return [event.who.id];
      return around(world, event.who.id);
    case "nickChanged":
    case "accountChanged":
    case "hostChanged":
    case "realnameChanged":
      return around(world, event.who.id);
    case "joined":
      return [...seers(world.rooms.get(event.key), event.prefixes !== ""), event.who.id];
    case "parted":
    case "kicked": {
      const { id } = event.type === "kicked" ? event.target : event.who;
      const room = world.rooms.get(event.key);
      return [...seers(room, (room?.members.get(id)?.size ?? 0) > 0), id];
    }
    case "renamed":
    case "topicChanged":
    case "modesChanged":
      return all([world.rooms.get(event.key)]);
    case "invited":
      return [...all([world.rooms.get(event.key)]), event.target.id];
    case "messagesDeleted":
    case "marked": // a MARKREAD, which bears no msgid
      return [];
    case "userModesChanged":
      return [event.who.id];
    case "signalled":
      throw new Error("a signal is in the log");
    case "wallopsSaid":
      return [...world.people.values()].filter(({ modes }) => modes.has("w")).map(({ id }) => id);
    case "edited":
    case "redacted":
    case "said": {
      if ("user" in event.to) return [event.to.user.id, event.who.id];
      const { rank } = event.to;
      const members = [...(world.rooms.get(event.to.key)?.members ?? [])];
      const down = "qaohv".slice(0, "qaohv".indexOf(rank) + 1);
      const of = (letters: Set<string>) =>
        rank === "" || [...letters].some((letter) => down.includes(letter));
      return [...members.filter(([, letters]) => of(letters)).map(([id]) => id), event.who.id];
    }
    default:
      event satisfies never;
      return [];
  }
}

/** Those in the room who see somebody in it, who has a rank there or not. */
function seers(room: Room | undefined, ranked: boolean): number[] {
  const members = [...(room?.members ?? [])];
  const seeing = ranked || !room?.flags.has("u");
  return members.flatMap(([id, letters]) =>
    seeing || ["q", "a", "o", "h"].some((letter) => letters.has(letter)) ? [id] : [],
  );
}

const around = (world: World, id: number): number[] => [
  ...roomsOf(world, id).flatMap((room) => seers(room, (room.members.get(id)?.size ?? 0) > 0)),
  id,
];
