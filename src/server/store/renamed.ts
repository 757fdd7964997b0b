/** Renamed: what a channel's new name changes in the database: where its history is found, and the
 * old name that leads to it. Written as it happens, in the turn's transaction. Beside sqlite.ts. */
import type { Renamed } from "../event.ts";
import type { State } from "../state.ts";
import type { Statements } from "./statements.ts";

export function keepRenamed(statements: Statements, state: State, event: Renamed): void {
  const { key, newKey, channel, place, time } = event;
  if (key === newKey) return;
  // What was once said under that name by others is found by nobody: no key holds a line end.
  statements.renameTarget.run(newKey, `${newKey}\n${place}`);
  statements.renameTarget.run(key, newKey);
  statements.dropRedirect.run(newKey);
  if (state.redirects.has(key)) statements.putRedirect.run(key, channel, newKey, place, time);
  const [oldest] = state.redirects.values();
  statements.trimRedirects.run(oldest?.place ?? place + 1);
}

/** In the order of their places. */
export function addRedirectRows(state: State, rows: Iterable<Record<string, unknown>>): void {
  for (const { key, name, target, place, time } of rows)
    state.redirects.set(String(key), {
      name: String(name),
      to: String(target),
      place: Number(place),
      at: Number(time),
    });
}
