/**
 * Texts: every word that the client says, in one place; those of the dialogs are beside, so that
 * the first message does not wait for them. English here is the contract, `texts/` holds the other
 * languages, of which only the one that is wanted is loaded.
 */
import type { News } from "../client/news.ts";
import type { DialogTexts } from "./dialog-texts.ts";

const people = (count: number): string => (count === 1 ? "1 person" : `${count} people`);
const because = (reason: string): string => (reason === "" ? "" : ` (${reason})`);

/** By the number of the refusal, where the server's own words are not the better ones. */
const refusals: Readonly<Record<string, string>> = {
  441: "They are not in this room.",
  443: "They are in this room already.",
  471: "This room is full.",
  473: "One needs an invitation to this room.",
  474: "You are kept out of this room.",
  475: "This room has a password.",
  477: "One needs an account to enter this room.",
  478: "More cannot be kept out.",
  482: "Only operators of this room may do that.",
  696: "The server does not take that.",
};

export const english = {
  // The entrance.
  yourName: "Your name",
  namePlaceholder: "How others will see you",
  enter: "Come in",
  entering: "Coming in …",
  enterRoom: (room: string) => `You are about to enter ${room}.`,
  nameWrong: "A name begins with a letter, and has no spaces.",
  otherWays: "Other ways to join",
  noAccount: "No account is needed.",

  // Accounts.
  haveAccount: "I have an account",
  asGuest: "Come in as a guest",
  password: "Password",
  stayLoggedIn: "Stay logged in on this device",
  loggedOut: "You have been logged out on this device.",
  accountLocked: "This account cannot be used now.",
  wrongPassword: "Name and password do not fit.",

  // Around the conversation.
  rooms: "Rooms",
  directs: "Direct messages",
  people,
  peopleHere: "People here",
  online: "Here",
  away: "Away",
  offline: "Not here",
  you: "you",
  openRooms: "Rooms and conversations",
  addRoom: "Enter or make a room",
  noTopic: "No topic yet",
  messagesIn: (name: string) => `Messages in ${name}`,
  unread: (count: number) => (count === 1 ? "1 new message" : `${count} new messages`),
  mentions: (count: number) => (count === 1 ? "1 for you" : `${count} for you`),
  newLine: "New",
  toEnd: "To the newest",
  nothingYet: "Nothing has been said here yet. Say hello!",
  beginning: (name: string) => `This is where ${name} begins.`,
  loadingOlder: "Fetching what was said before …",
  gap: "Fetch what is missing here",
  today: "Today",
  yesterday: "Yesterday",
  edited: "edited",
  deleted: "This message was taken back.",
  unknownReply: "an earlier message",
  answering: (nick: string) => `Answering ${nick}`,
  editing: "Changing your message",
  cancel: "Cancel",

  reactions: "Reactions",
  react: (sign: string) => `React with ${sign}`,
  reactOther: "React",
  tools: "What to do with this message",
  answer: "Answer",
  change: "Change",
  takeBack: "Take back",
  list: (parts: readonly string[]) =>
    parts.length < 2
      ? (parts[0] ?? "")
      : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`,

  // Dialogs.
  guest: "Guest",
  loggedInAs: (account: string) => `Logged in as ${account}`,
  settings: "Settings",
  search: "Search",
  inNoRoom: "You are in no room yet.",
  findPerson: "Search people",
  role: (sign: string) =>
    ({
      "~": "Founder",
      "&": "Admins",
      "@": "Operators",
      "%": "Half-operators",
      "+": "With voice",
      "": "People",
    })[sign] ?? sign,
  updated: "A newer version is there.",
  useNow: "Use it now",
  attach: "Attach a file",
  uploading: (percent: number) => `Sending the file … ${percent} %`,
  notUploaded: "The file could not be sent",
  picture: "Picture",
  offers: "Suggestions",

  // Help.
  emoji: "Emoji",
  /** By a command's name, where another language has a word of its own for it. */
  commands: {} as Readonly<Record<string, string>>,

  // The line being typed.
  write: (name: string) => `Write to ${name}`,
  send: "Send",
  waits: "waits to be sent",
  sending: "being sent",
  doubtful: "perhaps not sent",
  sendAgain: "Send again",
  drop: "Drop",
  typing: (nicks: readonly string[]) =>
    nicks.length === 1
      ? `${nicks[0]} is typing …`
      : nicks.length === 2
        ? `${nicks[0]} and ${nicks[1]} are typing …`
        : `${nicks.length} people are typing …`,

  // The connection.
  connecting: "Connecting …",
  lost: (seconds: number) => `The connection is lost. Trying again in ${seconds} s.`,
  catchingUp: "Fetching what was said meanwhile …",
  tryNow: "Try now",

  // What happened.
  joined: (nicks: string, count: number) => `${nicks} ${count === 1 ? "has" : "have"} come in`,
  left: (nicks: string, count: number) => `${nicks} ${count === 1 ? "has" : "have"} left`,
  others: (count: number) => `${count} others`,
  happened: (news: News): string | null => {
    switch (news.type) {
      case "kicked":
        return news.own
          ? `You were put out by ${news.by}${because(news.reason)}`
          : `${news.nick} was put out by ${news.by}${because(news.reason)}`;
      case "renamed":
        return news.own ? `You are now ${news.to}` : `${news.nick} is now ${news.to}`;
      case "moved":
        return `${news.nick} renamed this room: ${news.from} is now ${news.room}`;
      case "topic":
        return news.text === ""
          ? `${news.nick ?? ""} took the topic away`
          : `${news.nick ?? ""} changed the topic: ${news.text}`;
      case "mode":
        return `${news.nick} sets ${news.text}`;
      case "away":
        if (news.own) return news.text === null ? "You are back." : "You are shown as away.";
        return news.text === null
          ? `${news.nick} is back`
          : `${news.nick} is away${because(news.text)}`;
      case "invited":
        return `${news.by} invites you to ${news.room}`;
      case "people":
        return `${people(news.people.length)} in ${news.room}: ${news.people
          .map(({ prefixes, nick }) => prefixes.slice(0, 1) + nick)
          .join(", ")}`;
      case "refused":
        return (
          (refusals[news.code ?? ""] ?? news.text) +
          (news.line === null ? "" : ` — not said: ${news.line}`)
        );
      case "unconfirmed":
        return `The server has not confirmed: ${news.text}`;
      case "loggedIn":
        return `Logged in as ${news.account}`;
      case "registered":
      case "hint":
      case "told":
        return news.text;
      default:
        return null;
    }
  },
};

export type Texts = typeof english & { readonly dialogs?: DialogTexts };

/** The text that is told to a person; another once another language has been loaded. */
export let texts: Texts = english;
export let locale = "en";

export const languages: Readonly<Record<string, { name: string; rightToLeft?: true }>> = {
  en: { name: "English" },
  de: { name: "Deutsch" },
  ar: { name: "العربية", rightToLeft: true },
};

const loaders: Readonly<Record<string, () => Promise<Texts>>> = {
  ar: async () => (await import("./texts/ar.ts")).arabic,
  de: async () => (await import("./texts/de.ts")).german,
};

/** @param wanted "" for what the browser prefers */
export async function speak(wanted: string): Promise<void> {
  const preferred = wanted === "" ? navigator.languages : [wanted];
  const languageOf = (tag: string): string => tag.split("-")[0] ?? "";
  const known = preferred.find((one) => Object.hasOwn(languages, languageOf(one))) ?? "en";
  const language = languageOf(known);
  // "en-GB" tells how the hour is written, too.
  locale = navigator.languages.find((one) => languageOf(one) === language) ?? known;
  texts = (await loaders[language]?.()) ?? english;
  document.documentElement.lang = language;
  document.documentElement.dir = languages[language]?.rightToLeft ? "rtl" : "ltr";
}
