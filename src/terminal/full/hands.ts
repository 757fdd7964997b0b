/**
 * Hands: what a person can do in the full screen, by whichever key, word or click they do it: here
 * going from place to place and looking back; the rest is in the files that are named below.
 */
import { canAsk, find, roomName } from "../../client/state.ts";
import type { Conversation } from "../../client/state.ts";
import type { Gap, Item, Said } from "../../client/timeline.ts";
import type { Visit } from "../visit.ts";
import { layoutFor, readerFor } from "./draw.ts";
import { Messages } from "./messages.ts";
import { Openings } from "./openings.ts";
import { measureOf } from "./rows.ts";
import { Saying } from "./saying.ts";
import { inOrder } from "./scene.ts";
import type { Deeds, Scene } from "./scene.ts";

const noticeMs = 6000;
const askAgainMs = 5000;

/** What hands need of whoever owns the terminal. */
export interface Body {
  now(): number;
  write(bytes: string): void;
  mouse(on: boolean): void;
  settingsChanged(): void;
}

export class Hands implements Deeds {
  readonly scene: Scene;
  readonly visit: Visit;
  readonly body: Body;
  readonly messages: Messages;
  readonly openings: Openings;
  readonly saying: Saying;
  /** Asked for while drawing, and done after it. */
  #wanted: (() => void)[] = [];
  readonly #refused = new WeakMap<object, number>();

  constructor(scene: Scene, visit: Visit, body: Body) {
    this.scene = scene;
    this.visit = visit;
    this.body = body;
    this.messages = new Messages(this);
    this.openings = new Openings(this);
    this.saying = new Saying(this);
  }

  notice(text: string): void {
    this.scene.notice = { text, until: this.body.now() + noticeMs };
  }

  readonly closeOverlay = (): void => {
    this.scene.overlay = null;
  };

  // ── Going somewhere ──────────────────────────────────────────────────────────────────────────

  go(to: Conversation | null): void {
    const { scene } = this;
    const from = scene.panes.of(scene.here);
    from.draft = scene.editor.text;
    from.picked = null;
    this.visit.do({ type: "go", name: to?.name ?? null });
    const pane = scene.panes.of(scene.here);
    scene.editor.set(pane.draft);
  }

  open(nick: string): void {
    const { scene } = this;
    const before = scene.panes.of(scene.here);
    before.draft = scene.editor.text;
    this.visit.do({ type: "open", name: nick });
    scene.editor.set(scene.panes.of(scene.here).draft);
  }

  join(room: string): void {
    const known = find(this.scene.state, room);
    if (known?.membership?.joined === true) this.go(known);
    else this.visit.typed(`/join ${roomName(room)}`);
  }

  /** The next in the list, or the one before. */
  step(by: 1 | -1): void {
    const all = inOrder(this.scene.state);
    const at = all.indexOf(this.scene.here) + by;
    const to = all[(at + all.length) % all.length];
    if (to !== undefined) this.go(to.kind === "server" ? null : to);
  }

  /** By its number in the list. */
  nth(number: number): void {
    const to = inOrder(this.scene.state)[number];
    if (to !== undefined) this.go(to.kind === "server" ? null : to);
  }

  /** Where something is new: first what is meant for us. */
  nextNew(): void {
    const all = inOrder(this.scene.state).filter((of) => of.unread > 0 && of !== this.scene.here);
    const to = all.find(({ mentions }) => mentions > 0) ?? all[0];
    if (to === undefined) this.notice("Nothing is new elsewhere.");
    else this.go(to.kind === "server" ? null : to);
  }

  // ── Looking back ─────────────────────────────────────────────────────────────────────────────

  scroll(by: number): void {
    const { scene } = this;
    const { here, viewport, talkRows } = scene;
    const pane = scene.panes.of(here);
    const { measure, reader } = this.#measures();
    const anchor =
      by > 0
        ? viewport.up(here, pane.anchor, by, talkRows, measure, reader)
        : viewport.down(here, pane.anchor, -by, measure, reader);
    const known = viewport.see(here, pane.anchor, talkRows + by, measure, reader);
    const more = !here.complete || known.gaps.length > 0;
    pane.owed = by > 0 && more ? Math.max(0, talkRows + by - known.rows.length) : 0;
    this.#hold(here, anchor);
  }

  /** Goes on upwards when what was missing for it has come. */
  scrollOn(): void {
    const { here, panes } = this.scene;
    const { owed } = panes.of(here);
    if (owed > 0 && here.asks.length === 0) this.scroll(owed);
  }

  toEnd(): void {
    this.scene.panes.of(this.scene.here).owed = 0;
    this.#hold(this.scene.here, null);
    this.scene.panes.of(this.scene.here).picked = null;
  }

  #hold(of: Conversation, anchor: { item: Item; below: number } | null): void {
    const pane = this.scene.panes.of(of);
    if (pane.anchor === null && anchor !== null) pane.seenUntil = of.log.at(-1)?.at ?? 0;
    pane.anchor = anchor;
    of.held = anchor?.item ?? null;
  }

  #measures() {
    const { talk } = layoutFor(this.scene);
    const reader = readerFor(this.scene, this.body.now());
    return { measure: measureOf(talk.columns - 1), reader };
  }

  /** To a message, which may have to be fetched with what stands around it. */
  jump(of: Conversation, msgid: string): void {
    if (of !== this.scene.here) this.go(of);
    this.scene.panes.of(of).jump = msgid;
    if (!this.arrive(of)) this.visit.do({ type: "around", name: of.name, msgid });
  }

  /** Goes there if it has come. */
  arrive(of: Conversation): boolean {
    const pane = this.scene.panes.of(of);
    const item = pane.jump === null ? undefined : of.byId.get(pane.jump);
    if (item === undefined) return false;
    pane.jump = null;
    if (item.type === "said") pane.picked = item;
    this.#show(of, item);
    return true;
  }

  /** Brings an item into sight, when it is not. */
  #show(of: Conversation, item: Item): void {
    const { scene } = this;
    const { measure, reader } = this.#measures();
    const pane = scene.panes.of(of);
    const { rows } = scene.viewport.see(of, pane.anchor, scene.talkRows, measure, reader);
    if (rows.some((row) => row.item === item)) return;
    this.#hold(of, scene.viewport.around(of, item, scene.talkRows, measure, reader));
  }

  wants(gap: Gap | null, end: "newer" | "older"): void {
    const { here } = this.scene;
    if (here.kind === "server" || here.asks.length > 0 || !canAsk(this.scene.state)) return;
    const what = gap ?? here;
    // What was refused is not asked for at each drawing.
    if (this.body.now() - (this.#refused.get(what) ?? 0) < askAgainMs) return;
    if (gap === null && here.complete) return;
    const { name } = here;
    this.#wanted.push(() => {
      const asked =
        gap === null
          ? this.visit.do({ type: "older", name })
          : this.visit.do({ type: "gap", name, gap, end });
      if (!asked) this.#refused.set(what, this.body.now());
    });
  }

  /** Does what was found wanting while drawing. */
  doWanted(): void {
    for (const run of this.#wanted.splice(0)) run();
  }

  pick(said: Said | null): void {
    this.scene.panes.of(this.scene.here).picked = said;
    if (said !== null) this.#show(this.scene.here, said);
  }
}
