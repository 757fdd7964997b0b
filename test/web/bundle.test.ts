/** Bundle: what a browser has to load until the first message is on the page, small enough for a
 * phone on a bad line. Counted is what it asks for, each as the server serves it with gzip. */
import assert from "node:assert/strict";
import { request } from "node:http";
import { after, test } from "node:test";
import type { Request } from "playwright-core";
import { serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, visitor } from "./stage.ts";

after(closeBrowser);

const bytesMax = 60_000;

test("60 kB to the first message", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc");
  irc.say("PRIVMSG #lobby :the first message");
  await irc.fence();
  const alice = await visitor(t, port, "alice");
  const asked: Request[] = [];
  // Of the page, and of its service worker.
  alice.page.context().on("requestfinished", (each) => asked.push(each));
  await alice.page.addInitScript(noteFirstMessage);
  await alice.enter();
  await alice.sees("the first message");
  // What is not needed for it comes after it: then all before it has come, too.
  await alice.page.evaluate("navigator.serviceWorker.ready.then(() => 0)");
  const shownAt = Number(await alice.page.evaluate("firstMessageAt"));
  const before = asked.filter((each) => each.timing().startTime <= shownAt);
  const urls = new Set(before.map((each) => each.url()));
  assert.ok(asked.length > before.length, "everything came before the first message");
  const sizes = await Promise.all([...urls].map(gzipped));
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  const told = [...urls].map((url, at) => `${new URL(url).pathname} ${sizes[at]}`).join(", ");
  t.diagnostic(`${bytes} bytes: ${told}`);
  assert.ok(urls.size >= 4, told);
  assert.ok(bytes < bytesMax, `${bytes} bytes: ${told}`);
});

/** In the page, as text: there are no types of pages here. */
const noteFirstMessage = `{
  const watch = new MutationObserver(() => {
    if (document.querySelector(".message") === null) return;
    globalThis.firstMessageAt = Date.now();
    watch.disconnect();
  });
  watch.observe(document, { childList: true, subtree: true });
}`;

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
