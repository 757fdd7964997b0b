/**
 * IRC events: an event as the lines that one variant of IRC client reads. Between the core's
 * events and the frames; made once per variant, never per recipient. It knows no session.
 */
import { capabilityBits as bits } from "../../protocol/capabilities.ts";
import { formatModeChanges } from "../../protocol/modes.ts";
import { escapeTagValue } from "../../protocol/tags.ts";
import { cut } from "../../protocol/text.ts";
import {
  type Edited,
  type Event,
  type EventOf,
  isAddressed,
  type Joined,
  msgidOf,
  noIndex,
  type Said,
  type Signalled,
  type Who,
} from "../event.ts";
import type { Text, View } from "../dialect.ts";
import { addressedLines, targetOf } from "./irc-addressed.ts";
import { asBatch, asLines } from "./irc-multiline.ts";

/** The capabilities that change what an event's lines are. */
const variantBits =
  bits["account-notify"] |
  bits["account-tag"] |
  bits["away-notify"] |
  bits.chghost |
  bits["draft/oper-tag"] |
  bits["draft/message-edit"] |
  bits["draft/message-redaction"] |
  bits["draft/multiline"] |
  bits["draft/relaymsg"] |
  bits["extended-join"] |
  bits["invite-notify"] |
  bits["message-tags"] |
  bits["server-time"] |
  bits.setname;

/** What needs another capability is nothing without it. */
export function usable(capabilities: number): number {
  const none = capabilities & bits.batch ? 0 : bits["draft/multiline"];
  const untagged = capabilities & bits["message-tags"] ? 0 : bits["draft/message-edit"];
  return capabilities & ~(none | untagged);
}

/** Of a set of capabilities those that change what an event's lines are. */
export const telling = (capabilities: number): number => usable(capabilities) & variantBits;

export const maskOf = (who: Who): string => `${who.nick}!${who.username}@${who.host}`;

/** @param batch the reference of the batch that the lines are in */
export function eventLines(event: Event, capabilities: number, view: View, batch = ""): Text {
  if (!("who" in event)) return "";
  if (event.type === "said" && event.joints) {
    const told = capabilities & bits["draft/multiline"] ? asBatch : asLines;
    const source = `:${maskOf(event.who)}`;
    const tags = (n: number): string => tagsOf(event, capabilities, batch, n, source);
    return told(event, { source, target: targetOf(event.to), outer: batch, tags });
  }
  const bodies = bodiesOf(event, capabilities, view);
  if (bodies.length === 0) return "";
  const most = view.state.rules.limits.lineBytesMax - 2;
  return bodies
    .map((body, n) => `${tagsOf(event, capabilities, batch, n, body)}${cut(body, most)}\r\n`)
    .join("");
}

type PersonalEvent = Extract<Event, { who: Who }>;

/** Tags in front of the event's line n, with "@" and the space; "" for none. */
function tagsOf(
  event: PersonalEvent,
  capabilities: number,
  batch: string,
  n: number,
  body: string,
): string {
  let tags = batch === "" ? "" : `;batch=${batch}`;
  if (capabilities & bits["server-time"]) tags += `;time=${timeOf(event.time)}`;
  // What the server says beside, or instead, is not theirs.
  const theirs = body.startsWith(`:${event.who.nick}!`);
  // A msgid is one message's: what else there is to say of the event goes without.
  if (n === 0 && theirs && capabilities & bits["message-tags"] && hasMsgid(event))
    tags += `;msgid=${msgidOf(event)}`;
  if (theirs) tags += ofWhom(event.who, capabilities);
  if (theirs && event.type === "edited") tags += editTags(event);
  if ("relayedBy" in event && capabilities & bits["draft/relaymsg"])
    tags += relayed(escapeTagValue(event.relayedBy));
  // After the server's own, which they cannot push out (message-tags).
  if (n === 0 && capabilities & bits["message-tags"] && "tags" in event) tags += clientTags(event);
  return tags === "" ? "" : `@${tags.slice(1)} `;
}

const hasMsgid = ({ type, index }: Event): boolean => type !== "signalled" && index !== noIndex;

function ofWhom({ account, bot, operator }: Who, capabilities: number): string {
  let tags = "";
  if (account !== null && capabilities & bits["account-tag"])
    tags += `;account=${escapeTagValue(account)}`;
  if (bot === true && capabilities & bits["message-tags"]) tags += ";bot";
  if (operator === true && capabilities & bits["draft/oper-tag"]) tags += ";draft/oper";
  return tags;
}

const editTags = ({ said, text }: Edited): string =>
  `;draft/target-msgid=${msgidOf(said)};draft/edit-text=${escapeTagValue(text)}`;

