/**
 * Stage: three nodes beside three NATS servers, and people at each who talk without end. What goes
 * wrong there is in faults.ts; here is how it is awaited that all goes on, and judged.
 */
import path from "node:path";
import { clusterDefault } from "../../src/server/config/cluster.ts";
import { Nats } from "../../src/server/log/jetstream/nats.ts";
import { type NatsServer, startNatsAt } from "../nats.ts";
import { noFlood, scratchFolder, serve, type Serving, type Test } from "../process/banter.ts";
import { areEqual, judge, nodesIn } from "./judgement.ts";
import { type Machine, threeMachines } from "./machines.ts";
import { Talker } from "./talker.ts";

const leaseSeconds = 3;
/** At each node: so many have an account, and so many are guests. */
const membersEach = 1;
const guestsEach = 2;
/** So much talk shows that all goes on. */
const enough = 150;
const patienceMs = 120_000;
const lookMs = 100;

/** A machine with what runs there. */
export interface Site {
  readonly name: string;
  readonly machine: Machine;
  readonly nats: NatsServer;
  node: Serving;
  /** By how much the node's clock is ahead. */
  clockMs: number;
}

export interface Wishes {
  /** Whether this process has networks of its own. */
  readonly apart: boolean;
  /** What is halted is so for so long at least. */
  readonly haltMs: number;
}

export class Stage {
  readonly haltMs: number;
  readonly sites: readonly Site[];
  private readonly t: Test;
  private readonly watcher: Nats;
  private readonly talkers: readonly Talker[];
  /** Members that were seen to come or go, and what people could not do. */
  private readonly strange: string[] = [];
  private opened = false;

  private constructor(t: Test, haltMs: number, sites: readonly Site[], watcher: Nats) {
    this.t = t;
    this.haltMs = haltMs;
    this.sites = sites;
    this.watcher = watcher;
    const places = sites.map(({ machine }) => machine);
    const stage = { places, seen: (by: string, line: string) => this.seen(by, line) };
    this.talkers = sites.flatMap(({ name }, first) =>
      Array.from({ length: membersEach + guestsEach }, (_, n) => {
        const isMember = n < membersEach;
        return new Talker(`${isMember ? "member" : "guest"}-${name}${n}`, first, isMember, stage);
      }),
    );
  }

  static async open(t: Test, { apart, haltMs }: Wishes): Promise<Stage> {
    const machines = await threeMachines(apart);
    const nats = await startNatsAt(machines.map((machine) => machine.nats));
    t.after(() => Promise.all(nats.map((server) => server.kill())));
    const servers = nats.map(({ url }) => url);
    const sites = await Promise.all(
      machines.map(async (machine, n): Promise<Site> => {
        const site = { name: "abc"[n]!, machine, nats: nats[n]!, clockMs: 0 };
        return { ...site, node: await startNode(t, site, servers) };
      }),
    );
    const settings = { ...clusterDefault, servers, name: "chaos", node: "watcher" };
    const watcher = await Nats.connect(settings);
    t.after(() => watcher.close());
    const stage = new Stage(t, haltMs, sites, watcher);
    t.after(() => stage.talkers.forEach((talker) => talker.stop()));
    await stage.until("all are there", () => stage.talkers.every(({ isIdle }) => isIdle));
    stage.opened = true;
    await stage.talkEverywhere();
    return stage;
  }

  /** Again, with what it has kept; or with nothing. */
  async start(site: Site, isNew = false): Promise<void> {
    const servers = this.sites.map(({ nats }) => nats.url);
    site.node = await startNode(this.t, site, servers, isNew ? undefined : site.node.data);
  }

  /** The server that leads the log, or one that only keeps it. */
  async nats(leads: boolean): Promise<Site> {
    const { leader } = await this.watcher.bounds();
    return this.sites.find(({ nats }) => (nats.name === leader) === leads) as Site;
  }

  wantSnapshot(): void {
    this.watcher.tell("wanted", "snapshot");
  }

  // ── Waiting ───────────────────────────────────────────────────────────────────────────────

  /** Until so much more has been said and heard by its own speakers. */
  talk(): Promise<void> {
    const spoken = (): number =>
      this.talkers.reduce((sum, each) => sum + each.acknowledged.length, 0);
    const target = spoken() + enough;
    return this.until("talk", () => spoken() >= target);
  }

