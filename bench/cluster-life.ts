/**
 * Cluster life: how long people wait when something of a cluster dies, and how long a node takes
 * to come to what the others have. A part of cluster.ts.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { clusterDefault } from "../src/server/config/cluster.ts";
import { Nats } from "../src/server/log/jetstream/nats.ts";
import { Snapshots } from "../src/server/log/jetstream/snapshots.ts";
import { Person, pause, quantile, type Say, Stage, Talk } from "./cluster-stage.ts";
import { fillHistory } from "./kept.ts";

const rate = 100;
const secondsEach = 20;
const faultAfterMs = 2_000;
const history = 1_000_000;
const tail = 10_000;

const connectTo = ({ nats }: Stage): Promise<Nats> =>
  Nats.connect({ ...clusterDefault, servers: nats.map(({ url }) => url), node: "bench" });

/** 100 messages/s over three replicas; what is killed with -9 is not there until the end. */
export async function measureFailover(say: Say): Promise<void> {
  say("\n| kill -9 of | longest wait of the others | heard | refused in words | |");
  say("|---|---|---|---|---|");
  for (const what of ["a NATS server that follows", "the NATS server that leads", "a node"]) {
    const stage = await Stage.open({ replicas: 3 });
    try {
      const [first, last] = [stage.nodes[0], stage.nodes.at(-1)];
      if (!first || !last) return;
      const watcher = await connectTo(stage);
      const leader = (await watcher.bounds()).leader;
      await watcher.close();
      const victim = stage.nats.find(({ name }) => (name === leader) === what.includes("leads"));
      const isNode = what === "a node";
      const people = await Talk.open(isNode ? stage.nodes.slice(0, -1) : stage.nodes);
      const lost = await Person.come(last, "lost", "JOIN #talk");
      const life = isNode ? watchLife(people, lost, () => Person.come(first, "again")) : undefined;
      let done = false;
      await people.speak(rate, secondsEach, (elapsedMs) => {
        if (done || elapsedMs < faultAfterMs) return;
        done = true;
        if (isNode) void last.stop("SIGKILL");
        else void victim?.kill("SIGKILL");
      });
      const percent = (part: number) => `${((part / people.expected) * 100).toFixed(1)} %`;
      const heard = `${quantile(people.latencies, 1)} ms | ${percent(people.latencies.length)}`;
      const refused = percent((people.refused * people.expected) / people.said);
      say(`| ${what} | ${heard} | ${refused} | ${life?.() ?? ""} |`);
      people.close();
    } finally {
      await stage.close();
    }
  }
}

/** When one whose node dies is in again elsewhere, and gone for the others. */
function watchLife(people: Talk, lost: Person, comeAgain: () => Promise<Person>): () => string {
  let words = "";
  lost.socket.once("close", () => {
    const began = performance.now();
    const since = () => `${((performance.now() - began) / 1_000).toFixed(2)} s`;
    void comeAgain().then(() => (words += `in at another node after ${since()}; `));
    const [ear] = people.ears;
    const before = ear?.onLine ?? (() => {});
    if (ear)
      ear.onLine = (line) => {
        if (/^:lost!\S+ QUIT/.test(line)) words += `gone for the others after ${since()}`;
        before(line);
      };
  });
  return () => words;
}

/** With a million messages of history: by way of a copy, and with its own folder and the rest. */
export async function measureJoining(say: Say): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), "banter-bench-cluster-"));
  const data = path.join(folder, "a");
  fillHistory(data, { channel: "#million", count: history });
  const stage = await Stage.open({ replicas: 3, names: [] });
  const timed = async <T>(work: () => Promise<T>): Promise<readonly [T, string]> => {
    const began = performance.now();
    const made = await work();
    return [made, `${((performance.now() - began) / 1_000).toFixed(1)} s`];
  };
  try {
    say(`\n| with ${history} messages of history, three replicas | until people may come |`);
    say("|---|---|");
    const [, founding] = await timed(() => stage.add("a", data));
    const watcher = await connectTo(stage);
    const [copy] = await (await Snapshots.open(watcher, 3)).list();
    await watcher.close();
    const size = Math.round((copy?.bytes ?? 0) / 1e6);
    say(`| a server that was alone begins a cluster (copies ${size} MB to NATS) | ${founding} |`);
    const [b, joining] = await timed(() => stage.add("b"));
    say(`| a node with nothing | ${joining} |`);
    await b.stop();
    const talk = await Talk.open(stage.nodes.slice(0, 1));
    await talk.speak(tail / 10, 10);
    talk.close();
    await pause(1_000);
    const [, back] = await timed(() => stage.add("b", b.data));
    say(`| a node with its folder, ${tail} entries behind | ${back} |`);
    const [, late] = await timed(() => stage.add("c"));
    say(`| a node with nothing, ${tail} entries behind the copy | ${late} |`);
  } finally {
    await stage.close();
    rmSync(folder, { recursive: true, force: true });
  }
}
