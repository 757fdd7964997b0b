/**
 * Imports: who may know whom (DESIGN and ARCHITECTURE, "Layout"), held as one table. Every file
 * under src/ belongs to exactly one zone; a zone reaches itself and what its row names, no more.
 * Tests, and suites shared by makers (*.case.ts), are free.
 */
import path from "node:path";
import { isIdentifier, isPropertyAccessExpression } from "typescript/unstable/ast/is";
import { SyntaxKind, type Node } from "typescript/unstable/ast";
import { walk, type Files, type Import, type Source, type Violation } from "./source.ts";

interface Zone {
  readonly name: string;
  readonly owns: RegExp;
  /** Zones or single files that it may import, besides itself; "*" for all. */
  readonly imports: readonly string[];
  /** Zones or single files of which it may import types alone. */
  readonly importsTypes?: readonly string[];
  /** May import node: modules. */
  readonly node?: true;
  /** May import third-party packages. */
  readonly packages?: true;
  /** Neither clock, nor chance, nor waiting, nor the outside world. */
  readonly pure?: true;
}

const coreFiles = [
  "access",
  "account",
  "accountbook",
  "accounts",
  "apply",
  "ban-index",
  "bans",
  "channel-draft",
  "channel-modes",
  "channel-parts",
  "channels",
  "client-tags",
  "comings",
  "command",
  "commands",
  "decide",
  "devices",
  "event",
  "files",
  "guest",
  "hosts",
  "history-keys",
  "invitations",
  "isupport",
  "masks",
  "metadata",
  "metadata-rules",
  "metadata-sync",
  "metadata-words",
  "msgid",
  "multiline",
  "naming",
  "offers",
  "outcomes",
  "own-account",
  "owners",
  "past",
  "presence",
  "pushes",
  "ranks",
  "recipients",
  "refusal",
  "refusal-row",
  "refusals-accounts",
  "refusals-channels",
  "refusals-messages",
  "refusals-metadata",
  "renames",
  "request",
  "reserved",
  "rights",
  "rules",
  "server-bans",
  "services",
  "session",
  "sight",
  "spoken",
  "state",
  "traces",
  "user-modes",
  "watches",
  "whox",
].join("|");
const contractFiles = "dialect|transport|log|store";

