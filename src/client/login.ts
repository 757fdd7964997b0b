/**
 * Login: to an account by SASL, on connecting or later. SCRAM-SHA-256 where both sides can, so
 * that the password leaves nobody's machine; PLAIN only over an encrypted connection. Keys made of
 * the password take its place once they have worked. Handlers only.
 */
import { Chunks, chunksOf, encodeText, formatBearer, formatPlain } from "../protocol/sasl.ts";
import type { ClientFirst } from "../protocol/scram.ts";
import type { LoginKeys } from "./news.ts";
import type { ClientState } from "./state.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";

export interface Credentials {
  readonly account: string;
  readonly password?: string | undefined;
  readonly keys?: LoginKeys | undefined;
  /** Of this device, which the server can take back (OAUTHBEARER). */
  readonly token?: string | undefined;
}

export interface Login {
  credentials: Credentials | null;
  /** What is under way; "asking" waits for the person, "proved" for the server's last word. */
  step: "idle" | "requested" | "named" | "first" | "salting" | "final" | "proved" | "asking";
  mechanism: "OAUTHBEARER" | "PLAIN" | "SCRAM-SHA-256";
  first: ClientFirst | null;
  /** The server's first message, with what it says. */
  served: { readonly text: string; readonly salt: string; readonly iterations: number } | null;
  /** What the server must answer. */
  expected: Uint8Array | null;
  /** Made of the password, and not known to be right. */
  keys: LoginKeys | null;
  chunks: Chunks;
}

/** Bytes of Base64 that a server's message may have. */
const responseMax = 4000;

export const newLogin = (credentials: Credentials | null): Login => ({
  credentials,
  step: "idle",
  mechanism: "SCRAM-SHA-256",
  first: null,
  served: null,
  expected: null,
  keys: null,
  chunks: new Chunks(responseMax),
});

/** Whether the capability is to be asked for. */
export const wantsLogin = ({ login }: ClientState): boolean => login.credentials !== null;

/** The connection is gone, and with it what was under way; a question to the person stays. */
export function loginLost({ login }: ClientState): void {
  if (login.step !== "asking") login.step = "idle";
}

/** Begins, when there is somebody to log in. True: registration waits for the outcome. */
export function beginLogin(turn: Turn): boolean {
  const { state, options } = turn;
  const { login } = state;
  const { credentials } = login;
  if (credentials === null || login.step === "asking") return credentials !== null;
  const offered = (state.offered.get("sasl") ?? "").split(",").filter(Boolean);
  const offers = (name: string): boolean => offered.length === 0 || offered.includes(name);
  const scram = options.scram !== undefined && options.nonce !== undefined;
  if (credentials.token !== undefined && offers("OAUTHBEARER")) login.mechanism = "OAUTHBEARER";
  else if (scram && offers("SCRAM-SHA-256")) login.mechanism = "SCRAM-SHA-256";
  else if (offers("PLAIN")) login.mechanism = "PLAIN";
  else return notPossible(turn, "The server offers no way of logging in that is known here.");
  if (login.mechanism === "PLAIN" && !state.secure) {
    const why = "The server takes passwords only as they are, and the connection is not encrypted";
    return notPossible(turn, `${why}: not logged in. --tls encrypts it.`);
  }
  if (!canAnswer(login)) {
    askPassword(turn, "");
    return true;
  }
  login.step = "named";
  login.chunks = new Chunks(responseMax);
  turn.send("AUTHENTICATE", [login.mechanism]);
  return true;
}

const unproved = "the server does not know your password itself: is it the right server?";

const canAnswer = ({ credentials, mechanism }: Login): boolean =>
  credentials?.password !== undefined ||
  (credentials?.keys !== undefined && mechanism === "SCRAM-SHA-256") ||
  (credentials?.token !== undefined && mechanism === "OAUTHBEARER");

function notPossible(turn: Turn, text: string): false {
  turn.state.login.step = "idle";
  turn.tell({ type: "refused", at: turn.at, what: "other", text, line: null, room: null });
  return false;
}

function askPassword(turn: Turn, why: string, code = ""): void {
  const { login } = turn.state;
  login.step = "asking";
  const account = login.credentials?.account ?? "";
  turn.tell({ type: "password", at: turn.at, account, why, code });
}

/** The person has given the password; null: go on without an account. */
export function passwordGiven(turn: Turn, password: string | null): void {
  const { state } = turn;
  const { login } = state;
  if (login.step !== "asking" || login.credentials === null) return;
  login.step = "idle";
  login.credentials =
    password === null ? null : { account: login.credentials.account, password, keys: undefined };
  if (!state.caps.has("sasl")) return;
  if (!beginLogin(turn)) over(turn);
}

/** /login: another account, or again. */
export function loginTo(turn: Turn, credentials: Credentials): void {
  const { state } = turn;
  state.login.credentials = credentials;
  state.login.step = "idle";
  if (state.caps.has("sasl")) return void beginLogin(turn);
  if (!state.offered.has("sasl")) return void notPossible(turn, "This server has no accounts.");
  state.login.step = "requested";
  turn.send("CAP", ["REQ", "sasl"]);
}

/** The login is over, one way or the other: registration goes on. */
function over(turn: Turn): void {
  turn.state.login.step = "idle";
  if (turn.state.phase === "registering") turn.send("CAP", ["END"]);
}

