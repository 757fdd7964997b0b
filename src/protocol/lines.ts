/**
 * Lines: bytes that come in any pieces, made into lines. First step of the journey, before the
 * dialect. Pure: knows no socket and no command. What it holds is bounded by the two limits.
 *
 * A line ends at LF, CR LF or CR NUL; any other CR or NUL is dropped, since a CR passed on would
 * end a line for somebody else. Dropped too: a BOM at the very start and telnet's negotiation.
 */
import { byteLength } from "./text.ts";
import { validUtf8 } from "./utf8.ts";

export type LineFault = "too long" | "tags too long" | "invalid utf8";

/**
 * With "invalid utf8" the text has U+FFFD for what is wrong. With the other two it is the
 * beginning of the line up to the limit, whole characters; the rest never comes.
 */
export type LineReceiver = (text: string, fault?: LineFault) => void;

export interface LineOptions {
  /** Content without tags, with room for CR LF (RFC 1459 §2.3). */
  readonly bytesMax?: number;
  /** From "@" to the space, both counted: 4096 from clients, 8191 from servers (message-tags).
   * 0 gives "@" no meaning. */
  readonly tagBytesMax?: number;
  /** Take out telnet negotiation (RFC 854). */
  readonly telnet?: boolean;
}

const nul = 0x00;
const lf = 0x0a;
const cr = 0x0d;
const blank = 0x20;
const at = 0x40;

/** RFC 854: interpret as command; subnegotiation begins, ends; WILL to DONT take an option. */
const iac = 0xff;
const sb = 0xfa;
const se = 0xf0;
const will = 0xfb;
const commandFirst = 0xec; // EOF; the least of the two-byte commands (RFC 1184)

/** A longer subnegotiation is no telnet: what follows is text again, so nobody is muted by it. */
const subnegotiationBytesMax = 512;

/** Whole lines are decoded together up to this size, so a kept part of one pins no more. */
const windowBytes = 4096;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const encoder = new TextEncoder();
const nothing = new Uint8Array(0);

type TelnetState = "text" | "command" | "option" | "subnegotiation" | "subnegotiation command";

export class LineAssembler {
  readonly #bodyMax: number;
  readonly #tagMax: number;
  readonly #telnetOn: boolean;
  /** The unfinished line; `nothing` while there is none, so an idle peer costs no buffer. */
  #held: Uint8Array = nothing;
  #length = 0;
  /** How far #length may grow; moves on when the tags end. */
  #limit = 0;
  #inTags = false;
  #discarding = false;
  #afterCr = false;
  #atStart = true;
  #telnet: TelnetState = "text";
  #subnegotiationBytes = 0;

  constructor(options: LineOptions = {}) {
    this.#bodyMax = (options.bytesMax ?? 512) - 2;
    this.#tagMax = options.tagBytesMax ?? 4096;
    this.#telnetOn = options.telnet ?? true;
  }

  /** Whether an unfinished line is held. */
  rest(): boolean {
    return this.#length > 0 || this.#discarding;
  }

  /** Calls `line` for every line that the chunk completes, "" for an empty one. */
  push(chunk: Uint8Array, line: LineReceiver): void {
    let from = 0;
    while (from < chunk.length) {
      const to = Math.min(from + windowBytes, chunk.length);
      if (!this.#between()) {
        const end = chunk.indexOf(lf, from);
        from = this.#takeAll(chunk, from, end < 0 ? chunk.length : end + 1, line);
      } else {
        const end = chunk[to - 1] === lf ? to - 1 : chunk.lastIndexOf(lf, to - 1);
        if (end < from) from = this.#takeAll(chunk, from, to, line);
        else from = this.#takeWhole(chunk, from, end + 1, line);
      }
    }
    if (this.#length === 0) this.#held = nothing;
  }

  /** Nothing is pending, so the next byte begins a line. */
  #between(): boolean {
    return (
      this.#length === 0 &&
      this.#telnet === "text" &&
      !this.#discarding &&
      !this.#afterCr &&
      !this.#atStart
    );
  }

  /** The common path: a piece that begins and ends with a line is decoded at once, then split. */
  #takeWhole(chunk: Uint8Array, from: number, to: number, line: LineReceiver): number {
    const bytes = from === 0 && to === chunk.length ? chunk : chunk.subarray(from, to);
    const text = decoder.decode(bytes);
    // U+FFFD: invalid (an IAC always is), or sent as such. These go byte by byte.
    if (text.includes("\uFFFD") || bytes.includes(nul)) {
      return this.#takeAll(chunk, from, to, line);
    }
    const ascii = text.length === bytes.length;
    const hasCr = text.includes("\r");
    for (let start = 0; start < text.length;) {
      const end = text.indexOf("\n", start);
      const stop = hasCr && end > start && text.charCodeAt(end - 1) === cr ? end - 1 : end;
      const content = text.slice(start, stop);
      if (this.#fits(content, ascii) && !(hasCr && content.includes("\r"))) line(content);
      else this.#takeText(text.slice(start, end + 1), line);
      start = end + 1;
    }
    return to;
  }

