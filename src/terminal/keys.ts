/**
 * Keys: raw bytes of a keyboard and a mouse → what was pressed. Chunks may be cut anywhere: within
 * a character, within an escape sequence, within a paste. Knows no editor, no stream and no clock:
 * whoever owns the stream calls idle() when nothing has come for a while, so a lone Escape is not
 * held for ever. What a key does is in keymap.ts.
 */

export type Key =
  | { readonly type: "text"; readonly text: string }
  /** Such as "enter", "ctrl-a", "alt-left", "ctrl-shift-f5": modifiers in the order ctrl, alt,
   * shift, then the key. */
  | { readonly type: "key"; readonly name: string }
  /** All of a paste, or a large piece of it; line breaks are "\n". */
  | { readonly type: "paste"; readonly text: string }
  | {
      readonly type: "mouse";
      readonly action: "press" | "release" | "wheel-up" | "wheel-down";
      /** 0 left, 1 middle, 2 right. */
      readonly button: number;
      /** From 0. */
      readonly column: number;
      readonly row: number;
    }
  /** The terminal has, or has lost, the keyboard. */
  | { readonly type: "focus"; readonly on: boolean };

const controls: Readonly<Record<string, string>> = {
  "\0": "ctrl-space",
  "\b": "ctrl-h",
  "\t": "tab",
  "\r": "enter",
  "\x1c": "ctrl-\\",
  "\x1d": "ctrl-]",
  "\x1e": "ctrl-^",
  "\x1f": "ctrl-_",
  "\x7f": "backspace",
};

/** The last byte of `ESC [ … X` and `ESC O X` (xterm's ctlseqs, "PC-Style Function Keys"). */
const finals: Readonly<Record<string, string>> = {
  A: "up",
  B: "down",
  C: "right",
  D: "left",
  F: "end",
  H: "home",
  P: "f1",
  Q: "f2",
  R: "f3",
  S: "f4",
  Z: "shift-tab",
};

/** The number of `ESC [ N ~` (VT220 and rxvt). */
const tildes: Readonly<Record<string, string>> = {
  "1": "home",
  "2": "insert",
  "3": "delete",
  "4": "end",
  "5": "page-up",
  "6": "page-down",
  "7": "home",
  "8": "end",
  "11": "f1",
  "12": "f2",
  "13": "f3",
  "14": "f4",
  "15": "f5",
  "17": "f6",
  "18": "f7",
  "19": "f8",
  "20": "f9",
  "21": "f10",
  "23": "f11",
  "24": "f12",
};

/** Longer than any sequence a terminal sends; what exceeds it is dropped, not kept for ever. */
const sequenceCharsMax = 64;
/** A larger paste comes in pieces. */
const pasteCharsMax = 1_000_000;
const pasteEnd = "\x1b[201~";

export class Keys {
  readonly #decoder = new TextDecoder("utf-8");
  readonly #emit: (key: Key) => void;
  /** A sequence begun and not yet whole; starts with Escape. */
  #held = "";
  #text = "";
  #pasting = false;
  #afterReturn = false;

  constructor(emit: (key: Key) => void) {
    this.#emit = emit;
  }

