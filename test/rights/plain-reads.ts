/** Plain reads: the words of the plain dialect in all their forms, as in reads.ts. */
import type { Read } from "./reads.ts";

/** The plain dialect's words, in the same forms; each is asked for as an IRC command above. */
export const plainReads: { readonly [word: string]: Read } = {
  devices: { once: ["/devices", "/devices del 1"] },
  export: { own: true, once: ["/export", "/export 1"] },
  help: { once: ["/help"] },
  history: { once: ["/history", "/history 1000"] },
  invite: { once: ["/invite nobody"], person: (nick) => [`/invite ${nick}`] },
  join: { joins: true, room: (room) => [`/join ${room}`, `/join ${room} wrong`] },
  kick: { person: (nick) => [`/kick ${nick}`] },
  mode: { once: ["/mode", "/mode b", "/mode e"], room: (room) => [`/mode +f ${room}`] },
  msg: { room: (room) => [`/msg ${room} hello`, `/msg @${room} hello`] },
  part: { room: (room) => [`/part ${room}`] },
  rename: { room: (room) => [`/rename ${room}`] },
  rooms: { once: ["/rooms"] },
  search: { once: ["/search harvest", "/search x0"], room: (room) => [`/search ${room}`] },
  topic: { once: ["/topic"] },
  unsay: { room: (room) => [`/unsay ${room}`] },
  watch: { person: (nick) => [`/watch ${nick}`, `/unwatch ${nick}`] },
  who: { once: ["/who"], room: (room) => [`/who ${room}`] },
  whois: { person: (nick) => [`/whois ${nick}`] },
};

export const plainReadsNothing: { readonly [word: string]: string } = {
  away: "is about oneself",
  ban: "MODE, of the room one is in",
  forget: "HISTORY DELETE, of one's own",
  login: "logs in",
  logout: "logs out",
  me: "says something",
  mute: "MODE, of the room one is in",
  nick: "is about oneself",
  op: "MODE, of the room one is in",
  quit: "goes",
  register: "makes an account",
  unwatch: "is asked beside /watch",
  voice: "MODE, of the room one is in",
};
