/**
 * Place: what was said goes into its conversation: at the end when it has just been said, into the
 * page it came with when it is told from the history. Then it is news.
 */
import { pageOf } from "./pages.ts";
import { adopt } from "./notes.ts";
import { cameNew } from "./reading.ts";
import { bound } from "./record.ts";
import type { Conversation } from "./state.ts";
import { append } from "./timeline.ts";
import type { Said } from "./timeline.ts";
import type { Heard, Turn } from "./turn.ts";

/** False when it was known already (by msgid), and is not to be shown. */
export function place(turn: Turn, of: Conversation, said: Said, heard?: Heard): boolean {
  const page = pageOf(heard?.batch ?? null);
  if (page !== null) {
    page.items.push(said);
    return true;
  }
  if (!append(of, said)) return false;
  adopt(of.orphans, said);
  bound(turn.state, of);
  if (said.history) of.replayed = true;
  of.typing.delete(turn.state.fold(said.nick));
  cameNew(turn, of, said);
  turn.tell(said);
  return true;
}

/** What shows elsewhere leaves a mark in its place. */
export function mark(of: Conversation, { msgid, time: at, batch }: Heard): void {
  if (msgid === null) return;
  const page = pageOf(batch);
  if (page === null) append(of, { type: "mark", at, msgid });
  else page.items.push({ type: "mark", at, msgid });
}
