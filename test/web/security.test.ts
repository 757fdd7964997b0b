/** Security in a real browser: what is uploaded never runs, however it is opened; the page runs
 * nothing but its own files; pages of other origins do not get in. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, test } from "node:test";
import type { Page } from "playwright-core";
import { serve, type Test } from "../process/banter.ts";
import { ircPerson } from "../process/person.ts";
import { picture } from "../pictures.ts";
import { requires } from "../requires.ts";
import { closeBrowser, desk, visitor } from "./stage.ts";

after(closeBrowser);

/** Should it run anywhere, somebody is told. */
const run = "try{fetch('/hacked')}catch(e){};console.log('hacked');try{top.hacked=1}catch(e){}";
const html = `<!doctype html><html><body><script>${run}</script><img src=x onerror="${run}">`;
const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"><script>${run}</script></svg>`;
const behind = (kind: "png" | "gif" | "jpg" | "webp"): Buffer =>
  Buffer.concat([picture(kind, 1, 1), Buffer.from(html)]);

const files: readonly (readonly [name: string, body: Buffer])[] = [
  ["page.png", Buffer.from(html)],
  ["page.html", Buffer.from(html)],
  ["page.htm", Buffer.from(`\n\n\ufeff${html}`)],
  ["page.xhtml", Buffer.from(`<html xmlns="http://www.w3.org/1999/xhtml">${svg}</html>`)],
  ["page.xml", Buffer.from(`<?xml version="1.0"?><?xml-stylesheet href="#a"?>${svg}`)],
  ["drawing.svg", Buffer.from(svg)],
  ["drawing.png", Buffer.from(`<?xml version="1.0"?>${svg}`)],
  ["script.js", Buffer.from(run)],
  ["script.mjs", Buffer.from(run)],
  ["words.txt", Buffer.from(html)],
  ["words.json", Buffer.from(`{"a":"${html.replaceAll('"', "'")}"}`)],
  ["polyglot.png", behind("png")],
  ["polyglot.html", behind("gif")],
  ["polyglot.js", Buffer.from(`GIF89a/*${"\0".repeat(20)}*/=1;${run}`)],
  ["polyglot.jpg", behind("jpg")],
  ["polyglot.webp", behind("webp")],
  ["wide.html", Buffer.from(`\ufeff${html}`, "utf16le")],
  ["seven.html", Buffer.from("+ADw-script+AD4-fetch('/hacked')+ADw-/script+AD4-")],
  ["paper.pdf", Buffer.from(`%PDF-1.7\n/OpenAction << /JS (${run}) >>`)],
  ["mail.mht", Buffer.from(`MIME-Version: 1.0\nContent-Type: text/html\n\n${html}`)],
  ["style.css", Buffer.from(`@import "/hacked"; body { background: url(/hacked) }`)],
];

/** Whatever a page could do with an address. */
const uses = (address: string): string => `(async () => {
  const at = ${JSON.stringify(address)};
  const loads = ["script", "module", "img", "iframe", "object", "embed", "link", "video"].map(
    (kind) => new Promise((resolve) => {
      const element = document.createElement(kind === "module" ? "script" : kind);
      if (kind === "module") element.type = "module";
      if (kind === "link") element.rel = "stylesheet";
      element.onload = element.onerror = resolve;
      setTimeout(resolve, 2000);
      element[kind === "object" ? "data" : kind === "link" ? "href" : "src"] = at;
      document.body.append(element);
    }),
  );
  loads.push(import(at).catch(() => 0));
  loads.push(new Promise((resolve) => {
    const worker = new Worker(at);
    worker.onerror = resolve;
    setTimeout(resolve, 500);
  }));
  loads.push(navigator.serviceWorker.register(at).catch(() => 0));
  await Promise.all(loads);
})()`;

/** What gives away that something has run. */
function watched(page: Page): () => Promise<string[]> {
  const seen: string[] = [];
  const context = page.context();
  context.on("request", (request) => {
    if (new URL(request.url()).pathname === "/hacked") seen.push("asked for /hacked");
  });
  context.on("console", (message) => {
    if (message.text() === "hacked") seen.push("it wrote on the console");
  });
  return async () => {
    const top = await page.evaluate("globalThis.hacked ?? 0");
    return top === 0 ? seen : [...seen, "it reached the page"];
  };
}

