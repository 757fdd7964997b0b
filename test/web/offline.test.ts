/** Without a network, and with another version: what was loaded stays readable, nothing typed is
 * lost. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { scratchFolder, serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, phone, visitor } from "./stage.ts";

after(closeBrowser);

test("it opens without the server, and catches up", requires("chromium"), async (t) => {
  const data = scratchFolder();
  const first = await serve(t, { data });
  const { port } = first;
  const alice = await visitor(t, port, "alice", phone);
  await alice.enter();
  await alice.say("before");
  await alice.sees("before");
  await alice.page.locator("body").evaluate(async ({ ownerDocument }) => {
    await ownerDocument.defaultView?.navigator.serviceWorker.ready;
  });
  await first.stop("SIGKILL");
  await alice.page.reload();
  await alice.sees("before");
  await alice.say("typed without a server");
  await alice.page.locator(".pending", { hasText: "typed without" }).waitFor();
  await serve(t, { data, place: ["127.0.0.1", String(port)] });
  const irc = await ircPerson(t, port, "irc");
  irc.say("PRIVMSG #lobby :after");
  await alice.sees("after");
  await alice.sees("typed without a server");
  const texts = await alice.texts();
  for (const text of ["before", "after", "typed without a server"]) {
    assert.equal(texts.filter((each) => each === text).length, 1, texts.join("|"));
  }
  // Who goes out leaves nothing behind.
  await alice.say("/quit");
  await alice.page.locator("[name=nickname]").waitFor();
  const left = await alice.page
    .locator("body")
    .evaluate(({ ownerDocument }) =>
      ownerDocument.defaultView?.localStorage.getItem("banter-said"),
    );
  assert.equal(left, null);
});
