/**
 * Previews: what links lead to, in a few words and a picture, asked of the server, which fetches
 * it: the page itself loads nothing from elsewhere, so that nobody there learns who reads. Also
 * the way to people's pictures that lie elsewhere.
 */
import { addressesIn } from "../client/blocks.ts";
import type { Said } from "../client/timeline.ts";
import type { App } from "./app.ts";
import { remembered } from "./remembered.ts";

export interface Preview {
  readonly title: string;
  readonly description: string;
  readonly site: string;
  /** An address of this server. */
  readonly picture?: string;
}

const atOnceMax = 3;
/** So long a word of the server's holds, less some. */
const warrantMs = 50 * 60_000;
/** After too many questions. */
const restMs = 15_000;
/** What was asked for first is not looked at any more. */
const waitingMax = 60;
const keptMax = 500;

export class Previews {
  readonly #app: App;
  /** By address; null: there is nothing to show; undefined: it is asked for. */
  readonly #known = new Map<string, Preview | null | undefined>();
  #waiting: string[] = [];
  #underWay = 0;
  #warrant: Promise<string | null> | null = null;
  #restUntil = 0;
  /** Nothing is fetched for us here. */
  #off = false;
  readonly #linkOf = new WeakMap<Said, { readonly text: string; readonly link: string | null }>();

  constructor(app: App) {
    this.#app = app;
  }

  /** Of the first link in what was said. */
  ofSaid(said: Said): Preview | null {
    if (!remembered.previews || (said.notes?.redacted ?? null) !== null) return null;
    const known = this.#linkOf.get(said);
    const link = known?.text === said.text ? known.link : linkIn(said.text);
    if (known?.text !== said.text) this.#linkOf.set(said, { text: said.text, link });
    return link === null ? null : this.of(link);
  }

  /** Null as long as there is nothing to show. */
  of(address: string): Preview | null {
    if (this.#known.has(address)) return this.#known.get(address) ?? null;
    if (this.#off || this.#app.state?.phase !== "ready" || !remembered.previews) return null;
    for (const oldest of this.#known.keys()) {
      if (this.#known.size < keptMax) break;
      this.#known.delete(oldest);
    }
    this.#known.set(address, undefined);
    this.#waiting.push(address);
    for (const gone of this.#waiting.splice(0, this.#waiting.length - waitingMax))
      this.#known.delete(gone);
    queueMicrotask(() => this.#next());
    return null;
  }

  /** With another connection one is another guest. */
  renewed(): void {
    this.#warrant = null;
    this.#off = false;
  }

  #next(): void {
    // What is looked at now was asked for last.
    while (this.#underWay < atOnceMax && this.#waiting.length > 0) {
      const address = this.#waiting.pop() ?? "";
      this.#underWay += 1;
      void this.#ask(address).finally(() => {
        this.#underWay -= 1;
        this.#next();
      });
    }
  }

  async #ask(address: string): Promise<void> {
    const rest = this.#restUntil - Date.now();
    if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
    this.#warrant ??= this.#newWarrant();
    const word = await this.#warrant;
    if (word === null) {
      this.#off = true;
      this.#known.delete(address);
      return;
    }
    const headers = { Authorization: `Bearer ${word}` };
    const asked = `/preview?${new URLSearchParams({ url: address }).toString()}`;
    const answer = await fetch(asked, { headers }).catch(() => null);
    if (answer?.status === 429) {
      this.#restUntil = Date.now() + restMs;
      this.#known.delete(address);
      return;
    }
    if (answer?.status === 401) this.#warrant = null;
    const told: unknown = answer?.ok ? await answer.json().catch(() => null) : null;
    this.#known.set(address, previewIn(told));
    this.#app.changed();
  }

  #newWarrant(): Promise<string | null> {
    setTimeout(() => this.renewed(), warrantMs);
    return this.#app.warrants.ask("PREVIEW");
  }
}

/** Files of this server show themselves. */
function linkIn(text: string): string | null {
  if (!text.includes("://")) return null;
  return addressesIn(text).find((address) => new URL(address).origin !== location.origin) ?? null;
}

function previewIn(told: unknown): Preview | null {
  if (typeof told !== "object" || told === null) return null;
  const word = (name: string): string => {
    const value: unknown = Reflect.get(told, name);
    return typeof value === "string" ? value : "";
  };
  const picture = word("picture");
  const own = picture.startsWith("/preview/picture?");
  const [title, description, site] = [word("title"), word("description"), word("site")];
  if (title === "" && description === "" && !own) return null;
  return { title, description, site, ...(own && { picture }) };
}
