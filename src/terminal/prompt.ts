/**
 * Prompt: a terminal with a line to type on and messages above. Binds keys, editor and screen to
 * the streams. Knows no protocol: whole lines go to its owner, blocks come from it.
 */
import process from "node:process";
import { rest } from "./io.ts";
import type { Io } from "./io.ts";
import { Editor } from "./editor.ts";
import type { Complete } from "./editor.ts";
import { editKeys } from "./keymap.ts";
import { Keys } from "./keys.ts";
import type { Key } from "./keys.ts";
import type { Paint } from "./paint.ts";
import { Screen } from "./screen.ts";
import type { Block, Size } from "./screen.ts";

/** A terminal line by line, by whichever means. */
export interface LinePrompt {
  print(block: Block): void;
  /** A row above the input that changes in place; "" for none. */
  status(text: string): void;
  prompt(text: string): void;
  /** The next line that is typed is for this alone, and is not shown. */
  ask(label: string, answer: (secret: string) => void): void;
  /** Shows what was printed since. */
  draw(): void;
  /** Leaves the terminal as it was found. */
  close(): void;
}

export interface PromptOwner {
  /** False when the line could not be used: it goes back into the input. */
  line(text: string): boolean;
  quit(): void;
  complete: Complete;
}

/** An Escape that nothing follows for so long was the key itself. */
const escapeMs = 50;
// Asks the terminal to mark what is pasted (xterm's ctlseqs, "Bracketed Paste Mode").
const pasteMarksOn = "\x1b[?2004h";
const pasteMarksOff = "\x1b[?2004l";

export class Prompt implements LinePrompt {
  readonly #io: Io;
  readonly #owner: PromptOwner;
  readonly #editor: Editor;
  readonly #screen: Screen;
  readonly #keys: Keys;
  #open = true;
  #asked = "";
  #secret: { label: string; answer: (secret: string) => void; before: string } | null = null;
  #cancelEscape: () => void = () => undefined;
  readonly #onData = (chunk: Buffer | string): void => this.#typed(Buffer.from(chunk));
  readonly #onEnd = (): void => this.#owner.quit();
  readonly #onResize = (): void => this.#screen.resized(this.#size());
  readonly #onExit = (): void => this.close();

  constructor(io: Io, paint: Paint, owner: PromptOwner) {
    this.#io = io;
    this.#owner = owner;
    this.#editor = new Editor((word, first) => owner.complete(word, first));
    this.#screen = new Screen(this.#size(), this.#shown(), paint, (bytes) => {
      io.stdout.write(bytes);
    });
    this.#keys = new Keys((key) => this.#press(key));
    io.stdin.setRawMode?.(true);
    io.stdout.write(pasteMarksOn);
    io.stdin.on("data", this.#onData);
    io.stdin.on("end", this.#onEnd);
    io.stdout.on("resize", this.#onResize);
    // A fault elsewhere must not leave the terminal raw.
    process.once("exit", this.#onExit);
  }

  print(block: Block): void {
    this.#screen.print(block);
  }

  /** What is typed, as it may be seen. */
  #shown() {
    const mask = (text: string): string =>
      this.#secret === null ? text : text.replace(/./gsu, "•");
    const editor = this.#editor;
    return {
      get before() {
        return mask(editor.before);
      },
      get after() {
        return mask(editor.after);
      },
    };
  }

  ask(label: string, answer: (secret: string) => void): void {
    this.#secret = { label, answer, before: this.#editor.text };
    this.#editor.set("");
    this.#screen.prompt(`${label} `);
    this.draw();
  }

  status(text: string): void {
    this.#screen.status(text);
  }

  prompt(text: string): void {
    this.#asked = text;
    if (this.#secret === null) this.#screen.prompt(text);
  }

  /** Shows what was printed since. */
  draw(): void {
    if (this.#open) this.#screen.draw();
  }

  /** Leaves the terminal as it was found. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#cancelEscape();
    this.#screen.close();
    const { stdin, stdout } = this.#io;
    stdout.write(pasteMarksOff);
    stdin.off("data", this.#onData);
    stdin.off("end", this.#onEnd);
    stdout.off("resize", this.#onResize);
    process.off("exit", this.#onExit);
    stdin.setRawMode?.(false);
    rest(stdin);
  }

  #size(): Size {
    // A terminal that does not tell has the size of a VT100.
    const { columns = 80, rows = 24 } = this.#io.stdout;
    return { columns: columns || 80, rows: rows || 24 };
  }

  #typed(chunk: Buffer): void {
    this.#cancelEscape();
    this.#keys.push(chunk);
    if (this.#keys.holding) {
      this.#cancelEscape = this.#io.after(escapeMs, () => this.#keys.idle());
    }
    this.draw();
  }

  #press(key: Key): void {
    if (!this.#open) return;
    switch (key.type) {
      case "text":
        this.#editor.insert(key.text);
        return;
      case "paste":
        this.#paste(key.text);
        return;
      case "key":
        this.#key(key.name);
        return;
      case "focus":
      case "mouse":
        return;
      default:
        key satisfies never;
    }
  }

  /** Each line of a paste is a line. */
  #paste(text: string): void {
    const lines = text.split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) {
      this.#editor.insert(line);
      this.#submit();
    }
    this.#editor.insert(last);
  }

  #key(name: string): void {
    const empty = this.#editor.text === "";
    if (name === "enter" || name === "ctrl-j") return this.#submit();
    if (name === "ctrl-l") return this.#screen.redraw();
    if (name === "ctrl-c" || name === "ctrl-d") {
      if (empty) return this.#owner.quit();
      if (name === "ctrl-d") return this.#editor.edit("delete");
      // It can be had again by the arrow up, unless it is secret.
      if (this.#secret === null) this.#editor.take();
      else this.#editor.set("");
      return;
    }
    const edit = editKeys[name];
    if (edit !== undefined && edit !== "newline") this.#editor.edit(edit);
  }

  /** What is secret is not among the lines that can be recalled. */
  #answered({ answer, before }: { answer: (secret: string) => void; before: string }): void {
    const secret = this.#editor.text;
    this.#secret = null;
    this.#editor.set(before);
    this.#screen.prompt(this.#asked);
    answer(secret);
  }

  #submit(): void {
    if (this.#secret !== null) return this.#answered(this.#secret);
    const line = this.#editor.take();
    if (line !== "" && !this.#owner.line(line)) this.#editor.set(line);
  }
}