function authenticate(turn: Turn, heard: Heard): void {
  const { login } = turn.state;
  const [chunk = ""] = heard.params;
  const message = login.chunks.add(chunk);
  if (message === undefined) return;
  if (typeof message === "string") return abort(turn, "the server's answer cannot be read");
  if (login.step === "named") return firstAnswer(turn);
  if (login.step === "first") return serverFirst(turn, message);
  if (login.step === "final") return serverFinal(turn, message);
}

function firstAnswer(turn: Turn): void {
  const { state, options } = turn;
  const { login } = state;
  const { account = "", password = "" } = login.credentials ?? {};
  if (login.mechanism === "OAUTHBEARER") {
    login.step = "final";
    return respond(turn, formatBearer({ authzid: "", token: login.credentials?.token ?? "" }));
  }
  if (login.mechanism === "PLAIN") {
    login.step = "final";
    return respond(turn, formatPlain({ authzid: "", authcid: account, password }));
  }
  if (options.scram === undefined) return;
  login.first = options.scram.first(account, options.nonce?.() ?? "");
  login.step = "first";
  respond(turn, login.first.message);
}

function respond(turn: Turn, response: Uint8Array): void {
  for (const chunk of chunksOf(response)) turn.send("AUTHENTICATE", [chunk]);
}

function serverFirst(turn: Turn, message: Uint8Array): void {
  const { login } = turn.state;
  const { scram } = turn.options;
  if (login.first === null || scram === undefined) return;
  const served = scram.readServerFirst(login.first, message);
  if ("fault" in served) return abort(turn, served.fault);
  const { text, iterations } = served;
  const salt = served.salt.toBase64();
  login.served = { text, salt, iterations };
  const { keys, password } = login.credentials ?? {};
  if (keys !== undefined && keys.salt === salt && keys.iterations === iterations) {
    return prove(turn, Uint8Array.fromBase64(keys.salted));
  }
  if (password === undefined) {
    turn.send("AUTHENTICATE", ["*"]);
    return askPassword(turn, "the password has been changed");
  }
  login.step = "salting";
  turn.tell({ type: "salting", at: turn.at, password, salt: served.salt, iterations });
}

/** The password has been salted as the server wants it (PBKDF2, SHA-256, 32 bytes). */
export function saltedPassword(turn: Turn, salted: Uint8Array): void {
  const { login } = turn.state;
  if (login.step !== "salting" || login.served === null) return;
  const { salt, iterations } = login.served;
  login.keys = { salt, iterations, salted: salted.toBase64() };
  prove(turn, salted);
}

function prove(turn: Turn, salted: Uint8Array): void {
  const { state, options } = turn;
  const { login } = state;
  if (login.first === null || login.served === null || options.scram === undefined) return;
  const final = options.scram.final(login.first, login.served.text, salted);
  login.expected = final.expected;
  login.step = "final";
  respond(turn, final.message);
}

/** The server proves that it knew the password, too. */
function serverFinal(turn: Turn, message: Uint8Array): void {
  const { login } = turn.state;
  if (login.mechanism === "PLAIN") return;
  // What is wrong with the token; an empty answer lets the server refuse it (RFC 7628 §3.2.3).
  if (login.mechanism === "OAUTHBEARER") return respond(turn, encodeText("\x01"));
  if (login.expected === null || message.toBase64() !== login.expected.toBase64()) {
    return abort(turn, unproved);
  }
  login.step = "proved";
  turn.send("AUTHENTICATE", ["+"]);
}

function abort(turn: Turn, why: string): void {
  turn.send("AUTHENTICATE", ["*"]);
  notPossible(turn, `Not logged in: ${why}`);
  over(turn);
}

/** 900: nick source account :words. */
function loggedIn(turn: Turn, heard: Heard): void {
  const [, , account = ""] = heard.params;
  turn.state.account = account;
  turn.tell({ type: "loggedIn", at: heard.time, account });
}

function loggedOut(turn: Turn): void {
  turn.state.account = null;
}

function succeeded(turn: Turn, heard: Heard): void {
  const { login } = turn.state;
  if (login.step !== "final" && login.step !== "proved") return;
  // RFC 5802 §3: without its proof it may be anybody, who would take every password for right.
  if (login.mechanism === "SCRAM-SHA-256" && login.step === "final") {
    login.keys = null;
    return abort(turn, unproved);
  }
  if (login.mechanism === "SCRAM-SHA-256" && login.keys !== null && login.credentials !== null) {
    const { keys } = login;
    const { account } = login.credentials;
    // From here on the keys do, and the password is forgotten.
    login.credentials = { account, keys };
    turn.tell({ type: "keys", at: heard.time, account, keys });
  }
  login.keys = null;
  over(turn);
}

function failed(turn: Turn, heard: Heard): void {
  const { login } = turn.state;
  if (login.step === "asking" || login.step === "idle") return;
  login.keys = null;
  askPassword(turn, heard.params.at(-1) ?? "refused", heard.message.command);
}

/** 908: the mechanisms that there are. */
function mechanisms(turn: Turn, heard: Heard): void {
  turn.state.offered.set("sasl", heard.params[1] ?? "");
}

export const loginHandlers: Handlers = {
  AUTHENTICATE: authenticate,
  "900": loggedIn,
  "901": loggedOut,
  "902": failed,
  "903": succeeded,
  "904": failed,
  "905": failed,
  "908": mechanisms,
};
