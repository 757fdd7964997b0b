/**
 * Alerts: calling a person who looks elsewhere: the bell, a notice of the desktop, the title of
 * the window. What is told of messages passes the gate, and what would end a sequence is taken out.
 */
import { isWatched } from "../../client/reading.ts";
import { find } from "../../client/state.ts";
import type { News } from "../../client/news.ts";
import { clean } from "../paint.ts";
import { fit } from "../width.ts";
import { inOrder, serverName } from "./scene.ts";
import type { Scene } from "./scene.ts";

/** Once in so long is enough to be heard. */
const everyMs = 2000;
const wordsColumnsMax = 120;

export class Alerts {
  readonly #scene: Scene;
  readonly #env: Readonly<Record<string, string | undefined>>;
  #at = 0;
  #title = "";

  constructor(scene: Scene, env: Readonly<Record<string, string | undefined>>) {
    this.#scene = scene;
    this.#env = env;
  }

  /** The bytes that call, or "". */
  of(news: readonly News[], now: number): string {
    const { settings, state, focused } = this.#scene;
    if (settings.notify === "off" || now - this.#at < everyMs) return "";
    const calling = news.find((each) => {
      if (each.type !== "said" || !each.mention || each.history) return false;
      const of = find(state, each.room);
      return of !== null && !(focused && isWatched(state, of));
    });
    if (calling?.type !== "said") return "";
    this.#at = now;
    const title = calling.private ? calling.nick : `${calling.nick} in ${calling.room}`;
    const bell = "\x07";
    return settings.notify === "bell" ? bell : bell + this.#desktop(title, calling.text);
  }

  #desktop(title: string, text: string): string {
    const [who, what] = [plain(title), plain(text)];
    const term = this.#env["TERM"] ?? "";
    // Two ways of saying it are known; a terminal that knows both would say it twice.
    const sequence = /rxvt|foot|ghostty|vte/.test(term + (this.#env["VTE_VERSION"] ? "vte" : ""))
      ? `\x1b]777;notify;${who.replaceAll(";", ",")};${what}\x1b\\`
      : `\x1b]9;${who}: ${what}\x1b\\`;
    return this.#env["TMUX"] === undefined ? sequence : through(sequence);
  }

  /** The title of the window, when it has changed. */
  title(): string {
    const { state, here } = this.#scene;
    const mentions = inOrder(state).reduce((sum, of) => sum + of.mentions, 0);
    const name = here.kind === "server" ? serverName(state) : here.name;
    const title = plain(`${mentions > 0 ? `(${mentions}) ` : ""}${name} – Banter`);
    if (title === this.#title) return "";
    this.#title = title;
    return `\x1b]2;${title}\x1b\\`;
  }
}

const plain = (text: string): string => fit(clean(text.replaceAll("\n", " ")), wordsColumnsMax);

/** tmux hands on what is wrapped so, where it is allowed to (allow-passthrough). */
const through = (sequence: string): string =>
  `\x1bPtmux;${sequence.replaceAll("\x1b", "\x1b\x1b")}\x1b\\`;
