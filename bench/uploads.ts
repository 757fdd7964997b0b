/**
 * Uploads: twenty files at once: how fast they come in, what they cost the server's memory, and
 * how long meanwhile a word takes from one person to another.
 */
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Lines } from "./lines.ts";
import { type Measurement, newFolder, orWords, type Plan, quantile } from "./rounds.ts";
import { type Maker, serve, type Server } from "./servers.ts";
import { talker } from "./talkers.ts";
import { atMost, type Row, rowsOf, type Target } from "./table.ts";

const atOnce = 20;
const bytesEach = 9_000_000;
/** The server takes six at once of one person. */
const perPerson = 5;
const room = "#uploads";

const row = (what: string, unit: string, value: number | string, ...targets: Target[]): Row =>
  rowsOf("uploads")(what, unit, { banter: value }, "less", ...targets);

async function tokenOf(lines: Lines): Promise<string> {
  lines.send("TOKEN GENERATE FILEHOST");
  const read = await lines.until((line) => line.includes("TOKEN GENERATE FILEHOST"));
  return read?.at(-1)?.split(" ").at(-1)?.replace(/^:/, "") ?? "";
}

async function upload(port: number, token: string, body: Uint8Array<ArrayBuffer>): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}/files`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}` },
    body,
  });
  if (answer.status !== 201) throw new Error(`an upload was answered ${answer.status}`);
}

const memoryMb = ({ child }: Server): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1]) / 1_000;

/** One says a word, the other hears it, again and again until the work is done. */
async function wordsDuring(one: Lines, other: Lines, work: Promise<unknown>, look: () => void) {
  const waits: number[] = [];
  let done = false;
  const ending = work.finally(() => (done = true));
  ending.catch(() => {}); // told when it is waited for
  for (let n = 0; !done; n += 1) {
    const began = performance.now();
    one.send(`PRIVMSG ${room} :word ${n}`);
    if (!(await other.until((line) => line.endsWith(`:word ${n}`)))) throw new Error("not heard");
    waits.push(performance.now() - began);
    look();
  }
  await ending;
  return waits;
}

async function measure(plan: Plan, maker: Maker): Promise<Row[]> {
  const server = await serve(maker, newFolder(plan, "uploads"));
  const people: Lines[] = [];
  try {
    for (let n = 0; n < atOnce / perPerson + 2; n += 1)
      people.push(await talker(server.port, `person${n}`, room));
    const [one, other, ...senders] = people;
    if (!one || !other) return [];
    const tokens = await Promise.all(senders.map(tokenOf));
    const bodies = Array.from({ length: atOnce }, () => randomBytes(bytesEach));
    const before = memoryMb(server);
    let most = before;
    const began = performance.now();
    const sent = bodies.map((body, n) =>
      upload(server.port, tokens[n % tokens.length] ?? "", new Uint8Array(body)),
    );
    let seconds = 0;
    const all = Promise.all(sent).then(() => (seconds = (performance.now() - began) / 1_000));
    const look = (): void => void (most = Math.max(most, memoryMb(server)));
    const waits = await wordsDuring(one, other, all, look);
    const what = `with ${atOnce} uploads at once`;
    const megabytes = (atOnce * bytesEach) / 1_000_000;
    return [
      rowsOf("uploads")(`taken ${what}`, "MB/s", { banter: megabytes / seconds }, "more"),
      row(`memory grown ${what}, ${megabytes} MB`, "MB", most - before, atMost(120)),
      row(`a word to another ${what}, p50`, "ms", quantile(waits, 0.5)),
      row(`a word to another ${what}, p99`, "ms", quantile(waits, 0.99)),
    ];
  } finally {
    for (const each of people) each.close();
    await server.child.stop();
  }
}

export const uploads: Measurement = {
  name: "uploads",
  async run(plan) {
    const maker = plan.makers.find((one) => one.name === "banter");
    if (!maker) return [];
    plan.say(`uploads: ${atOnce} at once`);
    const found = maker.missing() ?? (await orWords(() => measure(plan, maker)));
    return typeof found === "string" ? [row("uploads", "", found)] : found;
  },
};
