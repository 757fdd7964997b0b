/**
 * Presence: who of those that are listed is there, away, logged in. Asked once on coming (WHOX,
 * MONITOR), then told by the server by itself (away-notify, account-notify, extended-monitor).
 */
import { prefixesOf } from "./modes.ts";
import type { Conversation } from "./state.ts";
import { find, has } from "./state.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";

/** Marks the answers to our own question (WHOX). */
const token = "642";
/** In larger rooms it is not asked: the answer is as long as the list. */
const membersMax = 500;

/** On entering a room: who of its members is away, and logged in? */
export function askMembers(turn: Turn, room: Conversation): void {
  const { state, options } = turn;
  if (options.attentive !== true || !state.isupport.has("WHOX")) return;
  if (!has(state, "away-notify") || room.membership === null) return;
  if (room.membership.members.size > membersMax) return;
  state.quietWho.add(state.fold(room.name));
  turn.send("WHO", [room.name, `%tcnfa,${token}`]);
}

/** 354: nick token channel nick flags account, as asked. */
function whoxReply(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const [, mark = "", room = "", nick = "", flags = "", account = "0"] = heard.params;
  const member = find(state, room)?.membership?.members.get(state.fold(nick));
  if (mark !== token || member === undefined) return;
  member.away = flags.startsWith("G");
  member.account = account === "0" ? null : account;
  const signs = prefixesOf(state, flags.replace(/^[HG][*]?/, ""));
  if (signs.length > member.prefixes.length) member.prefixes = signs;
}

/** Asks to be told who of the people one talks with comes and goes. */
export function watchPeople(turn: Turn, only?: Conversation): void {
  const { state, options } = turn;
  if (options.attentive !== true || !state.isupport.has("MONITOR")) return;
  const all = only === undefined ? [...state.conversations.values()] : [only];
  const nicks = all.filter(({ kind }) => kind === "person").map(({ name }) => name);
  if (nicks.length > 0) turn.send("MONITOR", ["+", nicks.join(",")]);
}

const seen =
  (online: boolean) =>
  ({ state }: Turn, heard: Heard): void => {
    for (const mask of (heard.params[1] ?? "").split(",")) {
      const presence = find(state, mask.split("!")[0] ?? "")?.presence;
      if (!presence) continue;
      presence.online = online;
      if (!online) presence.away = false;
    }
  };

const ignore = (): void => undefined;

export const presenceHandlers: Handlers = {
  "354": whoxReply,
  "730": seen(true),
  "731": seen(false),
  "734": ignore,
};
