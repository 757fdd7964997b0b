/**
 * Simulation: real servers over the simulated log, people who do what chance lets them, nodes that
 * crash and come back. Everything comes from one seed, so a failure can be had again exactly.
 */
import assert from "node:assert/strict";
import { type NickProtection, nickProtections } from "../../src/server/account.ts";
import type { Config } from "../../src/server/config.ts";
import type { Walker } from "../../src/server/decide.ts";
import type { Event } from "../../src/server/event.ts";
import { Chance, SimulatedOrder, VirtualTime } from "../../src/server/log/simulated.ts";
import type { Entry } from "../../src/server/request.ts";
import { rulesOf } from "../../src/server/parts.ts";
import type { State } from "../../src/server/state.ts";
import { limitsDefault } from "../../src/protocol/limits.ts";
import { configWith, startOfTime } from "../room.ts";
import { canonical } from "./canonical.ts";
import { askUnsaid, hide, race } from "./unsaid.ts";
import { Model } from "./model.ts";
import { Lives } from "./lives.ts";
import { type Parts, type SimulatedNode, wholeParts } from "./node.ts";
import { Person } from "./person.ts";
import { Speech } from "./speech.ts";
import { Typing } from "./typing.ts";
import { Words } from "./words.ts";

export interface Plan {
  readonly seed: number;
  readonly steps: number;
  /** What it is played with, when not the whole. */
  readonly parts?: Parts;
}

/** What was done, for the report. */
export interface Played {
  readonly entries: number;
  readonly events: number;
  readonly crashes: number;
  /** Copies made for those who come late, and how often one began with such a copy. */
  readonly copies: number;
  readonly fetched: number;
  /** Entries that the log has forgotten, and how often one fell behind what was left. */
  readonly forgotten: number;
  readonly leftBehind: number;
  /** How often somebody heard that another was typing. */
  readonly signals: number;
}

/** Plays one seed. Rejects with the seed and the last entries when something is not as it must. */
export async function simulate(plan: Plan): Promise<Played> {
  const simulation = new Simulation(plan);
  try {
    return await simulation.play();
  } catch (error) {
    const words = error instanceof Error ? (error.stack ?? error.message) : String(error);
    const message = `seed ${plan.seed}, ${plan.steps} steps: ${words}\n${simulation.lastEntries()}`;
    throw new Error(message, { cause: error });
  } finally {
    simulation.close();
  }
}

const peopleMax = 10;
const microtask = (): Promise<void> => Promise.resolve();
const endings = ["Connection closed", "Read error: Connection reset by peer"];

export class Simulation {
  readonly chance: Chance;
  readonly time = new VirtualTime(startOfTime);
  readonly order: SimulatedOrder;
  readonly model: Model;
  readonly config: Config;
  readonly parts: Parts;
  readonly linesOnJoin: number;
  private readonly cloak: { readonly enabled: boolean; readonly accounts: boolean };
  /** People talk of accounts much, or hardly. */
  readonly ofAccounts: boolean;
  /** Nodes take each other for lost, and people are held who were there. */
  private readonly isCluster: boolean;
  private readonly protection: NickProtection;
  private readonly plan: Plan;
  readonly lives: Lives;
  private readonly speech: Speech;
  private readonly sessions = new Set<string>();
  /** What each entry came to, on the first node that decided it. */
  private readonly ledger = new Map<number, string>();
  readonly words = new Words();
  readonly typing = new Typing();
  private readonly states = new Map<number, string>();
  private events = 0;

  constructor(plan: Plan) {
    this.plan = plan;
    this.parts = plan.parts ?? wholeParts;
    this.chance = new Chance(plan.seed);
    this.linesOnJoin = this.chance.pick([0, 0, 5]);
    this.cloak = { enabled: this.chance.oneIn(2), accounts: this.chance.oneIn(2) };
    this.ofAccounts = this.chance.oneIn(3);
    this.isCluster = this.chance.oneIn(3);
    this.protection = this.ofAccounts ? this.chance.pick(nickProtections) : "off";
    this.config = this.configFor("nt", "");
    this.model = new Model(rulesOf(this.config));
    this.order = new SimulatedOrder({
      chance: this.chance,
      time: this.time,
      delayMsMax: this.chance.pick([0, 20, 100]),
      lagMsMax: this.chance.pick([0, 50, 400]),
    });
    this.speech = new Speech(this.chance, this.ofAccounts);
    this.lives = new Lives(this);
  }

