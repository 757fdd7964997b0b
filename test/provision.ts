/**
 * Provision: installs the programs that tests use beyond npm, where that is possible without a
 * question; else says exactly what is missing and what is skipped for it. For test/run.ts alone.
 */
import { spawnSync } from "node:child_process";
import { programPath, programs, type Program } from "./requires.ts";

const updateMinutesMax = 5;
const installMinutesMax = 15;
const logLinesShown = 40;

/** Answers with what is still missing; optional programs among them. */
export function provision(say: (line: string) => void): readonly Program[] {
  const wanted = missing().filter((program) => !program.optional);
  if (wanted.length > 0) install(wanted, say);
  for (const program of missing()) {
    say(`missing: ${program.name} (Debian package ${program.package}): ${program.reason}`);
    if (!program.optional) say(`  every test that requires ${program.name} is skipped`);
  }
  return missing();
}

function missing(): readonly Program[] {
  return programs.filter((program) => programPath(program.name) === undefined);
}

function install(wanted: readonly Program[], say: (line: string) => void): void {
  const packages = [...new Set(wanted.map((program) => program.package))];
  const asRoot = rootPrefix();
  if (asRoot === undefined) {
    say(`To run all tests: apt-get install ${packages.join(" ")}`);
    return;
  }
  say(`Installing ${packages.join(" ")} …`);
  const apt = (minutesMax: number, ...args: string[]) => {
    // RUNLEVEL=1 keeps a freshly installed ngircd from being started as a service.
    const command = [...asRoot, "env", "DEBIAN_FRONTEND=noninteractive", "RUNLEVEL=1", "apt-get"];
    const options = ["-q", "-o", "DPkg::Lock::Timeout=120", "-o", "Acquire::Retries=3"];
    const [program = "apt-get", ...rest] = [...command, ...options, ...args];
    const done = spawnSync(program, rest, {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      timeout: minutesMax * 60_000,
      maxBuffer: 64 * 1024 * 1024,
    });
    const ok = done.status === 0;
    if (!ok) {
      const log = `${done.stdout}${done.stderr}${done.error?.message ?? ""}`.trimEnd().split("\n");
      say(`apt-get ${args.join(" ")} failed:`);
      for (const line of log.slice(-logLinesShown)) say(`  ${line}`);
    }
    return ok;
  };
  apt(updateMinutesMax, "update");
  const every = ["install", "--yes", "--no-install-recommends"];
  if (apt(installMinutesMax, ...every, ...packages) || packages.length === 1) return;
  // One package that cannot be had must not cost the others.
  for (const name of packages) apt(installMinutesMax, ...every, name);
}

/** What to put before a command so that root runs it; undefined without apt-get or the right. */
function rootPrefix(): readonly string[] | undefined {
  const works = (program: string, ...args: string[]) =>
    spawnSync(program, args, { stdio: "ignore", timeout: 30_000 }).status === 0;
  if (process.platform !== "linux" || !works("apt-get", "--version")) return undefined;
  if (process.getuid?.() === 0) return [];
  return works("sudo", "-n", "true") ? ["sudo", "-n"] : undefined;
}
