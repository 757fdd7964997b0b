/** Notice: what a notification says of something that was said. For the page, and for the service
 * worker when no page is open: no words of its own, so that it needs no language. */
import type { Conversation } from "../client/state.ts";
import { stripFormatting } from "../protocol/formatting.ts";
import { hashOf } from "./address.ts";

const lettersMax = 200;

export interface Spoken {
  readonly nick: string;
  readonly text: string;
  /** Null: to us alone. */
  readonly room: string | null;
}

export function noticeOf({ nick, text, room }: Spoken): [string, NotificationOptions] {
  const place: Pick<Conversation, "name" | "kind"> =
    room === null ? { name: nick, kind: "person" } : { name: room, kind: "channel" };
  const data = hashOf(place);
  const body = stripFormatting(text).slice(0, lettersMax);
  // By its tag the next one takes its place, and what page and worker both tell is told once.
  const options = { body, tag: data, icon: "/favicon.svg", data };
  return [room === null ? nick : `${nick} · ${room}`, options];
}