  /** Until there are people at all nodes, who talk. */
  async talkEverywhere(): Promise<void> {
    const { node } = this.sites[0] as Site;
    await this.until("people at all nodes", () => {
      // A node that has only just come back may still send them away.
      for (const talker of this.talkers) talker.goHome();
      return nodesIn(node.data).size === this.sites.length;
    });
    await this.talk();
  }

  /** Until the others have done without the node for longer than its lease, and talk. */
  async lost({ name }: Site): Promise<void> {
    const other = this.sites.find((site) => site.name !== name) as Site;
    await this.until(`${name} is lost`, () => !nodesIn(other.node.data).has(name));
    await this.talk();
  }

  /** Until so many have been told that what they say cannot be done now. */
  told(count: number): Promise<void> {
    const before = this.talkers.map(({ told }) => told);
    const since = (): number =>
      this.talkers.filter(({ told }, n) => told > (before[n] as number)).length;
    return this.until(`${count} are told`, () => since() >= count);
  }

  during(ms: number): Promise<void> {
    const end = performance.now() + ms;
    return this.until(`${ms} ms are over`, () => performance.now() >= end);
  }

  private until(what: string, is: () => boolean): Promise<void> {
    return new Promise((done, failed) => {
      const end = (): void => {
        clearInterval(timer);
        clearTimeout(patience);
      };
      const look = (): void => {
        if (!is()) return;
        end();
        done();
      };
      const timer = setInterval(look, lookMs);
      const patience = setTimeout(() => {
        end();
        failed(new Error(`it does not go on: ${what}; ${this.report()}`));
      }, patienceMs);
    });
  }

  private report(): string {
    const nodes = this.sites.map(
      ({ name, node }) => `node ${name} ${node.running ? "runs" : "has ended"} ${node.err.text}`,
    );
    const busy = this.talkers.filter(({ isIdle }) => !isIdle).map(({ name }) => name);
    return [...nodes, `waiting: ${busy.join(", ")}`, ...this.strange].join("\n");
  }

  private seen(by: string, line: string): void {
    const isTold = / FAIL | (?:JOIN|QUIT|PART) |^FAIL /.test(line) && /member-|FAIL/.test(line);
    if (this.opened && isTold) this.strange.push(`${by}: ${line}`);
  }

  // ── The judgement ─────────────────────────────────────────────────────────────────────────

  /** All is as it should be; else it throws. What people have said, and how long they waited since
   * it was last asked. */
  async judge(): Promise<string> {
    for (const talker of this.talkers) talker.isQuiet = true;
    await this.until("all are quiet", () => this.talkers.every(({ isIdle }) => isIdle));
    const folders = this.sites.map(({ node }) => node.data);
    await this.until("all are equal", () => areEqual(folders));
    const said = judge(folders, this.talkers);
    if (this.strange.length > 0) throw new Error(`seen by people:\n${this.strange.join("\n")}`);
    const waited = Math.max(...this.talkers.map(({ waitedMsMax }) => waitedMsMax));
    for (const talker of this.talkers) {
      talker.waitedMsMax = 0;
      talker.goOn();
    }
    return `${said} said, the longest wait ${(waited / 1_000).toFixed(1)} s`;
  }
}

const wrongClock = path.join(import.meta.dirname, "clock.ts");

function startNode(
  t: Test,
  { name, machine, clockMs }: Omit<Site, "node">,
  servers: readonly string[],
  data = path.join(scratchFolder(), "data"),
): Promise<Serving> {
  const config = `${noFlood}
[server]
durability = "power"
[cluster]
servers = [${servers.map((url) => `"${url}"`).join()}]
name = "chaos"
node = "${name}"
replicas = 3
lease_seconds = ${leaseSeconds}
`;
  const clock = { NODE_OPTIONS: `--import=${wrongClock}`, BANTER_TEST_CLOCK_MS: String(clockMs) };
  const place = [machine.listens, String(machine.port)];
  const env = clockMs === 0 ? {} : clock;
  return serve(t, { config, data, place, under: machine.under, env });
}
