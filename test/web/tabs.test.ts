/** Two tabs of one guest: one person to everybody, and in step with each other. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { noFlood, scratchFolder, serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, visitor } from "./stage.ts";

after(closeBrowser);

test("a guest's two tabs are one person and agree", requires("chromium"), async (t) => {
  const data = scratchFolder();
  const first = await serve(t, { data });
  const { port } = first;
  const one = await visitor(t, port, "alice");
  await one.enter();
  const two = await one.nextTab();
  await two.page.goto("/");
  await two.page.locator("#compose").waitFor();
  const tabs = [one, two];
  await two.say("from the second tab");
  for (const tab of tabs) await tab.sees("from the second tab");
  await one.say("from the first tab");
  for (const tab of tabs) await tab.sees("from the first tab");

  // What is read in one is read in the other.
  const irc = await ircPerson(t, port, "irc");
  for (const tab of tabs) {
    await tab.say("/join #kitchen");
    await tab.page.getByRole("heading", { name: "#kitchen", level: 1 }).waitFor();
  }
  irc.say("PRIVMSG #lobby :alice: are you there?");
  const unread = { name: "lobby 1 for you" };
  for (const tab of tabs) await tab.page.getByRole("button", unread).waitFor();
  await one.page.getByRole("button", unread).click();
  await one.sees("are you there?");
  await two.page.getByRole("button", { name: "lobby", exact: true }).waitFor();

  // One and the same after a crash, too, whichever of them is back first.
  await first.stop("SIGKILL");
  for (const tab of tabs) await tab.page.getByText("The connection is lost").waitFor();
  await serve(t, { data, place: ["127.0.0.1", String(port)], config: noFlood });
  await one.say("back from the first tab");
  await two.say("back from the second tab");
  await two.page.getByRole("button", { name: "lobby" }).click();
  for (const tab of tabs) await tab.sees("back from the first tab");
  const again = await ircPerson(t, port, "again");
  again.say("WHO #lobby %n", "WHO #kitchen %n");
  const [listed = ""] = await again.heard.next(/[^]* 315 [^]* 315 /);
  assert.deepEqual(new Set(listed.match(/alice\S*/g)), new Set(["alice"]), listed);

  // Who goes out of one goes out of both.
  await one.say("/quit");
  for (const tab of tabs) await tab.page.locator("[name=nickname]").waitFor();
});
