/** Bundle: what a browser has to load until the first message is on the page is small enough for a
 * phone on a bad line. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { watchLoading } from "./loading.ts";
import { closeBrowser, visitor } from "./stage.ts";

after(closeBrowser);

const bytesMax = 60_000;

test("60 kB to the first message", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const irc = await ircPerson(t, port, "irc");
  irc.say("PRIVMSG #lobby :the first message");
  await irc.fence();
  const alice = await visitor(t, port, "alice");
  // On a slow phone much can come between two drawings.
  const devtools = await alice.page.context().newCDPSession(alice.page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 15 });
  const loaded = await watchLoading(alice.page);
  await alice.enter();
  await alice.sees("the first message");
  const { bytes, told, later } = await loaded();
  t.diagnostic(told);
  assert.match(told, /\.css \d+.*\.js \d+/);
  assert.ok(later > 0, "everything came before the first message");
  assert.ok(bytes < bytesMax, told);
});
