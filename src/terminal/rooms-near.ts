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

/**
 * Where one was last, first, then those that were found: so what turns up while one chooses moves
 * nothing away from under the finger.
 */
export function near(found: readonly FoundRoom[], places: readonly RememberedPlace[]): NearRoom[] {
  // What is announced twice is there once.
  const here = new Map(found.map((room) => [keyOf(room), room]));
  const known = places.map((place): NearRoom => {
    const { host, port, tls } = place;
    return { ...(here.get(keyOf(place)) ?? { host, port, tls, name: "" }), known: place };
  });
  for (const place of places) here.delete(keyOf(place));
  return [...known, ...Array.from(here.values(), (room) => ({ ...room, known: null }))];
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
