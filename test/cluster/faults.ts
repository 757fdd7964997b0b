/**
 * Faults: what goes wrong in a cluster, each by its name, and right again when others have noticed
 * and gone on. A seed makes a schedule of them.
 */
import { Chance } from "../../src/server/log/simulated.ts";
import type { Test } from "../process/banter.ts";
import { slowDisk } from "./disk.ts";
import { setLine } from "./machines.ts";
import { type Site, Stage, type Wishes } from "./stage.ts";

/** Cannot be done on this machine: why. */
class NotHere extends Error {}

type Fault = (stage: Stage, chance: Chance) => Promise<string>;

const faults = {
  "a node is killed": (stage, chance) => nodesEnd(stage, chance, "SIGKILL", 1),
  "two nodes are killed": (stage, chance) => nodesEnd(stage, chance, "SIGKILL", 2),
  "a node is stopped": (stage, chance) => nodesEnd(stage, chance, "SIGTERM", 1),
  "all nodes are restarted, one after another": nodesRoll,
  "a node loses all that it has kept": diskLost,
  "a node is halted": nodeHalted,
  "a node is cut off": nodeCutOff,
  "a machine is cut off": machineCutOff,
  "a node's disk is slow": diskSlow,
  "a node's clock is wrong by minutes": clockWrong,
  "the log's leader is killed": (stage) => natsKilled(stage, true),
  "a follower of the log is killed": (stage) => natsKilled(stage, false),
  "the log's leader is halted": (stage) => natsHalted(stage, true),
  "a follower of the log is halted": (stage) => natsHalted(stage, false),
  "a NATS server is slow: halted most of the time": natsSlow,
  "all NATS servers are restarted, one after another": natsRoll,
  "two NATS servers are killed": (stage, chance) => natsAway(stage, chance, 2),
  "all NATS servers are killed": (stage, chance) => natsAway(stage, chance, 3),
  "a node and the log's leader are killed": async (stage, chance) =>
    (await Promise.all([nodesEnd(stage, chance, "SIGKILL", 1), natsKilled(stage, true)])).join(),
} satisfies Record<string, Fault>;
export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];

/** As many, the same for the same seed. */
export function schedule(seed: number, count: number): FaultName[] {
  const chance = new Chance(seed);
  return Array.from({ length: count }, () => chance.pick(faultNames));
}

/** Plays these, one after another, and judges after each. Rejects with what is not as it must be.
 * How many could not be done here. */
export async function play(
  t: Test,
  seed: number,
  chosen: readonly FaultName[],
  wishes: Wishes,
  say: (line: string) => void,
): Promise<number> {
  let notHere = 0;
  const stage = await Stage.open(t, wishes);
  say(`at first: ${await stage.judge()}`);
  for (const [n, name] of chosen.entries()) {
    const began = performance.now();
    try {
      const which = await faults[name](stage, new Chance(seed * 1_000 + n));
      await stage.talkEverywhere();
      const told = await stage.judge();
      const seconds = ((performance.now() - began) / 1_000).toFixed(1);
      say(`${n + 1}. ${name} (${which}): ${seconds} s, ${told}`);
    } catch (error) {
      if (!(error instanceof NotHere)) {
        say(`${n + 1}. ${name}: FAILED`);
        throw error;
      }
      notHere += 1;
      say(`${n + 1}. ${name}: not done, ${error.message}`);
    }
  }
  return notHere;
}

const names = (sites: readonly Site[]): string => sites.map(({ name }) => name).join(" and ");

function some(stage: Stage, chance: Chance, count: number): Site[] {
  const left = [...stage.sites];
  return Array.from({ length: count }, () => left.splice(chance.below(left.length), 1)[0] as Site);
}
const one = (stage: Stage, chance: Chance): Site => chance.pick(stage.sites);

// ── Nodes ───────────────────────────────────────────────────────────────────────────────────

async function nodesEnd(
  stage: Stage,
  chance: Chance,
  signal: "SIGKILL" | "SIGTERM",
  count: number,
): Promise<string> {
  const victims = some(stage, chance, count);
  await Promise.all(victims.map(({ node }) => node.stop(signal)));
  await stage.talk();
  await Promise.all(victims.map((site) => stage.start(site)));
  return names(victims);
}

async function nodesRoll(stage: Stage): Promise<string> {
  for (const site of stage.sites) {
    await site.node.stop();
    await stage.start(site);
  }
  return names(stage.sites);
}

