/**
 * Made: a folder that is made of sources, when what stands there is not of these. Knows when to
 * make it and how to put it in its place; what is made is web.ts's and program.ts's business.
 */
import { createHash } from "node:crypto";
import {
  globSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";

export const root = path.join(import.meta.dirname, "..");

export interface Recipe {
  /** What it is, for people. */
  readonly name: string;
  /** The folder, below the project's own. */
  readonly folder: string;
  /** Globs of what the result depends on, besides the locked packages and the recipes. */
  readonly sources: readonly string[];
  /** Makes it in a folder that is not there yet. */
  make(folder: string, hash: string): Promise<void>;
}

/** True when it is of these sources; otherwise the reason has been said. */
export async function made(recipe: Recipe, say: (line: string) => void): Promise<boolean> {
  const began = new Date();
  const hash = sourcesHash(recipe);
  const out = path.join(root, recipe.folder);
  /** Of which sources it was made. */
  const stamp = path.join(out, ".sources");
  // Made beside and then put in its place: who is reading meanwhile reads one whole or the other.
  const fresh = `${out}-${process.pid}`;
  try {
    if (!holds(stamp, hash)) {
      await recipe.make(fresh, hash);
      writeFileSync(path.join(fresh, ".sources"), hash);
      mkdirSync(path.dirname(out), { recursive: true });
      rmSync(out, { recursive: true, force: true });
      renameSync(fresh, out);
    }
    // What is changed from here on is newer (bin/banter.js compares).
    utimesSync(stamp, began, began);
    return true;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (holds(stamp, hash)) return true; // Another start was quicker.
    const why = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
    say(`${recipe.name} could not be built: ${why}`);
    return false;
  }
}

function sourcesHash({ sources }: Recipe): string {
  const globs = [...sources, "build/*", "package.json", "package-lock.json"];
  const hash = createHash("sha256");
  for (const file of globs.flatMap((glob) => globSync(glob, { cwd: root })).sort()) {
    if (/\.(test|case)\.ts$/.test(file) || !/\.\w+$/.test(file)) continue;
    hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex");
}

function holds(stamp: string, hash: string): boolean {
  try {
    return readFileSync(stamp, "utf8") === hash;
  } catch {
    return false;
  }
}
