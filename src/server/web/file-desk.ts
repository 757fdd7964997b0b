/**
 * File desk: uploads over HTTP, and what has been uploaded, read again. draft/FILEHOST. Behind
 * web.ts. Whatever somebody uploads is served so that no browser runs it: by the type that it is,
 * never guessed, in a sandbox, and for download unless it is something to look at.
 */
import { randomBytes } from "node:crypto";
import { open } from "node:fs/promises";
import { inWords, refuse } from "../refusal.ts";
import { type KeptFile, oldFiles, roomObjection } from "../files.ts";
import type { RoutedAnswer, RoutedRequest } from "../transport.ts";
import type { WebDesk } from "../web.ts";
import type { Asker } from "./access.ts";
import { jsonAnswer, plainAnswer } from "./answers.ts";
import { boundsFor, megabyte } from "./file-bounds.ts";
import { type Blobs, type Taken, TooLarge } from "./blobs.ts";
import { type Dimensions, dimensionsOf, type Recognized, recognize } from "./file-kinds.ts";
import { nameIn, rangeOf } from "./file-words.ts";
import { Mirror } from "./mirror.ts";
import { TextCheck } from "./text-check.ts";

const limits = {
  atOnceMax: 32, // each holds a socket, a file and one chunk of some 64 kB
  atOncePerAskerMax: 6, // browsers open as many
  perMinuteMax: 60, // of one account or person: a folder of pictures
  headBytes: 262_144, // where a JPEG's size stands behind its thumbnail and colour profile
};

const allowed = "GET, OPTIONS, POST";

export class FileDesk {
  private readonly web: WebDesk;
  private readonly blobs: Blobs;
  private readonly underWay = new Map<string, number>();
  /** Hashes that are about to be known. */
  private readonly claimed = new Map<string, number>();
  private cleaned = false;

  /** undefined: this node is alone. */
  private readonly mirror: Mirror | undefined;

  constructor(web: WebDesk, blobs: Blobs) {
    this.web = web;
    this.blobs = blobs;
    const { sharedFiles } = web.server.options;
    this.mirror = sharedFiles && new Mirror(web, blobs, sharedFiles);
  }

  get config() {
    return this.web.server.config.files;
  }

  async answer(request: RoutedRequest): Promise<RoutedAnswer> {
    const { path, method } = request;
    const [, , id, name, more] = path.split("/");
    if (id === undefined || id === "") {
      if (!this.config.enabled) return plainAnswer(404, "No files are taken here");
      if (method === "OPTIONS") return this.options();
      if (method === "POST") return this.upload(request);
      if (method === "GET") return this.bounds(request);
      return plainAnswer(405, "Files are uploaded here, by POST", { Allow: allowed });
    }
    const file = more === undefined ? this.web.server.state.files.get(id) : undefined;
    if (method === "DELETE") return this.remove(request, id);
    if (method !== "GET" && method !== "HEAD")
      return plainAnswer(405, "GET, HEAD or DELETE", { Allow: "GET, HEAD, DELETE" });
    return file && name !== undefined ? this.serve(request, file) : plainAnswer(404, "Not found");
  }

  /** "Servers MUST accept OPTIONS requests on the upload URI." */
  private options(): RoutedAnswer {
    const types: Record<string, string> = {
      picture: "image/*",
      audio: "audio/*",
      video: "video/*",
      text: "text/*",
      other: "*/*",
    };
    const headers = {
      Allow: allowed,
      "Accept-Post": this.config.kinds.map((kind) => types[kind]).join(", "),
      "Access-Control-Allow-Methods": "DELETE, GET, HEAD, OPTIONS, POST",
      "Access-Control-Allow-Headers": "Authorization, Content-Disposition, Content-Type",
      "Access-Control-Max-Age": "600",
    };
    return { status: 204, headers, body: "" };
  }

  // ── Uploads ───────────────────────────────────────────────────────────────────────────────

  private async bounds(request: RoutedRequest): Promise<RoutedAnswer> {
    const asker = await this.web.access.askerOf(request);
    return asker ? boundsFor(this.web.server.state, this.config, asker) : stranger;
  }

