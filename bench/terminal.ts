/**
 * Terminal: our full-screen client and weechat, in a terminal of 120 × 40 at our server: what a
 * busy room costs them, how soon a key is seen, how they start, and how they remember.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type Client, clients, missing, room, size } from "./clients.ts";
import { fillHistory } from "./kept.ts";
import type { Lines } from "./lines.ts";
import type { Pane } from "./pane.ts";
import { type Measurement, median, newFolder, orWords, type Plan, quantile } from "./rounds.ts";
import { type Maker, serve } from "./servers.ts";
import { speak, talker } from "./talkers.ts";
import { atMost, type Column, type Row, rowsOf, type Value } from "./table.ts";

const ratesWithTargets = [
  [10, 5],
  [100, 8],
  [1_000, 15],
] as const;
const speakers = 8;
const keys = 150;
const keyEveryMs = 40;
/** Letters that nobody says: when one is drawn, its key has been. A line of one, then of the other,
 * so that each changes what stands there. */
const letters = ["Ж", "Щ"] as const;
const perLine = 30;
/** Before anything is said. */
const starts = 5;

/** Drawn with the first whole screen, of which the line to type on is the last. */
const whole = "│";
/** Both say it of who comes into the room. */
const joined = "joined";

const words = "the quick brown fox jumps over the lazy dog while nobody looks at the moon".split(
  " ",
);

const textOf = (said: number): string => `${said} ${words.slice(0, 4 + (said % 12)).join(" ")}`;

async function open(client: Client, port: number, folder: string, nick: string): Promise<Pane> {
  mkdirSync(folder, { recursive: true });
  const pane = client(port, nick, folder, "server's core");
  await pane.starts(whole);
  // Until it is in the room: what is said there is drawn.
  if (!(await pane.draws(room))) throw new Error("it did not come into the room");
  return pane;
}

/** From the key to its letter, in ms, while so much is said. */
async function keyLatency(pane: Pane): Promise<number[]> {
  const found: number[] = [];
  for (let n = 0; n < keys; n += 1) {
    const letter = letters[Math.floor(n / perLine) % 2] ?? letters[0];
    if (n % perLine === 0) pane.key("C-u");
    await sleep(keyEveryMs);
    pane.forget();
    const began = performance.now();
    pane.key(letter);
    if (!(await pane.draws(letter, 5_000))) throw new Error("a key was not drawn");
    found.push(performance.now() - began);
  }
  return found;
}

interface Figures {
  /** Until one can type, and until the room is there. */
  starts: { screen: number; room: number }[];
  cpu: Map<number, number[]>;
  bytes: Map<number, number[]>;
  keys: number[];
}

/** With the machine to itself, as a person has it who starts it. */
async function begin(plan: Plan, port: number, client: Client, figures: Figures): Promise<void> {
  const folder = newFolder(plan, "client");
  mkdirSync(folder, { recursive: true });
  const pane = client(port, "starter", folder, "anywhere");
  try {
    figures.starts.push({ screen: await pane.starts(whole), room: await pane.starts(joined) });
  } finally {
    pane.close();
  }
}

async function busy(plan: Plan, port: number, client: Client, figures: Figures): Promise<void> {
  const people: Lines[] = [];
  for (let n = 0; n < speakers; n += 1) people.push(await talker(port, `talker${n}`, room));
  const pane = await open(client, port, newFolder(plan, "client"), "reader");
  try {
    for (const [rate] of ratesWithTargets) {
      const stop = speak(people, room, rate, textOf);
      await sleep(plan.warm * 500);
      const cost = pane.measure();
      await sleep(plan.seconds * 1_000);
      const { cpu, bytes } = cost();
      stop();
      figures.cpu.set(rate, [...(figures.cpu.get(rate) ?? []), cpu]);
      figures.bytes.set(rate, [...(figures.bytes.get(rate) ?? []), bytes / 1_000]);
    }
    const stop = speak(people, room, 100, textOf);
    figures.keys.push(...(await keyLatency(pane)));
    stop();
  } finally {
    pane.close();
    for (const each of people) each.close();
  }
}

/** Scrolled through to the first message; weechat hears all of them said, and keeps them. */
async function remembers(
  plan: Plan,
  maker: Maker,
  [name, client]: (typeof clients)[number],
  count: number,
): Promise<Value> {
  const folder = newFolder(plan, "remembers");
  if (name === "banter") fillHistory(join(folder, "data"), { channel: room, count });
  const server = await serve(maker, folder);
  const pane = await open(client, server.port, join(folder, "client"), "reader");
  try {
    if (name === "banter") await readBack(pane, count);
    else await sayAll(pane, server.port, count);
    return pane.memoryMb;
  } finally {
    pane.close();
    await server.child.stop();
  }
}