async function uploadAll(t: Test, port: number): Promise<string[]> {
  const eve = await ircPerson(t, port, "eve");
  eve.say("TOKEN GENERATE FILEHOST");
  const [, token = ""] = await eve.hears(/.*TOKEN GENERATE FILEHOST \/files :?(\S+)/);
  const places: string[] = [];
  for (const [name, body] of files) {
    const answer = await fetch(`http://127.0.0.1:${port}/files`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${token}`,
        "content-disposition": `attachment; filename="${name}"`,
        "content-type": "text/html",
      },
      body: new Uint8Array(body),
    });
    assert.equal(answer.status, 201, `${name}: ${await answer.text()}`);
    places.push((answer.headers.get("location") ?? "").replace(/#.*/, ""));
  }
  return places;
}

test("what is uploaded never runs", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const places = await uploadAll(t, port);
  // Not even where nothing but the answers' own headers holds it back.
  const alice = await visitor(t, port, "alice", { ...desk, bypassCSP: true });
  alice.provokes = true;
  await alice.page.goto("/join");
  const ran = watched(alice.page);
  for (const place of places) {
    // What is for download goes nowhere.
    await alice.page.goto(place).catch(() => undefined);
    assert.deepEqual(await ran(), [], `opened: ${place}`);
  }
  await alice.page.goto("/join");
  await Promise.all(places.map((place) => alice.page.evaluate(uses(place))));
  assert.deepEqual(await ran(), []);
  // The same, served as what it would like to be, does run: so that is how one would see it.
  await alice.page.route("**/control", (route) =>
    route.fulfill({ contentType: "text/html", body: html }),
  );
  await alice.page.goto("/control");
  assert.ok((await ran()).length >= 2);
});

/** What the policy of the page has to refuse, each by the directive that does. */
const attempts = `(async () => {
  const refused = new Set();
  document.addEventListener("securitypolicyviolation", (event) => {
    refused.add(event.effectiveDirective);
  });
  // Not in the breath of whoever debugs the page, who may do all.
  await new Promise((resolve) => setTimeout(resolve));
  const told = async (directive) => {
    for (let n = 0; n < 100 && !refused.has(directive); n += 1)
      await new Promise((resolve) => setTimeout(resolve, 50));
  };
  const tried = (work) => { try { work(); } catch {} };
  const add = (name, properties, attributes = {}) => tried(() => {
    const element = Object.assign(document.createElement(name), properties);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    document.body.append(element);
    if (name === "form") element.submit();
    if (name === "button") element.click();
  });
  tried(() => eval("globalThis.hacked = 1"));
  tried(() => { document.querySelector("#app").innerHTML = "<img src=x>"; });
  tried(() => globalThis.trustedTypes.createPolicy("other", {}));
  add("script", { textContent: "globalThis.hacked = 1" });
  add("button", {}, { onclick: "globalThis.hacked = 1" });
  add("p", {}, { style: "color: red" });
  add("style", { textContent: "body { color: red }" });
  add("img", { src: "http://127.0.0.2:1/x.png" });
  add("iframe", { src: "/join" });
  add("base", { href: "http://127.0.0.2:1/" });
  add("form", { action: "http://127.0.0.2:1/", method: "post" });
  await fetch("http://127.0.0.2:1/").catch(() => 0);
  await told("form-action");
  tried(() => { location.href = "javascript:globalThis.hacked=1"; });
  await told("script-src-elem");
  return [...refused, ...(globalThis.hacked === undefined ? [] : ["it ran"])].sort();
})()`;

test(
  "the page runs nothing but its own files, and keeps no cookie",
  requires("chromium"),
  async (t) => {
    const { port } = await serve(t);
    const alice = await visitor(t, port, "alice");
    const cookies: string[] = [];
    alice.page.on("response", (response) => {
      if (response.headers()["set-cookie"] !== undefined) cookies.push(response.url());
    });
    await alice.enter();
    await alice.say("here");
    await alice.sees("here");
    assert.deepEqual(cookies, []);
    assert.deepEqual(await alice.page.context().cookies(), []);
    assert.deepEqual(alice.complaints, []);
    alice.provokes = true;
    assert.deepEqual(await alice.page.evaluate(attempts), [
      "base-uri",
      "connect-src",
      "form-action",
      "frame-src",
      "img-src",
      "require-trusted-types-for",
      "script-src-elem",
      "style-src-attr",
      "style-src-elem",
      "trusted-types",
    ]);
  },
);

test("a page of another origin does not get in", requires("chromium"), async (t) => {
  const { port } = await serve(t);
  const other = createServer((_request, response) => {
    response.setHeader("Content-Type", "text/html").end("<title>elsewhere</title>");
  });
  other.listen(0, "127.0.0.1");
  await once(other, "listening");
  t.after(() => other.close());
  const eve = await visitor(t, (other.address() as AddressInfo).port, "eve");
  eve.provokes = true;
  await eve.page.goto("/");
  const connect = `new Promise((resolve) => {
    const socket = new WebSocket("ws://127.0.0.1:${port}/", ["text.ircv3.net"]);
    socket.onopen = () => resolve("in");
    socket.onerror = () => resolve("refused");
  })`;
  assert.equal(await eve.page.evaluate(connect), "refused");
  const read = `fetch("http://127.0.0.1:${port}/").then(() => "read", () => "refused")`;
  assert.equal(await eve.page.evaluate(read), "refused");
  const framed = `new Promise((resolve) => {
    const frame = document.createElement("iframe");
    frame.onload = () => resolve(frame.contentDocument === null ? "refused" : "empty");
    frame.src = "http://127.0.0.1:${port}/";
    document.body.append(frame);
  })`;
  assert.equal(await eve.page.evaluate(framed), "refused");
  assert.ok(
    eve.complaints.some((each) => each.includes("frame-ancestors")),
    eve.complaints.join(),
  );
  // Of its own it does.
  const alice = await visitor(t, port, "alice");
  await alice.page.goto("/");
  assert.equal(await alice.page.evaluate(connect), "in");
});
