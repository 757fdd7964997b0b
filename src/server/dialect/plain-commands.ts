/** Plain commands: what "/word" asks for, as IRC messages. A table of the plain dialect. */
import { message } from "../../protocol/message.ts";
import type { View } from "../dialect.ts";
import { mayBeNick } from "../naming.ts";
import type { Session } from "../session.ts";
import { seesMember } from "../sight.ts";
import {
  type Channel,
  channelNamed,
  isMember,
  seesChannel,
  type State,
  type User,
} from "../state.ts";
import {
  type Asked,
  headAndTail,
  here,
  nowhere,
  type PlainCommand,
  roomName,
  send,
  wordsOf,
  wrong,
} from "./plain-asking.ts";
import { ban, mute, op, voice } from "./plain-ruling.ts";

export const plainCommands: { readonly [word: string]: PlainCommand | undefined } = {
  __proto__: null as never,
  away: {
    usage: "/away [TEXT]",
    does: "say that you are away; alone: that you are back",
    ask: (text) => (text === "" ? send("AWAY") : send("AWAY", text)),
  },
  ban,
  devices: {
    usage: "/devices [del ID]",
    does: "where you stay logged in; log one out, or * others",
    ask: (text) => send("NS", "DEVICE", ...(text === "" ? ["LIST"] : wordsOf(text))),
  },
  export: {
    usage: "/export [MSGID]",
    does: "all that you have said; from that on",
    ask: (text) => (text === "" ? send("HISTORY", "EXPORT") : send("HISTORY", "EXPORT", text)),
  },
  forget: {
    usage: "/forget ACCOUNT",
    does: "delete all that you have said; name your account",
    ask: (text) => send("HISTORY", "DELETE", headAndTail(text)[0]),
  },
  help: {
    usage: "/help [COMMAND]",
    does: "this, or what one command does",
    ask: (text) => ({ told: plainHelp(headAndTail(text)[0]) }),
  },
  history: {
    usage: "/history [LINES]",
    does: "what was said in this room",
    ask: here((room, text) => send("HISTORY", room, headAndTail(text)[0])),
  },
  invite: {
    usage: "/invite NICK",
    does: "ask a person into this room",
    ask: here((room, text) =>
      text === "" ? wrong("Whom? /invite NICK") : send("INVITE", headAndTail(text)[0], room),
    ),
  },
  join: {
    usage: "/join ROOM [PASSWORD]",
    does: "enter a room, or speak in another that you are in",
    ask: join,
  },
  kick: {
    usage: "/kick NICK [REASON]",
    does: "put a person out of this room, as its operator",
    ask: here((room, text) =>
      text === "" ? wrong("Whom? /kick NICK") : send("KICK", room, ...headAndTail(text)),
    ),
  },
  login: {
    usage: "/login NAME PASSWORD",
    does: "log in to your account",
    ask: (text) =>
      text === "" ? wrong("/login NAME PASSWORD") : send("NS", "IDENTIFY", ...wordsOf(text)),
  },
  logout: { usage: "/logout", does: "log out again", ask: () => send("NS", "LOGOUT") },
  me: {
    usage: "/me TEXT",
    does: "do something: * you TEXT",
    ask: here((room, text) =>
      text === "" ? wrong("What do you do? /me TEXT") : { say: text, to: room, action: true },
    ),
  },
  mode: {
    usage: "/mode [MODES]",
    does: "see or change how this room is ruled, e.g. /mode +i",
    ask: here((room, text) => send("MODE", room, ...text.split(" ").filter((word) => word !== ""))),
  },
  msg: {
    usage: "/msg NICK TEXT",
    does: "say something to one person",
    ask(text) {
      const [nick, said] = headAndTail(text);
      return said === "" ? wrong("To whom, and what? /msg NICK TEXT") : { say: said, to: nick };
    },
  },
  mute,
  nick: {
    usage: "/nick NAME",
    does: "choose the name you go by",
    ask(text) {
      if (text.includes(" ")) return wrong("A nick is one word: /nick NAME");
      return text === "" ? send("NICK") : send("NICK", text);
    },
  },
  op,
  part: {
    usage: "/part [ROOM]",
    does: "leave a room, this one if none is named",
    ask(text, session) {
      const [room, reason] = headAndTail(text === "" ? session.room : text);
      return room === "" ? nowhere : send("PART", roomName(room), reason);
    },
  },
  quit: { usage: "/quit [TEXT]", does: "leave the server", ask: (text) => send("QUIT", text) },
  register: {
    usage: "/register PASSWORD",
    does: "make an account that keeps your nick for you",
    ask: (text) =>
      text === "" ? wrong("/register PASSWORD") : send("NS", "REGISTER", ...wordsOf(text)),
  },
  rename: {
    usage: "/rename ROOM [REASON]",
    does: "give this room another name, as its operator",
    ask: here((room, text) => {
      if (text === "") return wrong("What shall it be called? /rename ROOM");
      const [name, reason] = headAndTail(text);
      return send("RENAME", room, roomName(name), reason);
    }),
  },
  rooms: { usage: "/rooms", does: "the rooms there are", ask: rooms },
  search: {
    usage: "/search WORDS",
    does: "find what was said, in all your rooms and to you",
    ask: (text) =>
      text === "" ? wrong("Which words? /search WORDS") : send("HISTORY", "SEARCH", text),
  },
  topic: {
    usage: "/topic [TEXT]",
    does: "what this room is about, or set it",
    ask: here((room, text) => (text === "" ? send("TOPIC", room) : send("TOPIC", room, text))),
  },
  unwatch: {
    usage: "/unwatch NICK",
    does: "watch for a person no more",
    ask: (text) => (text === "" ? wrong("For whom? /unwatch NICK") : watch("-", text)),
  },
  watch: {
    usage: "/watch [NICK]",
    does: "be told when a person comes or goes; alone: of whom",
    ask: (text, _session, view) => {
      if (text === "") return watch();
      return mayBeNick(view.state, text) ? watch("+", text) : wrong("That cannot be a nick");
    },
  },
  unsay: {
    usage: "/unsay [NICK]",
    does: "take back your last line, here or to a person",
    ask: (text, { room }) =>
      text === "" && room === "" ? nowhere : send("UNSAY", headAndTail(text)[0] || room),
  },
  voice,
  who: { usage: "/who [ROOM]", does: "who is here", ask: who },
  whois: {
    usage: "/whois NICK",
    does: "who a person is",
    ask: (text) => (text === "" ? wrong("Who? /whois NICK") : send("WHOIS", headAndTail(text)[0])),
  },
};

