/**
 * Cluster: `npm run bench -- --cluster`. How long it takes from saying something at one node to
 * hearing it at the others, beside one server alone; what nodes cost that do nothing. All on one
 * machine: its cores carry the nodes, NATS and those who talk.
 */
import { readFileSync } from "node:fs";
import { connect, type Socket } from "node:net";
import { type NatsServer, startNats } from "../test/nats.ts";
import { serve, type Serving } from "../test/process/banter.ts";

const rates = [100, 1_000, 10_000];
const secondsEach = 4;
const tickMs = 5;

interface Person {
  readonly socket: Socket;
  readonly node: number;
}

type Clean = (() => unknown)[];

export async function benchCluster(say: (line: string) => void): Promise<void> {
  say("| | messages/s | p50 ms | p99 ms | longest | heard of said |");
  say("|---|---|---|---|---|---|");
  for (const replicas of [0, 1, 3]) {
    const cleaning: Clean = [];
    const nats = replicas === 0 ? [] : await startNats(replicas);
    const name = replicas === 0 ? "one server alone" : `three nodes, R${replicas}`;
    try {
      const nodes = await startNodes(nats, cleaning);
      for (const rate of rates) {
        const { latencies, expected } = await talk(nodes, rate);
        say(`| ${name} | ${rate} | ${figures(latencies)} | ${share(latencies.length, expected)} |`);
      }
      if (nats.length > 0) say(`| ${name} | 0 | ${await idle(nodes, nats)} |`);
    } finally {
      for (const clean of cleaning.reverse()) await clean();
      await Promise.all(nats.map((server) => server.kill()));
    }
  }
}

async function startNodes(nats: readonly NatsServer[], cleaning: Clean): Promise<Serving[]> {
  const t = { after: (clean: () => unknown) => void cleaning.push(clean) };
  const flood = "[flood]\nlines_burst = 100000\nlines_per_second = 100000\n";
  const urls = nats.map(({ url }) => `"${url}"`).join();
  const names = nats.length === 0 ? ["alone"] : ["a", "b", "c"];
  const nodes = [];
  for (const node of names) {
    const cluster = `[cluster]\nservers = [${urls}]\nnode = "${node}"\nreplicas = ${nats.length}\n`;
    nodes.push(await serve(t, { config: flood + (nats.length === 0 ? "" : cluster) }));
  }
  return nodes;
}

/** One speaks at each node and one listens; what is heard at another node counts. */
async function talk(nodes: readonly Serving[], rate: number) {
  const latencies: number[] = [];
  const round = Math.random().toString(36).slice(2, 6);
  const speakers = await Promise.all(nodes.map((node, n) => come(node, n, `s${n}${round}`)));
  const listeners = await Promise.all(nodes.map((node, n) => come(node, n, `l${n}${round}`)));
  for (const { socket, node } of listeners) {
    let rest = "";
    socket.on("data", (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        const [, from, at] = / PRIVMSG #lobby :(\d)@(\S+)$/.exec(line) ?? [];
        const elsewhere = Number(from) !== node || nodes.length === 1;
        if (at !== undefined && elsewhere) latencies.push(performance.now() - Number(at));
      }
    });
  }
  const said = await speak(speakers, rate);
  const hearers = Math.max(1, nodes.length - 1);
  await until(() => latencies.length >= said * hearers);
  for (const { socket } of [...speakers, ...listeners]) socket.end("QUIT\r\n");
  return { latencies: latencies.sort((a, b) => a - b), expected: said * hearers };
}

function speak(speakers: readonly Person[], rate: number): Promise<number> {
  const began = performance.now();
  let said = 0;
  return new Promise((done) => {
    const timer = setInterval(() => {
      const now = performance.now();
      const due = Math.min((now - began) / 1_000, secondsEach) * rate;
      for (; said < due; said += 1) {
        const { socket, node } = speakers[said % speakers.length] as Person;
        socket.write(`PRIVMSG #lobby :${node}@${now}\r\n`);
      }
      if (now - began < secondsEach * 1_000) return;
      clearInterval(timer);
      done(said);
    }, tickMs);
  });
}

/** What has not come 10 s later does not count as heard. */
function until(is: () => boolean): Promise<void> {
  const began = performance.now();
  return new Promise((done) => {
    const timer = setInterval(() => {
      if (!is() && performance.now() - began < 10_000) return;
      clearInterval(timer);
      done();
    }, 20);
  });
}

function come({ port }: Serving, node: number, nick: string): Promise<Person> {
  const socket = connect(port, "127.0.0.1").setNoDelay(true);
  socket.write(`NICK ${nick}\r\nUSER ${nick} 0 * :${nick}\r\nJOIN #lobby\r\n`);
  let heard = "";
  return new Promise((ready) => {
    const read = (bytes: Buffer): void => {
      heard += bytes.toString();
      if (!heard.includes(" 366 ")) return;
      socket.off("data", read);
      socket.resume();
      ready({ socket, node });
    };
    socket.on("data", read);
  });
}

const figures = (sorted: readonly number[]): string =>
  [0.5, 0.99, 1]
    .map((part) => sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]?.toFixed(1) ?? "-")
    .join(" | ");
const share = (heard: number, said: number): string => `${((heard / said) * 100).toFixed(1)} %`;

/** Milliseconds of processor a second, of a node and of a NATS server. */
async function idle(nodes: readonly Serving[], nats: readonly NatsServer[]): Promise<string> {
  const used = (pid: number | undefined): number => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return (Number(fields[11]) + Number(fields[12])) * 10; // ticks of 10 ms
  };
  const node = nodes[0]?.child.pid;
  const before = [used(node), used(nats[0]?.pid)];
  await new Promise((later) => void setTimeout(later, 5_000));
  const after = [used(node), used(nats[0]?.pid)];
  const spent = after.map((value, n) => ((value - (before[n] ?? 0)) / 5).toFixed(0));
  return `idle, ms of CPU a second: a node ${spent[0]} | a NATS server ${spent[1]} | |`;
}
