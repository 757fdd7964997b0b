/**
 * Teletype: a terminal line by line, on which nothing is ever drawn twice: what comes is printed
 * below what is there. For screen readers, and for terminals that cannot move the cursor. What is
 * being typed is shown by us, so that what comes meanwhile can begin a row of its own; a dumb
 * terminal sees to it itself, and tells of whole lines.
 */
import process from "node:process";
import { Editor } from "./editor.ts";
import type { Edit } from "./edits.ts";
import { rest } from "./io.ts";
import type { Io } from "./io.ts";
import { editKeys } from "./keymap.ts";
import { Keys } from "./keys.ts";
import type { Key } from "./keys.ts";
import { clean } from "./paint.ts";
import type { LinePrompt, PromptOwner } from "./prompt.ts";
import type { Block } from "./screen.ts";
import { width } from "./width.ts";

/** The cursor stays at the end: what moves it would have to be drawn. */
const editsHere: ReadonlySet<Edit> = new Set([
  ...(["backspace", "rub-word", "kill-before", "undo", "redo", "yank"] as const),
  ...(["complete", "complete-back", "history-next", "history-previous"] as const),
]);
const otherKeys: Readonly<Record<string, Edit>> = {
  down: "history-next",
  up: "history-previous",
};

export class Teletype implements LinePrompt {
  readonly #io: Io;
  readonly #owner: PromptOwner;
  readonly #editor: Editor;
  readonly #keys = new Keys((key) => this.#press(key));
  /** What is typed is shown by us. */
  readonly #echoes: boolean;
  readonly #rowEnd: string;
  /** Of what is typed, what stands on rows further up, and what on that of the cursor. */
  #above = "";
  #echoed = "";
  #open = true;
  #status = "";
  #told = "";
  /** Takes the next line, in place of the owner; what is typed is not shown. */
  #secret: { readonly answer: (line: string) => void; readonly before: string } | null = null;
  readonly #onData = (chunk: Buffer | string): void => this.#keys.push(Buffer.from(chunk));
  readonly #onEnd = (): void => this.#owner.quit();
  readonly #onExit = (): void => this.close();

  constructor(io: Io, owner: PromptOwner) {
    this.#io = io;
    this.#owner = owner;
    this.#editor = new Editor((word, first) => owner.complete(word, first));
    this.#echoes = io.env["TERM"] !== "dumb";
    // A raw terminal need not return the carriage by itself.
    this.#rowEnd = this.#echoes ? "\r\n" : "\n";
    if (this.#echoes) io.stdin.setRawMode?.(true);
    io.stdin.on("data", this.#onData);
    io.stdin.on("end", this.#onEnd);
    // A fault elsewhere must not leave the terminal raw.
    process.once("exit", this.#onExit);
  }

  print({ head, text }: Block): void {
    this.#row(`${head}${text}`);
  }

  /** Where one speaks is told when it changes, not before each line. */
  prompt(text: string): void {
    const place = text.replace(/> $/, "");
    if (place === this.#told) return;
    this.#told = place;
    this.#row(clean(place));
  }

  /** A countdown is told once. */
  status(text: string): void {
    const words = text.replace(/\d+/g, "");
    if (words === this.#status) return;
    this.#status = words;
    if (text !== "") this.#row(clean(text));
  }

  ask(label: string, answer: (secret: string) => void): void {
    this.#row(clean(label));
    this.#io.stdin.setRawMode?.(true);
    this.#secret = { answer, before: this.#editor.text };
    this.#editor.set("");
  }

  draw(): void {
    // Nothing is drawn: it has been printed.
  }

  close(): void {
    if (!this.#open) return;
    this.#breakRow();
    this.#open = false;
    const { stdin } = this.#io;
    stdin.setRawMode?.(false);
    stdin.off("data", this.#onData);
    stdin.off("end", this.#onEnd);
    process.off("exit", this.#onExit);
    rest(stdin);
  }

  /** On a row of its own; what is being typed goes on below it. */
  #row(text: string): void {
    if (!this.#open) return;
    this.#breakRow();
    this.#io.stdout.write(text + this.#rowEnd);
  }

  #breakRow(): void {
    if (this.#echoed === "") return;
    this.#io.stdout.write(this.#rowEnd);
    this.#above += this.#echoed;
    this.#echoed = "";
  }

  #press(key: Key): void {
    if (!this.#open) return;
    if (key.type === "text") this.#editor.insert(key.text);
    if (key.type === "paste") this.#paste(key.text);
    if (key.type === "key") this.#key(key.name);
    this.#echo();
  }

  /** Each line of a paste is a line. */
  #paste(text: string): void {
    const lines = text.split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) {
      this.#editor.insert(line);
      this.#echo();
      this.#enter();
    }
    this.#editor.insert(last);
  }

  #key(name: string): void {
    if (name === "enter" || name === "ctrl-j") return this.#enter();
    if (name === "ctrl-c" || (name === "ctrl-d" && this.#editor.text === ""))
      return this.#owner.quit();
    if (name === "ctrl-z") return this.#suspend();
    const edit = otherKeys[name] ?? editKeys[name];
    if (edit !== undefined && editsHere.has(edit)) this.#editor.edit(edit);
  }

  /** Shows what has changed of what is typed, as far as it stands on this row. */
  #echo(): void {
    if (!this.#echoes || this.#secret !== null || !this.#open) return;
    const text = clean(this.#editor.text.replaceAll("\n", " "));
    this.#above = common(this.#above, text);
    const wanted = text.slice(this.#above.length);
    const kept = common(this.#echoed, wanted);
    const gone = width(this.#echoed.slice(kept.length));
    this.#echoed = wanted;
    const bytes = "\b \b".repeat(gone) + wanted.slice(kept.length);
    if (bytes !== "") this.#io.stdout.write(bytes);
  }

  #enter(): void {
    this.#echo();
    this.#breakRow();
    this.#above = "";
    const secret = this.#secret;
    if (secret !== null) return this.#answered(secret);
    const line = this.#editor.take();
    if (line === "" || this.#owner.line(line)) return;
    this.#row(`Not taken: ${clean(line)}`);
  }

  /** What is secret is not among the lines that can be recalled. */
  #answered({ answer, before }: { answer: (line: string) => void; before: string }): void {
    const line = this.#editor.text;
    this.#secret = null;
    this.#editor.set(before);
    this.#io.stdin.setRawMode?.(this.#echoes);
    answer(line);
  }

  #suspend(): void {
    const { suspend, stdin } = this.#io;
    if (suspend === undefined) return;
    stdin.setRawMode?.(false);
    suspend(() => stdin.setRawMode?.(this.#echoes || this.#secret !== null));
  }
}

/** What both begin with, in whole characters. */
function common(one: string, other: string): string {
  let length = 0;
  for (const char of one) {
    if (!other.startsWith(char, length)) break;
    length += char.length;
  }
  return one.slice(0, length);
}
