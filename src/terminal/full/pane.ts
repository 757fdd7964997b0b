/**
 * Pane: what a person has going on in one conversation: how far they have scrolled, what they have
 * picked out, what they have begun to write. Each conversation keeps its own.
 */
import type { Conversation } from "../../client/state.ts";
import type { Said } from "../../client/timeline.ts";
import type { Anchor } from "./viewport.ts";

export interface Pane {
  anchor: Anchor;
  /** The message that keys act on; null when they type. */
  picked: Said | null;
  /** What is being answered. */
  replyTo: Said | null;
  /** What is being reworded. */
  editing: Said | null;
  /** The text that was begun, while another conversation is looked at. */
  draft: string;
  /** The last item when it was scrolled away from the end: what came since is new. */
  seenUntil: number;
  /** Rows that are still to be scrolled up when what is earlier has come. */
  owed: number;
  /** A message to jump to when it has come. */
  jump: string | null;
}

export class Panes {
  readonly #panes = new WeakMap<Conversation, Pane>();

  of(conversation: Conversation): Pane {
    const known = this.#panes.get(conversation);
    if (known !== undefined) return known;
    const pane: Pane = {
      anchor: null,
      picked: null,
      replyTo: null,
      editing: null,
      draft: "",
      seenUntil: 0,
      owed: 0,
      jump: null,
    };
    this.#panes.set(conversation, pane);
    return pane;
  }
}
