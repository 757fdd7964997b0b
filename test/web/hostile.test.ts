/** Hostile content: whatever somebody says or sets is shown as text, and breaks no page. */
import assert from "node:assert/strict";
import { after, test } from "node:test";
import { serve } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { requires } from "../requires.ts";
import { closeBrowser, visitor } from "./stage.ts";

after(closeBrowser);

const payloads = [
  "<script>window.hacked = 1</script>",
  '<img src=x onerror="window.hacked = 1">',
  '"><svg onload=window.hacked=1>',
  "<iframe srcdoc='<script>parent.hacked=1</script>'></iframe>",
  "&lt;b&gt; &#x3c;script&#x3e; &amp;",
  "javascript:window.hacked=1 data:text/html,<script>1</script>",
  'http://a.example/"onmouseover="window.hacked=1',
  "https://a.example/<script>window.hacked=1</script>",
  "{{constructor.constructor('window.hacked=1')()}} ${window.hacked=1}",
  "\u202Egnp.exe \u2066\u202Ereversed \u2067and never closed",
  "a\u200B\u200C\u200D\u2060\uFEFFb and n\u0336\u0489o\u0336",
  `Z${"\u0300\u0301\u0302\u0303\u0336\u0489".repeat(12)}algo`,
  "W".repeat(300),
  `https://a.example/${"x".repeat(280)}`,
  "\x02\x1d\x1f\x1e\x11\x16never closed \x0399,99colour \x04FFFFFFhex",
  "\u0007\u0001\u001b[31mred\u001b]0;title\u0007",
  "﷽".repeat(30),
  "👩‍👩‍👧‍👦🏴‍☠️\u{E0041}\u{E007F}\u{10FFFF}",
  "```\nnever closed <b>",
];

test("in every field that others can set", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const eve = await ircPerson(t, port, "eve", { caps: "message-tags" });
  const alice = await visitor(t, port, "alice", { viewport: { width: 320, height: 640 } });
  alice.page.on("dialog", () => assert.fail("a dialog was opened"));
  await alice.enter();
  for (const [at, payload] of payloads.entries()) {
    const [line = ""] = payload.split("\n");
    eve.say(
      `PRIVMSG #lobby :${line} end${at}`,
      `NOTICE #lobby :${line}`,
      `PRIVMSG #lobby :\x01ACTION ${line}\x01`,
      `TOPIC #lobby :${line}`,
      `AWAY :${line}`,
      `SETNAME :${line}`,
      `PRIVMSG alice :${line}`,
    );
    await eve.fence();
    const row = alice.page.locator(".message:not(.pending)", { hasText: `end${at}` });
    await row.waitFor();
    const id = await row.getAttribute("data-id");
    const value = line.replaceAll(/[;\\ \r\n]/g, "_").slice(0, 40);
    eve.say(`@+draft/reply=${id};+draft/react=${value} TAGMSG #lobby`);
    await eve.fence();
    await row.locator(".reaction").waitFor();
    if (!/[\p{Cc}\p{M}\p{Cf}]/u.test(payload) && !payload.includes("```")) {
      assert.ok((await row.innerText()).includes(line.slice(0, 60)), `${payload} is shown whole`);
    }
  }
  eve.say("NICK \u202Eeve");
  eve.say(`PART #lobby :${payloads[0]}`);
  await alice.page.getByText(/ left/).waitFor();

  const { found, width } = await alice.page.evaluate(() => {
    const page = globalThis as unknown as {
      hacked?: number;
      document: { querySelectorAll(s: string): { length: number }; body: { scrollWidth: number } };
    };
    const strangers = page.document.querySelectorAll(
      "#app script, #app img, #app iframe, #app object, #app [onload], #app [onerror], " +
        "#app [onmouseover], #app a[href^='javascript'], #app a[href^='data']",
    );
    return { found: strangers.length + (page.hacked ?? 0), width: page.document.body.scrollWidth };
  });
  assert.equal(found, 0, "something was taken for more than text");
  assert.ok(width <= 320, `the page is ${width} wide`);
  // What she said in private stands with her, and her page opens.
  await alice.page.getByRole("button", { name: "Rooms and conversations" }).click();
  await alice.page
    .getByRole("dialog")
    .getByRole("button", { name: /^.?eve/ })
    .first()
    .click();
  await alice.page.locator(".title").click();
  await alice.page.getByRole("dialog").waitFor();
});