  /** Narrow limits, so that they are met. */
  private configFor(defaultChannelModes: string, defaultUserModes: string): Config {
    const tight = {
      accountsMax: 5,
      modesPerCommandMax: 3,
      whowasMax: 5,
      marksPerPersonMax: 2,
      channelsPerUserMax: 3,
      channelsMax: 6,
      maskListMax: 3,
      invitesPerUserMax: 2,
      metadataKeysMax: 2,
      channelRenamesMax: 2,
      channelRedirectsMax: 3,
      renameWindowMs: 10_000,
      channelRedirectMs: 60_000,
    };
    return configWith({
      server: { defaultChannelModes, defaultUserModes },
      flood: { linesBurst: 1_000_000, linesPerSecond: 1_000_000, exempt: [] },
      bans: { exempt: ["10.0.0.3"] },
      cloak: this.cloak,
      cluster: { servers: this.isCluster ? ["nats://nowhere"] : [], graceSeconds: 30 },
      accounts: { nickProtection: this.protection, nickGraceSeconds: 5 },
      login: { attemptsMax: 1_000_000, accountAttemptsMax: 1_000_000 },
      history: { linesOnJoin: this.linesOnJoin },
      messages: { redactMinutesMax: 1, editMinutesMax: 1 },
      limits: { ...limitsDefault, ...tight },
      operators: [
        {
          name: "root",
          passwordHash: "hash of secret",
          rights: ["kill", "ban", "force", "rehash", "see-hidden", "wallops", "audit", "stats"],
          masks: [],
        },
      ],
    });
  }

  otherConfig(): Config {
    return this.configFor(this.chance.pick(["nt", "n", "ms"]), this.chance.pick(["", "i", "w"]));
  }

  async play(): Promise<Played> {
    for (const node of this.nodes) node.start();
    for (let step = 0; step < this.plan.steps; step += 1) {
      await this.act();
      this.time.runUntil(this.time.now + this.chance.below(30));
      // Passwords are checked off the event loop.
      await microtask();
      if (this.chance.oneIn(60)) await this.checkQuiet();
    }
    await this.checkQuiet(); // until which one may still be left behind
    await this.lives.beginAll();
    await this.checkQuiet();
    for (const node of this.nodes) node.checkHistory(this.model, this.words.said);
    const [first, ...others] = this.nodes;
    for (const other of others) assert.equal(other.whowas, first?.whowas, "who was here");
    return {
      entries: this.ledger.size,
      events: this.events,
      crashes: this.lives.crashes,
      copies: this.lives.archive.made,
      fetched: this.lives.archive.fetched,
      forgotten: this.order.first - 1,
      leftBehind: this.lives.leftBehind,
      signals: this.typing.heard,
    };
  }

  private get nodes(): readonly SimulatedNode[] {
    return this.lives.nodes;
  }

  private async act(): Promise<void> {
    const { chance, nodes, lives } = this;
    await lives.step();
    const people = nodes.flatMap((node) => [...node.people]);
    const node = chance.pick(nodes);
    const roll = chance.below(100);
    if (roll < 2) lives.crash(node);
    else if (!node.server) {
      if (chance.oneIn(2)) await lives.begin(node);
    } else if (roll < 6) chance.pick(people)?.hangUp(chance.pick(endings));
    else if (roll < 8) this.leap();
    else if (roll < 9) node.server.takeUp(this.otherConfig());
    else if (this.isCluster && chance.oneIn(25)) this.lose(node);
    else if (roll < 10) hide(chance, chance.pick(people));
    else if (roll < 11) askUnsaid(chance, chance.pick(people));
    else if (roll < 12 && this.ofAccounts) race(chance, people);
    else if (roll < 25 && people.length < peopleMax) node.people.add(new Person(this, node));
    else if (people.length > 0) this.speak(chance.pick(people));
  }

