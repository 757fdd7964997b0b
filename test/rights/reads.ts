/**
 * Reads: all that a person can ask for, in all its forms, by command. A command that is in neither
 * table makes the test fail; so does a word of its help that none of its forms has.
 */

/** Forms in which a command is given. Names are in capitals: see secrets.ts. */
export interface Read {
  readonly once?: readonly string[];
  /** Of a room by its name. */
  readonly room?: (room: string) => readonly string[];
  /** Of a person by the nick. */
  readonly person?: (nick: string) => readonly string[];
  /** What names an account, and nobody by the nick. */
  readonly account?: (account: string) => readonly string[];
  /** Of a message somewhere. */
  readonly message?: (target: string, msgid: string) => readonly string[];
  readonly own?: true;
  readonly joins?: true;
}

const at = "timestamp=2026-11-22T18:01:00.000Z";
const [early, late] = ["timestamp=2020-01-01T00:00:00.000Z", "timestamp=2030-01-01T00:00:00.000Z"];

const historyOf = (name: string): string[] => [
  `CHATHISTORY LATEST ${name} * 100`,
  `CHATHISTORY LATEST ${name} ${early} 100`,
  `CHATHISTORY LATEST ${name} msgid=1 100`,
  `CHATHISTORY BEFORE ${name} ${late} 100`,
  `CHATHISTORY BEFORE ${name} msgid=zzz 100`,
  `CHATHISTORY AFTER ${name} ${early} 100`,
  `CHATHISTORY AFTER ${name} msgid=1 100`,
  `CHATHISTORY AROUND ${name} ${at} 100`,
  `CHATHISTORY BETWEEN ${name} ${early} ${late} 100`,
  `CHATHISTORY BETWEEN ${name} msgid=zzz msgid=1 100`,
  `@label=history CHATHISTORY LATEST ${name} * 100`,
];

const metadataOf = (name: string): string[] => [
  `METADATA ${name} GET mood private.note`,
  `METADATA ${name} LIST`,
  `METADATA ${name} SYNC`,
  `METADATA ${name} SUBS`,
];

const searchOf = (attributes: string): string => `SEARCH ${attributes}`;

const speaking = (verb: "PRIVMSG" | "NOTICE"): Read => ({
  room: (room) => [`${verb} ${room} :hello`, `${verb} @${room} :hello`],
  message: (target, msgid) => [`@+draft/reply=${msgid} ${verb} ${target} :hello`],
});

const chanserv = (verb: string): Read => ({
  room: (room) => [
    `${verb} INFO ${room}`,
    `${verb} AMODE ${room}`,
    `${verb} AMODE ${room} +o OUTSIDER`,
    `${verb} OP ${room}`,
    `${verb} DEOP ${room} FRIEND`,
    `${verb} VOICE ${room}`,
    `${verb} DEVOICE ${room} FRIEND`,
    `${verb} REGISTER ${room}`,
    `${verb} TRANSFER ${room} OUTSIDER`,
    `${verb} DROP ${room}`,
    `PRIVMSG ChanServ :INFO ${room}`,
  ],
  person: (nick) => [`${verb} OP #HALL ${nick}`],
});

const nickserv = (verb: string): Read => ({
  once: [`${verb} INFO`, `${verb} CERT LIST`, `${verb} DEVICE LIST`, `${verb} HELP`],
  person: (nick) => [`${verb} GHOST ${nick}`, `${verb} RELEASE ${nick}`, `${verb} REGAIN ${nick}`],
  account: (account) => [
    `${verb} INFO ${account}`,
    `${verb} DROP ${account}`,
    `${verb} VERIFY ${account} 1234`,
    `${verb} RESET ${account}`,
    `${verb} SUSPEND ${account} why`,
    `${verb} UNSUSPEND ${account}`,
    `PRIVMSG NickServ :INFO ${account}`,
  ],
});

const playback = (verb: string): Read => ({
  once: [`${verb} PLAY *`, `${verb} PLAY * 0`, `${verb} LIST`, `${verb} LIST *`],
  room: (room) => [`${verb} PLAY ${room} 0`, `${verb} LIST ${room}`, `${verb} CLEAR ${room}`],
  person: (nick) => [`${verb} PLAY ${nick} 0`, `${verb} LIST ${nick}`],
});

