/** How people are shown, and what links lead to. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, phone, visitor } from "./stage.ts";

after(closeBrowser);

/** One pixel. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAAB" +
    "JRU5ErkJggg==",
  "base64",
);

test("a name and a picture of one's own, seen by others", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  const bob = await visitor(t, port, "bob", phone);
  await bob.enter();
  await alice.say("before");
  await bob.sees("before");
  await alice.page.getByRole("button", { name: "Settings" }).click();
  await alice.page.getByRole("button", { name: "Your name and picture" }).click();
  const dialog = alice.page.getByRole("dialog");
  const choose = dialog.locator("input[type=file]");
  await choose.setInputFiles({ name: "me.png", mimeType: "image/png", buffer: png });
  await dialog.locator(".avatar img").waitFor();
  await dialog.getByLabel("Name that others are shown").fill("Alice \u202eLiddell");
  await dialog.getByRole("button", { name: "Save" }).click();
  // What has been said already is shown so, too; the nick stands beside.
  const head = bob.message("before").locator(".nick");
  await head.getByText("Alice Liddell").waitFor();
  assert.equal((await head.innerText()).replace(/\s+/g, " "), "Alice Liddell alice");
  const picture = bob.message("before").locator(".avatar img");
  await picture.waitFor();
  assert.match((await picture.getAttribute("src")) ?? "", /^\/files\/[\w-]+\/avatar\.png$/);
  // As a guest nobody keeps it for one but one's own browser.
  await alice.page.reload();
  await alice.page.locator(".me").getByText("Alice Liddell").waitFor();
});

test("what a link leads to, where it is wanted", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc");
  const alice = await visitor(t, port, "alice");
  // What the server answers: it fetches nothing from its own network (test/journeys/previews).
  await alice.page.route("**/preview?*", (route) => {
    assert.match(route.request().headers()["authorization"] ?? "", /^Bearer bs_/);
    const url = new URL(route.request().url()).searchParams.get("url");
    const words = { title: "A <b>page</b>", description: "About it", site: "page.example" };
    return route.fulfill({ json: url?.endsWith("/nothing") ? { url, failure: "x" } : words });
  });
  await alice.enter();
  irc.say(
    "PRIVMSG #lobby :see https://page.example/a",
    "PRIVMSG #lobby :https://x.example/nothing",
  );
  const card = alice.message("see https").locator(".linked");
  await card.getByText("A <b>page</b>").waitFor();
  await alice.sees("nothing");
  assert.equal(await alice.message("nothing").locator(".linked").count(), 0);
  await alice.page.getByRole("button", { name: "Settings" }).click();
  await alice.page.getByLabel("Show what links lead to").click();
  await card.waitFor({ state: "detached" });
});
