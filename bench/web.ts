/**
 * Web: our page in Chromium: what it loads, how soon it shows the first message, how it keeps up
 * with a busy room and with somebody who types, and what it keeps after a long look back.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { programPath } from "../test/requires.ts";
import { watchLoading } from "../test/web/loading.ts";
import { Chromium, type Tab } from "./browser.ts";
import { fillHistory } from "./kept.ts";
import type { Lines } from "./lines.ts";
import { type Measurement, median, newFolder, orWords, type Plan, quantile } from "./rounds.ts";
import { type Maker, serve } from "./servers.ts";
import { speak, talker } from "./talkers.ts";
import { atMost, type Row, rowsOf, type Target } from "./table.ts";

const room = "#busy";
const rate = 1_000;
const speakers = 8;
const sentence = "the quick brown fox jumps over the lazy dog ".repeat(3);
const keyEveryMs = 40;

const row = (what: string, unit: string, value: number | string, ...targets: Target[]): Row =>
  rowsOf("web")(what, unit, { banter: value }, "less", ...targets);

/** When it was said stands in it. */
const textOf = (said: number): string =>
  `${said} at ${Date.now()} ${sentence.slice(0, 20 + (said % 60))}`;

/** Each time as if for the first. */
async function first(plan: Plan, browser: Chromium, port: number): Promise<Row[]> {
  const times: number[] = [];
  for (let n = 0; n < (plan.quick ? 3 : 7); n += 1) {
    const tab = await browser.open(port, `cold${n}`, room);
    times.push(await tab.firstMessage());
    await tab.page.context().close();
  }
  // The very first has started the browser's own parts, too.
  return [
    row("first message, nothing loaded yet", "ms", median(times), atMost(1_000)),
    row("the same, the slowest", "ms", Math.max(...times)),
  ];
}

async function busy(plan: Plan, tab: Tab, people: readonly Lines[]): Promise<Row[]> {
  const stop = speak(people, room, rate, textOf);
  await sleep(plan.warm * 500);
  const watched = await tab.watchBehind();
  const keys = await tab.typing(sentence.slice(0, plan.quick ? 60 : 130), keyEveryMs);
  await sleep(plan.seconds * 1_000);
  const behind = await watched();
  stop();
  const at = `at ${rate.toLocaleString("en")} messages/s`;
  return [
    row(`key to screen ${at}, p50`, "ms", quantile(keys, 0.5)),
    row(`key to screen ${at}, p99`, "ms", quantile(keys, 0.99), atMost(50)),
    row(`the page is behind ${at}, p50`, "ms", quantile(behind, 0.5)),
    row(`the page is behind ${at}, p99`, "ms", quantile(behind, 0.99), atMost(500)),
  ];
}

async function loading(browser: Chromium, port: number): Promise<Row> {
  const { page } = await browser.tab(port, "loader");
  const loaded = await watchLoading(page);
  await page.goto(`/#${room.slice(1)}`);
  await page.locator(".message").first().waitFor();
  const { bytes } = await loaded();
  await page.context().close();
  return row("loaded to the first message, gzip", "kB", bytes / 1_000, atMost(60));
}

/** To the first message of so many, by the wheel. */
async function lookBack(tab: Tab): Promise<void> {
  const { page } = tab;
  await page.locator(".log").hover();
  const top = page.locator(".messages > :nth-child(1 of .message)");
  const began = page.locator(".beginning:not(.waiting)");
  while (!(await began.isVisible())) {
    const key = await top.getAttribute("data-key");
    await page.mouse.wheel(0, -100_000);
    const other = page.locator(`.messages > :nth-child(1 of .message):not([data-key="${key}"])`);
    await other.or(began).first().waitFor();
  }
}

async function memory(plan: Plan, maker: Maker): Promise<Row[]> {
  const count = plan.quick ? 20_000 : 100_000;
  const folder = newFolder(plan, "web-memory");
  fillHistory(join(folder, "data"), { channel: room, count });
  const server = await serve(maker, folder);
  const browser = await Chromium.launch();
  try {
    const tab = await browser.open(server.port, "reader", room);
    await tab.firstMessage();
    await lookBack(tab);
    const what = `with ${count.toLocaleString("en")} messages scrolled`;
    return [
      row(`the page's process ${what}`, "MB", await browser.memoryMb(), atMost(300)),
      row(`the page's JavaScript heap ${what}`, "MB", await tab.heapMb(), atMost(300)),
    ];
  } finally {
    await browser.close();
    await server.child.stop();
  }
}

async function measure(plan: Plan, maker: Maker): Promise<Row[]> {
  const folder = newFolder(plan, "web");
  fillHistory(join(folder, "data"), { channel: room, count: 1_000 });
  const server = await serve(maker, folder);
  const browser = await Chromium.launch();
  const people: Lines[] = [];
  try {
    const rows = [
      await loading(browser, server.port),
      ...(await first(plan, browser, server.port)),
    ];
    for (let n = 0; n < speakers; n += 1)
      people.push(await talker(server.port, `talker${n}`, room));
    const tab = await browser.open(server.port, "typist", room);
    await tab.firstMessage();
    return [...rows, ...(await busy(plan, tab, people))];
  } finally {
    for (const each of people) each.close();
    await browser.close();
    await server.child.stop();
  }
}

export const web: Measurement = {
  name: "web",
  async run(plan) {
    const maker = plan.makers.find((one) => one.name === "banter");
    if (!maker) return [];
    plan.say("web: our page in Chromium");
    const missing =
      programPath("chromium") === undefined ? "chromium is not installed" : maker.missing();
    if (missing !== undefined) return [row("web", "", missing)];
    const rows: Row[] = [];
    for (const part of [measure, memory]) {
      const found = await orWords(() => part(plan, maker));
      rows.push(...(typeof found === "string" ? [row("web", "", found)] : found));
    }
    return rows;
  },
};
