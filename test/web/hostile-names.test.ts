/** Hostile names: of accounts, of uploaded files, and what links lead to: all shown as text. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import type { WebSocketRoute } from "playwright-core";
import { noFlood, serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { picture } from "../pictures.ts";
import { requires } from "../requires.ts";
import { payloads, strangers } from "./payloads.ts";
import { closeBrowser, type Visitor, visitor } from "./stage.ts";

after(closeBrowser);

const isText = async ({ page }: Visitor, where: string): Promise<void> =>
  assert.equal(await page.evaluate(strangers), 0, `${where}: taken for more than text`);

test("names of accounts", requires("chromium"), async (t) => {
  const { port } = await serve(t, { config: noFlood });
  await ircPerson(t, port, "eve");
  // The server takes only what may be a nick. Should it have a fault once:
  const alice = await visitor(t, port, "alice");
  let socket: WebSocketRoute | undefined;
  await alice.page.routeWebSocket(/./, (route) => {
    socket = route;
    route.connectToServer();
  });
  await alice.enter();
  // By then she has been told who is logged in to what.
  await alice.say("here");
  await alice.sees("here");
  const dialog = alice.page.getByRole("dialog");
  for (const [at, payload] of payloads.entries()) {
    const name = payload.split("\n")[0]?.replaceAll("\0", "") ?? "";
    socket?.send(`:eve!e@h ACCOUNT :${name}`);
    socket?.send(`@account=x :eve!e@h PRIVMSG #lobby :told${at}.`);
    await alice.sees(`told${at}.`);
    await alice.page.getByRole("complementary").getByRole("button", { name: "eve" }).click();
    const card = dialog.locator(".card p");
    await card.waitFor();
    assert.ok((await card.evaluate((element) => element.textContent))?.includes(name), payload);
    await isText(alice, payload);
    await alice.page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  }
});

test("names of files", requires("chromium"), async (t) => {
  const { port } = await serve(t, { config: noFlood });
  const eve = await ircPerson(t, port, "eve");
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  eve.say("TOKEN GENERATE FILEHOST");
  const [, token = ""] = await eve.hears(/.*TOKEN GENERATE FILEHOST \/files :?(\S+)/);
  for (const [at, payload] of payloads.entries()) {
    const name = encodeURIComponent(payload.toWellFormed()).replaceAll("'", "%27");
    const answer = await fetch(`http://127.0.0.1:${port}/files`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-disposition": `attachment; filename*=UTF-8''${name}.png`,
        "content-type": "image/png",
      },
      body: new Uint8Array(picture("png", at + 1, 1)),
    });
    assert.equal(answer.status, 201, payload);
    const place = answer.headers.get("location") ?? "";
    eve.say(`PRIVMSG #lobby :http://127.0.0.1:${port}${place}`);
    const shown = alice.page.locator(`.attached img[width="${at + 1}"]`);
    await shown.waitFor();
    const called = decodeURIComponent(/([^/]*)#/.exec(place)?.[1] ?? "");
    assert.equal(await shown.getAttribute("alt"), `Picture: ${called}`);
    // Nothing that turns the line around, or hides in it.
    assert.doesNotMatch(called, /[\p{C}<>":|?*]/u);
    await isText(alice, payload);
  }
  // One's own, that is not sent, is named in what is said of it.
  const choose = alice.page.locator("input[type=file]");
  for (const payload of payloads.slice(0, 6)) {
    await choose.setInputFiles({ name: payload, mimeType: "image/png", buffer: Buffer.alloc(0) });
    const said = alice.page.getByRole("status").filter({ hasText: "the file is empty." });
    await said.filter({ hasText: payload.replace(/^.*[\\/]/s, "").slice(0, 60) }).waitFor();
    await isText(alice, payload);
  }
});

test("what links lead to", requires("chromium"), async (t) => {
  const { port } = await serve(t, { config: noFlood });
  const irc = await ircPerson(t, port, "irc");
  const alice = await visitor(t, port, "alice");
  // What the server reads out of such pages is in test/journeys/previews; no answer is worse.
  await alice.page.route("**/preview?*", (route) => {
    const url = new URL(new URL(route.request().url()).searchParams.get("url") ?? "");
    const words = payloads[Number(url.pathname.slice(1))] ?? "";
    return route.fulfill({
      json: { title: words, description: words, site: words, picture: `javascript:${words}` },
    });
  });
  await alice.enter();
  for (const [at, payload] of payloads.entries()) {
    irc.say(`PRIVMSG #lobby :https://page.example/${at} end${at}.`);
    const card = alice.message(`end${at}.`).locator(".linked");
    await card.waitFor();
    assert.equal(await card.locator("strong").evaluate((title) => title.textContent), payload);
    assert.equal(await card.locator("img").count(), 0);
    await isText(alice, payload);
  }
});
