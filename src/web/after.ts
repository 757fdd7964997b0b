/** After: what begins its work once the page stands: notifications, pushes, the service worker. */
import type { App } from "./app.ts";
import { install } from "./install.ts";
import { notifyOf } from "./notify.ts";
import { pushOf } from "./push.ts";

export function attend(app: App): void {
  notifyOf(app);
  pushOf(app);
  install();
}
