/**
 * Tty: the terminal itself while the full screen has it: its modes are set on coming and put back
 * on going, keys are read, bytes are written no faster than they are taken.
 */
import process from "node:process";
import { rest } from "../io.ts";
import type { Io } from "../io.ts";
import { Keys } from "../keys.ts";
import type { Key } from "../keys.ts";
import type { Size } from "./layout.ts";

/** An Escape that nothing follows for so long was the key itself. */
const escapeMs = 50;

// xterm's ctlseqs: title kept; alternate screen; no wrapping at the right edge; pastes and focus
// are told of.
const comeIn = "\x1b[22;0t\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[?1004h\x1b[?25l";
const goOut = "\x1b[0m\x1b]8;;\x1b\\\x1b[?1004l\x1b[?2004l\x1b[?7h\x1b[?25h\x1b[?1049l\x1b[23;0t";
// Presses and the wheel (1000), told in the form without limits (1006).
const mouseOn = "\x1b[?1000h\x1b[?1006h";
const mouseOff = "\x1b[?1006l\x1b[?1000l";

export interface TtyOwner {
  key(key: Key): void;
  /** All keys of one chunk have been told. */
  keysEnd(): void;
  /** The size has changed, or the screen is ours again: all is to be drawn. */
  redraw(): void;
  /** What was written has been taken. */
  drained(): void;
  ended(): void;
}

export class Tty {
  readonly #io: Io;
  readonly #owner: TtyOwner;
  readonly #keys: Keys;
  #open = false;
  #mouse = false;
  /** Nothing has been read yet: what comes first may have been typed before we were there. */
  #early = true;
  #cancelEscape: () => void = () => undefined;
  readonly #onData = (chunk: Buffer | string): void => this.#typed(Buffer.from(chunk));
  readonly #onEnd = (): void => this.#owner.ended();
  readonly #onResize = (): void => this.#owner.redraw();
  readonly #onDrain = (): void => this.#owner.drained();
  readonly #onExit = (): void => this.close();

  constructor(io: Io, owner: TtyOwner) {
    this.#io = io;
    this.#owner = owner;
    this.#keys = new Keys((key) => owner.key(key));
  }

  get size(): Size {
    // A terminal that does not tell has the size of a VT100.
    const { columns = 80, rows = 24 } = this.#io.stdout;
    return { columns: columns || 80, rows: rows || 24 };
  }

  /** The terminal does not take any more for now. */
  get full(): boolean {
    return this.#io.stdout.writableNeedDrain === true;
  }

  open(mouse: boolean): void {
    const { stdin, stdout } = this.#io;
    this.#open = true;
    this.#mouse = mouse;
    stdin.setRawMode?.(true);
    stdout.write(comeIn + (mouse ? mouseOn : ""));
    stdin.on("data", this.#onData);
    stdin.on("end", this.#onEnd);
    stdin.resume();
    stdin.ref?.();
    stdout.on("resize", this.#onResize);
    stdout.on("drain", this.#onDrain);
    // A fault elsewhere must not leave the terminal as it is now.
    process.once("exit", this.#onExit);
  }

  write(bytes: string): void {
    if (this.#open && bytes !== "") this.#io.stdout.write(bytes);
  }

  mouse(on: boolean): void {
    this.#mouse = on;
    this.write(on ? mouseOn : mouseOff);
  }

  /** Leaves the terminal as it was found. */
  close(): void {
    if (!this.#open) return;
    const { stdin, stdout } = this.#io;
    this.#cancelEscape();
    stdout.write((this.#mouse ? mouseOff : "") + goOut);
    this.#open = false;
    stdin.off("data", this.#onData);
    stdin.off("end", this.#onEnd);
    stdout.off("resize", this.#onResize);
    stdout.off("drain", this.#onDrain);
    process.off("exit", this.#onExit);
    stdin.setRawMode?.(false);
    rest(stdin);
  }

  /** Stops the program, as Ctrl-Z does elsewhere; goes on when the shell says so. */
  suspend(): void {
    const { suspend } = this.#io;
    if (suspend === undefined) return;
    const mouse = this.#mouse;
    this.close();
    suspend(() => {
      this.open(mouse);
      this.#owner.redraw();
    });
  }

  #typed(chunk: Buffer): void {
    this.#cancelEscape();
    this.#keys.push(this.#early ? asKeys(chunk) : chunk);
    this.#early = false;
    if (this.#keys.holding) {
      this.#cancelEscape = this.#io.after(escapeMs, () => {
        this.#keys.idle();
        this.#owner.keysEnd();
      });
    }
    this.#owner.keysEnd();
  }
}

/** Before the terminal was ours it made a line feed of Enter. */
const asKeys = (chunk: Buffer): Buffer =>
  chunk.includes(0x0a) ? Buffer.from(chunk.map((byte) => (byte === 0x0a ? 0x0d : byte))) : chunk;
