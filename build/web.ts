/**
 * The browser's client, dist/web: bundled, and compressed beforehand. Where it cannot be built the
 * server shows how to join by other means.
 */
import { globSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { BuildOptions } from "vite";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { type Recipe, root } from "./made.ts";

const compressible = /\.(js|css|html|svg|json|webmanifest|txt)$/;

export const web: Recipe = {
  name: "The web client",
  folder: "dist/web",
  sources: ["src/{web,client,protocol}/**/*"],
  async make(folder, hash) {
    // Loaded here: it is of no use to whoever has a fresh one, and not everybody has it.
    const { build } = await import("vite");
    const bundle = (input: string, more: BuildOptions, output: object): Promise<unknown> =>
      build({
        root: path.join(root, "src/web"),
        configFile: false,
        logLevel: "error",
        define: { buildId: JSON.stringify(hash.slice(0, 12)) },
        oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
        build: {
          outDir: folder,
          target: "es2023",
          assetsInlineLimit: 0,
          modulePreload: { polyfill: false },
          reportCompressedSize: false,
          rolldownOptions: { input: path.join(root, "src/web", input), output },
          ...more,
        },
      });
    // What the first message needs is one file: it compresses better, and comes at once.
    const codeSplitting = { groups: [{ name: "page", test: /main\.tsx$/ }] };
    await bundle("index.html", { emptyOutDir: true }, { codeSplitting });
    // The service worker is one file, whose address stays the same; so it is asked for anew.
    const whole = { format: "iife", entryFileNames: "worker.js" };
    await bundle("worker.ts", { emptyOutDir: false, copyPublicDir: false }, whole);
    const assets = globSync("assets/*", { cwd: folder }).map((file) => `/${file}`);
    writeFileSync(path.join(folder, "assets.json"), JSON.stringify(assets));
    compress(folder);
  },
};

/** Once here, so that nobody waits for it later; the page itself is filled in by the server. */
function compress(folder: string): void {
  for (const file of globSync("**/*", { cwd: folder })) {
    if (!compressible.test(file) || file === "index.html") continue;
    const bytes = readFileSync(path.join(folder, file));
    const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    writeFileSync(path.join(folder, `${file}.br`), brotliCompressSync(bytes, { params }));
    writeFileSync(path.join(folder, `${file}.gz`), gzipSync(bytes, { level: 9 }));
  }
}
