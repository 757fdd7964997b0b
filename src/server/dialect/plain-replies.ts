/** Plain replies: the answers to what one asked, in words. Beside plain.ts. */
import { type Message, message } from "../../protocol/message.ts";
import { numerics } from "../../protocol/numerics.ts";
import { clean } from "./plain-events.ts";

/** Not of IRC: a message of the dialect to itself, whose text is written as it stands. */
const saying = "SAYING";

/** Lines for the person, each made harmless in a terminal. */
export const linesToSay = (lines: readonly string[]): Message =>
  message(saying, [
    lines
      .flatMap((line) => line.split("\n"))
      .map((line) => `${clean(line)}\n`)
      .join(""),
  ]);

/** @param params what follows the reader's nick */
type InWords = (params: readonly string[]) => string;

const nothing: InWords = () => "";
const listed: InWords = ([, mask, by]) => `${mask}, by ${by}`;
const endOfList: InWords = ([room]) => `That is the whole list of ${room}`;

const words: { readonly [numeric: string]: InWords | undefined } = {
  [numerics.RPL_AWAY]: ([nick, text]) => `${nick} is away: ${text}`,
  [numerics.RPL_TOPIC]: ([room, text]) => `${room} is about: ${text}`,
  [numerics.RPL_TOPICWHOTIME]: nothing,
  [numerics.RPL_NOTOPIC]: ([room]) => `${room} has no topic`,
  [numerics.RPL_NAMREPLY]: ([, room, nicks = ""]) => `In ${room}: ${nicks.split(" ").join(", ")}`,
  [numerics.RPL_ENDOFNAMES]: nothing,
  [numerics.RPL_LISTSTART]: nothing,
  [numerics.RPL_LIST]: ([room, count, topic]) =>
    `${room} (${count})${topic === "" ? "" : ` ${topic}`}`,
  [numerics.RPL_LISTEND]: nothing,
  [numerics.RPL_CHANNELMODEIS]: ([room, ...modes]) => `${room} has ${modes.join(" ")}`,
  [numerics.RPL_CREATIONTIME]: nothing,
  [numerics.RPL_BANLIST]: listed,
  [numerics.RPL_ENDOFBANLIST]: endOfList,
  [numerics.RPL_EXCEPTLIST]: listed,
  [numerics.RPL_ENDOFEXCEPTLIST]: endOfList,
  [numerics.RPL_INVEXLIST]: listed,
  [numerics.RPL_ENDOFINVEXLIST]: endOfList,
  [numerics.RPL_WHOISUSER]: ([nick, user, host, , name]) => `${nick} is ${user}@${host} (${name})`,
  [numerics.RPL_WHOISCHANNELS]: ([nick, rooms]) => `${nick} is in ${rooms}`,
  [numerics.RPL_WHOISSERVER]: nothing,
  [numerics.RPL_WHOISACCOUNT]: ([nick, account]) => `${nick} is logged in as ${account}`,
  [numerics.RPL_WHOISACTUALLY]: nothing,
  [numerics.RPL_WHOISMODES]: nothing,
  [numerics.RPL_WHOISIDLE]: ([nick, idle]) => `${nick} has been quiet for ${idle} s`,
  [numerics.RPL_ENDOFWHOIS]: nothing,
  // Again, as one was already.
  [numerics.RPL_LOGGEDIN]: ([, account]) => `You are logged in as ${account}`,
  [numerics.RPL_MONLIST]: nothing,
  [numerics.RPL_ENDOFMONLIST]: () => "/watch NICK adds a person, /unwatch NICK takes one away",
  [numerics.RPL_MONONLINE]: ([nicks = ""]) =>
    `Here: ${nicks
      .split(",")
      .map((mask) => mask.split("!")[0])
      .join(", ")}`,
  [numerics.RPL_MONOFFLINE]: ([nicks = ""]) => `Not here: ${nicks.split(",").join(", ")}`,
};

export function replyText(told: Message): string {
  if (told.command === saying) return told.params[0] ?? "";
  // What is neither a numeric nor said by the server (PONG, CAP, BATCH) has no meaning here.
  if (told.command === "NOTICE") return line(told.params.at(-1) ?? "");
  if (!/^[0-9]{3}$/.test(told.command)) return "";
  const params = told.params.slice(1);
  const inWords = words[told.command];
  return line(inWords ? inWords(params) : params.join(" "));
}

const line = (text: string): string => (text === "" ? "" : `* ${clean(text)}\n`);
