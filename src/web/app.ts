/**
 * App: what the page shows, and what a person can do with it. Holds the visit and the state of the
 * page itself (which panel is open, what is answered or changed); views read it and are drawn anew,
 * once per frame, whatever has come meanwhile.
 */
import type { Action } from "../client/actions.ts";
import type { News } from "../client/news.ts";
import type { ClientState, Conversation } from "../client/state.ts";
import { active, conversation, find, wantedRooms } from "../client/state.ts";
import { formatMessage, message } from "../protocol/message.ts";
import { hashOf, held, socketAt, wantedIn } from "./address.ts";
import type { Wanted } from "./address.ts";
import { Desk } from "./desk.ts";
import { Drawing } from "./drawing.ts";
import { dress } from "./faces.ts";
import { forget, keep, restore } from "./kept.ts";
import { Options } from "./options.ts";
import type { Overlay } from "./overlay.ts";
import { Previews } from "./previews.ts";
import { remember, remembered } from "./remembered.ts";
import { Tabs } from "./tabs.ts";
import { keepUnsent, restoreUnsent } from "./unsent.ts";
import { Uploads } from "./uploads.ts";
import { Visit } from "./visit.ts";
import { Warrants } from "./warrants.ts";
import { Writing } from "./writing.ts";

export interface About {
  readonly network: string;
  readonly description: string;
  readonly lobby: string;
}

export class App {
  readonly about: About;
  readonly desk = new Desk(this);
  readonly options = new Options();
  visit: Visit | null = null;
  /** What was said before can be read, although the connection does not stand yet. */
  restored = false;
  /** A newer client is at work beneath this one. */
  updated = false;
  /** Why one is not in. */
  refusal = "";
  overlay: Overlay | null = null;
  readonly writing = new Writing(this);
  readonly warrants = new Warrants(this);
  readonly uploads = new Uploads(this);
  readonly previews = new Previews(this);
  readonly tabs = new Tabs(this);
  /** A message that is to be shown, once it is there. */
  jump: { readonly name: string; readonly msgid: string } | null = null;
  /** The end of the conversation is on the screen. */
  #atEnd = true;
  /** Those that this tab has remembered last. */
  #rooms = "";
  readonly #drawing: Drawing;
  /** Told of news, such as to notify of them. */
  readonly listeners = new Set<(news: News) => void>();

