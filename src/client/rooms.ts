/**
 * Rooms: who is where. Handlers of joining, leaving, names, topics and modes.
 * Changes the state, then tells the news. What was said is talk.ts.
 */
import { askLatest } from "./history.ts";
import { takeBans } from "./bans.ts";
import { changesOf, prefixesOf, takeModes, withRank } from "./modes.ts";
import { doubt, giveUp, pump } from "./outgoing.ts";
import { askMembers } from "./presence.ts";
import { cameInto } from "./profiles.ts";
import { readBefore } from "./reading.ts";
import { nickRefused, regain } from "./registration.ts";
import type { Conversation, Member, Membership } from "./state.ts";
import { conversation, find, isChannel, memberships, roomsOf, same } from "./state.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";

/** The PING after a JOIN: its PONG says that all that belongs to the joining has come. */
const settlePrefix = "banter-settle-";

function join(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const [name = "", account] = heard.params;
  const room = conversation(state, name);
  const membership = room.membership;
  if (membership === null) return;
  if (heard.own) entered(turn, room, membership, heard.time);
  else if (memberships(state, heard.nick).length === 0) cameInto(turn, heard.nick);
  membership.members.set(state.fold(heard.nick), {
    nick: heard.nick,
    prefixes: "",
    account: account === undefined || account === "*" ? null : account,
    away: false,
  });
  const again = heard.own && membership.before;
  if (heard.own) {
    // Before anything of this visit is put behind what is known of the last.
    askFor(turn, room);
    // What is said within this very millisecond is new.
    readBefore(room, heard.time - 1);
    membership.before = true;
  }
  const { nick, own, time: at } = heard;
  turn.tell({ type: "joined", at, room: room.name, nick, own, again }, heard.msgid);
}

function entered({ state }: Turn, room: Conversation, membership: Membership, at: number): void {
  membership.joined = true;
  membership.wanted = true;
  membership.settled = false;
  membership.joinedAt = at;
  membership.members.clear();
  membership.topic = "";
  membership.bans = null;
  room.replayed = false;
  state.active ??= state.fold(room.name);
}

/** What was said here, and after it a PING. */
function askFor(turn: Turn, room: Conversation): void {
  askLatest(turn, room);
  turn.send("PING", [settlePrefix + room.name]);
}

/** What was told on joining has come: what waited for the room can be said. */
export function settled(turn: Turn, token: string): void {
  if (!token.startsWith(settlePrefix)) return;
  const room = find(turn.state, token.slice(settlePrefix.length));
  if (!room?.membership) return;
  room.membership.settled = true;
  doubt(turn, room);
  askMembers(turn, room);
  pump(turn);
}

function part(turn: Turn, heard: Heard): void {
  const [name = "", reason = ""] = heard.params;
  const room = find(turn.state, name);
  if (room === null) return;
  leave(turn, room, heard.nick, heard.own, false);
  const { nick, own, time: at } = heard;
  turn.tell({ type: "parted", at, room: room.name, nick, own, reason }, heard.msgid);
}

function kick(turn: Turn, heard: Heard): void {
  const [name = "", nick = "", reason = ""] = heard.params;
  const room = find(turn.state, name);
  if (room === null) return;
  const own = same(turn.state, nick, turn.state.nick);
  leave(turn, room, nick, own, false);
  const { time: at, nick: by } = heard;
  turn.tell({ type: "kicked", at, room: room.name, nick, own, by, reason }, heard.msgid);
}

function leave(turn: Turn, room: Conversation, nick: string, own: boolean, wanted: boolean): void {
  const { state } = turn;
  const membership = room.membership;
  if (membership === null) return;
  membership.members.delete(state.fold(nick));
  room.typing.delete(state.fold(nick));
  if (!own) return;
  membership.joined = false;
  membership.wanted = wanted;
  membership.settled = false;
  membership.members.clear();
  if (state.active !== state.fold(room.name)) return;
  const other = [...state.conversations.values()].find((each) => each.membership?.joined);
  state.active = other === undefined ? null : state.fold(other.name);
}

function quit(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const rooms = roomsOf(state, heard.nick);
  const folded = state.fold(heard.nick);
  for (const room of state.conversations.values()) {
    room.membership?.members.delete(folded);
    room.typing.delete(folded);
  }
  const { nick, own, time: at } = heard;
  turn.tell({ type: "quit", at, nick, own, reason: quitReason(heard), rooms }, heard.msgid);
  if (!own) regain(turn, nick);
}

/** Servers set "Quit: " before what somebody gave as the reason, even if it was nothing. */
export const quitReason = ({ params: [reason = ""] }: Heard): string =>
  reason.replace(/^Quit: ?/, "");

function topic(turn: Turn, heard: Heard): void {
  const [name = "", text = ""] = heard.params;
  const room = conversation(turn.state, name);
  if (room.membership !== null) room.membership.topic = text;
  const { nick, time: at } = heard;
  turn.tell({ type: "topic", at, room: room.name, text, nick }, heard.msgid);
}

