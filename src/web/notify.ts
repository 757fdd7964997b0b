/** Notify: what is for one is told by the system while one looks elsewhere, where one wants that
 * and the browser allows it. */
import type { News } from "../client/news.ts";
import { find } from "../client/state.ts";
import { stripFormatting } from "../protocol/formatting.ts";
import { hashOf } from "./address.ts";
import type { App } from "./app.ts";
import { remembered } from "./remembered.ts";

const lettersMax = 200;

export const canNotify = (): boolean => "Notification" in globalThis && isSecureContext;

/** False when the browser or the person will not have it. */
export async function askToNotify(): Promise<boolean> {
  return canNotify() && (await Notification.requestPermission()) === "granted";
}

export function notifyOf(app: App): void {
  app.listeners.add((news: News) => {
    if (news.type !== "said" || news.history || !news.mention || news.own) return;
    if (!remembered.notify || !canNotify() || Notification.permission !== "granted") return;
    const { state, here } = app;
    if (state === null) return;
    if (document.hasFocus() && here?.name === news.room) return;
    const of = find(state, news.room);
    const body = stripFormatting(news.text).slice(0, lettersMax);
    const title = news.private ? news.nick : `${news.nick} · ${news.room}`;
    const options = { body, tag: news.room, icon: "/favicon.svg", data: of && hashOf(of) };
    void show(title, options, () => app.go(news.room));
  });
}

/** Through the worker where there is one: phones know no other way. */
async function show(title: string, options: NotificationOptions, go: () => void): Promise<void> {
  const registration = await navigator.serviceWorker.getRegistration();
  if (registration !== undefined) return registration.showNotification(title, options);
  const shown = new Notification(title, options);
  shown.addEventListener("click", () => {
    focus();
    go();
  });
}
