/** Unsent: own lines that no server has confirmed yet, kept for this tab's next page: a reload,
 * such as to another version, loses nothing that waits. */
import type { Line } from "../client/outgoing.ts";
import type { ClientState } from "../client/state.ts";
import { find } from "../client/state.ts";

const key = "banter-unsent";
let kept = "[]";

/** After each turn: a page may end without being told. */
export function keepUnsent({ outgoing }: ClientState): void {
  const { doubtful, sent, waiting } = outgoing;
  const now = JSON.stringify([...doubtful, ...sent, ...waiting]);
  if (now === kept) return;
  kept = now;
  try {
    sessionStorage.setItem(key, now);
  } catch {
    // Full, or not allowed.
  }
}

/** What may have arrived, and where nothing tells whether it has, is offered. */
export function restoreUnsent(state: ClientState): void {
  const { outgoing } = state;
  try {
    const lines = JSON.parse(sessionStorage.getItem(key) ?? "[]") as Line[];
    for (const line of lines) {
      outgoing.lastId += 1;
      const knows = line.nick === "" || find(state, line.target)?.log.at(-1) !== undefined;
      const to = knows ? outgoing.waiting : outgoing.doubtful;
      to.push({ ...line, id: outgoing.lastId, late: true });
    }
  } catch {
    // Not allowed: then there is nothing.
  }
}
