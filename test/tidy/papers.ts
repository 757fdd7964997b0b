/**
 * Papers: what the documents beside the code promise is so. ARCHITECTURE.md names what exists,
 * CONTRIBUTING.md gives the reason for every dependency, the lockfile holds no address, each
 * specification's test has its row, and nothing names the machine that it was written on.
 */
import type { Files, Violation } from "./source.ts";

export function judgePapers(files: Files): readonly Violation[] {
  return [
    ...judgeArchitecture(files),
    ...judgeDependencies(files),
    ...judgeLockfile(files),
    ...judgeSpecifications(files),
    ...judgePlaces(files),
  ];
}

/** Names in code spans and code blocks; one that ends in a slash is a folder. */
function judgeArchitecture(files: Files): readonly Violation[] {
  const file = "ARCHITECTURE.md";
  const text = files.get(file);
  if (text === undefined) return [violation(file, 1, "architecture", "is missing")];
  const paths = [...files.keys()];
  const exists = (name: string) =>
    paths.some((path) => `/${path}`.includes(`/${name}`) && ends(path, name));
  const found: Violation[] = [];
  for (const { line, code } of codeIn(text)) {
    const names = code.match(
      /[\w@.-]+(\/[\w@.-]+)*(\.(ts|js|sql|md|toml|c|py)\b|\/(?=$|[\s`,;)]))/g,
    );
    for (const name of names ?? []) {
      if (exists(name.replace(/^\.\//, ""))) continue;
      found.push(violation(file, line, "architecture", `names ${name}, which does not exist`));
    }
  }
  return found;
}

function ends(path: string, name: string): boolean {
  return name.endsWith("/") || `/${path}`.endsWith(`/${name}`);
}

function* codeIn(text: string): Generator<{ line: number; code: string }> {
  let fenced = false;
  for (const [at, line] of text.split("\n").entries()) {
    if (/^\s*```/.test(line)) fenced = !fenced;
    else if (fenced) yield { line: at + 1, code: line };
    else for (const [, code = ""] of line.matchAll(/`([^`]+)`/g)) yield { line: at + 1, code };
  }
}

/** Rows of the dependency table: | `name` | reason |, several names allowed in the first cell. */
function judgeDependencies(files: Files): readonly Violation[] {
  const file = "CONTRIBUTING.md";
  const manifest = JSON.parse(files.get("package.json") ?? "{}");
  const { dependencies, devDependencies, optionalDependencies } = manifest;
  const wanted = { ...dependencies, ...devDependencies, ...optionalDependencies };
  const given = new Set<string>();
  const found: Violation[] = [];
  const [, section = ""] = (files.get(file) ?? "").split(/^## Dependencies$/m);
  for (const [, cell = "", reason = ""] of section.matchAll(/^\| (`.*?) \| (.*?) \|$/gm)) {
    for (const [, name = ""] of cell.matchAll(/`([^`]+)`/g)) {
      given.add(name);
      if (!Object.hasOwn(wanted, name)) {
        found.push(violation(file, 1, "dependencies", `${name} is no dependency any more`));
      }
      if (reason.trim() === "") {
        found.push(violation(file, 1, "dependencies", `${name} stands there without a reason`));
      }
    }
  }
  for (const name of Object.keys(wanted)) {
    if (given.has(name)) continue;
    found.push(violation(file, 1, "dependencies", `no row says why ${name} is needed`));
  }
  return found;
}

/** What `npm ci` would stumble over on another registry or another platform. */
function judgeLockfile(files: Files): readonly Violation[] {
  const file = "package-lock.json";
  const text = files.get(file) ?? "{}";
  const found: Violation[] = [];
  for (const [at, line] of text.split("\n").entries()) {
    if (!line.includes('"resolved"')) continue;
    found.push(violation(file, at + 1, "lockfile", "names a download address: see .npmrc"));
  }
  const packages: Record<string, { optionalDependencies?: object }> =
    JSON.parse(text).packages ?? {};
  for (const [at, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      if (Object.hasOwn(packages, `node_modules/${name}`)) continue;
      // npm leaves out what its registry does not have, and `npm ci` then refuses the lockfile.
      const message = `has no entry for ${name}, which ${at || "package.json"} names`;
      found.push(violation(file, 1, "lockfile", message));
    }
  }
  return found;
}

/** Each test of a specification stands in the table, and what stands there exists. */
function judgeSpecifications(files: Files): readonly Violation[] {
  const file = "docs/specifications.md";
  const named = new Set((files.get(file) ?? "").match(/\b(?:test|src)\/[\w./-]+\.test\.ts\b/g));
  const gone = [...named].filter((name) => !files.has(name));
  const walks = /^test\/specifications\/.*\.test\.ts$/;
  const unnamed = [...files.keys()].filter((name) => walks.test(name) && !named.has(name));
  return [
    ...gone.map((name) =>
      violation(file, 1, "specifications", `names ${name}, which is not there`),
    ),
    ...unnamed.map((name) => violation(file, 1, "specifications", `has no row for ${name}`)),
  ];
}

function judgePlaces(files: Files): readonly Violation[] {
  const place = /(?<![\w.])\/(?:work|root|home\/\w+|Users\/\w+)\/\w/;
  return [...files].flatMap(([file, text]) =>
    text
      .split("\n")
      .flatMap((line, at) =>
        place.test(line) ? [violation(file, at + 1, "place", "names a path of one machine")] : [],
      ),
  );
}

function violation(path: string, line: number, rule: string, message: string): Violation {
  return { path, line, rule, message };
}
