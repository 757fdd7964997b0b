/**
 * Registration: from a fresh connection to a joined room. Capabilities, the nick, the welcome,
 * what the server supports. Handlers only; the state is elsewhere.
 */
import { casefolder } from "../protocol/casemap.ts";
import type { Casemapping } from "../protocol/casemap.ts";
import { parseIsupport } from "../protocol/isupport.ts";
import { parseSource } from "../protocol/source.ts";
import { joinWords } from "../protocol/text.ts";
import { askLatest, askTargets } from "./history.ts";
import { beginLogin, wantsLogin } from "./login.ts";
import { doubt, pump } from "./outgoing.ts";
import { watchPeople } from "./presence.ts";
import { askProfiles } from "./profiles.ts";
import type { ClientState } from "./state.ts";
import { same } from "./state.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";

/** Asked for where the server offers them. */
const wantedCaps = [
  "account-notify",
  "account-tag",
  "away-notify",
  "banter/resume",
  "batch",
  "cap-notify",
  "chghost",
  "draft/channel-rename",
  "draft/chathistory",
  "draft/event-playback",
  "draft/message-edit",
  "draft/message-redaction",
  "draft/metadata-2",
  "draft/multiline",
  "draft/read-marker",
  "draft/search",
  "draft/webpush",
  "echo-message",
  "extended-join",
  "extended-monitor",
  "invite-notify",
  "labeled-response",
  "message-tags",
  "multi-prefix",
  "sasl",
  "server-time",
  "setname",
  "soju.im/search",
  "standard-replies",
] as const;

/** Of one question, so that its answer is one line, too. */
const reqBytesMax = 300;
const isSasl = (name: string): boolean => name === "sasl";

/** Nicks tried before giving up. */
const nickTriesMax = 20;

/** The first lines on a new connection. */
export function register(turn: Turn): void {
  const { state, options } = turn;
  state.nick = state.wantedNick;
  state.nickTries = 0;
  state.capsAsked = new Set();
  turn.send("CAP", ["LS", "302"]);
  const { password = "" } = options;
  if (password !== "") turn.send("PASS", [password]);
  if (state.resume !== null) turn.send("RESUME", [state.resume]);
  turn.send("NICK", [state.nick]);
  const username = options.username ?? state.nick;
  turn.send("USER", [username, "0", "*", options.realname ?? state.nick]);
}

function cap(turn: Turn, heard: Heard): void {
  const { state } = turn;
  const [, verb, ...rest] = heard.params;
  const names = (rest.at(-1) ?? "").split(" ").filter((name) => name !== "");
  switch (verb?.toUpperCase()) {
    case "LS":
      offer(state, names);
      // "*" before the list: more lines follow (capability negotiation, "LS" multiline).
      if (rest.length > 1 && rest[0] === "*") return;
      return request(turn, new Set(state.offered.keys()));
    case "ACK":
      for (const name of names) {
        state.capsAsked.delete(name);
        if (name.startsWith("-")) state.caps.delete(name.slice(1));
        else state.caps.add(name.split("=")[0] ?? "");
      }
      if (state.capsAsked.size > 0) return;
      if (names.includes("sasl") && beginLogin(turn)) return;
      break;
    case "NEW":
      return request(turn, offer(state, names));
    case "DEL":
      for (const name of names) {
        state.caps.delete(name);
        state.offered.delete(name);
      }
      return;
    case "NAK":
      for (const name of names) state.capsAsked.delete(name);
      if (state.capsAsked.size > 0) return;
      break;
    default:
      return;
  }
  if (state.phase === "registering") turn.send("CAP", ["END"]);
}

/** The names of what is offered; the values are kept. */
function offer(state: ClientState, words: readonly string[]): Set<string> {
  const names = words.map((word) => {
    const [name = "", ...value] = word.split("=");
    state.offered.set(name, value.join("="));
    return name;
  });
  return new Set(names);
}

function request(turn: Turn, offered: ReadonlySet<string>): void {
  const { state } = turn;
  const names = wantedCaps.filter((name) => offered.has(name) && isOfUse(turn, name));
  if (wantsLogin(state) && state.phase === "registering" && !offered.has("sasl")) {
    const text = "This server has no accounts: not logged in.";
    turn.tell({ type: "refused", at: turn.at, what: "other", text, line: null, room: null });
  }
  // The login begins when all else has been answered.
  const ordered = names.toSorted((one, other) => Number(isSasl(one)) - Number(isSasl(other)));
  state.capsAsked = new Set(ordered);
  for (const line of joinWords(ordered, reqBytesMax)) turn.send("CAP", ["REQ", line]);
  if (ordered.length === 0 && state.phase === "registering") turn.send("CAP", ["END"]);
}

/** A capability that needs another one is of no use without it. */
function isOfUse({ state, options }: Turn, name: string): boolean {
  if (name === "sasl") return wantsLogin(state);
  // Of two names of one thing the first is enough.
  if (name === "soju.im/search") return !state.offered.has("draft/search");
  // Shown by whoever shows lists of people; pushed to whoever has a service worker.
  if (name === "draft/metadata-2" && options.attentive !== true) return false;
  if (name === "draft/webpush") return options.pushes === true;
  const batched = [
    "draft/chathistory",
    "draft/event-playback",
    "draft/metadata-2",
    "draft/multiline",
  ];
  return !batched.includes(name) || state.offered.has("batch");
}

