/** Accounts in a browser: made there, used from another one, over a connection that is not
 * encrypted: the password leaves the page once, when the account is made. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve, type Test } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, phone, type Visitor, visitor } from "./stage.ts";

after(closeBrowser);

/** What is read on one device is read on the other, too. */
async function readOnBoth(t: Test, port: number, one: Visitor, other: Visitor): Promise<void> {
  const bob = await ircPerson(t, port, "bob", { room: "#kitchen" });
  for (const each of [one, other]) {
    await each.say("/join #kitchen");
    await each.page.getByRole("heading", { name: "#kitchen", level: 1 }).waitFor();
    await each.say("/join #lobby");
    await each.page.getByRole("heading", { name: "#lobby", level: 1 }).waitFor();
  }
  bob.say("PRIVMSG #kitchen :alice: dinner is ready");
  const kitchen = one.page.getByRole("button", { name: /^kitchen/ });
  await one.page.getByRole("button", { name: "kitchen 1 for you" }).waitFor();
  await other.page.getByRole("button", { name: "Rooms and conversations 1 for you" }).waitFor();
  await other.page.bringToFront();
  await other.page.getByRole("button", { name: "Rooms and conversations 1 for you" }).click();
  await other.page.getByRole("button", { name: "kitchen 1 for you" }).click();
  await other.sees("dinner is ready");
  await one.page.getByRole("button", { name: "kitchen", exact: true }).waitFor();
  assert.equal((await kitchen.innerText()).trim(), "kitchen");
}

test("an account is made, and logged in to on a second device", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  await alice.page.getByRole("button", { name: "Settings" }).click();
  await alice.page.getByRole("button", { name: "Account", exact: true }).click();
  const dialog = alice.page.getByRole("dialog");
  await dialog.getByLabel("Password").fill("short");
  await dialog.getByRole("button", { name: "Make an account" }).last().click();
  await dialog.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
  await alice.makesAccount();
  // Stays logged in by a token, which is all that the browser keeps.
  await alice.page.reload();
  await alice.page.getByText("Logged in as alice").first().waitFor();
  await alice.say("from my desk");

  const sent: string[] = [];
  const other = await visitor(t, port, "alice", phone);
  other.page.on("websocket", (socket) =>
    socket.on("framesent", ({ payload }) => sent.push(String(payload))),
  );
  await other.page.goto("/");
  await other.page.getByLabel("Your name").fill("alice");
  await other.page.getByRole("button", { name: "I have an account" }).click();
  await other.page.getByLabel("Password").fill("wrong battery");
  await other.page.getByRole("button", { name: "Come in", exact: true }).click();
  await other.page.getByRole("alert").filter({ hasText: /\w/ }).waitFor();
  await other.page.getByLabel("Password").fill("correct horse");
  await other.page.getByRole("button", { name: "Come in", exact: true }).click();
  await other.sees("from my desk");
  await other.say("from my phone");
  await alice.sees("from my phone");
  await readOnBoth(t, port, alice, other);
  assert.equal(await alice.page.locator(".message.own").count(), 2);
  const said = sent.join("\n");
  assert.match(said, /AUTHENTICATE SCRAM-SHA-256/);
  assert.doesNotMatch(said, /correct horse|Y29ycmVjdCBob3JzZ/);
});
