/**
 * Visit: one person's stay, over as many connections as it takes. Carries lines from the link to
 * the session and back, and news to whoever shows them.
 */
import type { Action } from "../client/actions.ts";
import type { News } from "../client/news.ts";
import type { Outcome } from "../client/session.ts";
import { Session } from "../client/session.ts";
import type { SessionOptions } from "../client/session.ts";
import { Link } from "./link.ts";

export interface VisitUser {
  /** A connection stands, and one is about to say who one is. */
  coming(): Promise<void>;
  /** After each turn, also when there is nothing new. */
  told(news: readonly News[]): void;
  /** It ended for good, and why. */
  ended(why: string): void;
}

const tickMs = 2000;
/** A machine whose clock jumped so far has slept. */
const sleptMs = 10_000;

export class Visit {
  readonly session: Session;
  /** When the next try to connect begins; null while one is under way or stands. */
  retryAt: number | null = null;
  readonly #user: VisitUser;
  readonly #link: Link;
  #ended = false;
  /** Another number for each connection, and after it. */
  #connection = 0;
  #refusal = "";
  #tick = 0;
  #tickedAt = Date.now();
  readonly #stop = new AbortController();

  /** @param urls where the same rooms are */
  constructor(urls: readonly string[], options: SessionOptions, user: VisitUser) {
    this.session = new Session(options);
    this.#user = user;
    this.#link = new Link(urls, {
      opened: () => void this.#opened(location.protocol === "https:"),
      received: (line) => this.#carry(this.session.received(line, Date.now())),
      lost: () => this.#lost(),
      waiting: (until) => {
        this.retryAt = until;
        this.#user.told([]);
      },
    });
  }

  alsoAt(urls: readonly string[]): void {
    this.#link.alsoAt(urls);
  }

  start(): void {
    this.#link.connect();
    this.#tick = setInterval(() => this.#ticked(), tickMs);
    const { signal } = this.#stop;
    addEventListener("online", () => this.wake(), { signal });
    addEventListener("pageshow", () => this.wake(), { signal });
    document.addEventListener("visibilitychange", () => document.hidden || this.wake(), { signal });
  }

  /** The network may be another one, or somebody is back: no waiting now. */
  wake(): void {
    this.#link.hurry();
    this.#carry(this.session.probe(Date.now()));
  }

  typed(line: string): boolean {
    return this.#carry(this.session.typed(line, Date.now()));
  }

  /** False when it could not be done. */
  act(action: Action): boolean {
    return this.#carry(this.session.act(action, Date.now()));
  }

  /** A line of IRC as it is. */
  send(...lines: string[]): void {
    this.#link.send(lines);
  }

  end(why = ""): void {
    if (this.#ended) return;
    this.#ended = true;
    this.#stop.abort();
    clearInterval(this.#tick);
    this.#link.end();
    this.#user.ended(why);
  }

  #carry({ send, news, taken }: Outcome): boolean {
    this.#link.send(send);
    for (const each of news) {
      if (each.type === "welcomed") this.#link.settled();
      if (each.type === "silent") this.#link.drop();
      if (each.type === "refused" && (each.what === "server" || each.what === "nick"))
        this.#refusal = each.text;
    }
    this.#user.told(news);
    if (news.some(({ type }) => type === "leaving")) this.end();
    const refused = news.some((each) => each.type === "refused" && each.what === "nick");
    if (refused) this.end(this.#refusal);
    return taken;
  }

  async #opened(secure: boolean): Promise<void> {
    this.#connection += 1;
    const connection = this.#connection;
    await this.#user.coming();
    // Meanwhile it may have been lost again.
    if (connection !== this.#connection || this.#ended) return;
    this.#carry(this.session.opened(Date.now(), secure));
  }

  #lost(): boolean {
    this.#connection += 1;
    const { before } = this.session.state;
    this.#carry(this.session.lost(Date.now()));
    // Who was never let in is told why; who was, comes back.
    if (!before && this.#refusal !== "") this.end(this.#refusal);
    return !this.#ended;
  }

  #ticked(): void {
    const now = Date.now();
    if (now - this.#tickedAt > sleptMs) this.wake();
    this.#tickedAt = now;
    this.#carry(this.session.tick(now));
  }
}
