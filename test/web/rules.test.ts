/** Rules: who keeps order in a room sets what it is, and sees and lifts who is kept out; an IRC
 * person sees each of it as it is done. What the server does not do is said in words. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, visitor } from "./stage.ts";

after(closeBrowser);

test("a room is set up", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const alice = await visitor(t, port, "alice");
  await alice.enter("/#kitchen");
  const irc = await ircPerson(t, port, "irc", { room: "#kitchen" });
  await alice.page.locator(".title").click();
  const dialog = alice.page.getByRole("dialog");
  const set = (words: string) =>
    dialog.locator("form", { hasText: words }).getByRole("button", { name: "Save" });

  await dialog.getByLabel("By invitation only").click();
  await irc.hears(/:alice!\S+ MODE #kitchen \+i/);
  await dialog.getByLabel("Between two messages").selectOption("30 seconds");
  await irc.hears(/:alice!\S+ MODE #kitchen \+W :?30/);
  await dialog.getByLabel("Password of this room").fill("open sesame");
  await set("Password of this room").click();
  await dialog.getByRole("alert").getByText("The server does not take that.").waitFor();
  await dialog.getByLabel("Password of this room").fill("sesame");
  await set("Password of this room").click();
  await irc.hears(/:alice!\S+ MODE #kitchen \+k :?sesame/);
  await dialog.getByLabel("People at most").fill("12");
  await set("People at most").click();
  await irc.hears(/:alice!\S+ MODE #kitchen \+l :?12/);
  assert.equal(await dialog.getByRole("alert").count(), 0);

  // As it stands, for whoever opens it next; and what others set meanwhile.
  await alice.page.reload();
  await alice.page.locator(".title").click();
  await dialog.getByLabel("By invitation only").and(alice.page.locator(":checked")).waitFor();
  const value = (words: string) => dialog.getByLabel(words).inputValue();
  assert.equal(await value("Between two messages"), "30");
  assert.equal(await value("Password of this room"), "sesame");
  assert.equal(await value("People at most"), "12");
  await alice.page.keyboard.press("Escape");
  await alice.say("/op irc");
  await irc.hears(/:alice!\S+ MODE #kitchen \+o :?irc/);
  await alice.page.locator(".title").click();
  irc.say("MODE #kitchen -W", "MODE #kitchen +l 7", "MODE #kitchen -k *", "MODE #kitchen -i");
  await dialog.getByLabel("By invitation only").and(alice.page.locator(":not(:checked)")).waitFor();
  assert.equal(await value("People at most"), "7");
  assert.equal(await value("Between two messages"), "");
  assert.equal(await value("Password of this room"), "");
  await dialog.getByLabel("People at most").fill("");
  await set("People at most").click();
  await irc.hears(/:alice!\S+ MODE #kitchen -l/);
  await dialog.getByLabel("Invite somebody").fill("nobody");
  await dialog.getByRole("button", { name: "Invite" }).click();
  await dialog.getByRole("alert").filter({ hasText: "nobody" }).waitFor();
  await dialog.getByLabel("Invite somebody").fill("irc");
  await dialog.getByRole("button", { name: "Invite" }).click();
  await dialog.getByRole("alert").getByText("They are in this room already.").waitFor();

  await dialog.getByRole("button", { name: "Copy" }).click();
  await dialog.getByRole("button", { name: "Copied" }).waitFor();
  await alice.page.keyboard.press("Escape");
  await alice.page.locator("#compose").press("Control+v");
  assert.equal(
    await alice.page.locator("#compose").inputValue(),
    `http://127.0.0.1:${port}/#kitchen`,
  );
});

test("who is kept out is shown, and let in again", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const alice = await visitor(t, port, "alice");
  await alice.enter("/#kitchen");
  const irc = await ircPerson(t, port, "irc", { room: "#kitchen" });
  await alice.page.locator(".title").click();
  const dialog = alice.page.getByRole("dialog");
  await dialog.getByText("Nobody is kept out.").waitFor();
  await alice.page.keyboard.press("Escape");
  await alice.say("/mode +b m:irc!*@*");
  await alice.say("/ban mallory");
  irc.say("PRIVMSG #kitchen :may I?");
  await irc.hears(/:\S+ 404 irc #kitchen .*/);
  await alice.page.locator(".title").click();
  await dialog.locator("li", { hasText: "mallory" }).getByText("Kept out by alice").waitFor();
  await dialog.locator("li", { hasText: "irc" }).getByText("Muted by alice").waitFor();
  await dialog.getByRole("button", { name: "Let in again: mallory" }).click();
  await irc.hears(/:alice!\S+ MODE #kitchen -b :?mallory!\*@\*/);
  await dialog.getByRole("button", { name: "Let speak again: irc" }).click();
  await irc.hears(/:alice!\S+ MODE #kitchen -b :?m:irc!\*@\*/);
  await dialog.getByText("Nobody is kept out.").waitFor();
  irc.say("PRIVMSG #kitchen :thank you");
  await alice.page.keyboard.press("Escape");
  await alice.sees("thank you");
  // Nobody is told of the list that was asked for by the page.
  assert.doesNotMatch(await alice.page.locator(".log").innerText(), /mallory!\*@\* alice/);
});