  private async upload(request: RoutedRequest): Promise<RoutedAnswer> {
    const asker = await this.web.access.askerOf(request);
    if (!asker) return stranger;
    const refused = this.objection(request, asker);
    if (refused) return refused;
    this.count(this.underWay, asker.key, 1);
    try {
      return await this.take(request, asker);
    } finally {
      this.count(this.underWay, asker.key, -1);
    }
  }

  /** What can be said before the first byte of it has come. */
  private objection({ headers }: RoutedRequest, asker: Asker): RoutedAnswer | undefined {
    const { server, rates } = this.web;
    if (asker.account === null && !this.config.guests)
      return plainAnswer(403, "Only people with an account upload files here");
    const all = [...this.underWay.values()].reduce((sum, count) => sum + count, 0);
    const own = this.underWay.get(asker.key) ?? 0;
    if (all >= limits.atOnceMax || own >= limits.atOncePerAskerMax)
      return plainAnswer(429, "Too many files at once", { "Retry-After": "5" });
    if (!rates.may(`upload ${asker.key}`, limits.perMinuteMax))
      return plainAnswer(429, "Too many files; wait a little", { "Retry-After": "60" });
    const said = Number(headers["content-length"] ?? 0);
    if (said > this.sizeMax) return plainAnswer(413, this.tooLarge);
    const { state } = server;
    const owner = asker.account === null ? null : state.fold(asker.account);
    const full = roomObjection(state, owner, said);
    return full && plainAnswer(507, `${inWords(full)}.`);
  }

  private get sizeMax(): number {
    return this.config.fileMegabytesMax * megabyte;
  }
  private get tooLarge(): string {
    return `A file may have ${this.config.fileMegabytesMax} megabytes`;
  }

  private async take(request: RoutedRequest, asker: Asker): Promise<RoutedAnswer> {
    const check = new TextCheck();
    let taken: Taken;
    try {
      taken = await this.blobs.take(check.watched(request.body), this.sizeMax);
    } catch (error) {
      if (error instanceof TooLarge) return plainAnswer(413, this.tooLarge);
      const { code = "" } = error as NodeJS.ErrnoException;
      if (!/^(?:ENOSPC|EDQUOT|EFBIG|EIO|EROFS|EMFILE|ENFILE)$/.test(code)) throw error;
      this.web.server.options.fault?.(error);
      return plainAnswer(507, "There is no room for it on the disk");
    }
    this.count(this.claimed, taken.hash, 1);
    try {
      return await this.keep(request, asker, taken, check.isText);
    } finally {
      this.count(this.claimed, taken.hash, -1);
      await this.blobs.drop(taken.file);
      await this.unlinkUnknown(taken.hash);
    }
  }

  private async keep(
    request: RoutedRequest,
    asker: Asker,
    taken: Taken,
    isText: boolean,
  ): Promise<RoutedAnswer> {
    const { hash, size } = taken;
    if (size === 0) return plainAnswer(400, "The file is empty");
    const head = await headOf(taken.file);
    const found = recognize(head, isText);
    if (!this.config.kinds.includes(found.kind))
      return plainAnswer(415, "Files of that kind are not taken here");
    await this.blobs.keep(taken);
    const id = randomBytes(16).toString("base64url");
    const name = nameIn(request.headers["content-disposition"], found.ending);
    const file = { id, hash, size, type: found.type, name };
    if (this.mirror && !(await this.mirror.offer(file))) return unreachable();
    const refused = await this.web.ask({ type: "addFile", account: asker.account, file });
    if (refused) this.mirror?.withdraw(file);
    if (refused?.reason === "unreachable") return unreachable();
    if (refused) return plainAnswer(507, `${inWords(refused)}.`);
    return created(file, found, dimensionsOf(found.type, head));
  }

  private async remove(request: RoutedRequest, id: string): Promise<RoutedAnswer> {
    const asker = await this.web.access.askerOf(request);
    if (!asker || asker.account === null) return plainAnswer(401, "Log in first");
    const refused = await this.web.ask({ type: "removeFile", account: asker.account, id });
    if (refused?.reason === "unreachable") return unreachable();
    return refused ? plainAnswer(404, `${inWords(refused)}.`) : plainAnswer(204, "");
  }

  // ── Reading ───────────────────────────────────────────────────────────────────────────────

