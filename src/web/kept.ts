/**
 * Kept: what was said last in each conversation stays in this browser, so that it can be read
 * before the connection stands, and without one. Going out takes it away.
 */
import type { ClientState } from "../client/state.ts";
import { conversation } from "../client/state.ts";
import type { Said } from "../client/timeline.ts";
import { append } from "../client/timeline.ts";
import { remember } from "./remembered.ts";

const key = "banter-said";
const linesMax = 60;
const placesMax = 12;
/** Longer texts are left to the server. */
const lettersMax = 2000;

interface KeptPlace {
  readonly name: string;
  readonly readAt: number;
  readonly topic: string;
  readonly said: readonly Said[];
}

export function keep(state: ClientState): void {
  const places = [...state.conversations.values()].map((of): KeptPlace => {
    const said = of.log.slice(-linesMax * 2).filter((item): item is Said => item.type === "said");
    const short = said.filter(({ text, msgid }) => msgid !== null && text.length <= lettersMax);
    const { name, readAt, membership } = of;
    return { name, readAt, topic: membership?.topic ?? "", said: short.slice(-linesMax) };
  });
  const worth = places.filter(({ said }) => said.length > 0).slice(0, placesMax);
  try {
    localStorage.setItem(key, JSON.stringify({ nick: state.nick, places: worth }));
  } catch {
    // Full, or not allowed.
  }
}

/** True when there is something to read. */
export function restore(state: ClientState): boolean {
  let known = false;
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? "{}") as { places?: KeptPlace[] };
    for (const { name, readAt, topic, said } of kept.places ?? []) {
      const of = conversation(state, name);
      if (of.membership !== null) of.membership.topic = topic;
      of.readAt = readAt;
      for (const one of said) {
        known = true;
        append(of, { ...one, history: true, version: 0 });
      }
    }
  } catch {
    localStorage.removeItem(key);
  }
  return known;
}

/** The next visit begins at the entrance, and nothing can be read there. */
export function forget(): void {
  remember({ inside: false });
  try {
    localStorage.removeItem(key);
  } catch {
    // Not allowed: then there is nothing.
  }
}
