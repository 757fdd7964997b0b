/** German. */
import type { News } from "../../client/news.ts";
import type { Texts } from "../texts.ts";
import { germanDialogs } from "./de-dialogs.ts";

const people = (count: number): string => (count === 1 ? "1 Person" : `${count} Leute`);
const because = (reason: string): string => (reason === "" ? "" : ` (${reason})`);

const refusals: Readonly<Record<string, string>> = {
  441: "Diese Person ist nicht in diesem Raum.",
  443: "Diese Person ist schon in diesem Raum.",
  471: "Dieser Raum ist voll.",
  473: "In diesen Raum kommt man nur mit Einladung.",
  474: "Du bist aus diesem Raum ausgesperrt.",
  475: "Dieser Raum hat ein Passwort.",
  477: "In diesen Raum kommt man nur mit Konto.",
  478: "Mehr lassen sich nicht aussperren.",
  482: "Das dürfen nur Operatoren dieses Raums.",
  696: "Das nimmt der Server nicht an.",
};

function happened(news: News): string | null {
  switch (news.type) {
    case "kicked":
      return news.own
        ? `${news.by} hat dich hinausgesetzt${because(news.reason)}`
        : `${news.by} hat ${news.nick} hinausgesetzt${because(news.reason)}`;
    case "renamed":
      return news.own ? `Du heißt jetzt ${news.to}` : `${news.nick} heißt jetzt ${news.to}`;
    case "moved":
      return `${news.nick} hat diesen Raum umbenannt: ${news.from} heißt jetzt ${news.room}`;
    case "topic":
      return news.text === ""
        ? `${news.nick ?? ""} hat das Thema entfernt`
        : `${news.nick ?? ""} hat das Thema geändert: ${news.text}`;
    case "mode":
      return `${news.nick} setzt ${news.text}`;
    case "away":
      if (news.own) return news.text === null ? "Du bist wieder da." : "Du giltst als abwesend.";
      return news.text === null
        ? `${news.nick} ist wieder da`
        : `${news.nick} ist abwesend${because(news.text)}`;
    case "invited":
      return `${news.by} lädt dich nach ${news.room} ein`;
    case "people":
      return `${people(news.people.length)} in ${news.room}: ${news.people
        .map(({ prefixes, nick }) => prefixes.slice(0, 1) + nick)
        .join(", ")}`;
    case "refused":
      return (
        (refusals[news.code ?? ""] ?? news.text) +
        (news.line === null ? "" : ` — nicht gesagt: ${news.line}`)
      );
    case "unconfirmed":
      return `Der Server hat nicht bestätigt: ${news.text}`;
    case "loggedIn":
      return `Angemeldet als ${news.account}`;
    case "registered":
    case "hint":
    case "told":
      return news.text;
    default:
      return null;
  }
}

