/** Everybody: a browser, weechat and nc in one room read the same, whoever says it. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { weechat } from "../clients/irc-clients.ts";
import { netcat } from "../clients/others.ts";
import { serve } from "../process/banter.ts";
import { requires } from "../requires.ts";
import { closeBrowser, visitor } from "./stage.ts";

after(closeBrowser);

const needs = requires("chromium", "weechat", "tmux", "nc");

test("a browser, weechat and nc", { ...needs, timeout: 180_000 }, async (t) => {
  const { port } = await serve(t);
  const nan = await netcat(t, port, "nan");
  const wim = await weechat.open(t, { port, nick: "wim" });
  await wim.shows(weechat.entered);
  await wim.type(weechat.toRoom("#lobby"));
  const alice = await visitor(t, port, "alice");
  await alice.enter();
  await wim.shows(/alice/);

  await alice.say("from the *browser* 😀");
  await wim.shows(weechat.said("alice", "from the browser 😀"));
  await nan.out.until(/<alice> from the \S*browser\S* 😀\n/);
  await wim.type("from weechat, añ日");
  await alice.sees("from weechat, añ日");
  await nan.out.until(/<wim> from weechat, añ日\n/);
  nan.child.stdin?.write("from <b>nc</b>\n");
  await alice.sees("from <b>nc</b>");
  await wim.shows(weechat.said("nan", "from <b>nc</b>"));
  await wim.type("/me waves");
  await alice.page.locator(".message.action", { hasText: "waves" }).waitFor();
  await nan.out.until(/\* wim waves\n/);
  nan.child.stdin?.write("/topic What we talk about\n");
  await wim.shows(/What we talk about/);
  await alice.page.locator(".room-header", { hasText: "What we talk about" }).waitFor();
  await alice.say("one line\nand another");
  await wim.shows(/and another/);
  await nan.out.until(/and another\n/);
  assert.deepEqual((await alice.texts()).slice(0, 3), [
    "from the browser 😀",
    "from weechat, añ日",
    "from <b>nc</b>",
  ]);
});
