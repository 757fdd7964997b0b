/**
 * Visit: one person's stay with an IRC server, over as many connections as it takes. Carries bytes
 * from the link to the session and back, and news to a face: a terminal or a filter. What is worth
 * remembering of the place is kept for the next visit.
 */
import type { Action } from "../client/actions.ts";
import type { News } from "../client/news.ts";
import type { Outcome, Session } from "../client/session.ts";
import { wantedRooms } from "../client/state.ts";
import { LineAssembler } from "../protocol/lines.ts";
import { saslprep } from "../protocol/saslprep.ts";
import { placeName } from "./dial.ts";
import type { Changed, Place } from "./dial.ts";
import type { Io } from "./io.ts";
import { Link } from "./link.ts";
import type { Remembered } from "./remembered.ts";
import { Wake } from "./wake.ts";

export interface Face {
  /** After each turn, also when there is nothing new. */
  told(news: readonly News[]): void;
  /** A word of the client's own, e.g. about a certificate. */
  notice(text: string): void;
  /** Why it ends; told once, before the end. */
  failed(text: string): void;
  /** The connection is gone, and tried again. */
  lost(reason: string): void;
  waiting(seconds: number): void;
  /** The certificate is another than before; nothing was sent. Null: nobody can be asked. */
  distrusts: ((changed: Changed, answer: (trust: boolean) => void) => void) | null;
  /** Asks for the password; without it, or when nobody can be asked, one goes on as a guest. */
  asks: ((account: string, why: string) => void) | null;
  /** Whether a lost connection is sought again. */
  readonly returns: boolean;
}

export interface VisitOptions {
  readonly place: Place;
  readonly session: Session;
  readonly io: Io;
  readonly remembered: Remembered;
  /** Say nothing of a certificate that nobody vouches for. */
  readonly insecure?: boolean;
}

/** What a server may send in one line; longer than the 512 + 8191 of the specifications. */
const lineBytesMax = 16 * 1024;
const tagBytesMax = 8192;
const tickMs = 2000;

export class Visit {
  readonly session: Session;
  readonly done: Promise<number>;
  /** The keys that log in are kept when they have proved right. */
  remember = false;
  readonly #options: VisitOptions;
  readonly #io: Io;
  readonly #place: Place;
  readonly #link: Link;
  readonly #wake: Wake;
  #face: Face | null = null;
  #lines = new LineAssembler();
  /** The certificate of this connection, when nobody vouches for it. */
  #stranger: string | null = null;
  /** Those that were remembered last. */
  #rooms = "";
  /** What the server said of why it will not have us. */
  #refusal = "";
  #ending = false;
  /** The connection was lost while the person was asked: that is no failure. */
  #wasLoggingIn = false;
  /** No connection is sought until the person has answered. */
  #paused = false;
  #resolve: (code: number) => void = () => undefined;
  #cancelTick: () => void = () => undefined;

