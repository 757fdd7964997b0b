/** Access: what a screen reader, a keyboard and weak eyes need, on every screen, light and dark. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { after, test } from "node:test";
import { serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, desk, phone, type Visitor, visitor } from "./stage.ts";

after(closeBrowser);

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

interface Finding {
  readonly id: string;
  readonly help: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

async function isFine(person: Visitor, screen: string): Promise<void> {
  const { page } = person;
  await page.evaluate(axe);
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const found = await page.evaluate(async () => {
      const { axe: checker } = globalThis as unknown as {
        axe: { run(): Promise<{ violations: Finding[] }> };
      };
      return (await checker.run()).violations;
    });
    const told = found.flatMap(({ id, nodes }) =>
      nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}\n${failureSummary}`),
    );
    assert.deepEqual(told, [], `on the ${screen} of ${person.name}, ${colorScheme}`);
  }
}

for (const [kind, shape] of [
  ["desk", desk],
  ["phone", phone],
] as const) {
  test(`every screen, ${kind}, light and dark`, requires("chromium"), async (t) => {
    const { port } = await serve(t);
    const irc = await ircPerson(t, port, "irc");
    irc.say("TOPIC #lobby :What we talk about", "PRIVMSG #lobby :Hello https://a.example/");
    const alice = await visitor(t, port, "alice", { ...shape, bypassCSP: true });
    await alice.page.goto("/");
    await alice.page.getByLabel("Your name").waitFor();
    await isFine(alice, "entrance");
    await alice.enter();
    await alice.say("alice here, `code` and **bold**\n```\ncode\n```");
    irc.say("PRIVMSG #lobby :alice: welcome", "PRIVMSG alice :in private");
    await alice.sees("alice: welcome");
    await alice.tool("welcome", "React with 👍");
    await alice.page.locator(".reaction").waitFor();
    await isFine(alice, "room");
    await alice.page.keyboard.press("Control+k");
    await isFine(alice, "switcher");
    await alice.page.keyboard.press("Escape");
    await alice.page.getByRole("button", { name: "Search" }).click();
    await alice.page.getByRole("dialog").getByRole("searchbox").fill("welcome");
    await alice.page.locator(".result").waitFor();
    await isFine(alice, "search");
    await alice.page.keyboard.press("Escape");
    await alice.tool("welcome", "React");
    await isFine(alice, "picker");
    await alice.page.keyboard.press("Escape");
    await alice.page.locator(".title").click();
    await isFine(alice, "room's page");
    await alice.page.keyboard.press("Escape");
    if (kind === "phone") {
      await alice.page.getByRole("button", { name: "People here" }).click();
      await isFine(alice, "list of people");
      await alice.page.keyboard.press("Escape");
      await alice.page.getByRole("button", { name: "Rooms and conversations" }).click();
      await isFine(alice, "list of rooms");
    }
    await alice.page.getByRole("button", { name: "Settings" }).click();
    await isFine(alice, "settings");
    await alice.page.getByRole("button", { name: "Account", exact: true }).click();
    await isFine(alice, "account");
    await alice.page.keyboard.press("Escape");
    await alice.page.locator(".message .nick").first().click();
    await isFine(alice, "person");
    await alice.page.keyboard.press("Escape");
    await moreScreens(alice, kind);
  });
}

/** What is open more seldom: with an account, while writing, in no room, without a server. */
async function moreScreens(alice: Visitor, kind: "desk" | "phone"): Promise<void> {
  const { page } = alice;
  const dialog = page.getByRole("dialog");
  const settings = async (): Promise<void> => {
    if (kind === "phone")
      await page.getByRole("button", { name: "Rooms and conversations" }).click();
    await page.getByRole("button", { name: "Settings" }).click();
  };
  await alice.tool("alice here", "Take back");
  await isFine(alice, "question whether to take back");
  await dialog.getByRole("button", { name: "Cancel" }).click();
  await alice.tool("alice here", "Change");
  await isFine(alice, "change of a message");
  await page.keyboard.press("Escape");
  await page.locator("#compose").fill("");
  await page.locator("#compose").pressSequentially("/to");
  await page.getByRole("option").first().waitFor();
  await isFine(alice, "list of suggestions");
  await page.locator("#compose").fill("");
  for (const screen of ["Your name and picture", "Help"]) {
    await settings();
    await dialog.getByRole("button", { name: screen, exact: true }).click();
    await dialog.getByRole("heading", { name: screen, level: 2 }).waitFor();
    await isFine(alice, screen);
    await page.keyboard.press("Escape");
  }
  await alice.say("/join #kitchen");
  await alice.say("/ban mallory");
  await page.locator(".title").click();
  await dialog.getByText("Kept out by alice").waitFor();
  await isFine(alice, "room's page of its operator");
  await page.keyboard.press("Escape");
  await settings();
  await page.getByRole("button", { name: "Account", exact: true }).click();
  await dialog.getByRole("button", { name: "Log in" }).first().click();
  await isFine(alice, "login");
  await dialog.getByRole("button", { name: "Make an account" }).first().click();
  await dialog.getByLabel("Password").fill("correct horse");
  await dialog.getByRole("button", { name: "Make an account" }).last().click();
  await dialog.waitFor({ state: "detached" });
  await settings();
  await page.getByRole("button", { name: "Account and devices" }).click();
  await dialog.getByText("This device").waitFor();
  await isFine(alice, "devices");
  await page.keyboard.press("Escape");
  if (kind === "phone") await page.getByRole("button", { name: "Rooms and conversations" }).click();
  await page.getByRole("button", { name: "Enter or make a room" }).click();
  await dialog.locator(".listed").first().waitFor();
  await isFine(alice, "list of rooms to enter");
  await page.keyboard.press("Escape");
  await page.locator(".title").click();
  await dialog.getByRole("button", { name: "Leave this room" }).click();
  await isFine(alice, "conversation that is left");
}

