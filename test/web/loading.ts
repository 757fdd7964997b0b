/** Loading: what a browser asks for until the first message is on the page, counted as the server
 * serves it with gzip. */
import { request } from "node:http";
import type { Page, Request } from "playwright-core";

/** In the page, as text: there are no types of pages here. By the page's own clock alone. */
const noteFirstMessage = `{
  const { serviceWorker } = navigator;
  const register = serviceWorker?.register;
  if (register !== undefined) serviceWorker.register = (...given) => {
    globalThis.workerAt ??= performance.now();
    return register.apply(serviceWorker, given);
  };
  const watch = new MutationObserver(() => {
    if (document.querySelector(".message") === null) return;
    globalThis.firstMessageAt = performance.now();
    watch.disconnect();
  });
  watch.observe(document, { childList: true, subtree: true });
}`;

const askedLater = `({
  worker: workerAt > firstMessageAt,
  files: performance.getEntriesByType("resource")
    .filter(({ startTime }) => startTime > firstMessageAt)
    .map(({ name }) => name),
})`;

export interface Loaded {
  readonly bytes: number;
  /** Each with its length. */
  readonly told: string;
  /** What has come after it. */
  readonly later: number;
}

/** To be called before the page goes anywhere; and the result once the first message is there. */
export async function watchLoading(page: Page): Promise<() => Promise<Loaded>> {
  const asked: Request[] = [];
  // Of the page, and of its service worker.
  page.context().on("requestfinished", (each) => asked.push(each));
  await page.addInitScript(noteFirstMessage);
  return async () => {
    // What is not needed for it comes after it: then all before it has come, too.
    await page.evaluate("navigator.serviceWorker.ready.then(() => 0)");
    const later = (await page.evaluate(askedLater)) as { worker: boolean; files: string[] };
    const before = asked.filter((each) =>
      each.serviceWorker() === null ? !later.files.includes(each.url()) : !later.worker,
    );
    const urls = [...new Set(before.map((each) => each.url()))];
    const sizes = await Promise.all(urls.map(gzipped));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    const parts = urls.map((url, at) => `${new URL(url).pathname} ${sizes[at]}`);
    return { bytes, told: `${bytes}: ${parts.join(", ")}`, later: asked.length - before.length };
  };
}

/** The length of the body, as it comes over the wire. */
function gzipped(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers: { "accept-encoding": "gzip" } }, (response) => {
      let size = 0;
      response.on("data", (bytes: Buffer) => (size += bytes.length));
      response.on("end", () => resolve(size));
    });
    asked.on("error", reject).end();
  });
}
