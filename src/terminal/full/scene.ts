/**
 * Scene: all that a screen is drawn from, and what can be done by pointing at it. Held by the face;
 * the drawing functions read it, and leave in it where they have put what.
 */
import type { ClientState, Conversation } from "../../client/state.ts";
import type { Gap, Said } from "../../client/timeline.ts";
import type { Editor } from "../editor.ts";
import { Blocks } from "./blocks.ts";
import { Content } from "./content.ts";
import type { Area, Grid } from "./grid.ts";
import type { Size } from "./layout.ts";
import { Links } from "./links.ts";
import { Panes } from "./pane.ts";
import { Rows } from "./rows.ts";
import { Styles } from "./styles.ts";
import type { Depth } from "./styles.ts";
import { Viewport } from "./viewport.ts";
import type { Key } from "../keys.ts";

/** What lies over the conversation until it is answered or left. */
export interface Overlay {
  draw(grid: Grid, scene: Scene): void;
  press(key: Key): void;
  /** A line that tells which keys do what. */
  readonly hint: string;
}

/** What pointing at something does. */
export interface Deeds {
  /** Null: the server's own place. */
  go(to: Conversation | null): void;
  open(nick: string): void;
  pick(said: Said | null): void;
  toEnd(): void;
  /** More of the history is in sight than is known: what the gap hides, from one of its ends;
   * null: what is before all that is known. */
  wants(gap: Gap | null, end: "newer" | "older"): void;
}

export interface Settings {
  mouse: boolean;
  /** How one is called: "off", by the bell, or by a notice of the desktop, too. */
  notify: "bell" | "desktop" | "off";
  /** Others are told when one is writing. */
  typing: boolean;
  members: boolean;
}

export const settingsDefault: Settings = {
  mouse: true,
  notify: "desktop",
  typing: true,
  members: true,
};

export class Scene {
  readonly state: ClientState;
  readonly editor: Editor;
  readonly settings: Settings;
  readonly styles: Styles;
  readonly links = new Links();
  readonly content: Content;
  readonly rows: Rows;
  readonly blocks: Blocks;
  readonly viewport: Viewport;
  readonly panes = new Panes();
  size: Size = { columns: 80, rows: 24 };
  /** The terminal has the keyboard. */
  focused = true;
  overlay: Overlay | null = null;
  /** What is wrong with the connection; "" when nothing is. */
  trouble = "";
  /** A word of the client's own, until that time. */
  notice = { text: "", until: 0 };
  /** Rows of the conversation that were seen at the last drawing. */
  talkRows = 10;
  readonly #hits: { area: Area; run: () => void }[] = [];

  constructor(state: ClientState, editor: Editor, settings: Settings, depth: Depth) {
    this.state = state;
    this.editor = editor;
    this.settings = settings;
    this.styles = new Styles(depth);
    this.content = new Content(this.styles, this.links);
    this.rows = new Rows(this.styles, this.content);
    this.blocks = new Blocks(this.rows, this.styles);
    this.viewport = new Viewport(this.blocks);
  }

  /** The conversation that is looked at. */
  get here(): Conversation {
    const { active, conversations, server } = this.state;
    return (active === null ? undefined : conversations.get(active)) ?? server;
  }

  hit(area: Area, run: () => void): void {
    this.#hits.push({ area, run });
  }

  clearHits(): void {
    this.#hits.length = 0;
  }

  /** What was drawn last lies uppermost. */
  point(column: number, row: number): void {
    const within = ({ area: { x, y, columns, rows } }: { area: Area }): boolean =>
      column >= x && column < x + columns && row >= y && row < y + rows;
    this.#hits.findLast(within)?.run();
  }
}

/** As they stand in the list: the server, channels by name, people in the order of their coming. */
export function inOrder({ conversations, server, fold }: ClientState): Conversation[] {
  const all = [...conversations.values()];
  const channels = all.filter(({ kind }) => kind === "channel");
  const people = all.filter(({ kind }) => kind === "person");
  const byName = (one: Conversation, other: Conversation): number =>
    fold(one.name) < fold(other.name) ? -1 : 1;
  return [server, ...channels.toSorted(byName), ...people];
}

/** What the server's own place is called. */
export const serverName = ({ isupport }: ClientState): string =>
  isupport.get("NETWORK") ?? "server";
