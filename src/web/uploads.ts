/**
 * Uploads: files that one chooses, pastes or drops go to the server over HTTP, by a word that it
 * has given this session (TOKEN), and are said as an address. One after the other.
 */
import type { News } from "../client/news.ts";
import type { App } from "./app.ts";
import { texts } from "./texts.ts";

interface Waiting {
  readonly room: string;
  readonly file: File;
}

export class Uploads {
  readonly #app: App;
  readonly #waiting: Waiting[] = [];
  #token = "";
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

  heard(news: News): void {
    const asked = this.percent !== null && this.#token === "";
    if (news.type === "token" && news.service === "FILEHOST") {
      this.#token = news.token;
      if (asked) this.#send();
    } else if (asked && news.type === "refused" && news.what === "other") {
      this.#failed(news.text);
    }
  }

  /** Another word each time: it holds for an hour, and a connection may have come between. */
  #next(): void {
    this.percent = this.#waiting.length === 0 ? null : 0;
    this.#token = "";
    if (this.percent !== null) this.#app.send("TOKEN", "GENERATE", "FILEHOST");
    this.#app.changed();
  }

  #send(): void {
    const [first] = this.#waiting;
    if (first === undefined) return;
    const { room, file } = first;
    const request = new XMLHttpRequest();
    request.open("POST", "/files");
    request.setRequestHeader("Authorization", `Bearer ${this.#token}`);
    const name = encodeURIComponent(file.name).replaceAll("'", "%27");
    request.setRequestHeader("Content-Disposition", `attachment; filename*=UTF-8''${name}`);
    if (file.type !== "") request.setRequestHeader("Content-Type", file.type);
    request.upload.addEventListener("progress", ({ loaded, total }) => {
      this.percent = Math.floor((loaded / Math.max(1, total)) * 100);
      this.#app.changed();
    });
    request.addEventListener("error", () => this.#failed(texts.notUploaded));
    request.addEventListener("load", () => {
      const place = request.getResponseHeader("Location");
      if (request.status !== 201 || place === null) return this.#failed(request.responseText);
      const text = new URL(place, location.origin).href;
      this.#app.act({ type: "say", name: room, text });
      this.#waiting.shift();
      this.#next();
    });
    request.send(file);
  }

  #failed(why: string): void {
    const [first] = this.#waiting;
    this.failure = `${first?.file.name ?? ""}: ${why.trim()}`;
    this.#waiting.length = 0;
    this.#next();
  }
}
