/**
 * Session: the client's side of one conversation with a server, over as many connections as it
 * takes. Lines, typed text and the hour are handed in; lines to send and news come out.
 * Knows no socket, no timer and no screen.
 */
import { formatMessage, message as makeMessage, parseMessage } from "../protocol/message.ts";
import type { Message } from "../protocol/message.ts";
import { parseSource } from "../protocol/source.ts";
import { accountHandlers } from "./account.ts";
import { perform } from "./actions.ts";
import type { Action } from "./actions.ts";
import { answerHandlers, numeric } from "./answers.ts";
import { batchHandlers } from "./batches.ts";
import { count, takeLine, wholeOf } from "./pages.ts";
import type { Batch } from "./pages.ts";
import { target } from "./history.ts";
import { loginHandlers, loginLost, newLogin } from "./login.ts";
import type { News } from "./news.ts";
import { newOutgoing, overdue, pump, unsend } from "./outgoing.ts";
import { presenceHandlers } from "./presence.ts";
import { askLater, profileHandlers } from "./profiles.ts";
import { pushHandlers } from "./push.ts";
import { readingHandlers, tellAll } from "./reading.ts";
import { record } from "./record.ts";
import { register, registrationHandlers } from "./registration.ts";
import { renamingHandlers } from "./renaming.ts";
import { replay } from "./replay.ts";
import { roomHandlers } from "./rooms.ts";
import type { ClientState, Conversation } from "./state.ts";
import { conversation, find, newState, same } from "./state.ts";
import { talkHandlers } from "./talk.ts";
import { parseTimestamp } from "../protocol/timestamp.ts";
import type { Handlers, Heard, SessionOptions, Turn } from "./turn.ts";
import { typed } from "./typed.ts";
import { stopTyping } from "./typing.ts";

export type { SessionOptions } from "./turn.ts";

/** What came of one call. */
export interface Outcome {
  /** Lines to send, without CR LF. */
  readonly send: readonly string[];
  readonly news: readonly News[];
  /** False when a typed line could not be used, and should stay in the input. */
  readonly taken: boolean;
}

/** Silence after which the server is asked whether it is there, and after which it is not. */
const pingAfterMs = 60_000;
const deadAfterMs = 30_000;
/** The same, when there is reason to doubt it. */
const probeMs = 5000;
/** Told with a time this much before our joining, a message is from the history. */
const historyBeforeMs = 2000;

const handlers: Handlers = {
  ...accountHandlers,
  ...answerHandlers,
  ...batchHandlers,
  ...loginHandlers,
  ...presenceHandlers,
  ...profileHandlers,
  ...pushHandlers,
  ...readingHandlers,
  ...registrationHandlers,
  ...renamingHandlers,
  ...roomHandlers,
  ...talkHandlers,
  CHATHISTORY: target,
};

/** Handled alike whether it has just happened or is told from the past. */
const timeless = new Set([
  "BATCH",
  "CHATHISTORY",
  "EDIT",
  "FAIL",
  "NOTICE",
  "PRIVMSG",
  "REDACT",
  "TAGMSG",
]);

