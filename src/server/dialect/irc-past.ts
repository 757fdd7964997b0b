/**
 * IRC past: lines said before, as a client reads them: in a batch where batches are known, with the
 * time in words where tags are not. Beside irc.ts.
 */
import { capabilityBits as bits } from "../../protocol/capabilities.ts";
import { message, noTags, parseMessage } from "../../protocol/message.ts";
import type { Reader } from "../command.ts";
import { atEnd } from "../commands/chathistory.ts";
import { type PastTold, viewOf } from "../dialect.ts";
import type { Event } from "../event.ts";
import { has, type Session } from "../session.ts";
import { eventLines, telling } from "./irc-events.ts";

/** That somebody is away now says nothing about when they came. */
const past = (capabilities: number): number => telling(capabilities) & ~bits["away-notify"];

export function replay(
  { target, type = "chathistory", asked = false, ended = false }: PastTold,
  events: readonly Event[],
  session: Session,
  reader: Reader,
): void {
  // Who has asked is to know that there is nothing.
  if (events.length === 0 && !asked) return;
  const batch = has(session, "batch") ? `h${(batches += 1).toString(36)}` : "";
  const server = reader.host.name;
  const about = target === undefined ? [type] : [type, target];
  const tags = ended ? atEnd : noTags;
  if (batch !== "") reader.send(message("BATCH", [`+${batch}`, ...about], server, tags));
  // Playback without its time would be nothing (znc.in/playback).
  const timed = has(session, "server-time") || has(session, "znc.in/playback");
  const capabilities = past(session.capabilities) | (timed ? bits["server-time"] : 0);
  for (const event of events) {
    if (!knows(session, event)) continue;
    const shown = timed || event.type !== "said" ? event : withTime(event);
    for (const line of eventLines(shown, capabilities, viewOf(reader), batch).split("\r\n")) {
      const told = parseMessage(line);
      if (told) reader.send(told);
    }
  }
  if (batch !== "") reader.send(message("BATCH", [`-${batch}`], server));
}

/** Words for those who do not know a thing are told when it happens, and never again. */
function knows(session: Session, event: Event): boolean {
  if (event.type === "redacted") return has(session, "draft/message-redaction");
  return event.type !== "said" || event.kind !== "TAGMSG" || has(session, "message-tags");
}

/** A batch's reference need only differ from others open on the same connection. */
let batches = 0;

/** "[2026-11-22 18:04] text"; a CTCP stays one, and a blank line blank. */
function withTime(event: Extract<Event, { type: "said" }>): Event {
  const { text, joints } = event;
  const time = `[${new Date(event.time).toISOString().slice(0, 16).replace("T", " ")}] `;
  const at = text.startsWith("\x01ACTION ") ? "\x01ACTION ".length : text.search(/[^\n]|$/);
  const shifted = joints?.map((joint) => (joint > at ? joint + time.length : joint));
  return {
    ...event,
    text: text.slice(0, at) + time + text.slice(at),
    ...(shifted && { joints: shifted }),
  };
}
