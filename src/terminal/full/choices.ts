/**
 * Choices: what the pickers offer: everywhere one can go and everything one can do; emoji; the
 * rooms of the server; what a search has found.
 */
import { emojiNamed } from "../../client/emoji.ts";
import { ranked } from "./lists.ts";
import { fits } from "./picker.ts";
import type { Entry } from "./picker.ts";
import { hourOf } from "./rows.ts";
import { inOrder, serverName } from "./scene.ts";
import type { Scene } from "./scene.ts";
import type { Conversation, Listed } from "../../client/state.ts";
import type { Said } from "../../client/timeline.ts";

/** A command as the table tells of it. */
export interface Told {
  readonly name: string;
  readonly usage: string;
  readonly help: string;
}

export interface Chooser {
  go(to: Conversation | null): void;
  open(nick: string): void;
  join(room: string): void;
  command(name: string, usage: string): void;
}

const peopleMax = 200;

interface Ranked {
  readonly entry: Entry;
  readonly name: string;
  /** Lower comes first where the names fit alike. */
  readonly kind: number;
}

/** Ctrl-K: what is unread first, then everything that fits. */
export function palette(
  scene: Scene,
  commands: readonly Told[],
  chooser: Chooser,
  typed: string,
): Entry[] {
  const all = [
    ...places(scene, chooser),
    ...others(scene, chooser),
    ...people(scene, chooser),
    ...commands.map(({ name, usage, help }) => ({
      entry: { label: `/${name}`, detail: help, choose: () => chooser.command(name, usage) },
      name: `/${name}`,
      kind: 5,
    })),
  ];
  const fitting = all.flatMap((each) => {
    const cost = fits(typed, each.name);
    return cost === null ? [] : [{ ...each, cost: cost * 2 + each.kind }];
  });
  return fitting.toSorted((one, other) => one.cost - other.cost).map(({ entry }) => entry);
}

function places({ state, here }: Scene, chooser: Chooser): Ranked[] {
  return inOrder(state).map((of) => {
    const server = of.kind === "server";
    const name = server ? serverName(state) : of.name;
    const detail = of === here ? "you are here" : server ? "the server" : (topic(of) ?? "");
    const mark = of.unread === 0 ? "" : `${of.unread}${of.mentions > 0 ? "!" : ""}`;
    const choose = (): void => chooser.go(server ? null : of);
    const kind = of.mentions > 0 ? 0 : of.unread > 0 ? 1 : of === here ? 3 : 2;
    return { entry: { label: name, detail, mark, choose }, name, kind };
  });
}

const topic = (of: Conversation): string | null => of.membership?.topic ?? null;

/** Rooms that the server has told of, and we are not in. */
function others({ state }: Scene, chooser: Chooser): Ranked[] {
  return state.listed
    .filter(({ room }) => !state.conversations.has(state.fold(room)))
    .map(({ room, people: count, topic: about }) => ({
      entry: {
        label: room,
        detail: `join: ${count} here${about === "" ? "" : ` — ${about}`}`,
        choose: () => chooser.join(room),
      },
      name: room,
      kind: 4,
    }));
}

function people({ state, here }: Scene, chooser: Chooser): Ranked[] {
  return ranked(state, here.membership?.members ?? new Map(), peopleMax)
    .filter(({ nick }) => !state.conversations.has(state.fold(nick)) && nick !== state.nick)
    .map(({ nick }) => ({
      entry: { label: nick, detail: "talk in private", choose: () => chooser.open(nick) },
      name: nick,
      kind: 4,
    }));
}

export function emojiEntries(typed: string, choose: (value: string) => void): Entry[] {
  const entries = emojiNamed(typed).map(({ name, emoji }) => ({
    label: emoji,
    detail: name,
    choose: () => choose(emoji),
  }));
  // A reaction need not be one of the table, nor an emoji at all.
  if (typed === "" || entries.length > 8) return entries;
  return [...entries, { label: typed, detail: "as it is", choose: () => choose(typed) }];
}

export function roomEntries(rooms: readonly Listed[], typed: string, chooser: Chooser): Entry[] {
  return rooms
    .filter(({ room, topic: about }) => fits(typed, `${room} ${about}`) !== null)
    .map(({ room, people: count, topic: about }) => ({
      label: room,
      detail: about,
      mark: String(count),
      choose: () => chooser.join(room),
    }));
}

/** What was found for these words, narrowed by what is typed. */
export function foundEntries(
  found: readonly Said[],
  words: string,
  typed: string,
  go: (said: Said) => void,
): Entry[] {
  const wanted = typed.toLowerCase();
  return found
    .filter(({ nick, text }) => `${nick} ${text}`.toLowerCase().includes(wanted))
    .map((said) => ({
      label: `${said.nick}: ${around(said.text.replaceAll("\n", " "), words)}`,
      detail: "",
      mark: `${dateOf(said.at)} ${hourOf(said.at)}`,
      choose: () => go(said),
    }));
}

/** What stands before the words that were found, so that they are seen in a short row too. */
const beforeMax = 16;

function around(text: string, words: string): string {
  const lower = text.toLowerCase();
  const places = words
    .toLowerCase()
    .split(/\s+/)
    .map((word) => lower.indexOf(word));
  const at = Math.min(...places.filter((place) => place >= 0));
  const from = Number.isFinite(at) ? text.lastIndexOf(" ", Math.max(0, at - beforeMax)) : -1;
  return from < 0 ? text : `…${text.slice(from)}`;
}

function dateOf(at: number): string {
  const then = new Date(at);
  const two = (part: number): string => String(part).padStart(2, "0");
  return `${then.getFullYear()}-${two(then.getMonth() + 1)}-${two(then.getDate())}`;
}
