/** Drawing: what stands on a screen → an SVG, each run of one look in its place. */
import type { ScreenModel } from "../test/screen-model.ts";

export type Ground = "dark" | "light";

const cell = { x: 8.4, y: 18 };
const [margin, size] = [12, 14];
const grounds = {
  dark: { back: "#15171c", text: "#d7dae0", frame: "#2b2f38" },
  light: { back: "#ffffff", text: "#23262d", frame: "#d5d8de" },
} as const;

/** What xterm shows for one of its 256 colours. */
function colour(index: number): string {
  const basic = "#000 #c33 #3a3 #b80 #36c #a3a #2aa #aaa".split(" ");
  if (index < 16) return basic[index % 8] ?? "#888";
  const grey = 8 + (index - 232) * 10;
  const steps = [0, 95, 135, 175, 215, 255];
  const cube = index - 16;
  const parts = [Math.floor(cube / 36), Math.floor(cube / 6) % 6, cube % 6];
  const [red = 0, green = 0, blue = 0] =
    index < 232 ? parts.map((part) => steps[part]) : [grey, grey, grey];
  return `rgb(${red},${green},${blue})`;
}

interface Run {
  readonly x: number;
  columns: number;
  text: string;
  readonly style: string;
}

/** Graphemes that are no plain letters stand for themselves: nothing after them is moved. */
function runsOf(model: ScreenModel, y: number): Run[] {
  const runs: Run[] = [];
  for (let x = 0; x < model.columns; x += 1) {
    const { text, style } = model.cell(x, y);
    if (text === "") continue;
    const wide = model.cell(x + 1, y).text === "" ? 2 : 1;
    const last = runs.at(-1);
    const plain = /^[ -~]$/.test(text);
    if (plain && last?.style === style && /^[ -~]+$/.test(last.text)) {
      last.text += text;
      last.columns += 1;
    } else runs.push({ x, columns: wide, text, style });
  }
  return runs;
}

const escaped = (text: string): string =>
  text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    // Spaces at the ends would be left out, and the rest be drawn apart.
    .replaceAll(" ", "\u00a0");

function drawRun({ x, columns, text, style }: Run, y: number, ground: Ground): string {
  const codes = style.split(";").map(Number);
  const at = codes.indexOf(38);
  const known = at >= 0 ? colour(codes[at + 2] ?? 0) : null;
  const flags = new Set(at >= 0 ? codes.slice(0, at) : codes);
  const { back, text: ink } = grounds[ground];
  const reverse = flags.has(7);
  const left = margin + x * cell.x;
  const top = margin + y * cell.y;
  const wide = columns * cell.x;
  const parts: string[] = [];
  const box = `x="${left.toFixed(1)}" y="${top}" width="${wide.toFixed(1)}" height="${cell.y}"`;
  if (reverse) parts.push(`<rect ${box} fill="${known ?? ink}"/>`);
  if (text.trim() === "" && !flags.has(4)) return parts.join("");
  const looks = [
    `fill="${reverse ? back : (known ?? ink)}"`,
    ...(flags.has(1) ? ['font-weight="700"'] : []),
    ...(flags.has(3) ? ['font-style="italic"'] : []),
    ...(flags.has(4) ? ['text-decoration="underline"'] : []),
    ...(flags.has(2) ? ['opacity="0.6"'] : []),
  ];
  const length = `textLength="${wide.toFixed(1)}" lengthAdjust="spacingAndGlyphs"`;
  const where = `x="${left.toFixed(1)}" y="${top + 13}"`;
  parts.push(`<text ${where} ${length} ${looks.join(" ")}>${escaped(text)}</text>`);
  return parts.join("");
}

export function drawing(model: ScreenModel, ground: Ground): string {
  const wide = Math.round(model.columns * cell.x + 2 * margin);
  const high = model.rows * cell.y + 2 * margin;
  const { back, frame } = grounds[ground];
  const rows = Array.from({ length: model.rows }, (_, y) =>
    runsOf(model, y)
      .map((run) => drawRun(run, y, ground))
      .join(""),
  );
  const fonts = "ui-monospace,SFMono-Regular,Menlo,Consolas,DejaVu Sans Mono,monospace";
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${wide} ${high}" width="${wide}">
<rect width="${wide}" height="${high}" rx="8" fill="${back}" stroke="${frame}"/>
<g font-family="${fonts}" font-size="${size}">
${rows.filter(Boolean).join("\n")}
</g>
</svg>
`;
}
