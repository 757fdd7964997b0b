import assert from "node:assert/strict";
import { test } from "node:test";
import { fc } from "../../test/seed.ts";
import { casefolder } from "./casemap.ts";
import { validChannel, validNick } from "./names.ts";
import { foldPrecis, isIdentifier } from "./precis.ts";

const all = (texts: readonly string[], is: boolean): void => {
  for (const text of texts) assert.equal(isIdentifier(text), is, JSON.stringify(text));
};

test("letters, digits and marks of every script, and printable ASCII (RFC 8264 §4.2)", () => {
  all(["juliet@example.com", "fussball", "fußball", "π", "Σ", "σ", "ς"], true); // RFC 8265 §3.5
  all(["Zoé", "Łukasz", "Мария", "田中", "नमस्ते", "สวัสดี", "Ελλάδα", "ქართული", "x1", "!~"], true);
  all(["〇", "क्ष", "ñ", "ø", "þ"], true);
});

test("no spaces, controls, symbols and other punctuation", () => {
  all(["", "foo bar", "a\u00a0b", "a\u3000b", "a\tb", "\x7f", "♚", "😀", "a…b", "«a»", "½"], false);
  all(["\u0378", "\u{e0041}", "\ufffe", "\ud800"], false); // unassigned, tag, noncharacter, half
});

test("nothing that is not seen: joiners, selectors, fillers, soft hyphens", () => {
  all(
    ["a\u200d", "a\u200cb", "a\ufe0f", "\u115f", "\u3164", "a\u00adb", "a\u2060", "a\u202e"],
    false,
  );
});

test("nothing that is another way to write something else", () => {
  // RFC 8265 §3.5: HENRY with ROMAN NUMERAL FOUR; ligatures, letters for mathematics, width forms.
  all(["henry\u2163", "ﬃ", "𝐀", "Ａ", "ｶ", "²", "ª", "\u212a", "\u0132"], false);
  // Not composed.
  all(["e\u0301", "\u1112\u1161\u11ab"], false);
  // RFC 5892 §2.6.
  all(["\u0640", "\u303b", "\u3031"], false);
});

test("what needs a context has it (RFC 5892, appendix A)", () => {
  all(["col·lapse", "͵α", "א׳", "א״", "ア・イ", "日・本", "あ・"], true);
  all(["a·b", "l·", "·l", "͵a", "a׳", "׳א", "a・b", "・"], false);
  all(["ع٣", "ع۳"], true);
  all(["ع٣۳"], false);
});

test("the Bidi Rule (RFC 5893 §2)", () => {
  all(["שלום", "سلام", "שלום1", "ع1", "ع٣", "של-ום", "שָׁלוֹם"], true);
  all(["aש", "שa", "1ש", "_ש", "ש_", "٣ع", "ש-", "ع1٣", "٣"], false);
});

test("what is the same: width, case and composition make no difference", () => {
  for (const [a, b] of [
    ["ALICE", "alice"],
    ["Ａｌｉｃｅ", "alice"],
    ["ZOÉ", "zoé"],
    ["Zoe\u0301", "zoé"],
    ["МАРИЯ", "мария"],
    ["ΝΙΚΟΣ", "νικος"],
    ["ΝΙΚΟΣ", "νικοσ"],
    ["ｶﾞ", "ガ"],
    ["Ǆ", "ǆ"],
    ["ᏸ", "Ᏸ"],
  ] as const)
    assert.equal(foldPrecis(a), foldPrecis(b), `${a} ${b}`);
  for (const [a, b] of [
    ["a", "а"], // Cyrillic: it only looks alike
    ["strasse", "straße"],
    ["i", "ı"],
    ["é", "e"],
    ["[", "{"],
  ] as const)
    assert.notEqual(foldPrecis(a), foldPrecis(b), `${a} ${b}`);
});

test("folding is idempotent, whatever is folded, and leaves ASCII as ascii does", () => {
  const ascii = casefolder("ascii");
  const precis = casefolder("precis");
  for (let code = 0; code < 0x110000; code += 1) {
    const text = `a${String.fromCodePoint(code)}b`;
    const folded = foldPrecis(text);
    const stays = !isIdentifier(text) || isIdentifier(folded);
    if (foldPrecis(folded) !== folded || !stays) assert.fail(`U+${code.toString(16)}`);
  }
  fc.assert(
    fc.property(
      fc.string({ unit: "binary" }),
      fc.string({ unit: "binary-ascii" }),
      (text, plain) => {
        assert.equal(foldPrecis(foldPrecis(text)), foldPrecis(text));
        assert.equal(precis(text), foldPrecis(text));
        assert.equal(precis(plain), ascii(plain));
        // A name stays one when it is folded.
        if (isIdentifier(text)) assert.ok(isIdentifier(foldPrecis(text)), text);
      },
    ),
  );
});

test("nicks and channels by it", () => {
  for (const nick of ["Zoé", "Łukasz", "田中", "नमस्ते", "שלום", "bob", "[x]\\`^{|}", "é1-_"]) {
    assert.ok(validNick(nick, 30, true), nick);
  }
  for (const nick of ["é!", "é@x", "é.x", "é*", "#é", "1é", "-é", "\u0301a", "é:", "é,", "e\u0301"])
    assert.ok(!validNick(nick, 30, true), nick);
  assert.ok(!validNick("é".repeat(16), 30, true));
  for (const name of ["#", "##", "#Zoé", "#c++", "##愛でる", "#שלום", "#a:b"])
    assert.equal(validChannel(name, 64, true), name !== "#", name);
  for (const name of ["#☕", "#a b", "#a,b", "#Ａ", "#e\u0301", "#aש"])
    assert.ok(!validChannel(name, 64, true), name);
});
