/**
 * Notes: what is added to a message after it was said: reactions, another wording, its deletion.
 * They may come before the message does (its page of the history is fetched later) and then wait
 * for it. Plain data.
 */
import type { Said } from "./timeline.ts";

export interface Reaction {
  readonly value: string;
  readonly nick: string;
  readonly own: boolean;
  at: number;
  /** False when it was taken back. */
  on: boolean;
}

export interface Notes {
  readonly reactions: Reaction[];
  /** The first wording, and when the last was given. */
  edited: { readonly at: number; readonly was: string } | null;
  redacted: { readonly at: number; readonly by: string; readonly reason: string } | null;
}

export type Note =
  | ({ readonly type: "reaction" } & Reaction)
  | { readonly type: "edit"; readonly at: number; readonly text: string }
  | {
      readonly type: "redaction";
      readonly at: number;
      readonly by: string;
      readonly reason: string;
    };

/** Notes on messages that are not known yet, by msgid. */
export type Orphans = Map<string, Note[]>;

/** Of one conversation; the oldest are let go. */
const orphansMax = 2000;

export function keepOrphan(orphans: Orphans, msgid: string, note: Note): void {
  const waiting = orphans.get(msgid) ?? [];
  orphans.delete(msgid);
  orphans.set(msgid, [...waiting, note]);
  if (orphans.size > orphansMax) orphans.delete(orphans.keys().next().value ?? "");
}

/** The message has come: what waited for it is put on it. */
export function adopt(orphans: Orphans, said: Said): void {
  if (said.msgid === null || orphans.size === 0) return;
  for (const note of orphans.get(said.msgid) ?? []) annotate(said, note);
  orphans.delete(said.msgid);
}

/** False when it changes nothing. Of two that contradict each other the later counts, in whichever
 * order they are told: history comes backwards. */
export function annotate(said: Said, note: Note): boolean {
  said.notes ??= { reactions: [], edited: null, redacted: null };
  const changed = put(said, said.notes, note);
  if (changed) said.version += 1;
  return changed;
}

function put(said: Said, notes: Notes, note: Note): boolean {
  switch (note.type) {
    case "reaction": {
      const { type: _, ...reaction } = note;
      const known = notes.reactions.find(
        ({ value, nick }) => value === note.value && nick === note.nick,
      );
      if (known === undefined) notes.reactions.push(reaction);
      else if (known.at > note.at) return false;
      const changed = known === undefined || known.on !== note.on;
      if (known !== undefined) Object.assign(known, { at: note.at, on: note.on });
      return changed;
    }
    case "edit":
      if (notes.redacted !== null || (notes.edited?.at ?? 0) > note.at) return false;
      if (said.text === note.text) return false;
      notes.edited = { at: note.at, was: notes.edited?.was ?? said.text };
      said.text = note.text;
      return true;
    case "redaction": {
      if (notes.redacted !== null) return false;
      const { at, by, reason } = note;
      notes.redacted = { at, by, reason };
      return true;
    }
    default:
      return note satisfies never;
  }
}

export interface Tally {
  readonly value: string;
  readonly nicks: readonly string[];
  readonly own: boolean;
}

/** Who reacts with what, in the order in which each reaction was first given. */
export function tally({ notes }: Said): Tally[] {
  const tallies = new Map<string, { value: string; nicks: string[]; own: boolean }>();
  for (const { value, nick, own, on } of notes?.reactions ?? []) {
    if (!on) continue;
    const one = tallies.get(value) ?? { value, nicks: [], own: false };
    one.nicks.push(nick);
    one.own ||= own;
    tallies.set(value, one);
  }
  return [...tallies.values()];
}