export const german: Texts = {
  yourName: "Dein Name",
  namePlaceholder: "So sehen dich die anderen",
  enter: "Hereinkommen",
  entering: "Du kommst herein …",
  enterRoom: (room) => `Gleich bist du in ${room}.`,
  nameWrong: "Ein Name beginnt mit einem Buchstaben und hat keine Leerzeichen.",
  otherWays: "Andere Wege herein",
  noAccount: "Du brauchst kein Konto.",

  haveAccount: "Ich habe ein Konto",
  asGuest: "Als Gast hereinkommen",
  password: "Passwort",
  stayLoggedIn: "Auf diesem Gerät angemeldet bleiben",
  loggedOut: "Du wurdest auf diesem Gerät abgemeldet.",
  accountLocked: "Dieses Konto lässt sich jetzt nicht benutzen.",
  wrongPassword: "Name und Passwort passen nicht zusammen.",

  rooms: "Räume",
  directs: "Direktnachrichten",
  people,
  peopleHere: "Wer hier ist",
  online: "Da",
  away: "Abwesend",
  offline: "Nicht da",
  you: "du",
  openRooms: "Räume und Gespräche",
  addRoom: "Raum betreten oder anlegen",
  noTopic: "Noch kein Thema",
  messagesIn: (name) => `Nachrichten in ${name}`,
  unread: (count) => (count === 1 ? "1 neue Nachricht" : `${count} neue Nachrichten`),
  mentions: (count) => `${count} für dich`,
  newLine: "Neu",
  toEnd: "Zum Neuesten",
  nothingYet: "Hier hat noch niemand etwas gesagt. Sag hallo!",
  beginning: (name) => `Hier beginnt ${name}.`,
  loadingOlder: "Früheres wird geholt …",
  gap: "Holen, was hier fehlt",
  today: "Heute",
  yesterday: "Gestern",
  edited: "geändert",
  deleted: "Diese Nachricht wurde zurückgenommen.",
  unknownReply: "eine frühere Nachricht",
  answering: (nick) => `Antwort an ${nick}`,
  editing: "Du änderst deine Nachricht",
  cancel: "Abbrechen",

  reactions: "Reaktionen",
  react: (sign) => `Mit ${sign} reagieren`,
  reactOther: "Reagieren",
  tools: "Was man mit dieser Nachricht tun kann",
  answer: "Antworten",
  change: "Ändern",
  takeBack: "Zurücknehmen",
  list: (parts) =>
    parts.length < 2
      ? (parts[0] ?? "")
      : `${parts.slice(0, -1).join(", ")} und ${parts.at(-1) ?? ""}`,

  guest: "Gast",
  loggedInAs: (account) => `Angemeldet als ${account}`,
  settings: "Einstellungen",
  search: "Suchen",
  inNoRoom: "Du bist noch in keinem Raum.",
  findPerson: "Leute suchen",
  role: (sign) =>
    ({
      "~": "Gründer",
      "&": "Verwalter",
      "@": "Operatoren",
      "%": "Halb-Operatoren",
      "+": "Mit Stimme",
      "": "Leute",
    })[sign] ?? sign,
  updated: "Eine neuere Fassung ist da.",
  useNow: "Jetzt benutzen",
  attach: "Datei anhängen",
  uploading: (percent) => `Die Datei wird gesendet … ${percent} %`,
  notUploaded: "Die Datei konnte nicht gesendet werden",
  picture: "Bild",
  offers: "Vorschläge",

  emoji: "Emoji",
  commands: {
    away: "sagen, dass du weg bist; ohne Text, dass du wieder da bist",
    ban: "jemanden aus dem Raum aussperren; ohne Namen: wer ausgesperrt ist",
    close: "das Gespräch verlassen und aus der Liste nehmen",
    delete: "zurücknehmen, was du hier zuletzt gesagt hast",
    deop: "jemandem den Rang eines Operators nehmen",
    devoice: "jemandem die Stimme nehmen",
    edit: "anders sagen, was du hier zuletzt gesagt hast",
    forget: "die Zeilen fallen lassen, die vielleicht nicht gesendet wurden",
    help: "diese Liste",
    history: "was hier früher gesagt wurde",
    invite: "jemanden in einen Raum bitten",
    join: "einen Raum betreten oder hingehen",
    kick: "jemanden aus dem Raum setzen",
    login: "anmelden; nach dem Passwort wird gefragt",
    me: "sagen, was du tust",
    mode: "die Modi des Raums lesen oder ändern",
    msg: "einer Person etwas sagen",
    nick: "einen anderen Namen nehmen",
    notice: "etwas sagen, das keine Antwort braucht",
    op: "jemanden zum Operator des Raums machen",
    part: "einen Raum verlassen",
    query: "ein Gespräch mit einer Person beginnen",
    quit: "hinausgehen",
    raw: "eine Zeile IRC senden, wie sie ist",
    react: "auf das zuletzt Gesagte reagieren; noch einmal nimmt es zurück",
    reply: "auf das antworten, was jemand zuletzt gesagt hat",
    resend: "die Zeilen noch einmal sagen, die vielleicht nicht gesendet wurden",
    rooms: "welche Räume es gibt",
    search: "finden, was hier gesagt wurde",
    topic: "lesen oder ändern, worum es hier geht",
    unban: "jemanden wieder hereinlassen",
    voice: "jemanden in einem moderierten Raum sprechen lassen",
    who: "wer hier ist",
    whois: "wer jemand ist",
  },

  write: (name) => `An ${name} schreiben`,
  send: "Senden",
  waits: "wartet aufs Senden",
  sending: "wird gesendet",
  doubtful: "vielleicht nicht gesendet",
  sendAgain: "Noch einmal senden",
  drop: "Verwerfen",
  typing: (nicks) =>
    nicks.length === 1
      ? `${nicks[0]} schreibt …`
      : nicks.length === 2
        ? `${nicks[0]} und ${nicks[1]} schreiben …`
        : `${nicks.length} Leute schreiben …`,

  connecting: "Verbindung wird hergestellt …",
  lost: (seconds) => `Die Verbindung ist weg. Neuer Versuch in ${seconds} s.`,
  catchingUp: "Was inzwischen gesagt wurde, wird geholt …",
  tryNow: "Jetzt versuchen",

  joined: (nicks, count) => `${nicks} ${count === 1 ? "ist" : "sind"} hereingekommen`,
  left: (nicks, count) => `${nicks} ${count === 1 ? "ist" : "sind"} gegangen`,
  others: (count) => `${count} andere`,
  happened,
  dialogs: germanDialogs,
};
