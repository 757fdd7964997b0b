/**
 * Uploads: files that one chooses, pastes or drops go to the server over HTTP, by a word that it
 * has given this session (TOKEN), and are said as an address. One after the other; what the server
 * would refuse is not sent.
 */
import type { App } from "./app.ts";
import type { Bounds } from "./bounds.ts";
import { Lazily } from "./lazily.ts";
import { texts } from "./texts.ts";

interface Waiting {
  readonly room: string;
  readonly file: File;
}

const bounding = new Lazily(() => import("./bounds.ts"));
/** So long what the server has said of them is taken to be so. */
const boundsMs = 60_000;

export class Uploads {
  readonly #app: App;
  #bounds: Promise<Bounds | null> | null = null;
  #boundsAt = 0;
  /** What may be sent, in words; "" as long as it is not known. */
  hint = "";
  /** The types that may be chosen; "" for all. */
  accept = "";
  readonly #waiting: Waiting[] = [];
  /** Of the file that is under way; null when none is. */
  percent: number | null = null;
  /** Why the last one could not be sent. */
  failure = "";

  constructor(app: App) {
    this.#app = app;
  }

  /** Somebody is about to choose. */
  prepare(): void {
    void this.#ask();
  }

  async add(room: string, files: Iterable<File>): Promise<void> {
    this.failure = "";
    // Before anything is awaited: who hands them over may take them away.
    const all = [...files];
    const bounds = await this.#ask();
    for (const file of all) {
      const objection = bounds === null ? "" : (bounding.part?.objectionTo(file, bounds) ?? "");
      if (objection === "") this.#waiting.push({ room, file });
      else this.failure = `${file.name}: ${objection}`;
    }
    if (this.percent === null) this.#next();
  }

  /** Null where it cannot be known: then the server says it of each file. */
  #ask(): Promise<Bounds | null> {
    const now = performance.now();
    if (this.#bounds === null || now - this.#boundsAt > boundsMs) {
      this.#boundsAt = now;
      this.#bounds = this.#learn().catch(() => null);
    }
    return this.#bounds;
  }

  async #learn(): Promise<Bounds | null> {
    const part = await bounding.get();
    const bounds = await part.askBounds(this.#app);
    this.hint = bounds === null ? "" : part.boundsInWords(bounds);
    this.accept = bounds === null ? "" : part.acceptFor(bounds);
    this.#app.changed();
    return bounds;
  }

  #next(): void {
    this.percent = this.#waiting.length === 0 ? null : 0;
    if (this.percent !== null) void this.#begin();
    this.#app.changed();
  }

  /** Another word each time: it holds for an hour, and a connection may have come between. */
  async #begin(): Promise<void> {
    const { warrants } = this.#app;
    const word = await warrants.ask("FILEHOST");
    if (word === null) this.#failed(warrants.refusal || texts.notUploaded);
    else await this.#send(word);
  }

  async #send(word: string): Promise<void> {
    const [first] = this.#waiting;
    if (first === undefined) return;
    const { room, file } = first;
    const answer = await post(word, file, (percent) => {
      this.percent = percent;
      this.#app.changed();
    });
    if ("failure" in answer) return this.#failed(answer.failure);
    this.#app.act({ type: "say", name: room, text: answer.address });
    this.#waiting.shift();
    // There is less room now.
    this.#bounds = null;
    this.#next();
  }

  #failed(why: string): void {
    const [first] = this.#waiting;
    this.failure = `${first?.file.name ?? ""}: ${why.trim()}`;
    this.#waiting.length = 0;
    this.#next();
  }
}

/** Where it lies then, or why it does not. */
export function post(
  word: string,
  file: File,
  progress: (percent: number) => void,
): Promise<{ readonly address: string } | { readonly failure: string }> {
  const request = new XMLHttpRequest();
  request.open("POST", "/files");
  request.setRequestHeader("Authorization", `Bearer ${word}`);
  const name = encodeURIComponent(file.name).replaceAll("'", "%27");
  request.setRequestHeader("Content-Disposition", `attachment; filename*=UTF-8''${name}`);
  if (file.type !== "") request.setRequestHeader("Content-Type", file.type);
  request.upload.addEventListener("progress", ({ loaded, total }) =>
    progress(Math.floor((loaded / Math.max(1, total)) * 100)),
  );
  return new Promise((resolve) => {
    request.addEventListener("error", () => resolve({ failure: texts.notUploaded }));
    request.addEventListener("load", () => {
      const place = request.getResponseHeader("Location");
      const done = request.status === 201 && place !== null;
      if (done) resolve({ address: new URL(place, location.origin).href });
      else resolve({ failure: request.responseText || texts.notUploaded });
    });
    request.send(file);
  });
}
