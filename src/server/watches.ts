/**
 * Watches: which sessions want to know when a nick comes and goes (MONITOR). Beside the fan-out:
 * what a session watches for is its own, on its node, and ends with it; none of it is state.
 */
import type { Event } from "./event.ts";
import { has, type Session } from "./session.ts";

/** Nicks as they were given, by the folded nick, in the order they were added. */
export type Watched = ReadonlyMap<string, string>;

const none: Watched = new Map<string, string>();

export class Watches<S extends Session = Session> {
  private readonly watchers = new Map<string, Set<S>>();
  private readonly lists = new Map<S, Map<string, string>>();

  of(session: S): Watched {
    return this.lists.get(session) ?? none;
  }

  /** Who watches for this folded nick. */
  watchersOf(key: string): Iterable<S> {
    return this.watchers.get(key) ?? [];
  }

  add(session: S, key: string, nick: string): void {
    const list = this.lists.get(session) ?? new Map<string, string>();
    const watchers = this.watchers.get(key) ?? new Set<S>();
    this.lists.set(session, list.set(key, nick));
    this.watchers.set(key, watchers.add(session));
  }

  remove(session: S, key: string): void {
    const list = this.lists.get(session);
    if (!list?.delete(key)) return;
    if (list.size === 0) this.lists.delete(session);
    const watchers = this.watchers.get(key);
    watchers?.delete(session);
    if (watchers?.size === 0) this.watchers.delete(key);
  }

  /** The session watches for nobody any more. */
  forget(session: S): void {
    for (const key of this.of(session).keys()) this.remove(session, key);
  }
}

/** The nick that an event takes away, and the mask of the one that it brings. */
export function movesOf(
  event: Event,
  fold: (nick: string) => string,
): { readonly gone?: string; readonly come?: { readonly nick: string; readonly mask: string } } {
  switch (event.type) {
    case "connected":
      return { come: comer(event.who.nick, event.who) };
    case "quit":
      return { gone: event.who.nick };
    case "nickChanged":
      // In other letters it is the same nick.
      if (fold(event.nick) === fold(event.who.nick)) return {};
      return { gone: event.who.nick, come: comer(event.nick, event.who) };
    default:
      return {};
  }
}

const comer = (nick: string, { username, host }: { username: string; host: string }) => ({
  nick,
  mask: `${nick}!${username}@${host}`,
});

/** Whether the session hears this of somebody whom it watches for, sharing no channel: it has
 * extended-monitor and what tells it of such things (extended-monitor, "Description"). */
export function hearsOfWatched(session: Session, event: Event): boolean {
  switch (event.type) {
    case "accountChanged":
      return has(session, "extended-monitor") && has(session, "account-notify");
    case "awayChanged":
      return has(session, "extended-monitor") && has(session, "away-notify");
    case "hostChanged":
      return has(session, "extended-monitor") && has(session, "chghost");
    case "realnameChanged":
      return has(session, "extended-monitor") && has(session, "setname");
    default:
      return false;
  }
}
