/** Hostile content: whatever somebody says or sets is shown as text, and breaks no page. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "../process/banter.ts";
import { ircPerson, type Person } from "../process/person.ts";
import { requires } from "../requires.ts";
import { ownNames, payloads, strangers, tooWide } from "./payloads.ts";
import { closeBrowser, type Visitor, visitor } from "./stage.ts";

after(closeBrowser);

const narrow = { viewport: { width: 320, height: 640 } };

async function isWhole({ page }: Visitor, where: string): Promise<void> {
  assert.equal(await page.evaluate(strangers), 0, `${where}: taken for more than text`);
  assert.deepEqual(await page.evaluate(tooWide), [], where);
  assert.ok(Number(await page.evaluate("document.body.scrollWidth")) <= 320, where);
}

const first = (payload: string): string => payload.split("\n")[0] ?? "";

/** As the value of a tag. */
const tagged = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll(";", "\\:").replaceAll(" ", "\\s");

/** Whatever can be read as it is, letter by letter. */
const isPlain = (text: string): boolean => !/[\p{C}\p{M}*_~`]|^\s+$/u.test(text);

test("in every field that others can set", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const eve = await ircPerson(t, port, "eve", { caps: "message-tags draft/metadata-2" });
  const alice = await visitor(t, port, "alice", narrow);
  alice.page.on("dialog", () => assert.fail("a dialog was opened"));
  await alice.enter();
  for (const [at, payload] of payloads.entries()) {
    const line = first(payload);
    eve.say(
      `PRIVMSG #lobby :${line} end${at}.`,
      `NOTICE #lobby :${line}`,
      `PRIVMSG #lobby :\x01ACTION ${line}\x01`,
      `TOPIC #lobby :${line}`,
      `AWAY :${line}`,
      `SETNAME :${line}`,
      ...["display-name", "avatar", "status", "homepage", "pronouns", "color"].map(
        (key) => `METADATA * SET ${key} :${line}`,
      ),
      `PRIVMSG alice :${line}`,
    );
    await eve.fence();
    const text = alice.page.locator(".text", { hasText: `end${at}.` });
    const row = alice.page.locator(".message:not(.pending)", { has: text });
    await row.waitFor();
    const id = await row.getAttribute("data-id");
    for (const value of [tagged(line).slice(0, 40), tagged(line)])
      if (value !== "") eve.say(`@+draft/reply=${id};+draft/react=${value} TAGMSG #lobby`);
    eve.say(`@+draft/reply=${id} PRIVMSG #lobby :answers${at}`);
    await eve.fence();
    await alice.sees(`answers${at}`);
    if (line !== "") await row.locator(".reaction").first().waitFor();
    if (isPlain(line)) {
      const shown = (await row.innerText()).replaceAll(/\s+/g, " ");
      assert.ok(shown.includes(line.slice(0, 60)), `${payload} is shown whole: ${shown}`);
    }
    await isWhole(alice, payload);
  }
  await leavings(eve, alice);
  await panels(alice);
});

/** Parting, being put out, quitting, being invited, rooms of such names. */
async function leavings(eve: Person, alice: Visitor): Promise<void> {
  for (const payload of payloads) {
    const room = `#${first(payload)
      .replaceAll(/[\s,\u0007]/g, "_")
      .slice(0, 20)}`;
    eve.say(`JOIN ${room}`, `TOPIC ${room} :${first(payload)}`, `INVITE alice ${room}`);
    eve.say(`PART #lobby :${first(payload)}`, "JOIN #lobby");
    eve.say(`NICK ${first(payload).replaceAll(/\s/g, "").slice(0, 20)}`, "NICK eve");
  }
  await eve.fence();
  eve.say("PRIVMSG #lobby :all is set");
  await alice.sees("all is set");
  await isWhole(alice, "after leavings");
}

/** Whatever lists what others have set. */
async function panels(alice: Visitor): Promise<void> {
  const { page } = alice;
  const dialog = page.getByRole("dialog");
  const shut = async (where: string): Promise<void> => {
    await isWhole(alice, where);
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "detached" });
  };
  await page.locator(".title").click();
  await dialog.waitFor();
  await shut("the room's page");
  await page.getByRole("button", { name: "People here" }).click();
  await dialog.getByRole("button", { name: /eve/ }).waitFor();
  await shut("the list of people");
  await page.keyboard.press("Control+k");
  await dialog.getByRole("option").first().waitFor();
  await shut("the switcher");
  await page.getByRole("button", { name: "Search" }).click();
  await dialog.getByRole("searchbox").fill("end1.");
  await dialog.locator(".result").first().waitFor();
  await shut("the search");
  await page.getByRole("button", { name: "Rooms and conversations" }).click();
  await dialog.getByRole("button", { name: "Enter or make a room" }).click();
  await dialog.locator(".listed").nth(5).waitFor();
  await shut("the list of rooms");
  await page.getByRole("button", { name: "Rooms and conversations" }).click();
  await dialog.getByRole("button", { name: /eve/ }).first().click();
  await page.locator(".title").click();
  await dialog.waitFor();
  await shut("the person");
}

test("a person of any name is talked to", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const alice = await visitor(t, port, "alice", narrow);
  await alice.enter();
  for (const name of ownNames) {
    const other = await ircPerson(t, port, name);
    other.say("PRIVMSG alice :in private", `PRIVMSG #lobby :${name} was here`);
    await alice.sees(`${name} was here`);
    await alice.page.getByRole("button", { name: "Rooms and conversations" }).click();
    const list = alice.page.getByRole("dialog");
    await list.getByRole("button", { name }).first().click();
    await alice.sees("in private");
    assert.equal(await alice.page.locator("#compose").inputValue(), "");
    await alice.page.locator("#compose").fill("half a");
    await alice.page.reload();
    await alice.sees("in private");
    assert.equal(await alice.page.locator("#compose").inputValue(), "half a");
    await alice.say("an answer");
    await other.hears(/:alice!\S+ PRIVMSG \S+ :an answer/);
    other.say("QUIT");
    await alice.say("/join #lobby");
    await alice.page.getByRole("heading", { name: "#lobby", level: 1 }).waitFor();
  }
});
