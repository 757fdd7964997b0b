/**
 * Command: the contract between a wire line's verb and the core. A command is asked with params
 * (ask, pure: params become requests) or read (answer: from state or store, at once), and brings
 * the rules by which its requests are decided. It knows no dialect and no socket.
 */
import type { Limits } from "../protocol/limits.ts";
import type { Message } from "../protocol/message.ts";
import type { Credentials, Verification } from "./account.ts";
import type { Config } from "./config.ts";
import type { Event } from "./event.ts";
import type { Invitation } from "./invitations.ts";
import { refuse, type Refusal, type Verdict } from "./refusal.ts";
import type { Entry, Request, RequestOf, RequestType } from "./request.ts";
import type { Session } from "./session.ts";
import { hasRight, type State, type User, type UserId } from "./state.ts";
import type { History, Trail } from "./store.ts";
import type { Watches } from "./watches.ts";

/** An event before its place and time are put to it. */
export type EventBody = Event extends infer E
  ? E extends Event
    ? Omit<E, "place" | "index" | "time">
    : never
  : never;
export type Outcome = EventBody | Refusal;

/** The rule for one kind of request: pure, at its place in the order. `by` is who asks. */
export type Decider<T extends RequestType> = (
  state: State,
  entry: Entry<RequestOf<T>>,
  by: User,
) => readonly Outcome[];
export type Deciders = { readonly [T in RequestType]?: Decider<T> };

/** How passwords are made unreadable and checked: off the event loop, and so many at once. What the
 * session says meanwhile waits. */
export interface Logins {
  /** One step of AUTHENTICATE (ircv3 sasl-3.1). */
  authenticate(reader: Reader, params: readonly string[]): void;
  check(reader: Reader, account: string, password: string, then: (verdict: Verdict) => void): void;
  /** undefined: there is too much to do. @param password as saslprep() has it */
  hash(reader: Reader, password: string, then: (made: Credentials | undefined) => void): void;
  /** The session, or its user, is logged in from here on; or why not. The password has been
   * checked. */
  enter(reader: Reader, account: string, then: (refused: Refusal | undefined) => void): void;
  /** Whether one more account may be registered from there; counts it. */
  mayRegister(address: string): boolean;
  /** Sends the code that confirms the address; whether that could be done. */
  sendCode(
    reader: Reader,
    to: string,
    account: string,
    then: (sent: Verification | undefined) => void,
  ): void;
  /** Whether one more code may be tried, which is counted as wrong until it was right. */
  mayTry(reader: Reader, account: string): boolean;
  triedRight(reader: Reader, account: string): void;
  /** What is kept of a code. */
  codeHashOf(code: string): string;
  /** A token for a device; its hash is what is kept. */
  newDevice(): { id: string; hash: string; token: string };
  /** One that nobody has thought of. */
  newPassword(): string;
  /** Short, and for whoever does not know our secret as good as by chance. */
  confirmation(text: string): string;
}

/** What only the server itself can do for a command. */
export interface Host {
  readonly name: string;
  readonly version: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  /** The nicks that sessions wait for. */
  readonly watches: Watches;
  now(): number;
  /** A whole number from 0 to 2³¹, another each time: for a request that needs a choice. */
  chance(): number;
  /** Signed for the service of that name; undefined when there is none. */
  webToken(service: string, claims: object): string | undefined;
  /** As people write it. */
  timeInWords(at: number): string;
  /** What has to do with passwords; see logins.ts. */
  readonly logins: Logins;
  /** What a password or a channel's key says, if it is an invitation of ours. */
  invitationIn(text: string | null): Invitation | undefined;
  /** By which browsers know who pushes: base64url. */
  readonly vapidKey: string;
  /** By which whoever has the session is known over HTTP. */
  sessionToken(user: User): string;
  /** By which a guest opens another session. */
  besideToken(user: User): string;
  /** Whose it is, while they are here. */
  guestIn(password: string | null): UserId | undefined;
  /** By which a guest is known again. */
  resumeToken(user: User, session: Session): string;
  /** Completes the registration if all that it needs has been said. */
  register(session: Session): void;
  /** Checks the password off the event loop; then the session becomes operator, or not. */
  authenticateOperator(session: Session, name: string, password: string | undefined): void;
  /** The session is somebody's who comes through a gateway. */
  comeThrough(
    session: Session,
    said: Readonly<Record<"password" | "hostname" | "address" | "options", string>>,
  ): void;
  rehash(session: Session): void;
  /** Says goodbye and closes. */
  quit(session: Session, reason: string): void;
  /** Sessions connected now, and the most there have been. */
  counts(): { sessions: number; sessionsMax: number; unregistered: number };
  /** The rows of STATS, each a numeric and its params. */
  statistics(letter: string, viewer: User): readonly (readonly string[])[];
}

