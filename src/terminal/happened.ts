/**
 * Happened: news other than what was said → one line that a person reads. Knows no terminal and no
 * state but the little it is handed.
 */
import type { Listed, News, Present } from "../client/news.ts";

export interface View {
  /** Now, in milliseconds since the epoch. */
  readonly now: number;
  /** The room that needs no naming. */
  readonly here: string | null;
  /** Our own nick. */
  readonly nick: string;
}

/** More people than this are counted, not listed, unless it was asked. */
const listedUnaskedMax = 30;

/** Null when there is nothing to show. */
export function happened(news: News, view: View): string | null {
  switch (news.type) {
    case "joined":
      if (!news.own) return `${news.nick} joined${inRoom(news.room, view)}`;
      return news.again ? `Back in ${news.room}.` : `You joined ${news.room}.`;
    case "parted": {
      const who = news.own ? "You" : news.nick;
      const where = news.own ? ` ${news.room}` : inRoom(news.room, view);
      return `${who} left${where}${because(news.reason)}`;
    }
    case "kicked": {
      const who = news.own ? "You were" : `${news.nick} was`;
      return `${who} put out of ${news.room} by ${news.by}${because(news.reason)}`;
    }
    case "quit":
      return `${news.own ? "You" : news.nick} quit${because(news.reason)}`;
    case "renamed":
      return `${news.own ? "You are" : `${news.nick} is`} now ${news.to}`;
    case "moved":
      return `${news.nick} renamed ${news.from} to ${news.room}${because(news.reason)}`;
    case "topic":
      return topicWords(news);
    case "mode":
      return `${news.nick} sets mode ${news.text}${inRoom(news.room, view)}`;
    case "away":
      return awayWords(news);
    case "invited":
      return `${news.by} invites ${news.nick === view.nick ? "you" : news.nick} to ${news.room}`;
    case "people":
      return peopleWords(news.people, news.unasked, news.room, view);
    case "history":
      return news.count === 0 ? "Nothing earlier is known here." : null;
    case "welcomed":
      return news.again ? null : `You are ${news.nick}. /help lists the commands.`;
    case "registered":
    case "hint":
    case "told":
      return news.text;
    default:
      return added(news, view);
  }
}

/** What is added to messages, and the rest. */
function added(news: News, view: View): string | null {
  switch (news.type) {
    case "reacted":
      return reactedWords(news, view);
    case "edited":
      return `${news.nick} says otherwise${inRoom(news.room, view)}: ${news.to.text}`;
    case "redacted": {
      const where = inRoom(news.room, view);
      const what = `${news.nick} took back what ${news.to.nick} said${where}`;
      return `${what}: ${news.to.text}${because(news.reason)}`;
    }
    case "refused":
      return `${news.text}${news.line === null ? "" : ` — not said: ${news.line}`}`;
    case "unconfirmed":
      return `The server has not confirmed: ${news.text}`;
    case "loggedIn":
      return `Logged in as ${news.account}.`;
    case "searched":
      return news.found.length === 0 ? `Nothing was found for "${news.text}".` : null;
    default:
      return null;
  }
}

export function roomWords({ room, people, topic }: Listed): string {
  const count = people === 1 ? "1 person" : `${people} people`;
  return `${room}: ${count}${topic === "" ? "" : ` — ${topic}`}`;
}

/** The nick as it reads, and who is away. */
function peopleWords(
  people: readonly Present[],
  unasked: boolean,
  room: string,
  view: View,
): string {
  const where = room === view.here || room === "" ? "here" : `in ${room}`;
  const count = people.length === 1 ? "1 person is" : `${people.length} people are`;
  if (people.length === 0) return `Nobody is ${where}.`;
  if (unasked && people.length > listedUnaskedMax) return `${count} ${where}; /who lists them.`;
  const names = people.map(
    ({ nick, prefixes, away }) => (prefixes[0] ?? "") + nick + (away ? " (away)" : ""),
  );
  return `${count} ${where}: ${names.join(", ")}`;
}

function reactedWords(news: News & { type: "reacted" }, view: View): string {
  const who = news.own ? "You" : news.nick;
  const verb = news.on ? (news.own ? "react" : "reacts") : news.own ? "take back" : "takes back";
  const to = news.to.own ? "you" : news.to.nick;
  return `${who} ${verb} ${news.value} to <${to}> ${news.to.text}${inRoom(news.room, view)}`;
}

function topicWords(news: News & { type: "topic" }): string {
  if (news.nick !== null) {
    return news.text === ""
      ? `${news.nick} took the topic of ${news.room} away`
      : `${news.nick} changed the topic of ${news.room}: ${news.text}`;
  }
  return news.text === "" ? `${news.room} has no topic.` : `Topic of ${news.room}: ${news.text}`;
}

function awayWords(news: News & { type: "away" }): string {
  if (news.own) return news.text === null ? "You are back." : "You are away.";
  return news.text === null ? `${news.nick} is back` : `${news.nick} is away${because(news.text)}`;
}

const inRoom = (room: string, view: View): string => (room === view.here ? "" : ` ${room}`);

const because = (reason: string): string => (reason === "" ? "" : ` (${reason})`);
