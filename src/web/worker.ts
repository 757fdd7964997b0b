/**
 * Worker: the service worker. Keeps the page and its files, so that it opens without a network and
 * at once with one; what was said is no business of its (kept.ts). A file of its own, /worker.js;
 * each build has another one, which takes over at once: the page then offers to use it.
 */

/** Of what TypeScript knows for workers, what is used here: the rest is the page's. */
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching extends Extendable {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
interface Clicked extends Extendable {
  readonly notification: Notification;
}
interface Worker {
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(type: "notificationclick", listener: (event: Clicked) => void): void;
  skipWaiting(): Promise<void>;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(of: { type: "window" }): Promise<readonly { focus(): Promise<unknown> }[]>;
    openWindow(address: string): Promise<unknown>;
  };
}

const worker = globalThis as unknown as Worker;
const store = `banter-${buildId}`;

worker.addEventListener("install", (event) => {
  event.waitUntil(keepAll().then(() => worker.skipWaiting()));
});

async function keepAll(): Promise<void> {
  const cache = await caches.open(store);
  const files: unknown = await (await fetch("/assets.json")).json();
  if (Array.isArray(files)) await cache.addAll(["/", ...files.map(String)]);
}

worker.addEventListener("activate", (event) => {
  event.waitUntil(forgetOld().then(() => worker.clients.claim()));
});

/** The one before stays, which may still be open: no server has what it has not loaded yet. */
async function forgetOld(): Promise<void> {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith("banter-") && name !== store);
  await Promise.all(others.slice(0, -1).map((name) => caches.delete(name)));
}

worker.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== location.origin) return;
  if (pathname === "/") event.respondWith(freshOrKept(request));
  else if (pathname.startsWith("/assets/")) event.respondWith(keptOrFresh(request));
});

/** The page itself says which files belong to it: the newest is wanted, where there is one. */
async function freshOrKept(request: Request): Promise<Response> {
  try {
    const answer = await fetch(request);
    if (answer.ok) await (await caches.open(store)).put("/", answer.clone());
    return answer;
  } catch (error) {
    const kept = await (await caches.open(store)).match("/");
    if (kept === undefined) throw error;
    return kept;
  }
}

/** Their names change with what is in them. */
async function keptOrFresh(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const room: unknown = event.notification.data;
  event.waitUntil(show(typeof room === "string" ? room : ""));
});

async function show(hash: string): Promise<void> {
  const [open] = await worker.clients.matchAll({ type: "window" });
  await (open === undefined ? worker.clients.openWindow(`/${hash}`) : open.focus());
}
