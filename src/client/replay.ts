/**
 * Replay: comings, goings and the like, told from what the server has kept (event-playback). They
 * go into the page that tells them, and change nothing of who is here now. Handlers only.
 */
import { pageOf } from "./pages.ts";
import type { News } from "./news.ts";
import { quitReason } from "./rooms.ts";
import { same } from "./state.ts";
import type { Heard, Turn } from "./turn.ts";

export function replay(turn: Turn, heard: Heard): void {
  const page = pageOf(heard.batch);
  if (page?.kind !== "history") return;
  const news = newsOf(turn, heard, page.params[0] ?? "");
  if (news !== null)
    page.items.push({ type: "happened", at: heard.time, msgid: heard.msgid, news });
}

function newsOf({ state }: Turn, heard: Heard, room: string): News | null {
  const { nick, own, time: at, params } = heard;
  const [first = "", second = "", third = ""] = params;
  switch (heard.message.command) {
    case "JOIN":
      return { type: "joined", at, room, nick, own, again: false };
    case "PART":
      return { type: "parted", at, room, nick, own, reason: second };
    case "QUIT":
      return { type: "quit", at, nick, own, reason: quitReason(heard), rooms: [room] };
    case "NICK":
      return { type: "renamed", at, nick, to: first, own, rooms: [room] };
    case "KICK": {
      const gone = same(state, second, state.nick);
      return { type: "kicked", at, room, nick: second, own: gone, by: nick, reason: third };
    }
    case "TOPIC":
      return { type: "topic", at, room, text: second, nick };
    case "MODE":
      if (!heard.message.source.includes("!")) return null;
      return { type: "mode", at, room, nick, text: params.slice(1).join(" ") };
    case "RENAME":
      return { type: "moved", at, room: second, from: first, nick, reason: third };
    default:
      return null;
  }
}
