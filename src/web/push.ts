/**
 * Push: while somebody with an account wants to be notified, this device is told of what is for
 * them also when the page is closed (Web Push). The browser names a place for it, which the server
 * is told; who logs out takes it back. What comes there is the service worker's.
 */
import { canPush } from "../client/push.ts";
import type { News } from "../client/news.ts";
import type { App } from "./app.ts";
import { remember, remembered } from "./remembered.ts";

export const canBePushed = (): boolean => "PushManager" in globalThis && isSecureContext;

const manager = async (): Promise<PushManager> => (await navigator.serviceWorker.ready).pushManager;

export function pushOf(app: App): void {
  app.listeners.add((news: News) => {
    if (news.type === "welcomed" || news.type === "loggedIn") wantPush(app);
    else if (news.type === "pushKey") void subscribe(app, news.key);
  });
  wantPush(app);
}

/** On each coming: the browser may have named another place since. */
export function wantPush(app: App): void {
  const { state } = app;
  if (state === null || !remembered.notify || !canBePushed() || !canPush(state)) return;
  if (Notification.permission === "granted") app.act({ type: "askPushKey" });
}

async function subscribe(app: App, applicationServerKey: string): Promise<void> {
  try {
    const pushes = await manager();
    const options = { userVisibleOnly: true, applicationServerKey };
    const subscription = await pushes.subscribe(options).catch(async () => {
      // It stands for a server that has had another key.
      await (await pushes.getSubscription())?.unsubscribe();
      return pushes.subscribe(options);
    });
    const { endpoint = "", keys } = subscription.toJSON();
    const place = { endpoint, p256dh: keys?.["p256dh"] ?? "", auth: keys?.["auth"] ?? "" };
    if (endpoint !== "" && app.act({ type: "addPush", place })) remember({ push: endpoint });
  } catch {
    // A browser without a service for it: then one is told while the page is open.
  }
}

/** Before one logs out, or when it is not wanted any more. */
export function endPush(app: App): void {
  const { push: endpoint } = remembered;
  if (endpoint === "") return;
  app.act({ type: "removePush", endpoint });
  remember({ push: "" });
  manager()
    .then((pushes) => pushes.getSubscription())
    .then((subscription) => subscription?.unsubscribe())
    .catch(() => undefined);
}