/** The first row that owns a file is its zone. */
export const zones: readonly Zone[] = [
  { name: "protocol", owns: /^src\/protocol\//, imports: [], pure: true },
  {
    name: "core",
    owns: new RegExp(`^src/server/((${coreFiles})\\.ts$|commands/|services/)`),
    imports: ["protocol"],
    // What a command reads when it answers at once.
    importsTypes: ["config", "src/server/store.ts"],
    pure: true,
  },
  {
    name: "contracts",
    owns: new RegExp(`^src/server/(${contractFiles})\\.ts$`),
    imports: ["protocol", "core", "config"],
  },
  ...contractFiles.split("|").map((folder): Zone => ({
    name: `makers of ${folder}`,
    owns: new RegExp(`^src/server/${folder}/`),
    imports: ["protocol", `src/server/${folder}.ts`, "config", "leaves"].concat(
      // These put the core's words into a peer's, or into rows; the others only pass them on.
      folder === "dialect" || folder === "store" ? "core" : [],
    ),
    importsTypes: ["core"],
    node: true,
    packages: true,
  })),
  {
    name: "config",
    owns: /^src\/server\/(config\.ts$|config\/|limits\.ts$)/,
    imports: ["protocol", "core", "leaves"],
    node: true,
    packages: true,
  },
  {
    name: "leaves",
    owns: /^src\/server\/(network|password)\.ts$/,
    imports: ["protocol"],
    node: true,
  },
  {
    name: "server",
    owns: /^src\/server\//,
    imports: ["protocol", "core", "contracts", "config", "leaves"],
    node: true,
    packages: true,
  },
  { name: "client", owns: /^src\/client\//, imports: ["protocol"] },
  {
    name: "terminal",
    owns: /^src\/terminal\//,
    imports: ["client", "protocol"],
    node: true,
    packages: true,
  },
  { name: "web", owns: /^src\/web\//, imports: ["client", "protocol"], packages: true },
  // Told by the server, found by the client: neither knows the other.
  { name: "lan", owns: /^src\/lan\.ts$/, imports: ["protocol"], node: true, packages: true },
  {
    name: "main",
    owns: /^src\/(main|node|cluster|administration)\.ts$/,
    imports: ["*"],
    node: true,
    packages: true,
  },
];

/** Globals that a pure file must not name. */
const impure = new Set(
  (
    "Date setTimeout setInterval setImmediate queueMicrotask performance process crypto " +
    "console fetch globalThis"
  ).split(" "),
);

export function judgeImports(sources: readonly Source[], files: Files): readonly Violation[] {
  const judged = sources.filter(
    ({ path: file }) => file.startsWith("src/") && !/\.(test|case)\.ts$/.test(file),
  );
  return [
    ...judged.flatMap(judgeZone),
    ...judged.flatMap(judgePurity),
    ...judgePackages(judged, files),
  ];
}

function zoneOf(file: string): Zone | undefined {
  return zones.find(({ owns }) => owns.test(file));
}

function judgeZone(source: Source): readonly Violation[] {
  const zone = zoneOf(source.path);
  if (zone === undefined) {
    const message = "belongs to no zone: say in test/tidy/imports.ts what it may import";
    return [{ path: source.path, line: 1, rule: "zone", message }];
  }
  return source.imports.flatMap((one) => {
    const message = whyNot(zone, source.path, one);
    return message === undefined
      ? []
      : [{ path: source.path, line: one.line, rule: "direction", message }];
  });
}

function whyNot(zone: Zone, file: string, { from, typeOnly }: Import): string | undefined {
  if (from.startsWith("node:")) {
    return zone.node ? undefined : `${zone.name} imports no node: module, but here ${from}`;
  }
  if (!from.startsWith(".")) {
    return zone.packages ? undefined : `${zone.name} imports no package, but here ${from}`;
  }
  const target = path.posix.join(path.posix.dirname(file), from);
  if (/\.(test|case)\.ts$/.test(target)) return `only tests import tests, but here ${target}`;
  const other = zoneOf(target)?.name ?? "a place outside src/";
  const named = (list: readonly string[] = []) =>
    list.includes("*") || list.includes(other) || list.includes(target);
  const forTypes = named(zone.importsTypes);
  // package.json: the version stands in one place only.
  if (other === zone.name || named(zone.imports) || target === "package.json") return undefined;
  if (typeOnly && forTypes) return undefined;
  return `${zone.name} must not import ${other}${forTypes ? " but for types" : ""}: ${target}`;
}

function judgePurity(source: Source): readonly Violation[] {
  if (zoneOf(source.path)?.pure !== true) return [];
  const found: Violation[] = [];
  for (const node of walk(source.root)) {
    const what = impurity(node);
    if (what === undefined) continue;
    const line = source.lineAt(node.getStart());
    const message = `must be pure and deterministic, but here ${what}`;
    found.push({ path: source.path, line, rule: "pure", message });
  }
  return found;
}

function impurity(node: Node): string | undefined {
  if (node.kind === SyntaxKind.AwaitExpression || node.kind === SyntaxKind.AwaitKeyword) {
    return "await";
  }
  if (node.kind === SyntaxKind.AsyncKeyword) return "async";
  if (isPropertyAccessExpression(node)) {
    const text = node.getText();
    return text === "Math.random" ? text : undefined;
  }
  if (!isIdentifier(node) || !impure.has(node.text)) return undefined;
  return isOnlyAName(node) ? undefined : node.text;
}

/** `entry.process`, `{ process: 1 }`, a member called so: a word, no global. */
function isOnlyAName(node: Node): boolean {
  const { parent } = node;
  if (isPropertyAccessExpression(parent)) return parent.name === node;
  const named = parent as { name?: Node };
  const members = [
    SyntaxKind.PropertyAssignment,
    SyntaxKind.PropertySignature,
    SyntaxKind.PropertyDeclaration,
    SyntaxKind.MethodDeclaration,
    SyntaxKind.MethodSignature,
  ];
  return members.includes(parent.kind) && named.name === node;
}

/** A package is a dependency, imported by one file: the one that would change with another. */
function judgePackages(judged: readonly Source[], files: Files): readonly Violation[] {
  const { dependencies = {}, devDependencies = {} } = JSON.parse(files.get("package.json") ?? "{}");
  const firstUse = new Map<string, string>();
  const found: Violation[] = [];
  for (const { path: file, imports } of judged) {
    for (const { from, line } of imports) {
      if (from.startsWith(".") || from.startsWith("node:")) continue;
      const name = from.split("/", from.startsWith("@") ? 2 : 1).join("/");
      // What is bundled need not be there when the server runs.
      const bundled = file.startsWith("src/web/") && Object.hasOwn(devDependencies, name);
      if (!Object.hasOwn(dependencies, name) && !bundled) {
        const message = `${name} is not among package.json's dependencies`;
        found.push({ path: file, line, rule: "package-declared", message });
      }
      const first = firstUse.get(name) ?? file;
      firstUse.set(name, first);
      if (first === file) continue;
      const message = `${name} is imported in one place only, and that is ${first}`;
      found.push({ path: file, line, rule: "package-once", message });
    }
  }
  return found;
}
