/**
 * Join: `banter join`. Chooses among the ways of being in a room, on the full screen, line by
 * line, as a filter, over IRC or raw lines, and starts it. Only the one that is chosen is loaded:
 * loading is most of what one waits for at a start.
 */
import { userInfo } from "node:os";
import { Session } from "../client/session.ts";
import { roomName } from "../client/state.ts";
import { scramWith } from "../protocol/scram.ts";
import { placeName } from "./dial.ts";
import type { Place } from "./dial.ts";
import { processIo } from "./io.ts";
import type { Io } from "./io.ts";
import type { JoinOptions } from "./join-options.ts";
import { portDefault } from "./place-words.ts";
import { Remembered } from "./remembered.ts";
import type { FindRooms } from "./rooms-near.ts";
import { Visit } from "./visit.ts";

/** Earlier lines asked for on entering a room. */
const historyLines = 50;
const roomDefault = "#lobby";

/** Loaded by whoever logs in. */
const crypto = () => process.getBuiltinModule("node:crypto");
const scram = scramWith({
  hash: (data: Uint8Array) => crypto().createHash("sha256").update(data).digest(),
  hmac: (key: Uint8Array, data: Uint8Array) =>
    crypto().createHmac("sha256", key).update(data).digest(),
});

/** Runs until the person leaves, or the input ends; gives the process's exit code. */
export async function join(
  options: JoinOptions,
  io: Io = processIo,
  find: FindRooms | null = null,
): Promise<number> {
  const terminal = io.stdin.isTTY === true && io.stdout.isTTY === true;
  // What a script does is nothing that a person wants to come back to.
  const remembered = new Remembered(io.folder, terminal);
  const still = options["screen-reader"] === true || io.env["TERM"] === "dumb";
  if (options.host !== undefined) return joinAt(options, io, remembered);
  if (!terminal || still || options.lines === true) {
    const { listRooms } = await import("./rooms-near.ts");
    return listRooms(remembered, find, io);
  }
  const { choose } = await import("./full/choose.ts");
  const chosen = await choose(remembered, find, io);
  if (chosen === null) return 0;
  return joinAt({ ...chosen, ...options }, io, remembered);
}

async function joinAt(options: JoinOptions, io: Io, remembered: Remembered): Promise<number> {
  const { host = "", port = portDefault, fingerprint } = options;
  const known = remembered.place({ host, port });
  const tls = options.tls ?? known?.tls ?? false;
  const place: Place = { host, port, tls, fingerprint, pinned: known?.fingerprint };
  const terminal = io.stdin.isTTY === true && io.stdout.isTTY === true;
  const still = options["screen-reader"] === true || io.env["TERM"] === "dumb";
  if (options.plain === true) {
    // Only what was asked for is sent: a server of the report says all of it to everybody.
    const first = [
      ...(options.nick === undefined ? [] : [`/nick ${options.nick}`]),
      ...(options.room === undefined ? [] : [`/join ${options.room}`]),
    ];
    const { plainChat, plainFilter } = await import("./plain.ts");
    return terminal
      ? plainChat(place, first, still, io)
      : plainFilter(place, first, options.follow === true, io);
  }
  const session = sessionFor(options, terminal, known);
  const insecure = options.insecure === true;
  const visit = new Visit({ place, session, io, remembered, insecure });
  if (!terminal) {
    const { filter } = await import("./filter.ts");
    return filter(visit, roomName(options.room ?? roomDefault), options.follow === true, io);
  }
  if (options.lines === true || still) {
    const { chat } = await import("./chat.ts");
    return chat(visit, placeName(place), still, io);
  }
  const { fullScreen } = await import("./full/face.ts");
  return fullScreen({ visit, place, remembered, io });
}

function sessionFor(
  { nick, room, account, password, realname }: JoinOptions,
  terminal: boolean,
  known: ReturnType<Remembered["place"]>,
): Session {
  // Who has been here is known by the name and in the rooms of then.
  const name = nick ?? (terminal ? known?.nick : undefined) ?? loginName();
  const before = terminal ? (known?.rooms ?? []) : [];
  const rooms = [...(room === undefined ? [] : [roomName(room)]), ...before];
  const user = account ?? (known?.account === undefined ? undefined : known.account);
  const keys = user === undefined ? undefined : known?.keys[user];
  // Without its keys an account of the last time is no reason to ask for a password.
  const logsIn = account !== undefined || keys !== undefined;
  return new Session({
    nick: name,
    // Somebody who is not there to see another name asked for this one.
    nickFixed: !terminal && nick !== undefined,
    username: loginName(),
    realname: realname ?? name,
    ...(password === undefined ? {} : { password }),
    rooms: rooms.length === 0 ? [roomDefault] : [...new Set(rooms)],
    historyLines,
    resends: !terminal,
    attentive: terminal,
    ...(user === undefined || !logsIn ? {} : { credentials: { account: user, keys } }),
    scram,
    nonce: () => crypto().randomBytes(18).toString("base64").replaceAll(",", ""),
  });
}

/** The name of whoever is logged in here, as far as it can be a nick. */
function loginName(): string {
  let name = "";
  try {
    name = userInfo().username;
  } catch {
    // A user id without a name, as in some containers.
  }
  const plain = name
    .replace(/[^A-Za-z0-9_-]/g, "")
    .replace(/^[0-9-]+/, "")
    .slice(0, 16);
  return plain === "" ? "guest" : plain;
}
