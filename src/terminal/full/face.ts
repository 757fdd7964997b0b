/**
 * Face: a visit on the full screen of a terminal. Keys and news come in, drawings go out: at once
 * after a key, else some sixteen a second at most, and never more than the terminal takes.
 */
import type { News } from "../../client/news.ts";
import { completions } from "../../client/completions.ts";
import { record } from "../../client/record.ts";
import { emojiNamed } from "../../client/emoji.ts";
import { placeName } from "../dial.ts";
import type { Changed, Place } from "../dial.ts";
import { Editor } from "../editor.ts";
import type { Io } from "../io.ts";
import type { Key } from "../keys.ts";
import { writeLine } from "../paint.ts";
import type { Remembered } from "../remembered.ts";
import type { Face, Visit } from "../visit.ts";
import { Alerts } from "./alerts.ts";
import { draw } from "./draw.ts";
import { Emitter } from "./emit.ts";
import { Hands } from "./hands.ts";
import { ownCommands } from "./own.ts";
import { distrust } from "./distrust.ts";
import { PasswordPanel } from "./panels.ts";
import { Press } from "./press.ts";
import { Scene } from "./scene.ts";
import { settingsFrom } from "./settings.ts";
import { depthOf } from "./styles.ts";
import { Tty } from "./tty.ts";
import type { TtyOwner } from "./tty.ts";

/** What comes within so long is drawn together. */
const drawEveryMs = 60;
/** The clock, typing notices and words in the status line go on by themselves. */
const tickMs = 1000;

export interface FullOptions {
  readonly visit: Visit;
  readonly place: Place;
  readonly remembered: Remembered;
  readonly io: Io;
}

/** Runs until the person leaves; gives the exit code. */
export async function fullScreen(options: FullOptions): Promise<number> {
  const face = new FullFace(options);
  const { io, visit } = options;
  const stopListening = io.onStop(() => void visit.typed("/quit"));
  face.open();
  visit.start(face);
  const code = await visit.done;
  stopListening();
  face.close();
  return code;
}

class FullFace implements Face, TtyOwner {
  readonly returns = true;
  readonly #io: Io;
  readonly #visit: Visit;
  readonly #scene: Scene;
  readonly #tty: Tty;
  readonly #emitter: Emitter;
  readonly #hands: Hands;
  readonly #press: Press;
  readonly #alerts: Alerts;
  readonly #place: Place;
  readonly #remembered: Remembered;
  #failure = "";
  #drawnAt = 0;
  #cancelDraw: (() => void) | null = null;
  #cancelTick: () => void = () => undefined;
  #wasTyping = "";

