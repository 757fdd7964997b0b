/**
 * Chaos: three nodes over three NATS servers, people who talk without end, and what goes wrong in
 * an order that a seed gives. Afterwards nothing that anybody heard is missing on any node, nothing
 * is there twice, all heard it in one order, and all nodes are in the same state.
 */
import assert from "node:assert/strict";
import path from "node:path";
import { DatabaseSync } from "node:sqlite";
import { Chance } from "../../src/server/log/simulated.ts";
import { clusterDefault } from "../../src/server/config/cluster.ts";
import { Nats } from "../../src/server/log/jetstream/nats.ts";
import { type NatsServer, startNats } from "../nats.ts";
import { noFlood, serve, type Serving, type Test } from "../process/banter.ts";
import { freePorts } from "../nats.ts";
import { Relay } from "./relay.ts";
import { Talker } from "./talker.ts";

export const faults = {
  "a node is killed": (stage: Stage) => stage.nodeKilled(),
  "a node is stopped": (stage: Stage) => stage.nodeKilled("SIGTERM"),
  "a node is halted": (stage: Stage) => stage.nodeHalted(),
  "a node is cut off": (stage: Stage) => stage.nodeCutOff(),
  "the log's leader is killed": (stage: Stage) => stage.natsKilled(true),
  "a follower of the log is killed": (stage: Stage) => stage.natsKilled(false),
  "a node and the log's leader are killed": (stage: Stage) =>
    Promise.all([stage.nodeKilled(), stage.natsKilled(true)]),
} as const;
export type FaultName = keyof typeof faults;
export const faultNames = Object.keys(faults) as FaultName[];

const leaseSeconds = 3;
const talkersEach = 3;
/** So much talk shows that all goes on. */
const enough = 150;
const patienceMs = 60_000;

interface Place {
  readonly name: string;
  readonly port: number;
  readonly relays: readonly Relay[];
  readonly config: string;
  node: Serving;
}

export class Stage {
  private readonly t: Test;
  private readonly chance: Chance;
  private readonly nats: readonly NatsServer[];
  private readonly places: Place[] = [];
  private talkers: Talker[] = [];
  private watcher: Nats | undefined;
  private heard = 0;
  private readonly looking = new Set<() => void>();

  private constructor(t: Test, seed: number, nats: readonly NatsServer[]) {
    this.t = t;
    this.chance = new Chance(seed);
    this.nats = nats;
  }

  static async open(t: Test, seed: number): Promise<Stage> {
    const nats = await startNats(3);
    t.after(() => Promise.all(nats.map((server) => server.kill())));
    const stage = new Stage(t, seed, nats);
    const ports = await freePorts(3);
    await Promise.all(["a", "b", "c"].map((name, n) => stage.place(name, ports[n] as number)));
    stage.places.sort((a, b) => (a.name < b.name ? -1 : 1));
    const servers = nats.map(({ url }) => url);
    const settings = { ...clusterDefault, servers, name: "chaos", node: "watcher" };
    const watcher = await Nats.connect(settings);
    t.after(() => watcher.close());
    stage.watcher = watcher;
    stage.talkers = stage.places.flatMap((_place, first) =>
      Array.from({ length: talkersEach }, (_, n) => {
        const heard = () => stage.hear();
        return new Talker(`p${first}${n}`, first, { ports: () => ports, heard });
      }),
    );
    t.after(() => stage.talkers.forEach((talker) => talker.stop()));
    await stage.talkEverywhere();
    return stage;
  }

  private async place(name: string, port: number): Promise<void> {
    const relays = await Promise.all(
      this.nats.map(async (server) => {
        const relay = new Relay();
        await relay.open(server.port);
        this.t.after(() => relay.close());
        return relay;
      }),
    );
    const urls = relays.map((relay) => `"nats://127.0.0.1:${relay.port}"`);
    const config = `${noFlood}
[cluster]
servers = [${urls.join()}]
name = "chaos"
node = "${name}"
replicas = 3
lease_seconds = ${leaseSeconds}
`;
    const where = ["127.0.0.1", String(port)];
    const node = await serve(this.t, { config, place: where });
    this.places.push({ name, port, relays, config, node });
  }

  // ── What goes wrong, and right again when others have noticed and talked on ────────────────

  async nodeKilled(signal: "SIGKILL" | "SIGTERM" = "SIGKILL"): Promise<void> {
    const place = this.chance.pick(this.places);
    await place.node.stop(signal);
    await this.talk();
    const { config, port } = place;
    const { data } = place.node;
    place.node = await serve(this.t, { config, data, place: ["127.0.0.1", String(port)] });
  }

  async nodeHalted(): Promise<void> {
    const { node, name } = this.chance.pick(this.places);
    node.child.kill("SIGSTOP");
    await this.lost(name);
    node.child.kill("SIGCONT");
  }

  async nodeCutOff(): Promise<void> {
    const { relays, name } = this.chance.pick(this.places);
    for (const relay of relays) relay.cut();
    await this.lost(name);
    for (const relay of relays) relay.heal();
  }

  async natsKilled(leads: boolean): Promise<void> {
    const { leader } = (await this.watcher?.bounds()) ?? { leader: "" };
    const victim = this.nats.find(({ name }) => (name === leader) === leads);
    await victim?.kill();
    await this.talk();
    await victim?.start();
  }

