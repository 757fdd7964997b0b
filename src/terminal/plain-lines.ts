/**
 * Plain lines: bytes of a server that speaks raw lines → the lines, and what has come of the next.
 * Unlike the protocol's assembler it gives out an unfinished line when asked. Pure.
 */

/** A line that never ends is given out in pieces of this many characters. */
const lineCharsMax = 64 * 1024;

export class PlainLines {
  readonly #decoder = new TextDecoder();
  #held = "";

  /** The lines that the chunk completes, without their ends. */
  push(chunk: Uint8Array): string[] {
    const lines = (this.#held + this.#decoder.decode(chunk, { stream: true })).split("\n");
    this.#held = lines.pop() ?? "";
    if (this.#held.length > lineCharsMax) lines.push(this.flush() ?? "");
    return lines.map((line) => line.replaceAll(/[\r\0]/g, ""));
  }

  /** What has come of an unfinished line, which ends with it; null when there is nothing. */
  flush(): string | null {
    const held = this.#held.replaceAll(/[\r\0]/g, "");
    this.#held = "";
    return held === "" ? null : held;
  }
}