async function readBack(pane: Pane, count: number): Promise<void> {
  const pages = (count / (size[1] - 6)) * 4;
  for (let page = 0; page < pages; page += 1) {
    pane.forget();
    pane.key("PageUp");
    // A page is drawn, or the server still looks for it.
    await pane.draws("\\033[", 50);
    if (await pane.draws("begins", 0)) return;
  }
  throw new Error("the beginning was not reached");
}

async function sayAll(pane: Pane, port: number, count: number): Promise<void> {
  const lines = await talker(port, "talker", room);
  const burst = 1_000;
  for (let said = 0; said < count; said += burst) {
    const all = Array.from({ length: burst }, (_, n) => {
      return `PRIVMSG ${room} :${said + n} ${words.slice(0, 4 + (n % 12)).join(" ")}`;
    });
    lines.send(...all, "PING fence");
    await lines.until((line) => / PONG .*fence/.test(line));
  }
  lines.send(`PRIVMSG ${room} :and ${letters[0]}`);
  if (!(await pane.draws(letters[0], 60_000))) throw new Error("not all of it was read");
  lines.close();
}

async function measure(plan: Plan, maker: Maker): Promise<Row[]> {
  const found = new Map<Column, Figures | string>();
  for (const [name] of clients) {
    const none = { starts: [], cpu: new Map(), bytes: new Map(), keys: [] };
    found.set(name, missing(name) ?? none);
  }
  const server = await serve(maker, newFolder(plan, "terminal"));
  try {
    const turns = [...Array(starts).fill(begin), ...Array(plan.rounds).fill(busy)];
    for (const work of turns as (typeof begin)[]) {
      for (const [name, client] of clients) {
        const figures = found.get(name);
        if (figures === undefined || typeof figures === "string") continue;
        const trouble = await orWords(() => work(plan, server.port, client, figures));
        if (typeof trouble === "string") found.set(name, trouble);
      }
    }
  } finally {
    await server.child.stop();
  }
  const of = (value: (figures: Figures) => number): Row["values"] =>
    Object.fromEntries(
      [...found].map(([name, each]) => [name, typeof each === "string" ? each : value(each)]),
    );
  const row = rowsOf("terminal");
  const room100 = "key to screen at 100 messages/s";
  return [
    ...ratesWithTargets.flatMap(([rate, most]) => [
      row(
        `CPU at ${rate} messages/s`,
        "% of a core",
        of(({ cpu }) => median(cpu.get(rate) ?? [])),
        "less",
        atMost(most),
      ),
      row(
        `written at ${rate} messages/s`,
        "kB/s",
        of(({ bytes }) => median(bytes.get(rate) ?? [])),
        "less",
      ),
    ]),
    row(
      `${room100}, p50`,
      "ms",
      of((each) => quantile(each.keys, 0.5)),
      "less",
    ),
    row(
      `${room100}, p99`,
      "ms",
      of((each) => quantile(each.keys, 0.99)),
      "less",
      atMost(20),
    ),
    row(
      "start to first screen",
      "ms",
      of((each) => median(each.starts.map(({ screen }) => screen))),
      "less",
      atMost(300),
    ),
    row(
      "start to the room",
      "ms",
      of((each) => median(each.starts.map((start) => start.room))),
      "less",
    ),
  ];
}

async function memory(plan: Plan, maker: Maker): Promise<Row> {
  const count = plan.quick ? 20_000 : 100_000;
  const values: Row["values"] = {};
  for (const each of clients) {
    const [name] = each;
    values[name] = missing(name) ?? (await orWords(() => remembers(plan, maker, each, count)));
  }
  const what = `memory with ${count.toLocaleString("en")} messages scrolled`;
  return rowsOf("terminal")(what, "MB", values, "less", atMost(150));
}

export const terminal: Measurement = {
  name: "terminal",
  async run(plan) {
    const maker = plan.makers.find((one) => one.name === "banter");
    if (!maker) return [];
    plan.say(`terminal: our client and weechat in tmux, ${size.join(" × ")}`);
    const none = spawnSync("tmux", ["-V"]).error ? "tmux is not installed" : maker.missing();
    if (none !== undefined) return [rowsOf("terminal")("terminal", "", { banter: none })];
    return [...(await measure(plan, maker)), await memory(plan, maker)];
  },
};
