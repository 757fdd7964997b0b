/** Builds what `npm start` and the tests run: the program and the browser's client. */
import { made } from "./made.ts";
import { program } from "./program.ts";
import { web } from "./web.ts";

/** Says why for each that cannot be built. True when both are there, of these sources. */
export async function build(say: (line: string) => void): Promise<boolean> {
  const all = await Promise.all([program, web].map((recipe) => made(recipe, say)));
  return all.every((one) => one);
}

if (import.meta.main) await build((line) => void process.stderr.write(`${line}\n`));
