/**
 * Press: which key does what in the full screen. What lies above takes the keys first, then a
 * picked message, then the conversation and the text.
 */
import { editKeys } from "../keymap.ts";
import type { Key } from "../keys.ts";
import type { Hands } from "./hands.ts";

/** Twice within so long, Ctrl-C leaves. */
const leaveMs = 2000;
const wheelRows = 3;

export interface Leaver {
  leave(): void;
  suspend(): void;
  /** Draws all anew. */
  redraw(): void;
}

export class Press {
  readonly #hands: Hands;
  readonly #leaver: Leaver;
  #leftAt = -Infinity;

  constructor(hands: Hands, leaver: Leaver) {
    this.#hands = hands;
    this.#leaver = leaver;
  }

  key(key: Key): void {
    const { scene } = this.#hands;
    if (key.type === "focus") {
      scene.focused = key.on;
      return;
    }
    if (key.type === "mouse" && key.action === "press" && key.button === 0) {
      scene.point(key.column, key.row);
      return;
    }
    if (scene.overlay !== null) return scene.overlay.press(key);
    if (key.type === "mouse") return this.#wheel(key.action);
    if (key.type === "key" && this.#everywhere(key.name)) return;
    if (this.#picked(key)) return;
    if (key.type === "key") this.#named(key.name);
    else scene.editor.insert(key.text);
  }

  #wheel(action: string): void {
    if (action === "wheel-up") this.#hands.scroll(wheelRows);
    if (action === "wheel-down") this.#hands.scroll(-wheelRows);
  }

  /** True when it was one of these. */
  #everywhere(name: string): boolean {
    const hands = this.#hands;
    const page = Math.max(1, hands.scene.talkRows - 2);
    const number = /^alt-(\d)$/.exec(name)?.[1];
    if (number !== undefined) {
      hands.nth((Number(number) + 9) % 10);
      return true;
    }
    const runs: Readonly<Record<string, () => void>> = {
      "alt-a": () => hands.nextNew(),
      "alt-down": () => hands.messages.next(1),
      "alt-up": () => hands.messages.next(-1),
      "ctrl-down": () => hands.messages.next(1),
      "ctrl-up": () => hands.messages.next(-1),
      "ctrl-end": () => hands.toEnd(),
      "ctrl-k": () => hands.openings.palette(),
      "ctrl-l": () => this.#leaver.redraw(),
      "ctrl-n": () => hands.step(1),
      "ctrl-p": () => hands.step(-1),
      "ctrl-page-down": () => hands.step(1),
      "ctrl-page-up": () => hands.step(-1),
      "ctrl-r": () => hands.scene.editor.replace("/search "),
      "ctrl-z": () => this.#leaver.suspend(),
      f1: () => hands.openings.help(),
      "page-down": () => hands.scroll(-page),
      "page-up": () => hands.scroll(page),
      "shift-down": () => hands.scroll(-1),
      "shift-up": () => hands.scroll(1),
    };
    runs[name]?.();
    return runs[name] !== undefined;
  }

  /** Keys that act on a picked message. Any other lets it go, and counts for itself. */
  #picked(key: Key): boolean {
    const hands = this.#hands;
    const { picked } = hands.scene.panes.of(hands.scene.here);
    if (picked === null || (key.type !== "key" && key.type !== "text")) return false;
    const runs: Readonly<Record<string, () => void>> = {
      enter: () => hands.messages.answer(picked),
      r: () => hands.messages.answer(picked),
      "+": () => hands.messages.react(picked),
      e: () => hands.messages.edit(picked),
      d: () => hands.messages.remove(picked),
      delete: () => hands.messages.remove(picked),
      o: () => hands.messages.copy(picked, "link"),
      y: () => hands.messages.copy(picked, "text"),
      up: () => hands.messages.next(-1),
      down: () => hands.messages.next(1),
      k: () => hands.messages.next(-1),
      j: () => hands.messages.next(1),
      escape: () => hands.pick(null),
    };
    const run = runs[key.type === "key" ? key.name : key.text];
    if (run === undefined) hands.pick(null);
    run?.();
    return run !== undefined;
  }

  #named(name: string): void {
    const hands = this.#hands;
    const { editor, panes, here } = hands.scene;
    const pane = panes.of(here);
    if (name === "enter") return hands.saying.submit();
    if (name === "ctrl-j") return editor.edit("newline");
    if (name === "alt-k") return editor.edit("kill-after");
    if (name === "escape" || name === "ctrl-g") {
      if (pane.replyTo !== null || pane.editing !== null) {
        if (pane.editing !== null) editor.replace("");
        pane.replyTo = null;
        pane.editing = null;
      } else if (pane.anchor !== null) hands.toEnd();
      return;
    }
    if (name === "end" && editor.text === "") return hands.toEnd();
    if (name === "ctrl-c" || name === "ctrl-d") return this.#leave(name);
    const edit = editKeys[name];
    if (edit !== undefined) editor.edit(edit);
  }

  /** A text that is dropped can be had again by the arrow up. */
  #leave(name: string): void {
    const hands = this.#hands;
    const { editor } = hands.scene;
    if (editor.text !== "") {
      if (name === "ctrl-d") editor.edit("delete");
      else editor.take();
      return;
    }
    const now = hands.body.now();
    if (now - this.#leftAt < leaveMs) return this.#leaver.leave();
    this.#leftAt = now;
    hands.notice(name === "ctrl-c" ? "Ctrl-C again leaves." : "Ctrl-D again leaves.");
  }
}