  /** Reads on; every key that is whole is emitted before this returns. */
  push(chunk: Uint8Array): void {
    for (const char of this.#decoder.decode(chunk, { stream: true })) this.#take(char);
    // A paste is told when it is over.
    if (!this.#pasting) this.#flush();
  }

  /** True while the beginning of a sequence is held. */
  get holding(): boolean {
    return this.#held !== "" && !this.#pasting;
  }

  /** Nothing has come for a while: what is held was a lone Escape, or is dropped. */
  idle(): void {
    if (!this.holding) return;
    const held = this.#held;
    this.#held = "";
    if (held === "\x1b") this.#key("escape");
    if (held === "\x1b[") this.#key("alt-[");
    if (held === "\x1bO") this.#key("alt-O");
  }

  #take(char: string): void {
    if (this.#held !== "") return this.#takeHeld(char);
    if (char === "\x1b") {
      this.#held = char;
      return;
    }
    this.#takePlain(char);
  }

  #takePlain(char: string): void {
    const second = char === "\n" && this.#afterReturn; // CR LF is one Enter
    this.#afterReturn = char === "\r";
    if (second) return;
    if (this.#pasting) return this.#takePasted(char);
    const name = nameOf(char);
    if (name !== null) return this.#key(name);
    if (char >= "\x80" && char < "\xa0") return;
    this.#text += char;
  }

  #takePasted(char: string): void {
    if (char === "\r" || char === "\n") this.#text += "\n";
    else if (char === "\t") this.#text += "    ";
    else if (char >= " " && (char < "\x7f" || char >= "\xa0")) this.#text += char;
    if (this.#text.length >= pasteCharsMax) this.#flush();
  }

  #takeHeld(char: string): void {
    this.#afterReturn = false;
    if (this.#pasting) return this.#takeInPaste(char);
    if (char === "\x1b") {
      // Two Escapes in a row: rxvt's Alt and a sequence; the first says nothing by itself.
      this.#held = char;
      return;
    }
    this.#held += char;
    if (this.#held.length === 1 + char.length) {
      if (char === "[" || char === "O") return;
      this.#held = "";
      this.#afterReturn = char === "\r";
      return this.#key(`alt-${nameOf(char) ?? char}`);
    }
    if (this.#held[1] === "O") return this.#finish(finals[char], "");
    // The Linux console's F1 … F5 are ESC [ [ X: here "[" is no last byte.
    if (this.#held === "\x1b[[") return;
    if (char >= "@" && char <= "~") return this.#finishSequence(char);
    // A control character ends a sequence that never came whole, and counts for itself.
    if (char < " " || this.#held.length > sequenceCharsMax) {
      this.#held = "";
      if (char < " ") this.#takePlain(char);
    }
  }

  #finishSequence(last: string): void {
    const held = this.#held;
    const params = held.slice(2, -1).split(";");
    if (held.startsWith("\x1b[<") && (last === "M" || last === "m")) return this.#mouse(held, last);
    if (held === "\x1b[I" || held === "\x1b[O") return this.#focus(last === "I");
    const [first = "", second = ""] = params;
    if (last === "~") {
      if (first === "200") return this.#beginPaste();
      // xterm's modifyOtherKeys: 27 ; modifiers ; code ~.
      if (first === "27") return this.#finish(named(Number(params[2])), second);
      return this.#finish(tildes[first], second);
    }
    // Kitty's protocol: code ; modifiers u.
    if (last === "u") return this.#finish(named(Number(first.split(":")[0])), second);
    if (held.startsWith("\x1b[[")) return this.#finish(consoleKeys[last], "");
    this.#finish(finals[last], second);
  }

  #beginPaste(): void {
    this.#held = "";
    this.#flush();
    this.#pasting = true;
  }

  #takeInPaste(char: string): void {
    this.#held += char;
    if (this.#held === pasteEnd) {
      this.#flush();
      this.#pasting = false;
      this.#held = "";
      return;
    }
    if (pasteEnd.startsWith(this.#held)) return;
    // Not the end of the paste: the Escape is dropped, the rest is pasted text.
    const rest = this.#held.slice(1);
    this.#held = "";
    for (const each of rest) this.#take(each);
  }

  /** ESC [ < button ; column ; row M (pressed) or m (let go): xterm's SGR mouse mode. */
  #mouse(held: string, last: string): void {
    this.#held = "";
    const [code = 0, column = 1, row = 1] = held.slice(3, -1).split(";").map(Number);
    if (![code, column, row].every(Number.isInteger) || (code & 32) !== 0) return;
    this.#flush();
    const wheel = (code & 64) !== 0;
    const button = code & 3;
    if (wheel && button > 1) return;
    const pressed = last === "M" ? "press" : "release";
    const action = wheel ? (button === 0 ? "wheel-up" : "wheel-down") : pressed;
    this.#emit({ type: "mouse", action, button, column: column - 1, row: row - 1 });
  }

  #focus(on: boolean): void {
    this.#held = "";
    this.#flush();
    this.#emit({ type: "focus", on });
  }

  /** @param modifiers as xterm counts them: 1 + 1 shift + 2 alt + 4 ctrl */
  #finish(name: string | undefined, modifiers: string): void {
    this.#held = "";
    if (name === undefined) return;
    const held = (Number(modifiers.split(":")[0]) || 1) - 1;
    if (held === 0 || name === "shift-tab") return this.#key(name);
    const shift = (held & 1) !== 0 && name.length > 1 ? "shift-" : "";
    const mods = ((held & 4) === 0 ? "" : "ctrl-") + ((held & 2) === 0 ? "" : "alt-") + shift;
    this.#key(mods + name);
  }

  #key(name: string): void {
    this.#flush();
    this.#emit({ type: "key", name });
  }

  #flush(): void {
    if (this.#text === "") return;
    const text = this.#text;
    this.#text = "";
    this.#emit(this.#pasting ? { type: "paste", text } : { type: "text", text });
  }
}

const consoleKeys: Readonly<Record<string, string>> = {
  A: "f1",
  B: "f2",
  C: "f3",
  D: "f4",
  E: "f5",
};

/** Null when it is a character to be put in. */
function nameOf(char: string): string | null {
  const known = controls[char];
  if (known !== undefined) return known;
  if (char >= " ") return null;
  return `ctrl-${String.fromCharCode(char.charCodeAt(0) + 0x60)}`;
}

/** A key by its Unicode number. */
function named(code: number): string | undefined {
  if (!Number.isInteger(code) || code <= 0 || code > 0x10ffff) return undefined;
  if (code === 27) return "escape";
  const char = String.fromCodePoint(code);
  if (code === 32) return "space";
  return code < 32 || code === 127 ? (nameOf(char) ?? undefined) : char;
}