  #fits(content: string, ascii: boolean): boolean {
    if (this.#tagMax === 0 || content.charCodeAt(0) !== at) {
      return within(content, this.#bodyMax, ascii);
    }
    const space = content.indexOf(" ");
    const body = space < 0 ? content.length : space + 1;
    return (
      within(content.slice(0, body), this.#tagMax, ascii) &&
      within(content.slice(body), this.#bodyMax, ascii)
    );
  }

  /** One line that is odd in some way goes byte by byte, where every rule stands once. */
  #takeText(text: string, line: LineReceiver): void {
    const bytes = encoder.encode(text);
    this.#takeAll(bytes, 0, bytes.length, line);
  }

  #takeAll(chunk: Uint8Array, from: number, to: number, line: LineReceiver): number {
    for (let index = from; index < to; index++) {
      const byte = chunk[index] as number;
      if (this.#telnet !== "text") this.#negotiate(byte, line);
      else if (byte === iac && this.#telnetOn) this.#telnet = "command";
      else this.#take(byte, line);
    }
    return to;
  }

  #negotiate(byte: number, line: LineReceiver): void {
    switch (this.#telnet) {
      case "text":
        return;
      case "option":
        this.#telnet = "text";
        return;
      case "subnegotiation":
        if (++this.#subnegotiationBytes > subnegotiationBytesMax) this.#telnet = "text";
        else if (byte === iac) this.#telnet = "subnegotiation command";
        return;
      case "subnegotiation command":
        this.#telnet = byte === se ? "text" : "subnegotiation";
        return;
      case "command":
        this.#command(byte, line);
        return;
      default:
        this.#telnet satisfies never;
    }
  }

  #command(byte: number, line: LineReceiver): void {
    this.#telnet = "text";
    if (byte === sb) {
      this.#telnet = "subnegotiation";
      this.#subnegotiationBytes = 0;
    } else if (byte === iac) {
      this.#take(iac, line);
    } else if (byte >= will) {
      this.#telnet = "option";
    } else if (byte < commandFirst) {
      // No telnet at all: text of another encoding, whose newline must not be lost.
      this.#take(iac, line);
      this.#take(byte, line);
    }
  }

  #take(byte: number, line: LineReceiver): void {
    if (byte === lf || (byte === nul && this.#afterCr)) {
      this.#finish(line);
      return;
    }
    this.#afterCr = byte === cr;
    if (byte === nul || byte === cr || this.#discarding) return;
    if (this.#length === 0) {
      this.#inTags = byte === at && this.#tagMax > 0;
      this.#limit = this.#inTags ? this.#tagMax : this.#bodyMax;
    }
    if (this.#length === this.#limit) {
      this.#overflow(byte, line);
      return;
    }
    if (this.#length === this.#held.length) this.#grow();
    this.#held[this.#length++] = byte;
    if (this.#inTags && byte === blank) {
      this.#inTags = false;
      this.#limit = this.#length + this.#bodyMax;
    }
    if (this.#atStart && this.#length === 3) this.#dropMark();
  }

  #grow(): void {
    const held = new Uint8Array(Math.max(128, this.#held.length * 2));
    held.set(this.#held);
    this.#held = held;
  }

  #dropMark(): void {
    this.#atStart = false;
    const held = this.#held;
    if (held[0] === 0xef && held[1] === 0xbb && held[2] === 0xbf) this.#length = 0;
  }

  /** The line's state is cleared before the call, so the receiver may do what it likes. */
  #finish(line: LineReceiver): void {
    const bytes = this.#held.subarray(0, this.#length);
    const reported = this.#discarding;
    this.#length = 0;
    this.#discarding = false;
    this.#afterCr = false;
    this.#atStart = false;
    if (reported) return;
    const text = decoder.decode(bytes);
    if (text.includes("\uFFFD") && !validUtf8(bytes)) line(text, "invalid utf8");
    else line(text);
  }

  /** Reported at once, not at the newline, which may never come. */
  #overflow(byte: number, line: LineReceiver): void {
    const fault = this.#inTags ? "tags too long" : "too long";
    const end = wholeCharacters(this.#held, this.#length, byte);
    const text = decoder.decode(this.#held.subarray(0, end));
    this.#length = 0;
    this.#discarding = true;
    line(text, fault);
  }
}

/** Compares bytes with the limit, counting them only when the characters leave it open. */
function within(text: string, max: number, ascii: boolean): boolean {
  if (ascii || text.length > max) return text.length <= max;
  return text.length * 3 <= max || byteLength(text) <= max;
}

/** Where to cut `held` so that no character is torn, when `next` follows at `length`. */
function wholeCharacters(held: Uint8Array, length: number, next: number): number {
  if ((next & 0xc0) !== 0x80) return length;
  for (let end = length - 1; end >= 0 && end >= length - 3; end--) {
    if (((held[end] as number) & 0xc0) !== 0x80) return end;
  }
  return length;
}
