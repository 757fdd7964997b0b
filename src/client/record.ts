/**
 * Record: news go into the timelines of the conversations that they concern, so that whoever
 * draws a conversation finds there all that happened in it. Plain data.
 */
import type { News } from "./news.ts";
import type { ClientState, Conversation } from "./state.ts";
import { active, canAsk, find } from "./state.ts";
import { append, thin, trim } from "./timeline.ts";

/** What is kept of one conversation that nobody looks back in; it can be asked for again. */
const logMax = 3000;
/** Trimming less often costs less. */
const logSlack = 500;
/** Where somebody looks back: so much is kept in all, on each side of them, and at the end. */
const heldMax = 10_000;
const aroundMax = 3000;
const newestMax = 1000;

export function record(state: ClientState, news: News, msgid: string | null): void {
  if (news.type === "said") return;
  for (const of of placesOf(state, news)) {
    append(of, { type: "happened", at: news.at, msgid, news });
    bound(state, of);
  }
}

export function bound(state: ClientState, of: Conversation): void {
  const { held, log, asks } = of;
  if (held === null) {
    if (log.length > logMax + logSlack) trim(of, logMax);
  } else if (log.length > heldMax && asks.length === 0 && canAsk(state)) {
    thin(of, held, aroundMax, newestMax);
  }
}

/** Where somebody looks, or the server's own place. */
const here = (state: ClientState): Conversation => active(state) ?? state.server;

const found = (state: ClientState, names: readonly string[]): Conversation[] =>
  names.flatMap((name) => find(state, name) ?? []);

function placesOf(state: ClientState, news: Exclude<News, { type: "said" }>): Conversation[] {
  switch (news.type) {
    case "joined":
    case "parted":
    case "kicked":
    case "mode":
    case "moved":
      return found(state, [news.room]);
    case "topic":
      // That it is what it was, is no news; the topic stands above.
      return news.nick === null ? [] : found(state, [news.room]);
    case "quit":
      return found(state, [...news.rooms, news.nick]);
    case "renamed":
      return found(state, [...news.rooms, news.to]);
    case "people":
      return news.unasked ? [] : [here(state)];
    case "away":
      return news.own ? [here(state)] : found(state, [news.nick]);
    case "unconfirmed":
      return found(state, [news.room]);
    case "refused": {
      if (news.what === "server" || news.what === "nick") return [state.server];
      const room = news.room === null ? null : find(state, news.room);
      return [room ?? here(state)];
    }
    case "told":
      return [news.here ? here(state) : state.server];
    case "welcomed":
      return news.again ? [] : [state.server];
    case "loggedIn":
      return [state.server];
    case "registered":
    case "hint":
    case "invited":
      return [here(state)];
    case "waits":
    case "doubtful":
    case "reacted":
    case "edited":
    case "redacted":
    case "rooms":
    case "history":
    case "searched":
    case "keys":
    case "device":
    case "pushKey":
    case "token":
    case "salting":
    case "password":
    case "leaving":
    case "silent":
      return [];
    default:
      return news satisfies never;
  }
}
