/** Files in a browser: a picture is chosen, sent, and seen by another. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { noFlood, serve } from "../process/banter.ts";
import { requires } from "../requires.ts";
import { closeBrowser, phone, visitor } from "./stage.ts";

after(closeBrowser);

/** One pixel. */
const png = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAAB" +
    "JRU5ErkJggg==",
  "base64",
);

test("a picture, and what is none", requires("chromium"), async (t) => {
  const { port } = await serve(t, { config: `${noFlood}[files]\nguests = true\n` });
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  const bob = await visitor(t, port, "bob", phone);
  await bob.enter();
  const choose = alice.page.locator("input[type=file]");
  await choose.setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: png });
  const picture = bob.page.getByRole("img", { name: "Picture: dot.png" });
  await picture.waitFor();
  assert.equal(await picture.getAttribute("width"), "1");
  assert.equal(await picture.evaluate((image) => "complete" in image && image.complete), true);
  // What only says that it is a picture is a link, and runs nothing.
  const html = Buffer.from("<script>parent.hacked = 1; alert(1)</script>");
  await choose.setInputFiles({ name: "evil.png", mimeType: "image/png", buffer: html });
  await bob.message("evil").first().waitFor();
  assert.equal(await bob.page.locator(".attached img").count(), 1);
});