  constructor({ visit, place, io, remembered }: FullOptions) {
    const { state } = visit.session;
    const settings = settingsFrom(remembered.settings);
    const more = Object.keys(ownCommands);
    const editor = new Editor((word, first) =>
      completions(state, word, first, { more, emojiNamed }),
    );
    this.#io = io;
    this.#visit = visit;
    this.#place = place;
    this.#remembered = remembered;
    this.#scene = new Scene(state, editor, settings, depthOf(io.env));
    this.#scene.trouble = `Connecting to ${placeName(place)} …`;
    this.#tty = new Tty(io, this);
    this.#emitter = new Emitter(this.#scene.styles, this.#scene.links);
    this.#alerts = new Alerts(this.#scene, io.env);
    this.#hands = new Hands(this.#scene, visit, {
      now: () => io.now(),
      write: (bytes) => this.#tty.write(bytes),
      mouse: (on) => this.#tty.mouse(on),
      settingsChanged: () => remembered.keepSettings({ ...settings }),
    });
    this.#press = new Press(this.#hands, {
      leave: () => void visit.typed("/quit"),
      suspend: () => this.#tty.suspend(),
      redraw: () => this.redraw(),
    });
  }

  open(): void {
    this.#tty.open(this.#scene.settings.mouse);
    this.#tick();
    this.redraw();
  }

  close(): void {
    this.#cancelTick();
    this.#cancelDraw?.();
    this.#tty.close();
    for (const line of this.#visit.session.unconfirmed) {
      writeLine(this.#io.stderr, `Not sent: ${line}`);
    }
    if (this.#failure !== "") writeLine(this.#io.stderr, this.#failure);
  }

  // ── From the visit ───────────────────────────────────────────────────────────────────────────

  told(news: readonly News[]): void {
    for (const each of news) this.#mind(each);
    const { here } = this.#scene;
    this.#hands.arrive(here);
    this.#hands.scrollOn();
    this.#tty.write(this.#alerts.of(news, this.#io.now()));
    this.#drawSoon();
  }

  #mind(news: News): void {
    const scene = this.#scene;
    if (news.type === "welcomed") scene.trouble = "";
    if (news.type === "rooms") this.#hands.openings.rooms(news.rooms);
    if (news.type === "searched") this.#hands.openings.found(news.text, news.found);
    if (news.type === "joined" && news.own) scene.blocks.forget();
    if (this.#remembered.complaint === "") return;
    this.#hands.notice(this.#remembered.complaint);
    this.#remembered.complaint = "";
  }

  asks(account: string, why: string): void {
    this.#scene.overlay = new PasswordPanel(account, why, (password, remember) => {
      this.#hands.closeOverlay();
      this.#visit.remember = remember;
      this.#visit.do({ type: "password", password });
    });
    this.#drawSoon();
  }

  distrusts(changed: Changed, answer: (trust: boolean) => void): void {
    this.#scene.overlay = distrust(this.#place, changed, (trust) => {
      this.#hands.closeOverlay();
      answer(trust);
    });
    this.#drawSoon();
  }

  notice(text: string): void {
    this.#hands.notice(text);
    // The status line may be too short for it, and soon forgets it.
    const news = { type: "told", at: this.#io.now(), text, here: false } as const;
    record(this.#scene.state, news, null);
    this.#drawSoon();
  }

  failed(text: string): void {
    this.#failure = text;
  }

  lost(reason: string): void {
    this.#scene.trouble = `Connection lost: ${reason}`;
    this.#drawSoon();
  }

  waiting(seconds: number): void {
    const when = seconds === 0 ? "Trying again …" : `Trying again in ${seconds} s …`;
    this.#scene.trouble = `Connection lost. ${when}`;
    this.#drawSoon();
  }

  // ── From the terminal ────────────────────────────────────────────────────────────────────────

  key(key: Key): void {
    this.#press.key(key);
  }

  keysEnd(): void {
    this.#tellTyping();
    this.#draw();
  }

  redraw(): void {
    this.#scene.size = this.#tty.size;
    this.#emitter.forget();
    this.#draw();
  }

  drained(): void {
    this.#drawSoon();
  }

  ended(): void {
    this.#visit.typed("/quit");
  }

  /** Others are told that we write; commands are nobody's business. */
  #tellTyping(): void {
    const { editor, here, settings } = this.#scene;
    const text = /^\/(?!\/)/.test(editor.text) ? "" : editor.text;
    const changed = text !== this.#wasTyping;
    this.#wasTyping = text;
    if (!changed || !settings.typing || here.kind === "server") return;
    this.#visit.do({ type: "typing", name: here.name, active: text !== "" });
  }

  // ── Drawing ──────────────────────────────────────────────────────────────────────────────────

  #drawSoon(): void {
    if (this.#cancelDraw !== null) return;
    const since = this.#io.now() - this.#drawnAt;
    // Less than nothing has passed when the clock was put back.
    const wait = since < 0 ? 0 : Math.max(0, drawEveryMs - since);
    this.#cancelDraw = this.#io.after(wait, () => this.#draw());
  }

  #draw(): void {
    this.#cancelDraw?.();
    this.#cancelDraw = null;
    // What has not been taken yet would only be followed by more.
    if (this.#tty.full) return;
    const scene = this.#scene;
    this.#watch();
    if (scene.links.full) {
      scene.links.clear();
      scene.blocks.forget();
      this.#emitter.forget();
    }
    const now = this.#io.now();
    const grid = draw(scene, this.#hands, now);
    this.#tty.write(this.#emitter.draw(grid) + this.#alerts.title());
    this.#drawnAt = this.#io.now();
    this.#hands.doWanted();
  }

  /** What is before one's eyes is read. */
  #watch(): void {
    const { focused, here, overlay, state } = this.#scene;
    const { anchor } = this.#scene.panes.of(here);
    const seen = focused && anchor === null && overlay === null && here.kind !== "server";
    const name = seen ? here.name : null;
    const watched = name === null ? null : state.fold(name);
    if (state.watched !== watched || (seen && here.unread > 0))
      this.#visit.do({ type: "watch", name });
    if (here.kind === "server") here.unread = 0;
  }

  #tick(): void {
    this.#cancelTick = this.#io.after(tickMs, () => {
      this.#tick();
      this.#drawSoon();
    });
  }
}
