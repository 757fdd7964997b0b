/**
 * Browser: Debian's Chromium with our page in it: how soon it shows something, how soon a key, how
 * far it is behind what is said, and what it keeps. What runs in the page is text here.
 */
import { readFileSync } from "node:fs";
import type { Browser, CDPSession, Page } from "playwright-core";
import { launchChromium } from "../test/web/chromium.ts";
import { anywhere } from "./children.ts";

/** Through the entrance by itself, and when the first message has been painted. */
const enterByItself = (nick: string): string => `{
  let entered = false;
  const watch = new MutationObserver(() => {
    const name = document.querySelector("[name=nickname]");
    if (name !== null && !entered) {
      entered = true;
      name.value = ${JSON.stringify(nick)};
      name.dispatchEvent(new Event("input", { bubbles: true }));
      setTimeout(() => name.form.requestSubmit());
    }
    if (document.querySelector(".message") === null) return;
    watch.disconnect();
    afterPaint(() => (globalThis.firstMessageMs = performance.now()));
  });
  watch.observe(document, { childList: true, subtree: true });
}`;

/** After the frame that shows what has been done so far. */
const tools = `globalThis.afterPaint = (run) => requestAnimationFrame(() => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = run;
  port2.postMessage(0);
});
globalThis.keyMs = [];
addEventListener("keydown", ({ timeStamp }) => {
  afterPaint(() => keyMs.push(performance.now() - timeStamp));
}, true);
globalThis.behindMs = [];`;

/** How old the newest message on the page is; each says when it was sent: "at 1764…". */
const watchBehind = `globalThis.behind = setInterval(() => {
  const all = document.querySelectorAll(".messages .message .text");
  const at = / at (\\d+)/.exec(all[all.length - 1]?.textContent ?? "");
  if (at !== null) behindMs.push(Date.now() - Number(at[1]));
}, 50)`;

const { pid: own } = process;

export class Tab {
  readonly page: Page;
  readonly #inside: CDPSession;

  constructor(page: Page, inside: CDPSession) {
    this.page = page;
    this.#inside = inside;
  }

  /** From the address to the first message, in ms. */
  async firstMessage(): Promise<number> {
    await this.page.locator(".message").first().waitFor();
    return this.#number("new Promise((done) => afterPaint(() => done(firstMessageMs)))");
  }

  /** Types so many letters; gives from each key to the frame that shows it, in ms. */
  async typing(letters: string, everyMs: number): Promise<number[]> {
    const field = this.page.locator("#compose");
    await field.click();
    await this.page.evaluate("keyMs.length = 0");
    await field.pressSequentially(letters, { delay: everyMs });
    return this.#numbers("new Promise((done) => afterPaint(() => done(keyMs)))");
  }

  async watchBehind(): Promise<() => Promise<number[]>> {
    await this.page.evaluate(watchBehind);
    return async () => {
      await this.page.evaluate("clearInterval(behind)");
      return this.#numbers("behindMs.splice(0)");
    };
  }

  /** What scripts hold, after what nobody holds has been let go. */
  async heapMb(): Promise<number> {
    await this.#inside.send("HeapProfiler.collectGarbage");
    const { usedSize } = await this.#inside.send("Runtime.getHeapUsage");
    return usedSize / 1_000_000;
  }

  async #number(expression: string): Promise<number> {
    return Number(await this.page.evaluate(expression));
  }
  async #numbers(expression: string): Promise<number[]> {
    return ((await this.page.evaluate(expression)) as unknown[]).map(Number);
  }
}

export class Chromium {
  readonly #browser: Browser;

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  /** On any core: it is several processes. */
  static async launch(): Promise<Chromium> {
    return new Chromium(await anywhere(launchChromium));
  }

  /** A window of its own that has loaded nothing; whatever it opens, it goes in. */
  async tab(port: number, nick: string): Promise<Tab> {
    const context = await this.#browser.newContext({ baseURL: `http://127.0.0.1:${port}` });
    const page = await context.newPage();
    page.setDefaultTimeout(120_000);
    await page.addInitScript(`${tools}\n${enterByItself(nick)}`);
    return new Tab(page, await context.newCDPSession(page));
  }

  async open(port: number, nick: string, room: string): Promise<Tab> {
    const tab = await this.tab(port, nick);
    await tab.page.goto(`/#${room.slice(1)}`);
    return tab;
  }

  /** The process of the page alone (PSS): of what it shares with others, its part. */
  async memoryMb(): Promise<number> {
    const browser = await this.#browser.newBrowserCDPSession();
    const { processInfo } = await browser.send("SystemInfo.getProcessInfo");
    await browser.detach();
    const pages = processInfo.filter(({ type }) => type === "renderer").map(({ id }) => pssMb(id));
    return Math.max(...pages);
  }

  close(): Promise<void> {
    return this.#browser.close();
  }
}

function pssMb(pid: number): number {
  if (pid === own) return 0;
  const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1]) / 1_000;
}
