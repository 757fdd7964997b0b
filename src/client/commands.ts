/**
 * Commands: what one can type after "/", in one table: how it is used, how it is explained, what
 * it does. Help and completion are made of it.
 */
import { close, go, open } from "./actions.ts";
import { askHistory } from "./asking.ts";
import { doubts, here, inRoom, joinRoom, maskOf, modes, nowhere, partRoom } from "./deeds.ts";
import { deleteLast, editLast, reactToLast, replyToLast } from "./lately.ts";
import { loginTo } from "./login.ts";
import { say } from "./outgoing.ts";
import { search } from "./search.ts";
import { active, isChannel, roomName } from "./state.ts";
import { hint } from "./turn.ts";
import type { Turn } from "./turn.ts";

export interface Command {
  readonly usage: string;
  readonly help: string;
  /** It can be done without a connection. */
  readonly apart?: boolean;
  /** False when it made no sense: the usage is told. */
  readonly run: (turn: Turn, rest: string, words: readonly string[]) => boolean;
}

export const commands: Readonly<Record<string, Command>> = {
  away: {
    usage: "/away [TEXT]",
    help: "say that you are away; without a text, that you are back",
    run(turn, rest) {
      turn.state.away = rest === "" ? null : rest;
      turn.send("AWAY", rest === "" ? [] : [rest]);
      return true;
    },
  },
  ban: {
    usage: "/ban [NICK | MASK]",
    help: "keep somebody out of the room; without a name, who is kept out",
    run: (turn, _, [who]) => inRoom(turn, (room) => modes(turn, room, "+b", who && maskOf(who))),
  },
  close: {
    usage: "/close",
    help: "leave the conversation and take it off the list",
    apart: true,
    run: (turn) => close(turn, active(turn.state)) || nowhere(turn),
  },
  delete: {
    usage: "/delete [REASON]",
    help: "take back what you said last here",
    run: (turn, rest) => deleteLast(turn, rest),
  },
  deop: rank("deop", "-o", "take an operator's rank away"),
  devoice: rank("devoice", "-v", "take the voice away"),
  edit: {
    usage: "/edit TEXT",
    help: "say it otherwise: replaces what you said last here",
    run: (turn, rest) => rest !== "" && editLast(turn, rest),
  },
  forget: {
    usage: "/forget",
    help: "drop the lines that perhaps were not sent",
    apart: true,
    run: (turn) => doubts(turn, false),
  },
  help: {
    usage: "/help [COMMAND]",
    help: "this list",
    apart: true,
    run(turn, _, [name]) {
      const one = name?.replace(/^\//, "").toLowerCase();
      const told = Object.entries(commands).filter(([key]) => one === undefined || key === one);
      for (const [, { usage, help }] of told) hint(turn, `${usage}: ${help}`);
      if (one === undefined) hint(turn, "//TEXT: say /TEXT");
      return told.length > 0;
    },
  },
  history: {
    usage: "/history [LINES]",
    help: "what was said here before",
    run(turn, _, [lines = "50"]) {
      const room = active(turn.state);
      return room === null ? nowhere(turn) : askHistory(turn, room, Number(lines));
    },
  },
  invite: {
    usage: "/invite NICK [ROOM]",
    help: "ask somebody into a room",
    run(turn, _, [nick, room = active(turn.state)?.name]) {
      if (nick === undefined || room === undefined) return false;
      turn.send("INVITE", [nick, roomName(room)]);
      return true;
    },
  },
  join: { usage: "/join ROOM [PASSWORD]", help: "enter a room, or go to it", run: joinRoom },
  kick: {
    usage: "/kick NICK [REASON]",
    help: "put somebody out of the room",
    run: (turn, rest, [nick]) =>
      nick !== undefined &&
      inRoom(turn, (room) => {
        const reason = rest.slice(nick.length).trim();
        turn.send("KICK", [room.name, nick, ...(reason === "" ? [] : [reason])]);
      }),
  },
  login: {
    usage: "/login ACCOUNT",
    help: "log in; the password is asked for",
    run(turn, _, [account]) {
      if (account !== undefined) loginTo(turn, { account });
      return account !== undefined;
    },
  },
  me: {
    usage: "/me TEXT",
    help: "tell what you do",
    apart: true,
    run: (turn, rest) => rest !== "" && (here(turn, rest, "action"), true),
  },
  mode: {
    usage: "/mode [MODES …]",
    help: "read or change the room's modes",
    run: (turn, _, words) => inRoom(turn, (room) => turn.send("MODE", [room.name, ...words])),
  },
  msg: {
    usage: "/msg NICK TEXT",
    help: "say something to one person",
    apart: true,
    run(turn, rest, [target]) {
      const text = rest.slice((target ?? "").length).trim();
      if (target === undefined || text === "") return false;
      open(turn, target);
      say(turn, target, text, "text");
      return true;
    },
  },
  nick: {
    usage: "/nick NAME",
    help: "take another name",
    run(turn, _, [nick]) {
      if (nick === undefined) return false;
      turn.state.wantedNick = nick;
      turn.send("NICK", [nick]);
      return true;
    },
  },
  notice: {
    usage: "/notice NICK TEXT",
    help: "say something that needs no answer",
    run(turn, rest, [target]) {
      const text = rest.slice((target ?? "").length).trim();
      if (target === undefined || text === "") return false;
      say(turn, target, text, "notice");
      return true;
    },
  },
  op: rank("op", "+o", "make somebody an operator of the room"),
  part: { usage: "/part [ROOM] [REASON]", help: "leave a room", run: partRoom },
  query: {
    usage: "/query NICK",
    help: "open a conversation with one person",
    apart: true,
    run(turn, _, [nick]) {
      if (nick === undefined || isChannel(turn.state, nick)) return false;
      return go(turn.state, open(turn, nick));
    },
  },
  quit: {
    usage: "/quit [REASON]",
    help: "leave",
    apart: true,
    run(turn, rest) {
      if (turn.state.phase !== "apart") turn.send("QUIT", rest === "" ? [] : [rest]);
      turn.tell({ type: "leaving", at: turn.at });
      return true;
    },
  },
  raw: {
    usage: "/raw LINE",
    help: "send a line of IRC as it is",
    run(turn, rest) {
      if (/^LIST\b/i.test(rest)) turn.state.rooms = [];
      if (rest !== "") turn.sendLine(rest);
      return rest !== "";
    },
  },
  react: {
    usage: "/react EMOJI [NICK]",
    help: "react to what was said last, or said last by somebody; again takes it back",
    run: (turn, _, [value, nick]) => value !== undefined && reactToLast(turn, value, nick),
  },
  reply: {
    usage: "/reply NICK TEXT",
    help: "answer what somebody said last",
    run(turn, rest, [nick]) {
      const text = rest.slice((nick ?? "").length).trim();
      return nick !== undefined && text !== "" && replyToLast(turn, nick, text);
    },
  },
  resend: {
    usage: "/resend",
    help: "say again the lines that perhaps were not sent",
    apart: true,
    run: (turn) => doubts(turn, true),
  },
  rooms: {
    usage: "/rooms",
    help: "which rooms there are",
    run(turn) {
      turn.state.rooms = [];
      turn.send("LIST", []);
      return true;
    },
  },
  search: {
    usage: "/search [from:NICK] WORDS",
    help: "find what was said here",
    apart: true,
    run(turn, rest) {
      if (rest !== "") search(turn, rest, active(turn.state)?.name ?? null);
      return rest !== "";
    },
  },
  topic: {
    usage: "/topic [TEXT]",
    help: "read or change what the room is about",
    run: (turn, rest) =>
      inRoom(turn, (room) => turn.send("TOPIC", rest === "" ? [room.name] : [room.name, rest])),
  },
  unban: {
    usage: "/unban NICK | MASK",
    help: "let somebody in again",
    run: (turn, _, [who]) =>
      who !== undefined && inRoom(turn, (room) => modes(turn, room, "-b", maskOf(who))),
  },
  voice: rank("voice", "+v", "let somebody speak in a moderated room"),
  who: {
    usage: "/who [ROOM]",
    help: "who is here",
    run(turn, _, [room]) {
      const name = room === undefined ? active(turn.state)?.name : roomName(room);
      if (name !== undefined) turn.send("WHO", [name]);
      return name !== undefined || nowhere(turn);
    },
  },
  whois: {
    usage: "/whois NICK",
    help: "who somebody is",
    run(turn, _, [nick = active(turn.state)?.name ?? turn.state.nick]) {
      turn.send("WHOIS", [nick]);
      return true;
    },
  },
};

function rank(name: string, mode: string, help: string): Command {
  return {
    usage: `/${name} NICK …`,
    help,
    run: (turn, _, nicks) =>
      nicks.length > 0 &&
      inRoom(turn, (room) => {
        for (const nick of nicks) modes(turn, room, mode, nick);
      }),
  };
}
