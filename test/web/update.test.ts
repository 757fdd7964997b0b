/** Another version: the page updates itself, by somebody's leave, and nothing that was typed is
 * lost: neither the half sentence, nor what waits to be sent. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { scratchFolder, serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { front } from "./front.ts";
import { closeBrowser, visitor } from "./stage.ts";

after(closeBrowser);

/** The worker has done what it does when it takes over. */
const atWork = `navigator.serviceWorker.ready.then(({ active }) => new Promise((resolve) => {
  const look = () => active.state === "activated" && resolve(true);
  active.addEventListener("statechange", look);
  look();
}))`;

const cached = "caches.keys().then((names) => names.filter((name) => /^banter-/.test(name)))";

test("the service worker updates, and nothing typed is lost", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc");
  const before = await front(t, port);
  const alice = await visitor(t, before.port, "alice");
  const { page } = alice;
  await alice.enter();
  await alice.say("before");
  await alice.sees("before");
  await page.evaluate("navigator.serviceWorker.ready.then(() => 0)");
  await page.reload();
  await alice.sees("before");
  await page.locator("#compose").fill("half a sen");
  // Of what this page has not loaded yet the new version has nothing; it is still to be had.
  before.release(/^\/assets\/sha-/);
  // As when one comes back to the page.
  await page.evaluate("navigator.serviceWorker.ready.then((worker) => void worker.update())");
  await page.getByText("A newer version is there.").waitFor();
  await page.evaluate(atWork);
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Account", exact: true }).click();
  await alice.makesAccount();
  await page.getByRole("button", { name: "Use it now" }).click();
  await alice.sees("before");
  assert.equal(await page.locator("#compose").inputValue(), "half a sen");
  assert.ok(String(await page.evaluate(cached)).includes("banter-anotherbuild"));
  assert.equal(await page.getByText("A newer version is there.").count(), 0);
  await page.locator("#compose").press("Enter");
  await irc.hears(/:alice!\S+ PRIVMSG #lobby :half a sen/);
});

test(
  "what waits to be sent survives a reload without a server",
  requires("chromium"),
  async (t) => {
    const data = scratchFolder();
    const first = await serve(t, { data });
    const { port } = first;
    const alice = await visitor(t, port, "alice");
    const { page } = alice;
    await alice.enter();
    await alice.say("before");
    await alice.sees("before");
    await page.evaluate("navigator.serviceWorker.ready.then(() => 0)");
    await first.stop("SIGKILL");
    await page.getByText("The connection is lost").waitFor();
    await alice.say("one that waits");
    await alice.say("and another");
    await page.locator(".pending", { hasText: "and another" }).waitFor();
    await page.reload();
    await page.locator(".pending", { hasText: "one that waits" }).waitFor();
    await serve(t, { data, place: ["127.0.0.1", String(port)] });
    const irc = await ircPerson(t, port, "irc");
    await alice.sees("and another");
    irc.say("PRIVMSG #lobby :and after");
    await alice.sees("and after");
    const texts = await alice.texts();
    const order = ["before", "one that waits", "and another", "and after"];
    assert.deepEqual(
      texts.filter((text) => order.includes(text)),
      order,
    );
    // They have been said, and are not said again by the next visit.
    await page.reload();
    await alice.sees("and after");
    assert.equal(await page.locator(".pending").count(), 0);
  },
);