/** Unless somebody is added, all whom one watches for are told. */
const watch = (modifier?: string, nick = ""): Asked => ({
  messages: [
    ...(modifier === undefined ? [] : [message("MONITOR", [modifier, nick])]),
    ...(modifier === "+" ? [] : [message("MONITOR", ["S"]), message("MONITOR", ["L"])]),
  ],
});

function join(text: string, session: Session, view: View): Asked {
  const [word, password] = headAndTail(text);
  if (word === "" || word.includes(",")) return wrong("Which room? /join ROOM");
  const name = roomName(word);
  const channel = channelNamed(view.state, name);
  const user = view.state.users.get(session.user);
  if (channel && user && isMember(channel, user)) {
    session.room = channel.name;
    return { told: `* You speak in ${channel.name} now.` };
  }
  return password === "" ? send("JOIN", name) : send("JOIN", name, password);
}

function rooms(_text: string, session: Session, { state }: View): Asked {
  const user = state.users.get(session.user);
  for (const channel of state.channels.values())
    if (user && seesChannel(user, channel)) return send("LIST");
  return { told: "* There are no rooms; /join ROOM makes one." };
}

function who(text: string, session: Session, { state }: View): Asked {
  const name = text === "" ? session.room : roomName(headAndTail(text)[0]);
  if (name === "") return nowhere;
  const channel = channelNamed(state, name);
  const user = state.users.get(session.user);
  if (!channel || !user || !seesChannel(user, channel)) return wrong(`There is no room ${name}`);
  // Where NAMES would answer with an empty list it is said in words.
  if (channel.members.size === 0) return { told: `* Nobody is in ${channel.name}.` };
  if (!isMember(channel, user) && allHidden(state, channel, user))
    return { told: `* Who is in ${channel.name} is seen by those in it.` };
  return send("NAMES", channel.name);
}

function allHidden({ users }: State, channel: Channel, viewer: User): boolean {
  for (const id of channel.members.keys()) {
    const user = users.get(id);
    if (user && !user.modes.includes("i") && seesMember(viewer, channel, user)) return false;
  }
  return true;
}

function plainHelp(word: string): string {
  const row = (command: PlainCommand | undefined): string[] =>
    command ? [`*   ${command.usage.padEnd(22)} ${command.does}`] : [];
  const [one] = row(plainCommands[word.replace(/^\//, "").toLowerCase()]);
  if (one !== undefined) return one;
  const rows = Object.values(plainCommands).flatMap(row);
  return [
    "* Type a line and press Enter: everybody in the room reads it. Besides:",
    ...rows,
    `*   ${"//TEXT".padEnd(22)} say a line that begins with "/"`,
  ].join("\n");
}
