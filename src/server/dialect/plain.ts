/**
 * Plain: the report's protocol grown up. Say a line and everybody else reads `<nick> line`; what
 * begins with "/" is a command. For `nc`, telnet, and people.
 */
import type { LineFault } from "../../protocol/lines.ts";
import { type Message, message } from "../../protocol/message.ts";
import { byteLength, cut } from "../../protocol/text.ts";
import type { Dialect, View } from "../dialect.ts";
import { inWords, type Refusal } from "../refusal.ts";
import type { Session } from "../session.ts";
import { type Asked, nowhere } from "./plain-asking.ts";
import { plainCommands } from "./plain-commands.ts";
import { clean, eventText, leaving, lineOf } from "./plain-events.ts";
import { replay } from "./plain-past.ts";
import { inSeveral, tellPerson } from "./plain-person.ts";
import { linesToSay, replyText } from "./plain-replies.ts";

export const plain: Dialect = {
  name: "plain",
  linesDepend: true,
  begin(session, view) {
    session.username = "plain";
    session.realname = "plain";
    const { plain: settings, server } = view.config;
    const text = `${settings.greeting}\n`;
    if (server.password !== undefined && session.password === null)
      return { text: `${text}This room has a password; type it.\n`, messages: [] };
    return { text, messages: arrival(view) };
  },
  read,
  variantOf: (session, view) => (inSeveral(session, view) ? 1 : 0),
  tell: (event, variant, view) => lineOf(eventText(event, variant === 1, view)),
  presence: (who, here) => lineOf(`* ${who.split("!")[0]} is ${here ? "here now" : "gone"}`),
  metadata: () => "",
  tellPerson,
  replay,
  write: (told) => replyText(told),
  refusal: (refused: Refusal) => linesToSay([`! ${inWords(refused)}`]),
  farewell(reason) {
    const why = leaving(reason);
    return reason.startsWith("Quit") ? "* Goodbye!\n" : `* Goodbye: ${clean(why)}\n`;
  },
};

const arrival = (view: View): Message[] => [
  message("USER", ["plain", "0", "*", "plain"]),
  message("JOIN", [view.config.server.lobby]),
];

type Read = ReturnType<Dialect["read"]>;

/** Answered at once; every line without control characters but for the ends. */
const back = (text: string): Read => ({
  text: `${text.split("\n").map(clean).join("\n")}\n`,
  messages: [],
});

function read(session: Session, line: string, fault: LineFault | undefined, view: View): Read {
  if (fault === "invalid utf8") return back("! That line is not UTF-8; it was not sent");
  if (fault !== undefined) return back("! That line is too long; it was not sent");
  if (session.user === 0 && view.config.server.password !== undefined)
    return { messages: [message("PASS", [line.trim()]), ...arrival(view)] };
  const text = line.trimEnd();
  if (text.trim() === "") return { messages: [] };
  // "//x" says "/x".
  if (text.startsWith("//")) return said(text.slice(1), session, view);
  if (!text.startsWith("/")) return said(text, session, view);
  const [word = "", ...rest] = text.slice(1).split(" ");
  const command = plainCommands[word.toLowerCase()];
  if (!command) return back(`! There is no command /${cut(word, 40)}; /help lists them`);
  return asked(command.ask(rest.join(" ").trim(), session, view), session, view);
}

function said(text: string, session: Session, view: View): Read {
  return asked({ say: text, to: session.room }, session, view);
}

function asked(wanted: Asked, session: Session, view: View): Read {
  if ("told" in wanted) return back(wanted.told);
  if ("messages" in wanted) return { messages: wanted.messages };
  const { say, to, action } = wanted;
  if (to === "") return asked(nowhere, session, view);
  const [before, after] = action === true ? ["\x01ACTION ", "\x01"] : ["", ""];
  const user = view.state.users.get(session.user);
  const from = user ? `${user.nick}!${user.username}@${user.host}` : "";
  const around = byteLength(`:${from} PRIVMSG ${to} :${before}${after}\r\n`);
  const { lineBytesMax } = view.state.rules.limits;
  // A name may be so long that there is no room beside it: it is nobody's, and so refused.
  const pieces = inPieces(say, Math.max(lineBytesMax - around, lineBytesMax / 4));
  return { messages: pieces.map((piece) => message("PRIVMSG", [to, before + piece + after])) };
}

/** What does not fit one line is said in several, cut between words where there are any. */
function inPieces(text: string, bytesMax: number): string[] {
  const pieces: string[] = [];
  for (let rest = text; rest !== "";) {
    let piece = cut(rest, bytesMax);
    const space = piece.lastIndexOf(" ");
    if (piece.length < rest.length && space > piece.length / 2) piece = piece.slice(0, space);
    pieces.push(piece);
    rest = rest.slice(piece.length).trimStart();
  }
  return pieces;
}
