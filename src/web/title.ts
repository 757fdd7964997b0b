/** Title: what the browser's tab says: where one is, and how much is for one. */
import type { App } from "./app.ts";

export function titleFor({ state, here, about }: App): string {
  if (state === null) return about.network;
  const all = [...state.conversations.values()];
  const mentions = all.reduce((sum, of) => sum + of.mentions, 0);
  const unread = all.some((of) => of.unread > 0);
  const mark = mentions > 0 ? `(${mentions}) ` : unread ? "• " : "";
  const name = here?.name ?? "";
  return `${mark}${name === "" ? "" : `${name} · `}${about.network}`;
}
