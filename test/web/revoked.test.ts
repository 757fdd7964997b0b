/** Revoked: whose device was logged out elsewhere, or whose account is suspended, comes to the
 * entrance with words, and stays there. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { noFlood, run, serve, type Test } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, phone, type Visitor, visitor } from "./stage.ts";

after(closeBrowser);

async function makeAccount(alice: Visitor): Promise<void> {
  const { page } = alice;
  await page.getByRole("button", { name: "Settings" }).click();
  await page.getByRole("button", { name: "Account", exact: true }).click();
  await alice.makesAccount();
}

/** Says what is asked at the entrance of whoever has an account. */
async function logIn({ page }: Visitor, words: string): Promise<void> {
  await page.getByLabel("Your name").fill("alice");
  await page.getByRole("button", { name: "I have an account" }).click();
  await page.getByLabel("Password").fill(words);
  await page.getByRole("button", { name: "Come in", exact: true }).click();
}

/** Counts the connections that are made from now on. */
function connections({ page }: Visitor): { count: number } {
  const made = { count: 0 };
  page.on("websocket", () => (made.count += 1));
  return made;
}

async function isAtEntrance(one: Visitor, words: string): Promise<void> {
  await one.page.getByRole("alert").getByText(words).waitFor();
  await one.page.locator("[name=nickname]").waitFor();
  const kept = await one.page.evaluate(() => Object.values(localStorage).join(" "));
  assert.doesNotMatch(kept, /bt_|for her eyes/, "nothing of it stays in the browser");
}

test("logged out everywhere: the other device too, with words", requires("chromium"), async (t) => {
  const { port } = await serve(t, { config: noFlood });
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  await makeAccount(alice);
  const other = await visitor(t, port, "alice", phone);
  await other.page.goto("/");
  await logIn(other, "wrong battery");
  await other.page.getByRole("alert").getByText("Name and password do not fit.").waitFor();
  await other.page.getByLabel("Password").fill("correct horse");
  await other.page.getByRole("button", { name: "Come in", exact: true }).click();
  await alice.say("for her eyes");
  await other.sees("for her eyes");
  await other.staysLoggedIn();
  // What it has read is kept there when it is put away.
  const made = connections(other);
  await other.page.reload();
  await other.sees("for her eyes");
  await alice.say("and more");
  await other.sees("and more");
  assert.equal(made.count, 1);
  await alice.page.getByRole("button", { name: "Settings" }).click();
  await alice.page.getByRole("button", { name: "Account and devices" }).click();
  await alice.page.getByRole("button", { name: "Log out everywhere" }).click();
  await alice.page.locator("[name=nickname]").waitFor();
  await isAtEntrance(other, "You have been logged out on this device.");
  assert.equal(made.count, 2, "it has asked once whether it may come back");
  await other.page.reload();
  await other.page.locator("[name=nickname]").waitFor();
  assert.equal(made.count, 2);
  await logIn(other, "correct horse");
  await other.sees("for her eyes");
});

async function withOperator(t: Test) {
  const { out } = await run(["hash-password"], "sesame\n");
  const operators = `[[operators]]\nname = "root"\npassword_hash = "${out.trim()}"\n`;
  const { port } = await serve(t, { config: operators + noFlood });
  const root = await ircPerson(t, port, "root");
  root.say("OPER root sesame");
  await root.hears(/:\S+ 381 .*/);
  return { port, root };
}

test("a suspended account is refused with words", requires("chromium"), async (t) => {
  const { port, root } = await withOperator(t);
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  await makeAccount(alice);
  await alice.say("for her eyes");
  await root.hears(/:alice!\S+ PRIVMSG #lobby :for her eyes/);
  root.say("NS SUSPEND alice spam");
  await alice.page.getByText("Guest").first().waitFor();
  const made = connections(alice);
  await alice.page.reload();
  await isAtEntrance(alice, "This account cannot be used now.");
  assert.equal(made.count, 1);
  await logIn(alice, "correct horse");
  await isAtEntrance(alice, "This account cannot be used now.");
  await alice.page.getByLabel("Your name").fill("alicia");
  await alice.page.getByRole("button", { name: "Come in as a guest" }).click();
  await alice.page.getByRole("button", { name: "Come in", exact: true }).click();
  await alice.sees("for her eyes");
  root.say("NS UNSUSPEND alice");
  await root.fence();
  await alice.say("/quit");
  await alice.page.locator("[name=nickname]").waitFor();
  await logIn(alice, "correct horse");
  await alice.page.getByText("Logged in as alice").first().waitFor();
});
