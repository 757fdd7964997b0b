/**
 * Hunt: `npm run hunt -- --minutes N [PATTERN…]` runs the test files that hold properties or fuzz
 * over and over, each time from another seed. Of what fails it says the seed, and goes on; exits 1.
 */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { anySeed } from "./seed.ts";

const { values, positionals: patterns } = parseArgs({
  options: { minutes: { type: "string", default: "10" } },
  allowPositionals: true,
});
const files = globSync(["src/**/*.test.ts", "test/**/*.test.ts"]).filter(
  (file) =>
    /\/(seed|random)\.ts"/.test(readFileSync(file, "utf8")) &&
    (patterns.length === 0 || patterns.some((pattern) => file.includes(pattern))),
);
const minutes = Number(values.minutes);
if (!(minutes > 0) || files.length === 0) {
  process.stderr.write("usage: npm run hunt -- --minutes N [PATTERN…]\n");
  process.exit(2);
}
const end = performance.now() + minutes * 60_000;
let runs = 0;
let failures = 0;
while (performance.now() < end) {
  for (const file of files) {
    const seed = String(anySeed());
    const { status, stdout } = spawnSync(process.execPath, ["--test", file], {
      encoding: "utf8",
      env: { ...process.env, BANTER_SEED: seed },
    });
    runs += 1;
    if (status === 0) continue;
    failures += 1;
    process.stdout.write(`${stdout}\nagain: BANTER_SEED=${seed} npm test -- ${file}\n\n`);
  }
}
process.stdout.write(`${runs} runs of ${files.length} files, ${failures} failed\n`);
process.exitCode = failures > 0 ? 1 : 0;
