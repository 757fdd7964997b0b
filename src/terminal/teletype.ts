/**
 * Teletype: a terminal line by line, on which nothing is ever drawn twice: what comes is printed
 * below what is there, and the terminal itself sees to the line being typed. For screen readers,
 * and for terminals that cannot move the cursor.
 */
import { StringDecoder } from "node:string_decoder";
import { rest } from "./io.ts";
import type { Io } from "./io.ts";
import { clean } from "./paint.ts";
import type { LinePrompt, PromptOwner } from "./prompt.ts";
import type { Block } from "./screen.ts";

export class Teletype implements LinePrompt {
  readonly #io: Io;
  readonly #owner: PromptOwner;
  readonly #decoder = new StringDecoder("utf8");
  #held = "";
  #open = true;
  #status = "";
  #told = "";
  /** Takes the next line, in place of the owner; what is typed is not shown. */
  #secret: ((line: string) => void) | null = null;
  readonly #onData = (chunk: Buffer | string): void => this.#read(chunk);
  readonly #onEnd = (): void => this.#owner.quit();

  constructor(io: Io, owner: PromptOwner) {
    this.#io = io;
    this.#owner = owner;
    io.stdin.on("data", this.#onData);
    io.stdin.on("end", this.#onEnd);
  }

  print({ head, text }: Block): void {
    if (this.#open) this.#io.stdout.write(`${head}${text}\n`);
  }

  /** Where one speaks is told when it changes, not before each line. */
  prompt(text: string): void {
    const place = text.replace(/> $/, "");
    if (place === this.#told || !this.#open) return;
    this.#told = place;
    this.#io.stdout.write(`${clean(place)}\n`);
  }

  /** A countdown is told once. */
  status(text: string): void {
    const words = text.replace(/\d+/g, "");
    if (words === this.#status || !this.#open) return;
    this.#status = words;
    if (text !== "") this.#io.stdout.write(`${clean(text)}\n`);
  }

  ask(label: string, answer: (secret: string) => void): void {
    this.#io.stdout.write(`${clean(label)}\n`);
    this.#io.stdin.setRawMode?.(true);
    this.#secret = (line) => {
      this.#io.stdin.setRawMode?.(false);
      answer(line);
    };
  }

  draw(): void {
    // Nothing is drawn: it has been printed.
  }

  close(): void {
    if (!this.#open) return;
    this.#open = false;
    const { stdin } = this.#io;
    if (this.#secret !== null) stdin.setRawMode?.(false);
    stdin.off("data", this.#onData);
    stdin.off("end", this.#onEnd);
    rest(stdin);
  }

  #read(chunk: Buffer | string): void {
    const text = typeof chunk === "string" ? chunk : this.#decoder.write(chunk);
    // Without echo Enter is a carriage return, and Ctrl-C a character.
    const lines = (this.#held + text).split(/\r\n|\r|\n/);
    this.#held = lines.pop() ?? "";
    if (this.#secret !== null && this.#held.includes("\x03")) return this.#owner.quit();
    for (const line of lines) this.#take(line);
  }

  #take(line: string): void {
    const secret = this.#secret;
    this.#secret = null;
    if (secret !== null) return secret(line);
    if (line !== "" && !this.#owner.line(line)) {
      this.#io.stdout.write(`Not taken: ${clean(line)}\n`);
    }
  }
}