export const reads: { readonly [command: string]: Read } = {
  ADMIN: { once: ["ADMIN"] },
  BATCH: {
    room: (room) => [
      `BATCH +1 draft/multiline ${room}\r\n@batch=1 PRIVMSG ${room} :a\r\n` +
        `@batch=1 PRIVMSG ${room} :b\r\nBATCH -1`,
    ],
  },
  CAP: { once: ["CAP LS 302", "CAP LIST", "CAP REQ :none", "CAP END"] },
  CHANSERV: chanserv("CHANSERV"),
  CHATHISTORY: {
    once: [`CHATHISTORY TARGETS ${early} ${late} 100`, `CHATHISTORY TARGETS ${late} ${early} 100`],
    room: historyOf,
    person: historyOf,
    account: historyOf,
    message: (target, msgid) => [
      `CHATHISTORY AROUND ${target} msgid=${msgid} 3`,
      `CHATHISTORY LATEST ${target} msgid=${msgid} 3`,
      `CHATHISTORY BEFORE ${target} msgid=${msgid} 3`,
    ],
  },
  CS: chanserv("CS"),
  DEVICE: { once: ["DEVICE LIST", "DEVICE DEL 1", "DEVICE ADD laptop"] },
  EDIT: {
    message: (target, msgid) => [
      `@draft/target-msgid=${msgid};draft/edit-text=hello EDIT ${target}`,
    ],
  },
  EXTJWT: { once: ["EXTJWT *"], room: (room) => [`EXTJWT ${room}`] },
  HELP: { once: ["HELP", "HELP LIST"] },
  HISTORY: {
    once: ["HISTORY SEARCH harvest", "HISTORY SEARCH x0", "HISTORY DELETE nobody"],
    room: (room) => [`HISTORY ${room}`, `HISTORY ${room} 1000`, `HISTORY SEARCH ${room}`],
    person: (nick) => [`HISTORY ${nick} 1000`],
    account: (account) => [`HISTORY ${account} 1000`],
  },
  INFO: { once: ["INFO"] },
  INVITE: {
    once: ["INVITE"],
    room: (room) => [`INVITE outsider ${room}`, `INVITE SLEEPER ${room}`, `INVITE nobody ${room}`],
    person: (nick) => [`INVITE ${nick} #HALL`],
  },
  ISON: { person: (nick) => [`ISON ${nick}`] },
  ISUPPORT: { once: ["ISUPPORT"] },
  JOIN: { joins: true, room: (room) => [`JOIN ${room}`, `JOIN ${room} wrong`] },
  KICK: { room: (room) => [`KICK ${room} FRIEND :out`], person: (nick) => [`KICK #HALL ${nick}`] },
  LINKS: { once: ["LINKS", "LINKS *"] },
  LIST: {
    once: ["LIST", "LIST *", "LIST #*", "LIST >0", "LIST <99", "LIST C>0", "LIST T>0", "LIST !no"],
    room: (room) => [`LIST ${room}`, `LIST ${room}*,>0`],
  },
  LUSERS: { once: ["LUSERS"] },
  MARKREAD: {
    room: (room) => [`MARKREAD ${room}`, `MARKREAD ${room} ${at}`, `MARKREAD ${room}`],
    person: (nick) => [`MARKREAD ${nick}`],
  },
  METADATA: {
    once: [
      "METADATA * SUB mood private.note",
      "METADATA * SUBS",
      "METADATA * SYNC",
      "METADATA *ALL SYNC",
      "METADATA * LIST",
      "METADATA * UNSUB mood",
      "METADATA * SUB mood",
    ],
    room: (room) => [
      ...metadataOf(room),
      `METADATA ${room} SET mood good`,
      `METADATA ${room} CLEAR`,
    ],
    person: metadataOf,
  },
  MODE: {
    once: ["MODE outsider", "MODE outsider +s k", "MODE #HALL +f #nowhere"],
    room: (room) => [
      `MODE ${room}`,
      `MODE ${room} b`,
      `MODE ${room} +e`,
      `MODE ${room} I`,
      `MODE ${room} +beI`,
      `MODE ${room} -k *`,
      `MODE ${room} +o outsider`,
      `MODE ${room} +y`,
      `MODE ${room} +l`,
      `MODE #HALL +f ${room}`,
    ],
    person: (nick) => [`MODE ${nick}`, `MODE ${nick} +i`, `MODE #HALL +v ${nick}`],
  },
  MONITOR: {
    once: ["MONITOR L", "MONITOR S"],
    person: (nick) => [`MONITOR + ${nick}`, "MONITOR S", `MONITOR - ${nick}`],
    account: (account) => [`MONITOR + ${account}`, "MONITOR S", "MONITOR L", "MONITOR C"],
  },
  MOTD: { once: ["MOTD"] },
  NAMES: { once: ["NAMES"], room: (room) => [`NAMES ${room}`, `NAMES #HALL,${room}`] },
  NICKSERV: nickserv("NICKSERV"),
  NOTICE: speaking("NOTICE"),
  NS: nickserv("NS"),
  OPER: { once: ["OPER nobody wrong"] },
  PART: { room: (room) => [`PART ${room}`] },
  PERSISTENCE: {
    once: ["GET", "SET ON", "SET OFF", "SET DEFAULT"].map((words) => `PERSISTENCE ${words}`),
  },
  PING: { once: ["PING x"] },
  PRIVMSG: speaking("PRIVMSG"),
  REDACT: {
    message: (target, msgid) => [`REDACT ${target} ${msgid}`, `REDACT ${target} ${msgid} :out`],
  },
  RELAYMSG: { room: (room) => [`RELAYMSG ${room} a/b :hello`] },
  RENAME: { room: (room) => [`RENAME ${room} #other`, `RENAME #HALL ${room}`] },
  SEARCH: {
    once: [
      searchOf("text=harvest"),
      searchOf("text=harvest;after=2020-01-01T00:00:00.000Z"),
      searchOf("text=har"),
      searchOf("text=x0"),
    ],
    room: (room) => [searchOf(`in=${room}`), searchOf(`text=harvest;in=${room};limit=100`)],
    person: (nick) => [searchOf(`in=${nick};text=harvest`), searchOf(`text=harvest;from=${nick}`)],
    account: (account) => [searchOf(`in=${account}`), searchOf(`from=${account};text=harvest`)],
  },
  STATS: { once: "u s l m o k d".split(" ").map((letter) => `STATS ${letter}`) },
  TAGMSG: {
    room: (room) => [`@+typing=active TAGMSG ${room}`, `@+typing=active TAGMSG @${room}`],
    message: (target, msgid) => [
      `@+draft/reply=${msgid};+draft/react=x TAGMSG ${target}`,
      `@+draft/reply=${msgid};+draft/unreact=x TAGMSG ${target}`,
    ],
  },
  TIME: { once: ["TIME"] },
  TOKEN: { once: ["TOKEN SERVICELIST", "TOKEN GENERATE FILEHOST"] },
  TOPIC: { room: (room) => [`TOPIC ${room}`, `TOPIC ${room} :other`] },
  UNSAY: { room: (room) => [`UNSAY ${room} :out`] },
  USERHOST: { person: (nick) => [`USERHOST ${nick}`] },
  VERIFY: { account: (account) => [`VERIFY ${account} 1234`] },
  VERSION: { once: ["VERSION"] },
  WHO: {
    once: [
      "WHO",
      "WHO *",
      "WHO 0",
      "WHO * o",
      "WHO * %cuihsnfdlaor",
      "WHO X*",
      "WHO *X* r",
      "WHO x* a%na",
      "WHO 10.7.*",
      "WHO 10.7.* i%nih",
      "WHO 10.7.* h",
      "WHO *.cloak h%nh",
    ],
    room: (room) => [`WHO ${room}`, `WHO ${room} %cuihsnfdlaor`, `WHO ${room} n`],
    person: (nick) => [`WHO ${nick}`, `WHO ${nick} n%cnuihafr`],
    account: (account) => [`WHO ${account} a`, `WHO ${account} u`, `WHO ${account} r%na`],
  },
  WHOIS: { person: (nick) => [`WHOIS ${nick}`, `WHOIS ${nick} ${nick}`] },
  WHOWAS: { person: (nick) => [`WHOWAS ${nick}`, `WHOWAS ${nick} 1`] },
  ZNC: playback("ZNC *playback"),
};

/** What one says of oneself: nothing is asked for. */
export const readsNothing: { readonly [command: string]: string } = {
  AUTHENTICATE: "logs in; walked by sasl-3.1",
  AWAY: "is about oneself",
  NICK: "is about oneself; that a nick is taken everybody may know",
  PASS: "before the registration",
  PONG: "answers the server",
  QUIT: "goes",
  REGISTER: "makes an account; of accounts everybody may know that they are there",
  RESUME: "before the registration",
  SETNAME: "is about oneself",
  USER: "before the registration",
  WEBIRC: "before the registration",
  WEBPUSH: "is about one's own devices",
};

/** What one has said oneself is read apart from the rest: it names the room as it was then. */
export const ownReads: readonly string[] = ["HISTORY EXPORT", "HISTORY EXPORT 1"];

/** They are about oneself; of others they need the password. */
export const servicesReadNothing: ReadonlySet<string> = new Set([
  "NS IDENTIFY",
  "NS LOGOUT",
  "NS PASSWD",
  "NS REGISTER",
  "NS SET",
]);
