/**
 * Saying: Enter. What is typed is said, or done when it is a command; many lines are asked about
 * first.
 */
import { isOneMessage } from "../../client/wire.ts";
import type { Hands } from "./hands.ts";
import { ownCommands } from "./own.ts";
import { Question } from "./panels.ts";

/** More lines than this are sent only when it is meant. */
const linesUnasked = 4;

export class Saying {
  readonly #hands: Hands;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  /** Enter: what is typed is done, or asked about first. */
  submit(): void {
    const { editor, state } = this.#hands.scene;
    const lines = editor.text.split("\n").filter((line) => line.trim() !== "").length;
    const command = /^\/(?!\/)/.test(editor.text);
    if (lines <= linesUnasked || command) return this.#send();
    const one = isOneMessage(state);
    const shown = editor.text.split("\n").slice(0, 6);
    this.#hands.scene.overlay = new Question(
      `Send ${lines} lines to ${this.#hands.scene.here.name || "the server"}?`,
      [
        ...shown.map((text) => ({ text, style: "plain" }) as const),
        ...(lines > 6 ? [{ text: `… and ${lines - 6} more`, style: "dim" } as const] : []),
      ],
      one ? "sends them as one message" : `sends ${lines} messages`,
      (yes) => {
        this.#hands.closeOverlay();
        if (yes) this.#send();
      },
    );
  }

  #send(): void {
    const { editor, here } = this.#hands.scene;
    const pane = this.#hands.scene.panes.of(here);
    const text = editor.take();
    if (text.trim() === "") return;
    this.#hands.toEnd();
    if (/^\/(?!\/)/.test(text)) {
      if (!this.command(text.trimEnd())) editor.set(text);
      return;
    }
    if (here.kind === "server") {
      this.#hands.notice("Nobody reads this here: /join ROOM, or Ctrl-K to go to one.");
      editor.set(text);
      return;
    }
    const said = text.startsWith("//") ? text.slice(1) : text;
    const replyTo = pane.replyTo?.msgid ?? null;
    const edits = pane.editing?.msgid ?? null;
    pane.replyTo = null;
    pane.editing = null;
    here.readLine = null;
    const { name } = here;
    if (edits === null) this.#hands.visit.do({ type: "say", name, text: said, replyTo });
    else this.#hands.visit.do({ type: "edit", name, msgid: edits, text: said });
  }

  /** False when it is to be given back. */
  command(line: string): boolean {
    const [word = "", ...rest] = line.slice(1).split(" ");
    const own = Object.hasOwn(ownCommands, word.toLowerCase())
      ? ownCommands[word.toLowerCase()]
      : undefined;
    if (own === undefined) return this.#hands.visit.typed(line);
    if (!own.run(this.#hands, rest.join(" ").trim()))
      this.#hands.notice(`${own.usage}: ${own.help}`);
    return true;
  }
}
