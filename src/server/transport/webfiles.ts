/**
 * The browser's client as files: what build/web.ts has made, read once at the start and answered
 * from memory, compressed beforehand. Behind http.ts, before the page that says how to join by
 * other means (page.ts), which stands in where nothing was built. Knows no sockets and no rooms.
 */

import { createHash } from "node:crypto";
import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { brotliCompressSync, gzipSync } from "node:zlib";
import type { Page, PageAnswer, PageRequest } from "../transport.ts";

/** What the page says of the room, told anew at each request: it may change while we run. */
export interface About {
  readonly network: string;
  readonly description: string;
  readonly lobby: string;
  /** Where else the same rooms are, "host:port": there the page goes on when this node is gone. */
  readonly nodes: readonly string[];
}

type Encoding = "br" | "gzip" | "identity";
type Bodies = Readonly<Record<Encoding, Uint8Array>>;

interface WebFile {
  readonly headers: Readonly<Record<string, string>>;
  readonly etag: string;
  readonly bodies: Bodies;
}

/** Nothing inline, nothing from elsewhere; pictures may also be made in the page (data:, blob:). */
const policyFor = (nodes: readonly string[]): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data: blob:",
    "media-src 'self' blob:",
    // A policy cannot name an IPv6 address.
    [
      "connect-src 'self'",
      ...nodes.filter((node) => !node.startsWith("[")).flatMap(socketsAt),
    ].join(" "),
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types banter",
  ].join("; ");

const socketsAt = (node: string): string[] => [`ws://${node}`, `wss://${node}`];

const types: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".png": "image/png",
  ".svg": "image/svg+xml; charset=utf-8",
  ".webmanifest": "application/manifest+json; charset=utf-8",
};

/** Undefined: nothing was built. @param folder dist/web */
export function webFiles(folder: string): ReadonlyMap<string, WebFile> | undefined {
  const files = new Map<string, WebFile>();
  for (const name of globSync("**/*", { cwd: folder })) {
    const type = types[path.extname(name)];
    if (type === undefined) continue;
    const place = path.join(folder, name);
    const identity = readFileSync(place);
    const compressed = (suffix: string): Uint8Array => readOr(`${place}${suffix}`, identity);
    const url = `/${name.split(path.sep).join("/")}`;
    // Vite puts a hash of the content into the names of what lies there.
    const cached = url.startsWith("/assets/") ? "max-age=31536000, immutable" : "no-cache";
    // A worker is under the policy that it comes with.
    const own = url === "/worker.js" ? { "Content-Security-Policy": policyFor([]) } : {};
    const headers = { "Content-Type": type, "Cache-Control": cached, ...own };
    const bodies = { identity, br: compressed(".br"), gzip: compressed(".gz") };
    files.set(url, { headers, etag: etagOf(identity), bodies });
  }
  return files.has("/index.html") ? files : undefined;
}

function readOr(file: string, otherwise: Uint8Array): Uint8Array {
  try {
    return readFileSync(file);
  } catch {
    return otherwise;
  }
}

const etagOf = (bytes: Uint8Array): string =>
  `"${createHash("sha256").update(bytes).digest("base64url").slice(0, 22)}"`;

/** "/" is the client, "/join" what else one can join with; the rest is looked up in both. */
export function webPage(
  files: ReadonlyMap<string, WebFile> | undefined,
  about: () => About,
  joining: Page,
): Page {
  if (files === undefined) return joining;
  let filled: { readonly of: string; readonly file: WebFile } | undefined;
  const entrance = (): WebFile => {
    const now = about();
    const of = JSON.stringify(now);
    filled = filled?.of === of ? filled : { of, file: fill(files.get("/index.html")!, now) };
    return filled.file;
  };
  return (request) => {
    const { path: url } = request;
    if (url === "/") return answer(request, entrance());
    const file = url === "/index.html" ? undefined : files.get(url);
    return file === undefined ? joining(request) : answer(request, file);
  };
}

/** The room's name and the like stand in the page itself, so that they are there at once. */
function fill(
  { headers, bodies }: WebFile,
  { network, description, lobby, nodes }: About,
): WebFile {
  const html = Buffer.from(bodies.identity)
    .toString()
    .replace("<title>Banter</title>", () => `<title>${escape(network)}</title>`)
    .replace('name="network" content=""', () => `name="network" content="${escape(network)}"`)
    .replace('name="lobby" content=""', () => `name="lobby" content="${escape(lobby)}"`)
    .replace(
      'name="description" content=""',
      () => `name="description" content="${escape(description)}"`,
    );
  const identity = Buffer.from(html);
  const policy = policyFor(nodes);
  return {
    headers: { ...headers, "Content-Security-Policy": policy },
    etag: etagOf(Buffer.from(html + policy)),
    bodies: { identity, br: brotliCompressSync(identity), gzip: gzipSync(identity) },
  };
}

function answer({ headers }: PageRequest, file: WebFile): PageAnswer {
  const encoding = encodingFor(headers["accept-encoding"], file.bodies);
  const shared = { ...file.headers, ETag: file.etag, Vary: "Accept-Encoding" };
  // RFC 9110 §13.1.2: any of the list will do, weak or strong.
  const known = String(headers["if-none-match"] ?? "").split(",");
  if (known.some((one) => one.trim().replace(/^W\//, "") === file.etag)) {
    return { status: 304, headers: shared, body: "" };
  }
  const encoded = encoding === "identity" ? {} : { "Content-Encoding": encoding };
  return { status: 200, headers: { ...shared, ...encoded }, body: file.bodies[encoding] };
}

function encodingFor(accepted: string | string[] | undefined, bodies: Bodies): Encoding {
  const offers = String(accepted ?? "").split(",");
  const takes = (name: string): boolean =>
    offers.some((offer) => {
      const [coding = "", ...weights] = offer.split(";").map((part) => part.trim());
      return coding === name && !weights.some((weight) => /^q=0(\.0*)?$/.test(weight));
    });
  for (const encoding of ["br", "gzip"] as const) {
    if (bodies[encoding] !== bodies.identity && takes(encoding)) return encoding;
  }
  return "identity";
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
};

const escape = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => entities[character]!);
