/**
 * Asking: /history. By draft/chathistory where there is; else by HISTORY, which Banter and Ergo
 * know: it tells the last lines, of which the known ones are left out.
 */
import { historyToken } from "./answers.ts";
import { askOlder } from "./history.ts";
import { canAsk } from "./state.ts";
import type { Conversation } from "./state.ts";
import type { Turn } from "./turn.ts";

export function askHistory(turn: Turn, room: Conversation, lines: number): boolean {
  const { state } = turn;
  if (!Number.isInteger(lines) || lines < 1) return false;
  if (canAsk(state)) {
    if (askOlder(turn, room, lines, true) || !room.complete) return true;
    turn.tell({ type: "history", at: turn.at, room: room.name, count: 0 });
    return true;
  }
  const known = room.log.filter((item) => item.type === "said").length;
  turn.send("HISTORY", [room.name, String(lines + known)]);
  state.asked = { room: state.fold(room.name), fresh: 0 };
  turn.send("PING", [historyToken]);
  return true;
}