  /** Until the others have done without the node for longer than its lease, and talk. */
  private async lost(name: string): Promise<void> {
    const other = this.places.find((place) => place.name !== name) as Place;
    await this.until(`${name} is lost`, () =>
      sessionsIn(other.node.data).every((id) => !id.startsWith(`${name}/`)),
    );
    await this.talk();
  }

  // ── Waiting ───────────────────────────────────────────────────────────────────────────────

  private hear(): void {
    this.heard += 1;
    for (const look of this.looking) look();
  }

  /** Until so much more has been said and heard by its own speakers. */
  talk(): Promise<void> {
    const spoken = (): number =>
      this.talkers.reduce((sum, each) => sum + each.acknowledged.length, 0);
    const target = spoken() + enough;
    return this.until("talk", () => spoken() >= target);
  }

  /** Until there are people at all nodes, who talk. */
  async talkEverywhere(): Promise<void> {
    for (const talker of this.talkers) talker.goHome();
    const { node } = this.places[0] as Place;
    const names = () => new Set(sessionsIn(node.data).map((id) => id.split("/")[0]));
    await this.until("people at all nodes", () => names().size === this.places.length);
    await this.talk();
  }

  private until(what: string, is: () => boolean): Promise<void> {
    return new Promise((done, failed) => {
      const end = (): void => {
        clearInterval(timer);
        clearTimeout(patience);
        this.looking.delete(look);
      };
      const look = (): void => {
        if (!is()) return;
        end();
        done();
      };
      const timer = setInterval(look, 100);
      const patience = setTimeout(() => {
        end();
        failed(new Error(`it does not go on: ${what}; ${this.said()}`));
      }, patienceMs);
      this.looking.add(look);
    });
  }

  private said(): string {
    const running = this.places.map(({ name, node }) => `${name} ${node.running} ${node.err.text}`);
    return `${this.heard} heard; ${running.join("; ")}`;
  }

  // ── The judgement ─────────────────────────────────────────────────────────────────────────

  /** What was done, in words. Throws when something is not as it must be. */
  async judge(): Promise<string> {
    for (const talker of this.talkers) talker.stop();
    await this.until("all are equal", () => this.areEqual());
    const [first = [], ...others] = this.places.map(({ node }) => historyIn(node.data));
    for (const other of others)
      assert.deepEqual(other, first, "the nodes keep different histories");
    const order = new Map(first.map(({ text }, n) => [text, n]));
    assert.equal(order.size, first.length, "something is kept twice");
    for (const { acknowledged, heards } of this.talkers) {
      for (const text of acknowledged) assert.ok(order.has(text), `${text} is lost`);
      for (const { who, said } of heards) {
        const places = said.map(({ text }) => order.get(text) ?? -1);
        const wrong = places.findIndex((place, n) => place <= (places[n - 1] ?? -1));
        assert.equal(wrong, -1, `${who} heard ${said[wrong]?.text} out of order, or never kept`);
      }
    }
    const longest = Math.max(...this.talkers.map(({ waitedMsMax }) => waitedMsMax));
    return `${first.length} said, the longest wait ${(longest / 1000).toFixed(1)} s`;
  }

  /** All have followed as far, and are in the same state. */
  private areEqual(): boolean {
    const [first, ...others] = this.places.map(({ node }) => stateIn(node.data));
    return others.every((other) => other === first);
  }
}

function reading<T>(data: string, read: (database: DatabaseSync) => T): T {
  const database = new DatabaseSync(path.join(data, "banter.db"), {
    readOnly: true,
    timeout: 2_000,
  });
  try {
    return read(database);
  } finally {
    database.close();
  }
}

const sessionsIn = (data: string): string[] =>
  reading(data, (database) =>
    database
      .prepare(
        "SELECT json_extract(value, '$.id') AS id FROM users, json_each(state, '$.sessions')",
      )
      .all()
      .map(({ id }) => String(id)),
  );

const historyIn = (data: string): { text: string; place: number }[] =>
  reading(data, (database) =>
    database
      .prepare("SELECT text, place FROM history WHERE said = 1 ORDER BY place, idx")
      .all()
      .map(({ text, place }) => ({ text: String(text), place: Number(place) })),
  );

const stateIn = (data: string): string =>
  reading(data, (database) =>
    [
      "SELECT value FROM meta WHERE key IN ('place', 'time') ORDER BY key",
      "SELECT id, state FROM users ORDER BY id",
      "SELECT key, state FROM channels ORDER BY key",
      "SELECT user, channel, prefixes FROM members ORDER BY user, channel",
      "SELECT state FROM rules",
    ]
      .map((query) => JSON.stringify(database.prepare(query).all()))
      .join("\n"),
  );

/** Plays these faults, or so many that the seed chooses. */
export async function play(
  t: Test,
  seed: number,
  chosen: readonly FaultName[],
  say: (line: string) => void,
): Promise<void> {
  const stage = await Stage.open(t, seed);
  for (const name of chosen) {
    const began = performance.now();
    await faults[name](stage);
    await stage.talkEverywhere();
    say(`${name}: ${((performance.now() - began) / 1000).toFixed(1)} s`);
  }
  say(await stage.judge());
}
