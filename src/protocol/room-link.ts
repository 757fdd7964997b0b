/**
 * Room links: the address that leads a browser into a room, perhaps with an invitation. What
 * follows the "#" stays in the browser: no server's and no proxy's log has it. Pure.
 *
 *   https://chat.example.org/#dev                    the room #dev
 *   https://chat.example.org/#dev?invite=inv-…       and what opens it
 *   https://chat.example.org/#?invite=inv-…          what opens the server
 */

/** @param base the server's, ending with "/". @param room with its "#"; "" for none */
export function roomLink(base: string, room: string, invitation = ""): string {
  const named = encodeURIComponent(room.slice(1)).replaceAll("%23", "#");
  return `${base}#${named}${invitation === "" ? "" : `?invite=${invitation}`}`;
}

/** @param hash of such an address, with its "#". Each part is "" when it is not there. */
export function parseRoomLink(hash: string): { room: string; invitation: string } {
  const [, named = "", invitation = ""] = /^#?([^?]*)(?:\?invite=([\w.-]*))?/.exec(hash) ?? [];
  const room = decoded(named);
  return { room: room === "" || /[\0-\x20,\x7f]/.test(room) ? "" : `#${room}`, invitation };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
