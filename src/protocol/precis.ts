/**
 * PRECIS: which names beyond ASCII there may be, and which of them are the same: the profile
 * UsernameCaseMapped of RFC 8265 §3.3, as the rfc8265 casemapping for IRC has it. Pure text.
 * Characters that only look alike (Latin a, Cyrillic а) are different names: not its matter.
 */

/** RFC 8264 §4.2: letters and digits (9.1) and printable ASCII (9.11); what RFC 5892 §2.6 allows
 * though it is neither (9.6); what needs a context, below. Unassigned ones are no letters. */
const allowed = new RegExp(
  "^(?:[\\p{Ll}\\p{Lu}\\p{Lo}\\p{Nd}\\p{Lm}\\p{Mn}\\p{Mc}]" +
    "|[!-~\u06fd\u06fe\u0f0b\u3007]" +
    "|[\u00b7\u0375\u05f3\u05f4\u30fb])+$",
  "u",
);

/** What RFC 5892 §2.6 disallows (9.6), conjoining jamo (9.9), and what is not seen (9.13). The
 * joiners, which need a context (9.8), are among the last: without them a look is a name. */
const disallowed = new RegExp(
  "[\u0640\u07fa\u302e\u302f\u3031-\u3035\u303b]" +
    "|[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]" +
    "|\\p{Default_Ignorable_Code_Point}|\\p{Noncharacter_Code_Point}",
  "u",
);

/** Fullwidth and halfwidth forms, which are other ways to write other characters. */
const widthForms = /[\u3000\uff01-\uff60\uff61-\uffdc\uffe0-\uffe6\uffe8-\uffee]/g;

/** RFC 5892, appendix A.3 to A.9: what is allowed only beside certain others. */
const misplaced: readonly RegExp[] = [
  /(?<!l)\u00b7|\u00b7(?!l)/u, // middle dot: between two l, as in Catalan
  /\u0375(?!\p{Script=Greek})/u, // keraia: before a Greek letter
  /(?<!\p{Script=Hebrew})[\u05f3\u05f4]/u, // geresh, gershayim: after a Hebrew letter
  // Not both kinds of Arabic digits.
  /[\u0660-\u0669].*[\u06f0-\u06f9]|[\u06f0-\u06f9].*[\u0660-\u0669]/u,
];
const japanese = /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u;

function isMisplaced(text: string): boolean {
  // Katakana middle dot: somewhere beside it there is Japanese.
  if (text.includes("\u30fb") && !japanese.test(text.replaceAll("\u30fb", ""))) return true;
  return misplaced.some((pattern) => pattern.test(text));
}

/**
 * Whether the text is a name of the IdentifierClass in the form that it is kept in: composed (NFC),
 * without width forms, and with letters of both directions only as the Bidi Rule allows. Case is
 * kept, as UsernameCasePreserved has it.
 */
export function isIdentifier(text: string): boolean {
  if (!allowed.test(text) || disallowed.test(text)) return false;
  if (text.normalize("NFC") !== text) return false;
  // What has a compatibility form (9.17) is another way to write something else.
  for (const character of text) if (character.normalize("NFKC") !== character) return false;
  return !isMisplaced(text) && obeysBidi(text);
}

/** Two names are the same when this is: width mapping, small letters, NFC. Of any text, so that
 * masks are folded too; idempotent. */
export function foldPrecis(text: string): string {
  const narrow = text.replace(widthForms, (form) =>
    form === "\uffe3" ? "\u00af" : form.normalize("NFKC"),
  );
  // The two small sigmas are one: which of them a capital becomes hangs on what follows.
  return narrow.normalize("NFC").toLowerCase().replaceAll("ς", "σ").normalize("NFC");
}

// ── The Bidi Rule, RFC 5893 §2 ───────────────────────────────────────────────────────────────

/** R and AL: the blocks that Unicode keeps for scripts from right to left. */
const rightToLeft =
  /[\u05be-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;
const mark = /\p{Mn}/u;
/** European numbers; the extended Arabic digits are such. */
const european = /[0-9\u06f0-\u06f9]/u;
const arabic = /[\u0660-\u0669\u066b\u066c\u{10e60}-\u{10e7e}]/u;
/** Of printable ASCII all that is no letter and no digit is neutral, or stands beside numbers. */
const neutral = /[!-/:-@[-`{-~\u00b7\u0375\u30fb]/u;

type Direction = "right" | "left" | "european" | "arabic" | "mark" | "neutral";

function directionOf(character: string): Direction {
  if (mark.test(character)) return "mark";
  if (european.test(character)) return "european";
  if (arabic.test(character)) return "arabic";
  if (rightToLeft.test(character)) return "right";
  return neutral.test(character) ? "neutral" : "left";
}

function obeysBidi(text: string): boolean {
  if (!rightToLeft.test(text)) return true;
  const directions = Array.from(text, directionOf);
  if (!directions.includes("right") && !directions.includes("arabic")) return true;
  const last = directions.findLast((direction) => direction !== "mark");
  const both = directions.includes("european") && directions.includes("arabic");
  if (directions[0] === "right")
    // Conditions 2 to 4.
    return !directions.includes("left") && !both && last !== "neutral";
  // Conditions 1, 5 and 6: from left to right there is nothing from right to left.
  return false;
}
