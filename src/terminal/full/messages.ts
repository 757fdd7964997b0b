/**
 * Messages: what one does with a message that is picked: answer, react, delete, copy.
 */
import { canEdit, canReact, canRedact } from "../../client/actions.ts";
import { tally } from "../../client/notes.ts";
import type { Said } from "../../client/timeline.ts";
import { emojiEntries } from "./choices.ts";
import type { Hands } from "./hands.ts";
import { findLinks } from "./links.ts";
import { Question } from "./panels.ts";
import { Picker } from "./picker.ts";

export class Messages {
  readonly #hands: Hands;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  /** The one before or behind what is picked; at first the last of all. */
  next(by: 1 | -1): void {
    const { here } = this.#hands.scene;
    const pane = this.#hands.scene.panes.of(here);
    const { log } = here;
    let at = pane.picked === null ? log.length : log.lastIndexOf(pane.picked);
    if (pane.picked === null && by > 0) return;
    if (pane.picked === null && pane.anchor !== null) at = log.lastIndexOf(pane.anchor.item) + 1;
    for (at += by; at >= 0 && at < log.length; at += by) {
      const item = log[at];
      if (item?.type === "said") return this.#hands.pick(item);
    }
    if (by > 0) this.#hands.pick(null);
  }

  answer(said: Said): void {
    const pane = this.#hands.scene.panes.of(this.#hands.scene.here);
    pane.picked = null;
    if (said.msgid === null || !this.#hands.scene.state.caps.has("message-tags")) {
      this.#hands.scene.editor.insert(`${said.nick}: `);
      return;
    }
    pane.replyTo = said;
  }

  /** Its words are taken into the line that is typed, to be said otherwise. */
  edit(said: Said): void {
    const { state, editor, panes, here } = this.#hands.scene;
    if (!said.own) return this.#hands.notice("Only what you have said yourself can be changed.");
    if (said.msgid === null || !canEdit(state) || said.manner !== "text")
      return this.#hands.notice("On this server nothing can be said otherwise.");
    const pane = panes.of(here);
    pane.picked = null;
    pane.replyTo = null;
    pane.editing = said;
    editor.replace(said.text);
  }

  react(said: Said): void {
    const { state } = this.#hands.scene;
    const { msgid } = said;
    if (msgid === null || !canReact(state))
      return this.#hands.notice("This server carries no reactions.");
    const { name } = this.#hands.scene.here;
    const choose = (value: string): void => {
      const on = !tally(said).some((each) => each.own && each.value === value);
      this.#hands.visit.do({ type: "react", name, msgid, value, on });
      this.#hands.pick(null);
    };
    this.#hands.scene.overlay = new Picker({
      title: "React",
      hint: "type a name · Enter reacts, or takes it back · Esc",
      entries: (typed) => emojiEntries(typed.replace(/^:/, ""), choose),
      nothing: "no emoji is called so",
      close: this.#hands.closeOverlay,
    });
  }

  remove(said: Said): void {
    const { msgid } = said;
    if (msgid === null || !canRedact(this.#hands.scene.state))
      return this.#hands.notice("On this server nothing can be taken back.");
    const { name } = this.#hands.scene.here;
    this.#hands.scene.overlay = new Question(
      "Delete",
      [{ text: `${said.nick}: ${said.text}`, style: "plain" }],
      "deletes it for everybody",
      (yes) => {
        this.#hands.closeOverlay();
        if (yes) this.#hands.visit.do({ type: "redact", name, msgid, reason: "" });
        this.#hands.pick(null);
      },
    );
  }

  /** Into the clipboard, by the terminal (OSC 52): its text, or an address in it. */
  copy(said: Said, what: "link" | "text"): void {
    const text = what === "text" ? said.text : (findLinks(said.text)[0]?.address ?? "");
    if (text === "") return this.#hands.notice("There is no address in it.");
    this.#hands.body.write(`\x1b]52;c;${Buffer.from(text).toString("base64")}\x1b\\`);
    this.#hands.notice(what === "text" ? "Copied." : `Copied: ${text}`);
    this.#hands.pick(null);
  }
}
