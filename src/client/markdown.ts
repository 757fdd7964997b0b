/**
 * Markdown: the few signs that people know from other chats → IRC's control codes, and back, so
 * that what was said can be changed as it was typed. Pure text. Code is left as it stands.
 */

const bold = "\x02";
const italic = "\x1d";
const strike = "\x1e";
const mono = "\x11";

/** A sign stands at a word's edge and has no space inside; so 2 * 3 * 4 and snake_case stay. */
const edge = "(?<![\\p{L}\\p{N}_*~`\\\\])";
const end = "(?![\\p{L}\\p{N}_*~`])";
const within = (sign: string): RegExp =>
  new RegExp(`${edge}${sign}(?=[^\\s*_])([^\\n]*?[^\\s])(?<!${sign})${sign}${end}`, "gu");

const signs: readonly (readonly [RegExp, string])[] = [
  [within("\\*\\*"), bold],
  [within("~~"), strike],
  [within("\\*"), italic],
  [within("_"), italic],
];

/** Blocks between ```, code between `, and addresses: no signs are looked for in them. */
const literal = /```[^]*?(?:```|$)|`[^`\n]+`|https?:\/\/\S+/g;

export function fromMarkdown(text: string): string {
  const kept: string[] = [];
  const held = text.replace(literal, (found) => {
    const isCode = found.startsWith("`") && !found.startsWith("```");
    kept.push(isCode ? mono + found.slice(1, -1) + mono : found);
    // A private-use sign, which is at a word's edge as the code itself would be.
    return `\uE000${kept.length - 1}\uE001`;
  });
  let coded = held;
  for (const [sign, code] of signs) coded = coded.replace(sign, `${code}$1${code}`);
  return coded.replace(
    /\uE000(\d+)\uE001/g,
    (found, index: string) => kept[Number(index)] ?? found,
  );
}

const back: Readonly<Record<string, string>> = {
  [bold]: "**",
  [italic]: "*",
  [strike]: "~~",
  [mono]: "`",
};

export const toMarkdown = (text: string): string =>
  text.replace(/[\x02\x1d\x1e\x11]/g, (code) => back[code] ?? code);