async function diskLost(stage: Stage, chance: Chance): Promise<string> {
  const victim = one(stage, chance);
  stage.wantSnapshot();
  await stage.talk();
  await victim.node.stop("SIGKILL");
  await stage.talk();
  await stage.start(victim, true);
  return names([victim]);
}

async function nodeHalted(stage: Stage, chance: Chance): Promise<string> {
  const victim = one(stage, chance);
  victim.node.child.kill("SIGSTOP");
  await Promise.all([stage.lost(victim), stage.during(stage.haltMs)]);
  victim.node.child.kill("SIGCONT");
  return names([victim]);
}

/** Its people are there still, and are told. */
async function nodeCutOff(stage: Stage, chance: Chance): Promise<string> {
  const victim = one(stage, chance);
  setLine(linesOf(victim).node, "down");
  await Promise.all([stage.lost(victim), stage.told(1)]);
  setLine(linesOf(victim).node, "up");
  return names([victim]);
}

/** The node beside its NATS server, which is not most of the cluster; with its people or not. */
async function machineCutOff(stage: Stage, chance: Chance): Promise<string> {
  const victim = one(stage, chance);
  const { machine, people } = linesOf(victim);
  const dark = chance.oneIn(2);
  const cut = dark ? [machine, people] : [machine];
  for (const line of cut) setLine(line, "down");
  await Promise.all([stage.lost(victim), ...(dark ? [] : [stage.told(1)])]);
  for (const line of cut) setLine(line, "up");
  return `${names([victim])}, ${dark ? "also from its people" : "not from its people"}`;
}

function linesOf({ machine: { lines } }: Site) {
  if (!lines) throw new NotHere("no networks can be made here");
  return lines;
}

const slowWritesPerSecond = 10;

async function diskSlow(stage: Stage, chance: Chance): Promise<string> {
  const victim = one(stage, chance);
  const { child, data } = victim.node;
  const undo = slowDisk(child.pid ?? 0, data, slowWritesPerSecond);
  if (!undo) throw new NotHere("no disk can be made slow here");
  await stage.talk();
  await stage.talk();
  undo();
  return `${names([victim])}, ${slowWritesPerSecond} writes a second`;
}

/** From now on. */
async function clockWrong(stage: Stage, chance: Chance): Promise<string> {
  const victim = one(stage, chance);
  const minutes = (2 + chance.below(20)) * (chance.oneIn(2) ? 1 : -1);
  victim.clockMs = minutes * 60_000;
  await victim.node.stop();
  await stage.start(victim);
  return `${names([victim])}, ${Math.abs(minutes)} ${minutes > 0 ? "fast" : "slow"}`;
}

// ── NATS ────────────────────────────────────────────────────────────────────────────────────

async function natsKilled(stage: Stage, leads: boolean): Promise<string> {
  const { nats } = await stage.nats(leads);
  await nats.kill();
  await stage.talk();
  await nats.start();
  return nats.name;
}

async function natsHalted(stage: Stage, leads: boolean): Promise<string> {
  const { nats } = await stage.nats(leads);
  nats.signal("SIGSTOP");
  await Promise.all([stage.talk(), stage.during(stage.haltMs)]);
  nats.signal("SIGCONT");
  return nats.name;
}

const haltedMs = 80;
const runsMs = 20;

/** A stand-in for a machine that is overloaded, or has a disk that is: this NATS does not wait for
 * the disk. */
async function natsSlow(stage: Stage, chance: Chance): Promise<string> {
  const { nats } = one(stage, chance);
  const turn = setInterval(() => {
    nats.signal("SIGSTOP");
    setTimeout(() => nats.signal("SIGCONT"), haltedMs);
  }, haltedMs + runsMs);
  try {
    await stage.talk();
    await stage.talk();
  } finally {
    clearInterval(turn);
  }
  return nats.name;
}

async function natsRoll(stage: Stage): Promise<string> {
  for (const { nats } of stage.sites) {
    await nats.kill("SIGTERM");
    await stage.talk();
    await nats.start();
    await stage.talk();
  }
  return stage.sites.map(({ nats }) => nats.name).join(", ");
}

/** Nothing can be said then, and everybody is told so. */
async function natsAway(stage: Stage, chance: Chance, count: number): Promise<string> {
  const victims = some(stage, chance, count);
  await Promise.all(victims.map(({ nats }) => nats.kill()));
  await stage.told(stage.sites.length);
  await Promise.all(victims.map(({ nats }) => nats.start()));
  return victims.map(({ nats }) => nats.name).join(" and ");
}