/** As tags of drafts are called, and as the text of this one has it. */
const relayed = (nick: string): string => `;draft/relaymsg=${nick};relaymsg=${nick}`;

function clientTags({ tags }: Said | Signalled): string {
  let text = "";
  for (const key in tags) {
    const value = tags[key] ?? "";
    text += value === "" ? `;${key}` : `;${key}=${escapeTagValue(value)}`;
  }
  return text;
}

/** server-time's form; most lines of one turn are of one millisecond. */
export function timeOf(at: number): string {
  if (at !== lastAt) {
    lastAt = at;
    lastTime = new Date(at).toISOString();
  }
  return lastTime;
}
let lastAt = Number.NaN;
let lastTime = "";

/** The lines without tags and line ends. */
function bodiesOf(event: PersonalEvent, capabilities: number, view: View): readonly string[] {
  const source = `:${maskOf(event.who)}`;
  if (isAddressed(event)) return addressedLines(event, source, capabilities, view);
  switch (event.type) {
    case "joined":
      return joined(event, source, capabilities, view);
    case "renamed":
      // Whoever does not know the command reads it as a PART and a JOIN: irc-person.ts.
      if (!(capabilities & bits["draft/channel-rename"])) return [];
      return [`${source} RENAME ${event.channel} ${event.name} :${event.reason}`];
    case "parted":
      return [`${source} PART ${event.channel}${trailing(event.reason)}`];
    case "kicked":
      return [`${source} KICK ${event.channel} ${event.target.nick} :${event.reason}`];
    case "quit":
      return [`${source} QUIT :${event.reason}`];
    case "nickChanged":
      return [`${source} NICK ${event.nick}`];
    case "topicChanged":
      return [`${source} TOPIC ${event.channel} :${event.text}`];
    case "modesChanged":
      return modes(event, source, view);
    case "invited":
      if (!(capabilities & bits["invite-notify"])) return [];
      return [`${source} INVITE ${event.target.nick} ${event.channel}`];
    case "awayChanged":
      if (!(capabilities & bits["away-notify"])) return [];
      return [`${source} AWAY${event.text === null ? "" : ` :${event.text}`}`];
    case "hostChanged":
      // The others read that the person goes and comes again: see fanout.ts.
      return capabilities & bits.chghost
        ? [`${source} CHGHOST ${event.username} ${event.host}`]
        : [];
    case "realnameChanged":
      return capabilities & bits.setname ? [`${source} SETNAME :${event.realname}`] : [];
    case "accountChanged":
      return capabilities & bits["account-notify"]
        ? [`${source} ACCOUNT ${event.account ?? "*"}`]
        : [];
    case "wallopsSaid":
      return [`${source} WALLOPS :${event.text}`];
    case "userModesChanged":
      return formatModeChanges(event.changes, event.changes.length).map(
        (params) => `${source} MODE ${event.who.nick} :${params.join(" ")}`,
      );
    // Told to those who have subscribed, in a way of its own: see irc-metadata.ts.
    case "metadataChanged":
      return [];
    // These are told to the person alone, in many lines or in words: see irc-person.ts.
    case "connected":
    case "attached":
    case "detached":
    case "marked":
    case "messagesDeleted":
    case "becameOperator":
    case "accountRankChanged":
    case "founderChanged":
    case "banSet":
    case "banLifted":
    case "audited":
      return [];
    default:
      event satisfies never;
      return [];
  }
}

const trailing = (text: string): string => (text === "" ? "" : ` :${text}`);

function joined(event: Joined, source: string, capabilities: number, view: View) {
  const { channel, prefixes, away, who } = event;
  const extended = capabilities & bits["extended-join"];
  const more = extended ? ` ${who.account ?? "*"} :${event.realname}` : "";
  const lines = [`${source} JOIN ${channel}${more}`];
  // Who makes the channel finds the prefix in NAMES; the others must be told of it.
  if (prefixes !== "" && !event.created) {
    const nicks = [...prefixes].map(() => who.nick).join(" ");
    lines.push(`:${view.name} MODE ${channel} +${prefixes} ${nicks}`);
  }
  // away-notify: "when a user joins and is away".
  if (away !== null && capabilities & bits["away-notify"]) lines.push(`${source} AWAY :${away}`);
  return lines;
}

function modes(event: EventOf<"modesChanged">, source: string, view: View): readonly string[] {
  const perLineMax = view.state.rules.limits.modesPerCommandMax;
  return formatModeChanges(event.changes, perLineMax).map(
    (params) => `${source} MODE ${event.channel} ${params.join(" ")}`,
  );
}