function welcome(turn: Turn, heard: Heard): void {
  const { state } = turn;
  state.nick = heard.params[0] ?? state.nick;
  // Some servers end the welcome with our whole source.
  const source = parseSource((heard.params[1] ?? "").split(" ").at(-1) ?? "");
  if (same(state, source.nick, state.nick)) {
    state.username = source.user;
    state.host = source.host;
  }
  const tag = heard.message.tags.get("time");
  state.clockAhead = tag === undefined ? 0 : heard.time - turn.at;
}

function isupport(turn: Turn, heard: Heard): void {
  const { state } = turn;
  parseIsupport(heard.params.slice(1, -1), state.isupport);
  refold(state);
}

const known: ReadonlySet<string> = new Set(["ascii", "rfc1459", "rfc1459-strict", "precis"]);

/** Another casemapping: everything kept under a folded name is put under its new one. */
function refold(state: ClientState): void {
  const precis = state.isupport.get("UTF8MAPPING") === "rfc8265";
  const name = precis ? "precis" : (state.isupport.get("CASEMAPPING") ?? "rfc1459");
  const mapping = known.has(name) ? name : "ascii";
  const fold = casefolder(mapping as Casemapping);
  const here = state.active === null ? undefined : state.conversations.get(state.active);
  state.fold = fold;
  const all = [...state.conversations.values()];
  state.conversations = new Map(all.map((each) => [fold(each.name), each]));
  state.active = here === undefined ? null : fold(here.name);
  state.watched = null;
}

/** The welcome is over: ISUPPORT is known, rooms can be joined. */
function ready(turn: Turn): void {
  const { state } = turn;
  if (state.phase !== "registering") return;
  state.phase = "ready";
  const since = state.before ? state.lostAt : null;
  turn.tell({ type: "welcomed", at: turn.at, nick: state.nick, again: state.before });
  state.before = true;
  for (const { name, membership } of state.conversations.values()) {
    if (!membership?.wanted) continue;
    turn.send("JOIN", membership.key === "" ? [name] : [name, membership.key]);
  }
  if (state.away !== null) turn.send("AWAY", [state.away]);
  askProfiles(turn);
  people(turn, since);
  pump(turn);
}

/** Conversations with people: what was said in them meanwhile, and who of them is there. */
function people(turn: Turn, since: number | null): void {
  const { conversations } = turn.state;
  watchPeople(turn);
  for (const of of conversations.values()) {
    if (of.kind !== "person") continue;
    askLatest(turn, of);
    doubt(turn, of);
  }
  askTargets(turn, since);
}

export function nickRefused(turn: Turn, heard: Heard): void {
  const { state, options } = turn;
  const text = `${heard.params[1] ?? state.nick}: ${heard.params.at(-1) ?? "refused"}`;
  if (state.phase !== "registering") {
    turn.tell({ type: "refused", at: turn.at, what: "other", text, line: null, room: null });
    return;
  }
  state.nickTries += 1;
  if (options.nickFixed === true || state.nickTries > nickTriesMax) {
    turn.tell({ type: "refused", at: turn.at, what: "nick", text, line: null, room: null });
    return;
  }
  state.nick = anotherNick(state.wantedNick, state.nickTries, heard.message.command === "432");
  turn.send("NICK", [state.nick]);
}

/** bob → bob_ → bob2 → bob3. A nick that is wrong is made of the plainest letters, and short. */
export function anotherNick(wanted: string, tries: number, wrong: boolean): string {
  const suffix = tries === 1 && !wrong ? "_" : String(tries === 1 ? "" : tries);
  // RFC 1459 §1.2: nine characters are allowed everywhere.
  const plain = wanted.replace(/[^A-Za-z0-9_-]/g, "").replace(/^[0-9-]+/, "") || "guest";
  const base = wrong || tries > 3 ? plain.slice(0, 9 - suffix.length) : wanted;
  return base + suffix;
}

/** A nick we wanted has become free. */
export function regain(turn: Turn, freed: string): void {
  const { state } = turn;
  if (state.phase !== "ready" || same(state, state.nick, state.wantedNick)) return;
  if (same(state, freed, state.wantedNick)) turn.send("NICK", [state.wantedNick]);
}

/** Who we are without an account: at this server and those that are one with it. */
function resume({ state }: Turn, { params }: Heard): void {
  state.resume = params[0] ?? null;
}

function serverRefused(turn: Turn, heard: Heard): void {
  const text = heard.params.at(-1) ?? "";
  turn.tell({ type: "refused", at: turn.at, what: "server", text, line: null, room: null });
}

export const registrationHandlers: Handlers = {
  CAP: cap,
  RESUME: resume,
  "001": welcome,
  "005": isupport,
  "376": ready,
  "422": ready,
  "432": nickRefused,
  "433": nickRefused,
  "436": nickRefused,
  "463": serverRefused,
  "464": serverRefused,
  "465": serverRefused,
};
