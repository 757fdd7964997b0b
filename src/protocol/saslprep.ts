/**
 * SASLprep: the one form of a password, whatever keyboard it was typed on. RFC 4013, over RFC 3454.
 * Before a password is hashed or proved, on both sides. Pure text.
 *
 * Two things are as in RFC 8265, which has taken its place: a character is unassigned by the
 * Unicode of today, not of 2002 (so emoji can be in a password); and there is no rule on which
 * directions of writing go together, as that is a matter of looks.
 */

/** Table C.1.2, spaces that are not " ". */
const otherSpaces = /[\u00a0\u1680\u2000-\u200b\u202f\u205f\u3000]/g;

/** Table B.1, "commonly mapped to nothing". */
const nothing =
  /\u00ad|\u034f|\u1806|[\u180b-\u180d]|[\u200b-\u200d]|\u2060|[\ufe00-\ufe0f]|\ufeff/g;

/** What must not be in it: tables C.2.1 and C.2.2 (control characters), C.3 (private use), C.4 (no
 * characters), C.5 (halves of pairs), C.6 and C.7 (not for plain text), C.8 (change the looks of
 * others), C.9 (tags); and what is not assigned. */
const prohibited = new RegExp(
  "[\\p{Cc}\\p{Co}\\p{Cs}\\p{Cn}\\u06dd\\u070f\\u180e\\u200e\\u200f\\u2028-\\u202e" +
    "\\u2061-\\u2063\\u206a-\\u206f\\u2ff0-\\u2ffb\\u0340\\u0341\\ufff9-\\ufffd" +
    "\\u{1d173}-\\u{1d17a}\\u{e0001}\\u{e0020}-\\u{e007f}]",
  "u",
);

/** undefined when the text cannot be a password; never "". */
export function saslprep(text: string): string | undefined {
  const prepared = text.replace(otherSpaces, " ").replace(nothing, "").normalize("NFKC");
  return prepared === "" || prohibited.test(prepared) ? undefined : prepared;
}
