/** Plain events: an event in words. Beside plain.ts; it knows no session. */
import { printable, stripFormatting } from "../../protocol/formatting.ts";
import type { View } from "../dialect.ts";
import { agoInWords, reactionInWords, wasRead } from "./irc-fallback.ts";
import type { Event, Said, Who } from "../event.ts";
import { modeWords } from "./plain-modes.ts";

/** Text of other people's, harmless in a terminal. */
export const clean = (text: string): string => printable(stripFormatting(text));

/** One line with its end; "" for nothing. */
export const lineOf = (text: string): string => (text === "" ? "" : `${text}\n`);

/** What a person reads of it, in one line or several, without the last line end; "" for nothing.
 * @param named with the room in front @param past with the time in front where it is to be shown */
export function eventText(event: Event, named: boolean, view: View, past = false): string {
  const text = words(event, view);
  if (text === "") return "";
  const room = named ? roomOf(event) : "";
  const { times } = view.config.plain;
  const time = times === "all" || (past && times === "history") ? `${timeOf(event.time)} ` : "";
  const before = time + room;
  return before + text.replaceAll("\n", `\n${before}`);
}

function roomOf(event: Event): string {
  if ("channel" in event) return `${event.channel} `;
  return event.type === "said" && "channel" in event.to ? `${event.to.channel} ` : "";
}

function words(event: Event, view: View): string {
  if (!("who" in event)) return "";
  const name = nameOf(event.who, view);
  const shown = view.config.plain.showJoins;
  switch (event.type) {
    case "said":
      return said(event, view);
    case "joined":
      return shown ? `* ${name} has come in` : "";
    case "renamed":
      return `* ${clean(event.channel)} is now called ${clean(event.name)}${because(event.reason)}`;
    case "parted":
      return shown ? `* ${name} has left${because(event.reason)}` : "";
    case "quit":
      return shown ? `* ${name} is gone${because(leaving(event.reason))}` : "";
    case "kicked":
      return `* ${name} has put ${nameOf(event.target, view)} out${because(kicking(event))}`;
    case "nickChanged":
      return `* ${name} is ${event.nick} now`;
    case "topicChanged":
      return event.text === ""
        ? `* ${name} has cleared the topic`
        : `* ${name} has set the topic: ${clean(event.text)}`;
    case "modesChanged":
      return `* ${name} has ${clean(modeWords(event.changes))}`;
    case "edited": {
      const lines = event.text.split("\n").filter((line) => line !== "");
      const ago = agoInWords(event.time - event.said.at);
      const all = lines.map(clean).join(lines.length > 1 ? "\n* " : "");
      return `* ${name} has changed what was said ${ago}:${lines.length > 1 ? "\n* " : " "}${all}`;
    }
    case "redacted": {
      if (!wasRead(event.said, view)) return "";
      const whose = event.said.own ? "back what was" : `out what ${event.said.by}`;
      const words = `has taken ${whose} said ${agoInWords(event.time - event.said.at)}`;
      return `* ${name} ${words}${because(event.reason)}`;
    }
    case "signalled":
      return "";
    case "wallopsSaid":
      return `* ${name} tells everybody: ${clean(event.text)}`;
    // Of these the person alone hears, in plain-person.ts, or nobody.
    case "connected":
    case "attached":
    case "detached":
    case "accountChanged":
    case "invited":
    case "metadataChanged":
    case "userModesChanged":
    case "awayChanged":
    case "hostChanged":
    case "realnameChanged":
    case "marked":
    case "messagesDeleted":
    case "becameOperator":
    case "accountRankChanged":
    case "founderChanged":
    case "banSet":
    case "banLifted":
    case "audited":
      return "";
    default:
      event satisfies never;
      return "";
  }
}

/** Of several lines each stands for itself, and blank ones are left out. */
function said(event: Said, view: View): string {
  if (event.joints === undefined) return saidLine(event, event.text, view);
  const lines = event.text.split("\n").filter((line) => line !== "");
  return lines.map((line) => saidLine(event, line, view)).join("\n");
}

function saidLine({ who, kind, to, tags }: Said, text: string, view: View): string {
  const name = nameOf(who, view);
  const toYou = "user" in to;
  if (kind === "TAGMSG") return reaction(tags, name, view);
  if (text.startsWith("\x01")) {
    // Of the client-to-client protocol people read the actions only.
    const action = /^\x01ACTION (.*?)\x01?$/s.exec(text)?.[1];
    return action === undefined ? "" : `* ${toYou ? "(to you) " : ""}${name} ${clean(action)}`;
  }
  const from = toYou ? `${name} to you` : name;
  return kind === "NOTICE" ? `-${from}- ${clean(text)}` : `<${from}> ${clean(text)}`;
}

/** Of a TAGMSG people read what it says in words, where that is wanted of reactions. */
function reaction(tags: Said["tags"], name: string, { config }: View): string {
  const words = reactionInWords(tags);
  const wanted = config.messages.fallbackNotices.includes("reaction");
  return words === undefined || !wanted ? "" : `* ${name} ${clean(words)}`;
}

/** The nick; or, as in the report, the address of whoever has chosen none. */
const nameOf = (who: Who, { config }: View): string =>
  config.plain.names === "address" && who.guest ? who.host : who.nick;

const because = (reason: string): string => (reason === "" ? "" : ` (${clean(reason)})`);

/** Why somebody is gone. That one quits is no reason; what one says to it is. */
export const leaving = (reason: string): string => reason.replace(/^Quit(?:: |$)/, "");

/** Without a reason of its own a kick bears the nick of who kicks. */
export const kicking = ({ who, reason }: { who: Who; reason: string }): string =>
  reason === who.nick ? "" : reason;

/** "18:04", by the server's clock on the wall. */
const timeOf = (at: number): string => {
  const date = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  return `${two(date.getHours())}:${two(date.getMinutes())}`;
};

/** "22 November 2026". Measured: to format a date anew costs more than all else of a line. */
export function dayOf(at: number): string {
  const date = new Date(at);
  const number = (date.getFullYear() * 12 + date.getMonth()) * 32 + date.getDate();
  if (number !== lastNumber) {
    lastNumber = number;
    lastDay = inWords.format(date);
  }
  return lastDay;
}
const inWords = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
});
let lastNumber = Number.NaN;
let lastDay = "";
