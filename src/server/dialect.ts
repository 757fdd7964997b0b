/**
 * Dialect: how a peer speaks and reads. First step after the transport, last before it. The
 * contract; `dialect/` holds who fulfils it. It knows no socket, and the core knows no dialect.
 */
import type { LineFault } from "../protocol/lines.ts";
import type { Message } from "../protocol/message.ts";
import type { PastTold, Reader } from "./command.ts";
import type { Config } from "./config.ts";
import type { Event, MetadataChanged } from "./event.ts";
import type { Draft } from "./metadata-words.ts";
import type { Refusal } from "./refusal.ts";
import type { MetadataChange } from "./request.ts";
import type { Session } from "./session.ts";
import type { State } from "./state.ts";

/** What goes to a peer: whole lines, each with its line end; "" for nothing. */
export type Text = string;

export type { PastTold } from "./command.ts";

/** What a dialect may look at. */
export interface View {
  readonly state: State;
  readonly config: Config;
  /** The server's name. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

export const viewOf = ({ state, config, host }: Reader): View => ({
  state,
  config,
  name: host.name,
  now: () => host.now(),
});

export interface RefusedLine {
  readonly refusal: Refusal;
  readonly asked: Message;
}

export interface Dialect {
  readonly name: "irc" | "plain";
  /** What a line means depends on what became of the ones before, such as which room one is in. */
  readonly linesDepend: boolean;
  /** The peer is greeted: what it reads first, and what is done on its behalf. */
  begin(session: Session, view: View): { text: Text; messages: readonly Message[] };
  /** One line into what it asks for. `text` is said back at once. A line that cannot be taken is
   * refused; what of it can be told is `asked`. */
  read(
    session: Session,
    line: string,
    fault: LineFault | undefined,
    view: View,
  ): { text?: Text; refused?: RefusedLine; messages: readonly Message[] };
  /** Sessions with the same number read the same bytes of every event. Changes only by commands
   * and events of the session's own. */
  variantOf(session: Session, view: View): number;
  /** What those of this variant read of an event that happened in their sight. */
  tell(event: Event, variant: number, view: View): Text;
  /** What those of this variant read who watch for a nick (MONITOR). `who` is the nick that has
   * gone, or the whole mask of the one that has come. */
  presence(who: string, here: boolean, at: number, variant: number, view: View): Text;
  /** What those of this variant read, by the draft they have asked for, who are told of a value
   * (METADATA SUB). A NUL stands where the reader's nick goes. */
  metadata(
    event: MetadataChanged,
    change: MetadataChange,
    draft: Draft,
    variant: number,
    view: View,
  ): Text;
  /** What a person reads of an event that is about them: everything through the reader. */
  tellPerson(event: Event, session: Session, reader: Reader): void;
  /** Lines said before. */
  replay(told: PastTold, events: readonly Event[], session: Session, reader: Reader): void;
  /** A message from the server to this session alone. */
  write(message: Message, session: Session, view: View): Text;
  refusal(refusal: Refusal, command: string, session: Session): Message;
  /** The last words before the connection ends; `label` that of the QUIT that they answer. */
  farewell(reason: string, session: Session, label?: string): Text;
}
