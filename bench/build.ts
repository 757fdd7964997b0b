/** Build: compiles the load generator and the bare loop into the temporary folder. */
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";

export interface Programs {
  readonly load: string;
  readonly bare: string;
}

const here = import.meta.dirname;
const flags = ["-O2", "-Wall", "-Wextra"];

function compile(out: string, sources: string[]): string {
  const done = spawnSync("cc", [...flags, "-o", out, ...sources], { encoding: "utf8" });
  if (done.error) throw new Error("no cc: bench needs a C compiler");
  if (done.status !== 0) throw new Error(`cc: ${done.stderr}`);
  return out;
}

/** Throws with words for people when it cannot. */
export function build(folder: string): Programs {
  if (process.platform !== "linux") throw new Error("bench needs Linux (epoll, /proc)");
  const parts = readdirSync(join(here, "load")).filter((name) => name.endsWith(".c"));
  return {
    load: compile(
      join(folder, "load"),
      parts.map((name) => join(here, "load", name)),
    ),
    bare: compile(join(folder, "bare"), [join(here, "bare.c")]),
  };
}
