/** After: what begins its work once the page stands: notifications, pushes, what is dropped on it,
 * the service worker. */
import type { App } from "./app.ts";
import { takeDrops } from "./drop.tsx";
import { install } from "./install.ts";
import { notifyOf } from "./notify.ts";
import { pushOf } from "./push.ts";

export function attend(app: App): void {
  notifyOf(app);
  pushOf(app);
  takeDrops(app);
  install();
}
