/**
 * Rooms near: which rooms one might want to enter: those that are found on the local network, and
 * those where one has been.
 */
import { placeName } from "./dial.ts";
import type { Io } from "./io.ts";
import { writeLine } from "./paint.ts";
import { keyOf } from "./remembered.ts";
import type { Remembered, RememberedPlace } from "./remembered.ts";

export interface FoundRoom {
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
}

/** Tells of each room on the local network, until the result is called. */
export type FindRooms = (found: (room: FoundRoom) => void) => Promise<() => void>;

export interface NearRoom {
  readonly host: string;
  readonly port: number;
  readonly tls: boolean;
  /** What it calls itself; "" when it was not found. */
  readonly name: string;
  readonly known: RememberedPlace | null;
}

/** Found ones first, then those where one was last. */
export function near(found: readonly FoundRoom[], places: readonly RememberedPlace[]): NearRoom[] {
  const known = new Map(places.map((place) => [keyOf(place), place]));
  const here = found.map((room) => ({ ...room, known: known.get(keyOf(room)) ?? null }));
  const keys = new Set(found.map(keyOf));
  const others = places.filter((place) => !keys.has(keyOf(place)));
  return [
    ...here,
    ...others.map((place) => {
      const { host, port, tls } = place;
      return { host, port, tls, name: "", known: place };
    }),
  ];
}

/** How long the network is listened to where nobody waits at a screen. */
const listenMs = 1500;

/** Without a screen to choose on: one line for each, and how to enter it. */
export async function listRooms(
  remembered: Remembered,
  find: FindRooms | null,
  io: Io,
): Promise<number> {
  const found: FoundRoom[] = [];
  const stop = await find?.((room) => found.push(room));
  if (stop !== undefined) {
    await new Promise<void>((resolve) => io.after(listenMs, resolve));
    stop();
  }
  const rooms = near(found, remembered.places);
  if (rooms.length === 0) {
    writeLine(io.stderr, "No room was found on this network: banter join HOST [PORT]");
    return 1;
  }
  for (const { name, host, port, tls, known } of rooms) {
    const words = name === "" ? `you were there as ${known?.nick ?? "a guest"}` : name;
    const line = `banter join ${placeName({ host, port, tls })}${tls ? " --tls" : ""}`;
    writeLine(io.stdout, `${line}   ${words}`);
  }
  return 0;
}
