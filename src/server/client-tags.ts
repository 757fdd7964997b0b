/**
 * Client tags: the tags with a "+" that people send on as they are, and what becomes of them.
 * ircv3 message-tags, "Client-only tags". Part of the core; it knows no wire line's bytes.
 */
import type { Message } from "../protocol/message.ts";
import { has, type Session } from "./session.ts";
import type { Rules } from "./state.ts";

export type ClientTags = Readonly<Record<string, string>>;

const none: Record<string, string> = {};

/** Only what begins with "+" is the client's to send on, and only where tags are agreed upon. */
export function clientTags(session: Session, { tags }: Message): Record<string, string> {
  if (tags.size === 0 || !has(session, "message-tags")) return none;
  return Object.fromEntries([...tags].filter(([key]) => key.startsWith("+")));
}

/** Those that may be sent here: a denied one is left out, and nobody is told (CLIENTTAGDENY). */
export function allowedTags({ clientTagsDenied }: Rules, tags: ClientTags): ClientTags {
  if (clientTagsDenied.length === 0) return tags;
  const names = Object.keys(tags);
  const kept = names.filter((name) => !isDenied(clientTagsDenied, name.slice(1)));
  if (kept.length === names.length) return tags;
  return Object.fromEntries(kept.map((name) => [name, tags[name] ?? ""]));
}

/** "*" denies all, "-name" makes an exception of it. */
const isDenied = (denied: readonly string[], name: string): boolean =>
  denied.includes(name) || (denied.includes("*") && !denied.includes(`-${name}`));

const ofTheMoment = new Set(["+typing", "+draft/typing"]);

/** Nobody who comes later needs them: they need no place in the order and are not kept. */
export const isMomentary = (tags: ClientTags): boolean =>
  Object.keys(tags).every((name) => ofTheMoment.has(name));
