/**
 * Links: addresses in texts, and how a terminal is told of them (OSC 8). An address consists of
 * printable ASCII alone when it gets to the terminal; anything else is percent-encoded.
 */

/** Those that one would want to open; what may stand behind an address in a sentence is no part. */
const letter = "[^\\s<>\"'`\\p{Cc}]";
const form = new RegExp(
  `\\b(?:https?|ircs?|banters?|gemini|gopher|ftp)://${letter}+|` +
    `\\bmailto:${letter}+@${letter}+`,
  "giu",
);
const behind = /[.,;:!?)\]}»“”'*_~]+$/;
/** Numbers are given anew when there have been so many. */
const linksMax = 5000;
const addressLengthMax = 2000;

export interface Found {
  readonly start: number;
  readonly end: number;
  readonly address: string;
}

export function findLinks(text: string): Found[] {
  if (!text.includes(":")) return [];
  return Array.from(text.matchAll(form), ({ 0: whole, index }) => {
    let address = whole.replace(behind, "");
    // A closing bracket belongs to it when it was opened in it, as in Wikipedia's addresses.
    if (whole[address.length] === ")" && address.includes("(")) address += ")";
    return { start: index, end: index + address.length, address };
  });
}

export class Links {
  readonly #ids = new Map<string, number>();
  readonly #addresses: string[] = [""];

  /** 0 is no link. */
  id(address: string): number {
    const known = this.#ids.get(address);
    if (known !== undefined) return known;
    const safe = encoded(address);
    if (safe === null || this.#addresses.length >= 65_000) return 0;
    const id = this.#addresses.push(safe) - 1;
    this.#ids.set(address, id);
    return id;
  }

  /** True when it is time to begin anew: whoever draws must then draw all. */
  get full(): boolean {
    return this.#addresses.length > linksMax;
  }

  clear(): void {
    this.#ids.clear();
    this.#addresses.length = 1;
  }

  /** The sequence after which text leads there; for 0, nowhere. The id keeps the rows of one link
   * together. */
  open(id: number): string {
    const address = this.#addresses[id] ?? "";
    return address === "" ? "\x1b]8;;\x1b\\" : `\x1b]8;id=${id};${address}\x1b\\`;
  }
}

/** Null when it is no address that could be opened. */
function encoded(address: string): string | null {
  if (address.length > addressLengthMax) return null;
  try {
    const safe = new URL(address).href;
    return /^[\x21-\x7e]+$/.test(safe) ? safe : null;
  } catch {
    return null;
  }
}
