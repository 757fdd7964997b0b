/**
 * Bench: the real server under load, beside a bare epoll loop and other chat servers, in one run.
 * `npm run bench -- [--json] [--quick] [--only NAME] [--servers A,B] [--seconds N] [--rounds N]`
 * Only loopback is loaded. Trust the ratios of one run, not figures of two.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { build } from "./build.ts";
import { endAllAtExit, pinned, placeSelf } from "./children.ts";
import { measurements } from "./measurements.ts";
import type { Measurement, Plan } from "./rounds.ts";
import { makers, names } from "./servers.ts";
import { asJson, formatTable, type Row } from "./table.ts";

const options = {
  json: { type: "boolean", default: false },
  quick: { type: "boolean", default: false },
  cluster: { type: "boolean", default: false },
  only: { type: "string", multiple: true, default: [] as string[] },
  servers: { type: "string", default: names.join(",") },
  seconds: { type: "string" },
  rounds: { type: "string" },
} as const;

const usage = `usage: npm run bench -- [--json] [--quick] [--only NAME]… [--servers A,B]
                        [--seconds N] [--rounds N]
       npm run bench -- --cluster [--only latency|throughput|idle|failover|joining]…
  NAME: ${measurements.map((one) => one.name).join(" ")}, or how they begin
  A, B: ${names.join(" ")}`;

function wrong(words: string): never {
  console.error(`bench: ${words}\n${usage}`);
  process.exit(2);
}

function read() {
  try {
    return parseArgs({ options, strict: true }).values;
  } catch (error) {
    return wrong(error instanceof Error ? error.message : String(error));
  }
}

function count(text: string | undefined, normal: number, what: string): number {
  const number = text === undefined ? normal : Number(text);
  if (!(number > 0 && number <= 600)) wrong(`--${what} is a number from 1 to 600`);
  return number;
}

function chosen(only: readonly string[], quick: boolean): readonly Measurement[] {
  const found = measurements.filter(({ name }) => only.some((begin) => name.startsWith(begin)));
  if (only.length > 0) return found.length > 0 ? found : wrong(`no measurement ${only.join(" ")}`);
  return quick ? measurements.filter(({ name }) => !name.startsWith("room-")) : measurements;
}

const given = read();
if (given.cluster) {
  const { benchCluster } = await import("./cluster.ts");
  await benchCluster(given.only, console.log);
  process.exit(0);
}
const todo = chosen(given.only, given.quick);
const wanted = given.servers.split(",");
if (wanted.some((name) => !names.some((known) => known === name))) wrong("no such server");

const folder = mkdtempSync(join(tmpdir(), "banter-bench-"));
endAllAtExit(() => rmSync(folder, { recursive: true, force: true }));
placeSelf();

const say = (words: string) => console.error(`· ${words}`);
const rows: Row[] = [];
try {
  const programs = build(folder);
  const plan: Plan = {
    programs,
    makers: makers(programs.bare).filter((maker) => wanted.includes(maker.name)),
    folder,
    seconds: count(given.seconds, given.quick ? 2 : 5, "seconds"),
    rounds: Math.round(count(given.rounds, given.quick ? 1 : 2, "rounds")),
    warm: given.quick ? 2 : 10,
    quick: given.quick,
    say,
  };
  if (!pinned) say("one core or no taskset: servers and load share what there is");
  for (const measurement of todo) rows.push(...(await measurement.run(plan)));
} catch (error) {
  console.error(`bench: ${error instanceof Error ? error.message : String(error)}`);
  process.exit(1);
}

const machine = { cpu: cpus()[0]?.model, cores: cpus().length, pinned, node: process.version };
if (given.json) console.log(JSON.stringify({ machine, rows: rows.map(asJson) }, null, 2));
else console.log(formatTable(rows));
process.exit(0);
