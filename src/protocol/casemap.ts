/**
 * Casemap: which names are the same name. Used wherever a nick or channel is looked up.
 * Pure text. Only ASCII is folded, everything else is left as it is (ISUPPORT CASEMAPPING); but
 * for "precis", which folds the letters of every script (ISUPPORT UTF8MAPPING).
 */
import { foldPrecis } from "./precis.ts";

export type Casemapping = "ascii" | "rfc1459" | "rfc1459-strict" | "precis";

/** The last code that has a lower form 32 above it; the first is always "A". */
const lastUpper: Readonly<Record<Casemapping, number>> = {
  precis: 0x5a,
  ascii: 0x5a, // Z
  rfc1459: 0x5e, // [ \ ] ^ are { | } ~ (RFC 1459 §2.2 has ^ and ~ the other way: same names)
  "rfc1459-strict": 0x5d, // [ \ ] are { | }
};

/** A pure, idempotent function: two names are the same when it gives the same text for both. */
export function casefolder(mapping: Casemapping): (text: string) => string {
  const last = lastUpper[mapping];
  return function casefold(text) {
    let upper = false;
    for (let index = 0; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (code < 0x41) continue;
      if (code > 0x7f && mapping === "precis") return foldPrecis(text);
      // What toLowerCase would do wrongly is folded one by one; it is the rare case.
      if (code > 0x7f || (code > 0x5a && code <= last)) return foldSlowly(text, last);
      if (code <= 0x5a) upper = true;
    }
    return upper ? text.toLowerCase() : text;
  };
}

function foldSlowly(text: string, last: number): string {
  let folded = "";
  let from = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 0x41 || code > last) continue;
    folded += text.slice(from, index) + String.fromCharCode(code + 32);
    from = index + 1;
  }
  return from === 0 ? text : folded + text.slice(from);
}