/** 332: the topic as it is. 331: there is none. */
function topicIs(turn: Turn, heard: Heard): void {
  const [, name = "", told = ""] = heard.params;
  const text = heard.message.command === "331" ? "" : told;
  const room = conversation(turn.state, name);
  if (room.membership !== null) room.membership.topic = text;
  turn.tell({ type: "topic", at: heard.time, room: room.name, text, nick: null });
}

function names(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const membership = find(state, heard.params[2] ?? "")?.membership;
  if (!membership) return;
  const naming = membership.naming ?? new Map<string, Member>();
  for (const word of (heard.params[3] ?? "").split(" ")) {
    const prefixes = prefixesOf(state, word);
    const nick = word.slice(prefixes.length).split("!")[0] ?? "";
    if (nick === "") continue;
    const known = membership.members.get(state.fold(nick));
    const { account, away } = known ?? { account: null, away: false };
    naming.set(state.fold(nick), { nick, prefixes, account, away });
  }
  membership.naming = naming;
}

function namesEnd(turn: Turn, heard: Heard): void {
  const room = find(turn.state, heard.params[1] ?? "");
  const membership = room?.membership;
  if (!room || !membership?.naming) return;
  const people = [...membership.naming.values()];
  if (membership.joined) membership.members = membership.naming;
  membership.naming = null;
  turn.tell({ type: "people", at: heard.time, room: room.name, people, unasked: true });
}

function mode(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const [name = "", ...change] = heard.params;
  const text = change.join(" ");
  const room = find(state, name);
  if (room?.membership) {
    const changes = changesOf(state, change);
    takeModes(room.membership, changes);
    takeBans(state, room.membership, changes, heard);
    for (const each of changes) {
      const member = room.membership.members.get(state.fold(each.param));
      if (member !== undefined && each.kind === "prefix")
        member.prefixes = withRank(state, member.prefixes, each);
    }
    // What a server sets (the first who comes is operator) is no news of anybody.
    if (!heard.message.source.includes("!")) return;
    const { nick, time: at } = heard;
    turn.tell({ type: "mode", at, room: room.name, nick, text }, heard.msgid);
  }
}

/** 324: the modes as they are. */
function modesAre({ state }: Turn, heard: Heard): void {
  const membership = find(state, heard.params[1] ?? "")?.membership;
  if (!membership) return;
  membership.modes.clear();
  takeModes(membership, changesOf(state, heard.params.slice(2)));
}

function away(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const text = heard.params[0] ?? null;
  for (const member of memberships(state, heard.nick)) member.away = text !== null;
  const presence = find(state, heard.nick)?.presence;
  if (presence) presence.away = text !== null;
  if (!heard.own) turn.tell({ type: "away", at: heard.time, nick: heard.nick, own: false, text });
}

function account(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const [name = "*"] = heard.params;
  const known = name === "*" ? null : name;
  for (const member of memberships(state, heard.nick)) member.account = known;
  const presence = find(state, heard.nick)?.presence;
  if (presence) presence.account = known;
  if (heard.own) state.account = known;
}

function changedHost(turn: Turn, heard: Heard): void {
  if (!heard.own) return;
  turn.state.username = heard.params[0] ?? turn.state.username;
  turn.state.host = heard.params[1] ?? turn.state.host;
}

function invited(turn: Turn, heard: Heard): void {
  const [nick = "", room = ""] = heard.params;
  turn.tell({ type: "invited", at: heard.time, by: heard.nick, nick, room });
}

/** A room could not be entered. What was typed for it is told, so that it is not lost. */
function roomRefused(turn: Turn, heard: Heard): void {
  const [, name = ""] = heard.params;
  const { command: code } = heard.message;
  if (!isChannel(turn.state, name)) {
    if (code === "437") nickRefused(turn, heard);
    else other(turn, heard);
    return;
  }
  const membership = find(turn.state, name)?.membership;
  const entering = membership?.wanted === true && !membership.joined;
  if (entering) membership.wanted = false;
  const lines = entering ? giveUp(turn, name) : [];
  const line = lines.length === 0 ? null : lines.map((each) => each.text).join(" / ");
  const text = `${name}: ${heard.params.at(-1) ?? "refused"}`;
  const what = entering ? "room" : "other";
  turn.tell({ type: "refused", at: heard.time, what, code, text, line, room: name });
}

function other(turn: Turn, heard: Heard): void {
  const text = heard.params.slice(1).join(": ");
  turn.tell({ type: "refused", at: heard.time, what: "other", text, line: null, room: null });
}

export const roomHandlers: Handlers = {
  ACCOUNT: account,
  AWAY: away,
  CHGHOST: changedHost,
  INVITE: invited,
  JOIN: join,
  KICK: kick,
  MODE: mode,
  PART: part,
  QUIT: quit,
  TOPIC: topic,
  "324": modesAre,
  "331": topicIs,
  "332": topicIs,
  "353": names,
  "366": namesEnd,
  "403": roomRefused,
  "405": roomRefused,
  "407": roomRefused,
  "437": roomRefused,
  "471": roomRefused,
  "473": roomRefused,
  "474": roomRefused,
  "475": roomRefused,
  "476": roomRefused,
  "477": roomRefused,
  "479": roomRefused,
};
