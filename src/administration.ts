/**
 * Administration: `banter cluster status`, `banter backup` and `banter restore`. Like main.ts, for
 * which it does this, it names makers. It says what it finds in lines for people.
 */
import {
  chmodSync,
  copyFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  renameSync,
  statSync,
} from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { FolderFault, opened, openFolder } from "./server/folder.ts";
import { seqOf } from "./server/log/jetstream/batch.ts";
import { ClusterFault } from "./server/log/jetstream/fault.ts";
import { Nats } from "./server/log/jetstream/nats.ts";
import { Snapshots } from "./server/log/jetstream/snapshots.ts";
import type { Signal } from "./server/request.ts";
import { settingsFor } from "./server/settings.ts";
import { copyDatabase, placeIn } from "./server/store/copy.ts";
import { lock } from "./server/store/lock.ts";

export const administrationUsage = `usage: banter cluster status --config FILE
       banter backup FOLDER [--config FILE] [--data DIR]
       banter restore FOLDER [--config FILE] [--data DIR]`;

/** Wrong use. */
export class UsageFault extends Error {
  override name = "UsageFault";
}

/** Each node says every second that it is there. */
const listenMs = 2_500;
/** Long enough to hear the nodes that are there, whatever else does not answer. */
const statusMsMax = 4_000;

/** Resolves with lines for people. */
export function administer(command: string, args: readonly string[]): Promise<string[]> {
  const { words, asked } = parsed(args);
  const [first = "", ...more] = words;
  if (command === "cluster" && first === "status" && more.length === 0) return status(asked);
  if (command === "backup" && first !== "" && more.length === 0) return backup(first, asked);
  if (command === "restore" && first !== "" && more.length === 0) return restore(first, asked);
  throw new UsageFault("what is to be done?");
}

interface Asked {
  readonly config?: string;
  readonly data?: string;
}

function parsed(args: readonly string[]): { words: readonly string[]; asked: Asked } {
  try {
    const options = { config: { type: "string" }, data: { type: "string" } } as const;
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options });
    return { words: positionals, asked: values };
  } catch (error) {
    throw new UsageFault(error instanceof Error ? (error.message.split(". ")[0] ?? "") : "");
  }
}

const settings = (asked: Asked) => settingsFor({ ...asked, showMessages: false });

// ── The cluster ─────────────────────────────────────────────────────────────────────────────

async function status(asked: Asked): Promise<string[]> {
  const { cluster } = await settings(asked);
  if (cluster.servers.length === 0)
    throw new ClusterFault("this configuration has no [cluster] with servers");
  const nats = await Nats.connect(cluster, { msMax: statusMsMax });
  const heard = new Map<string, number>();
  try {
    nats.listen("signals", (text) => {
      const signal = JSON.parse(text) as Signal;
      if ("alive" in signal) heard.set(signal.node, signal.alive);
    });
    const listened = new Promise((done) => void setTimeout(done, listenMs));
    const founding = await nats.founding();
    if (!founding) throw new ClusterFault(`the cluster "${cluster.name}" has not begun`);
    // Of before they say how far they are: behind is who has not come so far since.
    const bounding = nats.patiently(() => nats.bounds());
    bounding.catch(() => undefined); // told when they have been heard
    await listened;
    const bounds = await bounding;
    const writers = await nats.patiently(() => nats.writers());
    const snapshots = await nats.patiently(() => Snapshots.open(nats, cluster.replicas));
    const [newest] = await nats.patiently(() => snapshots.list());
    const silent = writers.filter((node) => !heard.has(node)).toSorted();
    return [
      ...statusLines(cluster.name, founding.base, heard, bounds, newest),
      ...silent.map((node) => `node ${node}: is not heard`),
    ];
  } catch (error) {
    // Signals need no leader.
    if (!(error instanceof ClusterFault) || heard.size === 0) throw error;
    const there = [...heard.keys()].toSorted().join(", ");
    throw new ClusterFault(`${error.message}\nnodes that are heard: ${there}`);
  } finally {
    await nats.close();
  }
}

function statusLines(
  name: string,
  base: number,
  heard: ReadonlyMap<string, number>,
  { first, last, leader, replicas }: Awaited<ReturnType<Nats["bounds"]>>,
  newest: Awaited<ReturnType<Snapshots["list"]>>[number] | undefined,
): string[] {
  const led = leader === "" ? "" : `, led by ${leader}`;
  const nodes = [...heard].sort(([a], [b]) => (a < b ? -1 : 1));
  return [
    `Cluster ${name}: ${heard.size} ${heard.size === 1 ? "node" : "nodes"}`,
    `log: messages ${first} to ${last}, on ${replicas} of the NATS servers${led}`,
    newest === undefined
      ? "last snapshot: none"
      : `last snapshot: ${new Date(newest.time).toISOString()}, at message ` +
        `${seqOf(newest.place, base)}, ${(newest.bytes / 1e6).toFixed(1)} MB`,
    ...nodes.map(([node, place]) => {
      const seq = seqOf(place, base);
      return `node ${node}: at message ${seq}, ${Math.max(0, last - seq)} behind`;
    }),
  ];
}

// ── One node's data ─────────────────────────────────────────────────────────────────────────

/** What is written to while the server runs, or means nothing elsewhere. */
const isPassing = (name: string): boolean => /^(?:banter|lock)\.db/.test(name);

/** A copy of all that is kept, also while the server runs. */
async function backup(to: string, asked: Asked): Promise<string[]> {
  const { data } = (await settings(asked)).server;
  const file = path.join(data, "banter.db");
  if (!existsSync(file)) throw new FolderFault(`there is nothing in the folder ${data}`);
  if (existsSync(to) && readdirSync(to).length > 0)
    throw new FolderFault(`the folder ${to} is not empty`);
  mkdirSync(to, { recursive: true, mode: 0o700 });
  const part = path.join(to, "banter.db.part");
  await copyDatabase(file, part);
  chmodSync(part, 0o600);
  copyFiles(data, to);
  // Its name is there when all of it is.
  const whole = path.join(to, "banter.db");
  renameSync(part, whole);
  return [`${data} is in ${to}: ${(statSync(whole).size / 1e6).toFixed(1)} MB.`];
}

/** Into an empty folder of a server that does not run. */
async function restore(from: string, asked: Asked): Promise<string[]> {
  const { data } = (await settings(asked)).server;
  const source = path.join(from, "banter.db");
  if (!existsSync(source)) throw new FolderFault(`there is no backup in ${from}`);
  opened(source, () => placeIn(source));
  const folder = openFolder(data);
  if (existsSync(folder.database))
    throw new FolderFault(`the folder ${data} holds a room already: move it away first`);
  if (!opened(folder.lock, () => lock(folder.lock)))
    throw new FolderFault(`a server is running with the folder ${data}`);
  copyFiles(from, data);
  copyFileSync(source, `${folder.database}.part`);
  renameSync(`${folder.database}.part`, folder.database);
  return [`${from} is in ${data}.`];
}

function copyFiles(from: string, to: string): void {
  for (const name of readdirSync(from))
    if (!isPassing(name)) cpSync(path.join(from, name), path.join(to, name), { recursive: true });
}
