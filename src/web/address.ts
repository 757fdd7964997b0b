/**
 * Address: what the browser's address says of where one is: "#room", "#@nick" for a person, and
 * what an invitation adds to it. Whatever follows the "#" stays in the browser.
 */
import type { Conversation } from "../client/state.ts";
import { parseRoomLink } from "../protocol/room-link.ts";

export interface Wanted {
  /** With its "#"; null for none. */
  readonly room: string | null;
  readonly person: string | null;
  /** What opens the server, or the room; "" for none. */
  readonly invitation: string;
}

export function wantedIn(hash: string): Wanted {
  const { room, invitation } = parseRoomLink(hash);
  if (room.startsWith("#@")) return { room: null, person: room.slice(2), invitation };
  // "&local" and "##odd" are rooms as they stand.
  const named = /^#[#&+!]/.test(room) ? room.slice(1) : room;
  return { room: named === "" ? null : named, person: null, invitation };
}

/** Where to connect to a node, as the page itself has come. @param host with its port */
export const socketAt = (host: string): string =>
  `${location.protocol === "https:" ? "wss" : "ws"}://${host}/`;

export function hashOf({ name, kind }: Pick<Conversation, "name" | "kind">): string {
  const shown = kind === "person" ? `@${name}` : /^#[^#&+!@]/.test(name) ? name.slice(1) : name;
  return `#${encodeURIComponent(shown).replaceAll("%23", "#").replaceAll("%40", "@")}`;
}

/** Said for this device, so that a return is not counted as another guest. */
export const held = (invitation: string, holder: string): string =>
  invitation === "" || invitation.includes(".") ? invitation : `${invitation}.${holder}`;
