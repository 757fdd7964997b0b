/**
 * Rows: a part of a conversation's log → what stands in rows on the page: days, messages, what
 * happened (comings and goings drawn together), gaps, the line where reading stopped. Pure.
 */
import type { Conversation } from "../client/state.ts";
import type { Gap, Happened, Item, Said } from "../client/timeline.ts";
import { sameDay } from "./times.ts";

export type Row =
  | { readonly type: "day"; readonly key: string; readonly at: number }
  | { readonly type: "unread"; readonly key: string }
  | { readonly type: "said"; readonly key: string; readonly said: Said; readonly follows: boolean }
  | { readonly type: "happened"; readonly key: string; readonly items: readonly Happened[] }
  | { readonly type: "gap"; readonly key: string; readonly gap: Gap };

/** What is said so soon after is drawn under the same name. */
const followsMs = 5 * 60_000;

const keys = new WeakMap<Item, string>();
let lastKey = 0;

export function keyOf(item: Item): string {
  const known = keys.get(item);
  if (known !== undefined) return known;
  lastKey += 1;
  keys.set(item, `m${lastKey}`);
  return `m${lastKey}`;
}

const comings = new Set(["joined", "parted", "quit"]);
const isComing = ({ news }: Happened): boolean => comings.has(news.type);

function follows(before: Item | undefined, said: Said): boolean {
  return (
    before?.type === "said" &&
    before.nick === said.nick &&
    before.own === said.own &&
    before.manner === said.manner &&
    said.manner === "text" &&
    said.replyTo === null &&
    said.at - before.at < followsMs
  );
}

/** @param happenings comings and goings are wanted */
export function rowsOf(of: Conversation, from: number, to: number, happenings: boolean): Row[] {
  const rows: Row[] = [];
  let before: Item | undefined = from > 0 ? of.log[from - 1] : undefined;
  let at = before?.at ?? 0;
  for (let index = from; index < to; index += 1) {
    const item = of.log[index];
    if (item === undefined || item.type === "mark") continue;
    if (item.type === "happened" && isComing(item) && !happenings) continue;
    const key = keyOf(item);
    if (item.type !== "gap" && !sameDay(at, item.at)) {
      rows.push({ type: "day", key: `d${key}`, at: item.at });
      before = undefined;
    }
    const { readLine } = of;
    if (readLine !== null && at <= readLine && item.at > readLine && item.type === "said") {
      rows.push({ type: "unread", key: "unread" });
      before = undefined;
    }
    if (item.type !== "gap") at = item.at;
    put(rows, item, before, key);
    before = item;
  }
  return rows;
}

function put(
  rows: Row[],
  item: Exclude<Item, { type: "mark" }>,
  before: Item | undefined,
  key: string,
) {
  if (item.type === "said") {
    rows.push({ type: "said", key, said: item, follows: follows(before, item) });
    return;
  }
  if (item.type === "gap") {
    rows.push({ type: "gap", key, gap: item });
    return;
  }
  const last = rows.at(-1);
  const together = last?.type === "happened" && isComing(item) && last.items.every(isComing);
  if (together && before?.type === "happened") {
    rows[rows.length - 1] = { ...last, items: [...last.items, item] };
  } else {
    rows.push({ type: "happened", key, items: [item] });
  }
}
