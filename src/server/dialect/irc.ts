/**
 * IRC: the dialect of IRC clients, over a line transport or WebSocket. modern.ircdocs, IRCv3.
 */
import { capabilityBits as bits } from "../../protocol/capabilities.ts";
import type { LineFault } from "../../protocol/lines.ts";
import {
  formatMessage,
  type Message,
  message,
  noTags,
  parseMessage,
} from "../../protocol/message.ts";
import { numerics } from "../../protocol/numerics.ts";
import { formatTags } from "../../protocol/tags.ts";
import { cut } from "../../protocol/text.ts";
import type { Dialect, Text, View } from "../dialect.ts";
import { inDraft2 } from "../metadata-words.ts";
import { inNumbers, type Refusal, refuse } from "../refusal.ts";
import { has, type Session } from "../session.ts";
import { eventLines, telling, timeOf } from "./irc-events.ts";
import { noticeOf } from "./irc-metadata.ts";
import { isWithin } from "./irc-multiline.ts";
import { replay } from "./irc-past.ts";
import { tellPerson } from "./irc-person.ts";

export const irc: Dialect = {
  name: "irc",
  linesDepend: false,
  begin: () => ({ text: "", messages: [] }),
  read,
  variantOf: (session) => telling(session.capabilities),
  tell: (event, variant, view) => eventLines(event, variant, view),
  presence,
  metadata: noticeOf,
  tellPerson,
  replay,
  write,
  refusal,
  farewell(reason, { address }, label) {
    const tags = label === undefined ? "" : `@${formatTags(new Map([["label", label]]))} `;
    // What is said before registration has no length yet.
    return `${tags}${cut(`ERROR :Closing Link: ${address} (${reason}`, 509)})\r\n`;
  },
};

function read(_session: Session, line: string, fault: LineFault | undefined) {
  const asked = parseMessage(line);
  if (fault === undefined) return { messages: asked ? [asked] : [] };
  const refusal = refuse(fault === "invalid utf8" ? "invalidUtf8" : "inputTooLong");
  // What has been cut off or cannot be read is no label.
  const whole = fault !== "tags too long" && !asked?.tags.get("label")?.includes("\uFFFD");
  const tags = asked && whole ? asked.tags : noTags;
  return { refused: { refusal, asked: { ...message(commandIn(asked), []), tags } }, messages: [] };
}

/** Nothing of it need be a command. */
function commandIn(asked: Message | undefined): string {
  const command = asked?.command ?? "";
  return /^[A-Z]{1,20}$/.test(command) ? command : "*";
}

/** A numeric; or FAIL, to whoever can read it: those "enabled by a specific specification" need
 * not be asked for, ours do (standard-replies); without that it is a NOTICE. */
function refusal(refused: Refusal, command: string, session: Session): Message {
  const { numeric, params } = inNumbers(
    has(session, "draft/metadata-2") ? inDraft2(refused) : refused,
  );
  if (/^[0-9]/.test(numeric)) return message(numeric, params);
  if (numeric === "NOTICE") return message("NOTICE", params);
  const specified = failing.has(command) || failing.has(numeric);
  if (specified || has(session, "standard-replies"))
    return message("FAIL", [command, numeric, ...params]);
  return message("NOTICE", [`${command}: ${params.at(-1)}`]);
}

/** Commands whose specifications say how they fail, and codes that may answer any other. */
const failing: ReadonlySet<string> = new Set([
  "ACCOUNT_REQUIRED",
  "BATCH",
  "CHANNEL_RENAMED",
  "CHATHISTORY",
  "EDIT",
  "INVALID_UTF8",
  "MARKREAD",
  "METADATA",
  "PERSISTENCE",
  "REDACT",
  "REGISTER",
  "RELAYMSG",
  "RENAME",
  "SEARCH",
  "SETNAME",
  "VERIFY",
]);

function write(told: Message, session: Session, view: View): Text {
  const { capabilities } = session;
  let tags = noTags;
  if (told.tags.size > 0 || capabilities & bits["server-time"]) {
    const kept = new Map<string, string>();
    for (const [key, value] of told.tags) if (tagAllowed(key, session)) kept.set(key, value);
    if (capabilities & bits["server-time"] && !kept.has("time") && !isWithin(told))
      kept.set("time", timeOf(view.now()));
    tags = kept;
  }
  const fitting = cut(bodyOf(told), view.state.rules.limits.lineBytesMax - 2);
  return tags.size === 0 ? `${fitting}\r\n` : `@${formatTags(tags)} ${fitting}\r\n`;
}

/** Texts are marked as such even when they are one word: there are clients that look for the ":".
 * With how many params the last one is a text. */
const texts: { readonly [command: string]: number | undefined } = {
  AWAY: 1,
  JOIN: 3,
  KICK: 3,
  KILL: 2,
  METADATA: 4,
  NOTICE: 2,
  PART: 2,
  PRIVMSG: 2,
  QUIT: 1,
  REDACT: 3,
  RENAME: 3,
  SETNAME: 1,
  TOPIC: 2,
  WALLOPS: 1,
  [numerics.RPL_STATSKLINE]: 6,
  [numerics.RPL_STATSDLINE]: 6,
  [numerics.RPL_AWAY]: 3,
  [numerics.RPL_USERHOST]: 2,
  [numerics.RPL_ISON]: 2,
  [numerics.RPL_WHOISUSER]: 6,
  [numerics.RPL_WHOWASUSER]: 6,
  [numerics.RPL_WHOISCHANNELS]: 3,
  [numerics.RPL_LIST]: 4,
  [numerics.RPL_TOPIC]: 3,
  [numerics.RPL_NAMREPLY]: 4,
  [numerics.RPL_KEYVALUE]: 5,
  [numerics.RPL_MONONLINE]: 2,
  [numerics.RPL_MONOFFLINE]: 2,
  [numerics.RPL_MONLIST]: 2,
};

function bodyOf({ source, command, params }: Message): string {
  const last = params.length - 1;
  // What the peer sent may come back to it; only the last parameter can be just anything.
  const safe = params.map((param, n) => (n === last || isMiddle(param) ? param : "*"));
  if (texts[command] !== params.length) return formatMessage(message(command, safe, source));
  return `:${[source, command, ...safe.slice(0, -1)].join(" ")} :${safe[last]}`;
}

const isMiddle = (param: string): boolean =>
  param !== "" && !param.startsWith(":") && !param.includes(" ");

/** With "*" for the reader's nick, so that all read the same bytes (monitor, "730"). */
function presence(who: string, here: boolean, at: number, variant: number, view: View): Text {
  const tags = variant & bits["server-time"] ? `@time=${timeOf(at)} ` : "";
  const numeric = here ? numerics.RPL_MONONLINE : numerics.RPL_MONOFFLINE;
  return `${tags}:${view.name} ${numeric} * :${who}\r\n`;
}

/** Which capability lets a tag through (each specification's own rule). */
function tagAllowed(key: string, session: Session): boolean {
  const { capabilities } = session;
  switch (key) {
    case "time":
      return (capabilities & bits["server-time"]) !== 0 || has(session, "znc.in/playback");
    case "account":
      return (capabilities & bits["account-tag"]) !== 0;
    case "draft/oper":
      return (capabilities & bits["draft/oper-tag"]) !== 0;
    case "batch":
      return (capabilities & bits.batch) !== 0;
    case "draft/multiline-concat":
      return (capabilities & bits["draft/multiline"]) !== 0;
    case "draft/relaymsg":
    case "relaymsg":
      return (capabilities & bits["draft/relaymsg"]) !== 0;
    case "label":
      return (capabilities & bits["labeled-response"]) !== 0;
    default:
      return (capabilities & bits["message-tags"]) !== 0;
  }
}