test("by keyboard alone", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc");
  const alice = await visitor(t, port, "alice");
  const { keyboard } = alice.page;
  await alice.page.goto("/");
  await alice.page.locator("[name=nickname]:focus").waitFor();
  await keyboard.type("alice");
  await keyboard.press("Enter");
  await alice.page.locator("#compose:focus").waitFor();
  await keyboard.type("/join #kitchen");
  await keyboard.press("Enter");
  await alice.page.getByRole("heading", { name: "#kitchen", level: 1 }).waitFor();
  irc.say("PRIVMSG #lobby :first", "PRIVMSG #lobby :second");
  await alice.page.getByRole("button", { name: /^lobby 2 / }).waitFor();
  await keyboard.press("Control+k");
  await alice.page.getByRole("dialog").locator("input:focus").waitFor();
  await keyboard.type("lob");
  await keyboard.press("Enter");
  await alice.sees("second");
  await alice.page.locator("#compose:focus").waitFor();
  // Who does not see the page is told, too; of what was there before nothing.
  irc.say("PRIVMSG #lobby :third");
  const announced = alice.page.locator("[aria-live=polite] p", { hasText: "irc:" });
  await announced.getByText("irc: third").waitFor({ state: "attached" });
  assert.deepEqual(await announced.allTextContents(), ["irc: third"]);
  // Upwards through the messages, and what can be done with one.
  await keyboard.press("Alt+m");
  await keyboard.press("ArrowUp");
  await keyboard.press("ArrowUp");
  await alice.page.locator(".message:focus", { hasText: "first" }).waitFor();
  await keyboard.press("r");
  await alice.page.getByText("Answering irc").waitFor();
  await keyboard.type("@ir");
  await alice.page.getByRole("option", { name: "irc" }).waitFor();
  await keyboard.press("Tab");
  await keyboard.type("yes");
  await keyboard.press("Enter");
  await irc.hears(/:alice!\S+ PRIVMSG #lobby :irc: yes/);
  await alice.sees("irc: yes");
  await keyboard.press("ArrowUp");
  await alice.page.getByText("Changing your message").waitFor();
  await keyboard.press("Escape");
  await alice.page.locator("#compose:placeholder-shown").waitFor();
});

test("the focus is where one writes, also for the fast", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const bob = await visitor(t, port, "bob");
  await bob.page.goto("/");
  await bob.page.locator("[name=nickname]:focus").waitFor();
  const alice = await visitor(t, port, "alice");
  const first = `new MutationObserver(() => document.querySelector("[name=nickname]")?.focus())`;
  await alice.page.addInitScript(`${first}.observe(document, { childList: true, subtree: true })`);
  await alice.enter();
  // A browser minds such an element but once a page: here the entrance is not in its way.
  await alice.page.reload();
  await alice.page.locator("#compose").focus();
  await alice.page.keyboard.press("Control+k");
  await alice.page.locator(".switcher input:focus").waitFor();
});
