/**
 * Wrap: styled text → rows of so many columns. Broken between words, before and after wide
 * characters, within a word only where it must; never within a grapheme. Nothing is left out but
 * the spaces at which a row ends.
 */
import type { Clean } from "../paint.ts";
import { fit, graphemes, width } from "../width.ts";
import type { Style } from "./styles.ts";

export interface Span {
  readonly text: Clean;
  readonly style: Style;
  /** See links.ts; 0 for none. */
  readonly link: number;
}

/** What stays together on a row where it can. */
interface Unit {
  readonly spans: Span[];
  columns: number;
  readonly space: boolean;
}

const wideAt = /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60]/u;
/** These do not begin a row (kinsoku), and stay with what stands before them. */
const never = /^[、。，．：；！？」』）】〉》”’ー]/u;

export function wrapSpans(spans: readonly Span[], columns: number): Span[][] {
  const most = Math.max(2, columns);
  const whole = spans.length === 1 ? spans[0] : undefined;
  if (whole !== undefined && whole.text.length <= most && width(whole.text) <= most)
    return [[whole]];
  const rows: Span[][] = [];
  let row: Span[] = [];
  let used = 0;
  const next = (): void => {
    rows.push(row);
    row = [];
    used = 0;
  };
  for (const unit of unitsOf(spans)) {
    if (used + unit.columns <= most) {
      row.push(...unit.spans);
      used += unit.columns;
      continue;
    }
    // Spaces at which a row ends are not carried over.
    if (unit.space) {
      next();
      continue;
    }
    if (used > 0 && unit.columns <= most) next();
    for (const span of unit.spans) {
      let rest: string = span.text;
      while (rest !== "") {
        const taken = fit(rest, most - used);
        if (taken === "" && used > 0) {
          next();
          continue;
        }
        // A grapheme wider than a whole row stands there alone.
        const part = taken === "" ? (graphemes(rest)[0] ?? rest) : taken;
        row.push({ ...span, text: part as Clean });
        used += width(part);
        rest = rest.slice(part.length);
      }
    }
  }
  if (row.length > 0 || rows.length === 0) rows.push(row);
  return rows.map(trimmed);
}

/** A row may end with the spaces that still fitted. */
function trimmed(row: Span[]): Span[] {
  return row.length > 1 && row.at(-1)?.text.trim() === "" ? row.slice(0, -1) : row;
}

function unitsOf(spans: readonly Span[]): Unit[] {
  const units: Unit[] = [];
  let open: Unit | null = null;
  for (const span of spans) {
    for (const token of tokensOf(span.text)) {
      const space = token[0] === " ";
      const alone = space || wideAt.test(token);
      const piece = { ...span, text: token as Clean };
      const columns = width(token);
      const joins =
        open !== null && !open.space && (never.test(token) || (!alone && !isWide(open)));
      if (open !== null && joins) {
        open.spans.push(piece);
        open.columns += columns;
        continue;
      }
      open = { spans: [piece], columns, space };
      units.push(open);
    }
  }
  return units;
}

const isWide = ({ spans }: Unit): boolean => wideAt.test(spans.at(-1)?.text ?? "");

/** Runs of spaces, runs of others, and each wide grapheme for itself. */
function tokensOf(text: string): string[] {
  if (!wideAt.test(text)) return text.match(/ +|[^ ]+/g) ?? [];
  return (text.match(/ +|[^ ]+/g) ?? []).flatMap((word) => {
    if (!wideAt.test(word)) return [word];
    const tokens: string[] = [];
    let run = "";
    for (const part of graphemes(word)) {
      if (!wideAt.test(part)) {
        run += part;
        continue;
      }
      if (run !== "") tokens.push(run);
      run = "";
      tokens.push(part);
    }
    return run === "" ? tokens : [...tokens, run];
  });
}

export const spanWidth = (spans: readonly Span[]): number =>
  spans.reduce((sum, { text }) => sum + width(text), 0);
