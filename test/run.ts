/**
 * The test command (`npm test`): what tests need beyond npm, then types, lint and format, then
 * every test file, each in a process of its own. `npm test -- PATTERN…` runs only the test files
 * whose path contains a pattern. The last line is the count; any failure, or no test, exits 1.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";
import { build } from "../build/build.ts";
import { provision } from "./provision.ts";

const root = path.join(import.meta.dirname, "..");
const inCi = process.env["CI"] === "true" || process.env["CI"] === "1";
/** One test; a file's tests together. A file that leaves a timer or socket behind runs into it. */
const testMinutesMax = 10;
const fileMinutesMax = 15;

/** `name (file): reason` of each, and how many tests passed. */
const outcome = { passed: 0, failed: [] as string[], skipped: [] as string[] };

process.chdir(root);
// Every file is a process that loads the same sources: compiled once, they cost half.
process.env["NODE_COMPILE_CACHE"] ??= path.join(root, "node_modules", ".cache", "tests");
process.env["BANTER_SEED"] ??= String(seedOfTree());
say(`seed ${process.env["BANTER_SEED"]} (BANTER_SEED)`);
const patterns = process.argv.slice(2);
prepare();
const built = await build(say);
if (!built && (inCi || patterns.length === 0)) outcome.failed.push("not all is built");
if (patterns.length === 0) {
  check("types", "typescript", "tsc");
  check("types of the web client", "typescript", "tsc", "-p", "src/web");
  check("lint", "oxlint", "oxlint");
  check("format", "oxfmt", "oxfmt", "--check");
}
await testFiles(findFiles(patterns));
summarize();

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Of one tree the tests say the same each time; of the next they try something else. */
function seedOfTree(): number {
  const hash = createHash("sha256");
  for (const file of globSync(["src/**/*.{ts,tsx}", "test/**/*.ts"]).sort())
    hash.update(readFileSync(file));
  return hash.digest().readUInt32BE() >>> 1 || 1;
}

function prepare(): void {
  const missing = provision(say);
  process.env["BANTER_TEST_MISSING"] = missing.map((program) => program.name).join(",");
  if (!inCi) return;
  for (const { name, package: from, optional } of missing) {
    if (!optional) outcome.failed.push(`${name} (package ${from}): cannot be installed in CI`);
  }
}

/** Runs a tool of node_modules; what it prints is shown when it finds something. */
function check(name: string, from: string, tool: string, ...args: string[]): void {
  const home = path.join(root, "node_modules", from);
  const started = performance.now();
  const { bin } = JSON.parse(readFileSync(path.join(home, "package.json"), "utf8"));
  const done = spawnSync(process.execPath, [path.join(home, bin[tool]), ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 64 * 1024 * 1024,
  });
  const ok = done.status === 0;
  say(`${ok ? "ok  " : "FAIL"} ${name} (${tool}) ${seconds(started)}`);
  if (ok) {
    outcome.passed += 1;
    return;
  }
  say(`${done.stdout}${done.stderr}`.trimEnd());
  outcome.failed.push(`${name}: \`${[tool, ...args].join(" ")}\` exits ${done.status}`);
}

/** The long ones under test/ first, so that none is left to run alone at the end. */
function findFiles(wanted: readonly string[]): readonly string[] {
  const found = ["test/**/*.test.ts", "src/**/*.test.ts"].flatMap((glob) => globSync(glob).sort());
  const files = found.map((file) => file.split(path.sep).join("/"));
  return files.filter(
    (file) => wanted.length === 0 || wanted.some((pattern) => file.includes(pattern)),
  );
}

async function testFiles(files: readonly string[]): Promise<void> {
  const queue = [...files];
  const work = async () => {
    for (let file = queue.shift(); file !== undefined; file = queue.shift()) await testFile(file);
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
}

/** A file in which all went well is one line; any other shows the whole report of its tests. */
async function testFile(file: string): Promise<void> {
  const started = performance.now();
  const absolute = path.join(root, file);
  const count = { passed: 0, failed: 0, skipped: 0 };
  const stream = run({
    files: [absolute],
    isolation: "process",
    timeout: testMinutesMax * 60_000,
    signal: AbortSignal.timeout(fileMinutesMax * 60_000),
  });
  stream.on("test:pass", ({ name, skip, todo, details }) => {
    const left = skip ?? todo;
    if (left !== undefined && left !== false) {
      const kind = skip === undefined ? "to do" : "skipped";
      count.skipped += 1;
      outcome.skipped.push(`${name} (${file}): ${left === true ? kind : left}`);
    } else if (details.type !== "suite") {
      // A file in which no test stands passes under its own path.
      if (name === absolute) outcome.failed.push(`${file}: holds no test`);
      else count.passed += 1;
    }
  });
  stream.on("test:fail", ({ name, details }) => {
    // A suite or parent fails with its child, which is listed itself.
    if ((details.error as { failureType?: string }).failureType === "subtestsFailed") return;
    count.failed += 1;
    const why = String(causeOf(details.error)).split("\n", 1)[0] ?? "";
    outcome.failed.push(name === absolute ? `${file}: ${why}` : `${name} (${file}): ${why}`);
  });
  let report = "";
  for await (const chunk of stream.compose(new spec())) report += chunk;
  outcome.passed += count.passed;
  const { passed, failed, skipped } = count;
  const ok = failed === 0 && passed + skipped > 0;
  const also = skipped > 0 ? `, ${skipped} skipped` : "";
  say(`${ok ? "ok  " : "FAIL"} ${file} ${passed} passed${also} ${seconds(started)}`);
  if (!ok) say(report.trimEnd());
}

function causeOf(error: Error): unknown {
  return error.cause instanceof Error ? error.cause.message : (error.cause ?? error.message);
}

function seconds(started: number): string {
  return `${((performance.now() - started) / 1000).toFixed(1)} s`;
}

function summarize(): void {
  const { passed, failed, skipped } = outcome;
  if (passed + failed.length === 0) failed.push("no test ran");
  say("");
  for (const line of failed) say(`failed: ${line}`);
  for (const line of skipped) say(`skipped: ${line}`);
  say(`${passed} passed, ${failed.length} failed, ${skipped.length} skipped`);
  process.exitCode = failed.length > 0 ? 1 : 0;
}
