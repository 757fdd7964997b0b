/**
 * Search: asked of the server where it can search (draft/search), else done in what is loaded.
 * The results are whole messages; from one of them one may go to its place in the conversation.
 */
import { formatTags } from "../protocol/tags.ts";
import type { Batch } from "./pages.ts";
import type { ClientState } from "./state.ts";
import { has } from "./state.ts";
import type { Said } from "./timeline.ts";
import type { Heard, Turn } from "./turn.ts";

export interface Search {
  readonly text: string;
  /** The conversation that is searched, or null for all. */
  readonly room: string | null;
  /** By the server, which knows more than what is loaded. */
  readonly byServer: boolean;
  /** Null until it is answered. */
  found: readonly Said[] | null;
  /** Why it was not. */
  failure: string;
}

const foundMax = 100;
const caps = ["draft/search", "soju.im/search", "search"];

export const canSearch = (state: ClientState): boolean =>
  has(state, "batch") && caps.some((cap) => state.caps.has(cap));

/** `from:alice words`: who said it, before the words. */
const fromForm = /(?:^|\s)from:(\S+)/;

/** The newest results come first. */
export function search(turn: Turn, words: string, room: string | null): void {
  const { state } = turn;
  const from = fromForm.exec(words)?.[1] ?? "";
  const text = words.replace(fromForm, " ").trim();
  const byServer = canSearch(state) && state.phase === "ready";
  state.search = { text: words, room, byServer, found: null, failure: "" };
  if (!byServer) return done(turn, loaded(state, text, from, room));
  const attributes = new Map<string, string>();
  if (room !== null) attributes.set("in", room);
  if (from !== "") attributes.set("from", from);
  if (text !== "") attributes.set("text", text);
  attributes.set("limit", String(foundMax));
  turn.send("SEARCH", [formatTags(attributes)]);
}

function done(turn: Turn, found: readonly Said[]): void {
  const asked = turn.state.search;
  if (asked === null) return;
  asked.found = found;
  turn.tell({ type: "searched", at: turn.at, text: asked.text, found });
}

export function searchCame(turn: Turn, page: Batch): void {
  const found = page.items.filter((item): item is Said => item.type === "said");
  done(
    turn,
    found.toSorted((one, other) => other.at - one.at),
  );
}

/** FAIL SEARCH. True: it was about ours. */
export function searchFailed(turn: Turn, heard: Heard): boolean {
  const asked = turn.state.search;
  if (asked === null || asked.found !== null) return false;
  asked.failure = heard.params.at(-1) ?? "refused";
  done(turn, []);
  return true;
}

function loaded(state: ClientState, text: string, from: string, room: string | null): Said[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found: Said[] = [];
  for (const of of state.conversations.values()) {
    if (room !== null && state.fold(of.name) !== state.fold(room)) continue;
    for (const item of of.log) {
      if (item.type !== "said" || (from !== "" && state.fold(item.nick) !== state.fold(from)))
        continue;
      const said = item.text.toLowerCase();
      if (words.every((word) => said.includes(word))) found.push(item);
    }
  }
  return found.toSorted((one, other) => other.at - one.at).slice(0, foundMax);
}
