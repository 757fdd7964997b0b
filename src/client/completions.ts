/**
 * Completions: what a word being typed may become: a command, a room, a person, an emoji. Who
 * spoke last comes first.
 */
import { commands } from "./commands.ts";
import type { Emoji } from "./emoji.ts";
import { active } from "./state.ts";
import type { ClientState, Conversation } from "./state.ts";

/** What a word may become, and how that is shown where there is a choice. */
export interface Offer {
  readonly text: string;
  readonly label?: string;
}

/** What there is beside what the state knows. */
export interface Sources {
  /** Names of further commands. */
  readonly more?: readonly string[];
  /** A table that not everybody has at hand (emoji.ts). */
  readonly emojiNamed: (part: string) => readonly Emoji[];
}

/** A choice of more is none. */
const emojiMax = 40;
/** So far back it counts who has spoken. */
const spokenItems = 200;

export function completions(
  state: ClientState,
  word: string,
  first: boolean,
  { more = [], emojiNamed }: Sources,
): Offer[] {
  if (first && word.startsWith("/")) return named([...Object.keys(commands), ...more], word);
  const emoji = /^(.*?):([\w+-]+)$/.exec(word);
  if (emoji !== null) return emojis(emoji[1] ?? "", emojiNamed(emoji[2] ?? ""));
  if (/^[#&]/.test(word)) return rooms(state, word);
  return people(state, word, first);
}

function named(names: readonly string[], word: string): Offer[] {
  const begins = names.filter((name) => name.startsWith(word.slice(1).toLowerCase()));
  return [...new Set(begins)].toSorted().map((name) => ({ text: `/${name} `, label: `/${name}` }));
}

function emojis(before: string, found: readonly Emoji[]): Offer[] {
  return found
    .slice(0, emojiMax)
    .map(({ name, emoji }) => ({ text: `${before}${emoji} `, label: `${emoji} ${name}` }));
}

function rooms({ conversations, fold, listed }: ClientState, word: string): Offer[] {
  const open = [...conversations.values()].filter(({ kind }) => kind === "channel");
  const names = [...open.map(({ name }) => name), ...listed.map(({ room }) => room)];
  const fitting = names.filter((name) => fold(name).startsWith(fold(word)));
  return [...new Map(fitting.map((name) => [fold(name), name])).values()]
    .toSorted()
    .map((name) => ({ text: `${name} ` }));
}

function people(state: ClientState, given: string, first: boolean): Offer[] {
  const { fold } = state;
  const here = active(state);
  const sign = given.startsWith("@") ? "@" : "";
  const word = fold(given.slice(sign.length));
  if (here === null || (word === "" && sign === "")) return [];
  const spoken = lately(here).map(fold);
  const rank = (nick: string): number => {
    const at = spoken.indexOf(fold(nick));
    return at === -1 ? spoken.length : at;
  };
  const members = [...(here.membership?.members.values() ?? [])].map(({ nick }) => nick);
  const all = here.kind === "person" ? [here.name] : members;
  return all
    .filter((nick) => fold(nick).startsWith(word) && fold(nick) !== fold(state.nick))
    .toSorted((one, other) => rank(one) - rank(other) || (fold(one) < fold(other) ? -1 : 1))
    .map((nick) => ({ text: first ? `${nick}: ` : `${nick} ` }));
}

/** Who has spoken, the last first. */
function lately({ log }: Conversation): string[] {
  const nicks = new Set<string>();
  for (let at = log.length - 1; at >= Math.max(0, log.length - spokenItems); at -= 1) {
    const item = log[at];
    if (item?.type === "said") nicks.add(item.nick);
  }
  return [...nicks];
}