  private async serve(request: RoutedRequest, file: KeptFile): Promise<RoutedAnswer> {
    const { size } = file;
    const isHere = (await this.blobs.sizeOf(file.hash)) === size;
    if (!isHere && !this.mirror) return plainAnswer(404, "Not found");
    if (!isHere && !(await this.mirror?.fetch(file)))
      return plainAnswer(503, "It is on its way to this server", { "Retry-After": "5" });
    const etag = `"${file.hash.slice(0, 32)}"`;
    const headers = {
      ...headersOf(file),
      ETag: etag,
      "Accept-Ranges": "bytes",
      // Whoever has the address may read it, and what it leads to never changes.
      "Cache-Control": "private, max-age=31536000, immutable",
    };
    if (request.headers["if-none-match"] === etag) return { status: 304, headers, body: "" };
    const ifRange = request.headers["if-range"];
    const asked = ifRange === undefined || ifRange === etag ? request.headers.range : undefined;
    const range = rangeOf(asked, size);
    if (range === "unsatisfiable")
      return plainAnswer(416, "There is no such part", { "Content-Range": `bytes */${size}` });
    const [start, end] = range ?? [0, size - 1];
    const part = { "Content-Length": String(end - start + 1) };
    const body = this.blobs.read(file.hash, start, end);
    if (!range) return { status: 200, headers: { ...headers, ...part }, body };
    const where = { "Content-Range": `bytes ${start}-${end}/${size}` };
    return { status: 206, headers: { ...headers, ...part, ...where }, body };
  }

  // ── Coming and going ──────────────────────────────────────────────────────────────────────

  added(file: KeptFile): void {
    this.mirror?.added(file);
  }

  /** Bytes go when nobody knows of them any more. */
  async forget(files: readonly KeptFile[]): Promise<void> {
    this.mirror?.removed(files);
    for (const { hash } of files) await this.unlinkUnknown(hash);
  }

  private async unlinkUnknown(hash: string): Promise<void> {
    if (this.claimed.has(hash)) return;
    for (const file of this.web.server.state.files.values()) if (file.hash === hash) return;
    await this.blobs.remove(hash).catch((error: unknown) => this.web.server.options.fault?.(error));
  }

  sweep(now: number): void {
    const { state, log } = this.web.server;
    // Once: what a crash has left between the disk and the log.
    if (!this.cleaned && this.claimed.size === 0)
      this.blobs.removeAllBut(new Set([...state.files.values()].map(({ hash }) => hash)));
    this.cleaned = true;
    this.mirror?.sweep(now);
    if (oldFiles(state, now).length > 0) log.append("", { type: "expireFiles" });
  }

  private count(counts: Map<string, number>, key: string, by: 1 | -1): void {
    const count = (counts.get(key) ?? 0) + by;
    if (count > 0) counts.set(key, count);
    else counts.delete(key);
  }
}

const stranger = plainAnswer(401, "Log in first", {
  "WWW-Authenticate": 'Basic realm="files", charset="UTF-8", Bearer realm="files"',
});

const unreachable = (): RoutedAnswer =>
  plainAnswer(503, `${inWords(refuse("unreachable"))}.`, { "Retry-After": "10" });

/** "servers MUST reply with a 201 Created status code and with a Location"; how large a picture is
 * stands behind "#", for those who know it, so that nothing jumps. */
function created(
  { id, size, type, name }: Omit<KeptFile, "owner" | "at" | "hash">,
  { kind }: Recognized,
  dimensions: Dimensions | undefined,
): RoutedAnswer {
  const shown = dimensions ? `#${dimensions.width}x${dimensions.height}` : "";
  const location = `/files/${id}/${encodeURIComponent(name)}${shown}`;
  const about = { location, type, kind, size, name, ...dimensions };
  return jsonAnswer(201, about, {
    Location: location,
    "Access-Control-Expose-Headers": "Location",
  });
}

function headersOf({ type, name }: KeptFile): Record<string, string> {
  const shown = type !== "application/octet-stream";
  const encoded = encodeURIComponent(name).replaceAll("'", "%27");
  return {
    "Content-Type": type,
    "Content-Disposition": `${shown ? "inline" : "attachment"}; filename*=UTF-8''${encoded}`,
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
  };
}

async function headOf(file: string): Promise<Buffer> {
  const handle = await open(file);
  try {
    const head = Buffer.alloc(limits.headBytes);
    const { bytesRead } = await handle.read(head, 0, limits.headBytes, 0);
    return head.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}
