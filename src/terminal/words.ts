/**
 * Words: news → what a person reads, one block each. Says how things look in line mode; knows no
 * terminal, no socket and no state but the little it is handed.
 */
import type { News } from "../client/news.ts";
import type { Said } from "../client/timeline.ts";
import { happened, roomWords } from "./happened.ts";
import type { View } from "./happened.ts";
import { beside } from "./paint.ts";
import type { Paint, Painted } from "./paint.ts";
import type { Block } from "./screen.ts";

/** Nothing when there is nothing to show. */
export function inWords(news: News, view: View, paint: Paint): Block[] {
  const block = (...parts: Painted[]): Block[] => [
    { head: paint("dim", `${clock(news.at, view.now)} `), text: beside(...parts) },
  ];
  switch (news.type) {
    case "said":
      return block(...saidWords(news, view, paint));
    case "waits": {
      const mark = paint("dim", "  (not sent yet)");
      return block(paint("dim", `<You> ${news.text}`), mark);
    }
    case "doubtful":
      return block(
        paint("error", "! Perhaps not said: "),
        paint("plain", news.text),
        paint("dim", "  (/resend says it again, /forget drops it)"),
      );
    case "rooms":
      if (news.rooms.length === 0) return block(paint("dim", "* There are no rooms."));
      return news.rooms.flatMap((room) => block(paint("dim", `* ${roomWords(room)}`)));
    case "told":
      return block(paint("notice", news.text));
    case "refused":
      return block(
        paint("error", `! ${news.text}${news.line === null ? "" : " — not said: "}`),
        paint("plain", news.line ?? ""),
      );
    case "unconfirmed":
      return block(paint("error", "! The server has not confirmed: "), paint("plain", news.text));
    case "searched":
      if (news.found.length === 0) break;
      return news.found.toReversed().flatMap((said) => inWords(said, view, paint));
    default:
  }
  const words = happened(news, view);
  return words === null ? [] : block(paint("dim", `* ${words}`));
}

function saidWords(said: Said, view: View, paint: Paint): Painted[] {
  const room = said.private || said.room === view.here ? "" : `${said.room} `;
  const late = said.typedAt === null ? "" : `  (typed ${clock(said.typedAt, view.now)})`;
  const ends = paint("dim", late);
  const name = said.own ? paint("own", "You") : paint("nick", said.nick);
  const text = lines(said.text, paint);
  const to = paint("plain", " to ");
  const you = paint("plain", "you");
  const whose = !said.private
    ? name
    : said.own
      ? beside(name, to, paint("nick", said.room))
      : beside(name, to, you);
  const where = paint("dim", room);
  const plain = (sign: string): Painted => paint("plain", sign);
  if (said.manner === "action") {
    const doer = said.own ? paint("own", said.nick) : name;
    return [where, plain(said.private ? "* (in private) " : "* "), doer, plain(" "), text, ends];
  }
  if (said.manner === "notice") return [where, plain("-"), whose, plain("- "), text, ends];
  return [where, plain("<"), whose, plain("> "), text, ends];
}

/** What was said in several lines stands in several. */
const lines = (text: string, paint: Paint): Painted =>
  text
    .split("\n")
    .map((line) => paint("plain", line))
    .join("\n") as Painted;

/** HH:MM in local time; with its date when it is not today. */
export function clock(at: number, now: number): string {
  const then = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  const time = `${two(then.getHours())}:${two(then.getMinutes())}`;
  if (then.toDateString() === new Date(now).toDateString()) return time;
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())} ${time}`;
}
