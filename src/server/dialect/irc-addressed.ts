/**
 * IRC, what is addressed to somebody: words and tags, other words for them, that they are taken
 * back. Beside irc-events.ts; it knows no session.
 */
import { capabilityBits as bits } from "../../protocol/capabilities.ts";
import { channelModes } from "../../protocol/modes.ts";
import type { View } from "../dialect.ts";
import {
  type Edited,
  msgidOf,
  type Redacted,
  type Said,
  type SaidTo,
  type Signalled,
} from "../event.ts";
import { editNotice, reactionNotice, redactionNotice } from "./irc-fallback.ts";

/** The lines without tags and line ends. @param source whose words, with ":" */
export function addressedLines(
  event: Said | Edited | Redacted | Signalled,
  source: string,
  capabilities: number,
  view: View,
): readonly string[] {
  const { to } = event;
  const target = targetOf(to);
  // A message is named by where it is found, whoever could hear it.
  const place = "user" in to ? target : to.channel;
  const known = (name: keyof typeof bits): boolean => (capabilities & bits[name]) !== 0;
  switch (event.type) {
    case "said":
      if (event.kind !== "TAGMSG") return [`${source} ${event.kind} ${target} :${event.text}`];
      if (!known("message-tags")) return reactionNotice(event, target, view);
      return [`${source} TAGMSG ${target}`];
    case "signalled":
      return known("message-tags") ? [`${source} TAGMSG ${target}`] : [];
    case "edited":
      if (!known("draft/message-edit")) return editNotice(event, target, view);
      return [`${source} EDIT ${place}`];
    case "redacted": {
      if (!known("draft/message-redaction")) return redactionNotice(event, target, view);
      const reason = event.reason === "" ? "" : ` :${event.reason}`;
      return [`${source} REDACT ${place} ${msgidOf(event.said)}${reason}`];
    }
    default:
      event satisfies never;
      return [];
  }
}

export const targetOf = (to: SaidTo): string =>
  "user" in to ? to.user.nick : (to.held ? "" : statusOf(to.rank)) + to.channel;

/** STATUSMSG: "o" is "@". */
const statusOf = (rank: string): string => channelModes[rank]?.prefix ?? "";
