/**
 * Builds the browser's client into dist/web, when what stands there is not of these sources; run
 * before `npm start` and before the tests. Where it cannot be built the server shows how to join
 * by other means, so nothing fails here: the reason is told, and that is all.
 */
import { createHash } from "node:crypto";
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const root = path.join(import.meta.dirname, "..");
const out = path.join(root, "dist/web");
/** Of which sources it was built. */
const stamp = path.join(out, ".sources");
const compressible = /\.(js|css|html|svg|json|webmanifest|txt)$/;

/** What the result depends on. */
function sourcesHash(): string {
  const globs = ["src/{web,client,protocol}/**/*", "build/*", "package-lock.json"];
  const hash = createHash("sha256");
  for (const file of globs.flatMap((glob) => globSync(glob, { cwd: root })).sort()) {
    if (/\.(test|case)\.ts$/.test(file) || !/\.\w+$/.test(file)) continue;
    hash.update(`${file}\0`).update(readFileSync(path.join(root, file)));
  }
  return hash.digest("hex");
}

function isFresh(hash: string): boolean {
  try {
    return readFileSync(stamp, "utf8") === hash;
  } catch {
    return false;
  }
}

/** True when dist/web is of these sources. */
export async function buildWeb(say: (line: string) => void): Promise<boolean> {
  const hash = sourcesHash();
  if (isFresh(hash)) return true;
  // Made beside and then put in its place: who is reading meanwhile reads one whole or the other.
  const fresh = `${out}-${process.pid}`;
  try {
    // Loaded here: it is of no use to whoever has a fresh one, and not everybody has it.
    const { build } = await import("vite");
    await build({
      root: path.join(root, "src/web"),
      configFile: false,
      logLevel: "error",
      define: { buildId: JSON.stringify(hash.slice(0, 12)) },
      oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
      build: {
        outDir: fresh,
        emptyOutDir: true,
        target: "es2023",
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        reportCompressedSize: false,
        rolldownOptions: {
          input: {
            index: path.join(root, "src/web/index.html"),
            worker: path.join(root, "src/web/worker.ts"),
          },
          // The service worker's address stays the same; so it is asked for anew.
          output: {
            entryFileNames: ({ name }) =>
              name === "worker" ? "worker.js" : "assets/[name]-[hash].js",
          },
        },
      },
    });
    const assets = globSync("assets/*", { cwd: fresh }).map((file) => `/${file}`);
    writeFileSync(path.join(fresh, "assets.json"), JSON.stringify(assets));
    compress(fresh);
    writeFileSync(path.join(fresh, ".sources"), hash);
    mkdirSync(path.dirname(out), { recursive: true });
    rmSync(out, { recursive: true, force: true });
    renameSync(fresh, out);
    return true;
  } catch (error) {
    rmSync(fresh, { recursive: true, force: true });
    if (isFresh(hash)) return true; // Another start was quicker.
    const why = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
    say(`The web client could not be built: ${why}`);
    return false;
  }
}

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

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildWeb((line) => void process.stderr.write(`${line}\n`));
}
