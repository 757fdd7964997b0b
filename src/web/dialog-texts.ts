/** Dialog texts: what the dialogs say. Loaded with them; other languages have them in theirs. */
import { texts } from "./texts.ts";

const english = {
  // Accounts.
  account: "Account",
  accountName: "Name of the account",
  accountOf: (nick: string) => `The name ${nick} becomes yours: nobody else can take it.`,
  makeAccount: "Make an account",
  logIn: "Log in",
  logOut: "Log out",
  logOutAll: "Log out everywhere",
  email: "Mail address",
  inTheClear: "The connection is not encrypted: choose a password that you use nowhere else.",
  devices: "Account and devices",
  thisDevice: "This device",
  lastUsed: (when: string) => `Last used: ${when}`,

  // Around the conversation.
  closePanel: "Close",
  joinRoom: "Enter",
  roomName: "Name of the room",

  findEmoji: "Search by name",
  takeBackAll: "It is taken back for everybody.",

  // Dialogs.
  accountIs: (account: string) => `Account ${account}`,
  searchWhat: "Words, or from:name words",
  everywhere: "In all rooms",
  found: (count: number) =>
    count === 0 ? "Nothing was found." : count === 1 ? "1 message" : `${count} messages`,
  showThere: "Show it there",
  switcher: "Go to a room or person",
  makeRoom: "Make this room",
  talkTo: (nick: string) => `Talk to ${nick}`,
  moderation: "Keep order",
  kick: "Put out",
  ban: "Put out and keep out",
  giveOp: "Make operator",
  takeOp: "No longer operator",
  giveVoice: "Give voice",
  takeVoice: "Take voice",
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
  rulesOfRoom: "Rules of this room",
  inviteOnly: "By invitation only",
  moderated: "Only people with voice may speak",
  topicLocked: "Only operators set the topic",
  secret: "Not in the list of rooms",
  accountsOnly: "Only people with an account may enter",
  accountsSpeak: "Only people with an account may speak",
  insiders: "Nothing comes in from outside",
  mute: "Mute",
  invite: "Invite somebody",
  inviteWhom: "Their name",
  inviteNow: "Invite",

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
  keyWrong: "That is not its password.",
  peopleMax: "People at most",
  unlimited: "None",
  keptOut: "Kept out or muted",
  nobodyKeptOut: "Nobody is kept out.",
  keptOutBy: (mute: boolean, by: string) => `${mute ? "Muted" : "Kept out"} by ${by}`,
  letIn: "Let in again",
  letSpeak: "Let speak again",
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

  // Files.
  dropHere: "Let go to send it here",
  fileKind: (kind: string) =>
    ({ picture: "pictures", audio: "sound", video: "films", text: "texts" })[kind] ?? "other files",
  filesUpTo: (size: string) => `Files of any kind, up to ${size} each.`,
  kindsUpTo: (kinds: string, size: string) => `Taken are ${kinds}, up to ${size} each.`,
  filesLeft: (size: string) => `There is room for ${size} more.`,
  filesByAccounts: "Only people with an account send files here.",
  fileEmpty: "the file is empty.",
  fileTooLarge: (size: string) => `the file is too large: up to ${size} are taken.`,
  noRoomLeft: (size: string) => `there is no room for it: ${size} are left.`,
  kindNotTaken: (kinds: string) => `taken are only ${kinds}.`,
};

export type DialogTexts = typeof english;

/** In the language that is spoken. */
export const dialogTexts = (): DialogTexts => texts.dialogs ?? english;
