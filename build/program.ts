/**
 * The program, dist/program: all of src/main.ts in few files, which start in half the time that
 * 280 take. bin/banter.js starts it as long as it is newer than the sources, else those themselves.
 */
import path from "node:path";
import { type Recipe, root } from "./made.ts";

export const program: Recipe = {
  name: "The program",
  folder: "dist/program",
  sources: ["src/{*,client/**/*,protocol/**/*,server/**/*,terminal/**/*}.ts"],
  async make(folder) {
    const { build } = await import("vite");
    await build({
      root,
      configFile: false,
      logLevel: "error",
      publicDir: false,
      ssr: { noExternal: true },
      build: {
        ssr: path.join(root, "src/main.ts"),
        outDir: folder,
        emptyOutDir: true,
        target: "node26",
        minify: false, // faults are told with the names that the sources have
      },
    });
  },
};
