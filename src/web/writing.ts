/** Writing: how the line being typed is meant in each conversation, and what becomes of it. */
import type { Conversation } from "../client/state.ts";
import type { Said } from "../client/timeline.ts";
import { findLast } from "../client/timeline.ts";
import type { App } from "./app.ts";

export type Mode =
  | { readonly type: "answer"; readonly to: Said }
  | { readonly type: "change"; readonly said: Said };

export class Writing {
  readonly #app: App;
  /** By folded name. */
  readonly #modes = new Map<string, Mode>();

  /** Puts it where one is writing; whoever draws that says how. */
  insert: (sign: string) => void = () => undefined;

  constructor(app: App) {
    this.#app = app;
  }

  modeOf(of: Conversation): Mode | null {
    return this.#modes.get(this.#app.state?.fold(of.name) ?? "") ?? null;
  }

  setMode(of: Conversation, mode: Mode | null): void {
    const key = this.#app.state?.fold(of.name) ?? "";
    if (mode === null) this.#modes.delete(key);
    else this.#modes.set(key, mode);
    this.#app.shows();
  }

  /** The last own message here that could be said otherwise. */
  lastOwn(of: Conversation): Said | null {
    return findLast(
      of,
      ({ own, msgid, notes, manner }) =>
        own && msgid !== null && manner === "text" && (notes?.redacted ?? null) === null,
    );
  }

  /** False when it could not be taken, and should stay where it was typed. */
  submit(of: Conversation, text: string): boolean {
    const mode = this.modeOf(of);
    const { visit } = this.#app;
    if (visit === null) return false;
    if (mode?.type === "change") {
      const { msgid } = mode.said;
      const same = mode.said.text === text;
      if (!same && !this.#app.act({ type: "edit", name: of.name, msgid: msgid ?? "", text }))
        return false;
    } else if (mode?.type === "answer") {
      this.#app.act({ type: "say", name: of.name, text, replyTo: mode.to.msgid });
    } else if (/^\/help\s*$/i.test(text)) {
      this.#app.show({ type: "help" });
    } else if (text.startsWith("/")) {
      if (!visit.typed(text)) return false;
      this.#app.moved();
    } else {
      this.#app.act({ type: "say", name: of.name, text });
    }
    this.setMode(of, null);
    this.#app.act({ type: "typing", name: of.name, active: false });
    return true;
  }
}
