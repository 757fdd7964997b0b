/**
 * Texts: every word that the client says, in one place; English here is the contract, `texts/`
 * holds the other languages, of which only the one that is wanted is loaded.
 */
import type { News } from "../client/news.ts";

const people = (count: number): string => (count === 1 ? "1 person" : `${count} people`);
const because = (reason: string): string => (reason === "" ? "" : ` (${reason})`);

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
  account: "Account",
  accountName: "Name of the account",
  accountOf: (nick: string) => `The name ${nick} becomes yours: nobody else can take it.`,
  haveAccount: "I have an account",
  asGuest: "Come in as a guest",
  makeAccount: "Make an account",
  logIn: "Log in",
  logOut: "Log out",
  logOutAll: "Log out everywhere",
  password: "Password",
  email: "Mail address",
  stayLoggedIn: "Stay logged in on this device",
  inTheClear: "The connection is not encrypted: choose a password that you use nowhere else.",
  devices: "Account and devices",
  thisDevice: "This device",
  lastUsed: (when: string) => `Last used: ${when}`,

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
  closePanel: "Close",
  addRoom: "Enter or make a room",
  joinRoom: "Enter",
  roomName: "Name of the room",
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
  findEmoji: "Search by name",
  tools: "What to do with this message",
  answer: "Answer",
  change: "Change",
  takeBack: "Take back",
  takeBackAll: "It is taken back for everybody.",
  list: (parts: readonly string[]) =>
    parts.length < 2
      ? (parts[0] ?? "")
      : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1) ?? ""}`,

  // Dialogs.
  guest: "Guest",
  loggedInAs: (account: string) => `Logged in as ${account}`,
  accountIs: (account: string) => `Account ${account}`,
  settings: "Settings",
  search: "Search",
  searchWhat: "Words, or from:name words",
  everywhere: "In all rooms",
  found: (count: number) =>
    count === 0 ? "Nothing was found." : count === 1 ? "1 message" : `${count} messages`,
  showThere: "Show it there",
  switcher: "Go to a room or person",
  makeRoom: "Make this room",
  inNoRoom: "You are in no room yet.",
  talkTo: (nick: string) => `Talk to ${nick}`,
  moderation: "Keep order",
  kick: "Put out",
  ban: "Put out and keep out",
  giveOp: "Make operator",
  takeOp: "No longer operator",
  giveVoice: "Give voice",
  takeVoice: "Take voice",
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
  topic: "Topic",
  setTopic: "Set the topic",
  address: "Address of this room",
  leaveRoom: "Leave this room",
  theme: "Colours",
  asSystem: "As the system has it",
  light: "Light",
  dark: "Dark",
  language: "Language",
  showHappenings: "Show who comes and goes",
  tellTyping: "Show others when I am typing",
  goOut: "Go out",
  notifyMe: "Notify me of what is for me",
  notifyDenied: "The browser does not let this page notify you.",
  updated: "A newer version is there.",
  useNow: "Use it now",
  rulesOfRoom: "Rules of this room",
  inviteOnly: "By invitation only",
  moderated: "Only people with voice may speak",
  topicLocked: "Only operators set the topic",
  secret: "Not in the list of rooms",
  accountsOnly: "Only with an account",
  mute: "Mute",
  invite: "Invite somebody",
  attach: "Attach a file",
  uploading: (percent: number) => `Sending the file … ${percent} %`,
  notUploaded: "The file could not be sent",
  picture: "Picture",
  offers: "Suggestions",

  // How one is seen.
  profile: "Your name and picture",
  shownName: "Name that others are shown",
  choosePicture: "Choose a picture",
  pictureAddress: "Or the address of one",
  removePicture: "No picture",
  save: "Save",
  showPreviews: "Show what links lead to",
  notifyClosed: "With an account you are told even while this page is closed.",

  // Keeping order.
  slowMode: "Between two messages everybody waits",
  slowOff: "Not at all",
  seconds: (count: number) => (count === 1 ? "1 second" : `${count} seconds`),
  minutes: (count: number) => (count === 1 ? "1 minute" : `${count} minutes`),
  roomPassword: "Password of this room",
  peopleMax: "People at most",
  keptOut: "Kept out or muted",
  nobodyKeptOut: "Nobody is kept out.",
  letIn: "Let in again",
  copy: "Copy",
  copied: "Copied",

  // Help.
  help: "Help",
  helpCommands: "What can be typed",
  helpKeys: "Keys",
  helpFormats: "Bold, italic, code",
  keySend: "Send",
  keyLine: "New line",
  keyChange: "Change what you said last",
  keySwitch: "Go to a room or person",
  keySearch: "Search",
  keyRooms: "Next room, with Shift: next with something new",
  keyMessages: "Go through the messages",
  dropHere: "Let go to send it here",
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
        return news.line === null ? news.text : `${news.text} — not said: ${news.line}`;
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

export type Texts = typeof english;

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
