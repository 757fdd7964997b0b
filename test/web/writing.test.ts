/** Writing: what helps while one writes. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, phone, visitor } from "./stage.ts";

after(closeBrowser);

test("an emoji is put where one writes", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc");
  const alice = await visitor(t, port, "alice", phone);
  await alice.enter();
  const { page } = alice;
  const compose = page.locator("#compose");
  const put = async (name: string): Promise<void> => {
    await page.getByRole("button", { name: "Emoji" }).click();
    await page.getByRole("dialog").getByRole("searchbox").fill(name);
    await page.getByRole("dialog").getByRole("button", { name, exact: true }).click();
    await page.locator("#compose:focus").waitFor();
  };
  await compose.pressSequentially("good morning");
  for (let at = 0; at < " morning".length; at += 1) await page.keyboard.press("ArrowLeft");
  await put("sunny");
  await page.keyboard.type("!");
  assert.equal(await compose.inputValue(), "good☀️! morning");
  // In place of what is marked.
  await page.keyboard.press("Control+a");
  await put("wave");
  assert.equal(await compose.inputValue(), "👋");
  // Nothing is chosen, and nothing has changed.
  await page.getByRole("button", { name: "Emoji" }).click();
  await page.keyboard.press("Escape");
  await page.locator("#compose:focus").waitFor();
  await page.keyboard.type(" all");
  await page.keyboard.press("Enter");
  await irc.hears(/:alice!\S+ PRIVMSG #lobby :👋 all/);
});
