/**
 * Answers: what the server tells because it was asked, and all that has no handler of its own.
 * Handlers only.
 */
import type { Handlers, Heard, Turn } from "./turn.ts";
import { prefixesOf } from "./modes.ts";
import { ponged, refused } from "./outgoing.ts";
import { settled } from "./rooms.ts";
import { find } from "./state.ts";
import { labelOf } from "./talk.ts";

/** The PING after asking for history: its PONG says that all of it has come. */
export const historyToken = "banter-history";

/** 352: channel user host server nick flags :hops realname. */
function whoReply(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const [, room = "", , , , nick = "", flags = ""] = heard.params;
  if (nick === "") return;
  const signs = flags.replace(/^[HG]\*?/, "");
  const person = { nick, prefixes: prefixesOf(state, signs), away: flags.startsWith("G") };
  const member = find(state, room)?.membership?.members.get(state.fold(nick));
  if (member !== undefined) member.away = person.away;
  state.listing ??= { room, people: [] };
  state.listing.people.push(person);
}

function whoEnd(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const room = heard.params[1] ?? "";
  if (state.quietWho.delete(state.fold(room))) return;
  const people = state.listing?.people ?? [];
  state.listing = null;
  turn.tell({ type: "people", at: heard.time, room, people, unasked: false });
}

function listed(turn: Turn, heard: Heard): void {
  const [, room = "", people = "0", topic = ""] = heard.params;
  turn.state.rooms?.push({ room, people: Number(people) || 0, topic });
}

function listEnd(turn: Turn, heard: Heard): void {
  // Unasked, it would lie over what is being typed.
  if (turn.state.rooms === null) return;
  const rooms = turn.state.rooms.toSorted((one, other) => other.people - one.people);
  turn.state.rooms = null;
  turn.state.listed = rooms;
  turn.tell({ type: "rooms", at: heard.time, rooms });
}

/** 305 and 306: we are seen as back, as away. */
function ownAway(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const text = heard.message.command === "306" ? (state.away ?? "") : null;
  turn.tell({ type: "away", at: heard.time, nick: state.nick, own: true, text });
}

function theyAreAway(turn: Turn, heard: Heard): void {
  const [, nick = "", text = ""] = heard.params;
  const presence = find(turn.state, nick)?.presence;
  // At each message to them; once is enough.
  if (presence?.away === true) return;
  if (presence) presence.away = true;
  turn.tell({ type: "away", at: heard.time, nick, own: false, text });
}

function motd(turn: Turn, heard: Heard): void {
  // Told once is enough: not again at each return.
  const text = (heard.params.at(-1) ?? "").replace(/^- ?/, "");
  if (!turn.state.before) turn.tell({ type: "told", at: heard.time, text, here: false });
}

function tell(turn: Turn, heard: Heard, text: string): void {
  turn.tell({ type: "told", at: heard.time, text, here: turn.state.phase === "ready" });
}

function error(turn: Turn, heard: Heard): void {
  const text = heard.params.at(-1) ?? "";
  turn.tell({ type: "refused", at: heard.time, what: "server", text, line: null, room: null });
}

/** WARN and NOTE: command, code, context …, words. */
function standardReply(turn: Turn, heard: Heard): void {
  tell(turn, heard, heard.params.at(-1) ?? "");
}

const ignore = (): void => undefined;

/** A numeric that no handler knows: an error is a refusal, anything else is told. */
export function numeric(turn: Turn, heard: Heard): void {
  const { command: code } = heard.message;
  if (!/^\d{3}$/.test(code)) return;
  if (code < "400") return tell(turn, heard, heard.params.slice(1).join(" "));
  // A server without CAP answers it so; registration goes on.
  if (code === "421" && heard.params[1] === "CAP") return;
  if (code === "421" && heard.params[1] === "HISTORY" && turn.state.asked !== null) {
    turn.state.asked = null;
    const text = "This server cannot be asked for what was said before.";
    turn.tell({ type: "hint", at: turn.at, text });
    return;
  }
  const label = labelOf(heard);
  const line = label === "" ? null : refused(turn, label, "");
  const words = heard.params.slice(1).join(": ");
  const what = line === null ? "other" : "line";
  const [text, room] = [line?.text ?? null, line?.target ?? null];
  turn.tell({ type: "refused", at: heard.time, what, code, text: words, line: text, room });
}

/** 367: channel mask by seconds. Somebody who has typed /ban is told. */
function banned(turn: Turn, heard: Heard): void {
  const [, room = "", mask = "", by = "", seconds = "0"] = heard.params;
  const listing = find(turn.state, room)?.membership?.listing;
  // Whoever set it may be told with address and all.
  if (listing) listing.push({ mask, by: by.split("!")[0] ?? by, at: Number(seconds) * 1000 });
  else numeric(turn, heard);
}

function bannedEnd(turn: Turn, heard: Heard): void {
  const membership = find(turn.state, heard.params[1] ?? "")?.membership;
  if (!membership?.listing) return numeric(turn, heard);
  membership.bans = membership.listing;
  membership.listing = null;
}

/** 482: nor will that be told which was asked for. */
function notOperator(turn: Turn, heard: Heard): void {
  const membership = find(turn.state, heard.params[1] ?? "")?.membership;
  if (membership) membership.listing = null;
  numeric(turn, heard);
}

/** Told to whoever comes, unasked. */
function ownModes(turn: Turn, heard: Heard): void {
  if (turn.state.phase === "ready") numeric(turn, heard);
}

function pong(turn: Turn, heard: Heard): void {
  const token = heard.params.at(-1) ?? "";
  ponged(turn, token);
  settled(turn, token);
  const { asked } = turn.state;
  if (token !== historyToken || asked === null) return;
  turn.state.asked = null;
  const room = find(turn.state, asked.room)?.name ?? asked.room;
  turn.tell({ type: "history", at: turn.at, room, count: asked.fresh });
}

export const answerHandlers: Handlers = {
  ERROR: error,
  NOTE: standardReply,
  PONG: pong,
  SETNAME: ignore,
  WALLOPS: standardReply,
  WARN: standardReply,
  "002": ignore,
  "003": ignore,
  "004": ignore,
  "042": ignore,
  "221": ownModes,
  "251": ignore,
  "252": ignore,
  "253": ignore,
  "254": ignore,
  "255": ignore,
  "265": ignore,
  "266": ignore,
  "250": ignore,
  "301": theyAreAway,
  "305": ownAway,
  "306": ownAway,
  "315": whoEnd,
  "321": ignore,
  "322": listed,
  "323": listEnd,
  "329": ignore,
  "333": ignore,
  "352": whoReply,
  "367": banned,
  "368": bannedEnd,
  "372": motd,
  "375": ignore,
  "396": ignore,
  "451": ignore,
  "482": notOperator,
  "906": ignore,
  "907": ignore,
};
