/** Warrants: words that the server gives this session for one of its services (TOKEN): by them it
 * is known over HTTP, or in the browser's next tab. */
import type { News } from "../client/news.ts";
import type { App } from "./app.ts";

export type Service = "FILEHOST" | "PREVIEW" | "SESSION";

interface Asked {
  readonly service: Service;
  readonly give: (word: string | null) => void;
}

const waitMsMax = 10_000;

export class Warrants {
  readonly #app: App;
  #asked: Asked[] = [];
  /** Why the last was not given; "" when nothing was said. */
  refusal = "";

  constructor(app: App) {
    this.#app = app;
  }

  /** Another one each time. Null: it is not given. */
  ask(service: Service): Promise<string | null> {
    const { state } = this.#app;
    if (state?.phase !== "ready") return Promise.resolve(null);
    return new Promise((resolve) => {
      const asked: Asked = {
        service,
        give: (word) => {
          clearTimeout(timer);
          this.#asked = this.#asked.filter((one) => one !== asked);
          resolve(word);
        },
      };
      const timer = setTimeout(() => asked.give(null), waitMsMax);
      this.refusal = "";
      this.#asked.push(asked);
      this.#app.send("TOKEN", "GENERATE", service);
    });
  }

  heard(news: News): void {
    if (news.type !== "token") return;
    this.refusal = news.refusal;
    this.#asked.find(({ service }) => service === news.service)?.give(news.token || null);
  }

  /** What was asked for over a lost connection is not answered. */
  lost(): void {
    for (const { give } of this.#asked) give(null);
  }
}
