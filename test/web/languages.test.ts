/** Languages: the browser's own is spoken; one written from right to left turns the page. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "../process/banter.ts";
import { requires } from "../requires.ts";
import { closeBrowser, desk, phone, visitor } from "./stage.ts";

after(closeBrowser);

test("German, and Arabic from right to left", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const berta = await visitor(t, port, "berta", { ...desk, locale: "de-AT" });
  await berta.page.goto("/");
  await berta.page.getByRole("button", { name: "Hereinkommen" }).waitFor();
  await berta.enter();
  await berta.page.getByText("Räume", { exact: true }).waitFor();
  for (const shape of [desk, phone]) {
    const amal = await visitor(t, port, "amal", { ...shape, locale: "ar-EG" });
    // One that is asked for as one goes out would be refused, and the console would say so.
    const none = { json: { failure: "nothing there" } };
    await amal.page.route("**/preview?*", (route) => route.fulfill(none));
    await amal.enter();
    await amal.say("مرحبًا بالجميع, see https://a.example/x");
    await berta.sees("مرحبًا");
    assert.equal(await amal.page.locator("html").getAttribute("dir"), "rtl");
    const width = await amal.page.locator("body").evaluate((body) => body.scrollWidth);
    assert.equal(width, shape.viewport.width);
    const speaker = await amal.page.locator(".message .gutter").first().boundingBox();
    const { x = 0 } = speaker ?? {};
    assert.ok(x > shape.viewport.width / 2, "who speaks stands on the right");
    await amal.say("/quit");
    await amal.page.locator("[name=nickname]").waitFor();
  }
  // By choice.
  await berta.page.getByRole("button", { name: "Einstellungen" }).click();
  await berta.page.getByLabel("Sprache").selectOption("en");
  await berta.page.getByLabel("Language").waitFor();
});
