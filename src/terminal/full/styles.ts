/**
 * Styles: how things look, each a number. Colours are of middle brightness, so that they stand out
 * from black and from white; with few colours, or none (NO_COLOR), the weight of the letters does.
 */
import { hashOf } from "../paint.ts";

/** How many colours the terminal is trusted with. */
export type Depth = 0 | 16 | 256;

export type Style = number;

interface Look {
  readonly fg?: number;
  readonly bold?: true;
  readonly dim?: true;
  readonly italic?: true;
  readonly underline?: true;
  readonly reverse?: true;
  readonly strike?: true;
}

/** Per name: with 256 colours, with 16, without. */
const looks = {
  plain: [{}, {}, {}],
  dim: [{ fg: 244 }, { dim: true }, { dim: true }],
  strong: [{ bold: true }, { bold: true }, { bold: true }],
  own: [{ bold: true }, { bold: true }, { bold: true }],
  error: [{ fg: 160, bold: true }, { fg: 1, bold: true }, { bold: true }],
  notice: [{ fg: 30 }, { fg: 6 }, {}],
  mention: [{ fg: 166, bold: true, reverse: true }, { fg: 3, reverse: true }, { reverse: true }],
  /** Counts in the list. */
  unread: [{ fg: 32, bold: true }, { fg: 6, bold: true }, { bold: true }],
  active: [{ reverse: true }, { reverse: true }, { reverse: true }],
  bar: [{ fg: 244, reverse: true }, { reverse: true }, { reverse: true }],
  alarm: [
    { fg: 160, bold: true, reverse: true },
    { fg: 1, bold: true, reverse: true },
    { bold: true, reverse: true },
  ],
  head: [
    { bold: true, underline: true },
    { bold: true, underline: true },
    { bold: true, underline: true },
  ],
  headDim: [{ fg: 244, underline: true }, { underline: true }, { underline: true }],
  line: [{ fg: 244 }, { dim: true }, { dim: true }],
  readLine: [{ fg: 167 }, { fg: 1 }, { bold: true }],
  link: [{ fg: 32, underline: true }, { underline: true }, { underline: true }],
  mine: [
    { fg: 32, bold: true },
    { fg: 6, bold: true },
    { bold: true, underline: true },
  ],
  code: [{ fg: 130 }, { fg: 6 }, {}],
} as const satisfies Readonly<Record<string, readonly [Look, Look, Look]>>;

export type StyleName = keyof typeof looks;

const nickColours: Readonly<Record<Depth, readonly number[]>> = {
  256: [130, 94, 100, 64, 28, 29, 30, 31, 32, 67, 27, 62, 98, 134, 128, 133, 163, 162, 132],
  // No red, which is for errors; no yellow and no blue, hard to read on one of the grounds.
  16: [2, 5, 6],
  0: [],
};

const attributes = ["bold", "dim", "italic", "underline", "reverse", "strike"] as const;
export type Attribute = (typeof attributes)[number];
/** SGR (ECMA-48 §8.3.117). */
const codes: Readonly<Record<Attribute, number>> = {
  bold: 1,
  dim: 2,
  italic: 3,
  underline: 4,
  reverse: 7,
  strike: 9,
};

export class Styles {
  readonly #looks: Look[] = [{}];
  readonly #sgr: string[] = ["\x1b[0m"];
  readonly #ids = new Map<string, Style>([["{}", 0]]);
  readonly #named: Readonly<Record<StyleName, Style>>;
  readonly #nicks: readonly Style[];

  constructor(depth: Depth) {
    const column = depth === 256 ? 0 : depth === 16 ? 1 : 2;
    const names = Object.keys(looks) as StyleName[];
    const entries = names.map((name) => [name, this.#idOf(looks[name][column])]);
    this.#named = Object.fromEntries(entries) as Record<StyleName, Style>;
    const colours = nickColours[depth];
    this.#nicks =
      colours.length === 0
        ? [this.#idOf({ bold: true })]
        : colours.map((fg) => this.#idOf({ fg, bold: true }));
  }

  of(name: StyleName): Style {
    return this.#named[name];
  }

  nick(nick: string): Style {
    return this.#nicks[hashOf(nick) % this.#nicks.length] ?? 0;
  }

  /** The same, and besides … */
  with(style: Style, attribute: Attribute): Style {
    return this.#idOf({ ...this.#looks[style], [attribute]: true });
  }

  /** What brings a terminal from any other style to this one. */
  sgr(style: Style): string {
    return this.#sgr[style] ?? "\x1b[0m";
  }

  #idOf(look: Look): Style {
    const key = JSON.stringify(look, ["fg", ...attributes]);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = this.#looks.push(look) - 1;
    this.#ids.set(key, id);
    this.#sgr.push(sgrOf(look));
    return id;
  }
}

function sgrOf(look: Look): string {
  const parts = [0, ...attributes.filter((name) => look[name]).map((name) => codes[name])];
  const { fg } = look;
  const colour = fg === undefined ? [] : fg < 8 ? [30 + fg] : [`38;5;${fg}`];
  return `\x1b[${[...parts, ...colour].join(";")}m`;
}

export function depthOf(env: Readonly<Record<string, string | undefined>>): Depth {
  if ((env["NO_COLOR"] ?? "") !== "") return 0;
  const term = env["TERM"] ?? "";
  // Windows Terminal has no TERM.
  const many = /256color|direct|kitty|alacritty|foot|ghostty/.test(term) || "WT_SESSION" in env;
  return many || /truecolor|24bit/.test(env["COLORTERM"] ?? "") ? 256 : 16;
}