  constructor(about: About, draw: () => void) {
    this.about = about;
    this.#drawing = new Drawing(draw);
    const look = (): void => this.look(this.#atEnd);
    addEventListener("focus", look);
    addEventListener("blur", look);
    document.addEventListener("visibilitychange", look);
    addEventListener("pagehide", () => this.#keep());
    document.addEventListener("visibilitychange", () => this.#keep());
    addEventListener("hashchange", () => this.#followHash());
  }

  get state(): ClientState | null {
    return this.visit?.session.state ?? null;
  }

  /** Where one is; null before one is anywhere. */
  get here(): Conversation | null {
    return this.state === null ? null : active(this.state);
  }

  /** Drawn soon. */
  changed(): void {
    this.#drawing.soon();
  }

  /** What somebody does shows before their next key. */
  shows(): void {
    this.#drawing.now();
  }

  /** @param returning one was in before: then another name is better than none */
  enter(nick: string, returning = false, credentials = this.desk.kept, invited = false): void {
    const wanted = this.wanted();
    // An invitation that is no longer needed may have ended, and would keep one out.
    const shows = invited || wantedIn(location.hash).invitation !== "";
    const rooms = [wanted.room, ...remembered.rooms].filter((room) => room !== null);
    this.refusal = "";
    const urls = [location.host, ...remembered.nodes].map(socketAt);
    Object.assign(this.options, {
      nick,
      realname: nick,
      rooms: rooms.length === 0 ? [this.about.lobby] : [...new Set(rooms)],
      returning,
      credentials: credentials ?? undefined,
    });
    const visit = new Visit(urls, this.options, {
      coming: () => this.#coming(visit, shows ? wanted.invitation : ""),
      told: (news) => this.#told(news),
      ended: (why) => {
        const again = why !== "" && !shows && remembered.invitation !== "";
        if (again) this.enter(nick, returning, credentials, true);
        else this.#ended(why);
      },
    });
    this.visit = visit;
    const { state } = visit.session;
    this.restored = returning && restore(state);
    if (returning) restoreUnsent(state);
    const room = wanted.room === null ? null : find(state, wanted.room);
    if (room?.membership) room.membership.key = wanted.invitation;
    const last = wanted.room === null ? find(state, remembered.active) : null;
    if (last !== null) visit.act({ type: "go", name: last.name });
    remember({ nick });
    visit.start();
    this.changed();
  }

  /** By the token that this device has by now, or beside another tab, or else as one came first. */
  async #coming({ session }: Visit, invitation: string): Promise<void> {
    const { login } = session.state;
    login.credentials ??= this.desk.kept;
    const asks = remembered.inside && login.credentials === null;
    this.options.password = (asks && (await this.tabs.word())) || invitation;
  }

  #ended(why: string): void {
    this.refusal = why;
    this.desk.busy = false;
    this.visit = null;
    this.overlay = null;
    this.changed();
  }

  leave(): void {
    this.visit?.typed("/quit");
  }

  wanted(): Wanted {
    const wanted = wantedIn(location.hash);
    if (wanted.invitation !== "") remember({ invitation: wanted.invitation });
    return { ...wanted, invitation: held(remembered.invitation, remembered.holder) };
  }

  #followHash(): void {
    const { here } = this;
    if (this.state === null || (here !== null && hashOf(here) === location.hash)) return;
    const { room, person } = wantedIn(location.hash);
    if (person !== null) this.open(person);
    else if (room !== null) this.join(room);
  }

  act(action: Action): boolean {
    return this.visit?.act(action) ?? false;
  }

  go(name: string): void {
    this.overlay = null;
    this.jump = null;
    this.act({ type: "go", name });
    this.moved();
  }

  /** A conversation with a person. */
  open(nick: string): void {
    this.overlay = null;
    this.act({ type: "open", name: nick });
    this.moved();
  }

  join(room: string): void {
    this.overlay = null;
    const known = this.state === null ? null : find(this.state, room);
    if (known?.membership?.joined) return this.go(room);
    this.visit?.typed(`/join ${room}`);
    this.moved();
  }

  close(name: string): void {
    this.act({ type: "close", name });
    this.moved();
  }

  show(overlay: Overlay | null): void {
    this.overlay = overlay;
    this.shows();
  }

  /** The end of the conversation can be read, or not. */
  look(atEnd: boolean): void {
    this.#atEnd = atEnd;
    const here = this.here;
    const reads = atEnd && document.visibilityState === "visible" && document.hasFocus();
    const name = reads && here !== null ? here.name : null;
    const folded = name === null ? null : (this.state?.fold(name) ?? null);
    if (this.state !== null && this.state.watched !== folded) this.act({ type: "watch", name });
  }

  /** A command of IRC, as it is. */
  send(command: string, ...params: string[]): void {
    this.visit?.send(formatMessage(message(command, params)));
  }

  jumpTo(name: string, msgid: string): void {
    if (this.state === null) return;
    this.act({ type: "around", name, msgid });
    this.go(conversation(this.state, name).name);
    this.jump = { name, msgid };
    this.changed();
  }

  #told(news: readonly News[]): void {
    for (const each of news) {
      this.desk.heard(each);
      this.warrants.heard(each);
      for (const listener of this.listeners) listener(each);
      if (each.type === "joined" && each.own && !each.again) this.moved();
      if (each.type === "moved") this.moved();
      if (each.type === "joined" && each.own) this.#answered(each.room);
      if (each.type === "refused" && each.what === "room") this.#answered(each.room, each.code);
      if (each.type === "welcomed") {
        const nodes = this.state?.offered.get("banter/nodes")?.split(",") ?? [];
        remember({ inside: true, nodes });
        this.visit?.alsoAt(nodes.map(socketAt));
        this.previews.renewed();
        this.warrants.lost();
        this.tabs.settled();
        dress(this);
        this.options.returning = true;
      }
      if (each.type === "leaving") {
        forget();
        this.tabs.left();
      }
      if (each.type === "renamed" && each.own) remember({ nick: each.to });
    }
    if (this.state !== null) keepUnsent(this.state);
    if (this.state?.before === true) this.#keepRooms(this.state);
    this.look(this.#atEnd);
    this.changed();
  }

  /** A room has let one in, or not: then for want of its password, or of the right one. */
  #answered(room: string | null, code = ""): void {
    if (room === null || this.state === null) return;
    const { fold } = this.state;
    const asked = this.overlay?.type === "key" && fold(this.overlay.name) === fold(room);
    if (code === "475") this.overlay = { type: "key", name: room, wrong: asked };
    else if (asked) this.overlay = null;
  }

  #keep(): void {
    if (this.state?.before === true && remembered.inside) keep(this.state);
  }

  /** The next visit begins in them. */
  #keepRooms(state: ClientState): void {
    const rooms = wantedRooms(state);
    if (rooms.join() === this.#rooms) return;
    this.#rooms = rooms.join();
    remember({ rooms });
  }

  /** One is elsewhere now: the address says so, so that it can be passed on. */
  moved(): void {
    const { here } = this;
    if (here === null) return;
    const hash = hashOf(here);
    if (location.hash !== hash) history.replaceState(null, "", hash);
    remember({ active: here.name });
    this.shows();
  }
}
