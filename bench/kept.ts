/**
 * Kept: the database of a server that is not running, filled as after years of talk, and counted.
 * The one file here that knows the store.
 */
import { newChannel } from "../src/server/channels.ts";
import { openFolder } from "../src/server/folder.ts";
import { emptyState, type State } from "../src/server/state.ts";
import { SqliteStore } from "../src/server/store/sqlite.ts";
import type { Event, Said, Who } from "../src/server/event.ts";

const perCommit = 10_000;
const people = 50;
const dayMs = 86_400_000;
const words =
  "well I would not have thought that anybody reads this far down but here we are".split(" ");

/** In every ten thousandth message. */
export const rareWord = "marzipan";

const open = (dataDir: string) =>
  new SqliteStore({ file: openFolder(dataDir).database, durability: "process" });

function personOf(number: number): Who {
  const nick = `writer${number % people}`;
  return { id: 0, nick, username: "~bench", host: "127.0.0.1", account: null, guest: false };
}

/** The channel, empty of people, with the event that made it. */
function found(state: State, name: string): Event {
  const key = state.fold(name);
  const { nick, username, host } = personOf(0);
  const founder = { nick, userhost: `${username}@${host}`, account: null };
  const channel = newChannel({ key, name, founder, created: state.time, modes: "nt" });
  // Else it would have gone with its last member, and the talk be another room's.
  state.channels.set(key, { ...channel, used: state.place });
  return {
    type: "joined",
    place: state.place,
    index: 0,
    time: state.time,
    who: personOf(0),
    channel: name,
    key,
    prefixes: "o",
    realname: "bench",
    away: null,
    created: { founder, modes: "nt" },
  };
}

function saidAt(state: State, channel: string, key: string): Said {
  const { place, time } = state;
  const length = 3 + (place % 12);
  const said = Array.from({ length }, (_, n) => words[(place * 7 + n * 3) % words.length]);
  if (place % 10_000 === 0) said.push(rareWord);
  const text = said.join(" ");
  return {
    type: "said",
    place,
    index: 0,
    time,
    who: personOf(place),
    kind: "PRIVMSG",
    text,
    tags: {},
    session: "",
    to: { channel, key, rank: "" },
  };
}

/** So few of the messages are the quiet channel's. */
const quietEvery = 5_000;

/** Puts `count` messages into the channel, through the store's own keep and commit; some 10 s for
 * a million. The server must not be running. */
export function fillHistory(
  dataDir: string,
  { channel, count, quiet = channel }: { channel: string; count: number; quiet?: string },
): void {
  const store = open(dataDir);
  const state = emptyState();
  const stepMs = Math.floor((300 * dayMs) / count);
  state.place = 1;
  state.time = Date.now() - 300 * dayMs;
  for (const name of new Set([channel, quiet]))
    store.keep(state, found(state, name), [state.fold(name)]);
  for (let i = 1; i <= count; i += 1) {
    state.place += 1;
    state.time += stepMs;
    const name = i % quietEvery === 0 ? quiet : channel;
    const key = state.fold(name);
    store.keep(state, saidAt(state, name, key), [key]);
    if (i % perCommit === 0) store.commit(state);
  }
  store.commit(state);
  store.close();
}

/** How much has been said and kept, of a server that has ended. */
export function countSaid(dataDir: string): number {
  const store = open(dataDir);
  const row = store.database.prepare("SELECT count(*) AS n FROM history WHERE said = 1").get();
  store.close();
  return Number(row?.["n"]);
}
