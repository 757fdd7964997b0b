/** Table: the rows of the result, their targets, and how they are shown. */
import { type Name, names } from "./servers.ts";

/** Whose figures a row has: of servers, and of a client beside ours. */
export type Column = Name | "weechat";
const others = ["ngircd", "inspircd", "weechat"] as const;
const columns: readonly Column[] = [...names, "weechat"];

/** A figure, or in words why there is none. */
export type Value = number | string;

export interface Row {
  /** Of the measurement that it comes from. */
  readonly name: string;
  readonly what: string;
  readonly unit: string;
  /** Which way is better; ratios make sense only where one is. */
  readonly better?: "less" | "more";
  readonly values: Partial<Record<Column, Value>>;
  readonly targets: readonly Target[];
}

/** Rows of one measurement. */
export const rowsOf =
  (name: string) =>
  (
    what: string,
    unit: string,
    values: Row["values"],
    better?: "less" | "more",
    ...targets: Target[]
  ): Row => ({ name, what, unit, values, targets, ...(better && { better }) });

export interface Target {
  readonly text: string;
  /** Undefined when there is nothing to compare with. */
  met(row: Row): boolean | undefined;
}

const numberOf = (row: Row, name: Column): number | undefined => {
  const value = row.values[name];
  return typeof value === "number" && !Number.isNaN(value) ? value : undefined;
};

/** Of the others that ran, the best. */
function bestOfOthers(row: Row): number | undefined {
  const theirs = others.map((name) => numberOf(row, name)).filter((value) => value !== undefined);
  const best = row.better === "more" ? Math.max : Math.min;
  return theirs.length > 0 ? best(...theirs) : undefined;
}

function compare(
  text: string,
  against: (row: Row) => number | undefined,
  holds: (ours: number, theirs: number) => boolean,
): Target {
  return {
    text,
    met(row) {
      const [ours, theirs] = [numberOf(row, "banter"), against(row)];
      return ours === undefined || theirs === undefined ? undefined : holds(ours, theirs);
    },
  };
}

export const belowOthers = compare("< others", bestOfOthers, (ours, theirs) => ours < theirs);
export const noWorseThanOthers = compare("≤ others", bestOfOthers, (a, b) => a <= b);
export const withinOfBare = (factor: number) =>
  compare(
    `≤ ${factor} × bare`,
    (row) => numberOf(row, "bare"),
    (ours, bare) => ours <= factor * bare,
  );
export const atMost = (most: number) =>
  compare(
    `≤ ${most}`,
    () => most,
    (ours) => ours <= most,
  );
export const atLeast = (least: number) =>
  compare(
    `≥ ${least.toLocaleString("en")}`,
    () => least,
    (ours) => ours >= least,
  );

const ratio = (ours: number | undefined, theirs: number | undefined): number | undefined =>
  ours === undefined || !theirs ? undefined : ours / theirs;

interface Ratios {
  readonly toBare?: number | undefined;
  readonly toOthers?: number | undefined;
}

export const ratios = (row: Row): Ratios =>
  row.better === undefined
    ? {}
    : {
        toBare: ratio(numberOf(row, "banter"), numberOf(row, "bare")),
        toOthers: ratio(numberOf(row, "banter"), bestOfOthers(row)),
      };

/** Three figures that count. */
function shown(value: Value | undefined): string {
  if (value === undefined || Number.isNaN(value)) return "–";
  if (typeof value === "string") return "✗";
  if (Number.isInteger(value) || value >= 1_000) return Math.round(value).toLocaleString("en");
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3).replace(/e.*$/, "");
}

const metShown = (row: Row) =>
  row.targets
    .map((target) => target.met(row))
    .map((met) => (met === undefined ? "–" : met ? "yes" : "NO"))
    .join(", ");

function cells(row: Row, shownOf: readonly Column[]): string[] {
  const { toBare, toOthers }: Ratios = ratios(row);
  return [
    row.what,
    row.unit,
    ...shownOf.map((name) => shown(row.values[name])),
    toBare === undefined ? "" : toBare.toFixed(2),
    toOthers === undefined ? "" : toOthers.toFixed(2),
    row.targets.map((target) => target.text).join(", "),
    metShown(row),
  ];
}

const headOf = (shownOf: readonly Column[]) => {
  return ["", "unit", ...shownOf, "÷ bare", "÷ best other", "target", "met"];
};

/** Why a figure is missing, once for each reason. */
function reasons(rows: readonly Row[]): string[] {
  const found = new Set<string>();
  for (const row of rows)
    for (const name of columns)
      if (typeof row.values[name] === "string")
        found.add(`✗ ${name}, ${row.name}: ${row.values[name]}`);
  return [...found];
}

export function formatTable(rows: readonly Row[]): string {
  const shownOf = columns.filter((name) => rows.some((row) => row.values[name] !== undefined));
  const head = headOf(shownOf);
  const table = [head, ...rows.map((row) => cells(row, shownOf))];
  const widths = head.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0)));
  const isText = (column: number) => column < 2 || column > shownOf.length + 3;
  const lines = table.map((row) =>
    row
      .map((cell, column) => {
        const width = widths[column] ?? 0;
        return isText(column) ? cell.padEnd(width) : cell.padStart(width);
      })
      .join("  ")
      .trimEnd(),
  );
  lines.splice(1, 0, "─".repeat(Math.max(...lines.map((line) => line.length))));
  const targets = rows.flatMap((row) => row.targets.map((target) => target.met(row)));
  const missed = targets.filter((met) => met === false).length;
  const met = targets.filter((one) => one === true).length;
  return [...lines, "", ...reasons(rows), `targets: ${met} met, ${missed} missed`].join("\n");
}

/** The same for programs. */
export const asJson = (row: Row) => ({
  name: row.name,
  what: row.what,
  unit: row.unit,
  values: row.values,
  ratios: ratios(row),
  targets: row.targets.map((target) => ({ text: target.text, met: target.met(row) ?? null })),
});
