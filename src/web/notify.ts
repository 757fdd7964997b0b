/** Notify: what is for one is told by the system while one looks elsewhere, where one wants that
 * and the browser allows it. */
import type { News } from "../client/news.ts";
import type { App } from "./app.ts";
import { noticeOf } from "./notice.ts";
import { remembered } from "./remembered.ts";

export const canNotify = (): boolean => "Notification" in globalThis && isSecureContext;

/** False when the browser or the person will not have it. */
export async function askToNotify(): Promise<boolean> {
  return canNotify() && (await Notification.requestPermission()) === "granted";
}

export function notifyOf(app: App): void {
  app.listeners.add((news: News) => {
    if (news.type !== "said" || news.history || !news.mention || news.own) return;
    if (!remembered.notify || !canNotify() || Notification.permission !== "granted") return;
    if (document.hasFocus() && app.here?.name === news.room) return;
    const { nick, text, room } = news;
    const [title, options] = noticeOf({ nick, text, room: news.private ? null : room });
    void show(title, options, () => app.go(room));
  });
  // One was clicked, and the worker has brought this page to the front.
  navigator.serviceWorker?.addEventListener("message", ({ data }) => {
    if (typeof data === "string" && data.startsWith("#")) location.hash = data;
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