test("who may not is told so, and is not offered it", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc", { room: "#kitchen" });
  irc.say("TOPIC #kitchen :Who *cooks*", "MODE #kitchen -t");
  await irc.fence();
  const alice = await visitor(t, port, "alice");
  await alice.enter("/#kitchen");
  await alice.page.locator(".title").click();
  const dialog = alice.page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Set the topic" }).waitFor();
  assert.equal(await dialog.getByText("Rules of this room").count(), 0);
  assert.equal(await dialog.getByText("Kept out or muted").count(), 0);
  irc.say("MODE #kitchen +t");
  await dialog.getByRole("button", { name: "Set the topic" }).waitFor({ state: "detached" });
  await dialog.getByText("Who *cooks*").waitFor();
  // Half an operator keeps people out, and sets nothing.
  irc.say("MODE #kitchen +h alice");
  await dialog.getByText("Nobody is kept out.").waitFor();
  assert.equal(await dialog.getByText("Rules of this room").count(), 0);
});

test("who has just lost a rank is told so", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc", { room: "#kitchen" });
  const alice = await visitor(t, port, "alice");
  // Still on its way when she clicks.
  await alice.misses(/MODE #kitchen -o/);
  await alice.enter("/#kitchen");
  irc.say("MODE #kitchen +o alice");
  await alice.page.locator(".title").click();
  const dialog = alice.page.getByRole("dialog");
  const moderated = dialog.getByLabel("Only people with voice may speak");
  await moderated.waitFor();
  irc.say("MODE #kitchen -o alice");
  await irc.hears(/:irc!\S+ MODE #kitchen -o :?alice/);
  await moderated.click();
  await dialog.getByRole("alert").getByText("Only operators of this room may do that.").waitFor();
  await moderated.and(alice.page.locator(":not(:checked)")).waitFor();
});

test("a room with a password asks for it", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc", { room: "#vault" });
  irc.say("MODE #vault +k sesame", "JOIN #lobby");
  await irc.fence();
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  await irc.hears(/:alice!\S+ JOIN #lobby/);
  // Both are entered, and that the other lets one in changes nothing here.
  await alice.page.goto("/?again#vault");
  await irc.hears(/:alice!\S+ JOIN #lobby/);
  irc.say("PRIVMSG #lobby :alice: welcome");
  await alice.page.getByText("1 for you").waitFor({ state: "attached" });
  const dialog = alice.page.getByRole("dialog", { name: "#vault" });
  await dialog.getByLabel("Password of this room").fill("open");
  await dialog.getByRole("button", { name: "Enter" }).click();
  await dialog.getByRole("alert").getByText("That is not its password.").waitFor();
  await dialog.getByLabel("Password of this room").fill("sesame");
  await alice.page.keyboard.press("Enter");
  await dialog.waitFor({ state: "detached" });
  await alice.say("inside");
  await irc.hears(/:alice!\S+ PRIVMSG #vault :inside/);
});
