/** Install: the service worker is put to work where the browser allows it (https, or this machine),
 * and a newer one is noticed. */
import type { App } from "./app.ts";

interface Policy {
  createScriptURL(address: string): string;
}
interface TrustedTypes {
  createPolicy(name: string, rules: Policy): Policy;
}

/** The one script that may be named by a text (trusted types; the server's policy says so). */
function trusted(address: string): string {
  const { trustedTypes } = globalThis as unknown as { trustedTypes?: TrustedTypes };
  const rules = { createScriptURL: (given: string) => (given === "/worker.js" ? given : "") };
  return trustedTypes?.createPolicy("banter", rules).createScriptURL(address) ?? address;
}

export function install(): void {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
  serviceWorker?.register(trusted("/worker.js")).then(
    (registration) => {
      document.addEventListener("visibilitychange", () => {
        if (!document.hidden) registration.update().catch(() => undefined);
      });
    },
    () => undefined,
  );
}

/** Another version may have come before anything was put to work here. */
export function noticeUpdates(app: App): void {
  const { serviceWorker } = navigator as { serviceWorker?: ServiceWorkerContainer };
  // At the first visit it only begins its work.
  let works = Boolean(serviceWorker?.controller);
  serviceWorker?.addEventListener("controllerchange", () => {
    app.updated ||= works;
    works = true;
    app.changed();
  });
}
