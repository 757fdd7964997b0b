/** The room in a browser: two people at desks and one with a phone. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { noFlood, scratchFolder, serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, phone, visitor } from "./stage.ts";

after(closeBrowser);

test("two people and a phone talk", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  const bob = await visitor(t, port, "bob");
  await bob.enter("/#lobby");
  const caro = await visitor(t, port, "caro", phone);
  await caro.enter();
  const irc = await ircPerson(t, port, "irc");

  await alice.say("Hello **everybody**, see https://example.org/a?b=1.");
  for (const one of [alice, bob, caro]) await one.sees("Hello everybody");
  await irc.hears(/:alice!\S+ PRIVMSG #lobby :Hello \x02everybody\x02, see \S+/);
  assert.equal(await bob.page.locator(".message .bold").innerText(), "everybody");
  const link = bob.message("Hello").getByRole("link");
  assert.equal(await link.getAttribute("href"), "https://example.org/a?b=1");
  assert.equal(await link.getAttribute("rel"), "noopener noreferrer nofollow ugc");

  irc.say("PRIVMSG #lobby :caro: are you on the train?");
  await caro.page.locator(".message.mention", { hasText: "on the train" }).waitFor();

  // Elsewhere meanwhile: what is new there is counted, and what is for one.
  await bob.page.getByRole("button", { name: "Enter or make a room" }).click();
  await bob.page.getByLabel("Name of the room").fill("kitchen");
  await bob.page.getByRole("button", { name: "Make this room" }).click();
  await bob.page.getByRole("heading", { name: "#kitchen", level: 1 }).waitFor();
  assert.equal(new URL(bob.page.url()).hash, "#kitchen");
  await alice.say("bob: where are you?");
  await alice.say("Nobody knows.");
  await bob.page.getByRole("button", { name: "lobby 1 for you" }).click();
  await bob.sees("Nobody knows.");

  await bob.tool("where are you", "Answer");
  await bob.say("In the kitchen");
  await alice.page.locator(".answered", { hasText: "bob: where are you?" }).waitFor();
  await alice.tool("In the kitchen", "React with 👍");
  await bob.page.getByRole("button", { name: "👍 1 alice" }).click();
  await alice.page.getByRole("button", { name: "👍 2 alice, bob" }).waitFor();

  await alice.tool("Nobody knows.", "Change");
  await alice.say("Somebody knows.");
  await caro.sees("Somebody knows. (edited)");
  await alice.tool("Somebody knows.", "Take back");
  await alice.page.getByRole("dialog").getByRole("button", { name: "Take back" }).click();
  await caro.sees("This message was taken back.");

  await bob.page.getByRole("button", { name: "Search" }).click();
  await bob.page.getByRole("dialog").getByRole("searchbox").fill("from:alice where");
  await bob.page.locator(".result", { hasText: "where are you?" }).waitFor();
  await bob.page.getByRole("button", { name: "Show it there" }).click();
  await bob.page.locator(".message:focus", { hasText: "where are you?" }).waitFor();

  await caro.page.locator("#compose").pressSequentially("on my w");
  await alice.page.getByText("caro is typing …").waitFor();
});

test("who may, keeps order", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const alice = await visitor(t, port, "alice");
  await alice.enter("/#kitchen");
  const irc = await ircPerson(t, port, "irc", { room: "#kitchen" });
  await alice.page.locator(".title").click();
  await alice.page.getByLabel("Only people with voice may speak").click();
  await irc.hears(/:alice!\S+ MODE #kitchen \+m/);
  irc.say("PRIVMSG #kitchen :may I?");
  await irc.hears(/:\S+ 404 irc #kitchen .*/);
  await alice.page.getByLabel("Topic", { exact: true }).fill("Who cooks");
  await alice.page.getByRole("button", { name: "Set the topic" }).click();
  await irc.hears(/:alice!\S+ TOPIC #kitchen :?Who cooks/);
  await alice.page.keyboard.press("Escape");
  const person = alice.page.getByRole("complementary").getByRole("button", { name: "irc" });
  await person.click();
  await alice.page.getByRole("button", { name: "Give voice" }).click();
  await irc.hears(/:alice!\S+ MODE #kitchen \+v irc/);
  irc.say("PRIVMSG #kitchen :thank you");
  await alice.sees("thank you");
  await person.click();
  await alice.page.getByRole("button", { name: "Put out and keep out" }).click();
  await irc.hears(/:alice!\S+ KICK #kitchen irc.*/);
  irc.say("JOIN #kitchen");
  await irc.hears(/:\S+ 474 irc #kitchen .*/);
});

test("the server is killed, and nothing is lost or told twice", requires("chromium"), async (t) => {
  const data = scratchFolder();
  const first = await serve(t, { data });
  const { port } = first;
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  const bob = await visitor(t, port, "bob", phone);
  await bob.enter();
  await alice.say("one");
  await bob.sees("one");
  await first.stop("SIGKILL");
  await alice.page.getByText("The connection is lost").waitFor();
  await alice.say("said while it was away");
  await alice.page.locator(".pending", { hasText: "said while it was away" }).waitFor();
  await alice.page.getByText("waits to be sent").waitFor();

  await serve(t, { data, place: ["127.0.0.1", String(port)], config: noFlood });
  const carl = await ircPerson(t, port, "carl");
  carl.say("PRIVMSG #lobby :two");
  await carl.fence();
  for (const one of [alice, bob]) {
    await one.sees("two");
    await one.sees("said while it was away");
    const texts = await one.texts();
    for (const text of ["one", "two", "said while it was away"]) {
      assert.equal(texts.filter((each) => each === text).length, 1, `${text}: ${texts.join("|")}`);
    }
  }
});

test("history without end upwards, and back to the newest", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc");
  const count = 700;
  for (let line = 1; line <= count; line += 1) irc.say(`PRIVMSG #lobby :line ${line}.`);
  await irc.fence();
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  await alice.sees(`line ${count}.`);
  const log = alice.page.locator(".log");
  const first = alice.message("line 1.").first();
  while (!(await first.isVisible())) {
    const before = await alice.page.locator(".message").first().getAttribute("data-key");
    await log.evaluate((element) => element.scrollTo(0, 0));
    const other = `.messages > :nth-child(1 of .message):not([data-key="${before}"])`;
    await alice.page.locator(other).waitFor();
  }
  const texts = await alice.texts();
  assert.ok(texts.length < 300, `${texts.length} messages on the page at once`);
  assert.deepEqual(texts.slice(0, 3), ["line 1.", "line 2.", "line 3."]);
  irc.say("PRIVMSG #lobby :and one more");
  await alice.page.getByRole("button", { name: "1 new message", exact: true }).click();
  await alice.sees("and one more");
  assert.equal((await alice.texts()).at(-2), `line ${count}.`);
});

test("a name that is taken, or none, is said so", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  await ircPerson(t, port, "alice");
  const alice = await visitor(t, port, "alice");
  await alice.page.goto("/");
  await alice.page.getByLabel("Your name").fill("a b");
  await alice.page.getByText("A name begins with a letter").waitFor();
  await alice.page.getByLabel("Your name").fill("alice");
  await alice.page.keyboard.press("Enter");
  await alice.page.getByRole("alert").getByText("alice").waitFor();
  await alice.page.getByLabel("Your name").fill("alicia");
  await alice.page.keyboard.press("Enter");
  await alice.page.locator("#compose").waitFor();
  // A reload is no leaving.
  await alice.page.locator("#compose").fill("half a thou");
  await alice.page.reload();
  await alice.page.locator("#compose").waitFor();
  assert.equal(await alice.page.locator("#compose").inputValue(), "half a thou");
});

test(
  "who goes before the room has answered comes back into it",
  requires("chromium"),
  async (t) => {
    const { port } = await serve(t);
    const irc = await ircPerson(t, port, "irc", { room: "#kitchen,#lobby" });
    const alice = await visitor(t, port, "alice");
    await alice.misses(/ JOIN /);
    await alice.enter("/#kitchen");
    await irc.hears(/:alice!\S+ JOIN #kitchen/);
    await alice.page.goto("/?again#lobby");
    await irc.hears(/:alice!\S+ JOIN #lobby/);
    await irc.hears(/:alice!\S+ JOIN #kitchen/);
  },
);

test("a room that has another name is come back into", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc", { room: "#kitchen" });
  const alice = await visitor(t, port, "alice");
  await alice.enter("/#kitchen");
  await irc.hears(/:alice!\S+ JOIN #kitchen/);
  irc.say("RENAME #kitchen #cellar :below");
  await alice.page.getByRole("heading", { name: "#cellar", level: 1 }).waitFor();
  await alice.page.waitForURL("**/#cellar");
  await alice.page.goto("/?again");
  await irc.hears(/:alice!\S+ JOIN #cellar/);
});
