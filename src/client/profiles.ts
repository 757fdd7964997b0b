/**
 * Profiles: what people say of themselves: a name to show, and a picture (metadata). Told by the
 * server for whoever is there already and when it changes; of who comes later it is asked, some at
 * a time. Handlers only.
 */
import { has } from "./state.ts";
import type { ClientState } from "./state.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";

export interface Profile {
  /** "" for none, as all of these. */
  readonly displayName: string;
  /** An address, as it was given. */
  readonly avatar: string;
}

export interface Profiles {
  /** By folded nick; another object after each change. */
  readonly known: Map<string, Profile>;
  /** Who has come, and is to be asked about; the last first. */
  newcomers: string[];
  /** What is to be asked again, and when. */
  readonly later: Map<string, number>;
}

export type ProfileKey = keyof Profile;

const keys: Readonly<Record<string, ProfileKey>> = {
  avatar: "avatar",
  "display-name": "displayName",
};
const nameOf = (key: ProfileKey): string => (key === "avatar" ? "avatar" : "display-name");

/** Of a crowd that comes in at once most are never looked at. */
const newcomersMax = 40;
const askedPerTick = 4;
const cap = "draft/metadata-2";

const nobody: Profile = { displayName: "", avatar: "" };

export const profileOf = (state: ClientState, nick: string): Profile =>
  state.profiles.known.get(state.fold(nick)) ?? nobody;

export const canHaveProfile = (state: ClientState): boolean => has(state, cap, "batch");

/** On coming in: which of it we want to hear of. */
export function askProfiles(turn: Turn): void {
  if (turn.options.attentive !== true || !canHaveProfile(turn.state)) return;
  turn.send("METADATA", ["*", "SUB", ...Object.keys(keys)]);
}

/** Another person has come, of whom nothing may be known; or another one of that nick. */
export function cameInto(turn: Turn, nick: string): void {
  const { state, options } = turn;
  state.profiles.known.delete(state.fold(nick));
  if (options.attentive !== true || !canHaveProfile(state)) return;
  state.profiles.newcomers = [nick, ...state.profiles.newcomers].slice(0, newcomersMax);
}

export function profileMoved({ profiles, fold }: ClientState, from: string, to: string): void {
  const profile = profiles.known.get(fold(from));
  profiles.known.delete(fold(from));
  if (profile !== undefined) profiles.known.set(fold(to), profile);
}

/** From time to time. */
export function askLater(turn: Turn): void {
  const { state, at } = turn;
  const { profiles } = state;
  if (state.phase !== "ready") return;
  for (const [target, when] of profiles.later) {
    if (when > at) continue;
    profiles.later.delete(target);
    turn.send("METADATA", [target, "SYNC"]);
  }
  for (const nick of profiles.newcomers.splice(0, askedPerTick))
    turn.send("METADATA", [nick, "SYNC"]);
}

/** "" takes it away. */
export function setProfile(turn: Turn, key: ProfileKey, value: string): boolean {
  if (!canHaveProfile(turn.state)) return false;
  turn.send("METADATA", ["*", "SET", nameOf(key), ...(value === "" ? [] : [value])]);
  return true;
}

function put(state: ClientState, nick: string, key: string, value: string): void {
  const known = Object.hasOwn(keys, key) ? keys[key] : undefined;
  if (known === undefined) return;
  const profile = profileOf(state, nick);
  if (profile[known] === value) return;
  state.profiles.known.set(state.fold(nick), { ...profile, [known]: value });
}

/** METADATA target key visibility value; without a value it is taken away. */
function changed({ state }: Turn, heard: Heard): void {
  const [target = "", key = "", , value = ""] = heard.params;
  put(state, target, key, value);
}

/** 761: the same, as an answer. */
function valueIs({ state }: Turn, heard: Heard): void {
  const [, target = "", key = "", , value = ""] = heard.params;
  put(state, target === "*" ? state.nick : target, key, value);
}

/** 766: there is none. */
function notSet({ state }: Turn, heard: Heard): void {
  const [, target = "", key = ""] = heard.params;
  put(state, target === "*" ? state.nick : target, key, "");
}

/** 774: too much at once; in so many seconds. */
function later(turn: Turn, heard: Heard): void {
  const [, target = "", seconds = ""] = heard.params;
  turn.state.profiles.later.set(target, turn.at + (Number(seconds) || 10) * 1000);
}

/** FAIL METADATA INVALID_TARGET: who was asked about has gone again; nobody need read of it. */
export const isOfWhoHasGone = ({ params }: Heard): boolean => params[1] === "INVALID_TARGET";

const ignore = (): void => undefined;

export const profileHandlers: Handlers = {
  METADATA: changed,
  "761": valueIs,
  "766": notSet,
  "770": ignore,
  "774": later,
};
