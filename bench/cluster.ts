/**
 * Cluster: `npm run bench -- --cluster [--only NAME]…`. How long it takes from saying something at
 * one node to hearing it at the others and how much goes through, beside one server alone; what
 * nodes cost that do nothing; and what is in cluster-life.ts. All on one machine: its cores carry
 * the nodes, NATS and those who talk.
 */
import { readFileSync } from "node:fs";
import { measureFailover, measureJoining } from "./cluster-life.ts";
import { pause, quantile, type Say, Stage, Talk, type Wishes } from "./cluster-stage.ts";

const setups: readonly (Wishes & { readonly name: string })[] = [
  { name: "one server alone", replicas: 0 },
  { name: "three nodes, R1", replicas: 1 },
  { name: "three nodes, R3", replicas: 3 },
];
const rates = [
  { rate: 100, seconds: 10 },
  { rate: 1_000, seconds: 8 },
  { rate: 10_000, seconds: 5 },
];
/** Until the machine code is made all takes longer: at first several times, then a third. */
const warm = { rate: 1_000, seconds: 20 };
const flat = { seconds: 5, onTheWay: 20 };
const idleSeconds = 10;

export const clusterParts: Readonly<Record<string, (say: Say) => Promise<void>>> = {
  latency: measureLatency,
  throughput: measureThroughput,
  idle: measureIdle,
  failover: measureFailover,
  joining: measureJoining,
};

export async function benchCluster(only: readonly string[], say: Say): Promise<void> {
  for (const [name, measure] of Object.entries(clusterParts))
    if (only.length === 0 || only.includes(name)) await measure(say);
}

async function measureLatency(say: Say): Promise<void> {
  say("\n| say to heard | messages/s | p50 ms | p99 ms | longest | heard | CPU ms a second |");
  say("|---|---|---|---|---|---|---|");
  for (const setup of setups) {
    const stage = await Stage.open(setup);
    try {
      const talk = await Talk.open(stage.nodes);
      await talk.speak(warm.rate, warm.seconds);
      for (const { rate, seconds } of rates) {
        const before = usedBy(stage);
        await talk.speak(rate, seconds);
        const used = usedBy(stage).map((ms, n) => Math.round((ms - (before[n] ?? 0)) / seconds));
        const [p50, p99, most] = [0.5, 0.99, 1].map((part) => quantile(talk.latencies, part));
        const share = ((talk.latencies.length / talk.expected) * 100).toFixed(1);
        const heard = `${p50} | ${p99} | ${most} | ${share} %`;
        say(`| ${setup.name} | ${rate} | ${heard} | ${used.join(" ")} |`);
      }
      talk.close();
    } finally {
      await stage.close();
    }
  }
}

async function measureThroughput(say: Say): Promise<void> {
  say("\n| as fast as it goes | messages/s | of one server alone |");
  say("|---|---|---|");
  let alone = 0;
  for (const setup of setups) {
    const stage = await Stage.open(setup);
    try {
      const talk = await Talk.open(stage.nodes);
      await talk.speak(warm.rate, warm.seconds);
      const rate = await talk.flat(flat.seconds, flat.onTheWay);
      alone ||= rate;
      say(`| ${setup.name} | ${Math.round(rate)} | ${((rate / alone) * 100).toFixed(0)} % |`);
      talk.close();
    } finally {
      await stage.close();
    }
  }
}

async function measureIdle(say: Say): Promise<void> {
  say(
    "\n| idle | a node: CPU ms a second | memory MB | a NATS server: CPU ms a second | memory MB |",
  );
  say("|---|---|---|---|---|");
  for (const setup of setups) {
    const stage = await Stage.open(setup);
    try {
      await pause(3_000);
      const before = usedBy(stage);
      await pause(idleSeconds * 1_000);
      const used = usedBy(stage).map((ms, n) => (ms - (before[n] ?? 0)) / idleSeconds);
      const nodes = stage.nodes.length;
      const mean = (of: readonly number[]) =>
        of.length === 0 ? "-" : (of.reduce((sum, one) => sum + one, 0) / of.length).toFixed(1);
      const memory = pidsOf(stage).map(memoryOf);
      const [node, server] = [used.slice(0, nodes), used.slice(nodes, -1)].map(mean);
      const [nodeMb, serverMb] = [memory.slice(0, nodes), memory.slice(nodes, -1)].map(mean);
      say(`| ${setup.name} | ${node} | ${nodeMb} | ${server} | ${serverMb} |`);
    } finally {
      await stage.close();
    }
  }
}

/** The nodes, the NATS servers, and last this process, which talks and listens. */
const pidsOf = ({ nodes, nats }: Stage): number[] => [
  ...nodes.map(({ child }) => child.pid ?? 0),
  ...nats.map(({ pid }) => pid),
  process.pid,
];

/** Milliseconds of processor that each has used. */
function usedBy(stage: Stage): number[] {
  return pidsOf(stage).map((pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10; // ticks of 10 ms
  });
}

function memoryOf(pid: number): number {
  const [, kB] = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kB) / 1_000;
}