  constructor(options: VisitOptions) {
    const { session, io, place } = options;
    this.session = session;
    this.#options = options;
    this.#io = io;
    this.#place = place;
    this.#wake = new Wake(io.now(), io.addresses);
    this.done = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    this.#link = new Link(place, io, {
      opened: (stranger) => this.#opened(stranger),
      received: (chunk) => this.#received(chunk),
      drained: () => undefined,
      lost: (reason, never, changed) => this.#lost(reason, never, changed),
      waiting: (seconds) => this.#face?.waiting(seconds),
    });
  }

  start(face: Face): void {
    this.#face = face;
    this.#link.connect();
    this.#tick();
  }

  typed(line: string): boolean {
    if (this.#ending) return true;
    const outcome = this.session.typed(line, this.#io.now());
    this.#carry(outcome);
    return outcome.taken;
  }

  say(target: string, text: string): void {
    this.do({ type: "say", name: target, text });
  }

  /** False when it could not be done. */
  do(action: Action): boolean {
    const outcome = this.session.act(action, this.#io.now());
    this.#carry(outcome);
    if (action.type === "password") this.#goOn();
    return outcome.taken;
  }

  /** Leaves; done follows with the code. */
  end(code: number, error = ""): void {
    if (this.#ending) return;
    this.#ending = true;
    this.#cancelTick();
    if (error !== "") this.#face?.failed(error);
    this.#link.end(() => this.#resolve(code));
  }

  #opened(stranger: string | null): void {
    this.#refusal = "";
    this.#stranger = this.#options.insecure === true ? null : stranger;
    this.#lines = new LineAssembler({ bytesMax: lineBytesMax, tagBytesMax, telnet: false });
    this.#carry(this.session.opened(this.#io.now(), this.#place.tls));
  }

  #received(chunk: Buffer): void {
    const news: News[] = [];
    const send: string[] = [];
    const at = this.#io.now();
    // One chunk is one turn: one write out, one drawing of the screen.
    this.#lines.push(chunk, (line) => {
      const outcome = this.session.received(line, at);
      news.push(...outcome.news);
      send.push(...outcome.send);
    });
    this.#carry({ news, send, taken: true });
  }

  #carry({ send, news }: Outcome): void {
    if (send.length > 0) this.#link.write(send.map((line) => `${line}\r\n`).join(""));
    for (const each of news) this.#mind(each);
    if (this.session.state.before) this.#keepRooms();
    if (news.some((each) => each.type === "leaving")) this.end(0);
    this.#face?.told(news);
  }

  /** What concerns the connection itself, and what is remembered. */
  #mind(news: News): void {
    switch (news.type) {
      case "welcomed":
        this.#refusal = "";
        this.#link.settled();
        this.#link.alsoAt(this.session.state.offered.get("banter/nodes")?.split(",") ?? []);
        this.#welcomed();
        return;
      case "silent":
        this.#link.drop(true);
        return;
      case "salting":
        this.#salt(news.password, news.salt, news.iterations);
        return;
      case "keys":
        if (this.remember) this.#keepKeys(news);
        return;
      case "password":
        if (this.#face?.asks) this.#face.asks(news.account, news.why);
        else this.#goWithout(news.account, news.why);
        return;
      case "refused":
        if (news.what === "server" || news.what === "nick") this.#refusal = news.text;
        if (news.what === "nick") this.#link.drop();
        return;
      default:
    }
  }

  // ── Logging in ───────────────────────────────────────────────────────────────────────────────

  #salt(password: string, salt: Uint8Array, iterations: number): void {
    const secret = saslprep(password) ?? password;
    // Loaded here: most starts need it not.
    const { pbkdf2 } = process.getBuiltinModule("node:crypto");
    pbkdf2(secret, salt, iterations, 32, "sha256", (error, salted) => {
      if (error === null) this.do({ type: "salted", salted });
    });
  }

  /** Nobody is there to be asked. */
  #goWithout(account: string, why: string): void {
    this.#face?.notice(`Not logged in as ${account}: ${why === "" ? "no password" : why}`);
    this.#carry(this.session.act({ type: "password", password: null }, this.#io.now()));
  }

  #keepKeys({ account, keys }: News & { type: "keys" }): void {
    const { remembered } = this.#options;
    const known = remembered.place(this.#place)?.keys ?? {};
    remembered.keep(this.#place, { keys: { ...known, [account]: keys } });
  }

  // ── Remembering ──────────────────────────────────────────────────────────────────────────────

  #welcomed(): void {
    const { remembered } = this.#options;
    const { nick, account } = this.session.state;
    const at = this.#io.now();
    remembered.keep(this.#place, { at, nick, ...(account === null ? {} : { account }) });
    if (this.#stranger === null) return;
    const known = remembered.place(this.#place)?.fingerprint;
    if (known === undefined) {
      const name = placeName(this.#place);
      const words = `Its certificate is remembered: SHA-256 ${this.#stranger}`;
      this.#face?.notice(`Nobody vouches for ${name}. ${words}`);
    }
    this.#trust(this.#stranger);
  }

  #trust(fingerprint: string): void {
    this.#link.trust(fingerprint);
    this.#options.remembered.keep(this.#place, { fingerprint });
  }

  #keepRooms(): void {
    const rooms = wantedRooms(this.session.state);
    if (rooms.join() === this.#rooms) return;
    this.#rooms = rooms.join();
    this.#options.remembered.keep(this.#place, { rooms, at: this.#io.now() });
  }

  // ── Losing and finding the connection ────────────────────────────────────────────────────────

  #lost(reason: string, never: boolean, changed: Changed | null): boolean {
    const { before, phase } = this.session.state;
    const words = this.#refusal === "" ? reason : this.#refusal;
    this.#carry(this.session.lost(this.#io.now()));
    if (this.#ending) return false;
    if (changed !== null && this.#face?.distrusts) {
      this.#face.distrusts(changed, (trust) => this.#trusted(changed, trust, words));
      return false;
    }
    // While a password is being typed the server may have given up waiting.
    if (this.session.state.login.step === "asking") {
      this.#paused = true;
      return false;
    }
    if ((!before && !this.#wasLoggingIn) || never || this.#face?.returns !== true) {
      this.end(1, changed === null ? words : changedWords(this.#place, changed));
      return false;
    }
    // A further try that fails is told by the next countdown alone.
    if (phase === "ready") this.#face.lost(words);
    return true;
  }

  #goOn(): void {
    if (!this.#paused) return;
    this.#paused = false;
    this.#wasLoggingIn = true;
    this.#link.connect();
  }

  #trusted({ is }: Changed, trust: boolean, words: string): void {
    if (!trust) return this.end(1, words);
    this.#trust(is);
    this.#link.connect();
  }

  #tick(): void {
    this.#cancelTick = this.#io.after(tickMs, () => {
      this.#tick();
      const now = this.#io.now();
      if (this.#wake.changed(now, tickMs)) {
        if (this.#link.open) this.#carry(this.session.probe(now));
        else this.#link.hurry();
      }
      this.#carry(this.session.tick(now));
    });
  }
}

/** Loud: somebody may be listening. */
export function changedWords(place: Place, { was, is }: Changed): string {
  return [
    `THE CERTIFICATE OF ${placeName(place)} HAS CHANGED. Somebody may be listening in between.`,
    `  it was  SHA-256 ${was}`,
    `  it is   SHA-256 ${is}`,
    "Nothing was sent. Ask whoever runs the server; if it is right, --fingerprint takes it.",
  ].join("\n");
}
