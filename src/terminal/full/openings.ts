/**
 * Openings: what lies over the conversation when it is asked for: the palette, the help, the rooms
 * of the server, what a search has found.
 */
import { commands } from "../../client/commands.ts";
import { find } from "../../client/state.ts";
import type { Conversation, Listed } from "../../client/state.ts";
import type { Said } from "../../client/timeline.ts";
import { foundEntries, palette, roomEntries } from "./choices.ts";
import type { Told } from "./choices.ts";
import type { Hands } from "./hands.ts";
import { helpRows } from "./help.ts";
import { ownCommands } from "./own.ts";
import { TextPanel } from "./panels.ts";
import { Picker } from "./picker.ts";

export class Openings {
  readonly #hands: Hands;

  constructor(hands: Hands) {
    this.#hands = hands;
  }

  get #told(): Told[] {
    const all = { ...commands, ...ownCommands };
    const names = Object.keys(all).toSorted();
    return names.map((name) => {
      const { usage = "", help = "" } = all[name] ?? {};
      return { name, usage, help };
    });
  }

  palette(): void {
    const chooser = {
      go: (to: Conversation | null) => this.#hands.go(to),
      open: (nick: string) => this.#hands.open(nick),
      join: (room: string) => this.#hands.join(room),
      command: (name: string, usage: string) => {
        // What needs nothing more is done, what does is begun.
        if (/^\/\S+(?: \[.*\])?$/.test(usage) && name !== "topic")
          this.#hands.saying.command(`/${name}`);
        else this.#hands.scene.editor.replace(`/${name} `);
      },
    };
    this.#hands.scene.overlay = new Picker({
      title: "Go to",
      hint: "type a part of a name · ↑ ↓ Enter · Esc",
      entries: (typed) => palette(this.#hands.scene, this.#told, chooser, typed),
      nothing: "nothing is called so",
      close: this.#hands.closeOverlay,
    });
  }

  help(): void {
    this.#hands.scene.overlay = new TextPanel(
      "Help",
      helpRows(this.#told),
      this.#hands.closeOverlay,
    );
  }

  rooms(rooms: readonly Listed[]): void {
    const chooser = {
      go: (to: Conversation | null) => this.#hands.go(to),
      open: (nick: string) => this.#hands.open(nick),
      join: (room: string) => this.#hands.join(room),
      command: () => undefined,
    };
    this.#hands.scene.overlay = new Picker({
      title: "Rooms",
      hint: "type a part of a name · Enter joins · Esc",
      entries: (typed) => roomEntries(rooms, typed, chooser),
      nothing: "there is no such room",
      close: this.#hands.closeOverlay,
    });
  }

  found(text: string, found: readonly Said[]): void {
    const { search } = this.#hands.scene.state;
    const where = search?.byServer === false ? " (in what is loaded)" : "";
    this.#hands.scene.overlay = new Picker({
      title: `${found.length === 100 ? "100 newest" : found.length} × ${text}${where}`,
      hint: "type to narrow · Enter goes there · Esc",
      entries: (typed) => foundEntries(found, text, typed, (said) => this.#goToFound(said)),
      nothing: search?.failure || "nothing was found",
      close: this.#hands.closeOverlay,
    });
  }

  #goToFound({ room, msgid }: Said): void {
    const of = find(this.#hands.scene.state, room);
    if (of === null || msgid === null) return this.#hands.notice("It cannot be gone to.");
    this.#hands.jump(of, msgid);
  }
}
