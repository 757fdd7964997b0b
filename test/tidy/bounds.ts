/**
 * Bounds: how long, how wide, how named, and how a file introduces itself (CONTRIBUTING, "Style").
 * Reads the text and the parse; knows nothing of who imports whom.
 */
import path from "node:path";
import { SyntaxKind, type Node } from "typescript/unstable/ast";
import { walk, type Files, type Source, type Violation } from "./source.ts";

const columnsMax = 100;
const fileLinesMax = 300;
const functionLinesMax = 70;

/** Files that may be longer, each with its bound and the reason. An entry not needed is wrong. */
export const longFiles: Readonly<Record<string, { linesMax: number; reason: string }>> = {};

const functions: ReadonlySet<SyntaxKind> = new Set([
  SyntaxKind.ArrowFunction,
  SyntaxKind.Constructor,
  SyntaxKind.FunctionDeclaration,
  SyntaxKind.FunctionExpression,
  SyntaxKind.GetAccessor,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.SetAccessor,
]);

export function judgeBounds(
  sources: readonly Source[],
  files: Files,
  mayBeLong = longFiles,
): readonly Violation[] {
  const judged = sources.filter(({ path: file }) => !/\.(test|case)\.ts$/.test(file));
  return [
    ...[...files].flatMap(([file, text]) => judgeText(file, text)),
    ...judged.flatMap((source) => judgeLength(source, mayBeLong)),
    ...judged.flatMap(judgeHeader),
    ...judged.flatMap(judgeFunctions),
    ...Object.keys(mayBeLong)
      .filter((file) => lineCount(files.get(file) ?? "") <= fileLinesMax)
      .map((file) => ({
        path: file,
        line: 1,
        rule: "file-lines",
        message: "need not be among the long files of test/tidy/bounds.ts any more",
      })),
  ];
}

/** Names and widths, in every text file of code. */
function judgeText(file: string, text: string): readonly Violation[] {
  const found: Violation[] = [];
  if (!/\.(tsx?|js|c|h|sql|css)$/.test(file)) return found;
  const name = path.posix.basename(file).replace(/(\.test|\.case)?\.\w+$/, "");
  if (/^(index|utils?|types?|helpers?|common|misc)$/.test(name)) {
    const message = `"${name}" says nothing: name it after what is in it`;
    found.push({ path: file, line: 1, rule: "name", message });
  }
  for (const [at, line] of text.split("\n").entries()) {
    const columns = [...line].length;
    // An address is not broken in two.
    if (columns <= columnsMax || /^\W*https?:\/\/\S+$/.test(line)) continue;
    const message = `${columns} columns, ${columnsMax} at most`;
    found.push({ path: file, line: at + 1, rule: "columns", message });
  }
  return found;
}

function judgeLength({ path: file, text }: Source, mayBeLong: typeof longFiles) {
  const linesMax = mayBeLong[file]?.linesMax ?? fileLinesMax;
  const lines = lineCount(text);
  if (lines <= linesMax) return [];
  const message = `${lines} lines, ${linesMax} at most: is there a second idea inside?`;
  return [{ path: file, line: linesMax + 1, rule: "file-lines", message }];
}

function judgeHeader({ path: file, text }: Source): readonly Violation[] {
  if (/^(#!.*\n)?\/\*\*/.test(text)) return [];
  const message =
    "begins with a /** header */: what it is, where on the journey, what it knows not";
  return [{ path: file, line: 1, rule: "header", message }];
}

/** A switch over all events is a table: its labels are no lines of the function's own. */
function switchLines(source: Source, node: Node): number {
  let lines = 0;
  for (const inner of walk(node)) if (inner.kind === SyntaxKind.CaseClause) lines += 1;
  return lines > manyCases ? lines : 0;
}

const manyCases = 30;

/**
 * A function's own lines: those of functions inside it that span several count for them instead,
 * so that a maker of an object of many small methods is judged as the class it might have been.
 */
function judgeFunctions(source: Source): readonly Violation[] {
  const found: Violation[] = [];
  for (const node of walk(source.root)) {
    if (!functions.has(node.kind)) continue;
    const lines = span(source, node) - innerLines(source, node) - switchLines(source, node);
    if (lines <= functionLinesMax) continue;
    const line = source.lineAt(node.getStart());
    const message = `a function of ${lines} lines, ${functionLinesMax} at most`;
    found.push({ path: source.path, line, rule: "function-lines", message });
  }
  return found;
}

function innerLines(source: Source, node: Node): number {
  let lines = 0;
  node.forEachChild((child) => {
    lines += functions.has(child.kind) ? span(source, child) - 1 : innerLines(source, child);
  });
  return lines;
}

function span(source: Source, node: Node): number {
  return source.lineAt(node.end) - source.lineAt(node.getStart()) + 1;
}

function lineCount(text: string): number {
  return text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
}
