/**
 * Peer: a session with its connection, as the server holds it. Everything that waits for something
 * (a token, an earlier request, the end of the turn) waits here.
 */
import type { LineAssembler, LineFault } from "../protocol/lines.ts";
import type { Message } from "../protocol/message.ts";
import type { OpenBatch } from "./commands/batch.ts";
import type { Dialect } from "./dialect.ts";
import type { Origin } from "./gateway.ts";
import type { Run } from "./labels.ts";
import type { Outbox } from "./outbox.ts";
import type { Refusal } from "./refusal.ts";
import type { Attempt } from "./authenticate.ts";
import type { Session, SessionMetadata } from "./session.ts";
import type { SessionId, UserId } from "./state.ts";
import type { Connection } from "./transport.ts";

/** A line not yet understood, or a message not yet performed. */
export type Todo = Message | { readonly line: string; readonly fault: LineFault | undefined };

/** What is to be done when a request has its answer: a refusal, if it is one, is not told then. */
export type Done = (refused: Refusal | undefined) => void;

/** A request that is in the log and not yet answered. */
export interface Pending {
  readonly command: string;
  /** Its refusal is not told. */
  readonly silent: boolean;
  readonly run: Run | undefined;
  readonly done?: Done | undefined;
}

export class Peer implements Session, Outbox {
  // First, side by side in memory, what each message asks of each recipient.
  readonly connection: Connection;
  sequence = 0;
  behind = false;
  ending = false;
  /** The index of its variant among the frames of an event; see fanout.ts. */
  variant = 0;
  sendQueueBytesMax: number;

  readonly id: SessionId;
  lines: LineAssembler;
  readonly since: number;
  dialect: Dialect;
  /** The dialect has been decided by a first line; before that a greeted peer may still be IRC. */
  decided = false;
  greeted = false;

  /** Where it is from when it comes through a gateway. */
  origin: Origin | undefined = undefined;
  user: UserId = 0;
  nick: string | null = null;
  username: string | null = null;
  realname = "";
  password: string | null = null;
  account: string | null = null;
  /** By whose token it has logged in to it. */
  device: string | undefined = undefined;
  /** Under way by AUTHENTICATE. */
  sasl: Attempt | undefined = undefined;
  resume: string | null = null;
  away: string | null = null;
  negotiating = false;
  capVersion = 0;
  capabilities = 0;
  batch: OpenBatch | undefined = undefined;
  metadata: SessionMetadata | undefined = undefined;
  room = "";

  /** Its end is in the log, or it never had a user. */
  gone = false;

  /** Why its connection has ended, while what it said before is still to be taken. */
  leftFor: string | undefined = undefined;

  /** In the order they came; undefined while there is nothing, as for nearly all peers. */
  todo: Todo[] | undefined = undefined;
  todoBytes = 0;
  /** The labeled command that is being performed, or was last. */
  run: Run | undefined = undefined;
  /** The labeled QUIT: the farewell is its answer. */
  goodbye: Run | undefined = undefined;
  /** In the middle of a line's messages, or of what came of something slow. */
  performing = false;
  paused = false;
  /** What had come before the pause took hold. */
  unread: Buffer | undefined = undefined;
  /** In the order they were appended. */
  pending: Pending[] | undefined = undefined;
  /** Nothing more is performed until what it waits for is there: a password being checked, the
   * registration's place in the log. */
  blocked = false;
  /** Lines that may be taken at once; see flood.ts. */
  tokens: number;
  tokensAt: number;
  heardAt: number;
  /** When the PING was sent that has not been answered; 0 for none. */
  pingedAt = 0;

  constructor(
    id: SessionId,
    connection: Connection,
    lines: LineAssembler,
    dialect: Dialect,
    now: number,
    tokens: number,
    sendQueueBytesMax: number,
  ) {
    this.id = id;
    this.connection = connection;
    this.lines = lines;
    this.dialect = dialect;
    this.since = this.heardAt = this.tokensAt = now;
    this.tokens = tokens;
    this.sendQueueBytesMax = sendQueueBytesMax;
  }

  /** Greeted as a plain one, it turns out to be another. */
  reset(): void {
    this.user = 0;
    this.username = this.password = null;
    this.realname = this.room = "";
    this.metadata = undefined;
    this.gone = false;
  }

  get address(): string {
    return this.origin?.address ?? this.connection.address;
  }
  get secure(): boolean {
    return this.origin?.secure ?? this.connection.secure;
  }
  get plain(): boolean {
    return this.dialect.name === "plain";
  }
  /** A gateway's certificate is nobody's who comes through it. */
  get fingerprint(): string | undefined {
    return this.origin ? undefined : this.connection.fingerprint;
  }
}
