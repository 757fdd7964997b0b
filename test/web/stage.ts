/**
 * Stage: people in browsers at the real server. Each has a window of their own, and whatever a page
 * writes on its console, throws, or is refused by its policy fails the test.
 */
import assert from "node:assert/strict";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import type { Test } from "../process/banter.ts";
import { launchChromium } from "./chromium.ts";

export const desk = { viewport: { width: 1440, height: 900 } } as const;
export const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
} as const;

/** What a browser says itself while a server goes or is away, and of what a reload cuts short. */
const unreachable = new RegExp(
  [
    "WebSocket connection to '[^']+' failed",
    // The last: a socket opened beforehand, which the server has greeted as silent.
    "net::ERR_(?:CONNECTION_\\w+|EMPTY_RESPONSE|ABORTED|INVALID_HTTP_RESPONSE)",
    "error occurred when fetching the script",
    "^$",
  ].join("|"),
);

let opened: Promise<Browser> | undefined;

function browser(): Promise<Browser> {
  opened ??= launchChromium();
  return opened;
}

/** At the end of a file. */
export async function closeBrowser(): Promise<void> {
  await (await opened)?.close();
}

export class Visitor {
  readonly page: Page;
  readonly name: string;
  /** What the page complained of. */
  complaints: string[] = [];
  /** It is to complain: that is what the test is about. */
  provokes = false;

  constructor(page: Page, name: string) {
    this.page = page;
    this.name = name;
    page.setDefaultTimeout(20_000);
    page.on("console", (message) => {
      if (!unreachable.test(message.text())) this.complaints.push(message.text());
    });
    page.on("requestfailed", (request) => {
      const { errorText = "" } = request.failure() ?? {};
      if (!unreachable.test(errorText)) this.complaints.push(`${request.url()} ${errorText}`);
    });
    page.on("pageerror", ({ stack = "", message }) => {
      const words = stack || message;
      if (!unreachable.test(words)) this.complaints.push(words);
    });
  }

  /** Another tab of the same browser. */
  async nextTab(): Promise<Visitor> {
    const next = new Visitor(await this.page.context().newPage(), this.name);
    next.complaints = this.complaints;
    return next;
  }

  /** Through the entrance, into the room that the address names. */
  async enter(path = "/"): Promise<void> {
    await this.page.goto(path);
    await this.page.locator("[name=nickname]").fill(this.name);
    await this.page.keyboard.press("Enter");
    await this.page.locator("#compose").waitFor();
  }

  /** This browser has what one stays logged in by; the page says a little before that one is. */
  async staysLoggedIn(): Promise<void> {
    await this.page.waitForFunction(() => (localStorage.getItem("banter") ?? "").includes("bt_"));
  }

  /** In the dialog of the account, which is open. */
  async makesAccount(): Promise<void> {
    const dialog = this.page.getByRole("dialog");
    await dialog.getByLabel("Password").fill("correct horse");
    await dialog.getByRole("button", { name: "Make an account" }).last().click();
    await this.page.getByText(`Logged in as ${this.name}`).first().waitFor();
    await this.staysLoggedIn();
  }

  /** From now on the lines that match do not reach the page. */
  async misses(lines: RegExp): Promise<void> {
    await this.page.routeWebSocket(/./, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((line) => {
        if (!lines.test(String(line))) socket.send(line);
      });
    });
  }

  async say(text: string): Promise<void> {
    await this.page.locator("#compose").fill(text);
    await this.page.locator("#compose").press("Enter");
  }

  /** A message that has been said, and is no longer on its way. */
  message(text: string) {
    return this.page.locator(".message:not(.pending)", { hasText: text });
  }

  async sees(text: string): Promise<void> {
    await this.message(text).first().waitFor();
  }

  /** What can be done with a message. */
  async tool(text: string, words: string): Promise<void> {
    await this.message(text).hover();
    await this.message(text).getByRole("button", { name: words, exact: true }).click();
  }

  /** The messages that stand there, in order. */
  async texts(): Promise<string[]> {
    return this.page.locator(".message .text").allInnerTexts();
  }
}

export async function visitor(
  t: Test,
  port: number,
  name: string,
  options: BrowserContextOptions = desk,
): Promise<Visitor> {
  const context = await (
    await browser()
  ).newContext({ baseURL: `http://127.0.0.1:${port}`, locale: "en-GB", ...options });
  const guest = new Visitor(await context.newPage(), name);
  t.after(async () => {
    await context.close();
    if (!guest.provokes) assert.deepEqual(guest.complaints, [], `on ${name}'s console`);
  });
  return guest;
}
