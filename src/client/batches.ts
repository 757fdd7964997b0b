/**
 * Batches: messages that belong together (IRCv3 batch), one within another. A page of history, of
 * search results or of targets is handed on whole when its batch ends. Handlers only.
 */
import { pageCame, targetsCame } from "./history.ts";
import type { Batch, BatchKind } from "./pages.ts";
import { searchCame } from "./search.ts";
import type { Handlers, Heard, Turn } from "./turn.ts";

/** A server could open them without end. */
const batchesMax = 200;

function kindOf(type: string): BatchKind {
  if (type === "chathistory") return "history";
  if (type === "draft/multiline" || type === "multiline") return "lines";
  if (/(^|\/)search$/.test(type)) return "search";
  return type.endsWith("chathistory-targets") ? "targets" : "other";
}

function batch(turn: Turn, heard: Heard): void {
  const { batches } = turn.state;
  const [mark = "", type = "", ...params] = heard.params;
  const ref = mark.slice(1);
  if (mark.startsWith("-")) {
    const ended = batches.get(ref);
    batches.delete(ref);
    if (ended !== undefined) end(turn, ended);
    return;
  }
  if (!mark.startsWith("+") || batches.size >= batchesMax) return;
  const kind = kindOf(type);
  const { message, batch: parent } = heard;
  batches.set(ref, {
    kind,
    params,
    label: message.tags.get("label") ?? parent?.label ?? "",
    history: kind === "history" || parent?.history === true,
    parent,
    opening: message,
    lines: [],
    items: [],
    targets: [],
    count: 0,
  });
}

function end(turn: Turn, ended: Batch): void {
  if (ended.kind === "history") pageCame(turn, ended);
  else if (ended.kind === "search") searchCame(turn, ended);
  else if (ended.kind === "targets") targetsCame(turn, ended);
}

export const batchHandlers: Handlers = { BATCH: batch };
