/**
 * Cluster stage: nodes over NATS on this machine, people who speak at each, and one at each who
 * hears it all. Beneath cluster.ts and cluster-life.ts, which say what is measured.
 */
import { connect, type Socket } from "node:net";
import { type NatsServer, startNats } from "../test/nats.ts";
import { serve, type Serving } from "../test/process/banter.ts";

export type Say = (line: string) => void;

/** So many of them together, however many nodes there are: 10,000 lines/s come from many. */
const speakersMax = 24;
const tickMs = 5;
const room = "#talk";
const flood = "[flood]\nlines_burst = 100000\nlines_per_second = 100000\n";

export interface Wishes {
  /** 0: one server alone, without NATS. */
  readonly replicas: 0 | 1 | 3;
  readonly names?: readonly string[];
}

export class Stage {
  readonly nodes: Serving[] = [];
  readonly nats: readonly NatsServer[];
  private readonly cleaning: (() => unknown)[] = [];

  private constructor(nats: readonly NatsServer[]) {
    this.nats = nats;
  }

  static async open({ replicas, names }: Wishes): Promise<Stage> {
    const stage = new Stage(replicas === 0 ? [] : await startNats(replicas));
    for (const name of names ?? (replicas === 0 ? ["alone"] : ["a", "b", "c"]))
      await stage.add(name);
    return stage;
  }

  async add(node: string, data?: string): Promise<Serving> {
    const urls = this.nats.map(({ url }) => `"${url}"`).join();
    const replicas = this.nats.length;
    const cluster = `[cluster]\nservers = [${urls}]\nnode = "${node}"\nreplicas = ${replicas}\n`;
    const config = flood + (replicas === 0 ? "" : cluster);
    const t = { after: (clean: () => unknown) => void this.cleaning.push(clean) };
    const folder = data === undefined ? {} : { data };
    const server = await serve(t, { config, ...folder, patienceMs: 300_000 });
    this.nodes.push(server);
    void server.ended.then(({ code }) => {
      if (code) console.error(`· node ${node} has ended: ${server.err.text}`);
    });
    return server;
  }

  async close(): Promise<void> {
    for (const clean of this.cleaning.reverse()) await clean();
    await Promise.all(this.nats.map((server) => server.kill()));
  }
}

/** Over IRC; ready when all that it said has been answered. */
export class Person {
  readonly socket: Socket;
  onLine: (line: string) => void = () => {};

  constructor(port: number) {
    this.socket = connect(port, "127.0.0.1").setNoDelay(true);
    this.socket.on("error", () => {});
    let rest = "";
    this.socket.on("data", (bytes: Buffer) => {
      const lines = (rest + bytes.toString()).split("\r\n");
      rest = lines.pop() ?? "";
      for (const line of lines) this.onLine(line);
    });
  }

  static async come({ port }: Serving, nick: string, ...lines: string[]): Promise<Person> {
    const person = new Person(port);
    await person.asks(`NICK ${nick}`, `USER ${nick} 0 * :${nick}`, ...lines);
    return person;
  }

  say(...lines: string[]): void {
    this.socket.write(lines.map((line) => `${line}\r\n`).join(""));
  }

  asks(...lines: string[]): Promise<void> {
    this.say(...lines, "PING ready");
    return new Promise((ready) => {
      this.onLine = (line) => void (/ PONG .*ready$/.test(line) && ready());
    });
  }

  leave(): void {
    this.socket.end("QUIT\r\n");
  }
}

/** What is said in the room, by people at all nodes, and heard by one at each. */
export class Talk {
  readonly speakers: { readonly person: Person; readonly node: number }[] = [];
  readonly ears: Person[] = [];
  /** From saying to hearing it at another node, milliseconds; at the same where there is one. */
  latencies: number[] = [];
  said = 0;
  /** What was refused in words. */
  refused = 0;
  private readonly hearers: number;

  private constructor(nodes: number) {
    this.hearers = Math.max(1, nodes - 1);
  }

  static async open(nodes: readonly Serving[]): Promise<Talk> {
    const talk = new Talk(nodes.length);
    const round = Math.random().toString(36).slice(2, 6);
    // Who speaks is not in the room: a delivery is not what is measured here.
    for (const [n, node] of nodes.entries()) {
      const ear = await Person.come(node, `ear${n}${round}`, `JOIN ${room}`, `MODE ${room} -n`);
      ear.onLine = (line) => talk.hear(line, nodes.length === 1 ? -1 : n);
      talk.ears.push(ear);
    }
    for (let count = 0; count < speakersMax; count += 1) {
      const node = count % nodes.length;
      const nick = `sp${count}${round}`;
      const person = await Person.come(nodes[node] as Serving, nick, "CAP REQ echo-message");
      person.onLine = (line) => void (/ 400 \S+ /.test(line) && (talk.refused += 1));
      talk.speakers.push({ person, node });
    }
    return talk;
  }

  private hear(line: string, node: number): void {
    const [, from, at] = / PRIVMSG #talk :(\d+)@(\S+)$/.exec(line) ?? [];
    if (at !== undefined && Number(from) !== node)
      this.latencies.push(performance.now() - Number(at));
  }

  /** So many a second for so long; resolves when all of it has been heard, or 10 s later. */
  async speak(rate: number, seconds: number, during: (elapsedMs: number) => void = () => {}) {
    const began = performance.now();
    this.latencies = [];
    this.said = this.refused = 0;
    await every(tickMs, () => {
      const elapsedMs = performance.now() - began;
      during(elapsedMs);
      const due = Math.min(elapsedMs / 1_000, seconds) * rate;
      for (; this.said < due; this.said += 1) {
        const { person, node } = this.speakers[
          this.said % this.speakers.length
        ] as (typeof this.speakers)[number];
        person.say(`PRIVMSG ${room} :${node}@${performance.now()}`);
      }
      return elapsedMs >= seconds * 1_000;
    });
    const until = performance.now() + 10_000;
    await every(20, () => this.latencies.length >= this.expected || performance.now() > until);
    this.latencies.sort((a, b) => a - b);
  }

  get expected(): number {
    return this.said * this.hearers;
  }

  /** As fast as it goes, with so many on their way for each who speaks: messages a second. */
  async flat(seconds: number, onTheWay: number): Promise<number> {
    let heard = 0;
    let over = false;
    for (const { person } of this.speakers) {
      person.onLine = (line) => {
        if (!line.includes(` PRIVMSG ${room} `)) return;
        heard += 1;
        if (!over) person.say(`PRIVMSG ${room} :as fast as it goes`);
      };
      for (let n = 0; n < onTheWay; n += 1) person.say(`PRIVMSG ${room} :as fast as it goes`);
    }
    await pause(1_000);
    const [before, began] = [heard, performance.now()];
    await pause(seconds * 1_000);
    const rate = ((heard - before) / (performance.now() - began)) * 1_000;
    over = true;
    await pause(1_000);
    return rate;
  }

  close(): void {
    for (const person of [...this.ears, ...this.speakers.map((each) => each.person)])
      person.leave();
  }
}

export const pause = (ms: number): Promise<void> =>
  new Promise((done) => void setTimeout(done, ms));

function every(ms: number, isOver: () => boolean): Promise<void> {
  return new Promise((done) => {
    const timer = setInterval(() => {
      if (!isOver()) return;
      clearInterval(timer);
      done();
    }, ms);
  });
}

export const quantile = (sorted: readonly number[], part: number): string =>
  sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)]?.toFixed(1) ?? "-";