/** How what was said before is told. */
export interface PastTold {
  /** Where it was said, by its present name; undefined when it was in several places. */
  readonly target?: string;
  /** The batch's; "chathistory" when absent. */
  readonly type?: string;
  /** Someone waits for it: that there is nothing is told, too. */
  readonly asked?: boolean;
  /** There is no more of what was asked for. */
  readonly ended?: boolean;
}

/** Who reads, what may be read, and where the answer goes. */
export interface Reader {
  readonly state: State;
  readonly history: History;
  readonly trail: Trail;
  readonly config: Config;
  readonly host: Host;
  readonly session: Session;
  readonly commands: Commands;
  /** One line from the server: a numeric's params without the leading nick. */
  reply(numeric: string, ...params: string[]): void;
  /** Asks for something on the reader's behalf, after what it has read: part of the answer. */
  request(request: Request): void;
  /** The same; what came of it is told here, and not to the person. */
  ask(request: Request, done: (refused: Refusal | undefined) => void): void;
  /** With a level it is no failure of the whole: a part cannot be, or is otherwise than thought. */
  refuse(refusal: Refusal, level?: "WARN" | "NOTE"): void;
  send(message: Message): void;
  /** The same, whose answer goes to `send`. */
  through(send: (message: Message) => void): Reader;
  /** As send, but no part of the answer to a labeled command: it comes to whoever is there. */
  deliver(message: Message): void;
  /** Lines said before, told as such. */
  replay(told: PastTold, events: readonly Event[]): void;
}

export interface Command {
  /** Who may use it: from before, during or after registration, or with an operator's right. */
  readonly from: "anyone" | "registering" | "registered" | { readonly right: string };
  readonly paramsMin: number;
  /** `USAGE — what it does`, for HELP and /help. */
  readonly help: string;
  /** Errors are not told (NOTICE, RFC 1459 §4.4.2). */
  readonly silent?: true;
  /** Not before the session's earlier requests have been answered, as with an `answer`. */
  readonly waits?: true;
  /** It may cost much: done only while there is time for such things (slices.ts). */
  readonly heavy?: true;
  readonly ask?: (
    session: Session,
    params: readonly string[],
    message: Message,
    limits: Limits,
  ) => readonly (Request | Refusal)[];
  readonly answer?: (
    reader: Reader,
    params: readonly string[],
    user: User,
    message: Message,
  ) => void;
  /** Whether these params ask for an answer; when absent, a command with `answer` always does. */
  readonly answers?: (params: readonly string[]) => boolean;
  readonly decide?: Deciders;
}

export type Commands = { readonly [name: string]: Command | undefined };

/** What is declared (`from`, `paramsMin`) is enforced here and nowhere else. */
export function objection(
  command: Command | undefined,
  name: string,
  params: readonly string[],
  user: User | undefined,
): Refusal | undefined {
  if (!command) return user ? refuse("unknownCommand", name) : refuse("notRegistered");
  const { from } = command;
  if (from === "registering" && user) return refuse("alreadyRegistered");
  if ((from === "registered" || typeof from === "object") && !user) return refuse("notRegistered");
  if (typeof from === "object" && !hasRight(user, from.right)) return lacking(user, from.right);
  if (params.length < command.paramsMin) return refuse("needMoreParams", name);
  return undefined;
}

/** What somebody reads who has not the right: of operators, which one it is. */
export const lacking = (user: User | undefined, right: string): Refusal =>
  user?.operator ? refuse("noRight", right) : refuse("noPrivileges");

/** "a,b,,c" → a, b, c. */
export const split = (list: string | undefined): string[] =>
  (list ?? "").split(",").filter((part) => part !== "");
