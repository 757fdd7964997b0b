/**
 * Source: files as TypeScript reads them, for the tidy rules. Parsed by TypeScript's own parser in
 * a file system made up in memory, so that the tree and made-up sources are judged alike. The
 * parser's JavaScript interface is called unstable; typescript is pinned to one exact version.
 */
import { isCallExpression, isIdentifier, isStringLiteral } from "typescript/unstable/ast/is";
import { SyntaxKind, type Node } from "typescript/unstable/ast";
import { createVirtualFileSystem } from "typescript/unstable/fs";
import { API } from "typescript/unstable/sync";

/** Path from the repository's root, with slashes, to the text. */
export type Files = ReadonlyMap<string, string>;

export interface Import {
  /** As written: "./x.ts", "node:fs", "ws". */
  readonly from: string;
  readonly line: number;
  /** Gone at run time: `import type`, `export type … from`, `typeof import()`. */
  readonly typeOnly: boolean;
}

export interface Source {
  readonly path: string;
  readonly text: string;
  readonly root: Node;
  readonly imports: readonly Import[];
  /** 1-based line of an offset. */
  lineAt(offset: number): number;
}

export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly rule: string;
  readonly message: string;
}

export function describe({ path, line, rule, message }: Violation): string {
  return `${path}:${line} [${rule}] ${message}`;
}

/** Parses the .ts and .tsx files among them; the rest is left to rules that read plain text. */
export function parse(files: Files): readonly Source[] {
  const paths = [...files.keys()].filter((path) => /\.tsx?$/.test(path));
  const options = {
    noLib: true,
    noResolve: true,
    types: [],
    allowImportingTsExtensions: true,
    jsx: "preserve",
  };
  const config = { compilerOptions: options, files: paths };
  const virtual: Record<string, string> = { "/tidy/tsconfig.json": JSON.stringify(config) };
  for (const path of paths) virtual[`/tidy/${path}`] = files.get(path) ?? "";
  const api = new API({ cwd: "/tidy", fs: createVirtualFileSystem(virtual) });
  try {
    const project = api.updateSnapshot({ openProject: "/tidy/tsconfig.json" }).getProjects()[0];
    return paths.map((path) => {
      const root = project?.program.getSourceFile(`/tidy/${path}`);
      if (root === undefined) throw new Error(`TypeScript gave no parse of ${path}`);
      return sourceOf(path, files.get(path) ?? "", root);
    });
  } finally {
    api.close();
  }
}

/** Every node below, parents first. */
export function* walk(node: Node): Generator<Node> {
  yield node;
  const children: Node[] = [];
  node.forEachChild((child) => {
    children.push(child);
  });
  for (const child of children) yield* walk(child);
}

function sourceOf(path: string, text: string, root: Node): Source {
  const starts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const lineAt = (offset: number) => {
    const after = starts.findIndex((start) => start > offset);
    return after < 0 ? starts.length : after;
  };
  return { path, text, root, lineAt, imports: importsOf(root, text, lineAt) };
}

function importsOf(root: Node, text: string, lineAt: Source["lineAt"]): readonly Import[] {
  const imports: Import[] = [];
  for (const node of walk(root)) {
    const from = specifierOf(node);
    if (from === undefined) continue;
    const start = node.getStart();
    const typeOnly =
      node.kind === SyntaxKind.ImportType || /^(import|export)\s+type\b/.test(text.slice(start));
    imports.push({ from, line: lineAt(start), typeOnly });
  }
  return imports;
}

function specifierOf(node: Node): string | undefined {
  const named =
    node.kind === SyntaxKind.ImportDeclaration ||
    node.kind === SyntaxKind.ExportDeclaration ||
    node.kind === SyntaxKind.ImportType;
  const called =
    isCallExpression(node) &&
    (node.expression.kind === SyntaxKind.ImportKeyword ||
      (isIdentifier(node.expression) && node.expression.text === "require"));
  if (!named && !called) return undefined;
  let found: string | undefined;
  node.forEachChild((child) => {
    const literal = child.kind === SyntaxKind.LiteralType ? literalIn(child) : child;
    if (literal !== undefined && isStringLiteral(literal)) found ??= literal.text;
  });
  return found;
}

function literalIn(type: Node): Node | undefined {
  return type.forEachChild((child) => child);
}
