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
  // It can be shown; what is broken is refused here.
  await picture.evaluate("(image) => image.decode()");
  // What only says that it is a picture is a link, and runs nothing.
  const html = Buffer.from("<script>parent.hacked = 1; alert(1)</script>");
  await choose.setInputFiles({ name: "evil.png", mimeType: "image/png", buffer: html });
  await bob.message("evil").first().waitFor();
  assert.equal(await bob.page.locator(".attached img").count(), 1);
});

test(
  "what may be sent is told before, and nothing is sent in vain",
  requires("chromium"),
  async (t) => {
    const bounds = `kinds = ["picture"]\nfile_megabytes_max = 1\nguests_megabytes_max = 3\n`;
    const { port } = await serve(t, { config: `${noFlood}[files]\n${bounds}` });
    const alice = await visitor(t, port, "alice");
    await alice.enter();
    const posted: string[] = [];
    alice.page.on("request", (request) => {
      if (request.method() === "POST") posted.push(request.url());
    });
    await alice.page.getByRole("button", { name: "Attach a file" }).hover();
    const hint = alice.page.getByRole("tooltip");
    await hint
      .getByText("Taken are pictures, up to 1 MB each. There is room for 3 MB more.")
      .waitFor();
    const choose = alice.page.locator("input[type=file]");
    assert.equal(await choose.getAttribute("accept"), "image/*");
    const status = alice.page.getByRole("status");
    const refused = async (name: string, mimeType: string, buffer: Buffer, words: string) => {
      await choose.setInputFiles({ name, mimeType, buffer });
      await status.getByText(words).waitFor();
    };
    const large = Buffer.concat([png, Buffer.alloc(1_000_000)]);
    await refused("big.png", "image/png", large, "big.png: the file is too large: up to 1 MB");
    await refused("a.txt", "text/plain", Buffer.from("words"), "a.txt: taken are only pictures.");
    await refused("none.png", "image/png", Buffer.alloc(0), "none.png: the file is empty.");
    assert.deepEqual(posted, []);
    await choose.setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: png });
    await alice.page.getByRole("img", { name: "Picture: dot.png" }).waitFor();
    assert.equal(posted.length, 1);
  },
);

test("files are let go above the page", requires("chromium"), async (t) => {
  const { port } = await serve(t, { config: noFlood });
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  const carried = await alice.page.evaluateHandle(`{
    const files = new DataTransfer();
    const bytes = Uint8Array.from(${JSON.stringify([...png])});
    files.items.add(new File([bytes], "drop.png", { type: "image/png" }));
    globalThis.carried = files;
  }`);
  // A browser says it again and again.
  const hover = (type: string, until: string) =>
    alice.page.evaluate(`(async () => {
      const above = { dataTransfer: carried, bubbles: true, cancelable: true };
      while (!document.querySelector(".drop")?.textContent.includes("${until}")) {
        document.querySelector(".log").dispatchEvent(new DragEvent("${type}", above));
        await new Promise(requestAnimationFrame);
      }
    })()`);
  const event = (type: string) => alice.page.dispatchEvent(".log", type, { dataTransfer: carried });
  const layer = alice.page.locator(".drop");
  // What listens to it is loaded after the first message.
  await hover("dragenter", "Let go to send it here");
  await event("dragleave");
  await layer.waitFor({ state: "detached" });
  // Above a dialog nothing is taken.
  await alice.page.locator(".title").click();
  await alice.page.getByRole("dialog").waitFor();
  await event("dragenter");
  await event("drop");
  assert.equal(await layer.count(), 0);
  await alice.page.keyboard.press("Escape");
  await event("dragenter");
  await hover("dragover", "Files of any kind, up to 25 MB each.");
  await layer.getByText("#lobby").waitFor();
  await event("drop");
  await alice.page.getByRole("img", { name: "Picture: drop.png" }).waitFor();
  assert.equal(await layer.count(), 0);
  assert.equal(await alice.page.locator(".attached img").count(), 1);
});
