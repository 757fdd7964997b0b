/**
 * Uploads: files that one chooses, pastes or drops go to the server over HTTP, by a word that it
 * has given this session (TOKEN), and are said as an address. One after the other.
 */
import type { App } from "./app.ts";
import { texts } from "./texts.ts";

interface Waiting {
  readonly room: string;
  readonly file: File;
}

export class Uploads {
  readonly #app: App;
  readonly #waiting: Waiting[] = [];
  /** Of the file that is under way; null when none is. */
  percent: number | null = null;
  /** Why the last one could not be sent. */
  failure = "";

  constructor(app: App) {
    this.#app = app;
  }

  add(room: string, files: Iterable<File>): void {
    this.failure = "";
    for (const file of files) this.#waiting.push({ room, file });
    if (this.percent === null) this.#next();
  }

  #next(): void {
    this.percent = this.#waiting.length === 0 ? null : 0;
    if (this.percent !== null) void this.#ask();
    this.#app.changed();
  }

  /** Another word each time: it holds for an hour, and a connection may have come between. */
  async #ask(): Promise<void> {
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