  /** A node takes another for lost, or itself leaves; rightly or not. */
  private lose({ server }: SimulatedNode): void {
    const sessions = [...(server?.state.sessions.keys() ?? [])];
    if (!server || sessions.length === 0) return;
    const session = this.chance.pick(sessions);
    const prefix = session.slice(0, session.lastIndexOf(".") + 1);
    server.log.append("", { type: "loseSessions", prefix, reason: "Server lost" });
  }

  /** Time passes; who does not answer PING goes. */
  private leap(): void {
    this.time.runUntil(this.time.now + this.chance.pick([1_000, 40_000, 130_000]));
    for (const node of this.nodes) node.sweep();
  }

  private speak(person: Person): void {
    const { state } = person.node;
    const user = state.users.get(person.userId);
    const lines = this.speech.linesOf(person.plain, user, state, person.heardOf);
    for (const line of lines) this.typing.said(person.session, line);
    person.say(...lines);
  }

  soon(action: () => void): void {
    this.time.at(this.time.now + this.chance.below(20), action);
  }

  sessionBegins(session: string): void {
    assert.ok(!this.sessions.has(session), `${session} has been before`);
    this.sessions.add(session);
  }

  /** A node takes in an entry: it must come to what it came to on every other. */
  decided(node: SimulatedNode, state: State, entry: Entry, walker: Walker): void {
    const events: Event[] = [];
    const known = this.ledger.get(entry.place);
    const before = traceless(known === undefined ? entry : undefined, state);
    this.parts.walk(state, entry, {
      told: (event, to) => {
        events.push(event);
        walker.told(event, to);
      },
      refused: (refusal) => walker.refused(refusal),
    });
    const outcome = JSON.stringify(events);
    assert.equal(outcome, known ?? outcome, `${node.name} decides ${entry.place} otherwise`);
    this.compareStates(node, state);
    if (known !== undefined) return;
    this.ledger.set(entry.place, outcome);
    this.events += events.length;
    this.model.take(entry, events);
    for (const event of events) this.words.take(event);
    if (events.length === 0)
      assert.equal(traceless(entry, state), before, "a refused thing has a trace");
  }

  /** At some places all nodes are compared as they come by. */
  private compareStates(node: SimulatedNode, state: State): void {
    if (state.place % 8 !== 0) return;
    const text = canonical(state);
    const first = this.states.get(state.place) ?? text;
    assert.equal(text, first, `${node.name} has another state at ${state.place}`);
    this.states.set(state.place, text);
  }

  /** When all that is on its way has arrived, everything is held against everything. */
  private async checkQuiet(): Promise<void> {
    for (let round = 0; round < 20; round += 1) {
      this.time.runOut();
      for (let turn = 0; turn < 5; turn += 1) await microtask();
    }
    const running = this.nodes.filter(({ server }) => server);
    const [first] = running;
    for (const node of running) {
      assert.equal(canonical(node.state), canonical((first as SimulatedNode).state), node.name);
      node.check(this.model);
    }
  }

  lastEntries(): string {
    const last = this.order.entries.filter(({ place }) => this.ledger.has(place)).slice(-20);
    const brief = (name: string, value: unknown) => (name === "rules" ? undefined : value);
    return last
      .map((entry) => `${JSON.stringify(entry, brief)}\n  → ${this.ledger.get(entry.place) ?? "?"}`)
      .join("\n");
  }

  close(): void {
    this.lives.close();
  }
}

/** The state but for how far it has come; looked at for some entries only, being dear. */
const traceless = (entry: Entry | undefined, state: State): string =>
  entry && entry.place % 3 === 0 ? canonical({ ...state, place: 0, time: 0 }) : "";
