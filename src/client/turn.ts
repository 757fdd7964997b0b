/**
 * Turn: what a handler works with while one thing is handled: the state, the hour, and where to
 * put what is to be sent and told. No handler keeps it.
 */
import type { Message } from "../protocol/message.ts";
import type { ScramClient } from "../protocol/scram.ts";
import type { Batch } from "./pages.ts";
import type { Credentials } from "./login.ts";
import type { News } from "./news.ts";
import type { ClientState } from "./state.ts";

export interface SessionOptions {
  readonly nick: string;
  /** A taken nick is then refused, where else another one is tried. */
  readonly nickFixed?: boolean;
  readonly username?: string;
  readonly realname?: string;
  readonly password?: string;
  /** Channels to join, e.g. "#lobby". */
  readonly rooms: readonly string[];
  /** Earlier lines asked for on joining, where the server can be asked; 0 for none. */
  readonly historyLines?: number;
  /** The account to log in to. */
  readonly credentials?: Credentials;
  /** For SCRAM; without it one logs in by PLAIN only. */
  readonly scram?: ScramClient;
  /** Printable ASCII without commas, another each time; for SCRAM. */
  readonly nonce?: () => string;
  /** What may not have arrived is said again, where else it is offered (it may come twice). */
  readonly resends?: boolean;
  /** Somebody looks at lists of people and conversations: who is away and who writes is asked. */
  readonly attentive?: boolean;
  /** There is a browser's service worker, which can be told of what is for us (Web Push). */
  readonly pushes?: boolean;
}

export interface Turn {
  readonly state: ClientState;
  readonly options: SessionOptions;
  /** Now, in milliseconds since the epoch. */
  readonly at: number;
  send(command: string, params: readonly string[], tags?: ReadonlyMap<string, string>): void;
  /** A line as it is. */
  sendLine(line: string): void;
  /** @param msgid of the message that told it */
  tell(news: News, msgid?: string | null): void;
}

/** A word of the client's own, where the person looks. */
export const hint = (turn: Turn, text: string): void =>
  turn.tell({ type: "hint", at: turn.at, text });

/** A message, and what was worked out about it. */
export interface Heard {
  readonly message: Message;
  readonly params: readonly string[];
  /** Of whoever did it; a server's name when a server did. */
  readonly nick: string;
  readonly own: boolean;
  /** When it happened: the server's time tag, else now. */
  readonly time: number;
  readonly msgid: string | null;
  readonly batch: Batch | null;
  /** Set when it is told from what the server has kept. */
  readonly history: boolean;
}

export type Handler = (turn: Turn, heard: Heard) => void;
export type Handlers = Readonly<Record<string, Handler>>;