export class Session {
  readonly state: ClientState;
  readonly #options: SessionOptions;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.state = newState(options.nick, newOutgoing(), newLogin(options.credentials ?? null));
    for (const name of options.rooms) {
      const { membership } = conversation(this.state, name);
      if (membership !== null) membership.wanted = true;
      this.state.active ??= this.state.fold(name);
    }
  }

  /** Nothing waits to be sent or confirmed, and the rooms have been entered. */
  get idle(): boolean {
    const { outgoing, conversations, phase } = this.state;
    const entering = [...conversations.values()].some(
      ({ membership }) => membership?.wanted === true && !membership.settled,
    );
    const lines = outgoing.waiting.length + outgoing.sent.length;
    return phase === "ready" && lines === 0 && !entering;
  }

  /** Lines that were taken and are not confirmed. */
  get unconfirmed(): readonly string[] {
    const { doubtful, sent, waiting } = this.state.outgoing;
    return [...doubtful, ...sent, ...waiting].map((line) => line.text);
  }

  /** A connection stands. @param secure it is encrypted */
  opened(at: number, secure = false): Outcome {
    return this.#turn(at, (turn) => {
      this.state.phase = "registering";
      this.state.secure = secure;
      this.state.heardAt = at;
      this.state.pingedAt = null;
      register(turn);
    });
  }

  /** One line came, without its CR LF. */
  received(line: string, at: number): Outcome {
    return this.#turn(at, (turn) => {
      this.state.heardAt = at;
      this.state.pingedAt = null;
      const message = parseMessage(line);
      if (message !== undefined) this.#take(turn, message);
    });
  }

  /** The connection is gone; what was unconfirmed waits for the next. */
  lost(at: number): Outcome {
    return this.#turn(at, (turn) => {
      const { state } = this;
      if (state.phase === "ready") state.lostAt = state.heardAt + state.clockAhead;
      state.phase = "apart";
      state.caps.clear();
      state.offered.clear();
      state.batches.clear();
      state.listing = null;
      state.quietWho.clear();
      state.rooms = null;
      state.asked = null;
      state.typingTold = null;
      state.profiles.newcomers = [];
      state.profiles.later.clear();
      if (state.search?.found === null) state.search.found = [];
      loginLost(state);
      for (const of of state.conversations.values()) apart(of);
      unsend(turn);
    });
  }

  /** A person typed a line: something to say, or a command. */
  typed(line: string, at: number): Outcome {
    let taken = true;
    const outcome = this.#turn(at, (turn) => {
      taken = typed(turn, line);
    });
    return { ...outcome, taken };
  }

  /** What a person does other than by typing a line. */
  act(action: Action, at: number): Outcome {
    let taken = true;
    const outcome = this.#turn(at, (turn) => {
      taken = perform(turn, action);
    });
    return { ...outcome, taken };
  }

  /** To be called every few seconds: watches over the connection and unconfirmed lines. */
  tick(at: number): Outcome {
    return this.#turn(at, (turn) => {
      const { state } = this;
      stopTyping(state, at);
      if (state.phase === "apart") return;
      overdue(turn);
      tellAll(turn);
      askLater(turn);
      if (state.pingedAt !== null && at - state.pingedAt >= deadAfterMs) {
        turn.tell({ type: "silent", at });
      } else if (state.pingedAt === null && at - state.heardAt >= pingAfterMs) {
        this.#ping(turn);
      }
    });
  }

  /** The network may have changed, or the machine slept: asks at once whether the server is
   * there; one that does not answer soon is not. */
  probe(at: number): Outcome {
    return this.#turn(at, (turn) => {
      if (this.state.phase === "apart") return;
      this.#ping(turn);
      this.state.pingedAt = at - deadAfterMs + probeMs;
    });
  }

  #ping(turn: Turn): void {
    this.state.pingedAt = turn.at;
    turn.send("PING", ["banter-alive"]);
  }

  #turn(at: number, work: (turn: Turn) => void): Outcome {
    const send: string[] = [];
    const news: News[] = [];
    work({
      state: this.state,
      options: this.#options,
      at,
      send: (command, params, tags) =>
        send.push(formatMessage(makeMessage(command, params, "", tags))),
      sendLine: (line) => send.push(line),
      tell: (each, msgid = null) => {
        record(this.state, each, msgid);
        news.push(each);
      },
    });
    return { send, news, taken: true };
  }

  /** A line of a batch that is one message waits for the others. */
  #take(turn: Turn, message: Message): void {
    const { batches } = this.state;
    const ref = message.tags.get("batch");
    const batch = ref === undefined ? null : (batches.get(ref) ?? null);
    count(batch);
    if (batch?.kind === "lines" && message.command !== "BATCH") return takeLine(batch, message);
    if (message.command === "BATCH" && message.params[0]?.startsWith("-") === true) {
      const ended = batches.get(message.params[0].slice(1));
      const whole = ended?.kind === "lines" ? wholeOf(ended) : null;
      if (ended !== undefined && whole !== null) this.#handle(turn, whole, ended.parent);
    }
    this.#handle(turn, message, batch);
  }

  #handle(turn: Turn, message: Message, batch: Batch | null): void {
    const { state } = this;
    if (message.command === "PING") return turn.send("PONG", message.params);
    const nick = parseSource(message.source).nick;
    const tag = message.tags.get("time");
    const told = tag === undefined ? undefined : parseTimestamp(tag);
    const time = told ?? turn.at + state.clockAhead;
    const heard: Heard = {
      message,
      params: message.params,
      nick,
      own: same(state, nick, state.nick),
      time,
      msgid: message.tags.get("msgid") ?? null,
      batch,
      history: this.#isHistory(message, batch, time),
    };
    const { command } = message;
    // Joins and such told from the past must not change who is here now.
    if (heard.history && !timeless.has(command)) return replay(turn, heard);
    (handlers[command] ?? numeric)(turn, heard);
    if (command === "ACK" || heard.own) pump(turn);
  }

  #isHistory(message: Message, batch: Batch | null, time: number): boolean {
    if (batch?.history === true) return true;
    if (message.command !== "PRIVMSG" && message.command !== "NOTICE") return false;
    const membership = find(this.state, message.params[0] ?? "")?.membership;
    if (!membership?.joined || !message.tags.has("time")) return false;
    return time < membership.joinedAt - historyBeforeMs;
  }
}

/** What of a conversation goes with the connection. */
function apart(of: Conversation): void {
  of.asks = [];
  of.catching = false;
  of.replayed = false;
  of.catchUpPages = 0;
  of.typing.clear();
  for (const item of of.log) if (item.type === "gap") item.asked = false;
  if (of.presence !== null) of.presence.online = null;
  if (of.membership === null) return;
  of.membership.joined = false;
  of.membership.settled = false;
  of.membership.naming = null;
  of.membership.listing = null;
  of.membership.members.clear();
}
