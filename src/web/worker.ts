/**
 * Worker: the service worker. Keeps the page and its files, so that it opens without a network and
 * at once with one; what was said is kept elsewhere (kept.ts). Tells what is pushed while no page
 * is looked at. A file of its own, /worker.js; each build has another one, which takes over at
 * once: the page then offers to use it.
 */
import { parseMessage } from "../protocol/message.ts";
import { parseSource } from "../protocol/source.ts";
import { noticeOf } from "./notice.ts";

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
interface Pushed extends Extendable {
  readonly data: { text(): string } | null;
}
interface Page {
  readonly focused: boolean;
  focus(): Promise<unknown>;
  postMessage(word: string): void;
}
interface Worker {
  addEventListener(type: "install" | "activate", listener: (event: Extendable) => void): void;
  addEventListener(type: "fetch", listener: (event: Fetching) => void): void;
  addEventListener(type: "notificationclick", listener: (event: Clicked) => void): void;
  addEventListener(type: "push", listener: (event: Pushed) => void): void;
  readonly registration: ServiceWorkerRegistration;
  skipWaiting(): Promise<void>;
  readonly clients: {
    claim(): Promise<void>;
    matchAll(of: { type: "window"; includeUncontrolled: true }): Promise<readonly Page[]>;
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

// ── Notifications ────────────────────────────────────────────────────────────────────────────

const pages = (): Promise<readonly Page[]> =>
  worker.clients.matchAll({ type: "window", includeUncontrolled: true });

worker.addEventListener("push", (event) => {
  event.waitUntil(pushed(event.data?.text() ?? ""));
});

/** A line of IRC, as the server would have told a page (draft/webpush). */
async function pushed(line: string): Promise<void> {
  const message = parseMessage(line);
  const [target = "", raw = ""] = message?.params ?? [];
  if (message === undefined || raw === "") return;
  // Who is looking at the page is told by it.
  if ((await pages()).some(({ focused }) => focused)) return;
  const { nick } = parseSource(message.source);
  const text = raw.replace(/^\x01ACTION /, `${nick} `).replace(/\x01$/, "");
  const room = /^[#&+!]/.test(target) ? target : null;
  await worker.registration.showNotification(...noticeOf({ nick, text, room }));
}

worker.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const hash: unknown = event.notification.data;
  event.waitUntil(show(typeof hash === "string" ? hash : ""));
});

async function show(hash: string): Promise<void> {
  const [open] = await pages();
  if (open === undefined) return void (await worker.clients.openWindow(`/${hash}`));
  await open.focus();
  open.postMessage(hash);
}
