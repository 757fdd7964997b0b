/** Window: which part of a conversation stands on the page. Beneath log.tsx, which draws it. */
import type { Conversation } from "../../client/state.ts";
import type { Item } from "../../client/timeline.ts";
import type { App } from "../app.ts";
import { keyOf } from "../rows.ts";

/** On the page while one reads the newest; while one looks back; and how far a step goes. */
const windowItems = 80;
const windowItemsMax = 240;
const stepItems = 60;
/** When so many have come since the last drawing, no more than a screen full is drawn: whoever
 * types meanwhile waits for it, and nobody can read more. */
const rushItems = 40;
const rowPixelsMin = 28;
/** So near to an end of the window it moves on. */
export const nearPixels = 900;
const endPixels = 40;

export interface Window {
  of: Conversation | null;
  /** The newest is being read, and stays in sight. */
  follow: boolean;
  /** The first item of the window, and how many there are in it. */
  first: Item | null;
  count: number;
  /** The newest that has been drawn. */
  newest: Item | null;
  /** What must not move: a row, and where its top was. */
  anchor: { readonly key: string; readonly top: number } | null;
  /** A message that has to be brought into sight. */
  target: string | null;
}

export const newWindow = (): Window => ({
  of: null,
  follow: true,
  first: null,
  count: windowItems,
  newest: null,
  anchor: null,
  target: null,
});

export function begin(view: Window, app: App, of: Conversation): void {
  if (view.of !== null) view.of.held = null;
  Object.assign(view, newWindow(), { of });
  // More is new than a screen holds: one begins where reading stopped.
  const { readLine, unread } = of;
  if (readLine === null || unread < 8 || app.jump !== null) return;
  const index = of.log.findIndex((item) => item.type === "said" && item.at > readLine);
  if (index < 0) return;
  show(view, of, index);
  view.target = "unread";
}

export function jump(view: Window, app: App, of: Conversation): void {
  const item = of.byId.get(app.jump?.msgid ?? "");
  if (item === undefined) return;
  app.jump = null;
  show(view, of, of.log.indexOf(item));
  view.target = keyOf(item);
}

function show(view: Window, of: Conversation, index: number): void {
  const from = Math.max(0, index - 30);
  Object.assign(view, { follow: false, first: of.log[from] ?? null, count: windowItems });
}

export function range(view: Window, of: Conversation): [from: number, to: number] {
  const { length } = of.log;
  const first = view.follow || view.first === null ? -1 : of.log.indexOf(view.first);
  if (first < 0) {
    view.follow = true;
    return [firstFollowed(view, of), length];
  }
  return [first, Math.min(length, first + view.count)];
}

/** Where the window begins while the newest are read; what has happened takes hardly any room. */
function firstFollowed({ newest }: Window, { log }: Conversation): number {
  const rush = newest === null || !log.slice(-rushItems).includes(newest);
  let wanted = rush ? Math.min(windowItems, Math.ceil(innerHeight / rowPixelsMin)) : windowItems;
  let from = log.length;
  while (from > 0 && wanted > 0 && log.length - from < windowItemsMax)
    if (log[(from -= 1)]?.type === "said") wanted -= 1;
  return from;
}

/** One has scrolled. True: it has to be drawn anew. */
export function move(view: Window, app: App, of: Conversation, scroller: HTMLElement): boolean {
  const { scrollTop, scrollHeight, clientHeight } = scroller;
  const { length } = of.log;
  const [from, to] = range(view, of);
  const below = scrollHeight - scrollTop - clientHeight;
  if (to === length && below < endPixels) {
    const changes = !view.follow;
    Object.assign(view, { follow: true, first: null });
    return changes;
  }
  const began = view.follow;
  view.follow = false;
  let [first, last] = [from, to];
  if (scrollTop < nearPixels) {
    first = Math.max(0, from - stepItems);
    last = Math.min(last, first + windowItemsMax);
    if (from === 0) app.act({ type: "older", name: of.name });
  } else if (below < nearPixels && to < length) {
    last = Math.min(length, to + stepItems);
    first = Math.max(first, last - windowItemsMax);
  }
  Object.assign(view, { first: of.log[first] ?? null, count: Math.max(windowItems, last - first) });
  return began || first !== from || last !== to;
}
