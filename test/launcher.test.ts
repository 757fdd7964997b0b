/** The launcher: bin/banter.js on the pinned runtime, on an older Node, and without the runtime. */
import assert from "node:assert/strict";
import { spawn, spawnSync, type SpawnSyncReturns } from "node:child_process";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { after, describe, test } from "node:test";

const root = path.join(import.meta.dirname, "..");
const manifest = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
const launcher = readFileSync(path.join(root, "bin/banter.js"), "utf8");

/** Stands in for src/main.ts: says how it was started, then ends as it is told. */
const main = `
const args: string[] = process.argv.slice(2);
if (args[0] === "wait") {
  process.on(args[1]!, () => process.exit(42));
  setInterval(() => {}, 1000);
}
console.log(JSON.stringify({ version: process.version, args }));
if (args[0] === "exit") process.exit(Number(args[1]));
if (args[0] === "die") process.kill(process.pid, "SIGKILL");
if (args[0] === "echo") process.stdin.pipe(process.stdout);
`;

/** The first Node on the PATH that cannot run the sources itself. */
const older = (process.env["PATH"] ?? "")
  .split(path.delimiter)
  .map((folder) => path.join(folder, "node"))
  .find((node) => /^v(18|2[0-5])\./.test(spawnSync(node, ["--version"]).stdout?.toString() ?? ""));
const needsOlder = { skip: older === undefined && "no Node older than the pinned one on the PATH" };

const places: string[] = [];
after(() => {
  for (const place of places) rmSync(place, { recursive: true });
});

/** A folder as `npm ci` leaves it, but for what src/main.ts does. Answers with the launcher. */
function place(withRuntime: boolean): string {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-launcher-"));
  places.push(folder);
  for (const name of ["bin", "src"]) mkdirSync(path.join(folder, name));
  cpSync(path.join(root, "bin/banter.js"), path.join(folder, "bin/banter.js"));
  writeFileSync(path.join(folder, "src/main.ts"), main);
  writeFileSync(path.join(folder, "package.json"), '{ "type": "module" }');
  if (withRuntime) symlinkSync(path.join(root, "node_modules"), path.join(folder, "node_modules"));
  return path.join(folder, "bin/banter.js");
}

test("it wants the runtime that package.json pins, of every platform", () => {
  const major = /nodeMajorMin = (\d+)/.exec(launcher)?.[1];
  const pinned: Record<string, string> = manifest.optionalDependencies;
  for (const [name, version] of Object.entries(pinned)) {
    assert.equal(version.split(".")[0], major, name);
    assert.ok(launcher.includes(`"${name}"`), `${name} is not in the launcher's table`);
  }
  assert.ok(process.version.startsWith(`v${major}.`), "tests run on the pinned runtime");
});

test("on the pinned runtime it is src/main.ts itself", () => {
  const done = spawnSync(process.execPath, [place(false), "exit", "3"], { encoding: "utf8" });
  assert.deepEqual(told(done), { version: process.version, args: ["exit", "3"] });
  assert.equal(done.status, 3);
});

test("what was built of the sources is started as long as none of them is newer", () => {
  const bin = place(false);
  const folder = path.join(path.dirname(bin), "..");
  const built = path.join(folder, "dist/program");
  mkdirSync(built, { recursive: true });
  writeFileSync(path.join(built, "main.js"), `console.log('"built"')`);
  const run = () => told(spawnSync(process.execPath, [bin, "exit", "0"], { encoding: "utf8" }));
  assert.notEqual(run(), "built", "nothing says of what it was built");
  writeFileSync(path.join(built, ".sources"), "");
  const later = (file: string, seconds: number) =>
    utimesSync(path.join(folder, file), seconds, seconds);
  for (const file of ["src", "src/main.ts"]) later(file, 1_000);
  later("dist/program/.sources", 1_001);
  assert.equal(run(), "built");
  later("src/main.ts", 1_002);
  assert.notEqual(run(), "built", "one was changed");
  later("src/main.ts", 1_000);
  later("src", 1_002);
  assert.notEqual(run(), "built", "one has gone, or has another name");
});

describe("on an older Node", needsOlder, () => {
  const run = (bin: string, ...args: string[]) =>
    spawnSync(older ?? "", [bin, ...args], { encoding: "utf8", input: "typed" });

  test("it hands on arguments, and the exit code back", () => {
    const done = run(place(true), "exit", "3", "--flag", "two words");
    const args = ["exit", "3", "--flag", "two words"];
    assert.deepEqual(told(done), { version: process.version, args });
    assert.equal(done.status, 3);
  });

  test("it shares stdin and stdout", () => {
    assert.match(run(place(true), "echo").stdout, /typed$/);
  });

  test("it dies of what src/main.ts dies of", () => {
    assert.equal(run(place(true), "die").signal, "SIGKILL");
  });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    test(`it sends ${signal} on`, async () => {
      const stdio: ["ignore", "pipe", "pipe"] = ["ignore", "pipe", "pipe"];
      const child = spawn(older ?? "", [place(true), "wait", signal], { stdio });
      await once(child.stdout, "data");
      child.kill(signal);
      const [code] = await once(child, "exit");
      assert.equal(code, 42);
    });
  }

  test("without the runtime it says in one line what is missing, and exits 1", () => {
    const done = run(place(false), "serve");
    assert.match(done.stderr, /^banter: needs Node \d+ or newer, this is v\d.*npm ci.*\n$/);
    assert.equal(done.stdout, "");
    assert.equal(done.status, 1);
  });
});

function told(done: SpawnSyncReturns<string>): unknown {
  assert.equal(done.stderr, "");
  return JSON.parse(done.stdout);
}
