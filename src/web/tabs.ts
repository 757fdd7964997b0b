/**
 * Tabs: the same browser's other tabs with this room. A guest's next tab is no other person: it
 * asks the first for a word by which it comes in beside it (TOKEN SESSION), so that both are one
 * to others, and what is said and read in one shows in the other. Who goes out of one goes out of
 * all; what is set in one holds in all.
 */
import type { App } from "./app.ts";
import { refresh, remembered } from "./remembered.ts";
import { speak } from "./texts.ts";
import { wearTheme } from "./theme.ts";

type Word =
  /** Is anybody in? */
  | { readonly type: "ask"; readonly from: string }
  /** Of who is in: null while it asks the server; or on the way in, and `first` to go on. */
  | { readonly type: "answer"; readonly to: string; readonly word: string | null }
  | { readonly type: "coming"; readonly to: string; readonly first: boolean }
  | { readonly type: "left" };

/** A tab that is there says so within this, however much it has to draw; else it has crashed. The
 * server's word may take longer. */
const silenceMs = 2500;
const wordMs = 5000;
/** In the browser's storage: the tabs that are open. */
const key = "banter-tabs";
/** Several that come back at once: the first comes in, and lets in the others. */
const againMs = 300;
const triesMax = 12;

export class Tabs {
  readonly #app: App;
  readonly #own = crypto.getRandomValues(new Uint32Array(2)).join("-");
  readonly #channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("banter") : undefined;
  #heard: (word: Word) => void = () => undefined;
  /** On the way in: asking whether anybody is, or, since none was, as the first. */
  #coming: "no" | "asks" | "first" = "no";

  constructor(app: App) {
    this.#app = app;
    this.#channel?.addEventListener("message", ({ data }) => this.#received(data as Word));
    addEventListener("storage", (event) => {
      if (event.key === "banter") void this.#setElsewhere();
    });
    addEventListener("pageshow", () => write([...others(this.#own), this.#own]));
    addEventListener("pagehide", () => write(others(this.#own)));
  }

  /** By which one comes in beside another tab; "" when there is none. */
  async word(): Promise<string> {
    if (this.#channel === undefined || others(this.#own).length === 0) return "";
    this.#coming = "asks";
    for (let attempt = 0; attempt < triesMax; attempt += 1) {
      const answer = await this.#ask();
      this.#coming = answer === "" ? "first" : this.#coming;
      if (answer !== "wait") return answer;
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
    return "";
  }

  /** In, or no longer on the way. */
  settled(): void {
    this.#coming = "no";
  }

  left(): void {
    this.#tell({ type: "left" });
  }

  #tell(word: Word): void {
    this.#channel?.postMessage(word);
  }

  #ask(): Promise<string> {
    return new Promise((resolve) => {
      let wait = "";
      const done = (answer: string): void => {
        clearTimeout(timer);
        this.#heard = () => undefined;
        resolve(answer);
      };
      const silent = (): void => {
        write([this.#own]);
        done("");
      };
      let timer = setTimeout(silent, silenceMs);
      const within = (ms: number): void => {
        clearTimeout(timer);
        timer = setTimeout(() => done(wait), ms);
      };
      let isIn = false;
      this.#heard = (word) => {
        if (word.type === "answer" && word.word !== null) return done(word.word);
        if (word.type === "coming" && word.first) wait = "wait";
        isIn ||= word.type === "answer";
        // One is there that is not in; whether another is, is soon known.
        within(isIn ? wordMs : againMs);
      };
      this.#tell({ type: "ask", from: this.#own });
    });
  }

  #received(word: Word): void {
    switch (word.type) {
      case "ask":
        return void this.#answer(word.from);
      case "left":
        return this.#app.leave();
      case "answer":
      case "coming":
        if (word.to === this.#own) this.#heard(word);
        return;
      default:
        word satisfies never;
    }
  }

  async #answer(to: string): Promise<void> {
    const { state, warrants } = this.#app;
    if (state?.phase === "ready" && state.account === null) {
      this.#tell({ type: "answer", to, word: null });
      this.#tell({ type: "answer", to, word: (await warrants.ask("SESSION")) ?? "" });
      return;
    }
    // Of two that ask at once the one with the smaller number goes on, and the other waits.
    const first = this.#coming === "first" || (this.#coming === "asks" && this.#own < to);
    this.#tell({ type: "coming", to, first });
    if (this.#coming === "asks" && !first)
      this.#heard({ type: "coming", to: this.#own, first: true });
  }

  async #setElsewhere(): Promise<void> {
    const { language } = remembered;
    refresh();
    wearTheme();
    if (remembered.language !== language) await speak(remembered.language);
    this.#app.changed();
  }
}

/** The other tabs that are open, or were when the browser crashed. */
function others(own: string): string[] {
  try {
    const all: unknown = JSON.parse(localStorage.getItem(key) ?? "[]");
    return Array.isArray(all) ? all.map(String).filter((one) => one !== own) : [];
  } catch {
    return [];
  }
}

function write(tabs: readonly string[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(tabs));
  } catch {
    // Not allowed: then no tab knows of another.
  }
}
